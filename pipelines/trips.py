"""Trips from places to centers: roads, centers and places put together for the routing kernels.

`pipelines.routing` knows arrays and `pipelines.roads` knows streets; here the two meet once, so that every
measure asks the same question of the same network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Roads
from pipelines.roads.joining.connectors import direct_pairs
from pipelines.roads.joining.joins import RoadJoins
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import join_centers, join_points
from pipelines.roads.reweight import reweight
from pipelines.routing.cost import NO_COST, UNREACHED, pack
from pipelines.routing.direct import DirectTrips, merge_direct
from pipelines.routing.graph import Graph
from pipelines.routing.joins import chosen_joins, joins_at
from pipelines.routing.k_nearest import KNearest, k_nearest
from pipelines.routing.nearest import Nearest, nearest, nearest_at_points
from pipelines.routing.router import Router
from pipelines.routing.within import Pairs, within
from pipelines.units import MS_PER_MIN

Int32 = npt.NDArray[np.int32]


ROUNDING_MS = 1e-6
"""More than the product of minutes and `MS_PER_MIN` may be off, far less than the millisecond told."""


@dataclass(frozen=True, eq=False)
class JoinedNetwork:
    """A network with c centers and p places joined to it.

    Attributes
    ----------
    network
        The network, cut at the centers where they snap to edges.
    router
        The same, prepared for searches.
    centers, places
        How they join, with snap distance and the reason where one is refused.
    direct
        Trips over local streets alone; None where the network has local streets itself.
    direct_delay_ms
        The part of each direct trip that is lost whatever the speed on the road.
    """

    network: RoadNetwork
    router: Router
    centers: RoadJoins
    places: RoadJoins
    direct: DirectTrips | None
    direct_delay_ms: int = 0


def join_network(
    network: RoadNetwork, roads: Roads, centers: pd.DataFrame, places: pd.DataFrame
) -> JoinedNetwork:
    """Join centers and places to a network and prepare it for searches.

    Parameters
    ----------
    network
        As `pipelines.roads.prepare` or `reweight` returned it.
    roads
        How things join.
    centers, places
        Columns lon and lat, WGS 84 degrees; the rows' order numbers them.

    Returns
    -------
    JoinedNetwork
    """
    center_lon, center_lat = _point(centers)
    place_lon, place_lat = _point(places)
    cut, center_joins = join_centers(network, roads, center_lon, center_lat)
    place_joins = join_points(cut, roads, place_lon, place_lat)
    direct, delay_ms = _direct(roads, centers, places)
    return JoinedNetwork(cut, _router(cut), center_joins, place_joins, direct, delay_ms)


def with_places(
    joined: JoinedNetwork, roads: Roads, centers: pd.DataFrame, places: pd.DataFrame
) -> JoinedNetwork:
    """Return the same network and centers with other places joined to it.

    Parameters
    ----------
    joined
        As `join_network` returned it.
    roads, centers
        Those that it was joined with.
    places
        Columns lon and lat, WGS 84 degrees; the rows' order numbers them.
    """
    lon, lat = _point(places)
    direct, delay_ms = _direct(roads, centers, places)
    return replace(
        joined,
        places=join_points(joined.network, roads, lon, lat),
        direct=direct,
        direct_delay_ms=delay_ms,
    )


def at_pace(joined: JoinedNetwork, time_factor: float) -> JoinedNetwork:
    """Return the same network with all driving slower or faster; nothing is joined again.

    Parameters
    ----------
    joined
        At the speeds that the factor multiplies.
    time_factor
        Multiplies the time on the road, local streets and the way along the first and last edge included:
        1.25 takes a quarter longer. Delays at junctions and at the door, ferries and the way over a yard to the
        road stay as they are.
    """
    network = reweight(joined.network, Roads(speed_factor=1 / time_factor))
    centers, places = (
        replace(joins, time_ms=_paced(joins.time_ms, joins.delay_ms, time_factor))
        for joins in (joined.centers, joined.places)
    )
    direct = joined.direct
    if direct is not None:
        direct = replace(
            direct, time_ms=_paced(direct.time_ms, joined.direct_delay_ms, time_factor)
        )
    return JoinedNetwork(network, _router(network), centers, places, direct, joined.direct_delay_ms)


def nearest_at_nodes(
    joined: JoinedNetwork, category: npt.NDArray[Any], n_categories: int, *, threads: int = 1
) -> Nearest:
    """Find the nearest center of each category from every node of the network; see `routing.nearest`."""
    return nearest(joined.router, joined.centers, category, n_categories, threads=threads)


def nearest_at_places(
    joined: JoinedNetwork, at_nodes: Nearest, category: npt.NDArray[Any]
) -> Nearest:
    """Find the nearest center of each category from every place, direct trips included."""
    found = nearest_at_points(at_nodes, joined.places)
    if joined.direct is None:
        return found
    return merge_direct(found, joined.direct, category=category)


def k_nearest_at_places(
    joined: JoinedNetwork, k: int, kept: npt.NDArray[np.bool_] | None = None
) -> KNearest:
    """Find the k nearest of all centers, or of those kept, from every place, direct trips included."""
    centers, direct = joined.centers, joined.direct
    if kept is None:
        kept = np.ones(len(centers), dtype=bool)
    found = k_nearest(joined.router, chosen_joins(centers, kept), k, joined.places)
    return found if direct is None else merge_direct(found, direct.to_centers(kept))


def pairs_within(joined: JoinedNetwork, limit_min: float, *, threads: int = 1) -> Pairs:
    """List all pairs of center and place within so many minutes (inclusive), direct trips included."""
    limit_ms = whole_ms(limit_min)
    found = within(joined.router, joined.centers, joined.places, limit_ms, threads)
    if joined.direct is None:
        return found
    return merge_direct(found, joined.direct, limit_ms=limit_ms)


def reached_from_nodes(
    joined: JoinedNetwork, nodes: Int32, limit_min: float, *, threads: int = 1
) -> npt.NDArray[np.bool_]:
    """Tell which centers a drive from any of these nodes reaches within so many minutes, bool (c,)."""
    limit_ms = whole_ms(limit_min)
    found = within(joined.router, joined.centers, joins_at(nodes), limit_ms, threads)
    reached: npt.NDArray[np.bool_] = np.diff(found.center_indptr) > 0
    return reached


def minutes_to_nodes(joined: JoinedNetwork, nodes: Int32) -> npt.NDArray[np.float64]:
    """Return the minutes from each place to the nearest of these nodes, float64 (p,); inf where none is."""
    category = np.zeros(len(nodes), dtype=np.int64)
    found = nearest_at_points(nearest(joined.router, joins_at(nodes), category, 1), joined.places)
    return np.where(found.center[0] < 0, np.inf, found.time_ms[0] / MS_PER_MIN)


def shorter_pairs(
    network: RoadNetwork,
    roads: Roads,
    centers: pd.DataFrame,
    candidates: pd.DataFrame,
    places: pd.DataFrame,
    nearest_min: npt.NDArray[np.float64],
    limit_min: float,
    *,
    threads: int = 1,
) -> Pairs:
    """List the trips from places to candidate centers that are shorter than those to centers that exist.

    Each candidate is searched only in the region that it would win, so that all places of a state can be
    candidates.

    Parameters
    ----------
    network, roads
        The network before it was cut at centers, and how things join.
    centers, candidates, places
        Columns lon and lat, WGS 84 degrees; the rows' order numbers the last two.
    nearest_min : float64 (p,)
        Minutes from each place to the nearest of `centers`; NaN where none is reached.
    limit_min
        Longer trips are of no use.
    threads
        Searches side by side; the answer does not depend on it.
    """
    limit_ms, points = whole_ms(limit_min), _point(places)
    both = zip(_point(candidates), _point(centers), strict=True)
    cut, joins = join_centers(network, roads, *(np.concatenate(pair) for pair in both))
    router, place_joins = _router(cut), join_points(cut, roads, *points)
    new = np.arange(len(joins)) < len(candidates)
    old = nearest(router, chosen_joins(joins, ~new), np.zeros(len(joins), int), 1, threads=threads)
    enough = np.where(old.center == UNREACHED, NO_COST, pack(old.time_ms, old.length_dm))[0]
    found = within(router, chosen_joins(joins, new), place_joins, limit_ms, threads, enough=enough)
    found = replace(found, center_indptr=found.center_indptr[: len(candidates) + 1])
    if roads.snapping == "connectors":
        direct = direct_pairs(roads, *points, *_point(candidates), np.fmin(nearest_min, limit_min))
        trips = DirectTrips(direct.point, direct.center, direct.time_ms, direct.length_dm)
        found = merge_direct(found, trips, limit_ms=limit_ms)
    return found.chosen(~(found.time_ms >= nearest_min[found.point] * MS_PER_MIN))


def whole_ms(limit_min: float) -> int:
    """Return the longest whole milliseconds within so many minutes: 8.2 are 492,000, not one less."""
    return int(limit_min * MS_PER_MIN + ROUNDING_MS)


def _router(network: RoadNetwork) -> Router:
    return Router.prepare(Graph(network.indptr, network.head, network.time_ms, network.length_dm))


def _direct(
    roads: Roads, centers: pd.DataFrame, places: pd.DataFrame
) -> tuple[DirectTrips | None, int]:
    """Return the trips over local streets alone and their delay; None and 0 where roads hold the streets."""
    if roads.snapping != "connectors":
        return None, 0
    pairs = direct_pairs(roads, *_point(places), *_point(centers))
    return DirectTrips(pairs.point, pairs.center, pairs.time_ms, pairs.length_dm), pairs.delay_ms


def _paced(time_ms: Int32, delay_ms: Int32 | int, time_factor: float) -> Int32:
    return np.round((time_ms - delay_ms) * time_factor).astype(np.int32) + np.int32(delay_ms)


def _point(rows: pd.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return rows["lon"].to_numpy(dtype=np.float64), rows["lat"].to_numpy(dtype=np.float64)
