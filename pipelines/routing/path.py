"""The way of one trip, node by node, to explain it."""

import heapq
from typing import NamedTuple

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import (
    LENGTH_BITS,
    LENGTH_MASK,
    LONGEST_DM,
    NO_COST,
    TOO_LONG,
    limit_cost,
    pack,
)
from pipelines.routing.graph import Graph, Int32, Int64
from pipelines.routing.joins import Joins


class Trip(NamedTuple):
    """One trip from a population point to a center.

    Attributes
    ----------
    node : int32 (stops,)
        The nodes on the way, from the point's side to the center's.
    arc : int64 (stops - 1,)
        The arcs of the graph between them.
    time_ms, length_dm : int
        Of the whole trip, joins at both ends included.
    """

    node: Int32
    arc: Int64
    time_ms: int
    length_dm: int


def path(graph: Graph, points: Joins, point: int, centers: Joins, center: int) -> Trip | None:
    """Follow the best trip from a population point to a center.

    A search from the point's joins forward along the arcs, with a heap: it shares no code with the
    searches whose answers it explains.

    Parameters
    ----------
    graph : Graph
    points, centers : Joins
    point, center : int
        Which of them.

    Returns
    -------
    Trip or None
        None if the center is not reached from the point.

    Raises
    ------
    ValueError
        If there is no such point, center or node.
    OverflowError
        If the way is longer than `LONGEST_DM`.
    """
    points.check_within(graph.n_nodes)
    centers.check_within(graph.n_nodes)
    for name, number, n in (("point", point, len(points)), ("center", center, len(centers))):
        if not 0 <= number < n:
            raise ValueError(f"there is no {name} {number}; they are 0 to {n - 1}")
    start = slice(points.indptr[point], points.indptr[point + 1])
    end = slice(centers.indptr[center], centers.indptr[center + 1])
    tail = graph.tails()
    last, cost, came_by = _search_forward(
        np.asarray(graph.indptr, dtype=np.int64),
        graph.head,
        pack(graph.time_ms, graph.length_dm),
        points.node[start],
        pack(points.time_ms, points.length_dm)[start],
        centers.node[end],
        pack(centers.time_ms, centers.length_dm)[end],
        limit_cost(None),
    )
    if cost == NO_COST:
        return None
    if cost & LENGTH_MASK > LONGEST_DM:
        raise OverflowError(TOO_LONG)
    nodes, arcs = [int(last)], []
    while came_by[nodes[-1]] >= 0:
        arcs.append(int(came_by[nodes[-1]]))
        nodes.append(int(tail[arcs[-1]]))
    return Trip(
        np.array(nodes[::-1], dtype=np.int32),
        np.array(arcs[::-1], dtype=np.int64),
        int(cost) >> LENGTH_BITS,
        int(cost) & LENGTH_MASK,
    )


@kernel
def _search_forward(
    indptr: Int64,
    head: Int32,
    arc_cost: Int64,
    start_node: Int32,
    start_cost: Int64,
    end_node: Int32,
    end_cost: Int64,
    limit: int,
) -> tuple[np.int64, np.int64, Int64]:
    """Return the last node of the best way, its cost (`NO_COST`: none), and arcs to each node."""
    n = len(indptr) - 1
    label = np.full(n, NO_COST, np.int64)
    came_by = np.full(n, -1, np.int64)
    best, best_node = NO_COST, np.int64(-1)
    heap = [(NO_COST, np.int64(-1))]
    for i in range(len(start_node)):
        if start_cost[i] <= limit and start_cost[i] < label[start_node[i]]:
            label[start_node[i]] = start_cost[i]
            heapq.heappush(heap, (start_cost[i], np.int64(start_node[i])))
    while True:
        cost, node = heapq.heappop(heap)
        if cost >= best:
            return best_node, best, came_by
        if cost > label[node]:
            continue
        if cost & LENGTH_MASK > LONGEST_DM:
            return node, cost, came_by
        for i in range(len(end_node)):
            if end_node[i] == node and cost + end_cost[i] < min(best, limit + 1):
                best, best_node = cost + end_cost[i], node
        for arc in range(indptr[node], indptr[node + 1]):
            offer = cost + arc_cost[arc]
            if offer <= limit and offer < label[head[arc]]:
                label[head[arc]] = offer
                came_by[head[arc]] = arc
                heapq.heappush(heap, (offer, np.int64(head[arc])))
