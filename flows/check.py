"""Check: whether an area's settings and source files are good, without computing or downloading."""

from __future__ import annotations

from collections.abc import Iterator

from flows.study import Study
from pipelines.area import RAW_PREFIX, Source
from pipelines.roads.prepare import read_segments
from pipelines.sources.files.download import check_own_files, locate, not_fetched
from pipelines.sources.reading import Reading
from pipelines.sources.registry import ROADS, read_source, source_names, source_of


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
    for name in source_names(study.area):
        source = source_of(study.area, name)
        missing = not_fetched(source, study.area, study.folders.raw)
        if missing:
            yield f"{name}: not fetched yet: {', '.join(missing)}"
            continue
        if study.area.area.generator and not _generated(study, source):
            yield f"{name}: not generated yet; `infusion-access ingest` does it"
            continue
        if _waits_for_zips(study, name) and "zip_centroids" not in readings:
            yield f"{name}: cannot be checked before zip_centroids is fetched"
            continue
        files = [found.path for found in locate(source, study.area, study.folders.raw)]
        if name == ROADS:
            segments, rejected = read_segments(
                study.area.sources.roads, study.area.roads, files, None
            )
            yield _told(
                name, len(segments.tail), len(rejected), _common_reason(Reading(rejected, rejected))
            )
            continue
        readings[name] = read_source(study.area, name, files, readings)
        reading = readings[name]
        yield _told(name, reading.rows_read, len(reading.rejected), _common_reason(reading))


def _generated(study: Study, source: Source) -> bool:
    names = [file.removeprefix(RAW_PREFIX) for file in source.files if file.startswith(RAW_PREFIX)]
    return all((study.folders.raw / name).exists() for name in names)


def _waits_for_zips(study: Study, name: str) -> bool:
    hospitals = study.area.sources.hospitals
    return name == "hospitals" and hospitals is not None and hospitals.kind == "cms"


def _told(name: str, rows: int, refused: int, reason: str) -> str:
    return f"{name}: {rows:,} rows" + (
        f", {refused:,} refused or left out, most often: {reason}" if refused else ""
    )


def _common_reason(reading: Reading) -> str:
    reasons = reading.rejected["reason"].value_counts()
    return str(reasons.index[0]) if len(reasons) else ""
