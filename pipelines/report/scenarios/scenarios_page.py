"""The page of scenarios: how far figures move, what closing and opening does, new sites, cost, trips."""

from __future__ import annotations

from typing import Any

from pipelines.report.facts import Facts
from pipelines.report.scenarios.burden_tables import (
    burden_table,
    cost_people_table,
    cost_sources_table,
    costs_table,
    gap_burden_table,
    schedules_table,
)
from pipelines.report.scenarios.scenario_sentences import (
    Frames,
    band_sentences,
    cost_sentences,
    margin_sentences,
    siting_sentences,
    trip_sentences,
    what_if_sentences,
)
from pipelines.report.scenarios.scenario_tables import (
    bands_table,
    county_changes_table,
    dimensions_table,
    margins_table,
    sites_table,
    siting_table,
    what_if_table,
)
from pipelines.report.telling.findings import absent_kinds, place_name
from pipelines.report.telling.pages import SCENARIOS, Page, Part, read_frames
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.wording import limit

TABLES = (
    "sensitivity",
    "sensitivity_values",
    "geocoding",
    "margins",
    "what_if",
    "what_if_adequacy",
    "siting",
    "siting_sites",
    "cost_sources",
    "cost_ranges",
    "cost_people",
    "therapy_schedules",
    "travel_burden",
    "gap_burden",
)


def scenarios_page(facts: Facts) -> Page:
    """Put the page of scenarios together."""
    frames = read_frames(facts.tables, TABLES)
    moved = band_sentences(frames, facts)
    asked, sited = not frames["what_if"].empty, not frames["siting"].empty
    context: dict[str, Any] = {
        "moved": moved,
        "margins": margin_sentences(frames, facts),
        "asked": what_if_sentences(frames, facts),
        "sited": siting_sentences(frames, facts),
        "costs": cost_sentences(frames, facts),
        "trips": trip_sentences(frames, facts),
        "policy_year": facts.area.scenarios.policy_year,
        "cap_min": limit(facts.area.scenarios.siting_cap_min),
    }
    return Page(
        file=SCENARIOS,
        title=f"What would change the answer in {place_name(facts)}?",
        subtitle="How far the figures move with what they rest on"
        f"{', what closing and opening centers would do,' if asked or sited else ''} and what a gap costs.",
        description=moved[0] if moved else f"The sources count no people in {place_name(facts)}.",
        parts=(
            Part("bands", "How far the figures move", "scenario_bands.html"),
            *([Part("what-if", "What if", "scenario_what_if.html")] if asked else []),
            *(
                [Part("siting", "Where new sites would serve", "scenario_siting.html")]
                if sited
                else []
            ),
            Part("cost", "What the site of care costs", "scenario_cost.html"),
            Part("trips", "What a gap costs a patient", "scenario_trips.html"),
        ),
        context=context,
        tables=_tables(frames, facts),
    )


def _tables(frames: Frames, facts: Facts) -> dict[str, Table]:
    tables = {
        "minutes": bands_table(frames["sensitivity"], facts, Kind.MINUTES),
        "shares": bands_table(frames["sensitivity"], facts, Kind.SHARE),
        "indices": bands_table(frames["sensitivity"], facts, Kind.DECIMAL),
        "minutes_moved": dimensions_table(frames["sensitivity"], facts, Kind.MINUTES),
        "shares_moved": dimensions_table(frames["sensitivity"], facts, Kind.SHARE),
        "costs": costs_table(frames["cost_ranges"], frames["cost_sources"]),
        "cost_sources": cost_sources_table(frames["cost_sources"]),
        "schedules": schedules_table(frames["therapy_schedules"]),
        "burden": burden_table(frames["travel_burden"], facts),
        "gap_burden": gap_burden_table(frames["gap_burden"], facts),
    }
    if not absent_kinds(facts):
        tables["cost_people"] = cost_people_table(frames["cost_people"], facts)
    if not frames["margins"].empty:
        tables["margins"] = margins_table(frames["margins"], facts)
    if not frames["what_if"].empty:
        tables["what_if"] = what_if_table(frames["what_if"], facts)
        tables["county_changes"] = county_changes_table(frames["what_if_adequacy"], facts)
    if not frames["siting"].empty:
        tables["siting"] = siting_table(frames["siting"])
        tables["sites"] = sites_table(frames["siting_sites"], facts)
    return tables
