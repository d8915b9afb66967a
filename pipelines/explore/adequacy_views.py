"""Maps of counties: whether each passes Medicare's rule of network adequacy, and with which centers."""

from __future__ import annotations

from pipelines.explore.explored import Explored, names_of, numbers, plain
from pipelines.explore.view import Column, Shade, View
from pipelines.maps.adequacy import FILLS, NO_VERDICT, RULE
from pipelines.report.facts import Facts
from pipelines.vocabulary.adequacy import SCENARIOS, findings_told, findings_words
from pipelines.vocabulary.sites_of_care import COMPARED_SITES
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.wording import people, plural

DECIDES = "finding"
"""The map that tells which centers a county passes with, beside those of each scenario."""

_VERDICTS = ("Passes", "Fails")
_UNJUDGED = Shade(FILLS["unjudged"], NO_VERDICT)


def adequacy_views(explored: Explored) -> list[View]:
    """Return a map of what decides, and one of the verdicts of each scenario that differs from the others."""
    return [_decides(explored), *(_verdicts(explored, one) for one in scenarios(explored.facts))]


def adequacy_columns(explored: Explored) -> list[Column]:
    """Return each county's finding, and in each scenario its verdict and the share within the limits."""
    tables = explored.facts.tables
    findings = {row["county_fips"]: row["finding"] for row in tables.rows("out.adequacy_findings")}
    counties = explored.ground.home["county_fips"]
    told = _findings(explored)
    columns = [Column("finding", "", numbers(counties.map(findings), list(told)), "counties")]
    for scenario in scenarios(explored.facts):
        rows = {row["county_fips"]: row for row in tables.rows("out.adequacy", scenario=scenario)}
        verdicts = [rows[one]["adequate"] if one in rows else None for one in counties]
        shares = [rows[one]["share_within"] if one in rows else None for one in counties]
        columns += [
            Column(
                f"verdict/{scenario}",
                SCENARIOS.heading(scenario),
                [None if one is None else 0 if one else 1 for one in verdicts],
                "counties",
                words=_VERDICTS,
            ),
            Column(
                f"share_within/{scenario}",
                "",
                plain([None if one is None else 100 * one for one in shares], 1),
                "counties",
                unit="%",
                digits=1,
            ),
        ]
    return columns


def scenarios(facts: Facts) -> list[str]:
    """Return the scenarios that count other centers than those before them."""
    rows = facts.tables.rows("out.adequacy_by_scenario")
    return [
        one for one in SCENARIOS if one in names_of([r for r in rows if r["distinct"]], "scenario")
    ]


def _findings(explored: Explored) -> dict[str, str]:
    """Return the findings that there can be here, with their headings, and those that there are."""
    sample = not explored.facts.words.comparable
    offices = COMPARED_SITES[1] in explored.sites
    others = any(site not in COMPARED_SITES for site in explored.sites)
    told = findings_told(offices=offices, others=others, sample=sample)
    found = names_of(explored.facts.tables.rows("out.adequacy_findings"), "finding")
    every = findings_words(sample=sample).headings
    return {one: told.get(one, every[one]) for one in every if one in told or one in found}


def _decides(explored: Explored) -> View:
    rows = explored.facts.tables.rows("out.adequacy_by_type", cms_county_type="all")
    counted = {row["finding"]: row["counties"] for row in rows}
    told = _findings(explored)
    figure = " ".join(f"{heading}: {counted.get(one, 0):,}." for one, heading in told.items())
    return View(
        "adequacy",
        {"scenario": DECIDES},
        "Which counties pass Medicare’s rule of network adequacy, and with which centers",
        "finding",
        (*(Shade(FILLS[one], heading) for one, heading in told.items()), _UNJUDGED),
        missing=True,
        sites=explored.sites,
        figures={ALL_STRATA: f"Counties: {figure}"},
        note=RULE,
    )


def _verdicts(explored: Explored, scenario: str) -> View:
    row = explored.facts.tables.row("out.adequacy_by_scenario", scenario=scenario)
    if row is None:
        raise KeyError(f"out.adequacy_by_scenario has no row of {scenario}")
    passing = plural(row["counties_passing"], "county", "counties")
    return View(
        "adequacy",
        {"scenario": scenario},
        f"Which counties pass Medicare’s rule, counting {SCENARIOS.name(scenario)}",
        f"verdict/{scenario}",
        (
            Shade(FILLS["hospitals_suffice"], _VERDICTS[0]),
            Shade(FILLS["fails_with_all"], _VERDICTS[1]),
            _UNJUDGED,
        ),
        missing=True,
        sites=explored.sites,
        figures={
            ALL_STRATA: f"{passing} would pass and {row['counties_failing']:,} fail; "
            f"{people(row['people_outside'])} live beyond the limits."
        },
        note=RULE,
    )
