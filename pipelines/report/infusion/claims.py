"""What the field says of its sites of care, each claim beside what an area's data show or why they cannot."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.report.facts import Facts
from pipelines.report.telling.findings import (
    absent_kinds,
    absent_sentence,
    compares_kinds,
    place_name,
)
from pipelines.report.telling.nearness import nearer_sentence
from pipelines.vocabulary.center_words import Quoted
from pipelines.vocabulary.sites_of_care import center_of
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.wording import limit, listed, minutes, percent, share_of

HOSPITAL = "hospital_based"


class Claim(NamedTuple):
    """A claim of the field.

    Attributes
    ----------
    claim
        What the field says.
    shown
        What the area's data show of it; empty where drive times cannot show it.
    beyond
        Why drive times cannot show it, or what they leave open.
    """

    claim: str
    shown: str
    beyond: str


def claims(facts: Facts) -> list[Claim]:
    """Answer the field's four claims with an area's numbers, or say why geography cannot.

    Parameters
    ----------
    facts
        The area's facts.

    Returns
    -------
    list of Claim
        Closer, clustered, cheaper, calmer. Every number is a cell of out.nearness, out.times_by_stratum or
        out.gaps_by_stratum.
    """
    return [
        Claim(
            Quoted("Office-based centers are closer to rural and suburban patients."),
            claim_answer(facts),
            "This is the nearest center. It may not be the one that a patient goes to.",
        ),
        Claim(
            Quoted("Hospitals cluster in cities and their suburbs."),
            clustered_answer(facts),
            "Drives tell how near the closest hospital is. They do not tell how many stand side by side.",
        ),
        Claim(
            Quoted("Office-based care costs less."),
            _near_and_dear(facts),
            "A drive has no price tag. What is known of prices comes from payers and studies elsewhere.",
        ),
        Claim(
            Quoted(
                "Office-based care is calmer: fewer infections, the same nurse, shorter visits."
            ),
            "",
            "A map cannot show this. It takes records of visits, nurses and infections, which no source of "
            "this report holds. The claim is the field’s own account.",
        ),
    ]


def claim_answer(facts: Facts) -> str:
    """Answer 'office-based centers are closer to rural and suburban patients', a sentence a stratum."""
    if facts.population == 0:
        return f"The sources count no people in {place_name(facts)}."
    if absent_kinds(facts):
        return absent_sentence(facts)
    if not facts.words.comparable:
        return facts.words.unanswerable
    told = [nearer_sentence(facts, name) for name in facts.focus or (ALL_STRATA,)]
    return " ".join(filter(None, [*told, facts.words.reservation]))


def clustered_answer(facts: Facts) -> str:
    """Say how near a hospital is to the people of each stratum, densest first."""
    if HOSPITAL in absent_kinds(facts):
        return absent_sentence(facts)
    told = [
        f"{minutes(median)} for {people_of(name)}"
        for name in facts.strata
        if name != ALL_STRATA
        and (median := facts.drive(name, HOSPITAL)["drive_time_min_median"]) is not None
    ]
    if len(told) < 2:
        return (
            "The people here are not told apart by how rural they live, so this data cannot answer."
        )
    near = [
        f"{percent(share)} of {people_of(name)}"
        for name in facts.strata
        if name != ALL_STRATA and (share := facts.gaps(name)["share_near_hospital"]) is not None
    ]
    return (
        f"The typical drive to {center_of(HOSPITAL)} is {listed(told)}. Within {limit(facts.gap_min)} "
        f"minutes of one live {listed(near)}."
    )


def _near_and_dear(facts: Facts) -> str:
    """Say for how many people a hospital is the only near site; nothing where the kinds are not compared."""
    gap = facts.gaps(ALL_STRATA)
    if not compares_kinds(facts) or gap["share_hospital_only"] is None:
        return ""
    count, share = gap["population_hospital_only"], gap["share_hospital_only"]
    return (
        f"For {share_of(share, count, people_of(ALL_STRATA))} {center_of(HOSPITAL)} is the only one of the two "
        f"kinds within {limit(facts.gap_min)} minutes. If the claim holds, the near site is the dear one."
    )
