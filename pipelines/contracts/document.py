"""The tables in words: `docs/tables.md`, written from their declarations.

``python -m pipelines.contracts.document`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.contracts.columns import Column, Contract
from pipelines.contracts.tables import TOPICS

DOCUMENT = Path("docs/tables.md")
"""Where it stands in the repository."""

_INTRODUCTION = """\
# Tables

<!-- Written by `python -m pipelines.contracts.document`; change pipelines/contracts/ and run it again. -->

Every run writes one DuckDB file, `data/processed/<area>/access.duckdb`. `raw` holds the sources' rows as
they came, `core` the clean things of the field, `out` the answers. The sentences below also stand in the
file itself: `SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'coverage'`.

Tables are checked against these promises as they are written. They may carry further columns. A column
marked with * is there only where the area has a source that tells it. Tables of
`compare` are CSV files, which `infusion-access compare` writes."""


def tables_markdown() -> str:
    """Return the document: every table by topic, with what a row is, its key and its columns."""
    parts = [_INTRODUCTION]
    for topic, contracts in TOPICS.items():
        parts.append(f"## {topic}")
        parts += [_table(table, contract) for table, contract in contracts.items()]
    return "\n\n".join(parts) + "\n"


def _table(table: str, contract: Contract) -> str:
    key = ", ".join(f"`{name}`" for name in contract.key)
    return "\n".join(
        (
            f"### {table}",
            "",
            f"{contract.row}{f' Key: {key}.' if key else ''}",
            "",
            "| column | type | meaning | null |",
            "|---|---|---|---|",
            *_rows(contract),
        )
    )


def _rows(contract: Contract) -> Iterator[str]:
    for name, column in contract.columns.items():
        marked = f"`{name}`" if column.always else f"`{name}` \\*"
        cells = (marked, _type(column), _meaning(column), column.null)
        yield f"| {' | '.join(cells)} |"


def _type(column: Column) -> str:
    return f"{column.type}, {column.unit}" if column.unit else column.type


def _meaning(column: Column) -> str:
    if not column.among:
        return column.meaning
    return f"{column.meaning}: {', '.join(f'`{code}`' for code in column.among)}"


if __name__ == "__main__":
    DOCUMENT.write_text(tables_markdown(), encoding="utf-8")
