"""CMS Medicare Advantage HSD reference file: county types and the time and distance limits of each county.

Publisher and address: Centers for Medicare & Medicaid Services, Medicare Advantage application page,
https://www.cms.gov/medicare/health-drug-plans/medicare-advantage-application (HSD Reference File).
Rule: 42 CFR 422.116. Vintage: a contract year, from which limits may be customised county by county.
Licence: US government work, public domain.

Quirks: a merged note stands above the header, and the header takes three rows (name, specialty code, Time
or Distance); 'COUNTY DESIGNA-TION' is hyphenated on one sheet only; codes are numbers (57) on county sheets
and text (057) elsewhere; the 'Minimum' sheets end in blank rows; counties go by SSA code, not FIPS
(Connecticut by its eight old counties, Los Angeles twice; see `ssa_fips`). The sheet Certificate of Need
lists only the specialties that states restrict: infusion (057) is not among them in the 2026 file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import HsdSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import ROW_TEXT_CHARACTERS, TEXT, TextTable
from pipelines.sources.tables.workbook import (
    Row,
    Workbook,
    cell_text,
    column_of,
    folded,
    header_row,
    is_blank,
    opened_workbook,
)
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES

SOURCE = "hsd"

LIMITS_SHEET = "Facility Time & Distance"
COUNTS_SHEET = "Minimum Facility #s"
RESTRICTIONS_SHEET = "Certificate of Need"
BASE_SHEET = "Master"

LONGEST_LIMIT_MIN, LONGEST_LIMIT_MI = 1_440.0, 1_500.0
"""A day's drive; a limit beyond it is a slip (the longest of 2026 is 380 minutes and 345 miles, in
Alaska)."""


def read_hsd(files: Sequence[Path], settings: HsdSource) -> Reading:
    """Read the limits of one specialty for every county.

    Parameters
    ----------
    files
        The workbook (.xlsx); one file.
    settings
        `specialty_code` names the specialty.

    Returns
    -------
    Reading
        One row an SSA county code: ssa_county, county_name, state; cms_county_type; beneficiaries (of
        Medicare, null where the sheet of counts lacks the county); limit_min and limit_mi, those of the
        county; base_limit_min and base_limit_mi, those of its type; customised, whether they differ;
        certificate_of_need ('credit' or 'customised' where a state's certificate-of-need law restricts the
        specialty there, 'none' where it does not). `source_row` counts the rows of the sheet of limits.

    Raises
    ------
    SourceError
        A file is no workbook, or lacks a sheet, a header or the specialty.
    """
    if len(files) != 1:
        raise SourceError(
            files[0] if files else "(no file)",
            f"the HSD reference file is one workbook, not {len(files)}",
            mend="name one edition",
        )
    path = Path(files[0])
    code = settings.specialty_code
    with opened_workbook(path) as book:
        text = _limit_rows(book, code)
        beneficiaries = _beneficiaries(book)
        restricted = _restrictions(book, code)
        base = _base_limits(book, code)
    checks = RowChecks(text, SOURCE)
    ssa_county = checks.code("ssa_county", 5)
    county_type = checks.among("cms_county_type", CMS_COUNTY_TYPES, required=True)
    limit_min = checks.number("limit_min", low=1, high=LONGEST_LIMIT_MIN, required=True)
    limit_mi = checks.number("limit_mi", low=1, high=LONGEST_LIMIT_MI, required=True)
    checks.unique(ssa_county, "ssa_county")
    checks.rows["beneficiaries"] = ssa_county.map(beneficiaries).astype(TEXT).fillna("")
    base_min = county_type.map({name: limits[0] for name, limits in base.items()}).astype("float64")
    base_mi = county_type.map({name: limits[1] for name, limits in base.items()}).astype("float64")
    return checks.reading(
        {
            "ssa_county": ssa_county,
            "county_name": checks.text("county_name"),
            "state": checks.text("state"),
            "cms_county_type": county_type,
            "beneficiaries": checks.number("beneficiaries", low=0, nulls=("NA",)),
            "limit_min": limit_min,
            "limit_mi": limit_mi,
            "base_limit_min": base_min,
            "base_limit_mi": base_mi,
            "customised": (limit_min != base_min) | (limit_mi != base_mi),
            "certificate_of_need": ssa_county.map(restricted).astype(TEXT).fillna("none"),
        }
    )


@dataclass(frozen=True)
class _Columns:
    """Where the two limits of a specialty stand, and the first row of data."""

    minutes: int
    miles: int
    first: int


def _limit_rows(book: Workbook, code: str) -> TextTable:
    """Return the county rows of the sheet of limits as text."""
    rows = book.rows(LIMITS_SHEET)
    at = header_row(book.path, LIMITS_SHEET, rows, ("COUNTY", "ST", "SSACD"))
    header = rows[at]
    places = {
        "county_name": column_of(header, "COUNTY"),
        "state": column_of(header, "ST"),
        "ssa_county": column_of(header, "SSACD"),
        "cms_county_type": column_of(header, "COUNTY DESIGNATION"),
    }
    if places["cms_county_type"] is None:
        raise SourceError(
            book.path,
            f"sheet {LIMITS_SHEET!r} lacks the column 'COUNTY DESIGNATION'",
            mend="check that this is the right edition of the workbook",
        )
    limits = _limit_columns(book.path, rows, at, code)
    places |= {"limit_min": limits.minutes, "limit_mi": limits.miles}
    data = [row for row in rows[limits.first :] if not is_blank(row)]
    table = pd.DataFrame(
        {
            name: pd.Series([cell_text(row, place) for row in data], dtype=TEXT)
            for name, place in places.items()
        }
    )
    table["file"] = 0
    table["source_file"] = pd.Series(book.path.name, index=table.index, dtype=TEXT)
    table["source_row"] = np.arange(1, len(table) + 1)
    table["row_text"] = pd.Series(
        [
            ",".join(cell_text(row, i) for i in range(len(row)))[:ROW_TEXT_CHARACTERS]
            for row in data
        ],
        index=table.index,
        dtype=TEXT,
    )
    rejected = table.iloc[:0][["source_file", "source_row", "row_text", "file"]]
    return TextTable(
        rows=table,
        rejected=rejected.assign(source=None, column_name=None, reason=None),
        rows_read=(len(table),),
        files=(book.path,),
        found=(tuple("" if cell is None else str(cell) for cell in header),),
    )


def _limit_columns(path: Path, rows: Sequence[Row], header: int, code: str) -> _Columns:
    """Find a specialty below the header: its code, and Time and Distance beneath (in either order)."""
    codes = rows[header + 1] if header + 1 < len(rows) else ()
    beneath = rows[header + 2] if header + 2 < len(rows) else ()
    starts = [at for at, cell in enumerate(codes) if _same_code(cell, code)]
    if not starts:
        listed = ", ".join(str(cell) for cell in codes if cell is not None)
        raise SourceError(
            path,
            f"sheet {LIMITS_SHEET!r} has no specialty {code}; it has {listed or 'no codes'}",
            mend="set sources.hsd.specialty_code to one of these",
        )
    start = starts[0]
    pair = {folded(cell): start + offset for offset, cell in enumerate(beneath[start : start + 2])}
    if set(pair) != {"time", "distance"}:
        raise SourceError(
            path,
            f"sheet {LIMITS_SHEET!r} has {list(beneath[start : start + 2])} below specialty {code}, not Time "
            "and Distance",
            mend="check that this is the right edition of the workbook",
        )
    return _Columns(pair["time"], pair["distance"], header + 3)


def _same_code(cell: object, code: str) -> bool:
    return cell is not None and cell_text((cell,), 0).zfill(3) == code.zfill(3)


def _beneficiaries(book: Workbook) -> dict[str, str]:
    """Return the Medicare beneficiaries of each SSA county, as text."""
    rows = book.rows(COUNTS_SHEET)
    at = header_row(book.path, COUNTS_SHEET, rows, ("SSACD", "TOTAL BENEFICIARIES"))
    ssa = column_of(rows[at], "SSACD")
    people = column_of(rows[at], "TOTAL BENEFICIARIES")
    return {
        cell_text(row, ssa).zfill(5): cell_text(row, people)
        for row in rows[at + 1 :]
        if cell_text(row, ssa)
    }


def _restrictions(book: Workbook, code: str) -> dict[str, str]:
    """Return, for SSA counties where certificate-of-need laws restrict the specialty, how CMS allows for it.

    Under 42 CFR 422.116(d)(6) a plan gets ten percentage points of credit there, or customised limits.
    """
    rows = book.rows(RESTRICTIONS_SHEET)
    flag_name = "T/D Customized (Y/N)"
    at = header_row(book.path, RESTRICTIONS_SHEET, rows, ("SSA", "Specialty_Code", flag_name))
    ssa, specialty, flag = (
        column_of(rows[at], name) for name in ("SSA", "Specialty_Code", flag_name)
    )
    return {
        cell_text(row, ssa).zfill(5): "customised" if cell_text(row, flag) == "Y" else "credit"
        for row in rows[at + 1 :]
        if specialty is not None and _same_code(row[specialty], code)
    }


def _base_limits(book: Workbook, code: str) -> dict[str, tuple[float, float]]:
    """Return county type -> (minutes, miles) of a specialty that no county customises.

    The sheet sets three tables side by side; only the last, of facilities, has this specialty's limits under
    a name of each county type.
    """
    rows = book.rows(BASE_SHEET)
    found = [
        (at, place)
        for at, row in enumerate(rows)
        for place, cell in enumerate(row)
        if isinstance(cell, str) and _same_code(cell, code)
    ]
    types = {folded(name): name for name in CMS_COUNTY_TYPES}
    for at, place in found:
        # The header is that of the nearest rows above that name county types right of the code.
        for top in range(min(at, len(rows)) - 1, -1, -1):
            starts = {
                types[folded(cell)]: column
                for column, cell in enumerate(rows[top])
                if column > place and folded(cell) in types
            }
            if len(starts) == len(types):
                limits = _type_limits(rows[top + 1 : at], rows[at], starts)
                if limits:
                    return limits
                break
    raise SourceError(
        book.path,
        f"sheet {BASE_SHEET!r} has no maximum time and distance of specialty {code} for each county type",
        mend="check that this is the right edition of the workbook",
    )


def _type_limits(
    headers: Sequence[Row], values: Row, starts: dict[str, int]
) -> dict[str, tuple[float, float]]:
    """Read the pair of limits of each county type; empty where the headers or numbers are not there."""
    ends = sorted([*starts.values(), len(values)])
    limits: dict[str, tuple[float, float]] = {}
    for name, start in starts.items():
        end = ends[ends.index(start) + 1]
        places: dict[str, int] = {}
        for header in headers:
            for column in range(start, min(end, len(header))):
                for kind in ("time", "distance"):
                    if folded(header[column]).startswith(f"maximum{kind}"):
                        places[kind] = column
        if set(places) != {"time", "distance"}:
            return {}
        pair = (values[places["time"]], values[places["distance"]])
        if not all(isinstance(value, int | float) for value in pair):
            return {}
        limits[name] = (float(pair[0]), float(pair[1]))
    return limits
