"""Job (c): four nested isochrones of each category, and how many nodes they put on a wrong side."""

import time

import numpy as np
import shapely

from pipelines.measures.isochrones import isochrones, nested
from pipelines.measures.time_raster import WITHIN_CELL
from pipelines.routing.joins import seeds_at
from pipelines.routing.nearest import nearest
from pipelines.routing.road_cells import CLOSED, RoadTimes, cell_times, nearest_roads
from pipelines.routing.router import Router
from tests.benchmarks.routing.network import Inputs

BANDS_MS = (900_000, 1_800_000, 2_700_000, 3_600_000)
CELL_M, OFF_ROAD_M_PER_S, OFF_ROAD_M = 250.0, 5.4, 8_000.0


def bands(inputs: Inputs, repeats: int) -> dict[str, float]:
    """Return medians, a category, of the seconds for the raster and for the polygons.

    The roads are laid once for all categories; each bears its part. ``wrong`` is the largest share
    of all nodes on the wrong side of a band's border.
    """
    found = nearest(Router.prepare(inputs.graph()), seeds_at(inputs.center), inputs.category, 2)
    indptr, roads = _roads(inputs)
    column, row = ((p - p.min() + OFF_ROAD_M) / CELL_M for p in (inputs.x, inputs.y))
    shape = (int(row.max() + OFF_ROAD_M / CELL_M) + 1, int(column.max() + OFF_ROAD_M / CELL_M) + 1)
    ends = np.column_stack([roads.tail, roads.head]).ravel()
    roads_s, times_s, polygon_s, wrong = [], [], [], 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        cells = nearest_roads(indptr, column[ends], row[ends], shape, OFF_ROAD_M / CELL_M)
        np.maximum(cells.gap - WITHIN_CELL, 0, out=cells.gap)
        roads_s.append(time.perf_counter() - start)
        for time_ms, center in zip(found.time_ms, found.center, strict=True):
            start = time.perf_counter()
            times = cell_times(cells, roads, time_ms, center, CELL_M / OFF_ROAD_M_PER_S * 1000)
            timed = time.perf_counter()
            whole = nested(isochrones(times, BANDS_MS))
            times_s.append(timed - start)
            polygon_s.append(time.perf_counter() - timed)
    for area, limit in zip(whole, BANDS_MS, strict=True):
        shapely.prepare(area)
        inside = shapely.contains_xy(area, column, row)
        wrong = max(wrong, float(np.mean(inside != (time_ms <= limit))))
    return {
        "raster_s": float(np.median(roads_s[1:]) / 2 + np.median(times_s[2:])),
        "polygon_s": float(np.median(polygon_s[2:])),
        "wrong": wrong,
    }


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
