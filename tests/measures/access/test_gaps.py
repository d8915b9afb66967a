import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.gaps import gaps
from pipelines.measures.place_times import place_times
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds
from tests.worlds.answers import fictional_answers
from tests.worlds.naive_tables import gaps_of


def test_each_gap_and_each_nearer() -> None:
    hospital = [30.0, 30.0, 31.0, 31.0, None, 40.0, None, 12.5]
    office = [10.0, 30.1, 30.0, 31.0, 45.0, None, None, 20.0]
    count = len(hospital)
    world = (
        population([1.0] * count, ["rural"] * count),
        drive_time_rows({"hospital_based": hospital, "office_based": office}),
    )
    table = check_contract("out.gaps", gaps(joined(world), 30.0, 5.0))
    assert list(table["gap"]) == [
        "choice",
        "hospital_only",
        "office_only",
        "none",
        "none",
        "none",
        "none",
        "choice",
    ]
    assert list(table["nearer"]) == [
        "office",
        "about_the_same",
        "about_the_same",
        "about_the_same",
        "only_office",
        "only_hospital",
        "neither",
        "hospital",
    ]
    np.testing.assert_array_equal(
        table["office_advantage_min"],
        [20.0, 30.0 - 30.1, 1.0, 0.0, np.nan, np.nan, np.nan, -7.5],
    )


def test_a_place_without_a_road_is_not_one_with_neither_kind() -> None:
    """Of four that reach nothing in time the first drives for long, the second's road leads to none, and only
    of the others nobody knows: no road is near. One of them has a center so near that no road is needed."""
    minutes = {
        "hospital_based": [50.0, None, None, 4.0],
        "office_based": [40.0, None, None, None],
        "stand_alone": [5.0, None, None, None],
    }
    world = (population([1.0] * 4, ["rural"] * 4), drive_time_rows(minutes, roadless=(2, 3)))
    table = check_contract("out.gaps", gaps(joined(world), 30.0, 5.0))
    assert list(table["gap"]) == ["none", "none", "unknown", "hospital_only"]


def test_without_an_office_anywhere_a_place_without_a_road_is_still_unknown() -> None:
    world = (
        population([1.0, 1.0], ["rural"] * 2),
        drive_time_rows({"hospital_based": [20.0, None]}, roadless=(1,)),
    )
    assert list(gaps(joined(world), 30.0, 5.0)["gap"]) == ["hospital_only", "unknown"]


def test_other_kinds_of_center_fill_no_gap() -> None:
    world = (population([1.0], ["rural"]), drive_time_rows({"stand_alone": [1.0]}))
    table = check_contract("out.gaps", gaps(joined(world), 30.0, 5.0))
    assert list(table["gap"]) == ["none"]
    assert list(table["nearer"]) == ["neither"]


def test_the_fictional_state() -> None:
    answers = fictional_answers()
    times = place_times(answers["out.drive_times"], answers["core.population"])
    pd.testing.assert_frame_equal(gaps(times, 30.0, 5.0), gaps_of(answers["out.drive_times"], 30.0))


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_row_order_does_not_matter(world, seed) -> None:
    places, times = world
    table = gaps(joined(world), 30.0, 5.0)
    again = gaps(place_times(shuffled(times, seed), shuffled(places, seed)), 30.0, 5.0)
    pd.testing.assert_frame_equal(table, again)
