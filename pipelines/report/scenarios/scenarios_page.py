"""The page of scenarios: how far figures move, what closing and opening does, new sites, cost, trips."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.facts import Facts
from pipelines.report.scenarios.burden_sentences import cost_sentences, trip_sentences
from pipelines.report.scenarios.burden_tables import (
    burden_table,
    cost_people_table,
    cost_sources_table,
    costs_table,
    gap_burden_table,
    schedules_table,
)
from pipelines.report.scenarios.scenario_sentences import (
    band_sentences,
    coarseness_sentences,
    margin_sentences,
    siting_sentences,
    what_if_sentences,
)
from pipelines.report.scenarios.scenario_tables import (
    coarseness_table,
    margins_table,
    sensitivity_table,
    sites_table,
    siting_table,
    variants_table,
    what_if_adequacy_table,
    what_if_table,
)
from pipelines.report.telling.captions import WHAT_IF, Picture
from pipelines.report.telling.findings import compares_kinds, place_name
from pipelines.report.telling.pages import SCENARIOS, Page, Part, by_name
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.wording import limit


def scenarios_page(facts: Facts, maps: Sequence[Picture] = ()) -> Page:
    """Put the page of scenarios together."""
    moved, asked, sited = band_sentences(facts), _asked(facts), _sited(facts)
    closing = ", what closing and opening centers would do," if asked or sited else ""
    return Page(
        file=SCENARIOS,
        title=f"What would change the answer in {place_name(facts)}?",
        subtitle=f"How far the figures move with what they rest on{closing} and what a gap costs.",
        description=moved[0] if moved else f"The sources count no people in {place_name(facts)}.",
        parts=tuple(
            part
            for there, part in (
                (True, Part("bands", "How far the figures move", "scenario_bands.html")),
                (asked, Part("what-if", "What if", "scenario_what_if.html")),
                (sited, Part("siting", "Where new sites would serve", "scenario_siting.html")),
                (True, Part("cost", "What the site of care costs", "scenario_cost.html")),
                (True, Part("trips", "What a gap costs a patient", "scenario_trips.html")),
            )
            if there
        ),
        context={
            "moved": moved,
            "what_if_pictures": [one.name for one in maps if one.name.startswith(WHAT_IF)],
            "coarse": coarseness_sentences(facts),
            "margins": margin_sentences(facts),
            "asked": what_if_sentences(facts) if asked else [],
            "sited": siting_sentences(facts) if sited else [],
            "costs": cost_sentences(facts),
            "trips": trip_sentences(facts),
            "policy_year": facts.area.scenarios.policy_year,
            "cap_min": limit(facts.area.scenarios.siting_cap_min),
        },
        tables=by_name(*_tables(facts)),
        pictures=maps,
    )


def _asked(facts: Facts) -> bool:
    return bool(facts.tables.rows("out.what_if"))


def _sited(facts: Facts) -> bool:
    return bool(facts.tables.rows("out.siting"))


def _tables(facts: Facts) -> list[Table]:
    tables = [
        *(sensitivity_table(facts, unit) for unit in (Kind.MINUTES, Kind.SHARE, Kind.DECIMAL)),
        *(variants_table(facts, unit) for unit in (Kind.MINUTES, Kind.SHARE)),
        coarseness_table(facts),
        costs_table(facts),
        cost_sources_table(facts),
        schedules_table(facts),
        burden_table(facts),
        gap_burden_table(facts),
    ]
    if compares_kinds(facts):
        tables.append(cost_people_table(facts))
    if facts.tables.rows("out.margins"):
        tables.append(margins_table(facts))
    if _asked(facts):
        tables += [what_if_table(facts), what_if_adequacy_table(facts)]
    if _sited(facts):
        tables += [siting_table(facts), sites_table(facts)]
    return tables
