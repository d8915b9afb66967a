"""How centers and population points join the road network, whichever way they were brought to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.routing.joins import Joins
from pipelines.units import M_PER_MILE


@dataclass(frozen=True, eq=False)
class RoadJoins(Joins):
    """Joins to roads, with what they cost off the road and why some are refused (t things, j joins).

    Attributes
    ----------
    delay_ms : int32 (j,)
        The part of `time_ms` that is lost whatever the speed on the road: at a door, a junction, off the road.
    snap_m : float64 (t,)
        Straight metres to the nearest road (to the nearest road point with connectors), also if refused;
        null (NaN) where there is no road at all.
    reason : tuple of str or None
        Why a thing was refused; None where it joins.
    """

    delay_ms: npt.NDArray[np.int32]
    snap_m: npt.NDArray[np.float64]
    reason: tuple[str | None, ...]

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
) -> RoadJoins:
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
    return RoadJoins(
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
