"""Two runs as the page tells them: their names, their tables of changes, and the cells it picks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines.out_tables import Row, records


@dataclass(frozen=True)
class Side:
    """One of the two runs.

    Attributes
    ----------
    letter
        A or B.
    name
        Short name of its area.
    title
        Title of its area.
    started_at
        When it was computed, UTC.
    fictional
        Whether its area does not exist.
    near_min
        Minutes within which a center counts as near (`measures.gap_min`).
    case
        Which what-if of a run it is, in words; empty for the run itself.
    """

    letter: str
    name: str
    title: str
    started_at: str
    fictional: bool
    near_min: float
    case: str = ""

    @property
    def called(self) -> str:
        """What the page calls it where it stands alone."""
        of = f", {self.case}" if self.case else ""
        computed = f"computed {self.started_at[:10]} {self.started_at[11:16]} UTC"
        return f"{self.letter}, {self.title}{of}, {computed}"


@dataclass(frozen=True)
class Compared:
    """What changed from A to B. Nothing here is computed: a fact is a cell or a row of a table.

    Attributes
    ----------
    a, b
        The runs.
    tables
        Full name -> table, as `pipelines.contracts.comparison` declares them.
    """

    a: Side
    b: Side
    tables: Mapping[str, pd.DataFrame]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {name: records(frame) for name, frame in self.tables.items()}

    def rows(self, name: str, **where: object) -> list[Row]:
        """Return the rows of a table, by its name without `compare.`, that hold these values."""
        return [
            row
            for row in self._rows[f"compare.{name}"]
            if all(row[column] == value for column, value in where.items())
        ]

    def summary(self, compared: str) -> Row:
        """Return the row of compare.summary."""
        return self.rows("summary", compared=compared)[0]

    def land(self, unit: str) -> Row:
        """Return the row of compare.land."""
        return self.rows("land", unit=unit)[0]

    @property
    def nothing_changed(self) -> bool:
        """Whether the runs are the same in all that is compared."""
        return all(row["changed"] == 0 for row in self.rows("summary"))

    @property
    def of_cases(self) -> bool:
        """Whether two what-ifs of one run are compared."""
        return bool(self.b.case)

    @property
    def one_land(self) -> bool:
        """Whether both have the same counties."""
        counties = self.land("counties")
        return bool(counties["a"] == counties["both"] == counties["b"])


def side(letter: str, settings: Mapping[str, Any], run: Any, case: str = "") -> Side:
    """Name a run, or a case of it, by its settings and its row of out.provenance."""
    area = settings["area"]
    return Side(
        letter,
        area["name"],
        area["title"],
        run["started_at"],
        area["fictional"],
        float(settings["measures"]["gap_min"]),
        case,
    )
