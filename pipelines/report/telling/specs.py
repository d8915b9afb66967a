"""Report tables as data: which columns of which `out` table are shown, under which words, in which order.

A spec names cells and computes none: every cell of a report table is a cell of its source, written in words or
rounded for reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipelines.out_tables import Row, records
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value

Codes = Mapping[str, Sequence[Any]]
"""Column -> the values of it that are told, in their order."""


@dataclass(frozen=True)
class Shown:
    """A column of the source that a table shows.

    Attributes
    ----------
    column
        Its name in the source.
    kind
        How its cells are written. For `Kind.PEOPLE_SHARE` it counts people.
    share
        The column with their share, for `Kind.PEOPLE_SHARE`.
    words
        Code -> words, for a column of codes; or a function of the whole row.
    name, heading
        In the CSV and on the page. By default those of the source. Both may hold `{near}` and the other
        words that a table is built with; in a spread column also `{code}` and `{word}`.
    spread
        Whether it is told once for each code of the spec's `across`, side by side.
    """

    column: str
    kind: Kind = Kind.TEXT
    share: str = ""
    words: Mapping[str, str] | Callable[[Row], Value] | None = None
    name: str = ""
    heading: str = ""
    spread: bool = False

    def cell(self, row: Row | None) -> Value:
        """Return its cell of a source row; None where the source has no such row."""
        if row is None:
            return None
        if callable(self.words):
            return self.words(row)
        value = row[self.column]
        if value is None:
            return None
        if self.kind is Kind.PEOPLE_SHARE:
            return PeopleShare(float(value), row[self.share])
        if self.words is not None:
            return self.words[value]
        return float(value) if self.kind.numeric else str(value)


@dataclass(frozen=True)
class TableSpec:
    """A report table.

    Attributes
    ----------
    name
        Of the table everywhere: its CSV file, its anchor, its key in the templates.
    title, note
        Caption, and how to read it; they may hold the words that the table is built with.
    columns
        What it shows; the first `headers` of them name the row.
    where
        Column -> the one value whose rows are told.
    across
        Column whose codes stand side by side (see `Shown.spread`), and the words for them.
    headers
        How many columns name the row.
    """

    name: str
    title: str
    columns: tuple[Shown, ...]
    note: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    across: tuple[str, Mapping[str, str]] | None = None
    headers: int = 1


def build(
    spec: TableSpec,
    source: pd.DataFrame,
    *,
    told: Codes | None = None,
    words: Mapping[str, str] | None = None,
) -> Table:
    """Fill a table from its source.

    Parameters
    ----------
    spec
        What it shows.
    source
        An `out` table, or several joined by their keys.
    told
        Column -> the values that are told, in their order; rows with others are left out. The rows stand in
        the order of the first of these columns, then of the second and so on, else as in the source.
    words
        What titles, notes, names and headings hold in braces.
    """
    told, words = told or {}, words or {}
    rows = _chosen(records(source), spec.where, told)
    columns: list[Column] = []
    cells: list[Callable[[Mapping[Any, Row]], Value]] = []
    for shown in spec.columns:
        for code, word in _codes(spec, shown, told):
            fills = {**words, "code": code, "word": word}
            columns.append(
                Column(
                    (shown.name or shown.column).format(**fills),
                    shown.heading.format(**fills),
                    shown.kind,
                )
            )
            cells.append(_cell_of(shown, code if shown.spread else None))
    groups = _grouped(rows, spec)
    return Table(
        spec.name,
        spec.title.format(**words),
        tuple(columns),
        tuple(tuple(cell(group) for cell in cells) for group in groups),
        spec.note.format(**words),
        headers=spec.headers,
    )


def _chosen(rows: list[Row], where: Mapping[str, Any], told: Codes) -> list[Row]:
    """Keep the rows that are told, in the order of the told codes."""
    places = {
        column: {code: place for place, code in enumerate(codes)} for column, codes in told.items()
    }
    kept = [
        row
        for row in rows
        if all(row[column] == value for column, value in where.items())
        and all(row[column] in place for column, place in places.items())
    ]
    return sorted(kept, key=lambda row: [place[row[name]] for name, place in places.items()])


def _codes(spec: TableSpec, shown: Shown, told: Codes) -> list[tuple[str, str]]:
    if not shown.spread:
        return [("", "")]
    if spec.across is None:
        raise ValueError(f"{spec.name}: {shown.column} is spread across nothing")
    column, words = spec.across
    return [(code, words[code]) for code in told[column]]


def _grouped(rows: list[Row], spec: TableSpec) -> list[dict[Any, Row]]:
    """Return the source rows of each row of the table, by the code that they stand for side by side."""
    if spec.across is None:
        return [{None: row} for row in rows]
    column = spec.across[0]
    keys = [shown.column for shown in spec.columns[: spec.headers]]
    groups: dict[tuple[Any, ...], dict[Any, Row]] = {}
    for row in rows:
        group = groups.setdefault(tuple(row[key] for key in keys), {None: row})
        group[row[column]] = row
    return list(groups.values())


def _cell_of(shown: Shown, code: str | None) -> Callable[[Mapping[Any, Row]], Value]:
    return lambda group: shown.cell(group.get(code))
