"""Sheets of an Excel workbook as plain rows, read without building the workbook in memory.

Publishers' sheets are laid out for people: a merged note above the header, headers broken over lines or by
hyphens, blank rows at the end. What every such sheet needs is here; what a sheet means is its reader's
matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

from pipelines.sources.files.bombs import MOST_HELD_BYTES, check_archive
from pipelines.sources.reading import SourceError

HEADER_ROWS = 12
"""A header stands within so many rows from the top, below the publisher's notes."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Workbook:
    """An open workbook; use `opened_workbook`.

    Attributes
    ----------
    path
        The file, for messages.
    """

    path: Path
    _book: openpyxl.Workbook

    def sheets(self) -> list[str]:
        """Return the names of the sheets, in their order; there is at least one."""
        return list(self._book.sheetnames)

    def rows(self, sheet: str) -> list[Row]:
        """Return all rows of a sheet, up to the last that holds anything.

        Raises
        ------
        SourceError
            There is no such sheet, or nothing in it, or it is damaged.
        """
        names = {folded(name): name for name in self._book.sheetnames}
        if folded(sheet) not in names:
            raise SourceError(
                self.path,
                f"has no sheet {sheet!r}; it has {', '.join(map(repr, self._book.sheetnames))}"[
                    :600
                ],
                mend="check that this is the right workbook",
            )
        with _damage_of(self.path):
            rows = list(self._book[names[folded(sheet)]].iter_rows(values_only=True))
        while rows and is_blank(rows[-1]):
            rows.pop()
        if not rows:
            raise SourceError(self.path, f"sheet {sheet!r} is empty", mend="fetch it again")
        return rows


@contextmanager
def opened_workbook(path: Path, content: BinaryIO | None = None) -> Iterator[Workbook]:
    """Open a workbook (.xlsx) for reading.

    Parameters
    ----------
    path
        The file.
    content
        The workbook itself, where it was unpacked from the file.

    Raises
    ------
    SourceError
        The file is missing, is no workbook, or is damaged.
    """
    with _damage_of(path):
        if content is None:
            check_archive(path, MOST_HELD_BYTES)
        book = openpyxl.load_workbook(content or path, read_only=True, data_only=True)
    try:
        if not book.sheetnames:
            raise SourceError(path, "is a workbook without any sheet", mend="fetch it again")
        yield Workbook(path, book)
    finally:
        book.close()


@contextmanager
def _damage_of(path: Path) -> Iterator[None]:
    try:
        yield
    except SourceError:
        raise
    except FileNotFoundError as error:
        raise SourceError(path, "there is no such file", mend="check the path") from error
    except Exception as error:
        # A damaged part fails in any of the ways of zipfile, the XML parser and openpyxl's own descriptors.
        raise SourceError(
            path,
            f"is not an Excel workbook (.xlsx), or is damaged: {type(error).__name__}: {error}"[
                :300
            ],
            mend="fetch it again",
        ) from error


def folded(text: object) -> str:
    """Return a header for comparing: letters, digits and # only, in lower case.

    So 'COUNTY DESIGNA-TION', broken by its cell's width, equals 'County Designation'.
    """
    return re.sub(r"[^a-z0-9#]", "", "" if text is None else str(text).casefold())


def is_blank(row: Row) -> bool:
    """Tell whether a row holds nothing."""
    return all(cell is None or str(cell).strip() == "" for cell in row)


def header_row(path: Path, sheet: str, rows: Sequence[Row], needed: Sequence[str]) -> int:
    """Return the position of the first row near the top that holds all needed headers.

    Raises
    ------
    SourceError
        There is none, or it holds one of them twice.
    """
    wanted = [folded(name) for name in needed]
    for at, row in enumerate(rows[:HEADER_ROWS]):
        found = [folded(cell) for cell in row]
        if all(name in found for name in wanted):
            for name, shown in zip(wanted, needed, strict=True):
                if found.count(name) > 1:
                    raise SourceError(
                        path,
                        f"the header of sheet {sheet!r} has the column {found.count(name)} times",
                        column=shown,
                        mend="remove or rename the others",
                    )
            return at
    raise SourceError(
        path,
        f"sheet {sheet!r} has no header with {', '.join(map(repr, needed))} in its first {HEADER_ROWS} rows",
        mend="check that this is the right edition of the workbook",
    )


def column_of(header: Row, name: str) -> int | None:
    """Return where the first column of this name stands, or None."""
    wanted = folded(name)
    return next((at for at, cell in enumerate(header) if folded(cell) == wanted), None)


def cell_text(row: Row, at: int | None) -> str:
    """Return a cell as text without blanks at its ends; '' where it is empty or beyond the row.

    A whole number that Excel keeps as a float is told without its '.0'.
    """
    value = row[at] if at is not None and at < len(row) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
