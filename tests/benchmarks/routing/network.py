"""A generated road network the size of a state: cities, towns, country, four classes of road.

Nodes are clustered around cities and towns; streets are the Urquhart graph of the nodes, close to a
relative neighborhood graph, which resembles real street patterns. Motorways, primary and secondary
roads are the streets on the fastest ways between cities, towns and random places. Some streets are
one-way. The largest strongly connected part is kept.
"""

import heapq
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, cKDTree

from pipelines.roads.build import hilbert_order
from pipelines.routing.graph import Graph, build_graph

SEED = 7
NODES_A_KM2 = 1e6 / 420**2
SPEED_MPH = np.array([67.0, 52.0, 37.0, 26.0])
MPH_TO_M_PER_MS = 0.44704 / 1000
ONE_WAY_SHARE = 0.07
CENTERS, POINTS, FIRST_CATEGORY = 500, 10_000, 100


@dataclass(frozen=True)
class Inputs:
    """What every engine gets: a network, centers in two categories, and population points."""

    indptr: np.ndarray
    head: np.ndarray
    time_ms: np.ndarray
    length_dm: np.ndarray
    x: np.ndarray
    y: np.ndarray
    center: np.ndarray
    category: np.ndarray
    point: np.ndarray

    def graph(self) -> Graph:
        return Graph(self.indptr, self.head, self.time_ms, self.length_dm)

    def save(self, path: Path) -> None:
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> "Inputs":
        with np.load(path) as arrays:
            return cls(**arrays)


def generate(n_nodes: int, copies: int = 1) -> Inputs:
    """Generate a network of about ``n_nodes``; ``copies`` of it, side by side, for a nation."""
    rng = np.random.default_rng(SEED)
    places, cities, towns = _places(rng, n_nodes)
    streets = _urquhart(places)
    length_m = np.hypot(*(places[streets[:, 0]] - places[streets[:, 1]]).T) * 1000 + 1
    road_class = _road_classes(rng, places, streets, length_m, cities, towns)
    speed = np.round(SPEED_MPH[road_class] + rng.choice([-2.0, 0.0, 3.0], len(streets)))
    time_ms = length_m / (np.clip(speed, 20, 70) * MPH_TO_M_PER_MS)
    two_way = (road_class < 3) | (rng.random(len(streets)) >= ONE_WAY_SHARE)
    tail = np.concatenate([streets[:, 0], streets[two_way, 1]])
    head = np.concatenate([streets[:, 1], streets[two_way, 0]])
    time_ms, length_m = (np.concatenate([c, c[two_way]]) for c in (time_ms, length_m))
    links = csr_array((np.ones(len(tail)), (tail, head)), shape=(len(places),) * 2)
    part = connected_components(links, directed=True, connection="strong")[1]
    kept = part == np.bincount(part).argmax()
    position = places[kept] * 1000
    order = hilbert_order(position[:, 0], position[:, 1])
    number = np.argsort(order)[np.cumsum(kept) - 1]
    inside = kept[tail] & kept[head]
    graph = build_graph(
        int(kept.sum()),
        number[tail[inside]],
        number[head[inside]],
        np.maximum(1, np.rint(time_ms[inside])).astype(np.int32),
        np.rint(length_m[inside] * 10).astype(np.int32),
    )
    return _repeated(rng, graph, position[order], copies)


def _repeated(rng: np.random.Generator, graph: Graph, position: np.ndarray, copies: int) -> Inputs:
    """Place copies side by side, without roads between them, and choose centers and points."""
    n = graph.n_nodes
    shift = np.repeat(np.arange(copies), n)
    ends = [graph.indptr[1:].astype(np.int64) + copy * graph.n_arcs for copy in range(copies)]
    heads = [graph.head + np.int32(copy * n) for copy in range(copies)]
    width = float(np.ptp(position[:, 0])) + 50_000
    return Inputs(
        np.concatenate([[0], *ends]).astype(np.int64),
        np.concatenate(heads),
        np.tile(graph.time_ms, copies),
        np.tile(graph.length_dm, copies),
        np.tile(position[:, 0], copies) + shift * width,
        np.tile(position[:, 1], copies),
        rng.choice(n * copies, CENTERS * copies, replace=False).astype(np.int32),
        (np.arange(CENTERS * copies) >= FIRST_CATEGORY * copies).astype(np.int64),
        rng.choice(n * copies, POINTS * copies, replace=False).astype(np.int32),
    )


def _places(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return node positions, cities and towns, kilometres."""
    side = float(np.sqrt(n / NODES_A_KM2))
    n_cities, n_towns = max(6, round(40 * n / 1e6)), max(30, round(1500 * n / 1e6))
    weight = 1 / np.arange(1, n_cities + 1) ** 0.8
    cities = rng.uniform(0.04 * side, 0.96 * side, (n_cities, 2))
    city_km = 2.5 + 20 * np.sqrt(weight)
    towns, town_km = rng.uniform(0, side, (n_towns, 2)), rng.uniform(0.6, 2.0, n_towns)
    urban, small = int(0.58 * n), int(0.22 * n)
    city = rng.choice(n_cities, urban, p=weight / weight.sum())
    town = rng.integers(0, n_towns, small)
    spread = rng.standard_t(5, (urban, 2)) * 0.75
    places = np.vstack(
        [
            cities[city] + spread * city_km[city, None],
            towns[town] + rng.normal(size=(small, 2)) * town_km[town, None],
            rng.uniform(0, side, (n - urban - small, 2)),
        ]
    )
    return places[((places >= 0) & (places <= side)).all(axis=1)], cities, towns


def _urquhart(places: np.ndarray) -> np.ndarray:
    """Return the Delaunay edges (edges, 2) that are the longest of no triangle."""
    corners = np.sort(Delaunay(places).simplices, axis=1).astype(np.int64)
    sides = np.stack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]], axis=1)
    length = np.hypot(*np.moveaxis(places[sides[..., 0]] - places[sides[..., 1]], -1, 0))
    longest = np.zeros(length.shape, dtype=bool)
    longest[np.arange(len(length)), length.argmax(axis=1)] = True
    key = sides[..., 0] * len(places) + sides[..., 1]
    kept = np.setdiff1d(key, key[longest])
    return np.column_stack([kept // len(places), kept % len(places)])


def _road_classes(
    rng: np.random.Generator,
    places: np.ndarray,
    streets: np.ndarray,
    length_m: np.ndarray,
    cities: np.ndarray,
    towns: np.ndarray,
) -> np.ndarray:
    """Return 0 motorway, 1 primary, 2 secondary, 3 local for each street."""
    n, m = len(places), len(streets)
    tail = np.concatenate([streets[:, 0], streets[:, 1]])
    order = np.argsort(tail, kind="stable")
    head = np.concatenate([streets[:, 1], streets[:, 0]])[order]
    street = np.concatenate([np.arange(m)] * 2)[order]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=n))])
    road_class = np.full(m, 3)
    nearest = cKDTree(places)
    random = places[rng.choice(n, max(30, n // 60), replace=False)]
    for level, stops, farthest_km, cheaper in (
        (0, cities, 200, [1.0, 1.0, 1.0, 1.0]),
        (1, np.vstack([cities, towns]), 80, [0.6, 1.0, 1.0, 1.0]),
        (2, random, 30, [0.9, 0.7, 1.0, 1.0]),
    ):
        corners = Delaunay(stops).simplices
        pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
        pairs = np.unique(np.sort(pairs, axis=1), axis=0)
        apart = np.hypot(*(stops[pairs[:, 0]] - stops[pairs[:, 1]]).T)
        pairs = nearest.query(stops)[1][pairs[apart < farthest_km]]
        weight = length_m * np.array(cheaper)[road_class]
        _mark_ways(indptr, head, street, weight, pairs, road_class, level)
    return road_class


@numba.njit(cache=True)
def _mark_ways(indptr, head, street, weight, pairs, road_class, level):
    """Give all streets on the shortest way between each pair at least this class."""
    n = len(indptr) - 1
    distance, came_by = np.full(n, np.inf), np.full(n, -1)
    came_from = np.full(n, -1)
    for start, end in pairs:
        distance[start] = 0.0
        touched = [start]
        heap = [(0.0, start)]
        while len(heap) > 0:
            so_far, node = heapq.heappop(heap)
            if node == end:
                break
            if so_far > distance[node]:
                continue
            for arc in range(indptr[node], indptr[node + 1]):
                other, offer = head[arc], so_far + weight[street[arc]]
                if offer < distance[other]:
                    if distance[other] == np.inf:
                        touched.append(other)
                    distance[other] = offer
                    came_by[other], came_from[other] = street[arc], node
                    heapq.heappush(heap, (offer, other))
        node = end
        while node != start and came_from[node] >= 0:
            road_class[came_by[node]] = min(road_class[came_by[node]], level)
            node = came_from[node]
        for node in touched:
            distance[node], came_by[node], came_from[node] = np.inf, -1, -1
