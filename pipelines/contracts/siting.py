"""Where new centers would help most."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.columns import (
    COUNTY_FIPS,
    LAT,
    LON,
    NO_PEOPLE,
    WITHIN_MIN,
    Contract,
    minutes,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.siting import PROBLEMS, STATUSES

_PROBLEM = text("what is asked", "What is asked", among=PROBLEMS)
_SITES_ASKED = whole("how many sites", "Sites asked for", null="the fewest are sought")
_CANDIDATE = text("geoid of the place where it stands", "Place")
_ONE_WAY = "person-minutes one way, drives capped"

SITING = {
    "out.siting": Contract(
        "A problem and a number of sites: the best choice that was found.",
        ("problem", "sites_asked"),
        {
            "problem": _PROBLEM,
            "sites_asked": _SITES_ASKED,
            "sites": whole("how many are chosen", "New sites"),
            "within_min": WITHIN_MIN,
            "cap_min": minutes("longer drives count as so many"),
            "required_share": share("share to be reached", null="none is asked for"),
            "status": text("how good it is", "How good the choice is", among=STATUSES),
            "objective": number("what is reached, in the unit", null="out of reach"),
            "bound": number(
                "what no choice among the candidates can go beyond, in the unit",
                null="out of reach",
            ),
            "unit": text("of objective and bound"),
            "gap": number(
                "what may be missed", "At most missed", unit="share", null="out of reach", low=0
            ),
            "population": people("people of the area", "People"),
            "population_within_before": people("people within the threshold of existing centers"),
            "population_within_after": people("people within it of those and the new ones"),
            "population_newly_within": people(
                "people whom the new ones bring within it", "People brought within the minutes"
            ),
            "share_within_before": share("their share", "Share within before", null=NO_PEOPLE),
            "share_within_after": share("their share", "Share within after", null=NO_PEOPLE),
            "person_minutes_before": number("all drives before", unit=_ONE_WAY, low=0),
            "person_minutes_after": number("all drives after", unit=_ONE_WAY, low=0),
            "person_hours_saved": number(
                "their difference, one way", "Person-hours saved, one way", unit="hours", low=0
            ),
            "places": whole("how many places people live in"),
            "candidates": whole("how many of the places could be chosen", "Places to choose from"),
            "spacing_mi": number(
                "they lie at least so far apart; 0 where every place is one", unit="miles", low=0
            ),
            "pairs": whole("useful pairs of candidate and place"),
        },
    ),
    "out.siting_candidates": Contract(
        "A place where a center could open.",
        ("candidate_id",),
        {
            "candidate_id": _CANDIDATE,
            "lon": LON,
            "lat": LAT,
            "population_newly_within": people(
                "people it would bring within the threshold if it alone opened"
            ),
            "population_shorter": people("people whose drive it would shorten, drives capped"),
            "person_minutes_saved": number("what it would save", unit=_ONE_WAY, low=0),
        },
    ),
    "out.siting_sites": Contract(
        "A chosen site.",
        ("problem", "sites_asked", "rank"),
        {
            "problem": _PROBLEM,
            "sites_asked": _SITES_ASKED,
            "rank": whole("in the order in which each adds most", "Order", low=1),
            "candidate_id": _CANDIDATE,
            "county_fips": replace(COUNTY_FIPS, null="in no county that is known"),
            "lon": LON,
            "lat": LAT,
            "gain": number("what it adds to those before it, in the unit of the problem"),
            "population_newly_within": people(
                "people it brings within the threshold", "People it brings within the minutes"
            ),
        },
    ),
}
"""Contracts of siting, by full name."""
