"""Hospitals of the CMS list "Hospital General Information", which tells addresses and no coordinates.

Publisher and address: Centers for Medicare & Medicaid Services,
https://data.cms.gov/provider-data/dataset/xubh-q36u (the file's address changes with each release).
Vintage: quarterly; the release date stands in the address.
Licence: US government work, public domain.

Quirks: large hospitals have a ZIP code of their own, which is no area (110 of 4,495 in 2026). `Facility ID`
is the CMS certification number, six characters of which some are letters (`01014F`). The layout changed about
2023: City became City/Town, County Name County/Parish. Only hospitals that Medicare certifies are listed, so
none is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
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


def read_cms_hospitals(files: Sequence[Path], settings: HospitalsSource) -> Reading:
    """Read hospitals of the types that the settings keep.

    Parameters
    ----------
    files
        The CSV, in the old or the current layout.
    settings
        `types` that are kept.

    Returns
    -------
    Reading
        The columns of `HOSPITAL_COLUMNS`, lon, lat and geocode_precision null: `pipelines.facilities.placing`
        finds them. Hospitals of another type are in `rejected` with that as the reason; a malformed or repeated
        CCN rejects a row, a malformed ZIP code is noted.

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
    checks.rows["zip"] = checks.rows["zip"].str.replace("-[0-9]{4}$", "", regex=True)
    unknown = pd.Series(np.nan, index=ccn.index)
    columns = {
        "hospital_id": ccn,
        "ccn": ccn,
        "name": checks.text("name", required=True),
        **{name: checks.text(name) for name in ("address", "city", "state", "owner")},
        "zip": checks.code("zip", 5, lost_zeros=2, required=False),
        "county_fips": pd.Series(None, index=ccn.index, dtype=TEXT),
        "hospital_type": hospital_type,
        "status": pd.Series(None, index=ccn.index, dtype=TEXT),
        "beds": pd.Series(pd.NA, index=ccn.index, dtype="Int64"),
        "lon": unknown,
        "lat": unknown,
        "geocode_precision": pd.Series(None, index=ccn.index, dtype=TEXT),
    }
    return checks.reading({name: columns[name] for name in HOSPITAL_COLUMNS})
