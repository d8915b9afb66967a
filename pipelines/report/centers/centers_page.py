"""The page on how centers were found: what counts as one, on what evidence, how far that moves results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.report.centers.centers_evidence import (
    IS_CENTER,
    Example,
    examples,
    rule_tables,
    standing_table,
)
from pipelines.report.centers.centers_found import Found, read_found
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
    confidence_table,
    counts_table,
    known_table,
    moved_table,
    placed_table,
    records_table,
    truth_table,
)
from pipelines.report.centers.registry_settings import REGISTRY_SETTINGS
from pipelines.report.facts import Facts
from pipelines.report.show.center import CONCLUSION_NAMES
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import CENTERS, Page, Part
from pipelines.report.telling.tables import Kind, Table

_SITE = "site_of_care"


def centers_page(facts: Facts, maps: Sequence[Picture]) -> Page:
    """Put the page on how centers were found together.

    Without registries it says that nothing was judged, and how to add them.
    """
    found = read_found(facts)
    shown = examples(found) if found.judged else ()
    told = finding_sentences(found, facts)
    return Page(
        file=CENTERS,
        title=f"How the infusion centers of {place_name(facts)} were found",
        subtitle="What counts as a center, what that rests on, how far another definition moves the answer, "
        "and what is not known.",
        description=told[0],
        parts=_parts(found),
        context=_context(found, facts, told, shown),
        tables=_tables(found, facts, shown),
        pictures=maps,
    )


def _parts(found: Found) -> tuple[Part, ...]:
    judged, compared = found.judged, bool(found.compared)
    scored = judged and not found.scores.empty
    parts = (
        (True, Part("finding", "The finding", "centers_finding.html")),
        (True, Part("definition", "What counts as a center", "centers_definition.html")),
        (compared, Part("moved", "How far it moves the answer", "centers_moved.html")),
        (judged, Part("evidence", "The evidence", "centers_evidence.html")),
        (bool(found.counts), Part("records", "From records to centers", "centers_records.html")),
        (True, Part("known", "What is known of them", "centers_known.html")),
        (True, Part("placed", "Where they are placed", "centers_placed.html")),
        (scored, Part("truth", "Against the truth", "centers_truth.html")),
        (judged, Part("examples", "Centers in full", "centers_examples.html")),
        (not judged, Part("registries", "How to add registries", "centers_registries.html")),
    )
    return tuple(part for there, part in parts if there)


def _context(
    found: Found, facts: Facts, told: list[str], shown: tuple[Example, ...]
) -> dict[str, Any]:
    asked = rule_tables(found) if found.judged else {}
    return {
        "judged": found.judged,
        "finding": told,
        "definitions": definition_steps(found, facts) if found.judged else stand_in_steps(facts),
        "weighing": weighing_sentences(facts) if found.judged else [],
        "moved": moved_sentences(found, facts),
        "questions": [(name, CONCLUSION_NAMES[name]) for name in asked],
        "first_questions": (IS_CENTER, _SITE),
        "became": records_sentence(found),
        "placed": placed_sentences(found, facts),
        "truth": truth_sentences(found),
        "examples": shown,
        "registries": REGISTRY_SETTINGS,
    }


def _tables(found: Found, facts: Facts, shown: tuple[Example, ...]) -> dict[str, Table]:
    tables = {
        "counts": counts_table(found, facts),
        "known": known_table(found),
        "placed": placed_table(found),
    }
    if found.counts:
        tables["records"] = records_table(found)
    if not found.judged:
        return tables
    tables |= {
        "agreement": agreement_table(found),
        "standing": standing_table(found),
        "confidence": confidence_table(found),
    }
    tables |= {f"rules_{name}": table for name, table in rule_tables(found).items()}
    if found.compared:
        tables["shares"] = moved_table(found, facts, Kind.SHARE)
        tables["minutes"] = moved_table(found, facts, Kind.MINUTES)
    if not found.scores.empty:
        tables["truth"] = truth_table(found)
    tables |= {f"example_{number}": one.table for number, one in enumerate(shown, 1)}
    return tables
