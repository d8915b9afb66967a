"""How coarse: the share with neither kind near, were people to live in the middle of their tract or county.

Studies of access often know no more of people than their tract or county, and let all of them start at its
population-weighted centroid. The same people, centers and roads, searched again from there, show the effect.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.demand.connecticut import TRACT_DIGITS
from pipelines.measures.access.gap_counts import gaps_by_stratum
from pipelines.measures.access.gaps import gap_of
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.run import AccessRun
from pipelines.measures.scenario_times import times_of
from pipelines.routing.nearest import Nearest
from pipelines.trips import nearest_at_places, with_places


def coarser_units(places: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Return the unit of each place at every grain that is coarser than the places themselves.

    Parameters
    ----------
    places
        core.population.

    Returns
    -------
    dict
        Of 'tract' (the first digits of the geoid; left out where places are tracts or larger) and 'county':
        the code of each place's unit, (p,).
    """
    units = {"county": places["county_fips"]}
    if places["geoid"].str.len().gt(TRACT_DIGITS).all():
        units = {"tract": places["geoid"].str.slice(0, TRACT_DIGITS), **units}
    return units


def weighted_centroids(places: pd.DataFrame, unit: pd.Series[str]) -> pd.DataFrame:
    """Return the population-weighted centroid of each unit; of all its places alike where nobody lives.

    Parameters
    ----------
    places
        geoid, lon, lat (WGS 84 degrees) and population.
    unit
        The unit of each place.

    Returns
    -------
    DataFrame
        lon and lat, indexed by unit in ascending order. Degrees are averaged: no unit spans the date line.
    """
    people = places["population"].astype("float64")
    weight = people.where(people.groupby(unit).transform("sum") > 0, 1.0)
    sums = places[["lon", "lat"]].mul(weight, axis=0).groupby(unit).sum()
    return sums.div(weight.groupby(unit).sum(), axis=0)


def from_units(run: AccessRun, unit: pd.Series[str]) -> PlaceTimes:
    """Return the drive times of all places as if everyone started at the centroid of their unit."""
    centroids = weighted_centroids(run.core.population, unit)
    joined = with_places(run.joined, run.area.roads, run.core.centers, centroids)
    found = nearest_at_places(joined, run.at_nodes, run.category)
    at = centroids.index.get_indexer(pd.Index(unit))
    spread = Nearest(found.time_ms[:, at], found.length_dm[:, at], found.center[:, at])
    return times_of(spread, run.core.population, ~joined.places.refused[at])


def coarseness(
    by_grain: Mapping[str, PlaceTimes], starts: Mapping[str, int], gap_min: float
) -> pd.DataFrame:
    """Set the share with neither kind near beside each other by grain.

    Parameters
    ----------
    by_grain
        Grain -> drive times of the same places.
    starts
        Grain -> from how many points they were measured.
    gap_min
        The threshold in minutes, inclusive.

    Returns
    -------
    DataFrame
        out.coarseness, a row a grain and stratum: starts, gap_min, population, population_none, share_none
        (null without people) and population_unknown.
    """
    tables = []
    for grain, times in by_grain.items():
        counted = gaps_by_stratum(times, gap_of(times, gap_min), gap_min)
        kept = counted[
            [
                "stratum",
                "gap_min",
                "population",
                "population_none",
                "share_none",
                "population_unknown",
            ]
        ]
        tables.append(kept.assign(grain=grain, starts=np.int64(starts[grain])))
    return pd.concat(tables, ignore_index=True).astype({"grain": "str"})


def answer_by_grain(run: AccessRun) -> pd.DataFrame:
    """Return out.coarseness of a run."""
    places = run.core.population
    units = coarser_units(places)
    return coarseness(
        {"place": run.times} | {grain: from_units(run, unit) for grain, unit in units.items()},
        {"place": len(places)} | {grain: unit.nunique() for grain, unit in units.items()},
        run.measures.gap_min,
    )
