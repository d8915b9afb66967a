"""A finished run as it is compared: its warehouse, and the settings that the warehouse keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.contracts import CONTRACTS
from pipelines.provenance import RUN, SOURCE
from pipelines.warehouse import connect, holds_table, read_from, read_table


@dataclass(frozen=True)
class FinishedRun:
    """The tables of a run; one that the run did not write, or an older program did not know, is absent.

    Attributes
    ----------
    tables
        Full name -> rows, of every table of core and out that has a contract.
    """

    tables: dict[str, pd.DataFrame]

    def table(self, name: str) -> pd.DataFrame | None:
        """Return a table by its full name; None where the run has none."""
        return self.tables.get(name)

    @cached_property
    def run(self) -> pd.Series[Any]:
        """The run's row of out.provenance."""
        provenance = self.tables["out.provenance"]
        return provenance.loc[provenance["kind"] == RUN].iloc[0]

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings, as nested tables."""
        read: dict[str, Any] = json.loads(self.run["settings"])
        return read

    @property
    def sources(self) -> pd.DataFrame:
        """The rows of out.provenance that are of source files."""
        provenance = self.tables["out.provenance"]
        return provenance[provenance["kind"] == SOURCE]


def read_run(path: Path) -> FinishedRun:
    """Read the warehouse of a finished run.

    Parameters
    ----------
    path
        The DuckDB file.

    Raises
    ------
    WarehouseError
        There is no such file, it is being written, or it has no answers yet.
    """
    read_table(path, "out.provenance")
    with connect(path) as warehouse:
        return FinishedRun(
            {
                name: read_from(warehouse, name)
                for name in CONTRACTS
                if name.startswith(("core.", "out.")) and holds_table(warehouse, name)
            }
        )
