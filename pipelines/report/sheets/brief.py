"""The brief of an area: on one page the finding with its map, on the other who, where, how sure, what if."""

from __future__ import annotations

from pipelines.report.adequacy.adequacy_sentences import finding_sentences as adequacy_sentences
from pipelines.report.facts import Facts
from pipelines.report.index.cards import cards
from pipelines.report.scenarios.scenario_sentences import (
    band_sentences,
    margin_sentences,
    siting_reservation,
    siting_sentences,
    what_if_sentences,
)
from pipelines.report.sheets.document import (
    POTENTIAL,
    Cell,
    Document,
    Drawn,
    Figure,
    Passage,
    PrintTable,
    banner,
    number,
    run_date,
    said,
    share,
    source_line,
)
from pipelines.report.telling.findings import finding, neither_band, none_near, place_name
from pipelines.vocabulary.adequacy import findings_told
from pipelines.vocabulary.sites_of_care import ANY_SITE, center_of
from pipelines.vocabulary.strata import STRATUM_GROUPS, scheme_name
from pipelines.vocabulary.wording import capital, limit, people, plural

_COUNTIES = 10
"""How many counties the brief names."""

_WHAT_IFS = 3
"""How many what-ifs it tells."""

_INFUSION = (
    "Infusion is medicine that runs into a vein, often every few weeks for years. It is given in hospital "
    "outpatient departments, in doctors’ offices, in centers of their own and by pharmacies; where it is given "
    "decides how far people drive and what it costs."
)


def brief(facts: Facts, drawn: Drawn) -> Document:
    """Put the brief of an area together.

    Parameters
    ----------
    facts
        The area's facts.
    drawn
        The map of what lies near.
    """
    words = facts.words
    (centers,) = facts.tables.rows("out.centers_by_site", site_of_care=ANY_SITE)
    around = f" and {centers['outside']:,} around it" if centers["outside"] else ""
    there = f"{plural(centers['in_area'], 'center')} in the area{around}"
    counted = f"{capital(people(facts.population, facts.who))}, {there}"
    tables = [strata_table(facts), counties_table(facts)] if facts.population else []
    return Document(
        title=words.said(f"Who can drive to an infusion center in {place_name(facts)}?"),
        kicker="A brief on two pages",
        about=f"{counted} · strata: {scheme_name(facts.area.stratum_scheme)}",
        lead=said(facts, finding(facts)),
        figures=words.said(_figures(facts)),
        picture=drawn.svg,
        alt_text=drawn.alt_text,
        tables=words.said(tuple(table for table in tables if table.rows)),
        passages=tuple(
            Passage(heading, said(facts, sentences), itemized)
            for heading, sentences, itemized in (
                ("What infusion is", [_INFUSION], False),
                ("Medicare’s rule of network adequacy", _adequacy(facts), False),
                ("How sure this is", [*band_sentences(facts), *margin_sentences(facts)[:1]], True),
                (
                    "What would change it",
                    [
                        *what_if_sentences(facts)[:_WHAT_IFS],
                        *siting_sentences(facts)[:2],
                        *siting_reservation(facts),
                    ],
                    True,
                ),
                ("What this does not say", _NOT_SAID, True),
            )
            if sentences
        ),
        notes=said(facts, (_HOW_TO_READ, POTENTIAL)),
        sources=source_line(facts),
        banner=banner(facts),
        date=run_date(facts),
        area=facts.area.area.title,
    )


_NOT_SAID = (
    "Whether a center has a free chair, takes a person’s insurance or gives the medicine that person needs.",
    "Where people really go: many are not infused at the nearest center, and not everyone has a car.",
    "How long it takes at rush hour or in snow: roads are taken as free, with delays at crossings.",
)
_HOW_TO_READ = (
    "Typical drive is the median: half of those who reach such a center drive less. Across scenarios means the "
    "least and the greatest value when speeds, the road model, the definition of a center and the placing of "
    "centers are varied; these are no probabilities. The report beside it has all tables and the method."
)


def _figures(facts: Facts) -> tuple[Figure, ...]:
    """Set large how many are left out, and the typical drives of the first group in focus."""
    told = [
        Figure(one.value, f"{card.heading}: {one.label}", one.band)
        for card in cards(facts)
        for one in card.numbers
    ]
    left_out = len(cards(facts)[-1].numbers) if told else 0
    drives = told[: len(told) - left_out]
    return (*told[len(drives) :][:1], *drives[:2])


def _adequacy(facts: Facts) -> list[str]:
    known = facts.centers
    findings = findings_told(
        offices=known["office_based"] > 0,
        others=known["stand_alone"] + known["pharmacy_based"] > 0,
        sample=not facts.words.comparable,
    )
    return adequacy_sentences(facts, findings)[:2]


def strata_table(facts: Facts) -> PrintTable:
    """Tell who has neither kind near, and the typical drives, by stratum and for everyone."""
    sites = (*facts.compared, ANY_SITE)
    rows = [
        (
            Cell(STRATUM_GROUPS.heading(stratum)),
            Cell(f"{facts.gaps(stratum)['population']:,.0f}"),
            Cell(share(facts.gaps(stratum)["share_none"])),
            Cell(neither_band(facts, stratum).removesuffix(" across scenarios")),
            *(Cell(number(facts.drive(stratum, site)["drive_time_min_median"])) for site in sites),
        )
        for stratum in facts.strata
    ]
    lacking = capital(none_near(facts))
    return PrintTable(
        "Who lives near, and how long the typical drive is",
        (
            "People",
            "How many",
            f"{lacking} within {limit(facts.gap_min)} minutes",
            "Across scenarios",
            *(f"Minutes to {center_of(site)}" for site in sites),
        ),
        tuple(rows),
        widths=(1.5, 1.0, 1.2, 1.2, *[1.0] * len(sites)),
        numeric=(False, *[True] * (3 + len(sites))),
    )


def counties_table(facts: Facts) -> PrintTable:
    """Name the counties with most people who have neither kind near."""
    ranked = [row for row in facts.tables.rows("out.counties") if row["rank_none"] is not None]
    ranked.sort(key=lambda row: (row["rank_none"], row["county_fips"]))
    return PrintTable(
        f"Counties with most people who have {none_near(facts)} within {limit(facts.gap_min)} minutes",
        (
            "County",
            "People with neither" if "neither" in none_near(facts) else "People without",
            "Their share",
            "Minutes to any center, typical",
        ),
        tuple(
            (
                Cell(facts.county_names[row["county_fips"]]),
                Cell(f"{row['population_none']:,.0f}"),
                Cell(share(row["share_none"])),
                Cell(number(row["any_min_median"])),
            )
            for row in ranked[:_COUNTIES]
        ),
        widths=(2.2, 1.2, 1.0, 1.6),
        numeric=(False, True, True, True),
    )
