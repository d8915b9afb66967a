"""Ingest: from public sources to the raw and core layers of the warehouse."""

from __future__ import annotations

import logging
from collections.abc import Collection

import pandas as pd
from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE

from flows.alone import alone_in
from flows.naming import name_of_run
from flows.progress import DownloadProgress, geocoder_of
from flows.study import Study, open_study
from pipelines.errors import InputError
from pipelines.facilities.placed_sources import PlacedSources, place_sources
from pipelines.generators import GENERATORS
from pipelines.layers.core_layer import CoreLayer, core_layer
from pipelines.layers.raw_layer import raw_layer
from pipelines.roads.extent import road_extent
from pipelines.roads.network import rejected_roads
from pipelines.roads.prepare import prepare_network
from pipelines.sources.facilities.geocoder import read_answers
from pipelines.sources.files.download import SourceFile, check_own_files, check_unchanged, locate
from pipelines.sources.files.transfer import OutOfReachError
from pipelines.sources.reading import Reading, tables_of
from pipelines.sources.registry import becomes_network, read_source, sources_of
from pipelines.warehouse import replace_layers, set_damaged_aside, writing

log = logging.getLogger("pipelines.ingest")

ALL = "all"
"""Among the sources to refresh: every one."""

Files = dict[str, list[SourceFile]]
Readings = dict[str, Reading]


@flow(name="ingest", flow_run_name=name_of_run)
@alone_in("data")
def ingest(
    area: str = "demo",
    data: str = "data",
    reports: str = "reports",
    workers: int = 2,
    refresh: list[str] | None = None,
) -> str:
    """Bring an area's sources into its warehouse.

    Parameters
    ----------
    area, data, reports
        As in `flows.run.run`.
    workers
        Not used: sources are read one after the other, each with DuckDB's own threads.
    refresh
        Sources whose servers are asked for a newer version of what was fetched before, `[ALL]` for every
        one; without it nobody is asked for what is there.

    Returns
    -------
    str
        Path of the warehouse; its raw and core layers are new, its out layer is empty.

    Raises
    ------
    InputError
        The area has no source of a name to refresh.
    """
    study = open_study(area, data, reports)
    aside = set_damaged_aside(study.folders.warehouse)
    if aside is not None:
        log.warning("the warehouse was damaged: it lies in %s, and is made anew", aside)
    check_own_files(study.area)
    fresh = _sources_named(study, refresh or [])
    if study.area.area.generator:
        generate(study)
    files = {
        name: locate_files.with_options(name=f"locate {name}")(study, name, refresh=name in fresh)
        for name in sources_of(study.area)
    }
    readings: Readings = {}
    for name in files:
        if not becomes_network(name):
            readings[name] = read_rows.with_options(name=f"read {name}")(
                study, name, files, readings
            )
    core = build_core(study, readings, place_addresses(study, readings))
    refused = [prepare_roads(study, files[name], core) for name in files if becomes_network(name)]
    store(study, files, readings, core, refused)
    return str(study.folders.warehouse)


def _sources_named(study: Study, names: list[str]) -> Collection[str]:
    known = sources_of(study.area)
    unknown = sorted(set(names) - {*known, ALL})
    if unknown:
        raise InputError(
            f"--refresh {' '.join(unknown)}: the area has no such source (name some of {', '.join(known)}, or "
            "none for all)"
        )
    return known if ALL in names else names


@task(name="generate raw files", cache_policy=NO_CACHE)
def generate(study: Study) -> None:
    """Write the raw files of an area that has no published ones."""
    identity = study.area.area
    log.info("generating the files of %s", identity.title)
    GENERATORS[str(identity.generator)].write(study.folders.raw, identity.seed, identity.detail)


def _out_of_reach(task: object, run: object, state: State[object]) -> bool:
    """Tell whether a failure may pass: a server that keeps failing, not a wrong address or file."""
    fault = state.result(raise_on_failure=False)
    if isinstance(fault, OutOfReachError):
        log.warning("%s; unless this was the last time, it is asked again in some minutes", fault)
    return isinstance(fault, OutOfReachError)


# A server that is down for minutes outlasts the patience of one download; what has come is kept.
@task(
    name="locate files",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[60, 300],
    retry_condition_fn=_out_of_reach,
)
def locate_files(study: Study, name: str, *, refresh: bool) -> list[SourceFile]:
    """Find the files of a source, fetching those that are given as addresses."""
    source = sources_of(study.area)[name]
    return locate(
        source, study.area, study.folders.raw, refresh=refresh, progress=DownloadProgress(name)
    )


@task(name="read rows", cache_policy=NO_CACHE)
def read_rows(study: Study, name: str, files: Files, readings: Readings) -> Reading:
    """Read and check one source; refused rows are kept with their reason."""
    reading = read_source(study.area, name, [file.path for file in files[name]], readings)
    rows, refused = f"{reading.rows_read:,}", f"{len(reading.rejected):,}"
    log.info("%s: %s rows, %s refused or left out", name, rows, refused)
    return reading


@task(name="place centers", cache_policy=NO_CACHE)
def place_addresses(study: Study, readings: Readings) -> PlacedSources:
    """Return hospitals, the list and registered providers with their places."""
    placed = place_sources(tables_of(readings), geocoder_of(study))
    for line in placed.in_words():
        log.info("%s", line)
    return placed


@task(name="build core tables", cache_policy=NO_CACHE)
def build_core(study: Study, readings: Readings, placed: PlacedSources) -> CoreLayer:
    """Make people, counties and centers of the sources' rows."""
    log.info("finding people, counties and centers")
    core = core_layer(study.area, tables_of(readings), placed)
    log.info("in the area and its buffer: %s", core.counts_in_words())
    return core


@task(name="prepare road network", cache_policy=NO_CACHE)
def prepare_roads(study: Study, files: list[SourceFile], core: CoreLayer) -> pd.DataFrame:
    """Make the road network of the area and its buffer, and return the road rows that were refused."""
    log.info("preparing the road network")
    box = road_extent(core.counties, study.area.area.buffer_mi)
    prepare_network(study.area, [file.path for file in files], box, study.folders.network)
    return rejected_roads(study.folders.network)


@task(name="store raw and core", cache_policy=NO_CACHE)
def store(
    study: Study, files: Files, readings: Readings, core: CoreLayer, refused: list[pd.DataFrame]
) -> None:
    """Write the raw and core layers, both or neither."""
    for found in files.values():
        check_unchanged(found)
    log.info("writing the warehouse")
    noted = [core.noted, read_answers(study.folders.geocoder)[1], *refused]
    tables = raw_layer(study.area, files, readings, noted) | core.tables()
    generator = study.area.area.generator
    if generator and core.centers.definitions is not None:
        scores = GENERATORS[generator].scores(core.centers.definitions, study.folders.raw)
        tables["core.center_scores"] = scores
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables)
