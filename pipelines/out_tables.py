"""A run's tables as its products read them: each once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines.warehouse import connect, holds_table, read_from

Row = dict[str, Any]
"""A row by column; null is None."""

NAMES = "the names of the tables"

SOMETIMES = frozenset(
    {
        "core.center_counts",
        "core.center_definitions",
        "core.center_evidence",
        "core.center_scores",
        "out.carried_codes",
        "out.center_confidence",
        "out.center_examples",
        "out.center_rules",
        "out.centers_by_definition",
        "out.centers_stand_on",
        "out.concentration_by_group",
        "out.concentration_by_vulnerability",
        "out.coverage_by_group",
        "out.definitions_agree",
        "out.gaps_by_group",
        "out.groups",
        "out.margins",
        "out.records_to_centers",
        "out.siting",
        "out.siting_candidates",
        "out.siting_sites",
        "out.times_by_group",
        "out.vulnerability",
        "out.what_if",
        "out.what_if_adequacy",
        "out.what_if_centers",
        "out.what_if_places",
    }
)
"""Tables that a run writes only where the settings or the sources give it a reason."""


class OutTables:
    """The tables of one warehouse, by full name: ``tables["out.coverage"]``.

    A table is read when it is first asked for and kept. Until `close` the warehouse stays open for reading.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._warehouse: duckdb.DuckDBPyConnection | None = None
        self._frames: dict[str, pd.DataFrame] = {}
        self._rows: dict[str, list[Row]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table whole; one of `SOMETIMES` that is not there is empty.

        Raises
        ------
        WarehouseError
            The file, or another table, is missing.
        """
        if name not in self._frames:
            self._frames[name] = (
                read_from(self._open(), name) if self._has(name) else pd.DataFrame()
            )
        return self._frames[name]

    def rows(self, name: str, **where: object) -> list[Row]:
        """Return the rows of a table that hold these values, in the table's order."""
        if name not in self._rows:
            self._rows[name] = records(self[name])
        return [
            row
            for row in self._rows[name]
            if all(row[column] == value for column, value in where.items())
        ]

    def row(self, name: str, **key: object) -> Row | None:
        """Return the first row that holds these values; None where there is none."""
        return next(iter(self.rows(name, **key)), None)

    def find(self, name: str, **key: object) -> list[Row]:
        """Read only those rows of a table that hold these values: it may be a long one."""
        if not self._has(name):
            return []
        return records(read_from(self._open(), name, key))

    def most_like(self, asked: str, name: str, columns: Sequence[str], count: int = 3) -> list[str]:
        """Return the values of the first column whose rows are written most like what is asked for."""
        alike = ", ".join(
            f"jaro_winkler_similarity(lower({column}), lower($asked))" for column in columns
        )
        found = self._open().execute(
            f"SELECT {columns[0]} FROM {name} ORDER BY greatest({alike}) DESC, {columns[0]} LIMIT {count}",
            {"asked": asked},
        )
        return [value for (value,) in found.fetchall()]

    def names(self, *layers: str) -> list[str]:
        """Return the full names of the tables of some layers, in alphabetical order."""
        found = self._open().execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE list_contains($layers, table_schema) ORDER BY ALL",
            {"layers": list(layers)},
        )
        return [name for (name,) in found.fetchall()]

    def close(self) -> None:
        """Let go of the warehouse; what was read stays."""
        if self._warehouse is not None:
            self._warehouse.close()
            self._warehouse = None

    def _has(self, name: str) -> bool:
        return name not in SOMETIMES or holds_table(self._open(), name)

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._warehouse is None:
            self._warehouse = connect(self._path)
        return self._warehouse


class NotedTables(OutTables):
    """The tables of a warehouse as one product reads them: each that it asks for is noted.

    Parameters
    ----------
    tables
        The tables, which several products share.
    read
        Takes the full name of each that is asked for, and `NAMES` where their names are; empty texts beside.
    """

    def __init__(self, tables: OutTables, read: dict[str, str]) -> None:
        self._tables, self._read = tables, read

    def _note(self, name: str) -> None:
        self._read[name] = ""

    def __getitem__(self, name: str) -> pd.DataFrame:
        self._note(name)
        return self._tables[name]

    def rows(self, name: str, **where: object) -> list[Row]:
        """Return rows as `OutTables` does."""
        self._note(name)
        return self._tables.rows(name, **where)

    def find(self, name: str, **key: object) -> list[Row]:
        """Read rows as `OutTables` does."""
        self._note(name)
        return self._tables.find(name, **key)

    def most_like(self, asked: str, name: str, columns: Sequence[str], count: int = 3) -> list[str]:
        """Return values as `OutTables` does."""
        self._note(name)
        return self._tables.most_like(asked, name, columns, count)

    def names(self, *layers: str) -> list[str]:
        """Return names as `OutTables` does."""
        self._note(NAMES)
        return self._tables.names(*layers)

    def close(self) -> None:
        """Leave the warehouse to those who share it."""


def records(frame: pd.DataFrame) -> list[Row]:
    """Return rows as dictionaries in which null is None."""
    plain = frame.astype("object").where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
