"""A case of several changes: known by hand, and as a run with those centers at that pace tells it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Case, Scenarios
from pipelines.contracts import check_contract
from pipelines.measures.center_search import search_again, within_both
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.scenario_times import times_of
from pipelines.measures.what_if.cases import Start, answer_case, cases_asked
from pipelines.measures.what_if.what_if import (
    center_changes,
    county_changes,
    place_changes,
    what_if,
)
from pipelines.trips import at_pace, join_network
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import World, centers_at
from tests.measures.what_if.test_what_if import (
    HOSPITAL,
    OFFICE,
    drawn_world,
    limits_of,
    opening_at,
    row,
    searched,
    two_hospitals,
)

LIMITS = limits_of(("01001", 12.0, 12.0), ("01003", 12.0, 12.0))


def start_of(small: World) -> Start:
    return Start(small.network, small.roads, small.centers, small.places, LIMITS, searched(small))


def test_closure_opening_and_slower_roads_together_are_known_by_hand() -> None:
    """People at mile 5 (100) and 35 (60), hospitals at 0 and 40; the second closes, an office opens at 34."""
    small = two_hospitals()
    case = Case(name="all", closures=("c1",), openings=(opening_at(34.0),), time_factor=2.0)
    start = start_of(small)
    after = answer_case(case, start)
    before, times = (
        times_of(found, small.places, small.on_road) for found in (small.found, after.found)
    )
    np.testing.assert_allclose(times.minutes_to("any"), [10, 2], atol=0.02)
    np.testing.assert_allclose(times.minutes_to(HOSPITAL), [10, 70], atol=0.02)
    np.testing.assert_allclose(times.minutes_to(OFFICE), [58, 2], atol=0.02)

    told = row(
        check_contract("out.what_if", what_if("case: all", before, times, 30.0)), "all", "any"
    )
    assert (told["population_longer"], told["population_shorter"]) == (100, 60)
    assert told["person_minutes"] == pytest.approx(100 * 5 - 60 * 3, abs=2)
    assert told["change_min_mean"] == pytest.approx(2, abs=0.02)

    places = check_contract("out.what_if_places", place_changes("case: all", before, times))
    np.testing.assert_allclose(places["change_min"], [5, -3], atol=0.02)
    centers = center_changes("case: all", small.centers, after.centers)
    check_contract("out.what_if_centers", centers)
    assert centers[["center_id", "change"]].to_numpy().tolist() == [
        ["c1", "closed"],
        ["opening: new", "opened"],
    ]

    counties = county_changes("case: all", small.places, LIMITS, start.near, after.near)
    assert counties[["county_fips", "scenario", "change"]].to_numpy().tolist() == [
        ["01003", "hospital_based", "lost"]
    ]


def test_a_case_that_only_closes_is_the_closed_list() -> None:
    small = two_hospitals()
    start, case = start_of(small), Case(name="shut", closures=("c1",))
    asked = cases_asked(Scenarios(closures=("c1",), case=(case,)))
    assert list(asked) == ["closures", "case: shut"]
    listed, named = (answer_case(one, start) for one in asked.values())
    for what in ("time_ms", "length_dm", "center"):
        np.testing.assert_array_equal(getattr(listed.found, what), getattr(named.found, what))
    np.testing.assert_array_equal(listed.near, named.near)
    assert not listed.near.all()


def test_a_case_may_count_centers_that_the_area_does_not() -> None:
    small = two_hospitals()
    registry = centers_at((20.0, OFFICE), (40.0, HOSPITAL)).assign(center_id=["new", "c1"])
    case = Case(name="as registered", definition="registry", closures=("c1",))
    after = answer_case(case, start_of(small), {"registry": registry})
    times = times_of(after.found, small.places, small.on_road)
    np.testing.assert_allclose(times.minutes_to("any"), [15, 15], atol=0.02)
    assert np.isnan(times.minutes_to(HOSPITAL)).all()
    changed = center_changes("x", small.centers, after.centers)
    assert changed["center_id"].tolist() == ["c0", "c1", "new"]
    own = answer_case(Case(name="own", definition="combined"), start_of(small), {})
    assert own.found is small.found


def test_what_only_rounding_changes_is_no_change() -> None:
    """The same centers in another list, and one more beyond all people: roads are cut elsewhere."""
    small = two_hospitals()
    more = pd.concat([small.centers, centers_at((50.0007, OFFICE))], ignore_index=True)
    registry = more.assign(center_id=["c0", "c1", "new"])
    after = answer_case(
        Case(name="x", definition="registry"), start_of(small), {"registry": registry}
    )
    before, times = (
        times_of(found, small.places, small.on_road) for found in (small.found, after.found)
    )
    shifted = PlaceTimes(times.places, times.minutes + 1e-4, times.miles, times.on_road)
    for one in (times, shifted):
        told = row(what_if("case: x", before, one, 30.0), "all", "any")
        assert told["population_moved"] == told["person_minutes"] == 0
        assert np.isnan(told["change_min_mean"])
        assert (place_changes("case: x", before, one)["change_min"] == 0).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
def test_a_case_equals_a_run_with_its_centers_at_its_pace(seed: int) -> None:
    small, rng = drawn_world(seed)
    factor = float(rng.choice([0.8, 1.0, 1.5]))
    shut = small.centers["center_id"][rng.random(5) < 0.4].tolist()
    new = [(float(rng.uniform(0, 60)), str(rng.choice(SITES_OF_CARE[:2]))) for _ in range(2)]
    openings = tuple(opening_at(*one, name=f"n{i}") for i, one in enumerate(new))
    case = Case(name="x", closures=tuple(shut), openings=openings, time_factor=factor)
    start = start_of(small)
    after = answer_case(case, start)

    added = centers_at(*new).assign(center_id=[f"opening: n{i}" for i in range(2)])
    kept = small.centers[~small.centers["center_id"].isin(shut)]
    centers = pd.concat([kept, added], ignore_index=True)
    assert after.centers["center_id"].tolist() == centers["center_id"].tolist()
    joined = at_pace(join_network(small.network, small.roads, centers, small.places), factor)
    anew = search_again(joined, centers)
    told, expected = (
        times_of(found, small.places, small.on_road) for found in (after.found, anew.found)
    )
    np.testing.assert_allclose(told.minutes, expected.minutes, atol=2e-3)
    np.testing.assert_array_equal(after.near, within_both(anew, small.places, start.limits))
