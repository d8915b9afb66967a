"""Which places have a center within both a time and a distance limit, exactly and without all pairs.

The center nearest in time may lie beyond the distance limit (a fast highway) while another, a little later,
lies within both. All pairs within the longest limit would settle it, but nearly every place is settled by
its nearest centers: if the nearest is within both limits the answer is yes; if even the nearest takes too
long it is no. Only where the nearest is in time but too far do the other centers matter, and for those few
places the search runs from the place instead of from every center. A trip is the fastest drive, and its
miles are those of that drive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.routing.direct import DirectTrips, merge_direct
from pipelines.routing.graph import Graph, reversed_graph
from pipelines.routing.joins import Joins
from pipelines.routing.router import Router
from pipelines.routing.within import Pairs, within
from pipelines.trips import whole_ms
from pipelines.units import DM_PER_MILE, MS_PER_MIN

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ByNearest:
    """What nearest centers say about p places and g groups of centers.

    Attributes
    ----------
    within : bool (g, p)
        A center of the group is within both limits for certain.
    unsettled : bool (g, p)
        The nearest is in time but too far; another center of the group may be within both.
    """

    within: Bool
    unsettled: Bool

    def unsettled_places(self) -> Int:
        """Return the places with an unsettled group, ascending."""
        return np.flatnonzero(self.unsettled.any(axis=0))


def settled_by_nearest(
    minutes: Float, miles: Float, limit_min: Float, limit_mi: Float
) -> ByNearest:
    """Judge places by the nearest center of each group.

    Parameters
    ----------
    minutes, miles : float64 (g, p)
        Drive to the nearest center in time of each group; NaN where none is reached.
    limit_min, limit_mi : float64 (p,)
        Limits at each place, inclusive; NaN where the place has none: it is then within nothing.

    Returns
    -------
    ByNearest
    """
    if minutes.shape != miles.shape or minutes.shape[1:] != limit_min.shape:
        raise ValueError(
            f"minutes {minutes.shape}, miles {miles.shape} and limits {limit_min.shape} do not fit together"
        )
    in_time = minutes <= limit_min
    near = in_time & (miles <= limit_mi)
    return ByNearest(near, in_time & ~near & ~np.isnan(limit_mi))


def trips_of_unsettled(
    graph: Graph,
    centers: Joins,
    joins: Joins,
    places: Int,
    limit_min: Float,
    *,
    direct: DirectTrips | None = None,
    threads: int = 1,
) -> Pairs:
    """Find all trips to centers within the time limit from a few places.

    The roles are exchanged: on the network turned round, the places are searched from and the centers are
    reached, so that the work grows with the places that are open and not with the centers.

    Parameters
    ----------
    graph
        The network in the direction of travel.
    centers, joins
        How all centers and all p places join it.
    places : int (u,)
        Which places, ascending.
    limit_min : float64 (p,)
        Time limit at each place, inclusive.
    direct
        Trips beside the network, from all places to all centers.
    threads
        Searches side by side; the answer does not depend on it.

    Returns
    -------
    Pairs
        Its 'centers' are the u places in the order of `places`, its 'points' the centers. Trips longer than
        the limit of their place are not among them.
    """
    router = Router.prepare(reversed_graph(graph))
    limits = limit_min[places]
    parts = []
    for limit in np.unique(limits):
        mine = places[limits == limit]
        limit_ms = whole_ms(limit)
        found = within(router, _some_of(joins, mine), centers, limit_ms, threads)
        if direct is not None:
            found = merge_direct(found, _turned_round(direct, mine), limit_ms=limit_ms)
        parts.append((mine, found))
    return _in_order_of(places, parts)


def settled(
    by_nearest: ByNearest,
    places: Int,
    trips: Pairs,
    group_of_center: Int,
    limit_min: Float,
    limit_mi: Float,
) -> Bool:
    """Settle what the nearest centers left open.

    Parameters
    ----------
    by_nearest
        From `settled_by_nearest`.
    places : int (u,)
        At least all places of `ByNearest.unsettled_places`.
    trips
        Their trips, from `trips_of_unsettled`.
    group_of_center : int (c,)
        The group of each center, -1 for a center of none.
    limit_min, limit_mi : float64 (p,)
        Limits at each place, inclusive.

    Returns
    -------
    bool (g, p)
        Whether a center of the group is within both limits.

    Raises
    ------
    ValueError
        An unsettled place is missing from `places`.
    """
    missing = np.setdiff1d(by_nearest.unsettled_places(), places)
    if len(missing):
        raise ValueError(
            f"{len(missing)} unsettled places have no trips, the first is {missing[0]}"
        )
    place = places[trips.centers()]
    both = (trips.time_ms / MS_PER_MIN <= limit_min[place]) & (
        trips.length_dm / DM_PER_MILE <= limit_mi[place]
    )
    group = group_of_center[trips.point]
    both &= group >= 0
    answer = by_nearest.within.copy()
    answer[group[both], place[both]] = True
    return answer


def within_both_limits(
    graph: Graph,
    centers: Joins,
    joins: Joins,
    nearest: tuple[Float, Float],
    group_of_center: Int,
    limits: tuple[Float, Float],
    *,
    direct: DirectTrips | None = None,
    threads: int = 1,
) -> tuple[Bool, Int]:
    """Tell which places have a center of each group within both limits.

    Parameters
    ----------
    graph, centers, joins
        The network in the direction of travel, how the c centers and how the p places join it.
    nearest : (float64 (g, p), float64 (g, p))
        Minutes and miles of the drive to the nearest center of each group; NaN where none is reached.
    group_of_center : int (c,)
        The group of each center, -1 for a center of none.
    limits : (float64 (p,), float64 (p,))
        Minutes and miles at each place, inclusive; NaN where the place has none.
    direct
        Trips beside the network, which `nearest` knows already.
    threads
        Searches side by side; the answer does not depend on it.

    Returns
    -------
    within : bool (g, p)
    searched : int (u,)
        The places that the nearest centers left open.
    """
    by_nearest = settled_by_nearest(*nearest, *limits)
    places = by_nearest.unsettled_places()
    trips = trips_of_unsettled(
        graph, centers, joins, places, limits[0], direct=direct, threads=threads
    )
    return settled(by_nearest, places, trips, group_of_center, *limits), places


def _some_of(joins: Joins, chosen: Int) -> Joins:
    """Return the joins of some places, numbered anew."""
    sizes = np.diff(joins.indptr)[chosen]
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    first = np.asarray(joins.indptr, dtype=np.int64)[chosen]
    row = np.repeat(first - indptr[:-1], sizes) + np.arange(indptr[-1])
    return Joins(indptr, joins.node[row], joins.time_ms[row], joins.length_dm[row])


def _turned_round(direct: DirectTrips, places: Int) -> DirectTrips:
    """Return the direct trips of some places, places and centers exchanged and the places numbered anew."""
    number = np.searchsorted(places, direct.point)
    mine = np.append(places, -1)[number] == direct.point
    return DirectTrips(
        direct.center[mine],
        number[mine].astype(np.int32),
        direct.time_ms[mine],
        direct.length_dm[mine],
    )


def _in_order_of(places: Int, parts: list[tuple[Int, Pairs]]) -> Pairs:
    """Put the trips of several groups of places in the order of all of them."""
    owner = np.concatenate([np.empty(0, np.int64), *(mine[p.centers()] for mine, p in parts)])
    order = np.argsort(owner, kind="stable")
    counts = np.bincount(np.searchsorted(places, owner), minlength=len(places))
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def column(name: str) -> npt.NDArray[np.int32]:
        values = [np.empty(0, np.int32), *(getattr(pairs, name) for _, pairs in parts)]
        return np.concatenate(values)[order]

    return Pairs(indptr, column("point"), column("time_ms"), column("length_dm"))
