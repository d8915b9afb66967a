"""What the site of care and the trips to it cost, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.scenarios.burden_tables import LATER
from pipelines.report.telling.bands import in_brackets
from pipelines.report.telling.findings import compares_kinds, none_near
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.wording import capital, limit, listed, people, percent

_SOME_HOURS = 0.05
"""Least hours that a decimal shows."""


def cost_sentences(facts: Facts) -> list[str]:
    """Say between which costs a hospital stands, and how many people have no other option near."""
    ranges = {row["measure"]: row for row in facts.tables.rows("out.cost_ranges")}
    ratio, extra = ranges["hospital_over_office_cost"], ranges["extra_cost_per_patient_year"]
    published = (
        f"Published figures put treatment in a hospital at {ratio['low']:.1f} to {ratio['high']:.1f} times "
        "its cost in an office, and the difference from an office or the home, chemotherapy included, at "
        f"${extra['low']:,.0f} to ${extra['high']:,.0f} for a patient and year. They come from other places, "
        "years and payers: a scenario, no estimate for here."
    )
    return [published, *_unconfirmed(facts, (ratio, extra)), *_only_hospital(facts)]


def _only_hospital(facts: Facts) -> list[str]:
    only = {
        row["stratum"]: row
        for row in facts.tables.rows("out.cost_people", group="hospital_only")
        if row["share"] is not None
    }
    if ALL_STRATA not in only or not compares_kinds(facts):
        return []
    focus = [
        f"{percent(only[name]['share'])} of {people_of(name)}"
        for name in facts.focus
        if name in only
    ]
    among = f" ({listed(focus)})" if focus else ""
    return [
        (
            f"For {people(only[ALL_STRATA]['population'])}{among} a hospital-based center is the only one of "
            f"the two kinds within {limit(facts.gap_min)} minutes, so that the near site is the one that "
            "published figures put dearer."
        )
    ]


def _unconfirmed(facts: Facts, ranges: Iterable[Row]) -> list[str]:
    """Say which ends of the ranges rest on a figure that was found nowhere but in citations."""
    sources = {row["source_id"]: row for row in facts.tables.rows("out.cost_sources")}
    doubtful = {
        row[f"{end}_source"]: end
        for row in ranges
        for end in ("low", "high")
        if sources[row[f"{end}_source"]]["checked"] != "yes"
    }
    return [
        f"The {'lower' if end == 'low' else 'upper'} ends rest on {sources[source]['citation']}, which could "
        "not be confirmed against the publication."
        for source, end in doubtful.items()
    ]


def trip_sentences(facts: Facts) -> list[str]:
    """Say what a year's trips come to, and what having neither kind near adds."""
    schedules = facts.tables.rows("out.therapy_schedules")
    if not schedules:
        return []
    year = {"therapy": schedules[0]["therapy"], "year": LATER, "stratum": ALL_STRATA}
    trips = facts.tables.row("out.travel_burden", site_of_care=ANY_SITE, **year)
    without = facts.tables.row("out.gap_burden", gap="none", **year)
    sentences = []
    if trips is not None and trips["hours_median"] is not None:
        sentences.append(
            f"{capital(trips['therapy'])}, {trips['visits']:.1f} infusions a year: a typical resident, if "
            f"treated, would spend {_hours(trips['hours_median'])} hours a year{_hours_band(trips)} on the "
            f"road to the nearest center and back, one in ten {_more_than(trips['hours_p90'])}."
        )
    if without is not None and without["extra_hours_median"] is not None:
        sentences.append(
            f"Where {none_near(facts)} is within {limit(facts.gap_min)} minutes a typical resident, if "
            f"treated, would drive {without['hours_median']:.1f} hours a year: "
            f"{without['extra_hours_median']:.1f} hours more than where both are."
        )
    return sentences


def _hours_band(trips: Row) -> str:
    if trips["hours_median_low"] is None:
        return ""
    low, high = _hours(trips["hours_median_low"]), _hours(trips["hours_median_high"])
    return in_brackets(
        f"{low} in every scenario" if low == high else f"{low} to {high} across scenarios"
    )


def _more_than(hours: float) -> str:
    return "hardly more" if hours < _SOME_HOURS else f"more than {hours:.1f}"


def _hours(hours: float) -> str:
    return "under 0.1" if hours < _SOME_HOURS else f"{hours:.1f}"
