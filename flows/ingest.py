"""Ingest: from public sources to the raw and core layers of the warehouse."""

from __future__ import annotations

import logging
import time
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE

from flows.find_centers import (
    center_tables,
    find_centers,
    odd_answers,
    outside_rows,
    place_hospitals,
    place_providers,
    unplaced_rows,
)
from flows.study import Study, open_study
from pipelines.demand.counties import core_counties
from pipelines.demand.population import core_population, studied_people
from pipelines.demand.rurality import RuralityCodes
from pipelines.demand.study_region import study_region
from pipelines.demo.state import write_demo
from pipelines.facilities.centers import Centers
from pipelines.facilities.records import Registries
from pipelines.measures.adequacy.county_rules import county_rules
from pipelines.provenance import source_rows
from pipelines.roads.extent import road_extent
from pipelines.roads.prepare import prepare_network, rejected_roads
from pipelines.sources.files.download import Fetched, check_own_files, locate
from pipelines.sources.files.transfer import OutOfReachError
from pipelines.sources.reading import Reading, no_rejections
from pipelines.sources.registry import ROADS, read_source, source_names, source_of
from pipelines.warehouse import check_unused, replace_layers, writing

log = logging.getLogger("pipelines.ingest")

Files = dict[str, list[Fetched]]
Readings = dict[str, Reading]


class CoreTables(NamedTuple):
    """The tables of the core layer, and the rows that were noted while they were made."""

    population: pd.DataFrame
    counties: gpd.GeoDataFrame
    centers: Centers
    adequacy_limits: pd.DataFrame
    noted: pd.DataFrame


@flow(name="ingest")
def ingest(
    area: str = "demo", data: str = "data", reports: str = "reports", workers: int = 2
) -> str:
    """Bring an area's sources into its warehouse.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.
    workers
        Not used: sources are read one after the other, each with DuckDB's own threads.

    Returns
    -------
    str
        Path of the warehouse; its raw and core layers are new, its out layer is empty.
    """
    study = open_study(area, data, reports)
    check_unused(study.folders.warehouse)
    check_own_files(study.area)
    if study.area.area.generator == "demo":
        generate_demo(study)
    files = {
        name: locate_files.with_options(name=f"locate {name}")(study, name)
        for name in source_names(study.area)
    }
    readings: Readings = {}
    for name in files:
        if name != ROADS:
            readings[name] = read_rows.with_options(name=f"read {name}")(
                study, name, files, readings
            )
    registries = place_providers(study, readings)
    hospitals = place_hospitals(study, readings)
    core = build_core(study, readings, hospitals, registries)
    refused = prepare_roads(study, files, core)
    store(study, files, readings, core, refused)
    return str(study.folders.warehouse)


@task(name="generate the fictional state", cache_policy=NO_CACHE)
def generate_demo(study: Study) -> None:
    """Write the demo's raw files, in the formats of the real sources."""
    log.info("generating the fictional state")
    identity = study.area.area
    write_demo(study.folders.raw, seed=identity.seed, detail=identity.detail)


def _out_of_reach(task: object, run: object, state: State[object]) -> bool:
    """Tell whether a failure may pass: a server that keeps failing, not a wrong address or file."""
    return isinstance(state.result(raise_on_failure=False), OutOfReachError)


# A server that is down for minutes outlasts the patience of one download; what has come is kept.
@task(
    name="locate files",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[60, 300],
    retry_condition_fn=_out_of_reach,
)
def locate_files(study: Study, name: str) -> list[Fetched]:
    """Find the files of a source, fetching those that are given as addresses."""
    source = source_of(study.area, name)
    return locate(source, study.area, study.folders.raw, progress=Download(name))


class Download:
    """Tell how far a download is, every few seconds."""

    EVERY_S = 5.0

    def __init__(self, name: str) -> None:
        self.name = name
        self.told = time.monotonic()

    def __call__(self, done: int, total: int | None) -> None:
        """Take note of the bytes that are there, of so many in all (None: the server does not say)."""
        if time.monotonic() - self.told < self.EVERY_S:
            return
        self.told = time.monotonic()
        of_all = f" of {total / 1e6:,.0f} MB ({done / total:.0%})" if total else " MB"
        log.info("downloading %s: %s%s", self.name, f"{done / 1e6:,.0f}", of_all)


@task(name="read rows", cache_policy=NO_CACHE)
def read_rows(study: Study, name: str, files: Files, readings: Readings) -> Reading:
    """Read and check one source; refused rows are kept with their reason."""
    paths = [fetched.path for fetched in files[name]]
    reading = read_source(study.area, name, paths, readings)
    log.info(
        "%s: %s rows, %s refused or left out",
        name,
        f"{reading.rows_read:,}",
        f"{len(reading.rejected):,}",
    )
    return reading


@task(name="build core tables", cache_policy=NO_CACHE)
def build_core(
    study: Study,
    readings: Readings,
    hospitals: pd.DataFrame | None,
    registries: Registries | None,
) -> CoreTables:
    """Make people, counties and centers of the sources' rows."""
    log.info("finding people, counties and centers")
    tables = {name: reading.table for name, reading in readings.items()}
    boundaries = gpd.GeoDataFrame(tables["counties"])
    region = study_region(boundaries, study.area)
    codes = RuralityCodes(tables.get("ruca"), tables.get("rucc"), tables.get("nchs"))
    scheme = study.area.measures.stratum_scheme
    studied = studied_people(tables["population"], boundaries, study.area)
    counties = core_counties(boundaries, region, studied.people, codes, scheme)
    centers = find_centers(study, hospitals, tables.get("centers"), registries, region)
    log.info(
        "%s people at %s points, %s centers in the area and its buffer",
        f"{studied.people['population'].sum():,.0f}",
        f"{len(studied.people):,}",
        f"{len(centers.centers):,}",
    )
    population = core_population(studied.people, codes, counties, scheme)
    limits, unnamed = county_rules(population, tables.get("hsd"), tables.get("ssa_fips"))
    outside = outside_rows(tables.get("centers"), region)
    if len(outside):
        log.info(
            "%s of the listed centers lie outside the area and its buffer: see raw.rejected",
            f"{len(outside):,}",
        )
    noted = (studied.noted, unnamed, outside, unplaced_rows(centers), odd_answers(study))
    return CoreTables(
        population=population,
        counties=counties,
        centers=centers,
        adequacy_limits=limits,
        noted=pd.concat(
            [rows for rows in noted if len(rows)] or [no_rejections()], ignore_index=True
        ),
    )


@task(name="prepare road network", cache_policy=NO_CACHE)
def prepare_roads(study: Study, files: Files, core: CoreTables) -> pd.DataFrame:
    """Make the road network of the area and its buffer, and return the road rows that were refused."""
    log.info("preparing the road network")
    paths = [fetched.path for fetched in files[ROADS]]
    box = road_extent(core.counties, study.area.area.buffer_mi)
    prepare_network(study.area, paths, box, study.folders.network)
    return rejected_roads(study.folders.network)


@task(name="store raw and core", cache_policy=NO_CACHE)
def store(
    study: Study, files: Files, readings: Readings, core: CoreTables, refused_roads: pd.DataFrame
) -> None:
    """Write the raw and core layers, both or neither."""
    log.info("writing the warehouse")
    rejected = [reading.rejected for reading in readings.values()]
    rejected += [core.noted, refused_roads]
    tables: dict[str, pd.DataFrame] = {
        f"raw.{name}": reading.table for name, reading in readings.items()
    }
    tables |= {
        f"raw.{name}_{part}": table
        for name, reading in readings.items()
        for part, table in reading.more.items()
    }
    tables |= {
        "raw.rejected": pd.concat(
            [rows for rows in rejected if len(rows)] or [no_rejections()], ignore_index=True
        ),
        "raw.sources": source_rows(study.area, files, readings),
        "core.population": core.population,
        "core.counties": core.counties,
        "core.adequacy_limits": core.adequacy_limits,
        **center_tables(study, core.centers),
    }
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables)
