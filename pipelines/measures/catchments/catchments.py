"""Catchments: the land within so many minutes of a center, and the people who live within them.

The land is drawn from a raster of drive times. People are counted by the drive time of the place they live at,
not by whether it lies in the polygon, so that the counts are those of out.coverage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.measures.catchments.isochrones import isochrones
from pipelines.measures.catchments.time_raster import Grid, Int32
from pipelines.measures.place_times import PlaceTimes
from pipelines.trips import whole_ms

CRS = "EPSG:4326"


def catchments(
    rasters: Mapping[str, Int32],
    grid: Grid,
    times: PlaceTimes,
    within_min: Sequence[float],
    threads: int = 1,
) -> gpd.GeoDataFrame:
    """Draw the catchments of each site of care and count the people in them.

    Parameters
    ----------
    rasters
        Site of care -> drive times at the cells, int32 (rows, columns), as `time_rasters` returns them.
    grid
        Their cells.
    times
        Drive times and people.
    within_min
        Thresholds in minutes, ascending, inclusive.
    threads
        Sites of care that are drawn at a time.

    Returns
    -------
    GeoDataFrame
        out.catchments (EPSG:4326): for each site of care and threshold `geometry`, all land within it;
        `band_geometry`, the part beyond the threshold before; and `population`. Geometries are valid,
        `geometry` is the union of its bands, and either may be empty, never null.
    """
    limits_ms = [whole_ms(limit) for limit in within_min]
    with ThreadPoolExecutor(threads) as pool:
        drawn = list(
            pool.map(lambda raster: isochrones(raster, limits_ms, grid=grid), rasters.values())
        )
    tables = []
    for site, (bands, whole) in zip(rasters, drawn, strict=True):
        minutes = times.minutes_to(site)
        tables.append(
            pd.DataFrame(
                {
                    "site_of_care": pd.Series([site] * len(limits_ms), dtype="str"),
                    "within_min": np.asarray(within_min, dtype=np.float64),
                    "population": [times.people[minutes <= limit].sum() for limit in within_min],
                    "geometry": whole,
                    "band_geometry": gpd.GeoSeries(bands, crs=CRS),
                }
            )
        )
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=CRS)
