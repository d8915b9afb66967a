"""What every reader returns, and how it refuses.

A reader turns one source into a table of its rows as they came, with the file and row number of each. A row
that cannot be used goes to `rejected` with its reason; a file that cannot be used raises `SourceError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pandas as pd

from pipelines.errors import InputError
from pipelines.sources.redaction import public

REJECTED_COLUMNS = ("source", "source_file", "source_row", "column_name", "reason", "row_text")
"""Columns of `raw.rejected`. `source_row` counts data rows from 1; the header is not counted."""

ROW_KEPT = "the row is kept"
"""What the reason of a row says that is noted and used all the same."""

CELL_NULL = f"; the cell is null, {ROW_KEPT}"
"""How the reason of a cell ends that became null."""

LEFT_OUT = "; left out, not a fault"
"""How the reason of a sound row ends that is not asked for."""


class Befell(StrEnum):
    """What can befall a row that `raw.rejected` names."""

    FAULT = "faulty"
    LEFT_OUT = "left out"
    KEPT = "kept, with a doubt"


def befell(reasons: pd.Series) -> pd.Series:
    """Tell what befell rows by the reasons that `raw.rejected` gives: a Series of `Befell`."""
    kept = reasons.str.contains(ROW_KEPT, regex=False)
    return (
        reasons.str.endswith(LEFT_OUT)
        .map({True: Befell.LEFT_OUT, False: Befell.FAULT})
        .mask(kept, Befell.KEPT)
    )


class SourceError(InputError):
    """A source file that cannot be used: the message names file, column, row and mend, and no secret.

    Parameters
    ----------
    path
        The file at fault.
    fault
        What is wrong, in plain words.
    row, column
        Where, if it is in one place. Rows are counted as in `raw.rejected`.
    mend
        What the user can do about it.
    """

    def __init__(
        self,
        path: Path | str,
        fault: str,
        *,
        row: int | None = None,
        column: str | None = None,
        mend: str | None = None,
    ) -> None:
        place = "".join(
            (f", row {row}" if row is not None else "", f", column {column!r}" if column else "")
        )
        super().__init__(public(f"{path}{place}: {fault}" + (f" ({mend})" if mend else "")))


def no_rejections() -> pd.DataFrame:
    """Return an empty frame with the columns of `raw.rejected`."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in REJECTED_COLUMNS})


def rejections(
    rows: pd.DataFrame,
    source: str | pd.Series[str],
    column: str,
    reason: str | pd.Series[str],
    text: pd.Series[str],
) -> pd.DataFrame:
    """Note rows that another step than their reader refuses, leaves out or doubts.

    Parameters
    ----------
    rows
        With source_file and source_row.
    source, column, reason, text
        Of each row, as `raw.rejected` holds them; `text` is the row as it came, or what names it.
    """
    noted = rows[["source_file", "source_row"]].assign(
        source=source, column_name=column, reason=reason, row_text=text
    )
    return noted[list(REJECTED_COLUMNS)].reset_index(drop=True)


def all_rejections(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several frames with the columns of `raw.rejected`, one below the other."""
    return pd.concat([rows for rows in parts if len(rows)] or [no_rejections()], ignore_index=True)


@dataclass(frozen=True)
class Reading:
    """The rows of one source and those that were refused.

    Attributes
    ----------
    table
        Usable rows. `source_file` (file name) and `source_row` (data rows from 1) tell where each came from.
    rejected
        What is not in the table and why, with the columns of `raw.rejected`, one a fault: faulty rows, sound
        rows that the settings leave out, and cells that became null while their row was kept (the reason
        says so).
    rows_read
        Data rows in the files: usable and rejected together, and of a file that is too large to hold also the
        sound rows that its filter passed over.
    files
        The files that were read.
    more
        Further tables of the source by name, where its files tell of several things.
    """

    table: pd.DataFrame
    rejected: pd.DataFrame = field(default_factory=no_rejections)
    rows_read: int = 0
    files: Sequence[Path] = ()
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def tables_of(readings: Mapping[str, Reading]) -> dict[str, pd.DataFrame]:
    """Return the tables of sources by their names in the raw layer: `nppes`, `nppes_taxonomies`..."""
    tables = {name: reading.table for name, reading in readings.items()}
    return tables | {
        f"{name}_{part}": table
        for name, reading in readings.items()
        for part, table in reading.more.items()
    }
