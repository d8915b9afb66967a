"""The tables of evidence: which rules made centers, what the centers stand on, and a few centers in full."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.out_tables import Row, records
from pipelines.report.centers.centers_tables import known_definitions
from pipelines.report.facts import Facts
from pipelines.report.telling.placing import placed_by
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.centers import (
    ATTRIBUTES,
    CONCLUSIONS,
    DEFINITIONS,
    LOOKS_AT,
)
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.wording import capital, listed, plural

IS_CENTER = "is_center"

_EXPLANATION = Shown("explanation", words=lambda row: capital(row["explanation"]))
_WEIGHT = Shown("weight", Kind.SIGNED)
_RULE = Shown("rule_id")
_SOURCE_ROW = re.compile(r"(.+) \[(.+) row (\d+)\]")
"""A source row as evidence names it: 'registered individual [npidata.zip row 12]'."""


@dataclass(frozen=True)
class Example:
    """One center with its evidence.

    Attributes
    ----------
    center_id, name
        Which it is.
    facts
        (what, answer) pairs that are known of it.
    sum_sentence
        How its weights come to its confidence.
    table
        Every rule that applies to it.
    """

    center_id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    sum_sentence: str
    table: Table


def standing_table(facts: Facts) -> Table:
    """Show the centers by the kind of their weightiest evidence, and those that have no other kind."""
    kinds = facts.tables["out.centers_stand_on"]
    others = sorted(set(kinds["looks_at"]) - set(LOOKS_AT))
    words = LOOKS_AT.headings | {kind: capital(kind) for kind in others}
    spec = TableSpec(
        "centers_stand_on",
        "What the centers stand on",
        (
            Shown("looks_at", words=words, name="evidence", heading="Weightiest evidence"),
            Shown("centers", Kind.PEOPLE_SHARE, share="share", heading="Centers"),
            Shown("alone", Kind.COUNT, heading="Of them with no other kind of evidence"),
        ),
        "Each center is counted once, under the kind of evidence with the greatest weight for it.",
    )
    return build(spec, kinds, codes={"looks_at": tuple(words)})


def rule_tables(facts: Facts) -> dict[str, Table]:
    """Make one table a question of the rules that applied: the question -> its table, `is_center` first."""
    rules = facts.tables["out.center_rules"]
    tables = {}
    for question in CONCLUSIONS:
        mine = rules[rules["concludes"] == question].sort_values("rule_id", kind="stable")
        if not mine.empty:
            codes = {
                "rule_id": list(dict.fromkeys(mine["rule_id"])),
                "definition": known_definitions(facts)
                if question == IS_CENTER
                else (facts.area.facilities.definition,),
            }
            tables[question] = build(_rules_spec(question), mine, codes=codes)
    return tables


def _rules_spec(question: str) -> TableSpec:
    told_of_center = question == IS_CENTER
    counts = (
        Shown("centers", Kind.COUNT, name="centers_{code}", heading="{word}", spread=True)
        if told_of_center
        else Shown("centers", Kind.COUNT, heading="Centers")
    )
    speaks_for = Shown("value", words=lambda row: answer_name(question, row["value"]))
    return TableSpec(
        f"center_rules_{question}",
        CONCLUSIONS.heading(question),
        (
            _EXPLANATION,
            *(() if told_of_center else (speaks_for,)),
            _WEIGHT,
            counts,
            Shown("looks_at"),
            _RULE,
        ),
        "Under each definition: centers to which the rule applies. A dash: the rule does not count there. "
        "Below zero, a rule speaks against; the centers that it applies to are centers in spite of it."
        if told_of_center
        else "",
        across=("definition", DEFINITIONS.headings) if told_of_center else None,
        sources=("out.center_rules",),
    )


def answer_name(question: str, value: str) -> str:
    """Write a rule's answer in plain words."""
    if question == "site_of_care":
        return SITES_OR_ANY.headings.get(value, value)
    words = ATTRIBUTES[question].headings if question in ATTRIBUTES else {}
    return words.get(value, capital(value))


def examples(facts: Facts) -> tuple[Example, ...]:
    """Tell all that is known of the centers that were chosen as examples."""
    return tuple(_example(facts, row) for row in facts.tables.rows("out.center_examples"))


def _example(facts: Facts, chosen: Row) -> Example:
    centers, evidence = facts.tables["core.centers"], facts.tables["core.center_evidence"]
    (center,) = records(centers[centers["center_id"] == chosen["center_id"]])
    spec = TableSpec(
        f"center_examples_{chosen['number']}",
        f"Everything that was weighed: {center['name']}",
        (
            Shown("concludes", words=CONCLUSIONS.headings, name="question"),
            _EXPLANATION,
            Shown("value", words=lambda row: answer_name(row["concludes"], row["value"])),
            _WEIGHT,
            Shown("definitions", words=lambda row: _counts_in(row["definitions"])),
            Shown("told_by", words=lambda row: source_rows(row["told_by"]) or None),
            _RULE,
        ),
        "No source rows: the rule follows from the site of care alone.",
        headers=2,
        sources=("core.center_evidence",),
    )
    mine = evidence[evidence["center_id"] == chosen["center_id"]]
    rules = mine.drop_duplicates("rule_id").sort_values("rule_id")
    return Example(
        center_id=center["center_id"],
        name=center["name"],
        facts=tuple(_facts(center)),
        sum_sentence=sum_sentence(facts, chosen),
        table=build(spec, rules, codes={"concludes": CONCLUSIONS}),
    )


def source_rows(told_by: str) -> str:
    """Name each file once: 'list.csv: office (row 3), injection (row 4)'; what is written otherwise stays."""
    items = [_SOURCE_ROW.fullmatch(item) for item in told_by.split("; ")]
    rows: dict[str, dict[str, list[str]]] = {}
    for item in items:
        if item is None:
            return told_by
        what, file, row = item.groups()
        rows.setdefault(file, {}).setdefault(what, []).append(row)
    return "; ".join(f"{file}: {_named_rows(whats)}" for file, whats in rows.items())


def _named_rows(whats: dict[str, list[str]]) -> str:
    return ", ".join(
        f"{what} ({'row' if len(numbers) == 1 else 'rows'} {listed(numbers)})"
        for what, numbers in whats.items()
    )


def _counts_in(definitions: str) -> str:
    names = definitions.split()
    if not names or len(names) == len(DEFINITIONS):
        return "always"
    return listed([DEFINITIONS.heading(name).lower() for name in names])


def sum_sentence(facts: Facts, chosen: Row) -> str:
    """Say how the weights of an example come to its confidence."""
    weights = [signed(float(weight)) for weight in chosen["weights"].split()]
    return (
        f"{DEFINITIONS.heading(facts.area.facilities.definition)} it starts, as every place does, at "
        f"{signed(chosen['prior'])}; {listed(weights) or 'no rule'} {'makes' if len(weights) < 2 else 'make'} "
        f"{signed(chosen['log_odds'])}, which is a confidence of {chosen['confidence']:.2f}."
    )


def signed(number: float) -> str:
    """Write a weight with its sign: '+1.5', '−2.0'."""
    return f"{number:+.1f}".replace("-", "−")


def _facts(center: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is known of a center, in words."""
    place = [center.get(name) for name in ("address", "city", "state", "zip")]
    told: list[tuple[str, str | None]] = [
        ("Kind", f"{SITES_OR_ANY.name(center['site_of_care'])} center"),
        ("Confidence", f"{center['confidence']:.2f}"),
        ("Address", ", ".join(str(part) for part in place if part) or None),
        ("Placed by", placed_by(center)),
        ("Operator", center.get("operator")),
    ]
    for column, heading in (
        ("therapy_line", "Therapy line"),
        ("supervision", "Supervision"),
        ("medicare_payable", "Medicare pays"),
        ("place_of_service", "Place of service"),
    ):
        value = center.get(column)
        told.append((heading, None if value is None else answer_name(column, str(value))))
    billed = center.get("infusions_per_year")
    told.append(
        ("Infusions billed to Medicare a year", None if billed is None else f"{billed:,.0f}")
    )
    members = str(center.get("members") or "").split()
    told.append(("Brought together from", plural(len(members), "record") if members else None))
    return [(heading, answer or "not known") for heading, answer in told]
