import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from tests.measures.worlds import drive_time_rows, population, shuffled, worlds


@pytest.fixture
def world():
    return population([1, 2], ["urban", "rural"]), drive_time_rows({"office_based": [5, None]})


def test_the_small_world_keeps_the_contracts(world) -> None:
    for table, frame in zip(("core.population", "out.drive_times"), world, strict=True):
        pd.testing.assert_frame_equal(check_contract(table, frame), frame)


def test_places_come_in_the_order_of_their_geoid(world) -> None:
    places, times = world
    found = place_times(times[::-1], places[::-1])
    assert list(found.places["geoid"]) == ["g000", "g001"]
    assert list(found.people) == [1, 2]
    np.testing.assert_array_equal(found.minutes_to("office_based"), [5, np.nan])
    np.testing.assert_array_equal(found.miles_to("any"), [2.5, np.nan])
    assert np.isnan(found.minutes_to("hospital_based")).all()


def test_a_row_too_few(world) -> None:
    places, times = world
    with pytest.raises(ValueError, match=r"0 rows, not one, for geoid 'g001' and 'any'"):
        place_times(times.iloc[:-1], places)


def test_a_row_too_many(world) -> None:
    places, times = world
    with pytest.raises(ValueError, match="2 rows, not one, for geoid 'g000' and 'hospital_based'"):
        place_times(pd.concat([times, times.iloc[:1]]), places)


def test_a_place_named_twice(world) -> None:
    places, times = world
    with pytest.raises(ValueError, match="names 'g000' twice"):
        place_times(times, pd.concat([places, places.iloc[:1]]))


def test_a_place_without_people(world) -> None:
    places, times = world
    with pytest.raises(ValueError, match="unknown geoid 'g001'"):
        place_times(times, places.iloc[:1])


def test_an_unknown_site(world) -> None:
    places, times = world
    times.loc[0, "site_of_care"] = "clinic"
    with pytest.raises(ValueError, match="unknown site_of_care 'clinic'"):
        place_times(times, places)


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_equals_a_loop_in_any_row_order(world, seed) -> None:
    places, times = world
    found = place_times(shuffled(times, seed), shuffled(places, seed + 1))
    for i, geoid in enumerate(found.places["geoid"]):
        for j, site in enumerate(SITES_OR_ANY):
            row = times[(times["geoid"] == geoid) & (times["site_of_care"] == site)].iloc[0]
            np.testing.assert_equal(found.minutes[j, i], row["drive_time_min"])
            np.testing.assert_equal(found.miles[j, i], row["distance_mi"])
