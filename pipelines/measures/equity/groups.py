"""The same answers for each group of people that the population source counts apart, beside everyone.

A group is counted where it is counted: by its number at each place, not by the places where it is many. What a
column counts may be households; every count of its rows is then one of households.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.gap_counts import gaps_by_stratum
from pipelines.measures.access.gaps import gap_of
from pipelines.measures.access.time_summary import times_by_stratum
from pipelines.measures.equity.inequality import concentration_along
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.vocabulary.equity import EVERYONE


def groups_counted(times: PlaceTimes, groups: Sequence[str]) -> pd.DataFrame:
    """Count each group, and tell why one has no figures.

    Parameters
    ----------
    times
        Drive times, with a count of each group in `places`, null where unknown.
    groups
        Columns of the places.

    Returns
    -------
    DataFrame
        out.groups, a row a group, everyone first: count (null where no place has one); places_unknown (without
        a count) and population_unknown (everyone who lives there); reason (why there are no figures, null
        where there are).
    """
    rows = []
    for group in (EVERYONE, *groups):
        count = _count(times, group)
        unknown = np.isnan(count)
        total = np.nan if unknown.all() else float(np.nansum(count))
        rows.append(
            {
                "group": group,
                "count": total,
                "places_unknown": int(unknown.sum()),
                "population_unknown": float(times.people[unknown].sum()),
                "reason": "unknown" if unknown.all() else None if total > 0 else "nobody",
            }
        )
    return pd.DataFrame(rows).astype({"group": "str", "places_unknown": "Int64", "reason": "str"})


def by_group(
    times: PlaceTimes, groups: Sequence[str], measure: Callable[[PlaceTimes], pd.DataFrame]
) -> pd.DataFrame:
    """Return a table by stratum once for each group, everyone first.

    Parameters
    ----------
    times
        Drive times, with a count of each group in `places`; where it is null the place has nobody of it.
    groups
        Columns of the places.
    measure
        What makes the table of whom `PlaceTimes.people` counts.

    Returns
    -------
    DataFrame
        The tables one below the other, `group` in front.
    """
    tables = []
    for group in (EVERYONE, *groups):
        tables.append(measure(times.counting(group)))
        tables[-1].insert(0, "group", pd.Series(group, index=tables[-1].index, dtype="str"))
    return pd.concat(tables, ignore_index=True)


def coverage_by_group(
    times: PlaceTimes, groups: Sequence[str], within_min: Sequence[float]
) -> pd.DataFrame:
    """Return out.coverage_by_group: the rows of `coverage` with `group` in front."""
    return by_group(times, groups, partial(coverage, within_min=within_min))


def times_by_group(times: PlaceTimes, groups: Sequence[str]) -> pd.DataFrame:
    """Return out.times_by_group: the rows of `times_by_stratum` with `group` in front."""
    return by_group(times, groups, times_by_stratum)


def gaps_by_group(times: PlaceTimes, groups: Sequence[str], gap_min: float) -> pd.DataFrame:
    """Return out.gaps_by_group: the rows of `gaps_by_stratum` with `group` in front."""
    gap = gap_of(times, gap_min)
    return by_group(times, groups, partial(gaps_by_stratum, gap=gap, gap_min=gap_min))


def concentration_by_group(times: PlaceTimes, groups: Sequence[str]) -> pd.DataFrame:
    """Tell whether long drives fall on the places where a group is many.

    Parameters
    ----------
    times
        Drive times, with a count of each group in `places`, null where unknown.
    groups
        Columns of the places.

    Returns
    -------
    DataFrame
        out.concentration_by_group, a row a group and site of care or 'any': concentration (see
        `concentration_index`: of everyone's minutes along the number of the group for each person of the place;
        above 0 where long drives fall on places where the group is many; null where undefined); people
        (everyone who counts) and people_left_out (without a drive time or a count of the group).
    """
    ranks = {
        group: np.divide(
            _count(times, group),
            times.people,
            out=np.full(len(times.people), np.nan),
            where=times.people > 0,
        )
        for group in groups
    }
    return concentration_along(times, "group", ranks)


def _count(times: PlaceTimes, group: str) -> Float:
    return times.places[group].to_numpy(dtype=np.float64, na_value=np.nan)
