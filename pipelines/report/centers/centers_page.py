"""The page on how centers were found: what counts as one, on what evidence, how far that moves results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.report.centers.centers_evidence import (
    IS_CENTER,
    examples,
    rule_tables,
    standing_table,
)
from pipelines.report.centers.centers_sentences import (
    definition_steps,
    finding_sentences,
    moved_sentences,
    placed_sentences,
    records_sentence,
    stand_in_steps,
    truth_sentences,
    weighing_sentences,
)
from pipelines.report.centers.centers_tables import (
    agreement_table,
    compared_definitions,
    confidence_table,
    counts_table,
    figures_table,
    judged,
    known_table,
    placed_table,
    records_table,
    truth_table,
)
from pipelines.report.centers.registry_settings import REGISTRY_SETTINGS
from pipelines.report.facts import Facts
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import CENTERS, Page, Part, by_name
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.centers import CONCLUSIONS

_SITE = "site_of_care"


def centers_page(facts: Facts, maps: Sequence[Picture]) -> Page:
    """Put the page on how centers were found together.

    Without registries it says that nothing was judged, and how to add them.
    """
    shown = examples(facts) if judged(facts) else ()
    rules = rule_tables(facts) if judged(facts) else {}
    finding = finding_sentences(facts)
    return Page(
        file=CENTERS,
        title=f"How the infusion centers of {place_name(facts)} were found",
        subtitle="What counts as a center, what that rests on, how far another definition moves the answer, "
        "and what is not known.",
        description=finding[0],
        parts=_parts(facts),
        context={
            "judged": judged(facts),
            "finding": finding,
            "counts": "centers_by_definition" if judged(facts) else "centers_by_site",
            "questions": [(name, CONCLUSIONS.heading(name)) for name in rules],
            "first_questions": (IS_CENTER, _SITE),
            "examples": shown,
            **_sentences(facts),
        },
        tables=by_name(*_tables(facts), *rules.values(), *(one.table for one in shown)),
        pictures=maps,
    )


def _parts(facts: Facts) -> tuple[Part, ...]:
    there = judged(facts)
    counted = not facts.tables["out.records_to_centers"].empty
    scored = there and not facts.tables["core.center_scores"].empty
    parts = (
        (True, Part("finding", "The finding", "centers_finding.html")),
        (True, Part("definition", "What counts as a center", "centers_definition.html")),
        (
            bool(compared_definitions(facts)),
            Part("moved", "How far it moves the answer", "centers_moved.html"),
        ),
        (there, Part("evidence", "The evidence", "centers_evidence.html")),
        (counted, Part("records", "From records to centers", "centers_records.html")),
        (True, Part("known", "What is known of them", "centers_known.html")),
        (True, Part("placed", "Where they are placed", "centers_placed.html")),
        (scored, Part("truth", "Against the truth", "centers_truth.html")),
        (there, Part("examples", "Centers in full", "centers_examples.html")),
        (not there, Part("registries", "How to add registries", "centers_registries.html")),
    )
    return tuple(part for shown, part in parts if shown)


def _sentences(facts: Facts) -> dict[str, Any]:
    there = judged(facts)
    return {
        "definitions": definition_steps(facts) if there else stand_in_steps(facts),
        "weighing": weighing_sentences(facts) if there else [],
        "moved": moved_sentences(facts),
        "became": records_sentence(facts),
        "placed": placed_sentences(facts),
        "truth": truth_sentences(facts),
        "registries": REGISTRY_SETTINGS,
    }


def _tables(facts: Facts) -> list[Table]:
    tables = [counts_table(facts), known_table(facts), placed_table(facts)]
    if not facts.tables["out.records_to_centers"].empty:
        tables.append(records_table(facts))
    if not judged(facts):
        return tables
    tables += [agreement_table(facts), standing_table(facts), confidence_table(facts)]
    if compared_definitions(facts):
        tables += [figures_table(facts, Kind.SHARE), figures_table(facts, Kind.MINUTES)]
    if not facts.tables["core.center_scores"].empty:
        tables.append(truth_table(facts))
    return tables
