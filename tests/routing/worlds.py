"""Small networks with known answers, random ones, and slow searches to compare with."""

import heapq
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from pipelines.routing.graph import Graph, build_graph
from pipelines.routing.joins import Joins

HUGE_MS = 2**29


@dataclass(frozen=True)
class World:
    graph: Graph
    centers: Joins
    points: Joins


@st.composite
def joins(draw, n_nodes, most_things=6):
    sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=most_things))
    total = sum(sizes)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    def column(values):
        return np.array(draw(st.lists(values, min_size=total, max_size=total)), dtype=np.int32)

    cost = st.sampled_from([0, 0, 1, 7, 5000])
    return Joins(indptr, column(st.integers(0, n_nodes - 1)), column(cost), column(cost))


@st.composite
def worlds(draw):
    """Random directed networks: zero, parallel, one-way, looped, unreachable and huge arcs."""
    n = draw(st.integers(1, 14))
    time = st.one_of(
        st.sampled_from([0, 0, 1, 2, 3]),
        st.integers(0, 40_000),
        st.sampled_from([HUGE_MS, HUGE_MS + 1, 2**31 - 1]),
    )
    length = st.sampled_from([0, 1, 1, 2, 900])
    node = st.integers(0, n - 1)
    arcs = draw(st.lists(st.tuples(node, node, time, length), max_size=50))
    columns = np.array(arcs, dtype=np.int64).reshape(-1, 4).T
    return World(build_graph(n, *columns), draw(joins(n)), draw(joins(n)))


def grid(columns, rows, time_ms=1000, length_dm=150):
    """A city of two-way streets, ``columns`` by ``rows`` crossings, all blocks alike."""
    node = np.arange(columns * rows).reshape(rows, columns)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    other = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    tail, head = np.concatenate([one, other]), np.concatenate([other, one])
    same = np.ones(len(tail), dtype=np.int32)
    return build_graph(columns * rows, tail, head, time_ms * same, length_dm * same)


def permute(graph, order):
    """The network with its nodes renumbered: node i is node ``order[i]`` of the graph."""
    place = np.argsort(order)
    columns = (place[graph.tails()], place[graph.head], graph.time_ms, graph.length_dm)
    return build_graph(graph.n_nodes, *columns)


def random_graph(n, seed, most_ms=90_000, arcs_a_node=3):
    """A reproducible random network of short one-way and two-way arcs between near numbers."""
    rng = np.random.default_rng(seed)
    m = arcs_a_node * n
    tail = rng.integers(0, n, m)
    head = np.clip(tail + rng.integers(-30, 31, m), 0, n - 1)
    return build_graph(n, tail, head, rng.integers(0, most_ms, m), rng.integers(0, 5000, m))


def trips_to(graph, centers, center):
    """Return {node: (time, length)} of the best trips to one center, by a textbook search."""
    into = [[] for _ in range(graph.n_nodes)]
    for tail in range(graph.n_nodes):
        for arc in range(graph.indptr[tail], graph.indptr[tail + 1]):
            into[graph.head[arc]].append((tail, int(graph.time_ms[arc]), int(graph.length_dm[arc])))
    mine = slice(centers.indptr[center], centers.indptr[center + 1])
    heap = [
        (int(time), int(length), int(node))
        for node, time, length in zip(
            centers.node[mine], centers.time_ms[mine], centers.length_dm[mine], strict=True
        )
    ]
    heapq.heapify(heap)
    best = {}
    while heap:
        time, length, node = heapq.heappop(heap)
        if node in best or time > 2**30 - 1:
            continue
        best[node] = (time, length)
        for tail, arc_ms, arc_dm in into[node]:
            if tail not in best:
                heapq.heappush(heap, (time + arc_ms, length + arc_dm, tail))
    return best


def ranked_at_nodes(graph, centers, limit_ms):
    """Return, for each node, its (time, length, center) of all centers in the limit, best first."""
    ranked = [[] for _ in range(graph.n_nodes)]
    for center in range(len(centers)):
        for node, (time, length) in trips_to(graph, centers, center).items():
            if time <= limit_ms:
                ranked[node].append((time, length, center))
    return [sorted(entries) for entries in ranked]


def ranked_at_points(at_nodes, points, limit_ms):
    """Return, for each point, its (time, length, center) of all centers in the limit."""
    ranked = []
    for point in range(len(points)):
        best = {}
        for link in range(points.indptr[point], points.indptr[point + 1]):
            for time, length, center in at_nodes[points.node[link]]:
                trip = (time + int(points.time_ms[link]), length + int(points.length_dm[link]))
                if trip[0] <= limit_ms and trip < best.get(center, (2**62, 0)):
                    best[center] = trip
        ranked.append(sorted((*trip, center) for center, trip in best.items()))
    return ranked
