"""What the tables of cost and travel promise."""

from __future__ import annotations

from pipelines.contracts.columns import (
    SITE_OR_ANY,
    STRATUM_GROUP,
    ColumnSpec,
    Contract,
    contract,
    number,
    text,
    whole,
)
from pipelines.vocabulary.access import GAPS

_YEAR: ColumnSpec = (whole(2000), "calendar year whose payment rules and rates apply")
_LABEL: ColumnSpec = (text(among=("scenario",)), "what it is: no estimate for this area")
_TREATMENT: dict[str, ColumnSpec] = {
    "therapy": (text(), "as in out.therapy_schedules"),
    "year": (text(among=("first", "later")), "of treatment: the first holds the starting doses"),
    "stratum": STRATUM_GROUP,
}
_TRAVEL: dict[str, ColumnSpec] = {
    "visits": (number(0), "infusions in that year"),
    "population": (number(0), "people of the group"),
    "population_reached": (number(0), "people who can be driven there"),
    **{
        f"{unit}_{name}": (
            number(0, null=True),
            f"{name} of {unit} on the road in that year, both ways; null where nobody is reached",
        )
        for unit in ("hours", "miles")
        for name in ("mean", "median", "p90")
    },
}

COSTS: dict[str, Contract] = {
    "out.geocoding": contract(
        ("site_of_care",),
        {
            "site_of_care": SITE_OR_ANY,
            "centers": (whole(), "centers of it, those of the buffer included"),
            "centers_coarse": (whole(), "those at the middle of a ZIP code or town"),
            "share_coarse": (number(0, 1), "their share"),
        },
    ),
    "out.cost_sources": contract(
        (),
        {
            "source_id": (text(), "short name of the source"),
            "kind": (text(), "what is told"),
            "low": (number(), "least, in the unit"),
            "high": (number(), "greatest, in the unit"),
            "unit": (text(), "of low and high"),
            "publisher": (text(), "who published it"),
            "interest": (
                text(null=True),
                "of the publisher in the result; null where nothing is known",
            ),
            "citation": (text(), "where it stands"),
            "checked": (text(among=("yes", "no")), "whether the figure was found in a source"),
            "checked_against": (text(), "in which, or why in none"),
        },
    ),
    "out.cost_ranges": contract(
        ("measure",),
        {
            "measure": (text(), "which cost"),
            "low": (number(), "least of the published figures"),
            "high": (number(), "greatest of them"),
            "unit": (text(), "of low and high"),
            "low_source": (text(), "source_id of the least"),
            "high_source": (text(), "source_id of the greatest"),
            "sources": (whole(1), "how many sources"),
            "policy_year": _YEAR,
            "label": _LABEL,
        },
    ),
    "out.cost_people": contract(
        ("stratum", "group"),
        {
            "stratum": STRATUM_GROUP,
            "group": (
                text(among=("hospital_only", "hospital_nearer")),
                "whether a hospital is the only or the nearer option",
            ),
            "population": (number(0), "people of the group"),
            "share": (number(0, 1, null=True), "of the stratum; null without people"),
            "extra_usd_low": (number(null=True), "a year, scenario; null without a treated share"),
            "extra_usd_high": (number(null=True), "a year, scenario; null without a treated share"),
            **{
                f"extra_usd_{end}_of_stratum": (
                    number(null=True),
                    "a year, both groups of the stratum together; null without a treated share",
                )
                for end in ("low", "high")
            },
            "policy_year": _YEAR,
            "label": _LABEL,
        },
    ),
    "out.therapy_schedules": contract(
        ("therapy",),
        {
            "therapy": (text(), "name of the therapy"),
            "visits_first_year": (
                number(0),
                "infusions in the first year, starting doses included",
            ),
            "visits_per_year": (number(0), "infusions in each later year, on average"),
            "source": (text(null=True), "where the schedule is published"),
        },
    ),
    "out.travel_burden": contract(
        ("therapy", "year", "stratum", "site_of_care"),
        {
            **_TREATMENT,
            "site_of_care": SITE_OR_ANY,
            **_TRAVEL,
            **{
                f"hours_median_{end}": (
                    number(0, null=True),
                    f"{word} of hours_median when assumptions are varied; null without a band",
                )
                for end, word in (("low", "least"), ("high", "greatest"))
            },
            "driving_usd_low": (number(0, null=True), "median miles at the lower rate a mile"),
            "driving_usd_high": (number(0, null=True), "median miles at the higher rate a mile"),
            "person_hours": (
                number(0, null=True),
                "of all the treated; null without a treated share",
            ),
        },
    ),
    "out.gap_burden": contract(
        ("therapy", "year", "stratum", "gap"),
        {
            **_TREATMENT,
            "gap": (text(among=GAPS), "what is within gap_min minutes"),
            **_TRAVEL,
            "hours_median_choice": (
                number(0, null=True),
                "of the people who have both kinds near; null without any",
            ),
            "extra_hours_median": (number(null=True), "hours_median less that"),
        },
    ),
}
"""Contracts of the tables of cost and travel, by full name."""
