"""Access: from the core layer and the road network to the answers of the out layer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.measure import (
    Basis,
    Tables,
    compare_schemes,
    judge_adequacy,
    score_accessibility,
    search_pairs,
    weigh_inequality,
)
from flows.measure_scenarios import (
    ask_what_if,
    choose_sites,
    count_trips,
    price_sites_of_care,
    vary_assumptions,
)
from flows.study import Study, open_study
from pipelines.measures.access.county_summary import county_summary
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.drive_times import drive_times, site_categories
from pipelines.measures.access.gap_counts import example_place, gaps_by_stratum
from pipelines.measures.access.gaps import gaps
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.access.unreached import unreached
from pipelines.measures.adequacy.adequacy_counts import adequacy_by_type
from pipelines.measures.catchments.catchments import catchments
from pipelines.measures.catchments.time_raster import study_grid, time_rasters
from pipelines.measures.centers.center_counts import centers_by_site, centers_placed
from pipelines.measures.place_times import PlaceTimes, place_times
from pipelines.measures.what_if.what_if import chosen_centers
from pipelines.provenance import rejected_by_reason, run_row
from pipelines.roads.extent import road_extent
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import prepare_network
from pipelines.roads.reweight import reweight
from pipelines.roads.surroundings import node_strata
from pipelines.routing.nearest import Nearest
from pipelines.sources.files.download import locate
from pipelines.trips import JoinedNetwork, join_network, nearest_at_nodes, nearest_at_places
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.warehouse import (
    check_unused,
    connect,
    holds_table,
    read_from,
    read_table,
    replace_layers,
    writing,
)

log = logging.getLogger("pipelines.access")


class Core(NamedTuple):
    """The tables of the core layer."""

    population: pd.DataFrame
    counties: gpd.GeoDataFrame
    centers: pd.DataFrame
    adequacy_limits: pd.DataFrame


class Answer(NamedTuple):
    """The nearest centers: as the search found them, beside the people, and as the first tables."""

    found: Nearest
    times: PlaceTimes
    tables: Tables


@flow(name="access")
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
    """
    started_at = datetime.now(UTC)
    study = open_study(area, data, reports)
    check_unused(study.folders.warehouse)
    core = read_core(study)
    chosen_centers(core.centers, study.area.scenarios.closures)
    network = prepare_roads(study, core)
    joined = join_to_roads(study, network, core)
    at_nodes = search_nearest(joined, core, workers)
    first = answer(study, joined, at_nodes, core, workers)
    basis = Basis(
        study,
        core.population,
        core.counties,
        core.centers,
        read_definitions(study),
        core.adequacy_limits,
        network,
        joined,
        first.found,
        first.times,
        workers,
    )
    varied = vary_assumptions(basis)
    judged = judge_adequacy(basis)
    answers = {
        **first.tables,
        **judged,
        "out.adequacy_by_type": adequacy_by_type(
            judged["out.adequacy_findings"], varied["out.adequacy_county_bands"]
        ),
        **score_accessibility(basis, search_pairs(basis), first.tables["out.drive_times"]),
        **weigh_inequality(basis),
        **compare_schemes(basis),
        **varied,
        **ask_what_if(basis),
        **choose_sites(basis),
        **price_sites_of_care(basis),
        **count_trips(basis, varied["out.sensitivity"]),
    }
    store_answers(study, network, core, answers, started_at)
    return str(study.folders.warehouse)


@task(name="read core tables", cache_policy=NO_CACHE)
def read_core(study: Study) -> Core:
    """Read people, counties and centers from the warehouse."""
    tables = (read_table(study.folders.warehouse, f"core.{name}") for name in Core._fields)
    return Core(*tables)


def read_definitions(study: Study) -> pd.DataFrame | None:
    """Read the centers under each definition; None where no registries were read."""
    table = "core.center_definitions"
    with connect(study.folders.warehouse) as warehouse:
        return read_from(warehouse, table) if holds_table(warehouse, table) else None


@task(name="prepare road network", cache_policy=NO_CACHE)
def prepare_roads(study: Study, core: Core) -> RoadNetwork:
    """Read the roads of the area and its buffer, or take the network that was stored for them."""
    log.info("preparing the road network")
    area = study.area
    files = [found.path for found in locate(area.sources.roads, area, study.folders.raw)]
    box = road_extent(core.counties, area.area.buffer_mi)
    network = prepare_network(area, files, box, study.folders.network)
    strata = node_strata(network, core.population) if area.roads.peak_factors else None
    return reweight(network, area.roads, node_stratum=strata)


@task(name="join people and centers to the roads", cache_policy=NO_CACHE)
def join_to_roads(study: Study, network: RoadNetwork, core: Core) -> JoinedNetwork:
    """Find the street of every place and center."""
    log.info("joining %s places to the roads", f"{len(core.population):,}")
    return join_network(network, study.area.roads, core.centers, core.population)


@task(name="search nearest centers", cache_policy=NO_CACHE)
def search_nearest(joined: JoinedNetwork, core: Core, workers: int) -> Nearest:
    """Find the nearest center of each site of care from every junction."""
    log.info("searching the nearest of %s centers", f"{len(core.centers):,}")
    category = site_categories(core.centers["site_of_care"])
    return nearest_at_nodes(joined, category, len(SITES_OF_CARE), threads=workers)


@task(name="answer", cache_policy=NO_CACHE)
def answer(
    study: Study, joined: JoinedNetwork, at_nodes: Nearest, core: Core, workers: int
) -> Answer:
    """Turn the search into drive times and what follows from them."""
    measures = study.area.measures
    category = site_categories(core.centers["site_of_care"])
    at_places = nearest_at_places(joined, at_nodes, category)
    minutes = drive_times(
        core.population["geoid"],
        core.centers,
        at_places,
        joined.places.snap_m,
        ~joined.places.refused,
    )
    times = place_times(minutes, core.population)
    gap = gaps(times, measures.gap_min, measures.nearer_by_min)
    tables = {
        "out.drive_times": minutes,
        "out.coverage": coverage(times, measures.within_min),
        "out.nearness": nearness(times, measures.nearer_by_min),
        "out.gaps": gap,
        "out.gaps_by_stratum": gaps_by_stratum(times, gap["gap"], measures.gap_min),
        "out.example_place": example_place(times, gap["gap"]),
        "out.unreached": unreached(minutes, times),
        "out.centers_by_site": centers_by_site(core.centers),
        "out.centers_placed": centers_placed(core.centers),
        "out.times_by_stratum": times_by_stratum(times),
        "out.office_advantage": office_advantage_by_stratum(times),
        "out.counties": county_summary(times, core.counties, measures.gap_min),
        "out.catchments": catchment_polygons(study, joined, at_nodes, core, times, workers),
    }
    return Answer(at_places, times, tables)


def catchment_polygons(
    study: Study,
    joined: JoinedNetwork,
    at_nodes: Nearest,
    core: Core,
    times: PlaceTimes,
    workers: int,
) -> gpd.GeoDataFrame:
    """Draw the catchments of the sites of care that the settings name."""
    log.info("drawing catchments")
    measures = study.area.measures
    grid = study_grid(core.counties, measures.catchment_cell_m, study.area.area.projected_crs)
    drawn = time_rasters(
        joined,
        at_nodes,
        core.centers,
        site_categories(core.centers["site_of_care"]),
        study.area.roads,
        grid,
        [SITES_OF_CARE.index(site) for site in measures.catchment_sites],
        threads=workers,
    )
    rasters = dict(zip(map(str, measures.catchment_sites), drawn, strict=True))
    return catchments(rasters, grid, times, measures.within_min, threads=workers)


@task(name="store answers", cache_policy=NO_CACHE)
def store_answers(
    study: Study,
    network: RoadNetwork,
    core: Core,
    answers: Tables,
    started_at: datetime,
) -> None:
    """Write the out layer whole, with the provenance of its sources and of this run."""
    sources, rejected = (
        read_table(study.folders.warehouse, f"raw.{name}") for name in ("sources", "rejected")
    )
    run = run_row(study.area, network, core.centers, started_at=started_at)
    tables = answers | {
        "out.provenance": pd.concat([sources, run], ignore_index=True),
        "out.rejected": rejected_by_reason(rejected),
    }
    with writing(study.folders.warehouse) as warehouse:
        replace_layers(warehouse, tables)
