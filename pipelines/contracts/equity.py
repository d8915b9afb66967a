"""How unevenly drives are spread, and the same answers under every stratum scheme and for every group."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.access import ACCESS
from pipelines.contracts.adequacy import PEOPLE_COUNTED
from pipelines.contracts.columns import (
    NO_PEOPLE,
    SCHEME,
    SITE_OR_ANY,
    Contract,
    minutes,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.equity import NOT_COUNTED, VULNERABILITY, VULNERABILITY_QUARTERS
from pipelines.vocabulary.strata import CARRIED, UNCODED


def _by_scheme(table: str) -> Contract:
    """Return the contract of a table by stratum for the table that has it once a scheme."""
    one = ACCESS[table]
    return replace(
        one,
        row=f"A row of {table} under one scheme.",
        key=("scheme", *one.key),
        columns={"scheme": SCHEME, **one.columns},
    )


_GROUP = text(
    "whom the row counts: 'population' for everyone, else a column of the population source; where that counts "
    "households, so does every count of the row",
    "Who",
)


def _by_group(table: str) -> Contract:
    """Return the contract of a table by stratum for the table that has it once a group of people."""
    one = ACCESS[table]
    return replace(
        one,
        row=f"A row of {table} for one group of people, or everyone.",
        key=("group", *one.key),
        columns={"group": _GROUP, **one.columns},
    )


_THEME = text("rank in all or by which theme", "Social vulnerability", among=VULNERABILITY)

EQUITY = {
    "out.inequality": Contract(
        "A burden and an index: how unevenly it is spread over people.",
        ("burden", "index"),
        {
            "burden": text(
                "minutes to the nearest center of this site of care, or of 'any'",
                "Drive to the nearest",
            ),
            "index": text("which index; 'mean' and those that begin with kolm_pollak are minutes"),
            "result": number("the index", null="undefined"),
            "people": PEOPLE_COUNTED,
            "people_left_out": people(
                "people without a drive time, or for 'concentration' a rank",
                "People without a drive time",
            ),
            "share_of_theil": share(
                "share of Theil's two parts in it", null="the index is none of them, or it is 0"
            ),
        },
    ),
    "out.unclassified": Contract(
        "A scheme and a reason: the people whose places carry no code in it.",
        ("scheme", "reason"),
        {
            "scheme": SCHEME,
            "reason": text("why there is no code", "Why", among=UNCODED),
            "places": whole("places without a code"),
            "population": people("people who live there", "People"),
            "share_of_area": share("of the area's people", null=NO_PEOPLE),
        },
    ),
    "out.carried_codes": Contract(
        "How RUCA codes of the tracts of 2010 came to tracts of 2020. Only where an area reads a crosswalk.",
        ("carried",),
        {
            "carried": text("how the code was found", among=CARRIED),
            "places": whole("places"),
            "population": people("people who live there", "People"),
            "share_of_area": share("of the area's people", null=NO_PEOPLE),
        },
    ),
    "out.coverage_by_scheme": _by_scheme("out.coverage"),
    "out.times_by_scheme": _by_scheme("out.times_by_stratum"),
    "out.nearness_by_scheme": _by_scheme("out.nearness"),
    "out.office_advantage_by_scheme": _by_scheme("out.office_advantage"),
    "out.groups": Contract(
        "A group of people that the population source counts apart, or everyone.",
        ("group",),
        {
            "group": _GROUP,
            "count": people("people (or households) of the group", "Counted", null="unknown"),
            "places_unknown": whole("places without a count of the group"),
            "population_unknown": people("everyone who lives at those places"),
            "reason": text("why the group has no figures", null="it has", among=NOT_COUNTED),
        },
    ),
    "out.coverage_by_group": _by_group("out.coverage"),
    "out.times_by_group": _by_group("out.times_by_stratum"),
    "out.gaps_by_group": _by_group("out.gaps_by_stratum"),
    "out.concentration_by_group": Contract(
        "A group of people and a site of care: whether long drives fall on places where the group is many.",
        ("group", "site_of_care"),
        {
            "group": _GROUP,
            "site_of_care": SITE_OR_ANY,
            "concentration": number(
                "concentration index of everyone's minutes along the number of the group for each person of "
                "the place: above 0 where long drives fall on places where the group is many",
                "Concentration",
                null="undefined",
                low=-1,
                high=1,
            ),
            "people": people("everyone who counts in it"),
            "people_left_out": people("people without a drive time or a count of the group"),
        },
    ),
    "out.vulnerability": Contract(
        "A theme of the Social Vulnerability Index, a quarter of the counties that it ranks, and a site of "
        "care: the people whose county lies in that quarter. Only where the area reads the index.",
        ("theme", "quarter", "site_of_care"),
        {
            "theme": _THEME,
            "quarter": text(
                "quarter of counties that the place's county is of, by its rank",
                "Counties",
                among=VULNERABILITY_QUARTERS,
            ),
            "site_of_care": SITE_OR_ANY,
            "counties": whole("counties of the area with places in it", "Counties here"),
            "population": people("people who live there", "People"),
            "share_of_area": share("of the area's people", null=NO_PEOPLE),
            "population_within": people("people within the minutes of `measures.gap_min`"),
            "share": share("share of the people within them", null=NO_PEOPLE),
            "population_unreached": people("people who cannot be driven there"),
            "drive_time_min_median": minutes(
                "median of the minutes of those who can", null="nobody can"
            ),
        },
    ),
    "out.concentration_by_vulnerability": Contract(
        "A theme of the Social Vulnerability Index and a site of care: whether long drives fall on vulnerable "
        "counties. Only where the area reads the index.",
        ("theme", "site_of_care"),
        {
            "theme": _THEME,
            "site_of_care": SITE_OR_ANY,
            "concentration": number(
                "concentration index of everyone's minutes along the rank of their county: above 0 where long "
                "drives fall on vulnerable counties",
                "Concentration",
                null="undefined",
                low=-1,
                high=1,
            ),
            "people": people("everyone who counts in it"),
            "people_left_out": people("people without a drive time or a rank"),
        },
    ),
}
"""Contracts of equity, by full name."""
