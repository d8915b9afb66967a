"""Scenarios: how far the answers hold, what closing and opening would do, and where new sites would serve."""

from __future__ import annotations

import logging

import pandas as pd
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.measure import Basis, Tables
from pipelines.measures.adequacy.adequacy_bands import (
    Verdicts,
    adequacy_bands,
    adequacy_values,
    county_bands,
    verdicts,
)
from pipelines.measures.burden.cost import cost_ranges, cost_sources, hospital_dependence
from pipelines.measures.burden.travel_burden import gap_burden, schedules, travel_burden
from pipelines.measures.scenario_times import Bool, times_of
from pipelines.measures.searched import Searched, as_searched, closed, within_both
from pipelines.measures.siting.siting import siting
from pipelines.measures.siting.siting_case import candidate_sites, search_limit_min, siting_case
from pipelines.measures.uncertainty.center_sets import other_definitions
from pipelines.measures.uncertainty.definitions import geocoding
from pipelines.measures.uncertainty.margins import margins
from pipelines.measures.uncertainty.sensitivity import bands, sensitivity_values, variants
from pipelines.measures.what_if.what_if import (
    CLOSURES,
    OPENING,
    chosen_centers,
    county_changes,
    opened,
    search_openings,
    what_if,
)
from pipelines.trips import join_network, pairs_within

log = logging.getLogger("pipelines.measures")


@task(name="vary assumptions", cache_policy=NO_CACHE)
def vary_assumptions(basis: Basis) -> Tables:
    """Put a band round each headline figure."""
    factors = basis.study.area.scenarios.time_factors
    log.info("varying assumptions: time on the road by %s", ", ".join(f"{f:g}" for f in factors))
    times, judged = {}, {}
    for variant, searched in variants(
        basis.network,
        basis.study.area.roads,
        basis.joined,
        basis.found,
        basis.centers,
        basis.population,
        factors,
        center_sets=_other_definitions(basis),
        threads=basis.workers,
    ):
        times[variant] = times_of(searched.found, basis.population)
        judged[variant] = _judged(basis, searched)
    values = sensitivity_values(
        basis.times,
        times,
        basis.measures.gap_min,
        basis.measures.nearer_by_min,
        basis.measures.inequality_aversion,
    )
    base = _judged(basis, as_searched(basis.joined, basis.found, basis.centers))
    counted = adequacy_values(base, judged)
    return {
        "out.sensitivity_values": values,
        "out.sensitivity": bands(values),
        "out.adequacy_values": counted,
        "out.adequacy_bands": adequacy_bands(counted),
        "out.adequacy_county_bands": county_bands(base, judged),
        "out.geocoding": geocoding(basis.centers),
    } | carry_margins(basis)


def _judged(basis: Basis, searched: Searched) -> Verdicts:
    """Judge network adequacy again, every center open."""
    return verdicts(
        searched,
        basis.population,
        basis.limits,
        counted=basis.measures.counted,
        threads=basis.workers,
    )


def carry_margins(basis: Basis) -> Tables:
    """Carry on the margins of error of the counts, where the population source has them."""
    measures = basis.measures
    if measures.margin is None:
        return {}
    table = margins(basis.times, measures.told_min, measures.counted, measures.margin)
    return {"out.margins": table}


def _other_definitions(basis: Basis) -> dict[str, pd.DataFrame]:
    if basis.definitions is None:
        return {}
    return other_definitions(basis.definitions, basis.study.area.facilities.definition)


@task(name="ask what if", cache_policy=NO_CACHE)
def ask_what_if(basis: Basis) -> Tables:
    """Close the listed centers, and open each listed one: who loses, who gains, which counties change."""
    scenarios, within_min = basis.study.area.scenarios, basis.measures.gap_min
    if not scenarios.closures and not scenarios.openings:
        return {}
    log.info(
        "asking what if: %s centers closed, %s opened",
        len(scenarios.closures),
        len(scenarios.openings),
    )
    before = as_searched(basis.joined, basis.found, basis.centers)
    near = within_both(before, basis.population, basis.limits, threads=basis.workers)
    people, counties = [], []
    if scenarios.closures:
        dropped = chosen_centers(basis.centers, scenarios.closures)
        after = closed(before, dropped, threads=basis.workers)
        times = times_of(after.found, basis.population)
        still = within_both(after, basis.population, basis.limits, threads=basis.workers)
        people.append(what_if(CLOSURES, basis.times, times, within_min))
        counties.append(_county_changes(basis, CLOSURES, near, still))
    searched = search_openings(
        basis.network,
        basis.study.area.roads,
        scenarios.openings,
        basis.population,
        threads=basis.workers,
    )
    for opening, alone in zip(scenarios.openings, searched, strict=True):
        name = f"{OPENING}{opening.name}"
        times = times_of(opened(before, alone), basis.population)
        newly = within_both(alone, basis.population, basis.limits, threads=basis.workers)
        people.append(what_if(name, basis.times, times, within_min))
        counties.append(_county_changes(basis, name, near, near | newly))
    return {
        "out.what_if": pd.concat(people, ignore_index=True),
        "out.what_if_adequacy": pd.concat(counties, ignore_index=True),
    }


def _county_changes(basis: Basis, name: str, before: Bool, after: Bool) -> pd.DataFrame:
    return county_changes(
        name, basis.population, basis.limits, before, after, counted=basis.measures.counted
    )


@task(name="choose sites", cache_policy=NO_CACHE)
def choose_sites(basis: Basis) -> Tables:
    """Choose where new office-based centers would serve most."""
    scenarios, roads = basis.study.area.scenarios, basis.study.area.roads
    if not scenarios.siting_new_sites:
        return {}
    candidates = candidate_sites(basis.population, scenarios.siting_spacing_mi)
    log.info("choosing new sites among %s candidates", f"{len(candidates):,}")
    existing = scenarios.siting_existing
    limit_min = max(
        search_limit_min(basis.times, existing, scenarios.siting_cap_min),
        scenarios.siting_within_min,
    )
    joined = join_network(basis.network, roads, candidates, basis.population)
    pairs = pairs_within(joined, limit_min, threads=basis.workers)
    case = siting_case(candidates, pairs, basis.population, basis.times, existing, limit_min)
    chosen = siting(case, scenarios)
    return {
        "out.siting": chosen.choices,
        "out.siting_sites": chosen.sites,
        "out.siting_candidates": chosen.candidates,
    }


@task(name="price the site of care", cache_policy=NO_CACHE)
def price_sites_of_care(basis: Basis) -> Tables:
    """Set published costs beside the people whose nearest or only option is a hospital."""
    scenarios = basis.study.area.scenarios
    log.info("pricing the site of care under the rules of %s", scenarios.policy_year)
    ranges = cost_ranges(scenarios.policy_year)
    people = hospital_dependence(
        basis.times,
        basis.measures.gap_min,
        basis.measures.nearer_by_min,
        ranges,
        scenarios.treated_per_1000,
    )
    return {
        "out.cost_sources": cost_sources(scenarios.policy_year),
        "out.cost_ranges": ranges,
        "out.cost_people": people,
    }


@task(name="count trips", cache_policy=NO_CACHE)
def count_trips(basis: Basis, sensitivity: pd.DataFrame) -> Tables:
    """Tell what a therapy's trips come to in a year, and what a gap adds to them."""
    scenarios = basis.study.area.scenarios
    table = schedules(scenarios.therapies, scenarios.schedules)
    log.info("counting the trips of %s therapies", len(table))
    return {
        "out.therapy_schedules": table,
        "out.travel_burden": travel_burden(
            basis.times,
            table,
            sensitivity,
            policy_year=scenarios.policy_year,
            treated_per_1000=scenarios.treated_per_1000,
        ),
        "out.gap_burden": gap_burden(basis.times, basis.measures.gap_min, table),
    }
