"""What the site of care costs those who depend on a hospital, and what a therapy's trips come to in a year."""

from __future__ import annotations

import logging

from pipelines.measures.burden.cost import cost_ranges, cost_sources, hospital_dependence
from pipelines.measures.burden.travel_burden import gap_burden, schedules, travel_burden
from pipelines.measures.run import MeasuredArea, Tables

log = logging.getLogger("pipelines.measures")


def answer(run: MeasuredArea) -> Tables:
    """Set published costs beside the people, and count the hours and miles of each therapy."""
    times, settings, scenarios = run.times, run.measures, run.scenarios
    year, treated = scenarios.policy_year, scenarios.treated_per_1000
    log.info("pricing the site of care under the rules of %s", year)
    ranges = cost_ranges(year)
    visits = schedules(scenarios.therapies, scenarios.schedules)
    log.info("counting the trips of %s therapies", len(visits))
    return {
        "out.cost_sources": cost_sources(year),
        "out.cost_ranges": ranges,
        "out.cost_people": hospital_dependence(
            times, settings.gap_min, settings.nearer_by_min, ranges, treated
        ),
        "out.therapy_schedules": visits,
        "out.travel_burden": travel_burden(
            times,
            visits,
            run.answered["out.sensitivity"],
            policy_year=year,
            treated_per_1000=treated,
        ),
        "out.gap_burden": gap_burden(times, settings.gap_min, visits),
    }
