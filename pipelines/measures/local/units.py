"""The units that are told one by one: counties and states, and which of them each place lies in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.vocabulary.access import LOCAL_UNITS

DIGITS = {"county": 5, "state": 2}
"""Leading digits of a county's FIPS code that name the unit."""


class Units(NamedTuple):
    """Every county, or every state, with places.

    Attributes
    ----------
    unit
        One of `LOCAL_UNITS`.
    code
        Its FIPS codes, ascending.
    of_place : int64 (p,)
        Position in `code` of each place.
    """

    unit: str
    code: npt.NDArray[np.object_]
    of_place: npt.NDArray[np.int64]

    def columns(self) -> dict[str, pd.Series[str]]:
        """Return the two columns that name each unit in a table."""
        return {
            "unit": pd.Series([self.unit] * len(self.code), dtype="str"),
            "code": pd.Series(self.code, dtype="str"),
        }


def units_of(places: pd.DataFrame) -> Iterator[Units]:
    """Yield the counties and the states of places, by the county's FIPS code of each."""
    fips = places["county_fips"].astype("str")
    for unit in LOCAL_UNITS:
        code, of_place = np.unique(
            fips.str[: DIGITS[unit]].to_numpy(dtype=object), return_inverse=True
        )
        yield Units(unit, code, of_place.astype(np.int64))
