"""The finding: the few sentences and large numbers that a reader takes away."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.facts import Facts
from pipelines.report.telling.bands import NO_SITE, minutes_band, share_band
from pipelines.report.telling.field_claim import SMALL_GROUP_PLACES, verdict_sentence
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY, center_of
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import (
    capital,
    limit,
    listed,
    minutes,
    minutes_apart,
    people,
    percent,
    rounded,
)

_TAKES_ARTICLE = ("State of", "Commonwealth of", "District of", "United States")


@dataclass(frozen=True)
class BigNumber:
    """One number set large.

    Attributes
    ----------
    value
        The number with its unit: '23 minutes'.
    label
        What it is, in a few words.
    site_of_care
        Which site of care it is about; empty if none.
    band
        How far it moves across scenarios; empty if nothing was varied.
    bar_percent
        Length of a bar beside it, the longest drive of all cards being 100; 0 for no bar.
    """

    value: str
    label: str
    site_of_care: str = ""
    band: str = ""
    bar_percent: int = 0


@dataclass(frozen=True)
class Card:
    """Big numbers that belong together under one heading."""

    heading: str
    numbers: tuple[BigNumber, ...]


def place_name(facts: Facts) -> str:
    """Name the area in the middle of a sentence: 'Illinois', 'the State of Meridia'."""
    title = facts.area.area.title
    return f"the {title}" if title.startswith(_TAKES_ARTICLE) else title


def finding(facts: Facts) -> list[str]:
    """Say what the area's numbers come to, in two to four sentences.

    Parameters
    ----------
    facts
        The area's facts.

    Returns
    -------
    list of str
        Who has neither kind near; what the data say of the field's claim for rural and for suburban
        people (or, plainly, that a kind has no center on the list); who cannot be reached.
    """
    if facts.population == 0:
        return [f"The sources count no people in {place_name(facts)}."]
    if absent_kinds(facts):
        told = [absent_sentence(facts)]
    else:
        told = [verdict_sentence(facts.nearness[name]) for name in facts.focus]
    return [neither_sentence(facts), *told, unreached_sentence(facts)]


def neither_sentence(facts: Facts) -> str:
    """Say how many people have neither kind of center near, and how many of them are in focus."""
    everyone = facts.gaps[ALL_STRATA]
    left_out = everyone.people["none"]
    near = f"within a {limit(facts.gap_min)}-minute drive"
    listed_only = _only_kind(facts)
    where = f"{people(everyone.population, facts.who)} in {place_name(facts)}"
    if left_out == 0:
        kinds = "a hospital-based or an office-based"
        if listed_only:
            kinds = f"{'an' if listed_only[0] in 'aeiou' else 'a'} {listed_only}"
        return f"All {where} have {kinds} infusion center {near} of home."
    share = percent(left_out / everyone.population)
    among = [
        f"{rounded(facts.gaps[name].people['none'])} {STRATUM_GROUPS.name(name)}"
        for name in facts.focus
        if facts.gaps[name].people["none"] > 0
    ]
    told = f", among them {listed(among)} people" if among else ""
    kinds = f"no {listed_only}" if listed_only else "neither a hospital-based nor an office-based"
    return (
        f"Of {where}, {rounded(left_out)} ({share}{_behind(_neither_band(facts, ALL_STRATA))}) have {kinds} "
        f"infusion center {near} of home{told}."
    )


def none_near(facts: Facts) -> str:
    """Name what a gap lacks: 'neither kind', or 'no hospital-based center' where no other is known."""
    only = _only_kind(facts)
    return f"no {only} center" if only else "neither kind"


def _only_kind(facts: Facts) -> str:
    """Return the one compared kind that has centers ('hospital-based'); empty where both have, or none."""
    absent = absent_kinds(facts)
    if len(absent) != 1:
        return ""
    return next(SITES_OR_ANY.name(site) for site in COMPARED_SITES if site not in absent)


def absent_kinds(facts: Facts) -> tuple[str, ...]:
    """Return the kinds to be compared of which the list holds no center."""
    return tuple(site for site in COMPARED_SITES if facts.centers[site] == 0)


def absent_sentence(facts: Facts) -> str:
    """Say plainly that a kind has no center on the list, so that nothing can be compared."""
    kinds = listed([SITES_OR_ANY.name(site) for site in absent_kinds(facts)], "and no")
    return (
        f"The list of centers holds no {kinds} center, so this report tells how far the others are and "
        "compares no two kinds."
    )


def unreached_sentence(facts: Facts, stratum: str = ALL_STRATA) -> str:
    """Say how many people of a stratum have no drive time to any center, and why."""
    lost = [
        row for row in facts.unreached if (row.stratum, row.site_of_care) == (stratum, ANY_SITE)
    ]
    who = people_of(stratum)
    count = sum(row.population for row in lost)
    if count == 0:
        return f"All {who} here can be driven to at least one center."
    if len(lost) == 1:
        why = UNREACHED_REASONS.name(lost[0].reason)
    else:
        why = listed(
            [f"for {rounded(row.population)} {UNREACHED_REASONS.name(row.reason)}" for row in lost]
        )
    return (
        f"{capital(people(count, who))} cannot be driven to any center ({why}); they count as not reached "
        "in every share."
    )


def cards(facts: Facts) -> list[Card]:
    """Return the headline numbers: typical drives of the people in focus, and who is left out.

    Groups with fewer than `SMALL_GROUP_PLACES` places get no card.
    """
    groups = [name for name in facts.focus if facts.nearness[name].places >= SMALL_GROUP_PLACES]
    longest = max(
        (facts.drives[name, site].median_min or 0 for name in groups for site in COMPARED_SITES),
        default=0,
    )
    made = [_drive_card(facts, name, longest) for name in groups]
    everyone = facts.gaps[ALL_STRATA]
    if everyone.population > 0:
        share = percent(everyone.people["none"] / everyone.population)
        left_out = [
            BigNumber(
                rounded(everyone.people["none"]),
                f"people, {share} of all",
                band=_neither_band(facts, ALL_STRATA),
            )
        ]
        for name in groups:
            share_of = facts.gaps[name].share("none")
            if share_of is not None:
                band = _neither_band(facts, name)
                left_out.append(BigNumber(percent(share_of), f"of {people_of(name)}", band=band))
        heading = f"{capital(none_near(facts))} within {limit(facts.gap_min)} minutes"
        made.append(Card(heading, tuple(left_out)))
    return [card for card in made if card.numbers]


def _drive_card(facts: Facts, stratum: str, longest_min: float) -> Card:
    median = {site: facts.drives[stratum, site].median_min for site in COMPARED_SITES[::-1]}
    known = {site: value for site, value in median.items() if value is not None}
    written = minutes_apart(*known.values()) if len(known) == 2 else map(minutes, known.values())
    return Card(
        f"Typical drive of {people_of(stratum)}",
        tuple(
            BigNumber(
                text,
                f"to {center_of(site)}",
                site,
                minutes_band(facts.bands.get((stratum, site, "drive_time_min_median"))),
                max(1, round(100 * value / longest_min)),
            )
            for text, (site, value) in zip(written, known.items(), strict=True)
        ),
    )


def _behind(band: str) -> str:
    return f"; {band}" if band else ""


def _neither_band(facts: Facts, stratum: str) -> str:
    return share_band(facts.bands.get((stratum, NO_SITE, "share_neither")))
