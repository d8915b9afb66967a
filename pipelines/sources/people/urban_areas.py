"""Urban areas of the Census Bureau: densely built-up land, all of which else is rural.

Publisher and address: US Census Bureau, TIGER/Line,
https://www2.census.gov/geo/tiger/TIGER2023/UAC/tl_2023_us_uac20.zip
Vintage: 2020 Census, 2,644 areas of 5,000 people or 2,000 homes and more; of 2010 (`tl_2019_us_uac10.zip`),
3,601 of 2,500 people and more.
Licence: US government work, public domain.

Quirks: NAD 83 (EPSG:4269); codes of five digits with leading zeros; an area may lie in several states
("Chicago, IL--IN") and has holes. The Bureau draws them from blocks. The cartographic boundary file
(`cb_2020_us_ua20_500k.zip`) has the same fields, but its generalised shapes move places at their edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.vector import WGS84, polygons, read_vector

SOURCE = "urban_areas"

_COLUMNS = {"area_code": ("UACE20", "UACE10"), "name": ("NAME20", "NAME10")}


def read_urban_areas(files: Sequence[Path], settings: Source) -> Reading:
    """Read urban areas.

    Parameters
    ----------
    files
        The shapefile, zipped or not.

    Returns
    -------
    Reading
        Its table is a GeoDataFrame in EPSG:4326: area_code (five digits), name, geometry (valid polygons).

    Raises
    ------
    SourceError
        A file cannot be read or lacks a CRS or a column.
    """
    text, geometry = read_vector(files, _COLUMNS)
    checks = RowChecks(text, SOURCE)
    area_code = checks.code("area_code", 5)
    name = checks.text("name", required=True)
    shapes = polygons(checks, geometry)
    checks.unique(area_code, "area_code")
    reading = checks.reading({"area_code": area_code, "name": name, "geometry": shapes})
    return Reading(
        table=gpd.GeoDataFrame(reading.table, geometry="geometry", crs=WGS84),
        rejected=reading.rejected,
        rows_read=reading.rows_read,
        files=reading.files,
    )
