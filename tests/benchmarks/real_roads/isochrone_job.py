"""Job (c) on roads that exist: four nested isochrones of each category, as a run draws them."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.catchments.isochrones import isochrones
from pipelines.measures.catchments.time_raster import Grid, time_rasters
from pipelines.roads.network import RoadNetwork
from pipelines.trips import join_network, nearest_at_nodes
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.benchmarks.real_roads.worlds import World

BANDS_MS = (900_000, 1_800_000, 2_700_000, 3_600_000)
MARGIN_M = 5_000.0
ALBERS = "EPSG:5070"
ROUNDS = 3
SITES = ("hospital_based", "office_based")


class Drawn(NamedTuple):
    """Cells of the raster, median seconds for both categories, and the largest share of nodes outside."""

    cells: int
    raster_s: float
    polygon_s: float
    wrong: float | None
    """Of the nodes on streets that homes join, those on the wrong side of a border; None over connectors."""


def bands(world: World, threads: int) -> Drawn:
    """Draw what lies within 15, 30, 45 and 60 minutes of each category."""
    network, roads = world.network, world.roads
    centers = _places(network, world.centers)
    centers["site_of_care"] = pd.Series(SITES, dtype="str").take(world.category).to_numpy()
    joined = join_network(network, roads, centers, _places(network, world.points))
    category = site_categories(centers["site_of_care"])
    at_nodes = nearest_at_nodes(joined, category, len(SITES_OF_CARE), threads=threads)
    grid = _grid(network, world.cell_m)
    wanted = [SITES_OF_CARE.index(site) for site in SITES]
    raster_s, polygon_s = [], []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        rasters = time_rasters(joined, at_nodes, centers, category, roads, grid, wanted, threads)
        between = time.perf_counter()
        drawn = {
            site: isochrones(raster, BANDS_MS, grid=grid)
            for site, raster in zip(SITES, rasters, strict=True)
        }
        raster_s.append(between - start)
        polygon_s.append(time.perf_counter() - between)
    wrong = None
    if roads.snapping == "edges":
        cut = joined.network
        streets = np.unique(cut.head[np.asarray(cut.edge_departs)[cut.edge]])
        lonlat = np.column_stack([cut.node_lon[streets], cut.node_lat[streets]])
        wrong = max(
            float(np.mean(shapely.contains_xy(area, lonlat) != (ms <= limit)))
            for site in SITES
            for ms in [_reached_ms(at_nodes, site)[streets]]
            for area, limit in zip(_prepared(drawn[site].whole), BANDS_MS, strict=True)
        )
    # The first round has compiled and loaded.
    medians = (float(np.median(seconds[1:])) for seconds in (raster_s, polygon_s))
    return Drawn(grid.rows * grid.columns, *medians, wrong)


def _reached_ms(at_nodes: object, site: str) -> np.ndarray:
    number = SITES_OF_CARE.index(site)
    return np.where(at_nodes.center[number] < 0, np.inf, at_nodes.time_ms[number])


def _places(network: RoadNetwork, nodes: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"lon": network.node_lon[nodes], "lat": network.node_lat[nodes]})


def _grid(network: RoadNetwork, cell_m: float) -> Grid:
    """Lay cells over the network and a margin."""
    x, y = Transformer.from_crs("EPSG:4326", ALBERS, always_xy=True).transform(
        network.node_lon, network.node_lat
    )
    west, south = (float(p.min()) - MARGIN_M for p in (x, y))
    rows, columns = (
        int((float(p.max()) - low + MARGIN_M) / cell_m) + 1 for p, low in ((y, south), (x, west))
    )
    return Grid(west, south, cell_m, rows, columns, ALBERS)


def _prepared(shapes: np.ndarray) -> np.ndarray:
    shapely.prepare(shapes)
    return shapes
