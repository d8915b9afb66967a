"""The large numbers of the first page, in cards."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.facts import Facts
from pipelines.report.telling.bands import minutes_band
from pipelines.report.telling.findings import neither_band, none_near
from pipelines.report.telling.nearness import SMALL_GROUP_PLACES
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OF_CARE, center_of
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.wording import (
    capital,
    limit,
    minutes,
    minutes_apart,
    percent,
    rounded,
)


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


def cards(facts: Facts) -> list[Card]:
    """Return the headline numbers: typical drives of the people in focus, and who is left out.

    Groups with fewer than `SMALL_GROUP_PLACES` places get no card. Where a list is a sample its drives are
    those that the centers it lacks can only shorten: each kind has a card of its own, so that nobody compares
    them, the complete kind first.
    """
    if facts.population == 0:
        return []
    groups = [name for name in facts.focus if facts.nearness(name)["places"] >= SMALL_GROUP_PLACES]
    medians = {
        (name, site): facts.drive(name, site)["drive_time_min_median"]
        for name in groups
        for site in COMPARED_SITES[::-1]
    }
    if not facts.words.comparable:
        kinds = sorted(COMPARED_SITES, key=lambda site: site in facts.words.samples)
        by_kind = [_kind_card(facts, site, medians) for site in kinds]
        return [*(card for card in by_kind if card.numbers), _left_out_card(facts, groups)]
    longest = max((value or 0 for value in medians.values()), default=0)
    drives = []
    for name in groups:
        mine = {site: medians[name, site] for site in COMPARED_SITES[::-1]}
        known = {site: value for site, value in mine.items() if value is not None}
        if known:
            drives.append(_drive_card(facts, name, known, longest))
    return [*drives, _left_out_card(facts, groups)]


def _drive_card(facts: Facts, stratum: str, known: dict[str, float], longest_min: float) -> Card:
    written = minutes_apart(*known.values()) if len(known) == 2 else map(minutes, known.values())
    return Card(
        f"Typical drive of {people_of(stratum)}",
        tuple(
            BigNumber(
                text,
                f"to {center_of(site)}",
                site,
                minutes_band(facts.band(stratum, site, "drive_time_min_median")),
                max(1, round(100 * value / longest_min)) if longest_min else 0,
            )
            for text, (site, value) in zip(written, known.items(), strict=True)
        ),
    )


def _kind_card(facts: Facts, site: str, medians: dict[tuple[str, str], float | None]) -> Card:
    """Tell the typical drives to one kind of center, as what they are at most where the list is a sample."""
    sample = site in facts.words.samples
    numbers = tuple(
        BigNumber(
            minutes(value),
            f"or less, for {people_of(name)}" if sample else f"for {people_of(name)}",
            site,
            minutes_band(facts.band(name, site, "drive_time_min_median")),
        )
        for (name, kind), value in medians.items()
        if kind == site and value is not None
    )
    of_sample = f", by a sample of {SITES_OF_CARE.name(site)} centers"
    return Card(f"Typical drive{of_sample if sample else f' to {center_of(site)}'}", numbers)


def _left_out_card(facts: Facts, groups: list[str]) -> Card:
    everyone, sample = facts.gaps(ALL_STRATA), not facts.words.comparable
    numbers = [
        BigNumber(
            rounded(everyone["population_none"]),
            f"people{' or fewer' if sample else ''}, {percent(everyone['share_none'])} of all",
            band=neither_band(facts, ALL_STRATA),
        )
    ]
    if everyone["population_unknown"] > 0:
        share = percent(everyone["share_unknown"])
        label = f"people, {share}, of whom nobody knows: no road in the data"
        numbers.append(BigNumber(rounded(everyone["population_unknown"]), label))
    for name in groups:
        share, band = percent(facts.gaps(name)["share_none"]), neither_band(facts, name)
        who = f"{'or less ' if sample else ''}of {people_of(name)}"
        numbers.append(BigNumber(share, who, band=band))
    heading = f"{capital(none_near(facts))} within {limit(facts.gap_min)} minutes"
    return Card(heading, tuple(numbers))
