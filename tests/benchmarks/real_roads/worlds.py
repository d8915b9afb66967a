"""The networks compared: the fictional state, real streets, and the numbered highways of the nation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pipelines.area import Roads
from pipelines.demo.state import ROADS, write_demo
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.routing.graph import Graph
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from tests.benchmarks.drive_times.osrm import ROADS as HIGHWAYS
from tests.benchmarks.drive_times.osrm import highways
from tests.benchmarks.drive_times.streets import streets

SEED = 2026
CENTERS, POINTS, FIRST_CATEGORY = 100, 2_000, 20


@dataclass(frozen=True)
class World:
    """A network with centers of two categories and points on nodes of its largest connected piece."""

    name: str
    pbf: Path | None
    network: RoadNetwork
    centers: np.ndarray
    points: np.ndarray
    built_s: float
    roads: Roads
    cell_m: float
    """Side of the cells that isochrones are drawn from."""

    @property
    def category(self) -> np.ndarray:
        return (np.arange(len(self.centers)) >= FIRST_CATEGORY).astype(np.int64)

    def graph(self) -> Graph:
        cut = self.network
        return Graph(cut.indptr, cut.head, cut.time_ms, cut.length_dm)


def fictional(folder: Path) -> World:
    """Draw the fictional state as the demo does and read its roads."""
    folder.mkdir(exist_ok=True)
    write_demo(folder)
    pbf = folder / ROADS
    return _world("demo", pbf, lambda: _of_pbf(pbf), Roads(), 250.0)


def real_streets(data: Path) -> World:
    pbf = streets(data)
    return _world("north-country", pbf, lambda: _of_pbf(pbf), Roads(), 250.0)


def nation(data: Path) -> World:
    return _world("US highways", None, lambda: highways(data), HIGHWAYS, 2_000.0)


def _of_pbf(pbf: Path) -> RoadNetwork:
    roads = Roads()
    return build_network(osm_segments(read_osm_pbf([pbf]), roads), roads)


def _world(
    name: str,
    pbf: Path | None,
    build: Callable[[], RoadNetwork],
    roads: Roads,
    cell_m: float,
) -> World:
    build()  # what is compiled is compiled
    started = time.perf_counter()
    network = build()
    built_s = time.perf_counter() - started
    rng = np.random.default_rng(SEED)
    joined = _largest_piece(network)
    centers, points = (
        rng.choice(joined, count, replace=False).astype(np.int32) for count in (CENTERS, POINTS)
    )
    return World(name, pbf, network, centers, points, built_s, roads, cell_m)


def _largest_piece(network: RoadNetwork) -> np.ndarray:
    # Made of pairs, so that parallel arcs become one: with those, scipy's search may never end.
    pairs = (network.tails(), network.head)
    arcs = csr_array((np.ones(network.n_arcs), pairs), shape=(network.n_nodes,) * 2)
    piece = connected_components(arcs, directed=True, connection="strong")[1]
    return np.flatnonzero(piece == np.bincount(piece).argmax())
