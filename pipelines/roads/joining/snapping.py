"""Snapping to the nearest road: where along which edge a place lies, and how a trip leaves or arrives there.

A population point leaves along its edge in the directions that a car may take. A center cuts its edge and
becomes a node, so that a trip along one and the same edge is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from pipelines.area import Roads
from pipelines.roads.coincident import lone_ends, same_road, to_leave_by
from pipelines.roads.edges import CLOSED, Edges, assemble, edges_of, ranges
from pipelines.roads.joining.joins import RoadJoins, joins_by_owner, refusal
from pipelines.roads.joining.splitting import split_edges
from pipelines.roads.network import RoadNetwork
from pipelines.sphere import mercator
from pipelines.units import DM_PER_M, M_PER_MILE, MS_PER_S

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

AT_NODE_M = 0.05
"""A place so near to the end of an edge lies at the junction itself; half a decimetre, the unit of lengths."""

WHAT = "road that a car may use"


@dataclass(frozen=True, eq=False)
class Snapped:
    """Nearest places on the network (t things).

    Attributes
    ----------
    edge : int64 (t,)
        Nearest edge; -1 where none is near enough.
    fraction : float64 (t,)
        Share of the edge's length from its tail to the place; exactly 0 and 1 mean the junctions.
    snap_m : float64 (t,)
        Straight metres to the nearest edge, however far.
    """

    edge: Int64
    fraction: Float64
    snap_m: Float64


class CentersJoined(NamedTuple):
    """The network with centers as nodes, and how they join it."""

    network: RoadNetwork
    centers: RoadJoins


def snap(edges: Edges, usable: Bool, roads: Roads, lon: Float64, lat: Float64) -> Snapped:
    """Find the nearest usable edge of each place.

    Parameters
    ----------
    edges
        All edges of a network.
    usable : bool (e,)
        Those that a place may lie on: such as `edges.departs`.
    roads
        Settings: `max_snap_mi`.
    lon, lat : float64 (t,)
        WGS 84 degrees.

    Returns
    -------
    Snapped
        Of edges at the same distance the one with the lowest number counts.
    """
    index = np.flatnonzero(usable)
    edge = np.full(len(lon), -1, dtype=np.int64)
    fraction = np.full(len(lon), np.nan)
    snap_m = np.full(len(lon), np.nan)
    if not len(index) or not len(lon):
        return Snapped(edge, fraction, snap_m)
    lone_tail, lone_head = lone_ends(edges)
    edges = edges.take(index)
    x, y = mercator(edges.shape_lon, edges.shape_lat)
    owner = np.repeat(np.arange(len(edges)), np.diff(edges.shape_indptr))
    lines = shapely.linestrings(x, y, indices=owner)
    px, py = mercator(lon, lat)
    points = shapely.points(px, py)
    # Mercator enlarges by 1 / cos(lat); the search goes as far as the farthest place allows.
    found, line = shapely.STRtree(lines).query_nearest(points, all_matches=True)
    order = np.lexsort((line, found))
    first = np.unique(found[order], return_index=True)[1]
    found, line = found[order][first], line[order][first]
    scale = np.cos(np.radians(lat[found]))
    snap_m[found] = shapely.distance(points[found], lines[line]) * scale
    near = snap_m[found] <= roads.max_snap_mi * M_PER_MILE
    found, line = found[near], line[near]
    share = shapely.line_locate_point(lines[line], points[found], normalized=True)
    length_m = edges.length_dm[line] / DM_PER_M
    # At an end that only this road has, a place that lay at the junction would lose all other ways.
    little = np.minimum(AT_NODE_M / np.maximum(length_m, AT_NODE_M), 0.5)
    at_tail, at_head = (np.where(lone[index[line]], little, 0.0) for lone in (lone_tail, lone_head))
    share = np.where(share * length_m <= AT_NODE_M, at_tail, share)
    share = np.where((1 - share) * length_m <= AT_NODE_M, 1 - at_head, share)
    edge[found] = index[line]
    fraction[found] = share
    return Snapped(edge, fraction, snap_m)


def snap_points(network: RoadNetwork, roads: Roads, lon: Float64, lat: Float64) -> RoadJoins:
    """Join population points to the nearest road, as places where trips begin.

    Parameters
    ----------
    network
        With the centers inserted already, so that both can lie on one street.
    roads
        Settings: `max_snap_mi`, `off_road_mph`.
    lon, lat : float64 (t,)
        WGS 84 degrees.

    Returns
    -------
    RoadJoins
        At most two a point: along the edge to its head, against it to its tail, each only if a car may go
        there; one at a junction. The way to the road is driven straight at `off_road_mph`.
    """
    edges = edges_of(network)
    leaving = to_leave_by(edges)
    snapped = snap(edges, leaving.departs, roads, lon, lat)
    row = np.flatnonzero(snapped.edge >= 0)
    ways = _ways_to_leave(leaving, row, snapped.edge[row], snapped.fraction[row])
    # On private ground a trip may also stay: along the same road as one that can be arrived at.
    private = row[~edges.arrives[snapped.edge[row]]]
    if len(private):
        stays = snap(edges, edges.arrives & ~edges.departs, roads, lon[private], lat[private])
        within = np.flatnonzero((stays.fraction > 0) & (stays.fraction < 1))
        ways = np.hstack(
            [
                ways,
                _ways_to_leave(
                    leaving, private[within], stays.edge[within], stays.fraction[within]
                ),
            ]
        )
    owner = ways[0].astype(np.int64)
    _, node, on_road_ms, on_road_dm, junction_ms = ways
    gap_ms, gap_dm = _gap(snapped.snap_m[owner], roads)
    return joins_by_owner(
        owner,
        node.astype(np.int64),
        on_road_ms + junction_ms + gap_ms,
        on_road_dm + gap_dm,
        junction_ms + gap_ms,
        snap_m=snapped.snap_m,
        reason=refusal(snapped.snap_m, roads.max_snap_mi, WHAT),
    )


def _ways_to_leave(edges: Edges, owner: Int64, edge: Int64, fraction: Float64) -> Float64:
    """Return owner, node, milliseconds and decimetres on the road, and delay of each way along an edge.

    Float64 (5, ways): along the edge to its head and against it to its tail, each where a car may go, or no way
    at all to the junction at which a place lies.
    """
    inside = (fraction > 0) & (fraction < 1)
    end = np.where(fraction == 0, edges.tail[edge], edges.head[edge])
    length_dm = edges.length_dm[edge]
    ways = []
    for node, there, ms, delay_ms in (
        (edges.head, 1 - fraction, edges.forward_ms, edges.forward_delay_ms),
        (edges.tail, fraction, edges.backward_ms, edges.backward_delay_ms),
    ):
        open_way = inside & (ms[edge] != CLOSED)
        columns = owner, node[edge], there * ms[edge], there * length_dm, delay_ms[edge]
        ways.append(np.stack(columns)[:, open_way])
    nothing = np.zeros(len(owner))
    at_junction = np.stack([owner, end, nothing, nothing, nothing])[:, ~inside]
    return np.hstack([at_junction, *ways])


def insert_centers(network: RoadNetwork, roads: Roads, lon: Float64, lat: Float64) -> CentersJoined:
    """Cut the nearest road of each center, so that the center's place on it is a node.

    Parameters
    ----------
    network
        Without centers.
    roads
        Settings: `max_snap_mi`, `off_road_mph`.
    lon, lat : float64 (t,)
        WGS 84 degrees.

    Returns
    -------
    CentersJoined
        The network with new nodes after the old ones, and one join a center: from its node over the way to
        its door; one for each edge where its road stands more than once. A center at a junction joins there.
    """
    edges = edges_of(network)
    snapped = snap(edges, edges.arrives, roads, lon, lat)
    row, edge = _along_all(edges, np.flatnonzero(snapped.edge >= 0), snapped)
    fraction = snapped.fraction[row]
    node = np.where(fraction == 0, edges.tail[edge], edges.head[edge]).astype(np.int32)
    inside = (fraction > 0) & (fraction < 1)
    if inside.any():
        split = split_edges(edges, network.n_nodes, edge[inside], fraction[inside])
        node[inside] = split.node
        network = _with_nodes(network, split.edges, split.node_lon, split.node_lat)
    gap_ms, gap_dm = _gap(snapped.snap_m[row], roads)
    joins = joins_by_owner(
        row,
        node,
        gap_ms,
        gap_dm,
        gap_ms,
        snap_m=snapped.snap_m,
        reason=refusal(snapped.snap_m, roads.max_snap_mi, WHAT),
    )
    return CentersJoined(network, joins)


def _along_all(edges: Edges, thing: Int64, snapped: Snapped) -> tuple[Int64, Int64]:
    """Return things and edges: each edge that is the same road as the one that a thing lies on."""
    first = same_road(edges)
    twice = np.flatnonzero(first != np.arange(len(edges)))
    on = first[snapped.edge[thing]]
    at = np.argsort(first[twice], kind="stable")
    keys = first[twice][at]
    begin, stop = np.searchsorted(keys, on, "left"), np.searchsorted(keys, on, "right")
    more, _ = ranges(begin, stop - begin)
    return (
        np.concatenate([thing, np.repeat(thing, stop - begin)]),
        np.concatenate([on, twice[at][more]]),
    )


def _with_nodes(
    network: RoadNetwork, edges: Edges, node_lon: Float64, node_lat: Float64
) -> RoadNetwork:
    return assemble(
        np.concatenate([network.node_lon, node_lon]),
        np.concatenate([network.node_lat, node_lat]),
        edges,
        network.classes,
        {**network.counts, "nodes_for_centers": len(node_lon)},
    )


def _gap(snap_m: Float64, roads: Roads) -> tuple[Float64, Float64]:
    """Return milliseconds and decimetres over the gap between a place and its road."""
    metres_per_ms = roads.off_road_mph * M_PER_MILE / 3600 / MS_PER_S
    return snap_m / metres_per_ms, snap_m * DM_PER_M
