"""Each county in one row: its people, their drive times, and what they have near them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.access.gaps import gap_of
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.measures.weighted import grouped_quantiles
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

MEDIAN = (0.5,)


def county_summary(times: PlaceTimes, counties: pd.DataFrame, within_min: float) -> pd.DataFrame:
    """Summarise access by county.

    Parameters
    ----------
    times
        Drive times and people.
    counties
        core.counties: county_fips, name, state, stratum.
    within_min
        Threshold of the shares and of the gaps, minutes, inclusive.

    Returns
    -------
    DataFrame
        out.counties in the order of county_fips, a row a county with places: county_fips, name, state and
        stratum (null for a county that core.counties lacks), population, within_min; for each site of care
        and 'any' `<site>_min_median` (over the people who reach one; null where nobody does),
        `<site>_share_within` and `<site>_share_unreached` of all people (null in a county without people);
        office_advantage_min_median; for each gap `population_<gap>`, which add up to population, and
        `share_<gap>` (of all its people; null in a county without any); and rank_none, which is 1 for the
        county with most people who have neither kind near, the same for counties that tie, null where nobody
        has neither.
    """
    fips, county = np.unique(
        times.places["county_fips"].to_numpy(dtype=object), return_inverse=True
    )
    figures = grouped_summary(times, county, len(fips), within_min)
    columns: dict[str, object] = {
        "county_fips": pd.Series(fips, dtype="str"),
        "population": figures.pop("population"),
        "within_min": np.full(len(fips), float(within_min)),
        **figures,
    }
    named = pd.DataFrame(counties)[["county_fips", "name", "state", "stratum"]]
    summary = named.merge(pd.DataFrame(columns), on="county_fips", how="right", validate="1:1")
    left_out = summary["population_none"].where(summary["population_none"] > 0)
    summary["rank_none"] = left_out.rank(method="min", ascending=False).astype("Int64")
    return summary.sort_values("county_fips", ignore_index=True)


def grouped_summary(
    times: PlaceTimes, group: npt.NDArray[np.integer], count: int, within_min: float
) -> dict[str, Float]:
    """Summarise access by any grouping of places.

    Parameters
    ----------
    times
        Drive times and people of p places.
    group : integers (p,)
        Of each place, 0 to count - 1.
    count
        Number of groups.
    within_min
        Threshold of the shares and of the gaps, minutes, inclusive.

    Returns
    -------
    dict of float64 (count,)
        The figures that `county_summary` tells of a county, by name.
    """
    people = times.people

    def total(where: npt.NDArray[np.bool_]) -> Float:
        sums: Float = np.bincount(group[where], people[where], count).astype(np.float64)
        return sums

    def median(values: Float) -> Float:
        return grouped_quantiles(values, people, group, count, MEDIAN)[:, 0]

    population = total(np.ones(len(people), dtype=bool))
    columns = {"population": population}
    for site in SITES_OR_ANY:
        minutes = times.minutes_to(site)
        columns[f"{site}_min_median"] = median(minutes)
        columns[f"{site}_share_within"] = _share(total(minutes <= within_min), population)
        columns[f"{site}_share_unreached"] = _share(total(np.isnan(minutes)), population)
    columns["office_advantage_min_median"] = median(times.office_advantage())
    gap = gap_of(times, within_min)
    for name in GAPS:
        columns[f"population_{name}"] = people_of_gap = total((gap == name).to_numpy(dtype=bool))
        columns[f"share_{name}"] = _share(people_of_gap, population)
    return columns


def _share(part: Float, whole: Float) -> Float:
    share: Float = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
