"""What the numbers mean for the people of one stratum, and what they say of the field's claim."""

from __future__ import annotations

from pipelines.report.facts import Facts
from pipelines.report.telling.findings import (
    absent_kinds,
    compares_kinds,
    none_near,
    unknown_part,
    unreached_sentence,
)
from pipelines.report.telling.nearness import SMALL_GROUP_PLACES, nearer_sentence, shares_sentence
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.strata import people_of
from pipelines.vocabulary.wording import (
    capital,
    have,
    limit,
    listed,
    minutes,
    people,
    rounded,
    share_of,
)


def stratum_sentences(facts: Facts, stratum: str) -> list[str]:
    """Tell what the area's numbers mean for the people of one stratum.

    Parameters
    ----------
    facts
        The area's facts.
    stratum
        One of `facts.strata`.

    Returns
    -------
    list of str
        Which kind is nearer and for how many that cannot be told; how far the longest tenth drives; how many
        are within `gap_min` of each kind, of one only, of neither; who is not reached.
    """
    group = facts.nearness(stratum)
    if group["population"] == 0:
        return [f"The sources count no {people_of(stratum)} here."]
    told = []
    compares = compares_kinds(facts)
    if compares and group["finding"] != "nobody":
        told += [nearer_sentence(facts, stratum), shares_sentence(facts, stratum)]
    told += [*_longest_tenth(facts, stratum), *_near(facts, stratum)]
    if compares:
        told.append(_one_kind_only(facts, stratum))
    return [*told, _neither(facts, stratum), unreached_sentence(facts, stratum)]


def _longest_tenth(facts: Facts, stratum: str) -> list[str]:
    """Say what one in ten exceeds; nothing for a group too small to have a tenth."""
    drives = [(site, facts.drive(stratum, site)["drive_time_min_p90"]) for site in COMPARED_SITES]
    reached = [
        f"{minutes(value)} to the nearest {noun_of(site)}"
        for site, value in drives
        if value is not None
    ]
    if facts.nearness(stratum)["places"] < SMALL_GROUP_PLACES:
        return []
    start = f"One in ten {people_of(stratum)} drives longer than"
    return [f"{start} {part}." for part in _apart(facts, reached)]


def _apart(facts: Facts, kinds: list[str]) -> list[str]:
    """Put what is said of the compared kinds in one sentence, or where a list is a sample each in its own."""
    return [listed(kinds)] if kinds and facts.words.comparable else kinds


def _near(facts: Facts, stratum: str) -> list[str]:
    """Say how many have each kind near; nothing where the list holds neither."""
    gap = facts.gaps(stratum)
    few = facts.nearness(stratum)["places"] < SMALL_GROUP_PLACES
    told: list[str] = []
    for site in COMPARED_SITES:
        if site in absent_kinds(facts):
            continue
        kind, named = site.removesuffix("_based"), bool(told) and facts.words.comparable
        count, share = gap[f"population_near_{kind}"], gap[f"share_near_{kind}"]
        told.append(
            f"{have(count)} {center_of(site)}"
            if few
            else f"{share_of(share, count, '' if named else people_of(stratum))} have {center_of(site)}"
        )
    return [
        f"Within {limit(facts.gap_min)} minutes of home, {part}." for part in _apart(facts, told)
    ]


def _one_kind_only(facts: Facts, stratum: str) -> str:
    gap, near = facts.gaps(stratum), limit(facts.gap_min)
    return (
        f"For {people(gap['population_office_only'], people_of(stratum))} the office-based center is the only "
        f"one of the two within {near} minutes, for {_or_nobody(gap['population_hospital_only'])} the "
        "hospital-based one is."
    )


def _or_nobody(count: float) -> str:
    return rounded(count) if count > 0 else "nobody"


def _neither(facts: Facts, stratum: str) -> str:
    count, near = facts.gaps(stratum)["population_none"], f"within {limit(facts.gap_min)} minutes"
    one_kind = len(absent_kinds(facts)) == 1
    unknown = unknown_part(facts, stratum)
    if count == 0:
        what = "one" if one_kind else "at least one of the two"
        if unknown:
            return f"No {people_of(stratum)} are known to lack {what} {near}{unknown}."
        return f"All {people_of(stratum)} have {what} {near}."
    what = none_near(facts) if one_kind else "neither"
    return f"{capital(have(count, people_of(stratum)))} {what} {near}{unknown}."
