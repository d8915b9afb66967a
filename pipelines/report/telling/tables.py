"""A table of the report: the same cells for the page, rounded for reading, and for its CSV, in full."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.vocabulary.wording import NO_NUMBER, percent, percent_in_tenths


class Kind(StrEnum):
    """What a column holds, and so how its cells are written."""

    TEXT = "text"
    COUNT = "count"
    MINUTES = "minutes"
    MILES = "miles"
    PEOPLE_SHARE = "people_share"
    SHARE = "share"
    SHARE_IN_TENTHS = "share_in_tenths"
    DECIMAL = "decimal"
    PUBLISHED = "published"
    SIGNED = "signed"
    MONEY = "money"
    CHECKSUM = "checksum"
    LINK = "link"

    @property
    def numeric(self) -> bool:
        """Whether cells stand at the right, digit under digit."""
        return self not in (Kind.TEXT, Kind.CHECKSUM, Kind.LINK)


_DIGITS = {Kind.MINUTES: 1, Kind.MILES: 1, Kind.DECIMAL: 2}
_CSV_DIGITS = {
    Kind.COUNT: 2,
    Kind.MINUTES: 3,
    Kind.MILES: 3,
    Kind.SHARE: 5,
    Kind.SHARE_IN_TENTHS: 5,
    Kind.DECIMAL: 8,
    Kind.PUBLISHED: 8,
    Kind.SIGNED: 3,
    Kind.MONEY: 2,
}
_SHARE_DIGITS = 5
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

LONG_ROWS = 400
"""A sortable table with more rows is searched on the page, and read whole in its CSV."""

CHECKSUM_DIGITS = 12
"""Hex digits of a checksum that the page shows; the CSV has all."""


class PeopleShare(NamedTuple):
    """People, and their share of a group; the share is None where the group has nobody."""

    people: float
    share: float | None


Value = str | float | PeopleShare | None
"""A cell; None is a number that does not exist, for the reason that the table's note gives."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    name
        Name in the CSV, with its unit.
    heading
        Words above it on the page.
    kind
        What it holds.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT

    @property
    def csv_names(self) -> tuple[str, ...]:
        """Names in the CSV: a people-and-share column becomes two."""
        if self.kind is Kind.PEOPLE_SHARE:
            return self.name, f"{self.name}_share"
        return (self.name,)


@dataclass(frozen=True)
class Cell:
    """One cell as the page writes it.

    Attributes
    ----------
    text
        The value.
    beneath
        What stands small beneath it.
    sort_key
        What a sort compares; empty sorts last.
    href
        Where a link leads.
    """

    text: str
    beneath: str = ""
    sort_key: str = ""
    href: str = ""


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes
    ----------
    name
        Name of its CSV file, without the ending, and of its anchor on the page.
    title
        Caption.
    columns
        Its columns; the first `headers` of them name the row.
    rows
        One value a column.
    note
        How to read it, and what a missing number means.
    headers
        How many columns name the row.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    headers: int = 1

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name}: {len(row)} cells for {len(self.columns)} columns")

    def row_spans(self) -> list[int]:
        """Return over how many rows the first cell of each row reaches; 0 where one above it reaches down.

        Only where two columns name a row: equal neighbours in the first are then one group.
        """
        spans = [1] * len(self.rows)
        if self.headers > 1:
            for index in range(len(self.rows) - 1, 0, -1):
                if self.rows[index][0] == self.rows[index - 1][0]:
                    spans[index - 1] += spans[index]
                    spans[index] = 0
        return spans

    def cells(self) -> Iterator[list[tuple[Column, Cell]]]:
        """Yield each row's cells for the page, with their columns."""
        for row in self.rows:
            yield [
                (column, _cell(column.kind, value))
                for column, value in zip(self.columns, row, strict=True)
            ]

    @property
    def too_long(self) -> bool:
        """Whether it has more rows than a page bears."""
        return len(self.rows) > LONG_ROWS

    def texts(self) -> list[list[str]]:
        """Return each row as the page writes it: 'people (share)' where a share stands beneath."""
        return [
            [f"{cell.text} ({cell.beneath})" if cell.beneath else cell.text for _, cell in row]
            for row in self.cells()
        ]

    def to_csv(self) -> str:
        """Return the table as CSV: RFC 4180 but for line ends, which are those of Unix; null is empty.

        Text is `harmless` in a spreadsheet.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([name for column in self.columns for name in column.csv_names])
        for row in self.rows:
            writer.writerow(_csv_values(self.columns, row))
        return out.getvalue()


def _cell(kind: Kind, value: Value) -> Cell:
    if value is None:
        return Cell(NO_NUMBER)
    if isinstance(value, PeopleShare):
        share = "" if value.share is None else percent(value.share)
        return Cell(f"{value.people:,.0f}", share, f"{value.people:.0f}")
    if isinstance(value, str):
        if kind is Kind.CHECKSUM:
            return Cell(f"{value[:CHECKSUM_DIGITS]}…", sort_key=value)
        if kind is Kind.LINK:
            web = value.startswith(("https://", "http://"))
            return Cell(
                urlsplit(value).netloc if web else "a local file", href=value if web else ""
            )
        return Cell(value, sort_key=value)
    if kind is Kind.SHARE:
        return Cell(percent(value), sort_key=f"{value:.5f}")
    if kind is Kind.SHARE_IN_TENTHS:
        return Cell(percent_in_tenths(value), sort_key=f"{value:.5f}")
    if kind is Kind.SIGNED:
        return Cell(f"{value:+z,.1f}".replace("-", "−"), sort_key=f"{value:.5f}")
    if kind is Kind.PUBLISHED:
        return Cell(_in_full(value), sort_key=f"{value:.5f}")
    if kind is Kind.MONEY:
        return Cell(f"${value:,.0f}", sort_key=f"{value:.2f}")
    return Cell(f"{value:z,.{_DIGITS.get(kind, 0)}f}", "", f"{value:.5f}")


def _in_full(value: float) -> str:
    """Write a published figure with all its digits and no other: 0.205, 3.08, 20,965."""
    whole, _, digits = f"{value:,.8f}".partition(".")
    return f"{whole}.{digits}".rstrip("0").rstrip(".")


def _csv_values(columns: Sequence[Column], row: Sequence[Value]) -> list[str]:
    cells = []
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, PeopleShare):
            cells += [
                _csv_number(value.people, _CSV_DIGITS[Kind.COUNT]),
                _csv_number(value.share, _SHARE_DIGITS),
            ]
        elif isinstance(value, str):
            cells.append(harmless(value))
        else:
            cells += [_csv_number(value, _CSV_DIGITS.get(column.kind, 0))]
            cells += [""] * (len(column.csv_names) - 1)
    return cells


def harmless(text: str) -> str:
    """Return text that a spreadsheet shows, and does not compute.

    Text that begins with `=`, `+`, `-`, `@`, a tab or a line end would be a formula there, which may call
    programs and addresses; it gets an apostrophe before it, as OWASP advises. What is a number stays as it is.
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _csv_number(value: float | None, digits: int) -> str:
    if value is None:
        return ""
    text = f"{value:z.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
