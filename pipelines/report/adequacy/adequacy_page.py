"""The page of network adequacy: which counties pass the rule, and which do so only because of offices."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.adequacy.adequacy_sentences import (
    band_sentences,
    finding_sentences,
    limit_sentence,
    unjudged_sentences,
    weight_sentence,
)
from pipelines.report.adequacy.adequacy_tables import (
    bands_table,
    by_type_table,
    county_tables,
    limits_table,
    scenarios_table,
    values_table,
)
from pipelines.report.facts import Facts
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import ADEQUACY, Page, Part, by_name
from pipelines.vocabulary.adequacy import findings_told
from pipelines.vocabulary.wording import plural


def adequacy_page(facts: Facts, maps: Sequence[Picture]) -> Page:
    """Put the page of network adequacy together."""
    offices = facts.centers["office_based"] > 0
    others = facts.centers["stand_alone"] + facts.centers["pharmacy_based"] > 0
    sample = not facts.words.comparable
    findings = findings_told(offices=offices, others=others, sample=sample)
    finding = finding_sentences(facts, findings)
    moved = band_sentences(facts, findings)
    scenarios = scenarios_table(facts)
    every_county = county_tables(facts, findings)
    rule = facts.tables.row("out.measure_notes", measure="adequacy", note="rule")
    return Page(
        file=ADEQUACY,
        title=f"Does each county of {place_name(facts)} pass Medicare’s rule?",
        subtitle="Network adequacy: whether enough of a county’s people live within the minutes and miles that "
        f"Medicare asks for{', and what office-based centers decide' if offices and not sample else ''}.",
        description=" ".join([finding[0], *moved[:1]]),
        parts=(
            Part("finding", "The finding", "adequacy_finding.html"),
            *(
                [Part("scenarios", "Which centers count", "adequacy_scenarios.html")]
                if len(scenarios.rows) > 1
                else []
            ),
            Part("rule", "The rule", "adequacy_rule.html"),
            Part("counties", "Every county", "adequacy_counties.html"),
        ),
        context={
            "finding": finding,
            "moved": moved,
            "offices": offices,
            "rule": "" if rule is None else rule["value"],
            "who_counts": weight_sentence(facts),
            "limits_from": limit_sentence(facts),
            "unjudged": unjudged_sentences(facts),
            "county_count": plural(len(every_county[-1].rows), "county", "counties"),
        },
        tables=by_name(
            by_type_table(facts, findings),
            bands_table(facts, findings),
            values_table(facts, findings),
            scenarios,
            limits_table(facts),
            *every_county,
        ),
        pictures=maps,
    )
