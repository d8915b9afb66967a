"""The monthly report of deactivated National Provider Identifiers.

Publisher, vintage and licence as `sources.facilities.nppes`; `NPPES_Deactivated_NPI_Report_{MMDDYY}_V2.zip`
holds one workbook with the columns `NPI` and `NPPES Deactivation Date` below a title row. It lists every NPI
that is deactivated at its date, and is newer than the monthly file when that is some weeks old.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.sources.files.byte_stream import fits, members, opened
from pipelines.sources.files.content import unpacking
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import TEXT, TextTable, refusals
from pipelines.sources.tables.workbook import (
    cell_text,
    column_of,
    header_row,
    is_blank,
    opened_workbook,
)

SOURCE = "nppes"

_DATE = "NPPES Deactivation Date"


def read_deactivated(path: Path) -> Reading:
    """Read the report.

    Parameters
    ----------
    path
        The workbook (.xlsx), or the archive with it.

    Returns
    -------
    Reading
        npi and deactivated_on. A wrong or repeated NPI rejects its row; a date that is none becomes null.

    Raises
    ------
    SourceError
        The file is no such workbook or is damaged, lacks a column or has it twice, or holds no NPI.
    """
    content = None
    if any(fits(name, "*.xlsx") for name in members(path)):
        with opened(path, "*.xlsx") as stream, unpacking(path):
            content = io.BytesIO(stream.read())
    with opened_workbook(path, content) as book:
        sheet = book.sheets()[0]
        rows = book.rows(sheet)
        at = header_row(path, sheet, rows, ("NPI", _DATE))
        npi_place, date_place = column_of(rows[at], "NPI"), column_of(rows[at], _DATE)
        data = [row for row in rows[at + 1 :] if not is_blank(row)]
    table = pd.DataFrame(
        {
            "npi": pd.Series([cell_text(row, npi_place) for row in data], dtype=TEXT),
            "deactivated_on": pd.Series([_date_text(row, date_place) for row in data], dtype=TEXT),
        }
    )
    table["file"] = 0
    table["source_file"] = pd.Series(path.name, index=table.index, dtype=TEXT)
    table["source_row"] = np.arange(1, len(table) + 1)
    table["row_text"] = table["npi"] + "," + table["deactivated_on"]
    nothing = refusals(0, path.name, np.empty(0, np.int64), [], [])
    checks = RowChecks(TextTable(table, nothing, (len(table),), (path,), (("NPI", _DATE),)), SOURCE)
    npi = checks.npi("npi", required=True)
    checks.unique(npi, "npi")
    return checks.reading({"npi": npi, "deactivated_on": checks.date("deactivated_on", "%m/%d/%Y")})


def _date_text(row: tuple[object, ...], place: int | None) -> str:
    """Return a date cell as the report writes it, also where Excel keeps it as a date."""
    cell = row[place] if place is not None and place < len(row) else None
    return cell.strftime("%m/%d/%Y") if isinstance(cell, date) else cell_text(row, place)
