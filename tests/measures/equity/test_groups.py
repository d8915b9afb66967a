"""Groups of people told apart: a world of four places counted by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from pipelines.measures.access.coverage import coverage
from pipelines.measures.equity.groups import (
    by_group,
    concentration_by_group,
    coverage_by_group,
    gaps_by_group,
    groups_counted,
    times_by_group,
)
from pipelines.measures.place_times import PlaceTimes
from tests.measures.worlds import drive_time_rows, joined, population, worlds

GROUPS = ("adults_65_plus", "no_vehicle", "veterans")


@pytest.fixture
def times() -> PlaceTimes:
    places = population([100, 100, 100, 100], ["urban", "urban", "rural", "rural"]).assign(
        adults_65_plus=[10.0, 0.0, 30.0, 60.0],
        no_vehicle=[50.0, np.nan, 0.0, 0.0],
        veterans=[0.0, 0.0, 0.0, 0.0],
    )
    minutes = {
        "office_based": [10.0, 20.0, 40.0, None],
        "hospital_based": [12.0, 12.0, 30.0, 60.0],
    }
    return joined((places, drive_time_rows(minutes)))


def row(table: pd.DataFrame, **key: object) -> dict[str, object]:
    for column, value in key.items():
        table = table[table[column] == value]
    (found,) = table.to_dict("records")
    return found


def test_a_group_is_weighed_by_its_own_number_at_each_place(times: PlaceTimes) -> None:
    older = {"group": "adults_65_plus", "stratum": "all", "site_of_care": "hospital_based"}
    within = row(coverage_by_group(times, GROUPS, [30.0]), within_min=30.0, **older)
    assert (within["population"], within["population_within"], within["share"]) == (100, 40, 0.4)
    drives = row(times_by_group(times, GROUPS), **older)
    assert drives["drive_time_min_median"] == 60.0
    assert drives["drive_time_min_p25"] == 30.0
    assert drives["drive_time_min_mean"] == pytest.approx(0.1 * 12 + 0.3 * 30 + 0.6 * 60)
    office = row(times_by_group(times, GROUPS), **(older | {"site_of_care": "office_based"}))
    assert (office["population_reached"], office["population_unreached"]) == (40, 60)
    gap = row(gaps_by_group(times, GROUPS, 30.0), group="adults_65_plus", stratum="rural")
    assert (gap["population_none"], gap["population_hospital_only"]) == (60, 30)
    assert gap["share_none"] == pytest.approx(60 / 90)


def test_everyone_stands_beside_the_groups_as_elsewhere(times: PlaceTimes) -> None:
    table = coverage_by_group(times, GROUPS, [15.0, 30.0])
    everyone = table[table["group"] == "population"].drop(columns="group").reset_index(drop=True)
    assert everyone.equals(coverage(times, [15.0, 30.0]))


def test_a_group_without_anybody_has_no_figures_and_a_reason(times: PlaceTimes) -> None:
    places = times.places.assign(unasked=np.nan)
    counted = groups_counted(
        PlaceTimes(places, times.minutes, times.miles, times.on_road), (*GROUPS, "unasked")
    )
    assert counted["reason"].isna().tolist() == [True, True, True, False, False]
    assert row(counted, group="veterans")["reason"] == "nobody"
    unasked = row(counted, group="unasked")
    assert unasked["reason"] == "unknown"
    assert np.isnan(unasked["count"])
    vehicle = row(counted, group="no_vehicle")
    assert (vehicle["count"], vehicle["places_unknown"], vehicle["population_unknown"]) == (
        50,
        1,
        100,
    )
    veterans = times_by_group(times, GROUPS).query("group == 'veterans'")
    assert veterans["drive_time_min_median"].isna().all()
    assert (
        coverage_by_group(times, GROUPS, [30.0]).query("group == 'veterans'")["share"].isna().all()
    )


def test_concentration_is_above_0_where_the_group_lives_far_away(times: PlaceTimes) -> None:
    table = concentration_by_group(times, GROUPS)
    older = row(table, group="adults_65_plus", site_of_care="hospital_based")
    # Ranked by older people: 12 (0), 12 (10), 30 (30), 60 (60); mean 28.5, middle ranks 1/8, 3/8, 5/8, 7/8.
    expected = np.mean([12, 12, 30, 60] * (2 * np.array([1, 3, 5, 7]) / 8 - 1)) / 28.5
    assert older["concentration"] == pytest.approx(expected)
    assert (older["people"], older["people_left_out"]) == (400, 0)
    vehicle = row(table, group="no_vehicle", site_of_care="hospital_based")
    assert vehicle["concentration"] < 0
    assert (vehicle["people"], vehicle["people_left_out"]) == (300, 100)
    veterans = row(table, group="veterans", site_of_care="hospital_based")
    assert veterans["concentration"] == pytest.approx(0)


@given(world=worlds())
def test_a_group_of_everyone_has_everyones_figures(world) -> None:
    places, drive_times = world
    times = joined((places.assign(all_again=places["population"]), drive_times))
    table = by_group(times, ["all_again"], lambda one: coverage(one, [30.0]))
    halves = [
        table[table["group"] == name].drop(columns="group") for name in table["group"].unique()
    ]
    assert halves[0].reset_index(drop=True).equals(halves[1].reset_index(drop=True))
