"""Report tables as data: which columns of which `out` table are shown, under which words, in which order.

A spec names cells and computes none: every cell of a report table is a cell of its source, written in words or
in another unit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pandas as pd

from pipelines.contracts import CONTRACTS
from pipelines.out_tables import Row, records
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value

Codes = Mapping[str, Sequence[Any]]
"""Column -> the values of it that are shown, in their order."""


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
    times
        What a number is multiplied by, where the table has another unit than the source.
    name, heading
        In the CSV and on the page. By default those that its contract declares. Both may hold what `build`
        fills in; in a spread column also `{code}` and `{word}`.
    spread
        Whether it is shown once for each code of the spec's `across`, side by side.
    """

    column: str
    kind: Kind = Kind.TEXT
    share: str = ""
    words: Mapping[Any, str] | Callable[[Row], Value] | None = None
    times: float = 1.0
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
        return self.times * float(value) if self.kind.numeric else str(value)


@dataclass(frozen=True)
class TableSpec:
    """A report table.

    Attributes
    ----------
    name
        Of the table everywhere: its CSV file, its anchor, its key in the templates.
    title, note
        Caption, and how to read it; they may hold what `build` fills in.
    columns
        What it shows; the first `headers` of them name the row.
    where
        Column -> the one value whose rows are shown.
    across
        Column whose codes stand side by side (see `Shown.spread`), and the words for them: the rows of the
        source that agree in the headers and in all other columns of `codes` are one row of the table.
    headers
        How many columns name the row.
    sources
        Full names of the tables whose contracts give headings, the first that has a column before the others;
        by default that of `name` in `out`.
    """

    name: str
    title: str
    columns: tuple[Shown, ...]
    note: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    across: tuple[str, Mapping[str, str] | Callable[[Any], str]] | None = None
    headers: int = 1
    sources: tuple[str, ...] = ()


def build(
    spec: TableSpec,
    source: pd.DataFrame | Sequence[Row],
    *,
    codes: Codes | None = None,
    fills: Mapping[str, str] | None = None,
    without: Collection[str] = (),
) -> Table:
    """Fill a table from its source.

    Parameters
    ----------
    spec
        What it shows.
    source
        An `out` table, or several joined by their keys.
    codes
        Column -> the values that are shown, in their order; rows with others are left out. The rows stand in
        the order of the first of these columns, then of the second and so on, else as in the source.
    fills
        What titles, notes, names and headings hold in braces.
    without
        Columns of the source that this area's table leaves out.
    """
    codes, fills = codes or {}, fills or {}
    rows = records(source) if isinstance(source, pd.DataFrame) else list(source)
    placed = list(_placed(spec, codes, without))
    return Table(
        spec.name,
        spec.title.format(**fills),
        tuple(
            _column(spec, shown, {**fills, "code": code, "word": word})
            for shown, code, word in placed
        ),
        tuple(
            tuple(
                shown.cell(group.get(code if shown.spread else None)) for shown, code, _ in placed
            )
            for group in _grouped(_chosen(rows, spec.where, codes), spec, codes)
        ),
        spec.note.format(**fills),
        headers=spec.headers,
    )


def beside(source: pd.DataFrame, *others: tuple[pd.DataFrame, Sequence[str]]) -> pd.DataFrame:
    """Put other tables' columns beside a table's by the keys they share.

    Parameters
    ----------
    source
        The table whose rows stay, each once and in order; of columns in both its own stay.
    others
        Tables with the columns that name their rows. Null where one has no such row.
    """
    for other, key in others:
        more = [name for name in other if name in key or name not in source]
        source = source.merge(other[more], how="left", on=list(key), validate="many_to_one")
    return source


def with_county_names(source: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Add the column `county` to a table with `county_fips`: the county's name, or its code without one."""
    fips = source["county_fips"]
    return source.assign(county=fips.map(dict(names)).fillna(fips))


def _column(spec: TableSpec, shown: Shown, fills: Mapping[str, str]) -> Column:
    heading = shown.heading or next(
        CONTRACTS[table].columns[shown.column].heading
        for table in spec.sources or (f"out.{spec.name}",)
        if shown.column in CONTRACTS[table].columns
    )
    name = (shown.name or shown.column).format(**fills)
    return Column(name, heading.format(**fills), shown.kind)


def _placed(
    spec: TableSpec, codes: Codes, without: Collection[str]
) -> Iterator[tuple[Shown, Any, str]]:
    """Yield the columns from left to right, spread ones that stand together once for each code and its word."""
    kept = [shown for shown in spec.columns if shown.column not in without]
    for spread, block in groupby(kept, key=lambda shown: shown.spread):
        columns = list(block)
        if not spread:
            yield from ((shown, "", "") for shown in columns)
            continue
        if spec.across is None:
            raise ValueError(f"{spec.name}: {columns[0].column} is spread across nothing")
        column, words = spec.across
        for code in codes[column]:
            word = words(code) if callable(words) else words[code]
            yield from ((shown, code, word) for shown in columns)


def _chosen(rows: list[Row], where: Mapping[str, Any], codes: Codes) -> list[Row]:
    """Keep the rows that are shown, in the order of the codes."""
    places = {
        column: {code: place for place, code in enumerate(values)}
        for column, values in codes.items()
    }
    kept = [
        row
        for row in rows
        if all(row[column] == value for column, value in where.items())
        and all(row[column] in place for column, place in places.items())
    ]
    return sorted(kept, key=lambda row: [place[row[name]] for name, place in places.items()])


def _grouped(rows: list[Row], spec: TableSpec, codes: Codes) -> list[dict[Any, Row]]:
    """Return the source rows of each row of the table, by the code that they stand for side by side."""
    if spec.across is None:
        return [{None: row} for row in rows]
    column = spec.across[0]
    headers = [shown.column for shown in spec.columns[: spec.headers]]
    keys = [name for name in dict.fromkeys((*headers, *codes)) if name != column]
    groups: dict[tuple[Any, ...], dict[Any, Row]] = {}
    for row in rows:
        group = groups.setdefault(tuple(row[key] for key in keys), {None: row})
        group[row[column]] = row
    return list(groups.values())
