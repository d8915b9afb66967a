"""The first page: the finding, what it means, the maps, tables by stratum and county, and how it was made."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.facts import Facts
from pipelines.report.index.comparison import comparison_sentences, comparison_table, is_comparable
from pipelines.report.index.county_tables import counties_table, left_out_table
from pipelines.report.index.for_people import claim_answer, stratum_sentences
from pipelines.report.index.method import DEFINITION_TERM, basis_sentence, method, zip_sentence
from pipelines.report.index.stratum_tables import (
    all_drives_table,
    centers_table,
    drives_table,
    gaps_table,
    nearer_table,
    precision_table,
    unreached_table,
    within_table,
)
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import (
    absent_kinds,
    cards,
    finding,
    neither_sentence,
    none_near,
    place_name,
    unreached_sentence,
)
from pipelines.report.telling.pages import INDEX, Page, Part
from pipelines.report.telling.provenance_tables import Provenance, rejected_table, sources_table
from pipelines.report.telling.published import NOT_NEAREST_SHARE
from pipelines.report.telling.tables import Table
from pipelines.vocabulary.strata import ALL_STRATA, SCHEMES, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import listed, percent, plural


def index_page(
    facts: Facts, provenance: Provenance, maps: Sequence[Picture], further: Sequence[Page]
) -> Page:
    """Put the first page together.

    Parameters
    ----------
    facts, provenance
        What it tells.
    maps
        The maps that it shows.
    further
        The other pages, each of which it names with its finding.
    """
    scheme = facts.area.measures.stratum_scheme
    focus = facts.focus or (ALL_STRATA,)
    told = finding(facts)
    place = place_name(facts)
    return Page(
        file=INDEX,
        title=f"Who can drive to an infusion center in {place}",
        subtitle="How far people live from the places that give medicine into a vein, what kind of place is "
        "nearest, and who has none near.",
        description=told[0],
        parts=_parts(facts, bool(maps)),
        context={
            "finding": told,
            "cards": cards(facts),
            "bands": bool(facts.bands),
            "basis": basis_sentence(facts),
            "further": further,
            "people_heading": _people_heading(focus),
            "groups": [(people_of(name), stratum_sentences(facts, name)) for name in focus],
            "scheme": {"name": SCHEMES.name(scheme), "rule": SCHEMES.explanation(scheme)},
            "gap_sentence": neither_sentence(facts),
            "none_near": none_near(facts),
            "unreached_sentence": unreached_sentence(facts),
            "county_count": plural(len(facts.counties), "county", "counties"),
            "claim_answer": claim_answer(facts),
            "comparison": comparison_sentences(facts) if is_comparable(facts) else [],
            "method": method(facts),
            "definition_term": DEFINITION_TERM,
            "zip_sentence": zip_sentence(facts),
            "not_nearest": percent(NOT_NEAREST_SHARE),
            "run": provenance.run,
            "example_geoid": facts.example_geoid,
        },
        tables=report_tables(facts, provenance),
        pictures=maps,
    )


def report_tables(facts: Facts, provenance: Provenance) -> dict[str, Table]:
    """Make the report's tables, by the name that the templates give them.

    Where one of the compared kinds has no center there is no table of which is nearer, and published figures
    are compared only where they can be.
    """
    tables = {
        "drives": drives_table(facts),
        "all_drives": all_drives_table(facts),
        "within": within_table(facts),
        "gaps": gaps_table(facts),
        "left_out": left_out_table(facts),
        "unreached": unreached_table(facts),
        "counties": counties_table(facts),
        "centers": centers_table(facts),
        "precision": precision_table(facts),
        "sources": sources_table(provenance),
        "rejected": rejected_table(provenance),
    }
    if not absent_kinds(facts):
        tables["nearer"] = nearer_table(facts)
    if is_comparable(facts):
        tables["comparison"] = comparison_table(facts)
    return tables


def _people_heading(groups: Sequence[str]) -> str:
    if tuple(groups) == (ALL_STRATA,):
        return people_of(ALL_STRATA)
    return f"{listed([STRATUM_GROUPS.name(name) for name in groups])} people"


def _parts(facts: Facts, with_maps: bool) -> tuple[Part, ...]:
    return (
        Part("finding", "The finding", "finding.html"),
        Part("further", "More of the answer", "further.html"),
        Part("people", "What it means", "people.html"),
        *([Part("maps", "Maps", "maps.html")] if with_maps else []),
        Part("strata", "By stratum", "by_stratum.html"),
        *(
            [Part("comparison", "Beside published figures", "comparison.html")]
            if is_comparable(facts)
            else []
        ),
        Part("gaps", f"Where {none_near(facts)} is near", "gaps.html"),
        Part("by-county", "By county", "by_county.html"),
        Part("infusion-101", "Infusion 101", "infusion_101.html"),
        Part("method", "Method", "method.html"),
        Part("limits", "Limits", "limits.html"),
        Part("sources", "Sources", "sources.html"),
        Part("rerun", "Run it again", "rerun.html"),
    )
