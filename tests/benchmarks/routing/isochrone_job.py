"""Job (c): four nested isochrones of each category, and how many nodes they put on a wrong side."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import shapely

from pipelines.measures.catchments.isochrones import Isochrones, isochrones
from pipelines.measures.catchments.time_raster import WITHIN_CELL, Grid
from pipelines.routing.joins import joins_at
from pipelines.routing.nearest import nearest
from pipelines.routing.road_cells import CLOSED, RoadTimes, cell_times, nearest_roads
from pipelines.routing.router import Router
from tests.benchmarks.routing.network import Inputs

BANDS_MS = (900_000, 1_800_000, 2_700_000, 3_600_000)
CELL_M, OFF_ROAD_M_PER_S, OFF_ROAD_M = 250.0, 5.4, 8_000.0
WEST_M, SOUTH_M = 500_000.0, 1_500_000.0
"""Where in the United States the network is laid: polygons are drawn on the globe."""


def bands(inputs: Inputs, repeats: int, threads: int) -> dict[str, float]:
    """Return medians of the seconds for the rasters and the polygons of both categories, and of one.

    ``wrong`` is the largest share of all nodes on the wrong side of a band's border.
    """
    found = nearest(Router.prepare(inputs.graph()), joins_at(inputs.center), inputs.category, 2)
    indptr, roads = _roads(inputs)
    west, south = (p.min() - OFF_ROAD_M for p in (inputs.x, inputs.y))
    column, row = (inputs.x - west) / CELL_M, (inputs.y - south) / CELL_M
    shape = (int(row.max() + OFF_ROAD_M / CELL_M) + 1, int(column.max() + OFF_ROAD_M / CELL_M) + 1)
    grid = Grid(WEST_M, SOUTH_M, CELL_M, *shape, "EPSG:5070")
    ends = np.column_stack([roads.tail, roads.head]).ravel()
    x, y = column[ends], row[ends]

    def job(categories: Sequence[int]) -> tuple[list[Isochrones], float, float]:
        start = time.perf_counter()
        cells = nearest_roads(indptr, x, y, shape, OFF_ROAD_M / CELL_M, threads)
        np.maximum(cells.gap - WITHIN_CELL, 0, out=cells.gap)
        with ThreadPoolExecutor(threads) as pool:
            one = partial(cell_times, cells, roads, gap_ms=CELL_M / OFF_ROAD_M_PER_S * 1000)
            rasters = list(pool.map(one, found.time_ms[categories], found.center[categories]))
            timed = time.perf_counter()
            drawn = list(pool.map(lambda raster: isochrones(raster, BANDS_MS, grid=grid), rasters))
        return drawn, timed - start, time.perf_counter() - timed

    both, alone = [], []
    for _ in range(repeats + 1):
        drawn, *seconds = job([0, 1])
        both.append(seconds)
        alone.append(sum(job([1])[1:]))
    lonlat = grid.to_lonlat(np.column_stack([column, row]))
    wrong = [
        np.mean(shapely.contains_xy(area, lonlat) != (time_ms <= limit))
        for (_, whole), time_ms in zip(drawn, found.time_ms, strict=True)
        for area, limit in zip(_prepared(whole), BANDS_MS, strict=True)
    ]
    raster_s, polygon_s = np.median(both[1:], axis=0)  # the first has compiled and loaded
    return {
        "raster_s": float(raster_s),
        "polygon_s": float(polygon_s),
        "alone_s": float(np.median(alone[1:])),
        "wrong": float(max(wrong)),
    }


def _prepared(shapes: np.ndarray) -> np.ndarray:
    shapely.prepare(shapes)
    return shapes


def _roads(inputs: Inputs) -> tuple[np.ndarray, RoadTimes]:
    """Return the arcs as straight roads, both directions of a street together."""
    n = len(inputs.indptr) - 1
    tail, head = np.repeat(np.arange(n, dtype=np.int32), np.diff(inputs.indptr)), inputs.head
    ends = np.minimum(tail, head).astype(np.int64) * n + np.maximum(tail, head)
    _, first, road = np.unique(ends, return_index=True, return_inverse=True)
    forward, backward = np.full((2, len(first)), CLOSED)
    along = tail == tail[first][road]
    forward[road[along]] = inputs.time_ms[along]
    backward[road[~along]] = inputs.time_ms[~along]
    nothing = np.zeros(len(first), np.int32)
    roads = RoadTimes(tail[first], head[first], forward, backward, nothing, nothing)
    return np.arange(len(first) + 1, dtype=np.int64) * 2, roads
