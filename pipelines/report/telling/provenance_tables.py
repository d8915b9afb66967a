"""Where the numbers come from: source files with vintage, licence and checksum, rows refused, the run."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipelines.out_tables import OutTables
from pipelines.provenance import SOURCE, run_facts
from pipelines.report.telling.tables import Column, Kind, Table
from pipelines.vocabulary.sources import SOURCES


@dataclass(frozen=True)
class Provenance:
    """What was read and refused, and by which run.

    Attributes
    ----------
    files : DataFrame
        Rows of out.provenance for source files, in their order.
    run
        (name, value) of the run: when, settings, network, software.
    rejected : DataFrame
        source, source_file, column_name, reason, rows: refused rows by reason, most first.
    """

    files: pd.DataFrame
    run: tuple[tuple[str, str], ...]
    rejected: pd.DataFrame


def read_provenance(tables: OutTables) -> Provenance:
    """Take what out.provenance and raw.rejected say."""
    rows = tables["out.provenance"]
    return Provenance(
        files=rows[rows["kind"] == SOURCE].reset_index(drop=True),
        run=run_facts(rows),
        rejected=_by_reason(tables["raw.rejected"]),
    )


def sources_table(provenance: Provenance) -> Table:
    """List the source files with what a reader must know of each."""
    columns = (
        Column("source", "Source"),
        Column("publisher", "Publisher"),
        Column("vintage", "Vintage"),
        Column("licence", "Terms"),
        Column("rows_read", "Rows read", Kind.COUNT),
        Column("rows_rejected", "Rows refused or left out", Kind.COUNT),
        Column("sha256", "Checksum (SHA-256)", Kind.CHECKSUM),
        Column("file", "File"),
        Column("url", "Where it is from", Kind.LINK),
        Column("read_at", "Read at (UTC)"),
    )
    rows = tuple(
        tuple(_cell(column.name, row[column.name]) for column in columns)
        for row in provenance.files.to_dict("records")
    )
    note = (
        "Roads become a network rather than rows; a dash stands there. The checksum is that of the file as "
        "it was read; the CSV has it in full."
    )
    return Table("sources", "Source files", columns, rows, note)


def rejected_table(provenance: Provenance) -> Table:
    """List why rows were refused, and how many."""
    columns = (
        Column("source", "Source"),
        Column("source_file", "File"),
        Column("column_name", "Column"),
        Column("reason", "Why"),
        Column("rows", "Rows", Kind.COUNT),
    )
    rows = tuple(
        tuple(_cell(column.name, row[column.name]) for column in columns)
        for row in provenance.rejected.to_dict("records")
    )
    return Table(
        "rejected", "Rows that were refused, left out or noted, by reason", columns, rows, headers=2
    )


def _cell(column: str, value: object) -> str | float | None:
    """Return a table's value as a cell: null as None, a source by its name in plain words."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str):
        return SOURCES.headings.get(value, value) if column == "source" else value
    return float(str(value))


def _by_reason(rejected: pd.DataFrame) -> pd.DataFrame:
    names = ["source", "source_file", "column_name", "reason"]
    counts = rejected.groupby(names, dropna=False, sort=True).size().rename("rows").reset_index()
    return counts.sort_values("rows", ascending=False, kind="stable", ignore_index=True)
