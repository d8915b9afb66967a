"""The first page: the finding, what it means, the maps, tables by stratum and county, and how it was made."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.provenance import PART, run_facts
from pipelines.report.facts import Facts
from pipelines.report.index.access_tables import (
    compared_times_table,
    counties_table,
    coverage_table,
    gaps_table,
    left_out_table,
    times_table,
    unreached_table,
)
from pipelines.report.index.cards import cards
from pipelines.report.index.comparison import comparison_sentences, comparison_table, is_comparable
from pipelines.report.index.method import (
    DEFINITION_TERM,
    basis_sentence,
    method,
    strata_rule,
)
from pipelines.report.index.provenance_tables import (
    centers_table,
    lists_table,
    precision_table,
    provenance_table,
    rejected_table,
)
from pipelines.report.index.stratum_sentences import stratum_sentences
from pipelines.report.telling.bands import OVER_ALL
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import (
    compares_kinds,
    finding,
    neither_sentence,
    none_near,
    place_name,
    unreached_sentence,
)
from pipelines.report.telling.nearness import nearness_table
from pipelines.report.telling.pages import INDEX, PAGE_NAMES, Page, Part, by_name
from pipelines.report.telling.placing import roughly_placed
from pipelines.report.telling.published import NOT_NEAREST_SHARE
from pipelines.report.telling.tables import Table
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import listed, percent, plural


def index_page(facts: Facts, maps: Sequence[Picture], others: Sequence[Page]) -> Page:
    """Put the first page together.

    Parameters
    ----------
    facts
        What it tells.
    maps
        The maps that it shows.
    others
        The other pages, each of which it names with its finding.
    """
    focus = facts.focus or (ALL_STRATA,)
    told = finding(facts)
    place, tables = place_name(facts), index_tables(facts)
    return Page(
        file=INDEX,
        title=f"Who can drive to an infusion center in {place}",
        subtitle="",
        description=told[0],
        parts=_parts(facts, len(maps) > 1),
        context={
            "finding": told,
            "cards": cards(facts),
            "bands": any(
                row["low"] is not None
                for row in facts.tables.rows("out.sensitivity", dimension=OVER_ALL)
            ),
            "basis": basis_sentence(facts),
            "others": others,
            "data": _data(tables, others),
            "answers": compares_kinds(facts),
            "people_heading": _people_heading(focus),
            "groups": [(people_of(name), stratum_sentences(facts, name)) for name in focus],
            "strata_rule": strata_rule(facts.area),
            "gap_sentence": neither_sentence(facts),
            "none_near": none_near(facts),
            "unreached_sentence": unreached_sentence(facts),
            "county_count": plural(len(facts.county_names), "county", "counties"),
            "comparison": comparison_sentences(facts) if is_comparable(facts) else [],
            "method": method(facts),
            "definition_term": DEFINITION_TERM,
            "roughly_placed": roughly_placed(facts),
            "not_nearest": percent(NOT_NEAREST_SHARE),
            "run": run_facts(facts.tables["out.provenance"]),
            "areas_of": " ".join(
                str(row["area"]) for row in facts.tables.rows("out.provenance", kind=PART)
            ),
            "example_geoid": facts.tables.rows("out.example_place")[0]["geoid"],
        },
        tables=by_name(*tables),
        pictures=maps,
    )


def index_tables(facts: Facts) -> list[Table]:
    """Make the page's tables in the order in which their CSV files are written.

    Where one of the compared kinds has no center, or its list is a sample, there is no table of which is
    nearer, and published figures are compared only where they can be.
    """
    return [
        compared_times_table(facts),
        times_table(facts),
        coverage_table(facts),
        gaps_table(facts),
        left_out_table(facts),
        unreached_table(facts),
        counties_table(facts),
        centers_table(facts),
        lists_table(facts),
        precision_table(facts),
        provenance_table(facts),
        rejected_table(facts),
        *([nearness_table(facts)] if compares_kinds(facts) else []),
        *([comparison_table(facts)] if is_comparable(facts) else []),
    ]


def _data(mine: Sequence[Table], others: Sequence[Page]) -> list[tuple[str, list[Table]]]:
    """List the tables that have a file, under the page that shows them."""
    shown = [(INDEX, mine), *((page.file, list(page.tables.values())) for page in others)]
    named = [(PAGE_NAMES[file], [one for one in tables if one.rows]) for file, tables in shown]
    return [(name, tables) for name, tables in named if tables]


def _people_heading(groups: Sequence[str]) -> str:
    if tuple(groups) == (ALL_STRATA,):
        return people_of(ALL_STRATA)
    return f"{listed([STRATUM_GROUPS.name(name) for name in groups])} people"


def _parts(facts: Facts, with_maps: bool) -> tuple[Part, ...]:
    """Put the answer first, then what a reader asks of it in turn, and the tables behind."""
    return (
        Part("finding", "The finding", "finding.html"),
        Part("people", "What it means", "people.html"),
        *([Part("maps", "How far people drive", "maps.html")] if with_maps else []),
        Part("more", "More of the answer", "other_pages.html"),
        Part("limits", "What this does not say", "limits.html"),
        Part("strata", "Tables by stratum", "by_stratum.html"),
        *(
            [Part("comparison", "Beside published figures", "comparison.html")]
            if is_comparable(facts)
            else []
        ),
        Part("gaps", f"Where {none_near(facts)} is near", "gaps.html"),
        Part("by-county", "By county", "by_county.html"),
        Part("method", "Method", "method.html"),
        Part("sources", "Sources", "sources.html"),
        Part("data", "Data", "data.html"),
        Part("rerun", "Run it again", "rerun.html"),
    )
