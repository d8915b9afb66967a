import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds


def of(table: pd.DataFrame, stratum: str, site: str) -> pd.Series:
    return table[(table["stratum"] == stratum) & (table["site_of_care"] == site)].iloc[0]


WORLD = (
    population([60, 30, 10, 20], ["urban", "urban", "urban", "rural"]),
    drive_time_rows(
        {
            "hospital_based": [10.0, 20.0, None, 40.0],
            "office_based": [15.0, 8.0, 30.0, None],
        }
    ),
)


def test_the_unreached_are_counted_apart() -> None:
    row = of(times_by_stratum(joined(WORLD)), "urban", "hospital_based")
    assert (row["population"], row["population_reached"], row["population_unreached"]) == (
        100,
        90,
        10,
    )
    assert row["drive_time_min_mean"] == pytest.approx((60 * 10 + 30 * 20) / 90)
    assert row["drive_time_min_median"] == 10
    assert row["drive_time_min_p90"] == 20
    assert row["distance_mi_mean"] == row["drive_time_min_mean"] / 2


def test_nobody_reached_has_no_mean() -> None:
    table = times_by_stratum(joined(WORLD))
    row = of(table, "rural", "office_based")
    assert row["population_unreached"] == 20
    assert np.isnan(row["drive_time_min_mean"])
    assert np.isnan(row["distance_mi_p90"])
    assert of(table, "all", "stand_alone")["population_reached"] == 0


def test_office_advantage() -> None:
    table = office_advantage_by_stratum(joined(WORLD)).set_index("stratum")
    everyone = table.loc["all"]
    assert everyone["population"] == 120
    assert everyone["population_compared"] == 90
    assert everyone["office_advantage_min_mean"] == pytest.approx((60 * -5 + 30 * 12) / 90)
    assert everyone["office_advantage_min_median"] == -5
    assert everyone["office_advantage_min_p75"] == 12
    assert np.isnan(table.loc["rural", "office_advantage_min_mean"])


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_properties(world, seed) -> None:
    places, times = world
    table = times_by_stratum(joined(world))
    again = times_by_stratum(place_times(shuffled(times, seed), shuffled(places, seed)))
    pd.testing.assert_frame_equal(table, again)
    parts = table["population_reached"] + table["population_unreached"]
    assert (parts == table["population"]).all()
    assert len(table) == len(SITES_OR_ANY) * table["stratum"].nunique()
    reached = table[table["population_reached"] > 0]
    assert (reached["drive_time_min_median"] <= reached["drive_time_min_p90"]).all()
    # 'any' has a time for whoever has one at all, and none is longer.
    wide = table.pivot(index="stratum", columns="site_of_care", values="population_unreached")
    assert all((wide["any"] <= wide[site]).all() for site in SITES_OR_ANY)
