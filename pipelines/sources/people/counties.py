"""County boundaries, from any vector file that GDAL reads.

Publisher and address: US Census Bureau, cartographic boundary files,
https://www2.census.gov/geo/tiger/GENZ2023/shp/cb_2023_us_county_500k.zip
Vintage: yearly.
Licence: US government work, public domain.

Quirks: NAD 83 (EPSG:4269). The boundaries are generalised and end at the shore, so the area of a county is its
ALAND (square metres of land), not that of its geometry. From 2022 on Connecticut has nine planning regions
(09110-09190) instead of eight counties: population of another vintage will not find its county. Boundaries of
us-atlas (TopoJSON) carry neither CRS nor state nor area, and one geometry in it is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd

from pipelines.area import CountiesSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.vector import WGS84, polygons, read_vector

SOURCE = "counties"

_NAMES = ("county_fips", "name", "state", "land_area_m2")
_OPTIONAL = ("state", "land_area_m2")


def read_counties(files: Sequence[Path], settings: CountiesSource) -> Reading:
    """Read county boundaries.

    Parameters
    ----------
    files
        Vector files: shapefiles (also zipped), GeoPackage, GeoJSON, TopoJSON and so on.
    settings
        Layer, columns, and the CRS of a file that carries none.

    Returns
    -------
    Reading
        Its table is a GeoDataFrame in EPSG:4326: county_fips, name, state (postal code; the two-digit FIPS code
        where the file has no states), land_area_m2 (null where the file has none: take it from the geometry),
        geometry (valid polygons). An empty geometry, one that is no area or lies off the globe, and a
        county that was there already reject a row.

    Raises
    ------
    SourceError
        A file cannot be read, has several layers of which none is named, lacks a CRS or a column.
    """
    unknown = sorted(set(settings.columns) - set(_NAMES))
    if unknown or not files:
        raise SourceError(
            files[0] if files else "(no file)",
            f"its settings name {', '.join(unknown) or 'no file'}",
            mend=f"the columns are {', '.join(_NAMES)}",
        )
    text, geometry = read_vector(
        files,
        {name: [settings.columns[name]] if name in settings.columns else [] for name in _NAMES},
        optional=_OPTIONAL,
        layer=settings.layer,
        assume_crs=settings.assume_crs,
    )
    checks = RowChecks(text, SOURCE)
    county_fips = checks.code("county_fips", 5)
    name = checks.text("name", required=True)
    shapes = polygons(checks, geometry)
    checks.unique(county_fips, "county_fips")
    reading = checks.reading(
        {
            "county_fips": county_fips,
            "name": name,
            "state": checks.text("state").fillna(county_fips.str.slice(0, 2)),
            "land_area_m2": checks.number("land_area_m2", low=0),
            "geometry": shapes,
        }
    )
    return Reading(
        table=gpd.GeoDataFrame(reading.table, geometry="geometry", crs=WGS84),
        rejected=reading.rejected,
        rows_read=reading.rows_read,
        files=reading.files,
    )
