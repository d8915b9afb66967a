"""Where results come from: one row a source file and one a run, the tables raw.sources and out.provenance.

A source's row tells what was read, when and under which terms; the run's row tells with which settings,
software and network. Structured things (settings, versions, counts) are JSON text with sorted keys.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any, Protocol

import pandas as pd

from pipelines.area import Source, StudyArea
from pipelines.sources.files.download import SourceFile
from pipelines.sources.reading import Reading
from pipelines.sources.redaction import public

SOURCE, RUN, PART = "source", "run", "part"
"""`kind` of a row; a part is the run of an area of which this one was put together."""

SOURCE_COLUMNS = (
    "kind",
    "source",
    "file",
    "url",
    "publisher",
    "vintage",
    "licence",
    "sha256",
    "bytes",
    "rows_read",
    "rows_used",
    "rows_rejected",
    "read_at",
)

RUN_COLUMNS = (
    "kind",
    "area",
    "settings_digest",
    "settings",
    "versions",
    "network_digest",
    "network_counts",
    "center_counts",
    "people_counts",
    "started_at",
    "computed_at",
    "run_id",
    "steps",
)

SOFTWARE = ("infusion-access", "duckdb", "geopandas", "numba", "numpy", "pandas", "shapely")
"""Packages whose versions bear on results."""


def source_rows(
    area: StudyArea, files: Mapping[str, Sequence[SourceFile]], readings: Mapping[str, Reading]
) -> pd.DataFrame:
    """Describe the files of an area's sources.

    Parameters
    ----------
    area
        Its sources give publisher, vintage and licence.
    files
        The files by name of the source, in the order of the area file.
    readings
        What was read of them; a source without a reading (roads become a network) has null counts.

    Returns
    -------
    DataFrame
        raw.sources with `SOURCE_COLUMNS`, in the order of `files`: `url` is the address without what opens it
        (`redaction.public`), or the path as the area file writes it; `rows_read` counts data rows, `rows_used`
        those in the raw table, and `rows_rejected` those that were refused or left out (a reader may set aside
        rows that are neither); `read_at` is when the file was fetched or last changed, UTC.
    """
    rows = []
    for name, fetched in files.items():
        source: Source = getattr(area.sources, name)
        for written, file in zip(source.files, fetched, strict=True):
            rows.append(
                {
                    "kind": SOURCE,
                    "source": name,
                    "file": file.path.name,
                    "url": public(file.url or written),
                    "publisher": source.publisher,
                    "vintage": source.vintage,
                    "licence": source.licence,
                    "sha256": file.sha256,
                    "bytes": file.bytes,
                    **_counts(readings.get(name), file.path.name, alone=len(fetched) == 1),
                    "read_at": _utc(file.fetched_at),
                }
            )
    counts = dict.fromkeys(("bytes", "rows_read", "rows_used", "rows_rejected"), "Int64")
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS)).astype(counts)


def as_read(table: pd.DataFrame, source: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Put what a source says now in the place of what it said when the sources were read.

    Parameters
    ----------
    table
        raw.sources or raw.rejected.
    source
        Whose rows are replaced.
    rows
        Its rows now, of the same columns; the same as before where no file was replaced.

    Returns
    -------
    DataFrame
        The rows of other sources as they stand, those of `source` where its first one stood, else at the end.
    """
    its = table["source"] == source
    at = int(its.to_numpy().argmax()) if its.any() else len(table)
    others = table[~its]
    parts = [part for part in (others.iloc[:at], rows, others.iloc[at:]) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else table


class SearchedRoads(Protocol):
    """What is told of a road network, or of several that were searched one by one."""

    @property
    def n_nodes(self) -> int:
        """Its junctions."""

    @property
    def n_arcs(self) -> int:
        """Its stretches, each direction by itself."""

    @property
    def n_edges(self) -> int:
        """Its stretches."""

    @property
    def counts(self) -> dict[str, int]:
        """What was read and left out."""

    def digest(self) -> str:
        """Return what tells it from others."""


def run_row(
    area: StudyArea,
    network: SearchedRoads,
    centers: pd.DataFrame,
    people: tuple[pd.DataFrame, pd.DataFrame],
    *,
    started_at: datetime,
    computed_at: Mapping[str, str],
) -> pd.DataFrame:
    """Describe a run.

    Parameters
    ----------
    area
        Its settings.
    network
        The roads that were searched.
    centers
        core.centers: site_of_care and in_area.
    people
        core.population and core.surrounding_population.
    started_at
        When the run began, with its time zone.
    computed_at
        When the answers of each topic were computed: earlier than the run where they were kept.

    Returns
    -------
    DataFrame
        One row with `RUN_COLUMNS`; `run_id` and `steps` are null, for whoever runs it to fill in. `settings`,
        `versions`, `network_counts` (what was read and left out, nodes, arcs and edges), `center_counts` (by
        site of care, in the area and in its buffer), `people_counts` (in both) and `computed_at` are JSON.
    """
    center_counts = {
        site: {"in_area": int(inside.sum()), "in_buffer": int((~inside).sum())}
        for site, inside in centers.groupby("site_of_care")["in_area"]
    }
    sizes = {"nodes": network.n_nodes, "arcs": network.n_arcs, "edges": network.n_edges}
    row = {
        "kind": RUN,
        "area": area.name,
        "settings_digest": area.digest(),
        "settings": _settings(area),
        "versions": _json(
            {"python": platform.python_version()} | {name: version(name) for name in SOFTWARE}
        ),
        "network_digest": network.digest(),
        "network_counts": _json(network.counts | sizes),
        "center_counts": _json(center_counts),
        "people_counts": _json(
            {
                where: float(places["population"].sum())
                for where, places in zip(("in_area", "in_buffer"), people, strict=True)
            }
        ),
        "started_at": _utc(started_at),
        "computed_at": _json(dict(computed_at)),
    }
    return pd.DataFrame([row], columns=list(RUN_COLUMNS))


def rejected_by_reason(rejected: pd.DataFrame) -> pd.DataFrame:
    """Count refused rows by reason.

    Parameters
    ----------
    rejected
        raw.rejected.

    Returns
    -------
    DataFrame
        out.rejected, most rows first: source, source_file, column_name (null where the whole row is meant),
        reason and rows.
    """
    names = ["source", "source_file", "column_name", "reason"]
    counts = rejected.groupby(names, dropna=False, sort=True).size().rename("rows").reset_index()
    return counts.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def changed_settings(area: StudyArea, provenance: pd.DataFrame) -> list[str]:
    """Name the settings that are no longer those of a run.

    Parameters
    ----------
    area
        The settings of now.
    provenance
        out.provenance: source rows and one run row.

    Returns
    -------
    list of str
        As in the area file, 'measures.within_min', in alphabetical order. `area.title` and `area.caveat` are
        not among them: they are words, which no table holds.
    """
    run = provenance.loc[provenance["kind"] == RUN].iloc[0]
    then = dict(leaves(json.loads(run["settings"])))
    now = dict(leaves(json.loads(_settings(area))))
    changed = {name for name in then.keys() | now.keys() if then.get(name) != now.get(name)}
    return sorted(changed - {"area.title", "area.caveat"})


def leaves(settings: dict[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the settings of nested tables, each with its full name: ('measures.gap_min', 30.0)."""
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{table}{name}.")
        else:
            yield f"{table}{name}", value


def run_facts(provenance: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Tell of the run in out.provenance as (name, value) pairs that a reader of the report can follow.

    Parameters
    ----------
    provenance
        out.provenance: source rows and one run row.
    """
    run = provenance.loc[provenance["kind"] == RUN].iloc[0]
    counts, software = json.loads(run["network_counts"]), json.loads(run["versions"])
    return (
        ("Started", run["started_at"]),
        ("Settings (SHA-256)", run["settings_digest"]),
        (
            "Road network",
            f"{counts['nodes']:,} junctions, {counts['edges']:,} stretches of road between them",
        ),
        ("Road network (SHA-256)", run["network_digest"]),
        ("Software", ", ".join(f"{name} {number}" for name, number in software.items())),
    )


def _counts(reading: Reading | None, file: str, *, alone: bool) -> dict[str, int | None]:
    """Count the rows of one file of a source; only a source of one file knows its rows read exactly."""
    if reading is None:
        return {"rows_read": None, "rows_used": None, "rows_rejected": None}
    used = reading.table.loc[reading.table["source_file"] == file, "source_row"]
    refused = reading.rejected.loc[reading.rejected["source_file"] == file, "source_row"]
    # A row of which only a cell was refused is in both.
    rejected = refused[~refused.isin(used)].nunique()
    return {
        "rows_read": reading.rows_read if alone else len(used) + rejected,
        "rows_used": len(used),
        "rows_rejected": rejected,
    }


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return pd.Timestamp(moment).tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def _settings(area: StudyArea) -> str:
    return public(_json(area.model_dump(mode="json")))


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
