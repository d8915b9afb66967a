"""Where everything comes from: source files, rows that could not be used, and the run itself."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.columns import Column, Contract, number, text, whole

_NOT_COUNTED = "the source has no rows to count"
_OF_A_SOURCE = "the row is of a run"
_OF_THE_RUN = "the row is of a source"
_NOT_RECORDED = "the row is of a source, or nothing was recorded"

_KIND = text(
    "source, run, or part: the run of an area of which this one was put together",
    among=("source", "part", "run"),
)

_FILE = {
    "source": text("name of the source in the area file"),
    "file": text("name of the file"),
    "url": text("address, or the path as the area file writes it", "Where it is from"),
    "publisher": text("who published it"),
    "vintage": text("which edition"),
    "licence": text("under which terms", "Terms"),
    "sha256": text("checksum of the file", "Checksum (SHA-256)"),
    "bytes": number("size of the file", unit="bytes", low=0),
    "rows_read": whole("data rows in the file", null=_NOT_COUNTED),
    "rows_used": whole("those in the raw table", null=_NOT_COUNTED),
    "rows_rejected": whole(
        "those refused or left out", "Rows refused or left out", null=_NOT_COUNTED
    ),
    "read_at": text("when the file was fetched or last changed, UTC", "Read at (UTC)"),
}
_RUN = {
    "area": text("name of the area"),
    "settings_digest": text("SHA-256 of the settings"),
    "settings": text("the settings, JSON"),
    "versions": text("versions of the software that bears on results, JSON"),
    "network_digest": text("SHA-256 of the road network"),
    "network_counts": text("what was read of the roads and left out, JSON"),
    "center_counts": text("centers by site of care, in the area and in its buffer, JSON"),
    "people_counts": text(
        "people of the area, and those of its buffer who share its centers, JSON"
    ),
    "started_at": text("when the run began, UTC"),
    "computed_at": text(
        "when the answers of each topic were computed, UTC, JSON: before the run where they were kept"
    ),
    "run_id": text("which run of Prefect it was", null=_NOT_RECORDED),
    "steps": text(
        "what its steps before this table took: stage, step, seconds, peak_mb (most memory of the process by "
        "then, in MB), items and unit (what was counted, or null), JSON",
        null=_NOT_RECORDED,
    ),
}


def _only(columns: dict[str, Column], null: str) -> dict[str, Column]:
    return {name: replace(column, null=column.null or null) for name, column in columns.items()}


PROVENANCE = {
    "raw.sources": Contract(
        "A file of a source. Every other raw table holds a source's rows as they came.",
        (),
        {"kind": _KIND, **_FILE, "bytes": whole("size of the file in bytes")},
    ),
    "raw.rejected": Contract(
        "A row, or a cell of one, that could not be used.",
        (),
        {
            "source": text("name of the source in the area file"),
            "source_file": text("name of the file", "File"),
            "source_row": whole("number of the row in it", null="no one row is meant"),
            "column_name": text("which column is at fault", "Column", null="the row as a whole"),
            "reason": text("why", "Why"),
            "row_text": text("the row as it came", null="there is no such text"),
        },
    ),
    "out.rejected": Contract(
        "The rows of a file that were refused, left out or noted for one reason.",
        (),
        {
            "source": text("name of the source in the area file"),
            "source_file": text("name of the file", "File"),
            "column_name": text("which column is at fault", "Column", null="the row as a whole"),
            "reason": text("why", "Why"),
            "rows": whole("how many"),
        },
    ),
    "out.provenance": Contract(
        "A file of a source, as in raw.sources; the last row is the run.",
        (),
        {"kind": _KIND, **_only(_FILE, _OF_A_SOURCE), **_only(_RUN, _OF_THE_RUN)},
    ),
    "out.measure_notes": Contract(
        "A note on how a family of measures was computed.",
        ("measure", "note"),
        {
            "measure": text("family of measures"),
            "note": text("what is noted"),
            "value": text("the note"),
        },
    ),
}
"""Contracts of provenance, by full name."""
