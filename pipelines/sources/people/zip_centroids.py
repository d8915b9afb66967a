"""Centroids of ZIP code tabulation areas (ZCTAs), for addresses of which only the ZIP code is known.

Publisher and address: US Census Bureau, Gazetteer files,
https://www2.census.gov/geo/docs/maps-data/data/gazetteer/2024_Gazetteer/2024_Gaz_zcta_national.zip
Vintage: yearly.
Licence: US government work, public domain.

Quirks: separated by tabs, from 2025 on by `|`; the last column name is padded with blanks. A ZCTA is an area
drawn around addresses: ZIP codes of post office boxes and of single buildings have none (`zip_towns` tells
their towns). Any CSV with the columns zip, latitude and longitude does as well; without ALAND (land area in
square metres) how far an area reaches follows from its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "zip_centroids"

_COLUMNS = {
    "zip": ("zip", "GEOID", "zcta", "ZCTA5", "ZCTA5CE20", "zipcode"),
    "lon": ("INTPTLONG", "longitude", "lon", "lng"),
    "lat": ("INTPTLAT", "latitude", "lat"),
    "land_area_m2": ("ALAND", "ALAND20"),
}


def read_zip_centroids(files: Sequence[Path], settings: Source) -> Reading:
    """Read ZIP centroids.

    Parameters
    ----------
    files
        Gazetteer files (plain or zipped), or CSV files.

    Returns
    -------
    Reading
        One row a ZIP code: zip (five digits, text), lon, lat (WGS 84 degrees), land_area_m2 (null where the
        file does not tell it).
    """
    text = read_text(files, _COLUMNS, delimiters="\t|,", optional=("land_area_m2",))
    checks = RowChecks(text, SOURCE)
    zip_code = checks.code("zip", 5, lost_zeros=2)
    lon, lat = checks.point()
    checks.unique(zip_code, "zip")
    area_m2 = checks.number("land_area_m2", low=0)
    return checks.reading({"zip": zip_code, "lon": lon, "lat": lat, "land_area_m2": area_m2})
