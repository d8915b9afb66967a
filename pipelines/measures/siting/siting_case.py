"""Where new centers could stand, and what each of them would bring to each place.

Both ways of choosing k sites are one problem. A site brings each place a benefit, people are served by the
best of the sites that are chosen, and the sum of what they get is to be as large as it can be (uncapacitated
facility location with k sites). Existing centers are locked in: a benefit is what a site adds to them.

- MCLP (Church and ReVelle 1974): the people of a place beyond T of every existing center, where the site is
  within T.
- p-median (Hakimi 1964): person-minutes saved, (minutes to the nearest existing center - minutes to the site)
  times people, drives longer than a cap counting as the cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp
from scipy.spatial import cKDTree

from pipelines.measures.accessibility.trip_matrix import TripMatrix, trip_matrix_from_table
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.routing.within import Pairs
from pipelines.sphere import m_to_chord, unit_vectors
from pipelines.units import M_PER_MILE, MS_PER_MIN


@dataclass(frozen=True, eq=False)
class SitingCase:
    """c candidate sites and p places with people.

    Attributes
    ----------
    candidates : DataFrame (c rows)
        candidate_id, county_fips, lon, lat, in the order of candidate_id.
    trips : TripMatrix (c, p)
        From places to candidates, all within its `limit_min` that are shorter than `existing_min`.
    people : float64 (p,)
    existing_min : float64 (p,)
        Minutes to the nearest existing center that counts; NaN where none is reached.
    """

    candidates: pd.DataFrame
    trips: TripMatrix
    people: Float
    existing_min: Float


def candidate_sites(places: pd.DataFrame, spacing_mi: float) -> pd.DataFrame:
    """Return population points as candidate sites, thinned where they are to keep apart.

    Parameters
    ----------
    places
        core.population: geoid, county_fips, lon, lat (WGS 84 degrees), population.
    spacing_mi
        No two candidates lie nearer to each other, straight miles; with 0 every place is one.

    Returns
    -------
    DataFrame
        candidate_id (the geoid), county_fips, lon, lat, in the order of candidate_id. The most populous
        come first, of equally populous ones the first geoid; every place lies within the spacing of one.
    """
    if spacing_mi == 0:
        return _sites(places)
    ordered = places.sort_values(
        ["population", "geoid"], ascending=[False, True], kind="stable", ignore_index=True
    )
    at = unit_vectors(ordered["lon"].to_numpy(np.float64), ordered["lat"].to_numpy(np.float64))
    tree, reach = cKDTree(at), m_to_chord(spacing_mi * M_PER_MILE)
    open_to_choice = np.ones(len(ordered), dtype=bool)
    chosen = np.zeros(len(ordered), dtype=bool)
    for row in range(len(ordered)):
        if open_to_choice[row]:
            chosen[row] = True
            open_to_choice[tree.query_ball_point(at[row], reach)] = False
    return _sites(ordered[chosen])


def _sites(places: pd.DataFrame) -> pd.DataFrame:
    sites = places[["geoid", "county_fips", "lon", "lat"]].rename(columns={"geoid": "candidate_id"})
    return sites.sort_values("candidate_id", kind="stable", ignore_index=True)


def search_limit_min(times: PlaceTimes, existing: Sequence[str], cap_min: float) -> float:
    """Return how far to search for trips to candidates: no longer one can be of use, minutes."""
    served = existing_minutes(times, existing)
    return float(np.minimum(np.nan_to_num(served, nan=cap_min), cap_min).max(initial=0.0))


def existing_minutes(times: PlaceTimes, existing: Sequence[str]) -> Float:
    """Return minutes to the nearest center of some sites of care, float64 (p,); NaN where none is."""
    nearest: Float = np.fmin.reduce([times.minutes_to(site) for site in existing])
    return nearest


def siting_case(
    candidates: pd.DataFrame,
    pairs: Pairs,
    places: pd.DataFrame,
    times: PlaceTimes,
    existing: Sequence[str],
    limit_min: float,
) -> SitingCase:
    """Put candidates, trips and people together, in an order that rows have no say in.

    Parameters
    ----------
    candidates
        candidate_id, county_fips, lon, lat, in the order in which the search numbered them.
    pairs
        Trips from places to candidates within the limit: `pipelines.trips.shorter_pairs`.
    places
        core.population in the order in which it was searched.
    times
        Drive times to existing centers.
    existing
        Sites of care whose existing centers count.
    limit_min
        How far was searched.

    Raises
    ------
    ValueError
        A candidate is named twice, or `times` and `places` speak of different places.
    """
    if not candidates["candidate_id"].is_unique:
        raise ValueError("a candidate is named twice")
    number = pd.Index(times.places["geoid"]).get_indexer(pd.Index(places["geoid"]))
    if (number < 0).any() or len(places) != len(times.places):
        raise ValueError("the drive times do not speak of the places that were searched")
    order = np.argsort(candidates["candidate_id"].to_numpy(dtype=str), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    trips = trip_matrix_from_table(
        rank[pairs.centers()],
        number[pairs.point].astype(np.int64),
        pairs.time_ms / MS_PER_MIN,
        (len(candidates), len(places)),
        limit_min,
    )
    return SitingCase(
        candidates.iloc[order].reset_index(drop=True),
        trips,
        times.people,
        existing_minutes(times, existing),
    )


def covered_by_existing(case: SitingCase, within_min: float) -> npt.NDArray[np.bool_]:
    """Tell which places have an existing center within the threshold, bool (p,)."""
    return case.existing_min <= within_min


def people_newly_within(case: SitingCase, within_min: float) -> sp.csr_array:
    """Return the benefits of the MCLP, people, (c, p).

    Raises
    ------
    ValueError
        The threshold reaches beyond what was searched, and people live beyond it.
    """
    open_places = ~covered_by_existing(case, within_min)
    if within_min > case.trips.limit_min and open_places.any():
        raise ValueError(
            f"trips were searched within {case.trips.limit_min:g} min, {within_min:g} are needed"
        )
    worth = np.where(open_places, case.people, 0.0)[case.trips.place]
    return _benefits(case, np.where(case.trips.minutes <= within_min, worth, 0.0))


def person_minutes_saved(case: SitingCase, cap_min: float) -> sp.csr_array:
    """Return the benefits of the p-median, person-minutes one way, (c, p).

    Parameters
    ----------
    case
        Candidates and places.
    cap_min
        Longer drives, and people whom no road leads to a center, count as so many minutes.

    Raises
    ------
    ValueError
        A useful trip may be longer than what was searched.
    """
    before = capped_minutes(case.existing_min, cap_min)
    if len(before) and before.max() > case.trips.limit_min:
        raise ValueError(
            f"trips were searched within {case.trips.limit_min:g} min, {before.max():g} are needed"
        )
    saved = np.maximum(before[case.trips.place] - case.trips.minutes, 0.0)
    return _benefits(case, saved * case.people[case.trips.place])


def capped_minutes(minutes: Float, cap_min: float) -> Float:
    """Return minutes as the p-median counts them; unreached people count as the cap."""
    return np.minimum(np.nan_to_num(minutes, nan=cap_min), cap_min)


def minutes_with(case: SitingCase, sites: npt.NDArray[np.int64]) -> Float:
    """Return minutes to the nearest of existing centers and chosen sites, float64 (p,)."""
    minutes = case.existing_min.copy()
    for site in sites:
        mine = slice(*case.trips.center_indptr[site : site + 2])
        place = case.trips.place[mine]
        minutes[place] = np.fmin(minutes[place], case.trips.minutes[mine])
    return minutes


def _benefits(case: SitingCase, benefit: Float) -> sp.csr_array:
    shape = (case.trips.n_centers, case.trips.n_places)
    columns = (benefit, case.trips.place, case.trips.center_indptr)
    # A copy, because the matrix would drop its zeros from the arrays of the trips.
    matrix = sp.csr_array(columns, shape=shape, copy=True)
    matrix.eliminate_zeros()
    return matrix
