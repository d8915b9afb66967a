"""The centers that the people of a county or a state are nearest to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.local.units import Units, units_of
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.weighted import grouped_quantiles
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

TOLD = 3
"""How many centers of each kind are told of a unit."""


def local_centers(times: PlaceTimes, drive_times: pd.DataFrame) -> pd.DataFrame:
    """Tell which centers of each kind are the nearest to most people of each county and state.

    A county has no one point that all drives start from: the centers are those that its people, each from
    where they live, have nearest by car.

    Parameters
    ----------
    times
        Drive times and people.
    drive_times
        out.drive_times, for the center that each drive leads to.

    Returns
    -------
    DataFrame
        out.local_centers, at most `TOLD` rows a unit and site of care: unit, code, site_of_care, rank (1 for
        the most people; of equal numbers the first center_id), center_id, population (for how many people of
        the unit it is the nearest of its kind), share (of all people of the unit, those who reach none
        included), drive_time_min_median (over those people) and centers (how many centers of the kind are the
        nearest for anyone there). A kind that nobody of the unit reaches has no row.
    """
    place = pd.Index(times.places["geoid"])
    tables = []
    by_site = {str(site): rows for site, rows in drive_times.groupby("site_of_care", sort=False)}
    for site in SITES_OF_CARE:
        rows = by_site[site].set_index("geoid").reindex(place)
        center = pd.Categorical(rows["center_id"].to_numpy(dtype=object))
        tables += [_nearest(times, units, site, center) for units in units_of(times.places)]
    return pd.concat(tables, ignore_index=True)


def _nearest(times: PlaceTimes, units: Units, site: str, center: pd.Categorical) -> pd.DataFrame:
    counted = (center.codes >= 0) & (times.people > 0)
    pair = units.of_place[counted] * len(center.categories) + center.codes[counted]
    pairs, group = np.unique(pair, return_inverse=True)
    people = times.people[counted]
    minutes = times.minutes_to(site)[counted]
    unit, number = np.divmod(pairs, max(len(center.categories), 1))
    everyone = np.bincount(units.of_place, times.people, len(units.code))
    population = np.bincount(group, people, len(pairs))
    table = pd.DataFrame(
        {
            "unit": pd.Series([units.unit] * len(pairs), dtype="str"),
            "code": pd.Series(units.code[unit], dtype="str"),
            "site_of_care": pd.Series([site] * len(pairs), dtype="str"),
            "center_id": pd.Series(center.categories.to_numpy(dtype=object)[number], dtype="str"),
            "population": population,
            "share": population / everyone[unit],
            "drive_time_min_median": grouped_quantiles(minutes, people, group, len(pairs), (0.5,))[
                :, 0
            ],
        }
    )
    table = table.sort_values(["population", "center_id"], ascending=[False, True])
    of_unit = table.groupby("code", sort=False)
    table.insert(3, "rank", of_unit.cumcount() + 1)
    table["centers"] = of_unit["center_id"].transform("count")
    return table[table["rank"] <= TOLD]
