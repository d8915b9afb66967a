"""What the page on how centers were found says in sentences, each number from a table."""

from __future__ import annotations

import math

from pipelines.facilities.rules import PRIOR_LOG_ODDS
from pipelines.out_tables import Row
from pipelines.report.centers.centers_evidence import signed
from pipelines.report.centers.centers_tables import compared_definitions, judged
from pipelines.report.facts import Facts
from pipelines.report.index.method import Step
from pipelines.report.telling.findings import compares_kinds, place_name
from pipelines.report.telling.placing import roughly_placed
from pipelines.report.telling.published import BILLING_CODES_MIN, SPECIALTY_CODES_MIN
from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.sites_of_care import (
    ANY_SITE,
    COMPARED_SITES,
    SITES_OF_CARE,
    noun_of,
)
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.wording import limit, listed, percent, plural

WITHOUT_COARSE = "without_coarse"
"""`definition` of the figures without the centers placed at the middle of a ZIP area or town."""

LITTLE_POINTS = 1.0
LITTLE_LONGER = 0.05
"""A definition that moves the share of people near by less than so many points and the typical drive by less
than this share is said to move little."""

_PUBLISHED_LONGER = SPECIALTY_CODES_MIN / BILLING_CODES_MIN - 1


def finding_sentences(facts: Facts) -> list[str]:
    """Say how many centers count and what makes them count, and how far another definition moves the answer."""
    counts = {
        row["site_of_care"]: row["centers"] for row in facts.tables.rows("out.centers_by_site")
    }
    kinds = [
        f"{counts[site]:,} {noun_of(site, counts[site])}" for site in SITES_OF_CARE if counts[site]
    ]
    total = counts[ANY_SITE]
    where = f"in {place_name(facts)} and up to {limit(facts.area.area.buffer_mi)} miles around it"
    counted = f"{plural(total, 'place')} {where} {'counts' if total == 1 else 'count'}"
    if not judged(facts):
        return [
            f"{counted}: {listed(kinds)}.",
            "Nothing was judged: they count because the sources name them.",
        ]
    return [
        (
            f"{counted}: {listed(kinds)}. No public register says which places infuse, so each was judged by "
            "what several registries say of it."
        ),
        *moved_sentences(facts)[:1],
        *_most_moved(facts),
    ]


def moved_sentences(facts: Facts) -> list[str]:
    """Say how far the headline figures move between the definitions, and what that means."""
    shares = _under(facts, ANY_SITE, "share_within")
    minutes = _under(facts, ANY_SITE, "drive_time_min_median")
    told = []
    if shares:
        near = [f"{_exact(row['value'])} {DEFINITIONS.name(name)}" for name, row in shares.items()]
        told.append(
            f"The share of people within {limit(facts.gap_min)} minutes of any center is {listed(near)}."
        )
    if minutes:
        drives = [
            f"{row['value']:.1f} minutes {DEFINITIONS.name(name)}" for name, row in minutes.items()
        ]
        told.append(f"The typical drive to the nearest center is {listed(drives)}.")
    told += [*_most_moved(facts), *_nearer(facts)]
    if shares and minutes:
        told.append(_meaning(next(iter(shares.values())), next(iter(minutes.values()))))
    return told


def _most_moved(facts: Facts) -> list[str]:
    """Say which share the definition moves most; nothing where it moves none, or that of all and any kind."""
    moved = [
        next(iter(shares.values()))
        for stratum in (ALL_STRATA, *facts.focus)
        for site in (ANY_SITE, *COMPARED_SITES)
        if (shares := _under(facts, site, "share_within", stratum))
    ]
    if not moved:
        return []
    most = max(moved, key=lambda row: row["spread"])
    stratum, site = most["stratum"], most["site_of_care"]
    low, high = _exact(most["low"]), _exact(most["high"])
    if low == high or (stratum, site) == (ALL_STRATA, ANY_SITE):
        return []
    who = "all people together" if stratum == ALL_STRATA else people_of(stratum)
    return [
        (
            f"It moves most for {who} and {noun_of(site, 2)}: between {low} and {high} of them live within "
            f"{limit(facts.gap_min)} minutes of one."
        )
    ]


def _meaning(share: Row, drive: Row) -> str:
    """Say whether the definition moves much, beside what a study found."""
    published = (
        f"In a published study of chemotherapy the definition alone moved the mean drive from "
        f"{BILLING_CODES_MIN} to {SPECIALTY_CODES_MIN} minutes, {percent(_PUBLISHED_LONGER)} more"
    )
    longer = drive["ratio"]
    if longer is None:
        return f"{published}."
    here = (
        f"here the longest typical drive is {percent(longer)} longer than the shortest"
        if longer > 0
        else "here the typical drive is the same under each"
    )
    if 100 * share["spread"] < LITTLE_POINTS and longer < LITTLE_LONGER:
        end = "for all people together the answer hardly hangs on the definition."
    else:
        end = "every figure of this report is an answer under one definition, and is to be quoted with it."
    return f"{published}; {here}: {end}"


def _nearer(facts: Facts) -> list[str]:
    """Say whether the definition decides which kind is nearer for most people."""
    rows = (
        []
        if not compares_kinds(facts)
        else list(_under(facts, None, "share_office_nearer").values())
    )
    if not rows:
        return []
    low, high = _exact(rows[0]["low"]), _exact(rows[0]["high"])
    between = low if low == high else f"between {low} and {high}"
    nearer = f"the nearer kind, by more than {limit(facts.area.measures.nearer_by_min)} minutes,"
    if rows[0]["low"] > 0.5:
        return [
            f"Under each of them an office-based center is {nearer} for most people ({between})."
        ]
    if rows[0]["high"] <= 0.5:
        return [
            (
                f"Under none of them is an office-based center {nearer} for more than half of the people "
                f"({between})."
            )
        ]
    return [
        (
            f"Whether an office-based center is {nearer} for most people hangs on the definition: it is for "
            f"{between} of them."
        )
    ]


def _under(
    facts: Facts, site: str | None, figure: str, stratum: str = ALL_STRATA
) -> dict[str, Row]:
    """Return the rows of a figure under each definition that has it; none where only one has."""
    rows = facts.tables.rows(
        "out.definition_figures", stratum=stratum, site_of_care=site, figure=figure
    )
    values = {row["definition"]: row for row in rows if row["value"] is not None}
    known = {name: values[name] for name in compared_definitions(facts) if name in values}
    return known if len(known) > 1 else {}


def _exact(share: float) -> str:
    """Write a share with a decimal, to be set beside others; never 0% for some nor 100% for most."""
    if share in (0, 1):
        return f"{100 * share:.0f}%"
    if not 0.0005 <= share < 0.9995:
        return "under 0.1%" if share < 0.5 else "over 99.9%"
    return f"{100 * share:.1f}%"


def definition_steps(facts: Facts) -> list[Step]:
    """Say what each definition asks of a place."""
    sources, settings = facts.area.sources, facts.area.facilities
    reported = sources.provider_of_services is not None or sources.cost_reports is not None
    hospitals = (
        "a hospital counts when it reports outpatient infusion"
        if reported
        else "every general or critical access hospital counts, for no source of this run tells which infuse"
    )
    reports = "what was billed, and what hospitals report" if reported else "and what was billed"
    stand_in = "" if reported else f" Of hospitals, {hospitals}."
    meanings = {
        "registry": "What a place is registered as decides, and nothing else: infusion clinics, oncology "
        "clinics, home-infusion pharmacies, general and critical access hospitals, and wherever hematologists "
        "or oncologists practise. It counts places that do not infuse, and misses those whose registration "
        "does not say so: Medicare has no enrolment class for infusion clinics.",
        "billing": "What Medicare was billed for decides. A practice counts when its clinicians billed for at "
        f"least {limit(settings.min_infusions)} infusions a year in an office; {hospitals}. Places that "
        "Medicare mostly does not pay, such as stand-alone centers and pharmacies’ suites, are missed.",
        "combined": "Everything that is known is weighed together: registration, names, who practises there, "
        f"{reports}. A place counts when more speaks for it than against it.{stand_in}",
    }
    return [
        Step(
            f"{DEFINITIONS.heading(name)}{' (this report)' if name == settings.definition else ''}",
            meaning,
        )
        for name, meaning in meanings.items()
    ]


def weighing_sentences(facts: Facts) -> list[str]:
    """Say how weights become a confidence, and that they are judgements."""
    start = 1 / (1 + math.exp(-PRIOR_LOG_ODDS))
    told = [
        (
            f"Rules do the weighing. A rule of weight {signed(1)} multiplies the odds of a center by "
            f"{math.e:.1f}, one of {signed(2)} by {math.e**2:.1f} (natural logarithms of odds). Every place "
            f"starts at {signed(PRIOR_LOG_ODDS)}, a chance of {100 * start:.0f} in 100; with a sum of 0 the "
            "chances are even, and from there on it counts as a center."
        ),
        (
            "The weights are judgements, not estimates: nothing public says which places infuse, so there is "
            "nothing to fit them to. They stand below, to be disputed."
        ),
    ]
    if facts.area.sources.centers is not None:
        told.append("The list of centers wins wherever it speaks.")
    return told


def stand_in_steps(facts: Facts) -> list[Step]:
    """Say what counts where nothing was judged: hospitals stand in, and a list is believed."""
    sources, told = facts.area.sources, []
    if sources.hospitals is not None:
        types = listed([f"“{one.lower()}”" for one in sources.hospitals.types], "or")
        told.append(
            Step(
                "Hospitals stand in",
                f"Each hospital that {sources.hospitals.publisher} lists as {types} counts, whether it has an "
                "outpatient infusion department or not: that is not known.",
            )
        )
    if sources.centers is not None:
        told.append(
            Step(
                "The list is believed as it is given",
                f"Centers and their site of care are those of {sources.centers.publisher}. What the list "
                "leaves out does not count, and nothing checks what it holds.",
            )
        )
    return told


def records_sentence(facts: Facts) -> str:
    """Say in one sentence what became of the records; empty where the run did not count them."""
    steps = {row["step"]: row for row in facts.tables.rows("out.records_to_centers")}
    if not steps:
        return ""
    verbs = {
        "unplaced": ("lies nowhere that is known", "lie nowhere that is known"),
        "outside_buffer": ("lies too far from the area", "lie too far from the area"),
        "merged": (
            "tells of a place that another record tells already",
            "tell of a place that another record tells already",
        ),
        "no_center": ("is no center by this definition", "are no centers by this definition"),
    }
    told = [
        f"{steps[step]['records']:,} {one if steps[step]['records'] == 1 else many}"
        for step, (one, many) in verbs.items()
        if steps[step]["records"]
    ]
    left = steps["centers"]["left"]
    centers = plural(left, "center")
    start = f"{plural(steps['candidates']['left'], 'record')} of the sources may be of a center"
    if not told:
        return f"{start}, and all are: {centers}."
    return f"{start}. Of them {listed(told)}; {centers} remain{'s' if left == 1 else ''}."


def placed_sentences(facts: Facts) -> list[str]:
    """Say how many centers are only placed by ZIP area or town, and what leaving them out would do."""
    told = [roughly_placed(facts)]
    if not told[0]:
        return ["No center is marked as placed only at the middle of a ZIP area or town."]
    placed = facts.tables.rows("out.geocoding", site_of_care=ANY_SITE)[0]["centers_coarse"]
    rows = facts.tables.rows(
        "out.definition_figures",
        stratum=ALL_STRATA,
        site_of_care=ANY_SITE,
        figure="share_within",
    )
    shares = {row["definition"]: row["value"] for row in rows}
    with_them = shares.get(facts.area.facilities.definition)
    without = shares.get(WITHOUT_COARSE)
    if with_them is not None and without is not None:
        share = f"{_exact(without)} instead of {_exact(with_them)} of people"
        if _exact(without) == _exact(with_them):
            share = (
                f"nearly as many people ({_exact(with_them)})"
                if without != with_them
                else f"as many people ({_exact(with_them)})"
            )
        told.append(
            f"Without {'it' if placed == 1 else 'them'} {share} would live within {limit(facts.gap_min)} "
            "minutes of any center."
        )
    return told


def truth_sentences(facts: Facts) -> list[str]:
    """Say how good the finding is where the truth is known, and what that is worth elsewhere."""
    own, told = facts.area.facilities.definition, []
    row = facts.tables.row("core.center_scores", definition=own, site_of_care=ANY_SITE)
    if row is not None and row["precision"] is not None and row["recall"] is not None:
        told.append(
            f"This state is invented, so the truth is known: of {row['found']:,} centers that were found "
            f"{DEFINITIONS.name(own)}, {_exact(row['precision'])} are centers, and of "
            f"{row['true_centers']:,} that there are, {_exact(row['recall'])} were found."
        )
        if row["site_right_share"] is not None:
            told.append(
                f"Of those rightly found the site of care is right for {_exact(row['site_right_share'])}; "
                f"{_exact(row['duplicate_share'])} of what was found repeats another center."
            )
    told.append(
        "The invented registries have the faults of real ones as far as they are known: second numbers, old "
        "addresses, misspelt towns, people registered at several places. Real registries can be messier in "
        "ways that nobody has written down; read these figures as the best case."
    )
    return told
