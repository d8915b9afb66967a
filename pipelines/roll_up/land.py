"""The catchments of a land: those of its parts, which end at their borders, made one."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.measures.catchments.catchments import CRS
from pipelines.measures.place_times import PlaceTimes
from pipelines.roll_up.core import stacked
from pipelines.roll_up.parts import AreaPart


def catchments_of(parts: Sequence[AreaPart], times: PlaceTimes) -> gpd.GeoDataFrame:
    """Unite the catchments of parts, and count the people of the land in them.

    Parameters
    ----------
    parts
        As `check_parts` found them good.
    times
        Drive times and people of the land.

    Returns
    -------
    GeoDataFrame
        out.catchments (EPSG:4326), as `measures.catchments` has it. Each part drew its own land in cells of
        its own, so that borders between parts may be off by a cell.
    """
    drawn = stacked(parts, "out.catchments")
    rows = []
    for site, of_site in drawn.groupby("site_of_care", sort=False):
        before = shapely.MultiPolygon()
        minutes = times.minutes_to(str(site))
        for limit in np.unique(of_site["within_min"].to_numpy(dtype=np.float64)):
            mine = of_site[of_site["within_min"] == limit]
            whole = shapely.union_all(mine.geometry.to_numpy())
            rows.append(
                {
                    "site_of_care": str(site),
                    "within_min": limit,
                    "population": times.people[minutes <= limit].sum(),
                    "geometry": whole,
                    "band_geometry": shapely.difference(whole, before),
                }
            )
            before = whole
    table = pd.DataFrame(rows, columns=list(drawn.columns)).astype({"site_of_care": "str"})
    table["band_geometry"] = gpd.GeoSeries(table["band_geometry"], crs=CRS)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=CRS)
