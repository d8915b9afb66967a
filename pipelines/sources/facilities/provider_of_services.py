"""Services that each certified hospital reports: the Provider of Services file of CMS.

Publisher and address: Centers for Medicare & Medicaid Services, https://data.cms.gov, "Provider of Services
File - Quality Improvement and Evaluation System" (`Hospital_and_other.DATA.Q{q}_{year}.csv`; before 2024
`POS_OTHER_...` and `POS_File_Hospital_Non_Hospital_Facilities_...`). Vintage: quarterly. Licence: US
government work, public domain.

What it can tell: **no column of the file is about infusion**. Of some 480 columns, CHMTHRPY_SRVC_CD says
whether the hospital has a chemotherapy service, OP_SRVC_CD whether it has outpatient services, PHRMCY_SRVC_CD
a pharmacy. A hospital that gives chemotherapy and has outpatients very likely infuses them; one without a
chemotherapy service may still infuse biologics, of which the cost reports (`sources.facilities.cost_reports`)
tell more.

Quirks
- Hospitals are category 01; the sibling file "Internet QIES" (lower-case columns) holds none and is refused.
- Services are written down when a hospital is certified or surveyed, which may lie years back.
- A hospital that left Medicare stays in the file with a termination code other than 00; skeleton records (Y)
  are place holders. Both are left out.
- A service code is 0 (not offered), 1 (by own staff), 2 (under arrangement) or 3 (both); the first three were
  found in public code that reads the file, the last is told by CMS's layout as remembered, not confirmed.
- CCN are text of six characters, ZIP codes and codes lose zeros in spreadsheets; there is no NPI; names may
  be in Windows letters; about one in a hundred lacks a street.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import ProviderOfServicesSource
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.streaming import Filter, Layout, read_filtered
from pipelines.sources.tables.tabular import TEXT

SOURCE = "provider_of_services"

HOSPITAL = "01"
ACTIVE = "00"

SERVICE = {"0": "none", "1": "own staff", "2": "under arrangement", "3": "both"}
"""Service code -> how the service is given."""

SUBTYPES = {"01": "short-term", "11": "critical access", "04": "psychiatric"}
"""Kinds of hospital that the definition of a center turns on; other codes are kept as they are."""

_COLUMNS = {
    "ccn": ("PRVDR_NUM",),
    "category": ("PRVDR_CTGRY_CD",),
    "subtype": ("PRVDR_CTGRY_SBTYP_CD",),
    "name": ("FAC_NAME",),
    "address": ("ST_ADR",),
    "city": ("CITY_NAME",),
    "state": ("STATE_CD",),
    "zip": ("ZIP_CD",),
    "termination": ("PGM_TRMNTN_CD",),
    "skeleton": ("SKLTN_REC_SW",),
    "chemotherapy": ("CHMTHRPY_SRVC_CD",),
    "outpatient": ("OP_SRVC_CD",),
    "pharmacy": ("PHRMCY_SRVC_CD",),
    "beds": ("BED_CNT",),
    "certified_beds": ("CRTFD_BED_CNT",),
    "offsite_locations": ("OFSITE_LCTN_CNT",),
}
_FAULTY = {
    "its category is not two digits": "length(category) > 2 OR TRY_CAST(category AS INTEGER) IS NULL",
    "its state is not two letters": "length(state) > 2",
}
_NEEDED = ("ccn", "category", "subtype", "name", "state", "termination", "chemotherapy")


def read_provider_of_services(files: Sequence[Path], settings: ProviderOfServicesSource) -> Reading:
    """Read the services of the active hospitals.

    Parameters
    ----------
    files
        The CSV of one quarter, plain or packed.
    settings
        `states` whose hospitals are read.

    Returns
    -------
    Reading
        One row a hospital: ccn, name, address, city, state, zip, subtype (in words where `SUBTYPES` has one);
        chemotherapy, outpatient and pharmacy, each `none`, `own staff`, `under arrangement`, `both` or null
        (not told); beds, certified_beds, offsite_locations. Providers of another category are passed over;
        terminated and skeleton records are in `rejected` with that as the reason; a malformed or repeated CCN
        and a category or state that is none reject their row; a service code that is none of the four becomes
        null, which is noted.

    Raises
    ------
    SourceError
        A file cannot be used, or holds no hospital of the states.
    """
    where = f"lpad(category, 2, '0') = '{HOSPITAL}'"
    asked = f"category {HOSPITAL} (hospital)"
    if settings.states:
        where += f" AND upper(state) IN ({', '.join(repr(state) for state in settings.states)})"
        asked += f" and a state among {', '.join(settings.states)}"
    text = read_filtered(
        files,
        Layout(
            _COLUMNS, optional=[name for name in _COLUMNS if name not in _NEEDED], member="*.csv"
        ),
        Filter(["ccn", "category", "state"], where, asked, _FAULTY),
    )
    checks = RowChecks(text, SOURCE)
    category = checks.rows["category"].str.zfill(2)
    checks.reject(category.ne(HOSPITAL), "category", "category " + category + " is not two digits")
    state = checks.text("state")
    checks.reject(
        state.str.len().gt(2), "state", "state " + state.fillna("") + " is not two letters"
    )
    ccn = checks.ccn("ccn", required=True)
    termination = checks.code("termination", 2, required=True)
    checks.leave_out(
        termination.ne(ACTIVE).fillna(False).astype(bool),
        "termination",
        "left Medicare (termination code " + termination.fillna("") + ")",
    )
    checks.leave_out(
        checks.rows["skeleton"].str.upper().eq("Y"), "skeleton", "is a skeleton record"
    )
    checks.unique(ccn, "ccn")
    subtype = checks.code("subtype", 2)
    checks.rows["zip"] = (
        checks.rows["zip"]
        .str.replace("-?[0-9]{4}$", "", regex=True)
        .where(checks.rows["zip"].str.len() > 5, checks.rows["zip"])
    )
    columns = {
        "ccn": ccn,
        "name": checks.text("name", required=True),
        "address": checks.text("address"),
        "city": checks.text("city"),
        "state": state.str.upper(),
        "zip": checks.code("zip", 5, lost_zeros=2, required=False),
        "subtype": subtype.map(SUBTYPES).astype(TEXT).fillna(subtype),
        **{name: _service(checks, name) for name in ("chemotherapy", "outpatient", "pharmacy")},
        **{
            name: checks.number(name, low=0, whole=True).astype("Int64")
            for name in ("beds", "certified_beds", "offsite_locations")
        },
    }
    return checks.reading(columns)


def _service(checks: RowChecks, column: str) -> pd.Series:
    return checks.among(column, tuple(SERVICE)).map(SERVICE).astype(TEXT)
