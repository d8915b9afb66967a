"""What a therapy's trips come to in a year: hours and miles on the road, and what a gap adds to them.

A round trip is twice the way there: the way back is taken to be as long, though one-way streets and ramps make
it differ a little. Every infusion is a trip of its own, to the nearest center; time in the chair, waiting,
missed work and a companion's time are not counted. Schedules are those of FDA labels, kept in
`data/therapy_schedules.csv` with the page where each was read; a physician may choose others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Schedule
from pipelines.errors import InputError
from pipelines.measures.access.gaps import gap_of
from pipelines.measures.burden.cost import cost_sources
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.weighted import Ranked, ranked
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OR_ANY

Bool = npt.NDArray[np.bool_]

ROUND_TRIP = 2.0
"""One-way trips in a round trip."""

MIN_PER_HOUR = 60.0
WEEKS_PER_YEAR = 365.25 / 7
MONTHS_PER_YEAR = 12.0

FIRST, LATER = "first", "later"
YEARS = {FIRST: "visits_first_year", LATER: "visits_per_year"}
"""`year` of a treatment -> the column of its visits: starting doses fall into the first."""

WITH_A_CHOICE, *_ = GAPS

PER_VISIT = ("hours_mean", "hours_median", "hours_p90", "miles_mean", "miles_median", "miles_p90")


@cache
def _packaged() -> pd.DataFrame:
    source = files("pipelines.measures.burden").joinpath("data/therapy_schedules.csv")
    with source.open(encoding="utf-8") as table:
        text = pd.read_csv(table, dtype="str", keep_default_na=False, na_values=[""])
    return text.assign(interval=text["interval"].astype("float64"))


def packaged_therapies() -> tuple[str, ...]:
    """Return the therapies whose schedules are packaged."""
    return tuple(_packaged()["therapy"])


def schedules(therapies: Sequence[str], additional: Sequence[Schedule] = ()) -> pd.DataFrame:
    """Return how often therapies are infused.

    Parameters
    ----------
    therapies
        Some of `packaged_therapies`.
    additional
        Schedules of the settings.

    Returns
    -------
    DataFrame
        out.therapy_schedules: therapy, visits_first_year, visits_per_year (in each later year, on average),
        treats, therapy_line, brand, source, url, note; the last six null where not told.

    Raises
    ------
    InputError
        A therapy is not packaged, or an additional one bears the name of a packaged one.
    """
    table = _packaged().set_index("therapy", drop=False)
    strangers = sorted(set(therapies) - set(table.index))
    if strangers:
        raise InputError(
            f"scenarios.therapies names {', '.join(strangers)}; packaged are {', '.join(table.index)}"
        )
    twice = sorted({schedule.therapy for schedule in additional} & set(table.index))
    if twice:
        raise InputError(
            f"scenarios.schedules: {', '.join(twice)} is packaged; choose another name"
        )
    chosen = table.loc[list(therapies)].reset_index(drop=True)
    visits = [
        _visits(str(starts), float(interval), str(unit))
        for starts, interval, unit in zip(
            chosen["start_weeks"], chosen["interval"], chosen["interval_unit"], strict=True
        )
    ]
    told = ["therapy", *YEARS.values(), "treats", "therapy_line", "brand", "source", "url", "note"]
    chosen = chosen.assign(
        visits_first_year=[first for first, _ in visits],
        visits_per_year=[later for _, later in visits],
    )[told]
    own = pd.DataFrame([schedule.model_dump() for schedule in additional], columns=told)
    types = dict.fromkeys(told, "str") | dict.fromkeys(YEARS.values(), "float64")
    return pd.concat([chosen.astype(types), own.astype(types)], ignore_index=True)


def _visits(start_weeks: str, interval: float, unit: str) -> tuple[float, float]:
    """Return visits in the first year and in each later year.

    Intervals in weeks are counted from the last starting dose, those in months from the first dose, as labels
    word them.
    """
    starts = [float(week) for week in start_weeks.split()]
    if unit == "week":
        later = np.arange(starts[-1] + interval, WEEKS_PER_YEAR, interval)
        return float(len(starts) + len(later)), WEEKS_PER_YEAR / interval
    later = np.arange(interval, MONTHS_PER_YEAR, interval)
    return float(len(starts) + len(later)), MONTHS_PER_YEAR / interval


def travel_burden(
    times: PlaceTimes,
    therapy_schedules: pd.DataFrame,
    sensitivity: pd.DataFrame,
    *,
    policy_year: int,
    treated_per_1000: float | None = None,
) -> pd.DataFrame:
    """Tell what a therapy's trips to the nearest center come to in a year.

    Parameters
    ----------
    times
        Drive times and people.
    therapy_schedules
        From `schedules`.
    sensitivity
        out.sensitivity, for the band of the median drive.
    policy_year
        Calendar year of the rates a mile.
    treated_per_1000
        People in 1,000 who are infused in a year; None where no source tells it.

    Returns
    -------
    DataFrame
        out.travel_burden, a row a therapy, year ('first' or 'later'), stratum (those that occur,
        'unclassified' if any, 'all') and site of care or 'any': visits; population and population_reached;
        hours_mean, _median and _p90 and miles_mean, _median and _p90 on the road in a year, over the people
        who reach such a center (null where nobody does); hours_median_low and _high, least and greatest when
        assumptions are varied one at a time (null where the median has no band); driving_usd_low and
        driving_usd_high (the median miles at the tax authority's rates for fuel and wear and for the whole
        cost of a car; null where the year has no published rate); person_hours (of all the treated
        among those reached; null without `treated_per_1000`).
    """
    treated = np.nan if treated_per_1000 is None else treated_per_1000
    low, high = _usd_per_mile(policy_year)
    trips = pd.DataFrame(
        [
            {
                "stratum": stratum,
                "site_of_care": site,
                **_trip(times.people, times.ranked_minutes(site), times.ranked_miles(site), member),
            }
            for stratum, member in stratum_groups(times.places).items()
            for site in SITES_OR_ANY
        ]
    ).astype({"stratum": "str", "site_of_care": "str"})
    trips = trips.merge(_median_band(sensitivity), how="left", on=["stratum", "site_of_care"])
    banded = ("hours_median_low", "hours_median_high")
    table = _by_schedule(trips, therapy_schedules, (*PER_VISIT, *banded))
    return table.assign(
        driving_usd_low=table["miles_median"] * low,
        driving_usd_high=table["miles_median"] * high,
        person_hours=table["population_reached"] * treated / 1000 * table["hours_mean"],
    )


def _median_band(sensitivity: pd.DataFrame) -> pd.DataFrame:
    """Return the band of the hours of one round trip of the median person, by stratum and site of care."""
    median = sensitivity[
        (sensitivity["figure"] == "drive_time_min_median") & (sensitivity["dimension"] == "all")
    ]
    return median[["stratum", "site_of_care"]].assign(
        hours_median_low=ROUND_TRIP * median["low"] / MIN_PER_HOUR,
        hours_median_high=ROUND_TRIP * median["high"] / MIN_PER_HOUR,
    )


def gap_burden(times: PlaceTimes, gap_min: float, therapy_schedules: pd.DataFrame) -> pd.DataFrame:
    """Tell what a gap costs a patient in hours on the road.

    Parameters
    ----------
    times
        Drive times and people.
    gap_min
        A kind of center within so many minutes (inclusive) counts as near.
    therapy_schedules
        From `schedules`.

    Returns
    -------
    DataFrame
        out.gap_burden, a row a therapy, year, stratum and gap that occurs in it: visits; population and
        population_reached; hours and miles in a year to the nearest hospital-based or office-based center,
        as in `travel_burden` (null where nobody reaches one); hours_median_choice (of the people of the whole
        area who have both kinds near; null without any) and extra_hours_median (hours_median less that).
    """
    rows = [SITES_OR_ANY.index(site) for site in COMPARED_SITES]
    nearer = np.argmin(np.nan_to_num(times.minutes[rows], nan=np.inf), axis=0)
    place = np.arange(len(times.places))
    minutes, miles = times.minutes[rows][nearer, place], times.miles[rows][nearer, place]
    by_minutes, by_miles = ranked(minutes, times.people), ranked(miles, times.people)
    gap = gap_of(times, gap_min).to_numpy(dtype=object)
    trips = pd.DataFrame(
        [
            {
                "stratum": stratum,
                "gap": name,
                **_trip(times.people, by_minutes, by_miles, mine),
            }
            for stratum, member in stratum_groups(times.places).items()
            for name in GAPS
            if (mine := member & (gap == name)).any()
        ]
    ).astype({"stratum": "str", "gap": "str"})
    of_choice = by_minutes.median(gap == WITH_A_CHOICE)
    trips["hours_median_choice"] = ROUND_TRIP * of_choice / MIN_PER_HOUR
    table = _by_schedule(trips, therapy_schedules, (*PER_VISIT, "hours_median_choice"))
    return table.assign(extra_hours_median=table["hours_median"] - table["hours_median_choice"])


def _trip(people: Float, minutes: Ranked, miles: Ranked, member: Bool) -> dict[str, float]:
    """Return hours and miles of one round trip of some places."""
    mine = member[minutes.row]
    told = {"population": people[member].sum(), "population_reached": minutes.weight[mine].sum()}
    for name, one_way, per_unit in (("hours", minutes, MIN_PER_HOUR), ("miles", miles, 1.0)):
        mean, median, p90 = (
            ROUND_TRIP * value / per_unit
            for value in (one_way.mean(member), *one_way.quantiles((0.5, 0.9), member))
        )
        told |= {f"{name}_mean": mean, f"{name}_median": median, f"{name}_p90": p90}
    return told


def _by_schedule(
    trips: pd.DataFrame, therapy_schedules: pd.DataFrame, per_visit: Sequence[str]
) -> pd.DataFrame:
    """Multiply a round trip by the visits of each therapy and year."""
    tables = []
    for schedule in therapy_schedules.to_dict("records"):
        for year, column in YEARS.items():
            table = trips.copy()
            for name in per_visit:
                table[name] = table[name] * schedule[column]
            for position, (name, value) in enumerate(
                (("therapy", schedule["therapy"]), ("year", year), ("visits", schedule[column]))
            ):
                table.insert(position, name, value)
            tables.append(table)
    return pd.concat(tables, ignore_index=True).astype({"therapy": "str", "year": "str"})


def _usd_per_mile(policy_year: int) -> tuple[float, float]:
    sources = cost_sources(policy_year)
    rates = sources[sources["kind"] == "driving"]
    return (
        (np.nan, np.nan) if rates.empty else (float(rates["low"].min()), float(rates["high"].max()))
    )
