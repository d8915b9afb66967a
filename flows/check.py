"""Check: whether an area's settings and source files are good, without computing or downloading."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd

from flows.study import Study
from pipelines.area import RAW_PREFIX, Source
from pipelines.errors import InputError
from pipelines.layers.source_check import fit_told, records_read, rows_told
from pipelines.measures.what_if.faults import closures_without_record, opening_faults
from pipelines.roads.prepare import read_segments
from pipelines.sources.files.download import locate, not_fetched
from pipelines.sources.reading import Reading
from pipelines.sources.registry import becomes_network, read_source, sources_of
from pipelines.vocabulary.wording import plural


class AreaFaultsError(InputError):
    """Sources that cannot be used; each was told."""


def check_area(study: Study) -> Iterator[str]:
    """Read every source that is there and tell what was found, whatever is wrong with one of them.

    Parameters
    ----------
    study
        The area.

    Yields
    ------
    str
        Of each source its rows by what befell them, or why it cannot be used; then whether they fit each other.

    Raises
    ------
    AreaFaultsError
        Some source cannot be used, they do not meet, or a what-if opens a center far from the area or
        closes one that no source names.
    """
    yield f"{study.path}: the settings are good"
    readings: dict[str, Reading] = {}
    faults = 0
    for name, source in sources_of(study.area).items():
        try:
            for number, line in enumerate(_told(study, name, source, readings)):
                yield line if number else f"{name}: {line}"
        except InputError as fault:
            faults += 1
            yield f"{name}: CANNOT BE USED: {fault}"
    try:
        yield from fit_told(study.area, readings)
        for told in _what_if_faults(study, readings):
            faults += 1
            yield f"{study.path}: {told}"
    except InputError as fault:
        faults += 1
        yield f"the sources do not meet: {fault}"
    if faults:
        raise AreaFaultsError(f"{plural(faults, 'fault')}, told above, must be mended before a run")


def _told(study: Study, name: str, source: Source, readings: dict[str, Reading]) -> Iterator[str]:
    """Tell of one source, and keep what was read for those that need it."""
    missing = not_fetched(source, study.area, study.folders.raw)
    if missing:
        yield f"not fetched yet: {', '.join(missing)}"
        return
    if study.area.area.generator and not _is_generated(study, source):
        yield "not generated yet; `infusion-access ingest` does it"
        return
    files = [file.path for file in locate(source, study.area, study.folders.raw)]
    if becomes_network(name):
        roads = study.area.sources.roads
        segments, rejected = read_segments(roads, study.area.roads, files, None)
        yield from rows_told(len(segments.tail), rejected)
        return
    readings[name] = read_source(study.area, name, files, readings)
    yield from rows_told(readings[name].rows_read, readings[name].rejected)


def _what_if_faults(study: Study, readings: dict[str, Reading]) -> list[str]:
    """Tell what opens too far away, and what closes of which no source has a row.

    Of the rows of registries some are no centers, or one with others: that a run tells, which judges them.
    """
    records = records_read(study.area, readings)
    faults = [] if records is None else closures_without_record(study.area.scenarios, records)
    if "counties" in readings:
        faults += opening_faults(study.area, gpd.GeoDataFrame(readings["counties"].table))
    return faults


def _is_generated(study: Study, source: Source) -> bool:
    names = [file.removeprefix(RAW_PREFIX) for file in source.files if file.startswith(RAW_PREFIX)]
    return all((study.folders.raw / name).exists() for name in names)
