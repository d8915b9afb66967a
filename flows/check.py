"""Check: whether an area's settings and source files are good, without computing or downloading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from flows.study import Study
from pipelines.area import RAW_PREFIX, Source
from pipelines.roads.prepare import read_segments
from pipelines.sources.files.download import check_own_files, locate, not_fetched
from pipelines.sources.reading import Reading
from pipelines.sources.registry import becomes_network, read_source, sources_of


def check_area(study: Study) -> Iterator[str]:
    """Read every source that is there and tell what was found, a line a source.

    Parameters
    ----------
    study
        The area.

    Yields
    ------
    str
        Rows read and refused, with the most frequent reason.

    Raises
    ------
    SourceError
        A file is missing or cannot be used.
    """
    yield f"{study.path}: the settings are good"
    check_own_files(study.area)
    readings: dict[str, Reading] = {}
    for name, source in sources_of(study.area).items():
        missing = not_fetched(source, study.area, study.folders.raw)
        if missing:
            yield f"{name}: not fetched yet: {', '.join(missing)}"
        elif study.area.area.generator and not _is_generated(study, source):
            yield f"{name}: not generated yet; `infusion-access ingest` does it"
        else:
            files = [file.path for file in locate(source, study.area, study.folders.raw)]
            yield f"{name}: {_findings(study, name, files, readings)}"


def _is_generated(study: Study, source: Source) -> bool:
    names = [file.removeprefix(RAW_PREFIX) for file in source.files if file.startswith(RAW_PREFIX)]
    return all((study.folders.raw / name).exists() for name in names)


def _findings(study: Study, name: str, files: list[Path], readings: dict[str, Reading]) -> str:
    """Read a source, keep it for those that need it, and tell what was found."""
    if becomes_network(name):
        roads = study.area.sources.roads
        segments, rejected = read_segments(roads, study.area.roads, files, None)
        return _counts(len(segments.tail), rejected)
    readings[name] = read_source(study.area, name, files, readings)
    return _counts(readings[name].rows_read, readings[name].rejected)


def _counts(rows: int, rejected: pd.DataFrame) -> str:
    if rejected.empty:
        return f"{rows:,} rows"
    often = rejected["reason"].value_counts().index[0]
    return f"{rows:,} rows, {len(rejected):,} refused or left out, most often: {often}"
