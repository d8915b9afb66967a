import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.siting.siting_case import (
    candidate_sites,
    existing_minutes,
    minutes_with,
    people_newly_within,
    person_minutes_saved,
    search_limit_min,
    siting_case,
)
from pipelines.routing.within import Pairs
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE
from tests.measures.siting_worlds import case_of, random_case
from tests.measures.worlds import drive_time_rows, joined, population, shuffled


def points(seed: int, count: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    places = population(rng.integers(0, 30, count).astype(float).tolist(), [None] * count)
    return places.assign(lon=rng.uniform(-90, -89.5, count), lat=rng.uniform(40, 40.5, count))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.sampled_from([0.5, 3.0, 8.0, 100.0]))
def test_candidates_keep_apart_and_leave_no_place_alone(seed: int, spacing_mi: float) -> None:
    places = points(seed)
    sites = candidate_sites(places, spacing_mi)
    lon, lat = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    apart = great_circle_m(lon[:, np.newaxis], lat[:, np.newaxis], lon, lat) / M_PER_MILE
    assert (apart[~np.eye(len(sites), dtype=bool)] > spacing_mi * (1 - 1e-9)).all()
    to_place = great_circle_m(
        lon[:, np.newaxis], lat[:, np.newaxis], places["lon"].to_numpy(), places["lat"].to_numpy()
    )
    assert (to_place.min(axis=0) / M_PER_MILE <= spacing_mi * (1 + 1e-9)).all()
    again = candidate_sites(shuffled(places, 5), spacing_mi)
    pd.testing.assert_frame_equal(sites, again)


def test_the_most_populous_place_is_a_candidate() -> None:
    places = population([5.0, 9.0, 9.0], [None] * 3).assign(lon=[-90.0, -90.01, -90.02], lat=40.0)
    assert candidate_sites(places, 1.0)["candidate_id"].tolist() == ["g001"]


def test_thinned_candidates_may_miss_the_best_site() -> None:
    """The most populous place keeps its neighbor out, who reaches two populous ones."""
    places = population([1.0, 9.0, 1.0, 8.0], [None] * 4).assign(
        lon=[-90.0, -90.01, -90.02, -90.03], lat=40.0
    )
    minutes = np.abs(np.subtract.outer(np.arange(4), np.arange(4))) * 20.0
    case = case_of(minutes.tolist(), places["population"], [None] * 4)
    benefit = people_newly_within(case, 20.0)
    gains = pd.Series(benefit.sum(axis=1), index=places["geoid"])
    thinned = candidate_sites(places, 0.8)["candidate_id"]
    everything = candidate_sites(places, 0.0)["candidate_id"]
    assert everything.tolist() == places["geoid"].tolist()
    assert (gains[thinned].max(), gains[everything].max()) == (11.0, 18.0)


def test_benefits_are_what_a_site_adds_to_existing_centers() -> None:
    case = case_of(
        [[20.0, 30.0, 31.0, 10.0], [None, 29.0, 5.0, 90.0]],
        [100, 10, 1, 7],
        [25.0, 45.0, 40.0, None],
    )
    newly = people_newly_within(case, 30.0).toarray()
    np.testing.assert_array_equal(newly, [[0, 10, 0, 7], [0, 10, 1, 0]])
    saved = person_minutes_saved(case, 60.0).toarray()
    np.testing.assert_array_equal(saved, [[500, 150, 9, 7 * 50], [0, 160, 35, 0]])
    np.testing.assert_array_equal(minutes_with(case, np.array([1])), [25, 29, 5, 90])
    np.testing.assert_array_equal(case.trips.minutes, [20, 30, 31, 10, 29, 5, 90])


def test_benefits_leave_the_trips_as_they_are() -> None:
    case = random_case(1)
    before = case.trips.center_indptr.copy(), case.trips.place.copy(), case.trips.minutes.copy()
    people_newly_within(case, 30.0)
    person_minutes_saved(case, 60.0)
    for old, new in zip(
        before, (case.trips.center_indptr, case.trips.place, case.trips.minutes), strict=True
    ):
        np.testing.assert_array_equal(old, new)


def test_a_search_that_is_too_short_is_refused() -> None:
    case = case_of([[20.0]], [100], [None])
    with pytest.raises(ValueError, match="200 min, 201 are needed"):
        people_newly_within(case, 201.0)
    with pytest.raises(ValueError, match="200 min, 240 are needed"):
        person_minutes_saved(case, 240.0)


def small_world():
    places = population([10.0, 20.0, 30.0], [None] * 3)
    minutes = {"hospital_based": [50.0, None, 20.0], "office_based": [40.0, None, 90.0]}
    return places, joined((places, drive_time_rows(minutes)))


def test_existing_centers_are_the_nearer_of_the_kinds_that_count() -> None:
    _, times = small_world()
    both = ["hospital_based", "office_based"]
    np.testing.assert_array_equal(existing_minutes(times, both), [40, np.nan, 20])
    np.testing.assert_array_equal(existing_minutes(times, ["office_based"]), [40, np.nan, 90])
    assert search_limit_min(times, both, 120.0) == 120
    assert search_limit_min(times, ["office_based"], 60.0) == 60


def test_a_case_does_not_depend_on_the_order_of_rows() -> None:
    places, times = small_world()
    candidates = pd.DataFrame(
        {"candidate_id": ["b", "a"], "county_fips": "03001", "lon": [1.0, 2.0], "lat": 0.0}
    )
    pairs = Pairs(
        np.array([0, 2, 3]),
        np.array([0, 2, 1], dtype=np.int32),
        np.array([60_000, 120_000, 180_000], dtype=np.int32),
        np.zeros(3, dtype=np.int32),
    )
    case = siting_case(candidates, pairs, places, times, ["office_based"], 60.0)
    assert case.candidates["candidate_id"].tolist() == ["a", "b"]
    np.testing.assert_array_equal(case.trips.place, [1, 0, 2])
    np.testing.assert_array_equal(case.trips.minutes, [3, 1, 2])
    turned = places.iloc[::-1].reset_index(drop=True)
    others = Pairs(pairs.center_indptr, np.array([0, 2, 1], dtype=np.int32), *pairs_tail(pairs))
    again = siting_case(candidates, others, turned, times, ["office_based"], 60.0)
    np.testing.assert_array_equal(again.trips.place, [1, 0, 2])
    np.testing.assert_array_equal(again.trips.minutes, [3, 2, 1])
    with pytest.raises(ValueError, match="named twice"):
        siting_case(
            candidates.assign(candidate_id="a"), pairs, places, times, ["office_based"], 60.0
        )
    with pytest.raises(ValueError, match="do not speak of the places"):
        siting_case(candidates, pairs, places[:2], times, ["office_based"], 60.0)


def pairs_tail(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    return pairs.time_ms, pairs.length_dm
