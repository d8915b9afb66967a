"""Drive times, coverage and gaps: the first answers of a run, and what counties and strata make of them."""

from __future__ import annotations

from pipelines.contracts.columns import (
    COUNTY_FIPS,
    GEOID,
    NO_PEOPLE,
    POPULATION,
    SITE_OR_ANY,
    STRATUM,
    STRATUM_GROUP,
    WITHIN_MIN,
    Column,
    Contract,
    miles,
    minutes,
    number,
    people,
    share,
    statistics,
    text,
    whole,
)
from pipelines.vocabulary.access import GAPS, NEARER, NEARNESS_FINDINGS, UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY, noun_of

GAP = text("what is within gap_min minutes", among=GAPS)


def _near_columns() -> dict[str, Column]:
    """People and share of each gap, and of those with each kind near, with another kind or without."""
    words = {gap: GAPS.heading(gap).lower() for gap in GAPS}
    words |= {"near_hospital": "a hospital-based center", "near_office": "an office-based center"}
    return {
        column: declared
        for name, near in words.items()
        for column, declared in (
            (f"population_{name}", people(f"people who have near: {near}")),
            (
                f"share_{name}",
                share(f"of all people of the stratum, those who have near: {near}", null=NO_PEOPLE),
            ),
        )
    }


_UNREACHED = "unreached"
_NOBODY = "nobody is reached"
_SPREAD = {
    "mean": "mean",
    "p10": "10th percentile",
    "p25": "25th percentile",
    "median": "median",
    "p75": "75th percentile",
    "p90": "90th percentile",
}
_TYPICAL = {name: words for name, words in _SPREAD.items() if name != "p10"}
_ADVANTAGE = number(
    "hospital minutes minus office minutes, over people who reach both",
    unit="minutes",
    null="nobody reaches both",
)


def _county_columns(site: str) -> dict[str, Column]:
    nearest = f"the nearest {noun_of(site)}"
    return {
        f"{site}_min_median": minutes(f"median drive to {nearest}", null=_NOBODY),
        f"{site}_share_within": share(f"people within within_min of {nearest}", null=NO_PEOPLE),
        f"{site}_share_unreached": share(f"people who cannot reach {nearest}", null=NO_PEOPLE),
    }


_NEARER = {
    "office_nearer": (
        "to whom an office-based center is nearer by more, or the only kind reached",
        "Office-based is nearer",
    ),
    "hospital_nearer": (
        "to whom a hospital-based center is nearer by more, or the only kind reached",
        "Hospital-based is nearer",
    ),
    "about_the_same": ("whose two drives differ by no more", "About the same"),
    "neither_reached": ("who can be driven to neither kind", "Can be driven to neither"),
}


def _nearer_columns() -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, (words, heading) in _NEARER.items():
        columns[f"population_{name}"] = people(f"people {words}", heading)
        columns[f"share_{name}"] = share(
            f"of the stratum's people, those {words}", heading, null=NO_PEOPLE
        )
    return columns


ACCESS = {
    "out.drive_times": Contract(
        "A place and a site of care: the drive to the nearest such center.",
        ("geoid", "site_of_care"),
        {
            "geoid": GEOID,
            "site_of_care": SITE_OR_ANY,
            "drive_time_min": minutes("drive to the nearest", "Minutes", null=_UNREACHED),
            "distance_mi": miles("along that drive", "Miles", null=_UNREACHED),
            "center_id": text("the nearest center", "Center", null=_UNREACHED),
            "snap_m": number(
                "from the place to its road", unit="metres", null="no road is near", low=0
            ),
            "unreached_reason": text(
                "why there is no drive time", "Why", null="reached", among=UNREACHED_REASONS
            ),
        },
    ),
    "out.nearest_centers": Contract(
        "A place, a site of care and a rank: one of the nearest three centers that are reached.",
        ("geoid", "site_of_care", "rank"),
        {
            "geoid": GEOID,
            "site_of_care": text("site of care", "Site of care", among=SITES_OF_CARE),
            "rank": whole("1 the nearest, by time and then by length", "Rank", low=1),
            "center_id": text("the center", "Center"),
            "drive_time_min": minutes("drive there", "Minutes"),
            "distance_mi": miles("along that drive", "Miles"),
        },
    ),
    "out.coverage": Contract(
        "A stratum, a site of care and a threshold: the people within it.",
        ("stratum", "site_of_care", "within_min"),
        {
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "within_min": WITHIN_MIN,
            "population": people("people of the stratum, unreached ones included", "People"),
            "population_within": people("those within the threshold", "People within"),
            "share": share("population_within / population", "Share within", null=NO_PEOPLE),
        },
    ),
    "out.gaps": Contract(
        "A place: what it has within reach, and which kind is nearer.",
        ("geoid",),
        {
            "geoid": GEOID,
            "gap": GAP,
            "hospital_min": minutes("drive to the nearest hospital-based", null=_UNREACHED),
            "office_min": minutes("drive to the nearest office-based", null=_UNREACHED),
            "office_advantage_min": number(
                "hospital_min - office_min: positive where the office is nearer",
                unit="minutes",
                null="either is null",
            ),
            "nearer": text(
                "the nearer kind by more than nearer_by_min, or the only one that is reached",
                "Nearer",
                among=NEARER,
            ),
        },
    ),
    "out.counties": Contract(
        "A county with places of the area.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "name": text("name without 'County'", "County", null="not in core.counties"),
            "state": text("postal abbreviation, else state FIPS code", null="not in core.counties"),
            "stratum": STRATUM,
            "population": POPULATION,
            "within_min": WITHIN_MIN,
            **{
                name: column
                for site in SITES_OR_ANY
                for name, column in _county_columns(site).items()
            },
            "office_advantage_min_median": statistics(
                "office_advantage_min", {"median": "median"}, _ADVANTAGE
            )["office_advantage_min_median"],
            **{
                f"population_{gap}": people(f"people who have within within_min: {GAPS.name(gap)}")
                for gap in GAPS
            },
            **{
                f"share_{gap}": share(
                    f"of all people of the county, those who have: {GAPS.name(gap)}", null=NO_PEOPLE
                )
                for gap in GAPS
            },
            "rank_none": whole(
                "place by population_none, 1 the most people; equal numbers share the better one",
                null="nobody has neither",
                low=1,
            ),
        },
    ),
    "out.times_by_stratum": Contract(
        "A stratum and a site of care: drives to the nearest, over people.",
        ("stratum", "site_of_care"),
        {
            "stratum": STRATUM_GROUP,
            "population": POPULATION,
            "site_of_care": SITE_OR_ANY,
            "population_reached": people(
                "people who can be driven there", "People who can be driven there"
            ),
            "population_unreached": people("people who cannot", "People who cannot"),
            **statistics("drive_time_min", _TYPICAL, minutes("people reached", null=_NOBODY)),
            **statistics("distance_mi", _TYPICAL, miles("people reached", null=_NOBODY)),
        },
    ),
    "out.office_advantage": Contract(
        "A stratum: by how much the office-based center is nearer, over people.",
        ("stratum",),
        {
            "stratum": STRATUM_GROUP,
            "population": POPULATION,
            "population_compared": people(
                "people who reach both kinds", "People who can be driven to both"
            ),
            **statistics("office_advantage_min", _SPREAD, _ADVANTAGE),
        },
    ),
    "out.nearness": Contract(
        "A stratum: the people to whom either kind of center is nearer.",
        ("stratum",),
        {
            "stratum": STRATUM_GROUP,
            "nearer_by_min": minutes("by how much a drive must be shorter to count as nearer"),
            "places": whole("places of the stratum"),
            "population": POPULATION,
            "share_of_area": share("of the area's people, those of the stratum", null=NO_PEOPLE),
            **_nearer_columns(),
            "population_only_office": people(
                "of population_office_nearer, those who reach no hospital-based center"
            ),
            "population_only_hospital": people(
                "of population_hospital_nearer, those who reach no office-based center"
            ),
            "finding": text(
                "which kind is nearer for clearly more of those who reach either, and not by a hair",
                among=NEARNESS_FINDINGS,
            ),
        },
    ),
    "out.gaps_by_stratum": Contract(
        "The people of a stratum, by what they have near.",
        ("stratum",),
        {
            "stratum": STRATUM_GROUP,
            "gap_min": minutes("what counts as near, inclusive"),
            "population": POPULATION,
            **_near_columns(),
        },
    ),
    "out.example_place": Contract(
        "A place worth looking at: of those with neither kind near the one with most people.",
        ("geoid",),
        {"geoid": GEOID},
    ),
    "out.unreached": Contract(
        "The people of a stratum who have no drive time to a site of care, for one reason.",
        ("stratum", "unreached_reason", "site_of_care"),
        {
            "stratum": STRATUM_GROUP,
            "unreached_reason": text("why", "Why", among=UNREACHED_REASONS),
            "site_of_care": SITE_OR_ANY,
            "places": whole("places with people that miss it"),
            "population": people("people who live there", "People"),
        },
    ),
}
"""Contracts of access, by full name."""
