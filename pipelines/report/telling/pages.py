"""The pages of a report: what each is called, what it shows, and how the frames behind it are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from pipelines.report.telling.captions import Picture
from pipelines.report.telling.tables import Table
from pipelines.warehouse import connect, read_from

INDEX, ADEQUACY, EQUITY, SCENARIOS, CENTERS = (
    "index.html",
    "adequacy.html",
    "equity.html",
    "scenarios.html",
    "centers.html",
)

PAGE_NAMES = {
    INDEX: "Who can drive there",
    ADEQUACY: "Does each county pass the rule?",
    EQUITY: "Who is worse off?",
    SCENARIOS: "What would change it?",
    CENTERS: "How centers were found",
}
"""File -> what the links to it say, in the order of the report."""

Row = dict[str, Any]


class Part(NamedTuple):
    """One section: its anchor, its name in the list of contents, and its template."""

    anchor: str
    heading: str
    template: str


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes
    ----------
    file
        Its name in the report's folder.
    title, subtitle
        Heading, and what the page is about.
    description
        Its finding in one sentence, for who finds the page elsewhere.
    parts
        Its sections from top to bottom.
    context
        What its templates need beside what all pages share.
    tables
        Its tables, by the name that the templates give them.
    pictures
        Its maps, in order.
    """

    file: str
    title: str
    subtitle: str
    description: str
    parts: tuple[Part, ...]
    context: Mapping[str, Any]
    tables: Mapping[str, Table]
    pictures: Sequence[Picture] = field(default=())


def read_frames(
    warehouse_path: Path, names: Sequence[str], layer: str = "out"
) -> dict[str, pd.DataFrame]:
    """Read tables of a layer, by name without the layer; one that is not there is empty.

    Parameters
    ----------
    warehouse_path
        The DuckDB file.
    names
        Tables such as ``adequacy``. What-ifs and sites are only there where the settings ask for them, rules
        and definitions of centers only where registries are read.
    layer
        ``out`` or ``core``.
    """
    with connect(warehouse_path) as warehouse:
        known = {
            name
            for (name,) in warehouse.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = ?", [layer]
            ).fetchall()
        }
        return {
            name: read_from(warehouse, f"{layer}.{name}") if name in known else pd.DataFrame()
            for name in names
        }


def records(frame: pd.DataFrame) -> list[Row]:
    """Return rows as dictionaries in which null is None."""
    plain = frame.astype("object").where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
