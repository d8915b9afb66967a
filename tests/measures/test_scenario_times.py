from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Roads
from pipelines.measures.access.drive_times import drive_times, site_categories
from pipelines.measures.place_times import place_times
from pipelines.measures.scenario_times import drives, times_of, with_new, without
from pipelines.roads.reweight import reweight
from pipelines.routing.cost import UNREACHED
from pipelines.trips import at_pace, join_network
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import centers_at, people_at, search, world
from tests.roads import worlds as on_roads

HOSPITAL, OFFICE = "hospital_based", "office_based"


def two_kinds():
    return world(
        centers_at((0.0, HOSPITAL), (50.0, HOSPITAL), (20.0, OFFICE)),
        people_at(30.0, 5.0, 45.0).iloc[::-1].reset_index(drop=True),
    )


def test_equals_the_table_of_drive_times() -> None:
    small = two_kinds()
    table = drive_times(
        small.places["geoid"],
        small.centers,
        small.found,
        small.joined.places.snap_m,
        ~small.joined.places.refused,
    )
    by_table, direct = (
        place_times(table, small.places),
        times_of(small.found, small.places, small.on_road),
    )
    np.testing.assert_array_equal(by_table.minutes, direct.minutes)
    np.testing.assert_array_equal(by_table.miles, direct.miles)
    pd.testing.assert_frame_equal(by_table.places, direct.places)
    np.testing.assert_allclose(direct.minutes_to(HOSPITAL), [20, 5, 5], atol=0.01)
    np.testing.assert_allclose(direct.minutes_to(OFFICE), [10, 15, 25], atol=0.01)
    assert np.isnan(direct.minutes_to("stand_alone")).all()
    with pytest.raises(ValueError, match="2 places do not fit"):
        times_of(small.found, small.places[:2], small.on_road)


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25, 1.5])
def test_a_time_factor_multiplies_the_time_on_the_road(factor: float) -> None:
    small = two_kinds()
    found = search(at_pace(small.joined, factor), small.centers)
    minutes, miles = drives(found)
    before_min, before_mi = drives(small.found)
    np.testing.assert_allclose(minutes, factor * before_min, atol=1e-3)
    np.testing.assert_allclose(miles, before_mi, atol=1e-3)


def test_a_time_factor_reaches_connectors_and_direct_trips() -> None:
    small = two_kinds()
    roads = on_roads.roads(
        snapping="connectors", connector_delay_s=0, connector_detour=1.0, connector_mph=20.0
    )
    # A place 2 miles off the road beside a center: the trip is direct, at local speed.
    lon, lat = on_roads.places((20 * 1609.344, 2 * 1609.344))
    aside = small.places[:1].assign(lon=lon, lat=lat)
    joined = join_network(small.network, roads, small.centers, aside)
    slow = search(at_pace(joined, 1.5), small.centers)
    assert drives(slow)[0][1, 0] == pytest.approx(2 / 20 * 60 * 1.5, abs=0.01)


def joined_anew(small, roads, factor: float):
    """Return the world's search with every road, connector and join at the other speed from the start."""
    slower = reweight(small.network, Roads(speed_factor=1 / factor))
    joining = roads.model_copy(update={"connector_mph": roads.connector_mph / factor})
    return search(join_network(slower, joining, small.centers, small.places), small.centers)


@settings(deadline=None, max_examples=15)
@given(
    st.integers(0, 1000),
    st.sampled_from([0.8, 1.25, 1.5]),
    st.sampled_from(["edges", "connectors"]),
)
def test_another_pace_equals_joining_and_searching_anew(
    seed: int, factor: float, snapping: str
) -> None:
    small, rng = random_world(seed)
    roads = small.roads.model_copy(
        update={"snapping": snapping, "connector_delay_s": 30.0, "off_road_mph": 5.0}
    )
    beside = small.places.assign(lat=small.places["lat"] + rng.uniform(0, 0.01, len(small.places)))
    small = replace(small, places=beside)
    joined = join_network(small.network, roads, small.centers, beside)
    found = search(at_pace(joined, factor), small.centers)
    anew = joined_anew(small, roads, factor)
    # Each stretch is rounded to a millisecond, the ends of a cut road apart.
    np.testing.assert_allclose(found.time_ms, anew.time_ms, atol=20)
    np.testing.assert_array_equal(found.center == UNREACHED, anew.center == UNREACHED)


def random_world(seed: int):
    rng = np.random.default_rng(seed)
    sites = rng.choice(SITES_OF_CARE[:3], 7)
    at = rng.uniform(0, 60, 7)
    centers = centers_at(*zip(at.tolist(), sites.tolist(), strict=True))
    return world(centers, people_at(*rng.uniform(0, 60, 12).tolist())), rng


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
def test_without_equals_a_search_that_never_knew_the_centers(seed: int) -> None:
    small, rng = random_world(seed)
    dropped = rng.random(7) < 0.4
    category = site_categories(small.centers["site_of_care"])
    found = without(small.joined, small.found, category, dropped)
    kept = small.centers[~dropped].reset_index(drop=True)
    minutes, _ = drives(found)
    expected = np.full(minutes.shape, np.nan)
    if len(kept):
        anew = search(join_network(small.network, small.roads, kept, small.places), kept)
        expected = drives(anew)[0]
    np.testing.assert_allclose(minutes, expected, atol=1e-3)
    before, _ = drives(small.found)
    assert not (minutes < before).any() and not (np.isnan(before) & ~np.isnan(minutes)).any()


def test_without_closes_direct_trips_too() -> None:
    small = two_kinds()
    roads = on_roads.roads(snapping="connectors", connector_max_mi=0.5, direct_max_mi=3.0)
    lon, lat = on_roads.places((20 * 1609.344, 2 * 1609.344))
    aside = small.places[:1].assign(lon=lon, lat=lat)
    joined = join_network(small.network, roads, small.centers, aside)
    found = search(joined, small.centers)
    assert found.center[1, 0] == 2
    category = site_categories(small.centers["site_of_care"])
    closed = without(joined, found, category, np.array([False, False, True]))
    assert closed.center[1, 0] == UNREACHED
    assert found.center[1, 0] == 2


def test_closing_nothing_searches_nothing() -> None:
    small = two_kinds()
    category = site_categories(small.centers["site_of_care"])
    assert without(small.joined, small.found, category, np.zeros(3, dtype=bool)) is small.found
    with pytest.raises(ValueError, match="2 marks for 3 centers"):
        without(small.joined, small.found, category, np.zeros(2, dtype=bool))


def test_an_existing_center_wins_a_tie_with_a_new_one() -> None:
    small = two_kinds()
    same = with_new(small.found, small.found, 3)
    np.testing.assert_array_equal(same.center, small.found.center)
    nothing = without(
        small.joined,
        small.found,
        site_categories(small.centers["site_of_care"]),
        np.ones(3, dtype=bool),
    )
    only_new = with_new(nothing, small.found, 3)
    reached = small.found.center != UNREACHED
    np.testing.assert_array_equal(only_new.center[reached], small.found.center[reached] + 3)
    assert (only_new.center[~reached] == UNREACHED).all()
