"""NCHS Urban-Rural Classification Scheme for Counties.

Publisher and address: National Center for Health Statistics,
https://www.cdc.gov/nchs/data/data-analysis/NCHSurb-rural-codes.csv
Vintage: 2023 edition (one file with the codes of 1990, 2006, 2013 and 2023), or the 2013 edition.
Licence: US government work, public domain.

Quirks: FIPS codes without leading zeros, in two columns (2023) or one (2013); Windows encoding (2023) or a
byte order mark and an empty last column (2013); `.` for missing. The 2023 codes of Connecticut go by planning
region, so its old counties have a 2013 code only: it is taken, and `nchs_edition` says so. Codes: 1 large
central metro, 2 large fringe metro, 3 medium metro, 4 small metro, 5 micropolitan, 6 noncore.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import Source
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "nchs"

_COLUMNS = {
    "county_fips": ("countyFIPS", "FIPS code"),
    "state_part": ("STFIPS",),
    "county_part": ("CTYFIPS",),
    "code_2023": ("CODE2023", "2023 code"),
    "code_2013": ("CODE2013", "2013 code"),
}
_MISSING = (".",)


def read_nchs(files: Sequence[Path], settings: Source) -> Reading:
    """Read NCHS codes, the newest edition that a county has.

    Parameters
    ----------
    files
        The CSV, in the layout of 2013 or 2023.

    Returns
    -------
    Reading
        One row a county: county_fips, nchs (1-6), nchs_edition (2023 or 2013). A county without a code in
        either edition is rejected.
    """
    text = read_text(files, _COLUMNS, optional=tuple(_COLUMNS))
    for path, found in zip(text.files, text.found, strict=True):
        _check_layout(path, found)
    checks = RowChecks(text, SOURCE)
    # The parts have no leading zeros: county 1 of state 1 is 01001.
    joined = checks.rows["state_part"].str.zfill(2) + checks.rows["county_part"].str.zfill(3)
    in_parts = checks.rows["county_fips"].eq("") & checks.rows["state_part"].ne("")
    checks.rows["county_fips"] = checks.rows["county_fips"].mask(in_parts, joined)
    county_fips = checks.code("county_fips", 5)
    newest = checks.number("code_2023", low=1, high=6, whole=True, nulls=_MISSING)
    older = checks.number("code_2013", low=1, high=6, whole=True, nulls=_MISSING)
    nchs = newest.fillna(older)
    checks.reject(nchs.isna(), "nchs", "the county has no code of 2023 or 2013")
    checks.unique(county_fips, "county_fips")
    edition = pd.Series(2013, index=nchs.index, dtype="int64").mask(newest.notna(), 2023)
    return checks.reading(
        {"county_fips": county_fips, "nchs": nchs.astype("Int64"), "nchs_edition": edition}
    )


def _check_layout(path: Path, found: Sequence[str]) -> None:
    names = {name.casefold() for name in found}
    county = any(name.casefold() in names for name in _COLUMNS["county_fips"])
    parts = {"stfips", "ctyfips"} <= names
    codes = any(name.casefold() in names for name in _COLUMNS["code_2023"] + _COLUMNS["code_2013"])
    if not (codes and (county or parts)):
        raise SourceError(
            path,
            "lacks the columns of either layout: 'STFIPS', 'CTYFIPS' and 'CODE2023', or 'countyFIPS' and "
            f"'2013 code'; it has {', '.join(repr(name) for name in list(found)[:40])}"[:700],
            mend="check that this is the right file, separated by commas",
        )
