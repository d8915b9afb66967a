"""Crosswalk from SSA county codes, by which Medicare names counties, to FIPS codes.

Publisher and address: National Bureau of Economic Research from CMS's files,
https://data.nber.org/ssa-fips-state-county-crosswalk/ (a year's CSV); any CSV of fips and ssa is read.
Vintage: a year. Licence: public domain.

Quirks: SSA has several codes for one county (Los Angeles 05200 and 05210) and keeps Connecticut's eight old
counties. Copies leave out Connecticut, Alaska, Puerto Rico, and counties whose name or code changed; those
are in `LEFT_OUT` and used where the file does not name the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "ssa_fips"

_COLUMNS = {
    "county_fips": ("fips", "fipscounty", "fipscode"),
    "ssa_county": ("ssa", "ssacounty", "ssacd", "ssacode"),
    "county_name": ("county", "countyname", "countyname_fips"),
    "state": ("st", "state"),
}

_CONNECTICUT = {f"070{at}0": f"0900{2 * at + 1}" for at in range(5)} | {
    "07050": "09011",
    "07060": "09013",
    "07070": "09015",
}

# Both lists are alphabetical, so that the n-th code of one is the n-th of the other; Canovanas and Florida
# were founded after the numbering and stand between the round numbers.
_PUERTO_RICO = dict(
    zip(
        sorted([*(f"{40_000 + 10 * n}" for n in range(1, 78) if n != 60), "40145", "40265"]),
        sorted([*(f"72{n:03d}" for n in range(1, 154, 2)), "72054"]),
        strict=True,
    )
)

LEFT_OUT = {
    **_CONNECTICUT,
    **_PUERTO_RICO,
    "05200": "06037",  # Los Angeles has two codes
    "05210": "06037",
    "32060": "35013",  # Dona Ana
    "43560": "46102",  # Oglala Lakota, Shannon (46113) until 2015
    "02270": "02158",  # Kusilvak, Wade Hampton (02270) until 2015
    "48010": "78010",  # St. Croix
}
"""SSA county code -> county FIPS code where copies of the crosswalk have gaps."""

ALASKA = "02"
"""In Alaska Medicare uses the FIPS code itself."""


def read_ssa_fips(files: Sequence[Path], settings: Source) -> Reading:
    """Read the crosswalk.

    Parameters
    ----------
    files
        CSV files with a column of SSA and one of FIPS county codes.

    Returns
    -------
    Reading
        One row an SSA code: ssa_county and county_fips (five digits each), county_name and state (null where
        the file has none). A code that was there already rejects a row.
    """
    checks = RowChecks(read_text(files, _COLUMNS, optional=("county_name", "state")), SOURCE)
    county_fips = checks.code("county_fips", 5)
    ssa_county = checks.code("ssa_county", 5)
    checks.unique(ssa_county, "ssa_county")
    return checks.reading(
        {
            "ssa_county": ssa_county,
            "county_fips": county_fips,
            "county_name": checks.text("county_name"),
            "state": checks.text("state"),
        }
    )


def county_fips_of(ssa_county: pd.Series[str], crosswalk: pd.DataFrame) -> pd.Series[str]:
    """Return the FIPS code of each SSA county code.

    Parameters
    ----------
    ssa_county
        Five-digit SSA codes.
    crosswalk
        Columns ssa_county and county_fips, as `read_ssa_fips` returns them.

    Returns
    -------
    Series of str
        From the crosswalk, else from `LEFT_OUT`, else in Alaska the code itself; null where none knows the
        code (the villages of Guam, American Samoa and the Northern Marianas are no counties).
    """
    known = crosswalk.set_index("ssa_county")["county_fips"]
    found = ssa_county.map(known).astype("str")
    found = found.fillna(ssa_county.map(LEFT_OUT).astype("str"))
    return found.fillna(ssa_county.where(ssa_county.str.startswith(ALASKA)))
