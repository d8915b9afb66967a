"""The ways to the nearest centers, arc by arc: for each center one tree of all ways that lead to it."""

from dataclasses import dataclass

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import NO_COST, UNREACHED, pack
from pipelines.routing.graph import Graph, Int32, Int64
from pipelines.routing.joins import Joins
from pipelines.routing.k_nearest import KNearest

_UNKNOWN, _ARRIVED = -1, -2


@dataclass(frozen=True)
class Ways:
    """The arcs of the ways from w starts to their centers (t steps).

    Two ways to one center that meet go on together, so each arc stands there once a center.

    Attributes
    ----------
    start : int64 (w,)
        The node by which each way enters the network; -1 where it keeps off it.
    center : int32 (t,)
        Where the way leads that a step belongs to.
    arc, onward : int64 (t,)
        The arc of the graph, and the arc after it on the way to the same center; -1 at its end.
    """

    start: Int64
    center: Int32
    arc: Int64
    onward: Int64


def ways_to_nearest(
    graph: Graph,
    centers: Joins,
    at_nodes: KNearest,
    points: Joins,
    point: Int64,
    center: Int64,
    cost: Int64,
) -> Ways:
    """Find the ways that a search for the k nearest found.

    The search kept costs and no ways. A step of a way is an arc along which the cost of its center falls by
    just what the arc takes; that center is among the nearest of each node on the way. Found from the centers
    outwards, so that arcs that take no time make no circle.

    Parameters
    ----------
    graph : Graph
    centers : Joins
        Those that were searched.
    at_nodes : KNearest
        What the search found for every node, (n, k).
    points : Joins
    point, center : int64 (w,)
        The ends of each way.
    cost : int64 (w,)
        What it takes (`pack`); a way of another cost than any over the network keeps off it.

    Returns
    -------
    Ways
    """
    reached = at_nodes.center != UNREACHED
    costs = np.where(reached, pack(at_nodes.time_ms, at_nodes.length_dm), NO_COST)
    tail = np.asarray(graph.tails(), dtype=np.int64)
    by_head = np.argsort(graph.head, kind="stable")
    indptr = np.searchsorted(graph.head[by_head], np.arange(graph.n_nodes + 1))
    onward = _arcs_onward(
        indptr,
        by_head,
        tail,
        pack(graph.time_ms, graph.length_dm),
        costs,
        at_nodes.center,
        centers.node,
        pack(centers.time_ms, centers.length_dm),
        centers.owners(),
    )
    start = _starts(
        np.asarray(points.indptr, dtype=np.int64),
        points.node,
        pack(points.time_ms, points.length_dm),
        costs,
        at_nodes.center,
        point,
        center,
        cost,
    )
    return Ways(start, *_steps(start, center, graph.head, at_nodes.center, onward))


@kernel
def _arcs_onward(
    indptr: Int64,
    by_head: Int64,
    tail: Int64,
    arc_cost: Int64,
    cost: Int64,
    center: Int32,
    seed_node: Int32,
    seed_cost: Int64,
    seed_center: Int32,
) -> Int64:
    """Return, for each node and each center of its list, the arc to go on by, (n, k)."""
    n, k = cost.shape
    onward = np.full((n, k), _UNKNOWN, np.int64)
    queue = np.empty(n * k, np.int64)
    top = 0
    for seed in range(len(seed_node)):
        node = seed_node[seed]
        for rank in range(k):
            mine = center[node, rank] == seed_center[seed] and cost[node, rank] == seed_cost[seed]
            if mine and onward[node, rank] == _UNKNOWN:
                onward[node, rank] = _ARRIVED
                queue[top] = node * k + rank
                top += 1
    at = 0
    while at < top:
        node, rank = queue[at] // k, queue[at] % k
        at += 1
        for place in range(indptr[node], indptr[node + 1]):
            arc = by_head[place]
            origin = tail[arc]
            offer = cost[node, rank] + arc_cost[arc]
            for other in range(k):
                mine = center[origin, other] == center[node, rank] and cost[origin, other] == offer
                if mine and onward[origin, other] == _UNKNOWN:
                    onward[origin, other] = arc
                    queue[top] = origin * k + other
                    top += 1
    return onward


@kernel
def _starts(
    join_indptr: Int64,
    join_node: Int32,
    join_cost: Int64,
    cost: Int64,
    center: Int32,
    point: Int64,
    way_center: Int64,
    way_cost: Int64,
) -> Int64:
    """Return the node by which each way enters the network, -1 where none of its joins costs what it does."""
    start = np.full(len(point), -1, np.int64)
    for way in range(len(point)):
        for join in range(join_indptr[point[way]], join_indptr[point[way] + 1]):
            node = join_node[join]
            for rank in range(center.shape[1]):
                mine = center[node, rank] == way_center[way]
                if mine and join_cost[join] + cost[node, rank] == way_cost[way]:
                    start[way] = node
    return start


@kernel
def _steps(
    start: Int64, way_center: Int64, head: Int32, center: Int32, onward: Int64
) -> tuple[Int32, Int64, Int64]:
    """Return the center, arc and next arc of each step, ways that meet followed once."""
    n, k = center.shape
    seen = np.zeros((n, k), np.bool_)
    size = 1024
    steps = np.empty((3, size), np.int64)
    top = 0
    for way in range(len(start)):
        node = start[way]
        before = -1
        while node >= 0:
            rank = 0
            while center[node, rank] != way_center[way]:
                rank += 1
            arc = onward[node, rank]
            if before >= 0 and arc >= 0:
                steps[2, before] = arc
            if seen[node, rank] or arc < 0:
                break
            seen[node, rank] = True
            if top == size:
                grown = np.empty((3, 2 * size), np.int64)
                grown[:, :size] = steps
                steps, size = grown, 2 * size
            steps[0, top], steps[1, top], steps[2, top] = way_center[way], arc, -1
            before = top
            top += 1
            node = head[arc]
    return steps[0, :top].astype(np.int32), steps[1, :top].copy(), steps[2, :top].copy()


LAST_COMPILED = _steps
"""The kernel that a run comes to last: where its machine code is kept, so is that of the others."""
