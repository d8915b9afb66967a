import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.access.county_summary import county_summary
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds

COUNTIES = pd.DataFrame(
    {
        "county_fips": ["01001", "01003", "01999"],
        "name": ["One", "Three", "Buffer"],
        "state": ["AL"] * 3,
        "stratum": ["urban", "rural", "rural"],
    },
    dtype="str",
)
WORLD = (
    population([60, 30, 10, 0], ["urban"] * 4, ["01003", "01003", "01001", "01777"]),
    drive_time_rows(
        {"hospital_based": [10.0, 30.1, 5.0, 1.0], "office_based": [15.0, 8.0, None, 2.0]}
    ),
)


def test_one_row_a_county() -> None:
    table = county_summary(joined(WORLD), COUNTIES, 30.0)
    assert list(table["county_fips"]) == ["01001", "01003", "01777"]
    assert list(table["name"].fillna("none")) == ["One", "Three", "none"]
    three = table.iloc[1]
    assert three["population"] == 90
    assert three["hospital_based_min_median"] == 10
    assert three["hospital_based_share_within"] == pytest.approx(60 / 90)
    assert three["office_based_share_within"] == 1
    assert three["any_min_median"] == 10
    assert three["office_advantage_min_median"] == -5
    assert three["population_choice"] == 60
    assert three["population_office_only"] == 30
    assert three["share_choice"] == pytest.approx(60 / 90)
    assert three["stand_alone_share_unreached"] == 1
    assert np.isnan(three["stand_alone_min_median"])


def test_counties_are_ranked_by_who_has_neither_kind_and_ties_share_a_rank() -> None:
    people = population([5, 9, 5, 5, 1], ["rural"] * 5, [f"0100{i}" for i in range(5)])
    far = drive_time_rows({"hospital_based": [40.0] * 4 + [1.0]})
    ranks = county_summary(joined((people, far)), COUNTIES, 30.0)["rank_none"]
    assert ranks[:4].tolist() == [2, 1, 2, 2]
    assert pd.isna(ranks[4])


def test_a_county_without_people_has_no_shares() -> None:
    empty = county_summary(joined(WORLD), COUNTIES, 30.0).iloc[2]
    assert empty["population"] == 0
    assert np.isnan(empty["hospital_based_share_within"])
    assert np.isnan(empty["hospital_based_min_median"])


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_properties(world, seed) -> None:
    places, times = world
    table = county_summary(joined(world), COUNTIES, 30.0)
    again = county_summary(
        place_times(shuffled(times, seed), shuffled(places, seed)), shuffled(COUNTIES, seed), 30.0
    )
    pd.testing.assert_frame_equal(table, again)
    assert table["population"].sum() == places["population"].sum()
    assert (table[[f"population_{gap}" for gap in GAPS]].sum(axis=1) == table["population"]).all()
    peopled = table[table["population"] > 0]
    for site in SITES_OR_ANY:
        rows = times[times["site_of_care"] == site].merge(places, on="geoid")
        near = rows[rows["drive_time_min"] <= 30].groupby("county_fips")["population"].sum()
        expected = near.reindex(peopled["county_fips"]).fillna(0).to_numpy() / peopled["population"]
        assert peopled[f"{site}_share_within"].to_numpy() == pytest.approx(expected.to_numpy())
