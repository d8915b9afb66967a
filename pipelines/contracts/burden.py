"""What treatment costs by site of care, and what the drives to it take."""

from __future__ import annotations

from pipelines.contracts.access import GAP
from pipelines.contracts.columns import (
    NO_PEOPLE,
    POPULATION,
    SITE_OR_ANY,
    STRATUM_GROUP,
    Column,
    Contract,
    number,
    people,
    share,
    sometimes,
    statistics,
    text,
    whole,
)
from pipelines.vocabulary.burden import COSTS, DEPENDENCE

_YEAR = whole("calendar year whose payment rules and rates apply", low=2000)
_LABEL = text("what it is: no estimate for this area", among=("scenario",))
_NOBODY = "nobody is reached"
_NO_TREATED = "no source tells how many are treated"
_NOT_TOLD = "not told"
_TREATMENT = {
    "therapy": text("as in out.therapy_schedules"),
    "year": text("of treatment: the first holds the starting doses", among=("first", "later")),
    "stratum": STRATUM_GROUP,
}
_TYPICAL = {"mean": "mean", "median": "median", "p90": "90th percentile"}
_ENDS = {"low": "least", "high": "greatest"}
_TRAVEL: dict[str, Column] = {
    "visits": number("infusions in that year", low=0),
    "population": POPULATION,
    "population_reached": people("people who can be driven there"),
    **statistics(
        "hours",
        _TYPICAL,
        number(
            "time on the road in that year, both ways, over people reached",
            unit="hours",
            null=_NOBODY,
            low=0,
        ),
    ),
    **statistics(
        "miles",
        _TYPICAL,
        number(
            "way on the road in that year, both ways, over people reached",
            unit="miles",
            null=_NOBODY,
            low=0,
        ),
    ),
}


def _dollars(meaning: str, heading: str = "", *, null: str, low: float | None = None) -> Column:
    return number(meaning, heading, unit="US dollars a year", null=null, low=low)


BURDEN = {
    "out.cost_sources": Contract(
        "A published figure of what treatment costs.",
        (),
        {
            "source_id": text("short name of the source"),
            "kind": text("what is told"),
            "low": number("least, in the unit", "Least"),
            "high": number("greatest, in the unit", "Greatest"),
            "unit": text("of low and high"),
            **sometimes(
                {
                    "site_of_care": text("where the treatment is given", null="both are compared"),
                    "per": text("what the figure is for, such as a month of treatment"),
                    "policy_from": whole("first year for which the figure holds", null=_NOT_TOLD),
                    "policy_until": whole("last year for which it holds", null=_NOT_TOLD),
                    "data_year": text("years of the data behind it", null=_NOT_TOLD),
                    "published": text("year of publication"),
                }
            ),
            "publisher": text("who published it", "Published by"),
            "interest": text("of the publisher in the result", null="nothing is known"),
            "citation": text("where it stands"),
            **sometimes(
                {
                    "url": text("address of the source", null="it has none"),
                    "note": text("what else a reader needs", null="nothing"),
                }
            ),
            "checked": text("whether the figure was found in a source", among=("yes", "no")),
            "checked_against": text("in which, or why in none"),
        },
    ),
    "out.cost_ranges": Contract(
        "A cost: the range of published figures.",
        ("measure",),
        {
            "measure": text("which cost", "What (scenario)", among=COSTS),
            "low": number("least of the published figures, in the unit", "Least"),
            "high": number("greatest of them", "Greatest"),
            "unit": text("of low and high"),
            "low_source": text("source_id of the least", "Published by"),
            "high_source": text("source_id of the greatest", "Published by"),
            "sources": whole("how many sources", low=1),
            "policy_year": _YEAR,
            "label": _LABEL,
        },
    ),
    "out.cost_people": Contract(
        "A stratum and a group: the people who depend on a hospital, and what that costs.",
        ("stratum", "group"),
        {
            "stratum": STRATUM_GROUP,
            "group": text("whether a hospital is the only or the nearer option", among=DEPENDENCE),
            "population": POPULATION,
            "share": share("of the stratum", null=NO_PEOPLE),
            "extra_usd_low": _dollars(
                "least extra cost, scenario",
                "Extra cost a year, least (scenario)",
                null=_NO_TREATED,
            ),
            "extra_usd_high": _dollars(
                "greatest extra cost, scenario",
                "Extra cost a year, greatest (scenario)",
                null=_NO_TREATED,
            ),
            **{
                f"extra_usd_{end}_of_stratum": _dollars(
                    f"{word} extra cost of both groups of the stratum together, scenario",
                    null=_NO_TREATED,
                )
                for end, word in _ENDS.items()
            },
            **sometimes(
                {
                    "treated_per_1000": number(
                        "people treated among a thousand", null=_NO_TREATED, low=0
                    )
                }
            ),
            "policy_year": _YEAR,
            "label": _LABEL,
        },
    ),
    "out.therapy_schedules": Contract(
        "A therapy: how often it is infused.",
        ("therapy",),
        {
            "therapy": text("name of the therapy"),
            "visits_first_year": number(
                "infusions in the first year, starting doses included", low=0
            ),
            "visits_per_year": number("infusions in each later year, on average", low=0),
            **sometimes(
                {
                    "treats": text("which diseases", null=_NOT_TOLD),
                    "therapy_line": text("oncology or specialty", null=_NOT_TOLD),
                    "brand": text("names under which it is sold", null=_NOT_TOLD),
                }
            ),
            "source": text("where the schedule is published", null=_NOT_TOLD),
            **sometimes(
                {
                    "url": text("address of the source", null="it has none"),
                    "note": text("what else a reader needs", null="nothing"),
                }
            ),
        },
    ),
    "out.travel_burden": Contract(
        "A therapy, a year of treatment, a stratum and a site of care: a year's drives to the nearest.",
        ("therapy", "year", "stratum", "site_of_care"),
        {
            **_TREATMENT,
            "site_of_care": SITE_OR_ANY,
            **_TRAVEL,
            **statistics(
                "hours_median",
                _ENDS,
                number(
                    "hours_median when assumptions are varied",
                    unit="hours",
                    null="there is no band",
                    low=0,
                ),
            ),
            "driving_usd_low": _dollars("median miles at the lower rate", null=_NOBODY, low=0),
            "driving_usd_high": _dollars("median miles at the higher rate", null=_NOBODY, low=0),
            "person_hours": number("of all the treated", unit="hours", null=_NO_TREATED, low=0),
        },
    ),
    "out.gap_burden": Contract(
        "A therapy, a year of treatment, a stratum and a gap: a year's drives to the nearest center.",
        ("therapy", "year", "stratum", "gap"),
        {
            **_TREATMENT,
            "gap": GAP,
            **_TRAVEL,
            "hours_median_choice": number(
                "hours_median of the people who have both kinds near",
                unit="hours",
                null="nobody has",
                low=0,
            ),
            "extra_hours_median": number(
                "hours_median less that", unit="hours", null="either is null"
            ),
        },
    ),
}
"""Contracts of cost and travel, by full name."""
