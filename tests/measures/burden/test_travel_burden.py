import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Scenarios, Schedule
from pipelines.errors import InputError
from pipelines.measures.burden.travel_burden import (
    WEEKS_PER_YEAR,
    gap_burden,
    packaged_therapies,
    schedules,
    travel_burden,
)
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds

ONE = pd.DataFrame({"therapy": ["t"], "visits_first_year": [8.0], "visits_per_year": [6.0]})
BAND = pd.DataFrame(
    {
        "stratum": "rural",
        "site_of_care": "hospital_based",
        "figure": "drive_time_min_median",
        "dimension": ["speed", "all"],
        "low": [13.0, 12.0],
        "high": [16.0, 18.0],
    }
)


@pytest.mark.parametrize(
    ("therapy", "first", "later"),
    [
        # Weeks 0, 2 and 6, then 14, 22, 30, 38 and 46.
        ("infliximab", 8, WEEKS_PER_YEAR / 8),
        ("vedolizumab", 8, WEEKS_PER_YEAR / 8),
        # Every fourth week, 0 to 52.
        ("natalizumab", 14, WEEKS_PER_YEAR / 4),
        # Two halves of the first dose, then half a year later.
        ("ocrelizumab", 3, 2),
        # Weeks 0, 2 and 4, then every fourth week from 8 to 52.
        ("belimumab", 15, WEEKS_PER_YEAR / 4),
        # Every third week, 0 to 51; every sixth, 0 to 48.
        ("pembrolizumab every 3 weeks", 18, WEEKS_PER_YEAR / 3),
        ("pembrolizumab every 6 weeks", 9, WEEKS_PER_YEAR / 6),
    ],
)
def test_visits_follow_from_the_label(therapy: str, first: float, later: float) -> None:
    (row,) = schedules([therapy]).to_dict("records")
    assert row["visits_first_year"] == first
    assert row["visits_per_year"] == pytest.approx(later)


def test_packaged_schedules_have_sources_and_the_default_names_some_of_them() -> None:
    table = schedules(packaged_therapies())
    assert table["therapy"].is_unique
    assert table[["treats", "therapy_line", "brand", "source", "url"]].notna().all(axis=None)
    assert set(Scenarios().therapies) <= set(packaged_therapies())


def test_further_schedules_stand_beside_the_packaged_ones() -> None:
    own = Schedule(therapy="iron", visits_first_year=2, visits_per_year=1, source="a label")
    table = schedules(["natalizumab"], [own])
    assert table["therapy"].tolist() == ["natalizumab", "iron"]
    assert table["source"].iloc[1] == "a label" and pd.isna(table["url"].iloc[1])
    with pytest.raises(
        InputError, match=r"scenarios.therapies names iron; packaged are infliximab"
    ):
        schedules(["iron"])
    with pytest.raises(InputError, match="natalizumab is packaged"):
        schedules([], [own.model_copy(update={"therapy": "natalizumab"})])
    assert schedules([]).empty


def world():
    places = population([10.0, 30.0, 5.0], ["rural", "rural", "urban"])
    times = drive_time_rows(
        {"hospital_based": [60.0, 15.0, None], "office_based": [20.0, 25.0, None]}
    )
    return joined((places, times))


def test_a_year_is_two_ways_times_the_visits() -> None:
    table = travel_burden(world(), ONE, BAND, policy_year=2026)
    row = table.set_index(["year", "stratum", "site_of_care"]).loc[
        ("later", "rural", "hospital_based")
    ]
    # 15 minutes and 7.5 miles for the median person; 26.25 minutes for the mean.
    assert row["hours_median"] == pytest.approx(2 * 15 / 60 * 6)
    assert row["hours_median_low"] == pytest.approx(2 * 12 / 60 * 6)
    assert row["hours_median_high"] == pytest.approx(2 * 18 / 60 * 6)
    assert row["hours_p90"] == pytest.approx(2 * 60 / 60 * 6)
    assert row["hours_mean"] == pytest.approx(2 * 26.25 / 60 * 6)
    assert row["miles_median"] == pytest.approx(2 * 7.5 * 6)
    assert row["driving_usd_low"] == pytest.approx(90 * 0.205)
    assert row["driving_usd_high"] == pytest.approx(90 * 0.725)
    assert (row["visits"], row["population_reached"]) == (6, 40)
    assert np.isnan(row["person_hours"])
    first = table.set_index(["year", "stratum", "site_of_care"]).loc[("first", "rural", "any")]
    assert first["visits"] == 8 and np.isnan(first["hours_median_low"])


def test_a_year_without_a_published_rate_has_no_driving_cost() -> None:
    table = travel_burden(world(), ONE, BAND, policy_year=2019)
    assert table[["driving_usd_low", "driving_usd_high"]].isna().all(axis=None)


def test_person_hours_need_the_number_treated() -> None:
    table = travel_burden(world(), ONE, BAND, policy_year=2026, treated_per_1000=25.0)
    row = table.set_index(["year", "stratum", "site_of_care"]).loc[
        ("later", "all", "hospital_based")
    ]
    assert row["person_hours"] == pytest.approx(40 * 0.025 * 2 * 26.25 / 60 * 6)
    unreached = table[(table["stratum"] == "urban") & (table["site_of_care"] == "any")]
    assert unreached["hours_median"].isna().all() and (unreached["population_reached"] == 0).all()


def test_a_gap_costs_the_hours_beyond_those_of_people_with_a_choice() -> None:
    places = population([10.0, 30.0, 5.0], ["rural", "urban", "rural"])
    times = drive_time_rows(
        {"hospital_based": [60.0, 15.0, None], "office_based": [90.0, 25.0, 45.0]}
    )
    table = gap_burden(joined((places, times)), 30.0, ONE)
    rows = table.set_index(["year", "stratum", "gap"])
    far = rows.loc[("later", "rural", "none")]
    assert far["hours_median"] == pytest.approx(2 * 60 / 60 * 6)
    assert far["hours_median_choice"] == pytest.approx(2 * 15 / 60 * 6)
    assert far["extra_hours_median"] == pytest.approx(2 * 45 / 60 * 6)
    assert far["miles_median"] == pytest.approx(2 * 30 * 6)
    assert ("later", "rural", "choice") not in rows.index
    assert rows.loc[("later", "urban", "choice"), "extra_hours_median"] == 0


@settings(deadline=None, max_examples=20)
@given(worlds(), st.integers(0, 5))
def test_tables_hold_together_whatever_the_order_of_rows(drawn, seed: int) -> None:
    places, times = drawn
    turned = joined((shuffled(places, seed), shuffled(times, seed)))
    gap = gap_burden(joined(drawn), 30.0, ONE)
    pd.testing.assert_frame_equal(gap, gap_burden(turned, 30.0, ONE))
    burden = travel_burden(joined(drawn), ONE, BAND, policy_year=2026)
    pd.testing.assert_frame_equal(burden, travel_burden(turned, ONE, BAND, policy_year=2026))
    everyone = burden[(burden["stratum"] == "all") & (burden["site_of_care"] == "any")]
    assert (everyone["population"] == places["population"].sum()).all()
    later = gap[(gap["year"] == "later") & (gap["stratum"] == "all")]
    assert later["population"].sum() == places["population"].sum()
    known = burden.dropna(subset=["hours_median"])
    assert (known["hours_median"] <= known["hours_p90"]).all()
