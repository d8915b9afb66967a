"""How centers and population points join the road network, whichever way they were brought to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.sphere import M_PER_MILE


@dataclass(frozen=True, eq=False)
class Joins:
    """Nodes through which things enter or leave the network (t things, j joins).

    Attributes
    ----------
    indptr : int64 (t + 1,)
        Joins of thing i are indptr[i]:indptr[i + 1]; a thing that was refused has none.
    node : int32 (j,)
        Node of the network.
    time_ms, length_dm : int32 (j,)
        Between the thing and the node, milliseconds and decimetres.
    delay_ms : int32 (j,)
        The part of `time_ms` that is lost whatever the speed on the road: at a door, a junction, off the road.
    snap_m : float64 (t,)
        Straight metres to the nearest road (to the nearest road point with connectors), also if refused;
        null (NaN) where there is no road at all.
    reason : tuple of str or None
        Why a thing was refused; None where it joins.
    """

    indptr: npt.NDArray[np.int64]
    node: npt.NDArray[np.int32]
    time_ms: npt.NDArray[np.int32]
    length_dm: npt.NDArray[np.int32]
    delay_ms: npt.NDArray[np.int32]
    snap_m: npt.NDArray[np.float64]
    reason: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def refused(self) -> npt.NDArray[np.bool_]:
        """Which things have no join, bool (t,)."""
        none: npt.NDArray[np.bool_] = np.diff(self.indptr) == 0
        return none


def joins_by_owner(
    owner: npt.NDArray[np.integer],
    node: npt.NDArray[np.integer],
    time_ms: npt.NDArray[np.floating],
    length_dm: npt.NDArray[np.floating],
    delay_ms: npt.NDArray[np.floating],
    *,
    snap_m: npt.NDArray[np.float64],
    reason: Sequence[str | None],
) -> Joins:
    """Group joins by the thing they belong to.

    Parameters
    ----------
    owner, node : integers (j,)
        Thing and node of each join, in any order.
    time_ms, length_dm, delay_ms : floats (j,)
        Rounded to whole milliseconds and decimetres here.
    snap_m : float64 (t,)
    reason
        One entry a thing.
    """
    order = np.lexsort((node, owner))
    return Joins(
        indptr=np.searchsorted(owner[order], np.arange(len(snap_m) + 1)).astype(np.int64),
        node=node[order].astype(np.int32),
        time_ms=np.round(time_ms[order]).astype(np.int32),
        length_dm=np.round(length_dm[order]).astype(np.int32),
        delay_ms=np.round(delay_ms[order]).astype(np.int32),
        snap_m=snap_m,
        reason=tuple(reason),
    )


def refusal(snap_m: npt.NDArray[np.float64], farthest_mi: float, what: str) -> list[str | None]:
    """Return for each thing why it is too far from a road, None if it is not."""
    farthest_m = farthest_mi * M_PER_MILE
    return [
        None if metres <= farthest_m else f"no {what} within {farthest_mi:g} mi"
        for metres in snap_m.tolist()
    ]
