"""Hospitals of the CMS list "Hospital General Information", placed at the centroid of their ZIP code.

Publisher and address: Centers for Medicare & Medicaid Services,
https://data.cms.gov/provider-data/dataset/xubh-q36u (the file's address changes with each release).
Vintage: quarterly; the release date stands in the address.
Licence: US government work, public domain.

Quirks: no coordinates. `Facility ID` is the CMS certification number, six characters of which some are
letters (`01014F`). The layout changed about 2023: City became City/Town, County Name County/Parish.
Only hospitals that Medicare certifies are listed, so none is closed.
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

_COLUMNS = {
    "ccn": ("Facility ID", "Provider ID"),
    "name": ("Facility Name", "Hospital Name"),
    "address": ("Address",),
    "city": ("City/Town", "City"),
    "state": ("State",),
    "zip": ("ZIP Code",),
    "hospital_type": ("Hospital Type",),
    "owner": ("Hospital Ownership",),
}
_NEEDED = ("ccn", "name", "zip", "hospital_type")


def read_cms_hospitals(
    files: Sequence[Path], settings: HospitalsSource, zip_centroids: pd.DataFrame
) -> Reading:
    """Read hospitals of the types that the settings keep.

    Parameters
    ----------
    files
        The CSV, in the old or the current layout.
    settings
        `types` that are kept.
    zip_centroids
        Columns zip, lon, lat, as `read_zip_centroids` returns them.

    Returns
    -------
    Reading
        The columns of `HOSPITAL_COLUMNS`, geocode_precision `zip`. Hospitals of another type are in `rejected`
        with that as the reason; a malformed or repeated CCN and a ZIP code without a centroid reject a row.

    Raises
    ------
    SourceError
        A file cannot be used, or no hospital has a type asked for.
    """
    optional = [name for name in _COLUMNS if name not in _NEEDED]
    checks = RowChecks(read_text(files, _COLUMNS, optional=optional), SOURCE)
    hospital_type = checks.text("hospital_type", required=True)
    keep_only(checks, hospital_type, "type", settings.types)
    ccn = checks.ccn("ccn", required=True)
    checks.unique(ccn, "ccn")
    # Of a ZIP+4 only the ZIP has a centroid.
    checks.rows["zip"] = checks.rows["zip"].str.replace("-[0-9]{4}$", "", regex=True)
    zip_code = checks.code("zip", 5, lost_zeros=2)
    centroids = zip_centroids.set_index("zip")
    lon = zip_code.map(centroids["lon"]).astype(float)
    lat = zip_code.map(centroids["lat"]).astype(float)
    unplaced = zip_code.notna() & lon.isna()
    checks.reject(unplaced, "zip", "ZIP code " + zip_code.fillna("") + " has no centroid")
    columns = {
        "hospital_id": ccn,
        "ccn": ccn,
        "name": checks.text("name", required=True),
        **{name: checks.text(name) for name in ("address", "city", "state", "owner")},
        "zip": zip_code,
        "county_fips": pd.Series(None, index=ccn.index, dtype=TEXT),
        "hospital_type": hospital_type,
        "status": pd.Series(None, index=ccn.index, dtype=TEXT),
        "beds": pd.Series(pd.NA, index=ccn.index, dtype="Int64"),
        "lon": lon,
        "lat": lat,
        "geocode_precision": pd.Series("zip", index=ccn.index, dtype=TEXT),
    }
    return checks.reading({name: columns[name] for name in HOSPITAL_COLUMNS})
