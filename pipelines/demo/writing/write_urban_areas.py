"""Write urban areas as the Census Bureau publishes them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.project import shape_to_lon_lat
from pipelines.demo.land.settlement import Settlement
from pipelines.demo.writing.write_census import write_zipped_shapefile

URBAN_AREAS = "tl_2023_us_uac20.zip"

_LEAST_PEOPLE = 5_000
"""People from whom on a built-up area is urban (Census Bureau, 2020)."""

_RADII = 2.5
"""How many of its radii a town's built-up land reaches: seven in ten of its people live within."""

_FIRST_CODE = 99_001


def write_urban_areas(path: Path, geography: Geography, settlement: Settlement) -> int:
    """Write the built-up land of towns, those that touch as one area, and return how many areas.

    Parameters
    ----------
    path
        The zipped shapefile. Fields, CRS (EPSG:4269) and encoding are those of TIGER/Line.
    geography, settlement
        Land and towns.
    """
    towns = [town for town in settlement.towns if town.population >= _LEAST_PEOPLE]
    built_up = [shapely.Point(town.xy).buffer(_RADII * town.radius_m) for town in towns]
    land = shapely.union_all(np.array(geography.counties, dtype=object))
    areas = shapely.get_parts(shapely.intersection(shapely.union_all(built_up), land))
    largest = []
    for area in areas:
        mine = [town for town in towns if area.contains(shapely.Point(town.xy))]
        largest.append(max(mine, key=lambda town: town.population).name if mine else "")
    named = [n for n, name in enumerate(largest) if name]
    names = [f"{largest[n]}, {plan.STATE_POSTAL}" for n in named]
    codes = [f"{_FIRST_CODE + n}" for n in range(len(named))]
    frame = gpd.GeoDataFrame(
        {
            "UACE20": codes,
            "GEOID20": codes,
            "NAME20": names,
            "NAMELSAD20": [f"{name} Urban Area" for name in names],
            "ALAND20": [round(areas[n].area) for n in named],
        },
        geometry=[shape_to_lon_lat(areas[n]) for n in named],
        crs="EPSG:4269",
    )
    write_zipped_shapefile(path, frame)
    return len(frame)
