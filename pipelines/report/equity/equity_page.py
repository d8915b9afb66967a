"""The page on who is worse off: groups of people, definitions of rural, what is left for each, spread."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.equity.equity_sentences import (
    group_sentences,
    inequality_sentences,
    scheme_sentences,
    score_sentences,
)
from pipelines.report.equity.equity_tables import (
    advantage_table,
    groups_table,
    inequality_table,
    schemes_table,
    scores_table,
)
from pipelines.report.equity.vulnerability import vulnerability_sentences, vulnerability_table
from pipelines.report.facts import Facts
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import compares_kinds, place_name
from pipelines.report.telling.pages import EQUITY, Page, Part, by_name
from pipelines.vocabulary.accessibility import decay_words
from pipelines.vocabulary.strata import SCHEMES
from pipelines.vocabulary.wording import limit


def equity_page(facts: Facts, maps: Sequence[Picture] = ()) -> Page:
    """Put the page on who is worse off together."""
    rows = facts.tables.rows("out.measure_notes", measure="accessibility")
    notes = {row["note"]: row["value"] for row in rows}
    uneven, schemes = inequality_sentences(facts), scheme_sentences(facts)
    first = [*uneven[:1], *schemes[:1]]
    ranked = bool(facts.tables.rows("out.vulnerability"))
    by_county = (
        [Part("vulnerability", "Vulnerable counties", "equity_vulnerability.html")]
        if ranked
        else []
    )
    return Page(
        file=EQUITY,
        title=f"Who is worse off in {place_name(facts)}?",
        subtitle="By group of people, under every definition of rural that the sources bear, with the "
        "competition for each center counted, and with how far the drive is spread.",
        description=first[0] if first else f"The sources count no people in {place_name(facts)}.",
        parts=(
            Part("groups", "Who drives longer", "equity_groups.html"),
            *by_county,
            Part("definitions", "Definitions of rural", "equity_schemes.html"),
            Part("catchments", "What is left for each person", "equity_scores.html"),
            Part("inequality", "The spread of the drive", "equity_inequality.html"),
        ),
        context={
            "opening_sentences": first,
            "groups": group_sentences(facts),
            "vulnerable": vulnerability_sentences(facts) if ranked else [],
            "schemes": schemes,
            "definitions": [
                SCHEMES.term(name)
                for name in SCHEMES
                if facts.tables.rows("out.nearness_by_scheme", scheme=name)
            ],
            "scores": score_sentences(facts, notes),
            "decay": decay_words(notes["decay"]),
            "uneven": uneven,
            "aversion": limit(facts.area.measures.inequality_aversion),
        },
        tables=by_name(
            *([groups_table(facts)] if facts.tables.rows("out.groups") else []),
            *([vulnerability_table(facts)] if ranked else []),
            schemes_table(facts),
            scores_table(facts, notes),
            inequality_table(facts),
            *([advantage_table(facts)] if compares_kinds(facts) else []),
        ),
        pictures=maps,
    )
