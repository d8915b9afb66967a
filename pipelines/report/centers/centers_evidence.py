"""The tables of evidence: which rules made centers, what the centers stand on, and a few centers in full."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.facilities.rules import PRIOR_LOG_ODDS
from pipelines.out_tables import Row, records
from pipelines.report.centers.centers_found import Found
from pipelines.report.centers.centers_tables import ANSWERS
from pipelines.report.show.center import CONCLUSION_NAMES
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.centers import DEFINITIONS, GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.wording import capital, listed, plural

IS_CENTER = "is_center"

TYPICAL_CONFIDENCE = 0.9
"""Centers with about this confidence are shown in full: neither beyond doubt nor in doubt."""

EXAMPLES = 3

LOOKS_AT_NAMES = {
    "list": "The list of centers names it",
    "billing": "Bills to Medicare",
    "hospital services": "What the hospital reports of its services and costs",
    "hospital registry": "It is a hospital; nothing says that it infuses",
    "taxonomy": "What it is registered as",
    "name": "Its name",
}
"""`looks_at` of rules that speak for a center -> what a center stands on, in the order of the table."""


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


def standing_table(found: Found) -> Table:
    """Count the centers by the kind of their weightiest evidence, and those that have no other kind."""
    for_it = found.own_evidence()
    for_it = for_it[(for_it["concludes"] == IS_CENTER) & (for_it["value"] == "yes")]
    ranked = for_it.sort_values(
        ["center_id", "weight", "rule_id"], ascending=[True, False, True], kind="stable"
    )
    weightiest = ranked.drop_duplicates("center_id").set_index("center_id")["looks_at"]
    kinds = for_it.groupby("center_id")["looks_at"].nunique().reindex(weightiest.index)
    total = len(found.centers)
    rows: list[tuple[Value, ...]] = []
    for kind in [*LOOKS_AT_NAMES, *sorted(set(weightiest) - set(LOOKS_AT_NAMES))]:
        mine = weightiest == kind
        if mine.any():
            count = float(mine.sum())
            rows.append(
                (
                    LOOKS_AT_NAMES.get(kind, capital(kind)),
                    PeopleShare(count, count / total),
                    float((mine & (kinds == 1)).sum()),
                )
            )
    return Table(
        "centers_stand_on",
        "What the centers stand on",
        (
            Column("evidence", "Weightiest evidence"),
            Column("centers", "Centers", Kind.PEOPLE_SHARE),
            Column("alone", "Of them with no other kind of evidence", Kind.COUNT),
        ),
        tuple(rows),
        "Each center is counted once, under the kind of evidence with the greatest weight for it.",
    )


def rule_tables(found: Found) -> dict[str, Table]:
    """Make one table a question of the rules that applied: the question -> its table, `is_center` first."""
    asked = [name for name in CONCLUSION_NAMES if (found.evidence["concludes"] == name).any()]
    return {
        name: _center_rules(found) if name == IS_CENTER else _other_rules(found, name)
        for name in asked
    }


def _center_rules(found: Found) -> Table:
    rules = found.evidence[found.evidence["concludes"] == IS_CENTER]
    members = {
        name: set(found.definitions.loc[found.definitions["definition"] == name, "center_id"])
        for name in found.told
    }
    rows: list[tuple[Value, ...]] = []
    for rule in _distinct(rules):
        holds = rules.loc[rules["rule_id"] == rule["rule_id"], "center_id"]
        counted = rule["definitions"].split()
        counts = [
            float(holds.isin(members[name]).sum()) if name in counted else None
            for name in found.told
        ]
        if any(counts):
            rows.append(
                (
                    capital(rule["explanation"]),
                    rule["weight"] if rule["value"] == "yes" else -abs(rule["weight"]),
                    *counts,
                    rule["looks_at"],
                    rule["rule_id"],
                )
            )
    columns = (
        Column("explanation", "What the rule says"),
        Column("weight", "Weight", Kind.SIGNED),
        *(Column(f"centers_{name}", DEFINITIONS.heading(name), Kind.COUNT) for name in found.told),
        Column("looks_at", "Looks at"),
        Column("rule_id", "Rule"),
    )
    return Table(
        "rules_is_center",
        CONCLUSION_NAMES[IS_CENTER],
        columns,
        tuple(rows),
        "Under each definition: centers to which the rule applies. A dash: the rule does not count there. "
        "Below zero, a rule speaks against; the centers that it applies to are centers in spite of it.",
    )


def _other_rules(found: Found, question: str) -> Table:
    mine = found.own_evidence()
    rules = mine[mine["concludes"] == question]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            capital(rule["explanation"]),
            answer_name(question, rule["value"]),
            rule["weight"],
            float((rules["rule_id"] == rule["rule_id"]).sum()),
            rule["looks_at"],
            rule["rule_id"],
        )
        for rule in _distinct(rules)
    )
    return Table(
        f"rules_{question}",
        CONCLUSION_NAMES[question],
        (
            Column("explanation", "What the rule says"),
            Column("value", "Speaks for"),
            Column("weight", "Weight", Kind.SIGNED),
            Column("centers", "Centers", Kind.COUNT),
            Column("looks_at", "Looks at"),
            Column("rule_id", "Rule"),
        ),
        rows,
    )


def _distinct(rules: pd.DataFrame) -> list[Row]:
    """Return the rules once each, in the order of their ids."""
    return records(rules.drop_duplicates("rule_id").sort_values("rule_id"))


def answer_name(question: str, value: str) -> str:
    """Write a rule's answer in plain words."""
    if question == "site_of_care":
        return SITES_OR_ANY.headings.get(value, value)
    return ANSWERS.get(question, {}).get(value, capital(value))


def examples(found: Found) -> tuple[Example, ...]:
    """Choose centers of the most common sites of care and tell all that is known of them.

    Of each of the `EXAMPLES` most common sites of care in the area, the center whose confidence is nearest to
    `TYPICAL_CONFIDENCE`; of equals the first by id.
    """
    inside = found.centers[found.centers["in_area"].astype(bool)]
    counts = {site: int((inside["site_of_care"] == site).sum()) for site in SITES_OF_CARE}
    common = sorted(
        (site for site in SITES_OF_CARE if counts[site]), key=lambda site: -counts[site]
    )
    chosen = []
    for site in common[:EXAMPLES]:
        mine = inside[inside["site_of_care"] == site]
        away = (mine["confidence"] - TYPICAL_CONFIDENCE).abs().round(9)
        first = mine.assign(away=away).sort_values(["away", "center_id"]).iloc[:1]
        chosen.append(records(first)[0])
    return tuple(_example(found, number, row) for number, row in enumerate(chosen, 1))


def _example(found: Found, number: int, center: dict[str, Any]) -> Example:
    evidence = found.evidence[found.evidence["center_id"] == center["center_id"]]
    rows: list[tuple[Value, ...]] = []
    for question, asked in CONCLUSION_NAMES.items():
        rows += [
            (
                asked,
                capital(rule["explanation"]),
                answer_name(question, rule["value"]),
                rule["weight"],
                _counts_in(rule["definitions"]),
                source_rows(rule["told_by"]) or None,
                rule["rule_id"],
            )
            for rule in _distinct(evidence[evidence["concludes"] == question])
        ]
    table = Table(
        f"center_example_{number}",
        f"Everything that was weighed: {center['name']}",
        (
            Column("question", "Question"),
            Column("explanation", "What the rule says"),
            Column("value", "Speaks for"),
            Column("weight", "Weight", Kind.SIGNED),
            Column("definitions", "Counts"),
            Column("told_by", "Source rows"),
            Column("rule_id", "Rule"),
        ),
        tuple(rows),
        "No source rows: the rule follows from the site of care alone.",
        headers=2,
    )
    return Example(
        center_id=center["center_id"],
        name=center["name"],
        facts=tuple(_facts(center)),
        sum_sentence=sum_sentence(found, center),
        table=table,
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


def sum_sentence(found: Found, center: dict[str, Any]) -> str:
    """Say how the weights of a center come to its confidence."""
    mine = found.own_evidence()
    rules = mine[(mine["center_id"] == center["center_id"]) & (mine["concludes"] == IS_CENTER)]
    weights = [float(weight) for weight in rules.sort_values("rule_id")["weight"]]
    told = listed([signed(weight) for weight in weights]) or "no rule"
    total = PRIOR_LOG_ODDS + math.fsum(weights)
    return (
        f"{DEFINITIONS.heading(found.own)} it starts, as every place does, at {signed(PRIOR_LOG_ODDS)}; "
        f"{told} {'makes' if len(weights) < 2 else 'make'} {signed(total)}, which is a confidence of "
        f"{center['confidence']:.2f}."
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
        ("Placed by", GEOCODE_PRECISIONS.name(center["geocode_precision"])),
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
