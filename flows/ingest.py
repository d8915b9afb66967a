"""Ingest: from public sources to the raw and core layers of the warehouse."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from functools import partial

import geopandas as gpd
import pandas as pd
from prefect import State
from prefect.cache_policies import NO_CACHE

from flows.geocoding import geocoder_of
from flows.network import REFUSED, network_step
from flows.processes.alone import alone_in
from flows.reruns.keeping import Found, Keeper, Reads, Result, Unseen
from flows.reruns.names import (
    ABOUT_FILES,
    ANSWERS,
    GENERATE,
    GENERATED,
    STORE_SOURCES,
    about_files,
    digest_of_folder,
    files_of,
    listed,
    told_by,
)
from flows.reruns.readings import Files, Readings
from flows.reruns.stamps import note_written, stands
from flows.server.naming import name_of_run
from flows.study import Study, open_study
from flows.telling.steps import flow, task
from pipelines.errors import InputError
from pipelines.facilities.placed_sources import PlacedSources, place_sources
from pipelines.facilities.placing import Geocode
from pipelines.generators import GENERATORS
from pipelines.keeping.records import Records
from pipelines.keeping.stamp import Stamp
from pipelines.layers.core_layer import CoreLayer, core_layer
from pipelines.layers.raw_layer import raw_layer
from pipelines.progress import count
from pipelines.sources.facilities.geocoder import read_answers
from pipelines.sources.files.download import (
    SourceFile,
    check_own_files,
    check_unchanged,
    locate,
    not_fetched,
)
from pipelines.sources.files.transfer import OutOfReachError
from pipelines.sources.reading import tables_of
from pipelines.sources.registry import sources_of
from pipelines.warehouse import replace_layers, set_damaged_aside, writing

log = logging.getLogger("pipelines.ingest")

ALL = "all"
"""Among the sources to refresh: every one."""

NOTED, MISREAD = "rows noted", "answers of the geocoder that cannot be read"

WIRING = ("flows.geocoding", "flows.ingest", "flows.network", "flows.reruns.readings")
CORE_CODE = (
    "pipelines.layers.core_layer",
    "pipelines.facilities.placed_sources",
    "pipelines.sources.facilities.geocoder",
    "pipelines.generators",
)


@flow(name="ingest", flow_run_name=name_of_run)
@alone_in("data")
def ingest(
    area: str = "demo",
    data: str = "data",
    reports: str = "reports",
    workers: int = 2,
    refresh: list[str] | None = None,
    anew: bool = False,
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
    anew
        Read and make everything, also what was kept and of which nothing changed.

    Returns
    -------
    str
        Path of the warehouse. Where anything changed its raw and core layers are new and its out layer is
        empty; otherwise it is as it was.

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
    fresh = sources_named(study, refresh or [])
    bring_in(keeper_of_sources(study, anew=anew), study, fresh)
    return str(study.folders.warehouse)


def keeper_of_sources(study: Study, *, anew: bool = False, dry: bool = False) -> Keeper:
    """Return what keeps the results of this stage."""
    records = Records(study.folders.kept / "ingest")
    return Keeper(records, study.area, study.folders.data, anew=anew, dry=dry, wiring=WIRING)


def bring_in(keeper: Keeper, study: Study, fresh: Collection[str]) -> None:
    """Have the warehouse hold the raw and the core layer of an area.

    Parameters
    ----------
    keeper
        Runs the steps.
    study
        The area.
    fresh
        Sources whose servers are asked for something newer.
    """
    generate(keeper, study)
    files: Files = {}
    for name in sources_of(study.area):
        found = find_files(keeper, study, name, refresh=name in fresh)
        if found is not None:
            files[name] = found
            keeper.known[files_of(name)] = listed(found)
    readings = Readings(keeper, study, files)
    core = core_of(keeper, study, readings)

    def counties() -> gpd.GeoDataFrame:
        assert core is not None  # nothing is asked for where nothing is run
        return gpd.GeoDataFrame(core.tables["core.counties"])

    refused = network_step(keeper, study, files.get("roads"), counties)
    store(keeper, study, files, readings, core, refused)
    keeper.finish("ingest")


def sources_named(study: Study, names: Sequence[str]) -> Collection[str]:
    """Return the sources of some names; raises InputError for one that the area lacks."""
    known = sources_of(study.area)
    unknown = sorted(set(names) - {*known, ALL})
    if unknown:
        raise InputError(
            f"--refresh {' '.join(unknown)}: the area has no such source (name some of {', '.join(known)}, or "
            "none for all)"
        )
    return known if ALL in names else names


def generate(keeper: Keeper, study: Study) -> None:
    """Have the raw files of an area that has no published ones, and know them as `GENERATED`."""
    keeper.known[GENERATED] = "none"
    if not study.area.area.generator:
        return

    def make(reads: Reads) -> Found:
        write_raw_files(reads, study)
        return Found(files=[path for path in study.folders.raw.rglob("*") if path.is_file()])

    result = keeper.step(GENERATE, ("pipelines.generators",), [], make)
    if result is None:
        del keeper.known[GENERATED]
    else:
        keeper.known[GENERATED] = json.dumps(dict(result.record.files), sort_keys=True)


@task(name=GENERATE, cache_policy=NO_CACHE)
def write_raw_files(reads: Reads, study: Study) -> None:
    """Write the raw files of an area that has no published ones."""
    identity = reads.area.area
    log.info("generating the files of %s", study.area.area.title)
    GENERATORS[str(identity.generator)].write(study.folders.raw, identity.seed, identity.detail)


def find_files(
    keeper: Keeper, study: Study, name: str, *, refresh: bool
) -> list[SourceFile] | None:
    """Find the files of a source; None where nothing is run and they are not there as they would be."""
    source = sources_of(study.area)[name]
    if keeper.dry:
        if GENERATED not in keeper.known or refresh:
            return None
        if not_fetched(source, study.area, study.folders.raw):
            keeper.lines.append(f"locate {name}: would fetch its files")
            return None
        return locate(source, study.area, study.folders.raw)
    return locate_files.with_options(name=f"locate {name}")(study, name, refresh=refresh)


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
    raw = study.folders.raw
    return locate(
        source, study.area, raw, refresh=refresh, progress=_count_bytes, beside=raw.parent
    )


def _count_bytes(done: int, total: int | None) -> None:
    count(done / 1e6, None if total is None else total / 1e6, "MB")


def core_of(keeper: Keeper, study: Study, readings: Readings) -> Result | None:
    """Have people, counties and centers of the sources' rows."""
    keeper.known[ANSWERS] = digest_of_folder(study.folders.geocoder)

    def make(reads: Reads) -> Found:
        asked = Asked(geocoder_of(Study(study.path, reads.area, study.folders)))
        raw = tables_of(readings.all())
        core = build_core(reads, Unseen(raw), place_addresses(Unseen(raw), asked))
        tables = core.tables() | {
            NOTED: core.noted,
            MISREAD: read_answers(study.folders.geocoder)[1],
        }
        generator = reads.area.area.generator
        if generator and core.centers.definitions is not None:
            scores = GENERATORS[generator].scores(core.centers.definitions, study.folders.raw)
            tables["core.center_scores"] = scores
        # As they are now: the geocoder may have been asked.
        keeper.known[ANSWERS] = digest_of_folder(study.folders.geocoder)
        reads.note(ANSWERS)
        return Found(tables, passing=asked.unanswered)

    raw = [name for name in readings.names if name.startswith("raw.")]
    sources = [told_by(f"read {name}") for name in readings.results]
    return keeper.step("build core tables", CORE_CODE, [GENERATED, *sources, *raw], make)


class Asked:
    """A geocoder that remembers whether an address had no answer, so that it is asked again by the next run."""

    def __init__(self, geocode: Geocode) -> None:
        self._geocode = geocode
        self.unanswered = False

    def __call__(self, addresses: pd.DataFrame) -> pd.DataFrame:
        """Return the answers, as a `Geocode` does."""
        found = self._geocode(addresses)
        self.unanswered |= bool(found["status"].eq("failed").any())
        return found


@task(name="place centers", cache_policy=NO_CACHE)
def place_addresses(raw: Unseen[dict[str, pd.DataFrame]], geocode: Geocode) -> PlacedSources:
    """Return hospitals, the list and registered providers with their places."""
    placed = place_sources(raw.value, geocode)
    for line in placed.in_words():
        log.info("%s", line)
    return placed


@task(name="build core tables", cache_policy=NO_CACHE)
def build_core(
    reads: Reads, raw: Unseen[dict[str, pd.DataFrame]], placed: PlacedSources
) -> CoreLayer:
    """Make people, counties and centers of the sources' rows."""
    log.info("finding people, counties and centers")
    core = core_layer(reads.area, raw.value, placed)
    log.info("in the area and its buffer: %s", core.counts_in_words())
    return core


def store(
    keeper: Keeper,
    study: Study,
    files: Files,
    readings: Readings,
    core: Result | None,
    refused: Result | None,
) -> None:
    """Have the warehouse hold the raw and core layers, unless it does."""
    keeper.known[ABOUT_FILES] = about_files(files)
    made = [name for one in (core, refused) if one for name in one.record.made]

    def make(reads: Reads) -> Found:
        assert core is not None and refused is not None  # nothing is made where nothing is run
        for found in files.values():
            check_unchanged(found)
        noted = [core.tables[NOTED], core.tables[MISREAD], refused.tables[REFUSED]]
        tables = raw_layer(reads.area, files, readings.all(), noted) | {
            name: table for name, table in core.tables.items() if name.startswith("core.")
        }
        write_layers(study, Unseen(tables))
        return Found()

    result = keeper.step(
        STORE_SOURCES,
        ("pipelines.layers.raw_layer", "pipelines.warehouse"),
        [
            ABOUT_FILES,
            *(told_by(f"read {name}") for name in readings.results),
            *readings.names,
            *made,
        ],
        make,
        stands=partial(stands, study, STORE_SOURCES),
    )
    if result is not None and result.ran:
        keeper.known |= dict.fromkeys(("raw.sources", "raw.rejected"), result.record.key)
        tables = [name for name in [*readings.names, *made] if name.startswith(("raw.", "core."))]
        note_written(
            keeper, study, result.record, [*tables, "raw.sources", "raw.rejected"], Stamp("")
        )


@task(name=STORE_SOURCES, cache_policy=NO_CACHE)
def write_layers(study: Study, tables: Unseen[dict[str, pd.DataFrame]]) -> None:
    """Write the raw and core layers, both or neither."""
    log.info("writing the warehouse")
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables.value)
