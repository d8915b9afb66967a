"""Measures: what a regulator, a researcher and an advocate quote, on the search that access has made."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.study import Study
from pipelines.area import Measures
from pipelines.measures.accessibility.accessibility import accessibility
from pipelines.measures.accessibility.scores import (
    CATCHMENT_MIN,
    decay_of,
    other_decays,
    scores,
    scores_by_stratum,
    scores_under,
)
from pipelines.measures.accessibility.supply import supply_of
from pipelines.measures.accessibility.trip_matrix import trip_matrix
from pipelines.measures.adequacy.adequacy import (
    GROUPS,
    GROUPS_OF_SCENARIO,
    adequacy,
    adequacy_findings,
    center_groups,
    unjudged_counties,
)
from pipelines.measures.adequacy.adequacy_counts import (
    adequacy_by_scenario,
    adequacy_limits_by_type,
    adequacy_unjudged_by_reason,
)
from pipelines.measures.adequacy.adequacy_limits import AdequacyRule
from pipelines.measures.equity.inequality import inequality_table
from pipelines.measures.equity.strata_schemes import (
    coverage_by_scheme,
    nearness_by_scheme,
    office_advantage_by_scheme,
    times_by_scheme,
)
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.searched import Searched, as_searched, within_both
from pipelines.roads.network import RoadNetwork
from pipelines.routing.nearest import Nearest
from pipelines.routing.within import Pairs
from pipelines.trips import JoinedNetwork, nearest_at_nodes, nearest_at_places, pairs_within
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OR_ANY

log = logging.getLogger("pipelines.measures")

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Basis:
    """What every measure rests on.

    Attributes
    ----------
    study
        The area with its settings.
    population, counties, centers, limits
        core.population, core.counties, core.centers and core.adequacy_limits.
    definitions
        core.center_definitions; None where no registries were read.
    network
        The roads before they were cut at the centers.
    joined, found
        All centers, and the nearest of each site of care at the places: (4, p).
    times
        The same beside the people, in the order of geoid.
    workers
        Threads of a search.
    """

    study: Study
    population: pd.DataFrame
    counties: gpd.GeoDataFrame
    centers: pd.DataFrame
    definitions: pd.DataFrame | None
    limits: pd.DataFrame
    network: RoadNetwork
    joined: JoinedNetwork
    found: Nearest
    times: PlaceTimes
    workers: int

    @property
    def measures(self) -> Measures:
        """The settings of the measures."""
        return self.study.area.measures


@task(name="judge network adequacy", cache_policy=NO_CACHE)
def judge_adequacy(basis: Basis) -> Tables:
    """Tell which counties pass the rule of network adequacy under each scenario."""
    log.info("judging the network adequacy of %s counties", f"{len(basis.limits):,}")
    hospitals = basis.centers["site_of_care"] == "hospital_based"
    closed = basis.centers["center_id"][hospitals].isin(basis.study.area.scenarios.closures)
    searched = _by_group(basis, set(basis.centers["center_id"][hospitals][closed]))
    near = within_both(searched, basis.population, basis.limits, threads=basis.workers)
    names = [name for name in GROUPS_OF_SCENARIO if name != "hospitals_closed" or closed.any()]
    table = adequacy(
        basis.population, basis.limits, near, counted=basis.measures.counted, scenarios=names
    )
    unjudged = unjudged_counties(basis.population, basis.limits)
    return {
        "out.adequacy": table,
        "out.adequacy_findings": adequacy_findings(table),
        "out.adequacy_by_scenario": adequacy_by_scenario(
            table, set(basis.centers["site_of_care"]), closing=bool(closed.any())
        ),
        "out.adequacy_limits_by_type": adequacy_limits_by_type(table),
        "out.adequacy_unjudged": unjudged,
        "out.adequacy_unjudged_by_reason": adequacy_unjudged_by_reason(unjudged),
    }


def _by_group(basis: Basis, closed: set[str]) -> Searched:
    """Return the nearest center of each group of adequacy; only closing a hospital asks for another search."""
    if not closed:
        return as_searched(basis.joined, basis.found, basis.centers)
    group = center_groups(basis.centers, closed)
    at_nodes = nearest_at_nodes(basis.joined, group, len(GROUPS), threads=basis.workers)
    return Searched(basis.joined, nearest_at_places(basis.joined, at_nodes, group), group)


@task(name="search all trips within the hour", cache_policy=NO_CACHE)
def search_pairs(basis: Basis) -> Pairs:
    """Find every trip to a center that catchments count."""
    log.info("searching all trips within %g minutes", CATCHMENT_MIN)
    return pairs_within(basis.joined, CATCHMENT_MIN, threads=basis.workers)


@task(name="score accessibility", cache_policy=NO_CACHE)
def score_accessibility(basis: Basis, pairs: Pairs, drive_times: pd.DataFrame) -> Tables:
    """Share out what centers offer among the people who can drive to them."""
    log.info("scoring accessibility: %s", ", ".join(basis.measures.scores))
    matrix = trip_matrix(pairs, len(basis.population), CATCHMENT_MIN)
    supply = supply_of(basis.centers["capacity"], basis.measures.null_capacity)
    people = basis.population["population"].to_numpy(dtype=np.float64)
    to_any = drive_times[drive_times["site_of_care"] == ANY_SITE].reset_index(drop=True)
    geoid, unreached = basis.population["geoid"], to_any["unreached_reason"]
    table = accessibility(geoid, scores(matrix, supply, people, basis.measures), unreached)
    varied = [
        accessibility(geoid, told, unreached)
        for decay in other_decays(basis.measures)
        if (told := scores_under(matrix, supply, people, basis.measures, decay))
    ]
    notes = {
        ("accessibility", "decay"): decay_of(basis.measures).label,
        ("accessibility", "supply_unit"): supply.unit,
        ("accessibility", "centers_left_out"): str(supply.left_out),
        ("accessibility", "trips"): str(len(matrix.place)),
        ("adequacy", "rule"): AdequacyRule().vintage,
        ("adequacy", "counted"): basis.measures.counted,
    }
    return {
        "out.accessibility": table,
        "out.accessibility_by_stratum": scores_by_stratum(table, basis.times, varied),
        "out.measure_notes": pd.DataFrame(
            [(*key, value) for key, value in notes.items()], columns=["measure", "note", "value"]
        ),
    }


@task(name="weigh inequality", cache_policy=NO_CACHE)
def weigh_inequality(basis: Basis) -> Tables:
    """Tell how unevenly drive times are spread over people."""
    log.info("weighing inequality")
    places, wanted = basis.times.places, basis.measures.deprivation
    minutes = {site: basis.times.minutes_to(site) for site in SITES_OR_ANY}
    table = inequality_table(
        {site: values for site, values in minutes.items() if not np.isnan(values).all()},
        basis.times.people,
        places["stratum"],
        None if wanted is None else places[wanted].to_numpy(dtype=np.float64, na_value=np.nan),
        basis.measures.inequality_aversion,
    )
    return {"out.inequality": table}


@task(name="compare stratum schemes", cache_policy=NO_CACHE)
def compare_schemes(basis: Basis) -> Tables:
    """Tell coverage and times again under every stratum scheme."""
    log.info("comparing stratum schemes")
    return {
        "out.coverage_by_scheme": coverage_by_scheme(basis.times, basis.measures.told_min),
        "out.times_by_scheme": times_by_scheme(basis.times),
        "out.nearness_by_scheme": nearness_by_scheme(basis.times, basis.measures.nearer_by_min),
        "out.office_advantage_by_scheme": office_advantage_by_scheme(basis.times),
    }
