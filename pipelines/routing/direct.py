"""Short trips that do not use the network, put beside those that do."""

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import (
    NO_COST,
    UNREACHED,
    limit_cost,
    pack,
    unpack,
)
from pipelines.routing.graph import Int32, Int64, check_int32, check_not_negative
from pipelines.routing.k_nearest import KNearest
from pipelines.routing.nearest import Nearest
from pipelines.routing.ranking import insert_center
from pipelines.routing.within import Pairs


@dataclass(frozen=True)
class DirectTrips:
    """Trips from a point straight to a center, as on streets that a main-road network lacks.

    Parameters
    ----------
    point, center : int32 (trips,)
        Numbers of both; a pair may occur more than once, its best trip counts.
    time_ms, length_dm : int32 (trips,)
        Not negative.
    """

    point: Int32
    center: Int32
    time_ms: Int32
    length_dm: Int32

    def __post_init__(self) -> None:
        for name in ("point", "center", "time_ms", "length_dm"):
            check_int32(name, getattr(self, name), len(self.point))
            check_not_negative(name, getattr(self, name))

    def to_centers(self, kept: NDArray[np.bool_]) -> "DirectTrips":
        """Return the trips to some of the centers only; centers keep their numbers."""
        mine = kept[self.center]
        return DirectTrips(
            self.point[mine], self.center[mine], self.time_ms[mine], self.length_dm[mine]
        )

    def check(self, n_points: int, n_centers: int | None = None) -> None:
        """Raise ValueError if a trip names a point or center that is not there."""
        for name, numbers, n in (
            ("point", self.point, n_points),
            ("center", self.center, n_centers),
        ):
            if n is not None and len(numbers) and numbers.max() >= n:
                at = int(numbers.argmax())
                raise ValueError(f"direct trip {at} names {name} {numbers[at]}, but there are {n}")


@overload
def merge_direct(
    found: Nearest,
    direct: DirectTrips,
    *,
    category: NDArray[Any],
    limit_ms: int | None = None,
) -> Nearest: ...
@overload
def merge_direct(
    found: KNearest, direct: DirectTrips, *, limit_ms: int | None = None
) -> KNearest: ...
@overload
def merge_direct(found: Pairs, direct: DirectTrips, *, limit_ms: int | None = None) -> Pairs: ...
def merge_direct(
    found: Nearest | KNearest | Pairs,
    direct: DirectTrips,
    *,
    category: NDArray[Any] | None = None,
    limit_ms: int | None = None,
) -> Nearest | KNearest | Pairs:
    """Let direct trips compete with trips over the network; the better one counts.

    The order is the one of the searches: time, then length, then the smaller center.

    Parameters
    ----------
    found : Nearest, KNearest or Pairs
        What was found for the points over the network. For pairs the number of points is not known,
        so a point's number is taken as it is.
    direct : DirectTrips
    category : integers (c,)
        The category of each center; needed for `Nearest`.
    limit_ms : int, optional
        Direct trips that take longer do not count; exactly this long does.

    Returns
    -------
    Nearest, KNearest or Pairs
        New arrays; what was found is left as it was.

    Raises
    ------
    ValueError
        If a trip names a point or center that is not there, or the category is missing.
    """
    limit = limit_cost(limit_ms)
    cost = pack(direct.time_ms, direct.length_dm)
    if isinstance(found, Pairs):
        direct.check(2**31 - 1, len(found.center_indptr) - 1)
        return _merge_pairs(found, direct, cost, limit)
    if isinstance(found, KNearest):
        direct.check(len(found.center))
        costs, centers = _costs(found), found.center.copy()
        _merge_lists(costs, centers, direct.point, direct.center, cost, limit)
        return KNearest(*unpack(costs), centers)
    if category is None:
        raise ValueError("the category of each center is needed to merge with the nearest")
    direct.check(found.center.shape[1], len(category))
    costs, centers = _costs(found), found.center.copy()
    kind = np.asarray(category)[direct.center]
    for number in range(len(centers)):
        mine = kind == number
        _merge_lists(
            costs[number][:, None],
            centers[number][:, None],
            direct.point[mine],
            direct.center[mine],
            cost[mine],
            limit,
        )
    return Nearest(*unpack(costs), centers)


def _costs(found: Nearest | KNearest) -> Int64:
    return np.where(found.center == UNREACHED, NO_COST, pack(found.time_ms, found.length_dm))


def _merge_pairs(found: Pairs, direct: DirectTrips, cost: Int64, limit: int) -> Pairs:
    """Put the direct trips in the order of the pairs, then run through both once."""
    counted = np.flatnonzero(cost <= limit)
    order = counted[np.lexsort((cost[counted], direct.point[counted], direct.center[counted]))]
    n_centers = len(found.center_indptr) - 1
    starts = np.searchsorted(direct.center[order], np.arange(n_centers + 1)).astype(np.int64)
    longest = len(found) + len(order)
    point, time_ms, length_dm = (np.empty(longest, np.int32) for _ in range(3))
    indptr = _interleave(
        np.asarray(found.center_indptr, dtype=np.int64),
        (found.point, found.time_ms, found.length_dm),
        starts,
        (direct.point[order], direct.time_ms[order], direct.length_dm[order]),
        (point, time_ms, length_dm),
    )
    n_pairs = indptr[-1]
    return Pairs(indptr, *(column[:n_pairs].copy() for column in (point, time_ms, length_dm)))


@kernel
def _interleave(
    indptr: Int64,
    found: tuple[Int32, Int32, Int32],
    direct_indptr: Int64,
    direct: tuple[Int32, Int32, Int32],
    merged: tuple[Int32, Int32, Int32],
) -> Int64:
    """Merge two lists of trips by center and point, each pair once at its best; return offsets.

    The direct list may hold a pair several times, the best first.
    """
    point, time_ms, length_dm = found
    direct_point, direct_ms, direct_dm = direct
    merged_point, merged_ms, merged_dm = merged
    ends = np.zeros(len(indptr), np.int64)
    n_merged = 0
    for center in range(len(indptr) - 1):
        i, last = indptr[center], indptr[center + 1]
        j, last_direct = direct_indptr[center], direct_indptr[center + 1]
        while i < last or j < last_direct:
            if j == last_direct or (i < last and point[i] < direct_point[j]):
                merged_point[n_merged] = point[i]
                merged_ms[n_merged] = time_ms[i]
                merged_dm[n_merged] = length_dm[i]
                i += 1
                n_merged += 1
                continue
            here, ms, dm = direct_point[j], direct_ms[j], direct_dm[j]
            while j < last_direct and direct_point[j] == here:
                j += 1
            if i < last and point[i] == here:
                if time_ms[i] < ms or (time_ms[i] == ms and length_dm[i] < dm):
                    ms, dm = time_ms[i], length_dm[i]
                i += 1
            merged_point[n_merged] = here
            merged_ms[n_merged] = ms
            merged_dm[n_merged] = dm
            n_merged += 1
        ends[center + 1] = n_merged
    return ends


@kernel
def _merge_lists(
    costs: Int64, centers: Int32, point: Int32, center: Int32, cost: Int64, limit: int
) -> None:
    for trip in range(len(point)):
        if cost[trip] <= limit:
            insert_center(costs[point[trip]], centers[point[trip]], cost[trip], center[trip])
