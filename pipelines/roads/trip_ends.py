"""Roads for trip ends only: private and destination roads are reached, but never driven through.

A search knows no difference between the middle and the end of a trip, so the difference is built into the
network: each stretch of such roads hangs on the one public junction that is nearest along it, and is cut where
the reach of one junction meets that of another. A trip that ends there may enter by the second nearest gate
only by driving round; the error is at most the way across the private ground.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.roads.edges import CLOSED, Edges
from pipelines.roads.joining.splitting import split_edges

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NoThroughRoads:
    """Edges without a way through private ground, all nodes, and how many edges were cut or dropped."""

    edges: Edges
    node_lon: Float64
    node_lat: Float64
    n_cut: int
    n_dropped: int


def close_to_through_traffic(
    edges: Edges, trip_end_only: Bool, node_lon: Float64, node_lat: Float64
) -> NoThroughRoads:
    """Cut roads for trip ends so that no trip can lead through them.

    Parameters
    ----------
    edges
        All edges.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    node_lon, node_lat : float64 (n,)
        Nodes.

    Returns
    -------
    NoThroughRoads
        Two-way stretches between two junctions are cut in the middle; one-way ones are dropped.
    """
    n_nodes = len(node_lon)
    region = _nearest_public_node(edges, trip_end_only, n_nodes)
    crosses = trip_end_only & (region[edges.tail] != region[edges.head])
    two_way = (edges.forward_ms != CLOSED) & (edges.backward_ms != CLOSED)
    cut, dropped = np.flatnonzero(crosses & two_way), np.flatnonzero(crosses & ~two_way)
    if not len(cut) and not len(dropped):
        return NoThroughRoads(edges, node_lon, node_lat, 0, 0)
    split = split_edges(edges, n_nodes, cut, np.full(len(cut), 0.5))
    n_middle = len(split.node_lon)
    # The second half starts at a twin of the middle node, with no way from one to the other.
    tail = split.edges.tail.copy()
    tail[tail >= n_nodes] += n_middle
    kept = ~np.isin(split.origin, dropped)
    halves = Edges(**{**vars(split.edges), "tail": tail}).take(kept)
    return NoThroughRoads(
        halves,
        np.concatenate([node_lon, split.node_lon, split.node_lon]),
        np.concatenate([node_lat, split.node_lat, split.node_lat]),
        n_cut=len(cut),
        n_dropped=len(dropped),
    )


def _nearest_public_node(edges: Edges, trip_end_only: Bool, n_nodes: int) -> npt.NDArray[np.int64]:
    """Return for each node the public node nearest along roads for trip ends; itself if there is none."""
    public = np.zeros(n_nodes, dtype=np.bool_)
    for end in (edges.tail, edges.head):
        public[end[~trip_end_only]] = True
    region = np.arange(n_nodes)
    private = np.flatnonzero(trip_end_only & (edges.tail != edges.head))
    ends = np.unique(np.concatenate([edges.tail[private], edges.head[private]]))
    gates = np.flatnonzero(public[ends])
    if not len(gates):
        return np.where(public, region, -1)
    tail = np.searchsorted(ends, edges.tail[private])
    head = np.searchsorted(ends, edges.head[private])
    # Of parallel roads the shortest counts; a length of 0 would be no road at all to the sparse matrix.
    order = np.lexsort((edges.length_dm[private], head, tail))
    pairs = np.column_stack([tail, head])[order]
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    length = np.maximum(edges.length_dm[private][order][first], 1).astype(np.float64)
    roads = csr_array((length, tuple(pairs[first].T)), shape=(len(ends), len(ends)))
    _, _, source = dijkstra(
        roads, directed=False, indices=gates, min_only=True, return_predecessors=True
    )
    inside = ~public[ends]
    reached = source[inside] >= 0
    region[ends[inside]] = np.where(reached, ends[np.where(reached, source[inside], 0)], -1)
    return region
