"""From segments to the network: contract, add delays and turns, drop the unconnected, close private roads."""

from __future__ import annotations

import logging
from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.roads.components import kept_nodes
from pipelines.roads.contract import Contraction, contract
from pipelines.roads.delays import junction_delay_ms
from pipelines.roads.edges import Edges, assemble
from pipelines.roads.left_turns import left_turns
from pipelines.roads.network import RoadNetwork
from pipelines.roads.segments import Segments
from pipelines.roads.speeds import class_mph
from pipelines.roads.trip_ends import close_to_through_traffic
from pipelines.roads.turns import build_in_turns
from pipelines.sphere import mercator
from pipelines.units import M_PER_MILE, MS_PER_S

log = logging.getLogger(__name__)

FLOWING = frozenset({"motorway", "interstate", "freeway", "ferry"})
"""Classes without crossings at grade."""


def build_network(segments: Segments, roads: Roads) -> RoadNetwork:
    """Build the road network from straight segments.

    Parameters
    ----------
    segments
        What `osm_segments` or `gmns_segments` made of a source.
    roads
        Settings: delays, `separate_piece_nodes`, `speeds_mph`.

    Returns
    -------
    RoadNetwork
        Free-flow times without speed factors (`reweight` adds these). Nodes follow a Hilbert curve, edges
        follow their nodes; the same input gives the same bytes.
    """
    return connect_edges(contract(segments), roads)


def connect_edges(roads_read: Contraction, roads: Roads) -> RoadNetwork:
    """Build the road network from contracted segments, which need not be in memory any more.

    Parameters
    ----------
    roads_read
        What `contract` made of segments.
    roads
        As for `build_network`, which is `contract` and this.
    """
    classes = roads_read.classes
    main_roads_only = roads.snapping == "connectors"
    rank = _rank(roads_read.edges, classes, roads)
    n_nodes = len(roads_read.node_lon)
    met = _with_junction_delays(roads_read.edges, rank, n_nodes, classes, roads)
    slow, signals = None, roads_read.signals
    if signals is not None and roads.left_turn_delay_s and not main_roads_only:
        slow = left_turns(met, rank, signals, round(roads.left_turn_delay_s * MS_PER_S))
    turns = build_in_turns(
        met,
        roads_read.trip_end_only,
        roads_read.turn_rules,
        slow,
        roads_read.node_lon,
        roads_read.node_lat,
    )
    edges = turns.edges
    gap_mi = roads.island_gap_mi
    if main_roads_only:
        gap_mi = max(gap_mi, roads.connector_max_mi)
    kept, pieces = kept_nodes(
        edges,
        turns.junction,
        separate_piece_nodes=roads.separate_piece_nodes,
        island_gap_m=gap_mi * M_PER_MILE,
    )
    inside = kept[edges.tail] & kept[edges.head]
    closed = close_to_through_traffic(
        edges.take(inside),
        turns.trip_end_only[inside],
        turns.node_lon,
        turns.node_lat,
    )
    counts = {
        **roads_read.counts,
        **turns.counts,
        "edges_for_trip_ends": closed.n_doubled,
        **pieces,
    }
    network = _ordered(closed.edges, closed.node_lon, closed.node_lat, classes, counts)
    log.info(
        "network: %s nodes, %s arcs, %s edges; left out as unconnected: %s nodes",
        *(f"{n:,}" for n in (network.n_nodes, network.n_arcs, network.n_edges)),
        f"{pieces['nodes_unconnected']:,}",
    )
    return network


def _rank(edges: Edges, classes: tuple[str, ...], roads: Roads) -> npt.NDArray[np.float64]:
    """Return the usual speed of the class of each edge; all are alike where only main roads are known."""
    usual_mph = {} if roads.snapping == "connectors" else class_mph(roads)
    return np.array([usual_mph.get(name, 0.0) for name in classes])[edges.road_class]


def _with_junction_delays(
    edges: Edges,
    rank: npt.NDArray[np.float64],
    n_nodes: int,
    classes: tuple[str, ...],
    roads: Roads,
) -> Edges:
    """Add to the delays by signals and signs those of meeting other roads; the larger counts."""
    names = np.array(classes)[edges.road_class]
    main_roads_only = roads.snapping == "connectors"
    at_head, at_tail = junction_delay_ms(
        head=edges.head,
        tail=edges.tail,
        rank=rank,
        flowing=np.isin(names, sorted(FLOWING)),
        ramp=np.char.endswith(names, "_link"),
        n_nodes=n_nodes,
        equal_s=roads.main_junction_delay_s if main_roads_only else roads.junction_delay_s,
        lower_s=roads.yield_delay_s,
    )
    return Edges(
        **{
            **vars(edges),
            "forward_delay_ms": np.maximum(edges.forward_delay_ms, at_head),
            "backward_delay_ms": np.maximum(edges.backward_delay_ms, at_tail),
        }
    )


def _ordered(
    edges: Edges,
    node_lon: npt.NDArray[np.float64],
    node_lat: npt.NDArray[np.float64],
    classes: tuple[str, ...],
    counts: dict[str, int],
) -> RoadNetwork:
    """Give the nodes that have edges numbers along a Hilbert curve, and edges after them."""
    old = np.unique(np.concatenate([edges.tail, edges.head]))
    old = old[hilbert_order(*mercator(node_lon[old], node_lat[old]))]
    number = np.full(len(node_lon), -1, dtype=np.int32)
    number[old] = np.arange(len(old), dtype=np.int32)
    tail, head = number[edges.tail], number[edges.head]
    order = np.lexsort((np.arange(len(edges)), np.maximum(tail, head), np.minimum(tail, head)))
    numbered = replace(edges, tail=tail, head=head).take(order)
    return assemble(node_lon[old], node_lat[old], numbered, classes, counts)


def hilbert_order(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return the order of points along a Hilbert curve, so that neighbors lie close in memory.

    Searches over nodes in this order run about twice as fast as over nodes in random order. Points in
    the same cell of the curve, 1/65,536 of the extent, keep their order.
    """
    if not len(x):
        return np.empty(0, dtype=np.int64)
    along = gpd.GeoSeries.from_xy(x, y).hilbert_distance()
    return np.argsort(along.to_numpy(), kind="stable")
