"""What the page on how centers were found says in sentences, each number from a table."""

from __future__ import annotations

import math

from pipelines.facilities.rules import PRIOR_LOG_ODDS
from pipelines.out_tables import records
from pipelines.report.centers.centers_evidence import signed
from pipelines.report.centers.centers_found import COARSE, WITHOUT_COARSE, Found
from pipelines.report.facts import Facts
from pipelines.report.index.method import Step
from pipelines.report.telling.findings import absent_kinds, place_name
from pipelines.report.telling.published import BILLING_CODES_MIN, SPECIALTY_CODES_MIN
from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.sites_of_care import (
    ANY_SITE,
    COMPARED_SITES,
    SITES_OF_CARE,
    SITES_OR_ANY,
    noun_of,
)
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.wording import limit, listed, percent, plural

LITTLE_POINTS = 1.0
LITTLE_LONGER = 0.05
"""A definition that moves the share of people near by less than so many points and the typical drive by less
than this share is said to move little."""

_PUBLISHED_LONGER = SPECIALTY_CODES_MIN / BILLING_CODES_MIN - 1


def finding_sentences(found: Found, facts: Facts) -> list[str]:
    """Say how many centers count and what makes them count, and how far another definition moves the answer."""
    kinds = [
        f"{facts.centers[site]:,} {SITES_OR_ANY.name(site)}"
        for site in SITES_OF_CARE
        if facts.centers[site]
    ]
    total = len(found.centers)
    where = f"in {place_name(facts)} and up to {limit(facts.area.area.buffer_mi)} miles around it"
    counts = "counts as an infusion center" if total == 1 else "count as infusion centers"
    counted = f"{plural(total, 'place')} {where} {counts}"
    if not found.judged:
        return [
            f"{counted}: {listed(kinds)}.",
            "Nothing was judged: they count because the sources name them.",
        ]
    return [
        (
            f"{counted}: {listed(kinds)}. No public register says which places infuse, so each was judged by "
            "what several registries say of it."
        ),
        *moved_sentences(found, facts)[:1],
        *_most_moved(found, facts),
    ]


def moved_sentences(found: Found, facts: Facts) -> list[str]:
    """Say how far the headline figures move between the definitions, and what that means."""
    if not found.compared:
        return []
    shares = _under(found, ANY_SITE, "share_within")
    minutes = _under(found, ANY_SITE, "drive_time_min_median")
    told = []
    if len(shares) > 1:
        near = [f"{_exact(one)} {DEFINITIONS.name(name)}" for name, one in shares.items()]
        told.append(
            f"The share of people within {limit(facts.gap_min)} minutes of any center is {listed(near)}."
        )
    if len(minutes) > 1:
        told.append(
            "The typical drive to the nearest center is "
            f"{listed([f'{value:.1f} minutes {DEFINITIONS.name(name)}' for name, value in minutes.items()])}."
        )
    told += [*_most_moved(found, facts), *_nearer(found, facts)]
    if len(shares) > 1 and len(minutes) > 1:
        told.append(_meaning(shares, minutes))
    return told


def _most_moved(found: Found, facts: Facts) -> list[str]:
    """Say which share the definition moves most; nothing where it moves none, or that of all and any kind."""
    spreads = []
    for stratum in (ALL_STRATA, *facts.focus):
        for site in (ANY_SITE, *COMPARED_SITES):
            shares = _under(found, site, "share_within", stratum).values()
            if len(shares) > 1:
                spreads.append((max(shares) - min(shares), stratum, site, min(shares), max(shares)))
    if not spreads:
        return []
    _, stratum, site, low, high = max(spreads, key=lambda spread: spread[0])
    if _exact(low) == _exact(high) or (stratum, site) == (ALL_STRATA, ANY_SITE):
        return []
    who = "all people together" if stratum == ALL_STRATA else people_of(stratum)
    return [
        (
            f"It moves most for {who} and {noun_of(site, 2)}: between {_exact(low)} and "
            f"{_exact(high)} of them live within {limit(facts.gap_min)} minutes of one."
        )
    ]


def _meaning(shares: dict[str, float], minutes: dict[str, float]) -> str:
    points = 100 * (max(shares.values()) - min(shares.values()))
    shortest = min(minutes.values())
    longer = max(minutes.values()) / shortest - 1 if shortest > 0 else math.inf
    published = (
        f"In a published study of chemotherapy the definition alone moved the mean drive from "
        f"{BILLING_CODES_MIN} to {SPECIALTY_CODES_MIN} minutes, {percent(_PUBLISHED_LONGER)} more"
    )
    if not math.isfinite(longer):
        return f"{published}."
    here = (
        f"here the longest typical drive is {percent(longer)} longer than the shortest"
        if longer > 0
        else "here the typical drive is the same under each"
    )
    if points < LITTLE_POINTS and longer < LITTLE_LONGER:
        end = "for all people together the answer hardly hangs on the definition."
    else:
        end = "every figure of this report is an answer under one definition, and is to be quoted with it."
    return f"{published}; {here}: {end}"


def _nearer(found: Found, facts: Facts) -> list[str]:
    """Say whether the definition decides which kind is nearer for most people."""
    if absent_kinds(facts):
        return []
    shares = _under(found, None, "share_office_nearer")
    if len(shares) < 2:
        return []
    low, high = min(shares.values()), max(shares.values())
    between = (
        _exact(low) if _exact(low) == _exact(high) else f"between {_exact(low)} and {_exact(high)}"
    )
    if low > 0.5:
        return [
            (
                "Under each of them an office-based center is the nearer kind, by however little, for most "
                f"people ({between})."
            )
        ]
    if high <= 0.5:
        return [
            (
                "Under none of them is an office-based center the nearer kind, by however little, for more "
                f"than half of the people ({between})."
            )
        ]
    return [
        (
            "Whether an office-based center is the nearer kind, by however little, for most people hangs on "
            f"the definition: it is for {between} of them."
        )
    ]


def _under(
    found: Found, site: str | None, figure: str, stratum: str = ALL_STRATA
) -> dict[str, float]:
    """Return a figure of a stratum under each definition that has it."""
    values = {name: found.figures.get((name, stratum, site, figure)) for name in found.compared}
    return {name: value for name, value in values.items() if value is not None}


def _exact(share: float) -> str:
    """Write a share with a decimal, to be set beside others; never 0% for some nor 100% for most."""
    if share in (0, 1):
        return f"{100 * share:.0f}%"
    if not 0.0005 <= share < 0.9995:
        return "under 0.1%" if share < 0.5 else "over 99.9%"
    return f"{100 * share:.1f}%"


def definition_steps(found: Found, facts: Facts) -> list[Step]:
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
        Step(f"{DEFINITIONS.heading(name)}{' (this report)' if name == found.own else ''}", meaning)
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
                "Hospitals stand in for hospital-based centers",
                f"Each hospital that {sources.hospitals.publisher} lists as {types} counts as one. Whether it "
                "has an outpatient infusion department is not known.",
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


def records_sentence(found: Found) -> str:
    """Say in one sentence what became of the records; empty where the run did not count them."""
    if not found.counts:
        return ""
    counts = {step: int(count) for step, count in found.counts.items()}
    lost = [
        (counts["unplaced"], "lie nowhere that is known", "lies nowhere that is known"),
        (counts["outside_buffer"], "lie too far from the area", "lies too far from the area"),
        (
            counts["merged"],
            "tell of a place that another record tells already",
            "tells of a place that another record tells already",
        ),
        (
            counts["no_center"],
            "are no centers by this definition",
            "is no center by this definition",
        ),
    ]
    told = [f"{count:,} {one if count == 1 else many}" for count, many, one in lost if count]
    centers = plural(counts["centers"], "center")
    start = f"{plural(counts['candidates'], 'record')} of the sources may be of a center"
    if not told:
        return f"{start}, and all are: {centers}."
    return (
        f"{start}. Of them {listed(told)}; {centers} remain{'s' if counts['centers'] == 1 else ''}."
    )


def placed_sentences(found: Found, facts: Facts) -> list[str]:
    """Say how many centers are only placed by ZIP area or town, and what leaving them out would do."""
    total = len(found.centers)
    coarse = int(found.centers["geocode_precision"].isin(COARSE).sum())
    if coarse == 0:
        return ["No center is marked as placed only at the middle of a ZIP area or town."]
    told = [
        (
            f"{coarse:,} of {plural(total, 'center')} ({percent(coarse / total)}) "
            f"{'is' if coarse == 1 else 'are'} placed only at the middle of a ZIP area or town, which can be "
            "miles from the door."
        )
    ]
    key = (ALL_STRATA, ANY_SITE, "share_within")
    with_them, without = (
        found.figures.get((found.own, *key)),
        found.figures.get((WITHOUT_COARSE, *key)),
    )
    if with_them is not None and without is not None:
        share = f"{_exact(without)} instead of {_exact(with_them)} of people"
        if _exact(without) == _exact(with_them):
            share = (
                f"nearly as many people ({_exact(with_them)})"
                if without != with_them
                else f"as many people ({_exact(with_them)})"
            )
        told.append(
            f"Without {'it' if coarse == 1 else 'them'} {share} would live within {limit(facts.gap_min)} "
            "minutes of any center."
        )
    return told


def truth_sentences(found: Found) -> list[str]:
    """Say how good the finding is where the truth is known, and what that is worth elsewhere."""
    told = []
    for row in records(found.scores):
        if (row["definition"], row["site_of_care"]) != (found.own, ANY_SITE):
            continue
        if row["precision"] is None or row["recall"] is None:
            continue
        told.append(
            f"This state is invented, so the truth is known: of {row['found']:,} centers that were found "
            f"{DEFINITIONS.name(found.own)}, {_exact(row['precision'])} are centers, and of "
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
