"""What each center offers: its capacity where known, or every center alike.

Capacity (chairs) is seldom published. A guess for the unknown would mix units, so there are two ways and a
table says which was taken: each center counts as one, or only centers of known capacity count and the
others are left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

NullCapacity = Literal["equal", "known"]


@dataclass(frozen=True, eq=False)
class Supply:
    """Supply of c centers.

    Attributes
    ----------
    amount : float64 (c,)
        What each offers, 0 for a center that does not count.
    counts : bool (c,)
        Which centers count: pass it to `TripMatrix.of_centers`.
    unit
        'centers' or 'capacity'.
    left_out
        How many centers of unknown capacity do not count.
    """

    amount: npt.NDArray[np.float64]
    counts: npt.NDArray[np.bool_]
    unit: str
    left_out: int


def supply_of(capacity: pd.Series[float], null_capacity: NullCapacity) -> Supply:
    """Return what each center offers.

    Parameters
    ----------
    capacity
        Of core.centers: chairs or the like, null where unknown.
    null_capacity
        'equal': capacity is not used, each center counts as one. 'known': centers of unknown capacity are
        left out.

    Raises
    ------
    ValueError
        A capacity is negative, or with 'known' none is known.
    """
    chairs = capacity.to_numpy(dtype=np.float64, na_value=np.nan)
    if (chairs < 0).any():
        raise ValueError(f"capacity {chairs[chairs < 0][0]:g} is negative")
    if null_capacity == "equal":
        everyone = np.ones(len(chairs), dtype=bool)
        return Supply(np.ones(len(chairs)), everyone, "centers", 0)
    known = ~np.isnan(chairs)
    if len(chairs) and not known.any():
        raise ValueError("no center's capacity is known; count every center alike ('equal')")
    return Supply(np.where(known, chairs, 0.0), known, "capacity", int((~known).sum()))
