"""Job (c): four nested isochrones of each category, and how many nodes they put on a wrong side."""

import time

import numpy as np
import shapely

from pipelines.measures.isochrones import isochrones
from pipelines.routing.isochrones import time_raster
from pipelines.routing.joins import seeds_at
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from tests.benchmarks.routing.network import Inputs

BANDS_MS = (900_000, 1_800_000, 2_700_000, 3_600_000)
CELL_M, OFF_ROAD_M_PER_S, OFF_ROAD_M = 250.0, 15 / 3.6, 1000.0


def bands(inputs: Inputs, repeats: int) -> dict[str, float]:
    """Return medians, a category, of the seconds for the raster and for the polygons.

    ``wrong`` is the largest share of all nodes on the wrong side of a band's border.
    """
    graph = inputs.graph()
    found = nearest(Router.prepare(graph), seeds_at(inputs.center), inputs.category, 2)
    raster_s, polygon_s, wrong = [], [], 0.0
    for _ in range(repeats):
        for time_ms, center in zip(found.time_ms, found.center, strict=True):
            start = time.perf_counter()
            over = time_raster(
                graph,
                inputs.x,
                inputs.y,
                time_ms,
                center,
                cell_m=CELL_M,
                off_road_m_per_s=OFF_ROAD_M_PER_S,
                off_road_m=OFF_ROAD_M,
            )
            laid = time.perf_counter()
            whole = np.where(np.isnan(over.time_ms), -1, np.rint(over.time_ms)).astype(np.int32)
            nested, _ = isochrones(whole, BANDS_MS)
            raster_s.append(laid - start)
            polygon_s.append(time.perf_counter() - laid)
    column, row = (inputs.x - over.x0) / CELL_M, (inputs.y - over.y0) / CELL_M
    for limit, area in zip(BANDS_MS, nested, strict=True):
        shapely.prepare(area)
        inside = shapely.contains_xy(area, column, row)
        wrong = max(wrong, float(np.mean(inside != (time_ms <= limit))))
    return {
        "raster_s": float(np.median(raster_s[1:])),
        "polygon_s": float(np.median(polygon_s[1:])),
        "wrong": wrong,
    }
