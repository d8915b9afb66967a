"""How long people drive, by stratum: means and quantiles over people, and how much shorter to the office.

People who cannot reach a kind of center are counted apart and enter no mean or quantile; a mean is therefore to
be read beside its `population_unreached`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.weighted import Ranked
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

Bool = npt.NDArray[np.bool_]

TIME_SHARES = {"p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}
ADVANTAGE_SHARES = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}


def times_by_stratum(times: PlaceTimes) -> pd.DataFrame:
    """Summarise drive times and distances over people.

    Parameters
    ----------
    times
        Drive times and people.

    Returns
    -------
    DataFrame
        out.times_by_stratum, a row a stratum (those that occur, 'unclassified' if any, 'all') and site of
        care or 'any': population; population_reached and population_unreached; drive_time_min_mean,
        _p25, _median, _p75 and _p90, and the same of distance_mi, over the people reached, null where there
        are none.
    """
    rows = [
        {
            "stratum": stratum,
            "site_of_care": site,
            **_counts(times.people[member], times.minutes_to(site)[member]),
            **_summary("drive_time_min", times.ranked_minutes(site), member),
            **_summary("distance_mi", times.ranked_miles(site), member),
        }
        for stratum, member in stratum_groups(times.places).items()
        for site in SITES_OR_ANY
    ]
    return pd.DataFrame(rows).astype({"stratum": "str", "site_of_care": "str"})


def office_advantage_by_stratum(times: PlaceTimes) -> pd.DataFrame:
    """Summarise over people how many minutes the drive to an office is shorter than that to a hospital.

    Parameters
    ----------
    times
        Drive times and people.

    Returns
    -------
    DataFrame
        out.office_advantage, a row a stratum: population; population_compared (both kinds are reached);
        office_advantage_min_mean, _p10, _p25, _median, _p75 and _p90 over those compared (negative where
        the drive to the hospital is shorter; null where nobody is compared). To how many people which kind
        is nearer is told by `nearness`.
    """
    compared = ~np.isnan(times.office_advantage())
    rows = [
        {
            "stratum": stratum,
            "population": times.people[member].sum(),
            "population_compared": times.people[member & compared].sum(),
            **_summary(
                "office_advantage_min",
                times.ranked_office_advantage(),
                member,
                ADVANTAGE_SHARES,
            ),
        }
        for stratum, member in stratum_groups(times.places).items()
    ]
    return pd.DataFrame(rows).astype({"stratum": "str"})


def _counts(people: Float, minutes: Float) -> dict[str, float]:
    reached = ~np.isnan(minutes)
    return {
        "population": people.sum(),
        "population_reached": people[reached].sum(),
        "population_unreached": people[~reached].sum(),
    }


def _summary(
    name: str,
    in_order: Ranked,
    member: Bool,
    shares: dict[str, float] = TIME_SHARES,
) -> dict[str, float]:
    quantiles = in_order.quantiles(tuple(shares.values()), member)
    return {
        f"{name}_mean": in_order.mean(member),
        **{f"{name}_{share}": q for share, q in zip(shares, quantiles, strict=True)},
    }
