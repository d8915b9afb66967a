"""What changes where centers close or open, roads get slower or other places count as centers."""

from __future__ import annotations

from pipelines.contracts.adequacy import PEOPLE_COUNTED, REQUIRED_SHARE, SCENARIO
from pipelines.contracts.columns import (
    COUNTY_FIPS,
    COUNTY_TYPE,
    GEOID,
    LAT,
    LON,
    NO_PEOPLE,
    POPULATION,
    SITE_OR_ANY,
    STRATUM_GROUP,
    Contract,
    boolean,
    minutes,
    number,
    people,
    share,
    text,
)
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.vocabulary.what_if import CENTER_CHANGES, COUNTY_CHANGES

_WHAT_IF = text("which what-if: 'closures', or 'opening: ' or 'case: ' and its name", "What if")
_NOBODY, _NOT_REACHED = "nobody is reached", "no center is reached"

WHAT_IF = {
    "out.what_if": Contract(
        "A what-if, a stratum and a site of care: whose drive changes.",
        ("what_if", "stratum", "site_of_care"),
        {
            "what_if": _WHAT_IF,
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "population": POPULATION,
            "population_longer": people(
                "people whose drive gets longer", "People who drive longer"
            ),
            "population_shorter": people(
                "people whose drive gets shorter", "People who drive less"
            ),
            "population_moved": people("people whose drive changes"),
            "population_cut_off": people(
                "people who were reached before and are not after", "People cut off"
            ),
            "population_connected": people("people who are reached only after"),
            "population_within_before": people("people within the threshold before"),
            "population_within_after": people("people within the threshold after"),
            "share_within_before": share("their share before", null=NO_PEOPLE),
            "share_within_after": share("their share after", null=NO_PEOPLE),
            "drive_time_min_median_before": minutes("median drive before", null=_NOBODY),
            "drive_time_min_median_after": minutes("median drive after", null=_NOBODY),
            "change_min_mean": number(
                "after minus before, over the people whose drive changes",
                "Mean change of those, minutes",
                unit="minutes",
                null="nobody's changes",
            ),
            "person_minutes": number("sum of those changes, one way", unit="person-minutes"),
        },
    ),
    "out.what_if_places": Contract(
        "A what-if and a place: its drive to the nearest center of any kind before and after.",
        ("what_if", "geoid"),
        {
            "what_if": _WHAT_IF,
            "geoid": GEOID,
            "drive_time_min_before": minutes("drive before", null=_NOT_REACHED),
            "drive_time_min_after": minutes("drive after", null=_NOT_REACHED),
            "change_min": number(
                "after minus before", unit="minutes", null="no center is reached before or after"
            ),
        },
    ),
    "out.what_if_centers": Contract(
        "A what-if and a center that counts before or after, and not both.",
        ("what_if", "center_id"),
        {
            "what_if": _WHAT_IF,
            "center_id": text(
                "the center as in core.centers or core.center_definitions, or 'opening: ' and its name"
            ),
            "site_of_care": text("site of care", "Site of care", among=SITES_OF_CARE),
            "lon": LON,
            "lat": LAT,
            "change": text("whether it counts no more or is new", among=CENTER_CHANGES),
        },
    ),
    "out.what_if_adequacy": Contract(
        "A what-if, a county and a scenario: its adequacy before and after.",
        ("what_if", "county_fips", "scenario"),
        {
            "what_if": _WHAT_IF,
            "county_fips": COUNTY_FIPS,
            "scenario": SCENARIO,
            "cms_county_type": COUNTY_TYPE,
            "required_share": REQUIRED_SHARE,
            "people": PEOPLE_COUNTED,
            "people_within_before": people("people within both limits before"),
            "people_within_after": people("people within both limits after"),
            "share_before": share("their share", "Within both limits before", null=NO_PEOPLE),
            "share_after": share("their share", "Within both limits after", null=NO_PEOPLE),
            "adequate_before": boolean("whether the county passes before", null=NO_PEOPLE),
            "adequate_after": boolean("whether it passes after", null=NO_PEOPLE),
            "change": text(
                "what became of its adequacy",
                "What changes",
                null="it is what it was",
                among=COUNTY_CHANGES,
            ),
        },
    ),
}
"""Contracts of what-ifs, by full name."""
