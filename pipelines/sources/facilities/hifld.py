"""Hospitals of the Homeland Infrastructure Foundation-Level Data (HIFLD).

Publisher and address: Department of Homeland Security, HIFLD Open, hospitals (points),
https://hifld-geoplatform.hub.arcgis.com/datasets/hospitals; the portal closed in 2025, archives keep copies.
Vintage: as the file's SOURCEDATE and VAL_DATE say, about 2020.
Licence: US government work, public domain.

Quirks: `-999` stands for an unknown number and `NOT AVAILABLE` for an unknown word; closed hospitals are still
listed; X and Y are Web Mercator metres, LONGITUDE and LATITUDE degrees; coordinates were set by eye on imagery.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import HospitalsSource
from pipelines.sources.facilities.hospitals import HOSPITAL_COLUMNS, keep_only
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import TEXT, read_text

SOURCE = "hospitals"

MOST_BEDS = 10_000
"""No hospital has so many; the largest have 2,500."""

_COLUMNS = {
    "hospital_id": ("ID",),
    "name": ("NAME",),
    "address": ("ADDRESS",),
    "city": ("CITY",),
    "state": ("STATE",),
    "zip": ("ZIP",),
    "county_fips": ("COUNTYFIPS",),
    "hospital_type": ("TYPE",),
    "status": ("STATUS",),
    "beds": ("BEDS",),
    "owner": ("OWNER",),
    "lon": ("LONGITUDE",),
    "lat": ("LATITUDE",),
}
_NEEDED = ("hospital_id", "name", "hospital_type", "status", "lon", "lat")
_UNKNOWN = ("NOT AVAILABLE", "-999")


def read_hifld(files: Sequence[Path], settings: HospitalsSource) -> Reading:
    """Read hospitals with the types and statuses that the settings keep.

    Parameters
    ----------
    files
        The CSV.
    settings
        `types` and `statuses` that are kept.

    Returns
    -------
    Reading
        The columns of `HOSPITAL_COLUMNS`. Hospitals of another type or status are in `rejected` with that as
        the reason, so that they can be counted; impossible coordinates and repeated IDs reject a row.

    Raises
    ------
    SourceError
        A file cannot be used, or no hospital has the types and statuses asked for.
    """
    optional = [name for name in _COLUMNS if name not in _NEEDED]
    checks = RowChecks(read_text(files, _COLUMNS, optional=optional), SOURCE)
    hospital_type = checks.text("hospital_type", required=True)
    status = checks.text("status", required=True)
    keep_only(checks, hospital_type, "type", settings.types)
    keep_only(checks, status, "status", settings.statuses)
    lon, lat = checks.point()
    hospital_id = checks.text("hospital_id", required=True)
    checks.unique(hospital_id, "hospital_id")
    columns = {
        "hospital_id": hospital_id,
        "ccn": pd.Series(None, index=lon.index, dtype=TEXT),
        "name": checks.text("name", required=True),
        **{
            name: checks.text(name, nulls=_UNKNOWN)
            for name in ("address", "city", "state", "owner")
        },
        "zip": checks.code("zip", 5, lost_zeros=2, required=False, nulls=_UNKNOWN),
        "county_fips": checks.code("county_fips", 5, required=False, nulls=_UNKNOWN),
        "hospital_type": hospital_type,
        "status": status,
        "beds": checks.number("beds", low=0, high=MOST_BEDS, whole=True, nulls=_UNKNOWN).astype(
            "Int64"
        ),
        "lon": lon,
        "lat": lat,
        "geocode_precision": pd.Series("rooftop", index=lon.index, dtype=TEXT),
    }
    return checks.reading({name: columns[name] for name in HOSPITAL_COLUMNS})
