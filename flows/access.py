"""Access: from the core layer and the road network to the answers of the out layer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pandas as pd
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.alone import alone_in
from flows.naming import name_of_run
from flows.study import Study, open_study
from pipelines.area import area_error
from pipelines.measures.access.streets_near import road_doubts
from pipelines.measures.run import AccessRun, Core, Tables, read_core
from pipelines.measures.topics import TOPICS, Topic
from pipelines.measures.what_if.faults import closure_faults, opening_faults
from pipelines.provenance import as_read, rejected_by_reason, run_row, source_rows
from pipelines.roads.extent import road_extent
from pipelines.roads.network import RoadNetwork, rejected_roads
from pipelines.roads.prepare import prepare_network
from pipelines.roads.reweight import reweight
from pipelines.roads.surroundings import node_strata
from pipelines.sources.files.download import SourceFile, check_unchanged, locate
from pipelines.warehouse import check_unused, read_table, replace_layers, writing

log = logging.getLogger("pipelines.access")


@flow(name="access", flow_run_name=name_of_run)
@alone_in("data")
def access(
    area: str = "demo", data: str = "data", reports: str = "reports", workers: int = 2
) -> str:
    """Compute drive times, catchments, coverage and gaps of an area, and the measures that rest on them.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.
    workers
        Threads of the search.

    Returns
    -------
    str
        Path of the warehouse, whose out layer is new.

    Raises
    ------
    AreaError
        A what-if names a center that the area lacks, or a place far from it.
    """
    started_at = datetime.now(UTC)
    study = open_study(area, data, reports)
    check_unused(study.folders.warehouse)
    core = core_tables(study)
    check_what_ifs(study, core)
    roads = locate(study.area.sources.roads, study.area, study.folders.raw)
    run = AccessRun(study.area, core, prepare_roads(study, core, roads), workers)
    tell_road_doubts(run)
    for topic in TOPICS:
        run.answered.update(answer.with_options(name=topic.name)(run, topic))
    store_answers(study, run, roads, started_at)
    return str(study.folders.warehouse)


@task(name="read core tables", cache_policy=NO_CACHE)
def core_tables(study: Study) -> Core:
    """Read people, counties and centers from the warehouse."""
    return read_core(study.folders.warehouse)


def check_what_ifs(study: Study, core: Core) -> None:
    """Refuse what-ifs of centers that the area lacks, or that open far from it, before anything is searched.

    Raises
    ------
    AreaError
        All of them, each with its place in the area file.
    """
    faults = [
        *closure_faults(study.area.scenarios, core.centers, core.center_definitions),
        *opening_faults(study.area, core.counties),
    ]
    if faults:
        raise area_error(study.path, faults)


@task(name="prepare road network", cache_policy=NO_CACHE)
def prepare_roads(study: Study, core: Core, roads: list[SourceFile]) -> RoadNetwork:
    """Read the roads of the area and its buffer, or take the network that was stored for them."""
    log.info("preparing the road network")
    area = study.area
    box = road_extent(core.counties, area.area.buffer_mi)
    network = prepare_network(area, [file.path for file in roads], box, study.folders.network)
    check_unchanged(roads)
    strata = node_strata(network, core.population) if area.roads.peak_factors else None
    return reweight(network, area.roads, node_stratum=strata)


@task(name="doubt roads", cache_policy=NO_CACHE)
def tell_road_doubts(run: AccessRun) -> None:
    """Say whom the roads do not reach, before any finding, and refuse roads that lack the streets they need."""
    for doubt in road_doubts(run.streets_near, run.area.roads):
        log.warning("the roads: %s", doubt)


@task(name="answer", cache_policy=NO_CACHE)
def answer(run: AccessRun, topic: Topic) -> Tables:
    """Turn the run into the tables of one topic."""
    return topic.answer(run)


@task(name="store answers", cache_policy=NO_CACHE)
def store_answers(
    study: Study, run: AccessRun, roads: list[SourceFile], started_at: datetime
) -> None:
    """Write the out layer whole, with the provenance of its sources and of this run.

    Of the roads it is that of the files which this run searched: they may have been replaced since `ingest`.
    """
    sources, rejected = (
        as_read(read_table(study.folders.warehouse, f"raw.{name}"), "roads", rows)
        for name, rows in (
            ("sources", source_rows(study.area, {"roads": roads}, {})),
            ("rejected", rejected_roads(study.folders.network)),
        )
    )
    core = run.core
    people = core.population, core.surrounding_population
    row = run_row(study.area, run.network, core.centers, people, started_at=started_at)
    tables = run.answered | {
        "out.provenance": pd.concat([sources, row], ignore_index=True),
        "out.rejected": rejected_by_reason(rejected),
    }
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables)
