"""Access: from the core layer and the road network to the answers of the out layer."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, partial

import geopandas as gpd
import pandas as pd
from prefect.cache_policies import NO_CACHE

from flows.network import NETWORK, REFUSED, network_step
from flows.processes.alone import alone_in
from flows.reruns.keeping import Found, Keeper, Reads, Result, Unseen
from flows.reruns.names import ABOUT_ROADS, COMPUTED_AT, STORE_ANSWERS, files_of
from flows.reruns.stamps import check_stamp, know_tables, note_written, stands
from flows.server.naming import name_of_run
from flows.study import Study, open_study
from flows.telling.recording import recording_now
from flows.telling.steps import flow, task
from pipelines.area import area_error
from pipelines.keeping.records import KeptError, Records
from pipelines.keeping.stamp import Stamp
from pipelines.measures.access.streets_near import road_doubts
from pipelines.measures.noted_run import noted_run
from pipelines.measures.run import AccessRun, Core, Tables, read_core
from pipelines.measures.topics import TOPICS, Topic
from pipelines.measures.what_if.faults import closure_faults, opening_faults
from pipelines.provenance import as_read, rejected_by_reason, run_row, source_rows
from pipelines.roads.network import RoadNetwork, load_network
from pipelines.roads.reweight import reweight
from pipelines.roads.surroundings import node_strata
from pipelines.sources.files.download import SourceFile, locate, not_fetched
from pipelines.warehouse import check_unused, read_table, replace_layers, writing

log = logging.getLogger("pipelines.access")

CORE = tuple(f"core.{name}" for name in Core._fields)
OF_INGEST = (*CORE, "raw.sources", "raw.rejected")
"""The tables that are read of the layers to the left."""

SEARCHING = (
    "pipelines.measures.run",
    "pipelines.roads.reweight",
    "pipelines.roads.surroundings",
)
"""The modules of what all topics share."""


@flow(name="access", flow_run_name=name_of_run)
@alone_in("data")
def access(
    area: str = "demo",
    data: str = "data",
    reports: str = "reports",
    workers: int = 2,
    anew: bool = False,
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
    anew
        Compute everything, also what was kept and of which nothing changed.

    Returns
    -------
    str
        Path of the warehouse, whose out layer is that of the area's settings, sources and roads.

    Raises
    ------
    AreaError
        A what-if names a center that the area lacks, or a place far from it.
    """
    started_at = datetime.now(UTC)
    study = open_study(area, data, reports)
    check_unused(study.folders.warehouse)
    keeper = keeper_of_answers(study, anew=anew)
    answer_all(keeper, study, workers, started_at)
    return str(study.folders.warehouse)


def keeper_of_answers(study: Study, *, anew: bool = False, dry: bool = False) -> Keeper:
    """Return what keeps the results of this stage."""
    records, wiring = Records(study.folders.kept / "access"), ("flows.access", "flows.network")
    return Keeper(records, study.area, study.folders.data, anew=anew, dry=dry, wiring=wiring)


def answer_all(keeper: Keeper, study: Study, workers: int, started_at: datetime) -> None:
    """Take or compute the answers of every topic, and have the warehouse hold them.

    Parameters
    ----------
    keeper
        Runs the steps.
    study
        The area.
    workers
        Threads of the search.
    started_at
        When the run began.
    """
    found = know_tables(keeper, study, OF_INGEST)
    roads = located_roads(keeper, study)
    searching = keeper.reads()

    @cache
    def core() -> Core:
        return core_tables(study)

    @cache
    def run() -> AccessRun:
        network = searched_roads(searching, study, core())
        return AccessRun(searching.area, core(), network, workers)

    def counties() -> gpd.GeoDataFrame:
        return core().counties

    def check(reads: Reads) -> Found:
        check_what_ifs(reads, study, core())
        return Found()

    keeper.step("check what-ifs", ("pipelines.measures.what_if.faults",), CORE, check)
    refused = network_step(keeper, study, roads, counties)

    def doubt(reads: Reads) -> Found:
        return Found(told={"doubts": tell_road_doubts(Unseen(run()))})

    doubts = keeper.step(
        "doubt roads",
        (*SEARCHING, "pipelines.measures.access.streets_near"),
        [*CORE, NETWORK],
        doubt,
        shared=searching,
    )
    for line in doubts.told["doubts"] if doubts and not keeper.dry else ():
        log.warning("the roads: %s", line)
    answers = answer_topics(keeper, run, searching)
    store_all(keeper, study, roads, started_at, answers, refused, run, found)
    keeper.finish("access")


def located_roads(keeper: Keeper, study: Study) -> list[SourceFile] | None:
    """Find the road files; None where nothing is run and they would be fetched first."""
    source, raw = study.area.sources.roads, study.folders.raw
    if keeper.dry and (
        files_of("roads") in keeper.unsettled or not_fetched(source, study.area, raw)
    ):
        return None
    return locate(source, study.area, raw)


def answer_topics(
    keeper: Keeper, run: Callable[[], AccessRun], searching: Reads
) -> dict[str, Result | None]:
    """Take or compute the answers of the topics.

    Parameters
    ----------
    keeper
        It knows the core layer and the network.
    run
        Returns what searches for all topics, once one of them must be computed.
    searching
        What takes note of the settings that it reads.

    Returns
    -------
    dict
        By name of the topic; None where nothing is run.
    """
    answers: dict[str, Result | None] = {}

    def make(topic: Topic, reads: Reads) -> Found:
        def table(name: str) -> pd.DataFrame:
            reads.note(name)
            return next(
                one.tables[name] for one in answers.values() if one and name in one.record.made
            )

        named = answer.with_options(name=topic.name)
        return Found(named(Unseen(noted_run(run(), reads.area, table)), topic))

    for topic in TOPICS:
        answers[topic.name] = keeper.step(
            topic.name,
            (*SEARCHING, topic.answer.__module__),
            [*CORE, NETWORK],
            partial(make, topic),
            shared=searching,
        )
    return answers


def store_all(
    keeper: Keeper,
    study: Study,
    roads: list[SourceFile] | None,
    started_at: datetime,
    answers: Mapping[str, Result | None],
    refused: Result | None,
    run: Callable[[], AccessRun],
    found: Stamp,
) -> None:
    """Have the warehouse hold the answers, with the provenance of its sources and of this run, unless it does.

    Of the roads it is that of the files which this run searched: they may have been replaced since `ingest`.
    """
    known = [one for one in answers.values() if one]
    told = source_rows(study.area, {} if roads is None else {"roads": roads}, {})
    computed_at = {one.record.step: one.record.made_at for one in known}
    if roads is not None:
        keeper.known[ABOUT_ROADS] = told.to_json()
    if len(known) == len(answers):
        keeper.known[COMPUTED_AT] = json.dumps(computed_at)

    def make(reads: Reads) -> Found:
        assert refused is not None  # nothing is made where nothing is run
        check_stamp(keeper, study)
        made = {name: table for one in known for name, table in one.tables.items()}
        made |= provenance(study, told, refused.tables[REFUSED])
        core, network = run().core, run().network
        people = core.population, core.surrounding_population
        row = run_row(
            reads.area,
            network,
            core.centers,
            people,
            started_at=started_at,
            computed_at=computed_at,
        )
        if (recorder := recording_now()) is not None:
            row = row.assign(run_id=recorder.run, steps=recorder.as_json())
        rows = pd.concat([made["out.provenance"], row], ignore_index=True)
        store_answers(study, Unseen(made | {"out.provenance": rows}))
        return Found()

    tables = [name for one in known for name in one.record.made]
    code = ("pipelines.provenance", "pipelines.warehouse")
    reads = [*OF_INGEST, NETWORK, ABOUT_ROADS, COMPUTED_AT, REFUSED, *tables]
    stored = keeper.step(
        STORE_ANSWERS, code, reads, make, stands=partial(stands, study, STORE_ANSWERS)
    )
    if stored is not None and stored.ran:
        about = ("out.provenance", "out.rejected")
        keeper.known |= dict.fromkeys(about, f"{stored.record.key} {started_at}")
        written = [*OF_INGEST, *tables, *about]
        note_written(keeper, study, stored.record, written, found.without("out"))


@task(name="read core tables", cache_policy=NO_CACHE)
def core_tables(study: Study) -> Core:
    """Read people, counties and centers from the warehouse."""
    return read_core(study.folders.warehouse)


def check_what_ifs(reads: Reads, study: Study, core: Core) -> None:
    """Refuse what-ifs of centers that the area lacks, or that open far from it, before anything is searched.

    Raises
    ------
    AreaError
        All of them, each with its place in the area file.
    """
    faults = [
        *closure_faults(reads.area.scenarios, core.centers, core.center_definitions),
        *opening_faults(reads.area, core.counties),
    ]
    if faults:
        raise area_error(study.path, faults)


@task(name="weigh roads", cache_policy=NO_CACHE)
def searched_roads(reads: Reads, study: Study, core: Core) -> RoadNetwork:
    """Return the stored road network at the speeds that the settings ask for."""
    network = load_network(study.folders.network)
    if network is None:
        raise KeptError(
            f"{study.folders.network}: was changed while a run was using it (start the run again)"
        )
    roads = reads.area.roads
    strata = node_strata(network, core.population) if roads.peak_factors else None
    return reweight(network, roads, node_stratum=strata)


@task(name="doubt roads", cache_policy=NO_CACHE)
def tell_road_doubts(run: Unseen[AccessRun]) -> list[str]:
    """Find whom the roads do not reach, before any finding; refuse roads that lack the streets they need."""
    return list(road_doubts(run.value.streets_near, run.value.area.roads))


@task(name="answer", cache_policy=NO_CACHE)
def answer(run: Unseen[AccessRun], topic: Topic) -> Tables:
    """Turn the run into the tables of one topic."""
    return topic.answer(run.value)


def provenance(study: Study, roads: pd.DataFrame, refused: pd.DataFrame) -> Tables:
    """Return what is told of the sources: as they were read, and of the roads as they were searched."""
    sources, rejected = (
        as_read(read_table(study.folders.warehouse, f"raw.{name}"), "roads", rows)
        for name, rows in (("sources", roads), ("rejected", refused))
    )
    return {"out.provenance": sources, "out.rejected": rejected_by_reason(rejected)}


@task(name=STORE_ANSWERS, cache_policy=NO_CACHE)
def store_answers(study: Study, tables: Unseen[Tables]) -> None:
    """Write the out layer whole."""
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables.value)
