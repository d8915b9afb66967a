"""The headline figures of each county and state, and where each stands among the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.access.county_summary import grouped_summary
from pipelines.measures.local.units import Units, units_of
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.vocabulary.access import LOCAL_FIGURES, RANKED_FROM_LEAST
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

KEY = ("unit", "code", "figure", "site_of_care")

_SUMMARY_NAMES = {
    "drive_time_min_median": "min_median",
    "share_within": "share_within",
    "share_unreached": "share_unreached",
}
"""Figure of a site of care -> its name in `grouped_summary`, behind that of the site."""

_OF_NO_SITE = {
    "population": "population",
    "population_neither": "population_none",
    "share_neither": "share_none",
    "population_unknown": "population_unknown",
}
"""Figure of no one site of care -> its name there."""


def local_figures(times: PlaceTimes, within_min: float) -> pd.DataFrame:
    """Tell the figures of each county and state, without their ranks.

    Parameters
    ----------
    times
        Drive times and people.
    within_min
        Threshold of the shares, minutes, inclusive.

    Returns
    -------
    DataFrame
        unit, code (FIPS), figure (one of `LOCAL_FIGURES`), site_of_care (null where it is of none, or of two)
        and value: as in out.counties; null for shares of a unit without people, and for minutes where nobody of
        the unit reaches such a center.
    """
    return pd.concat(
        [_figures(times, units, within_min) for units in units_of(times.places)],
        ignore_index=True,
    )


def _figures(times: PlaceTimes, units: Units, within_min: float) -> pd.DataFrame:
    summary = grouped_summary(times, units.of_place, len(units.code), within_min)
    named: list[tuple[str, str | None, Float]] = []
    for figure in LOCAL_FIGURES:
        if figure in _OF_NO_SITE:
            named.append((figure, None, summary[_OF_NO_SITE[figure]]))
        else:
            named += [
                (figure, site, summary[f"{site}_{_SUMMARY_NAMES[figure]}"]) for site in SITES_OR_ANY
            ]
    count = len(units.code)
    return pd.concat(
        [
            pd.DataFrame(
                units.columns()
                | {
                    "figure": pd.Series([figure] * count, dtype="str"),
                    "site_of_care": pd.Series([site] * count, dtype="str"),
                    "value": value,
                }
            )
            for figure, site, value in named
        ],
        ignore_index=True,
    )


def ranked(figures: pd.DataFrame) -> pd.DataFrame:
    """Rank the units of a kind by each figure, the worst access first.

    Parameters
    ----------
    figures
        From `local_figures`.

    Returns
    -------
    DataFrame
        out.local_figures: the same rows with rank (1 for the most people, the longest drive, or the least
        share within; units that tie share the better rank; null where there is no value), tied (how many units
        have that rank, itself counted; null as rank) and ranked (how many units of the kind have a value).
    """
    least_first = figures["figure"].isin(RANKED_FROM_LEAST)
    order = figures["value"].where(least_first, -figures["value"])
    groups = [figures["unit"], figures["figure"], figures["site_of_care"]]
    grouped = order.groupby(groups, dropna=False)
    rank = grouped.rank(method="min")
    tied = rank.groupby([*groups, rank], dropna=False).transform("count").where(rank.notna())
    return figures.assign(
        rank=rank.astype("Int64"),
        tied=tied.astype("Int64"),
        ranked=grouped.transform("count").astype(np.int64),
    )
