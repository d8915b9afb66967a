import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Scenarios
from pipelines.contracts import check_contract
from pipelines.measures.burden.cost import (
    EXTRA,
    FEE,
    HOSPITAL_NEARER,
    HOSPITAL_ONLY,
    RATIO,
    SCENARIO,
    cost_ranges,
    cost_sources,
    hospital_dependence,
)
from pipelines.vocabulary.burden import COSTS
from pipelines.vocabulary.strata import RURAL, RURAL_STRATA
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds

YEARS = (2018, 2025, 2026, 2030)


@pytest.mark.parametrize("year", YEARS)
def test_every_figure_says_who_published_it_and_with_what_interest(year: int) -> None:
    sources = cost_sources(year)
    told = ["kind", "unit", "per", "published", "publisher", "interest", "citation"]
    assert sources[[*told, "checked", "checked_against"]].notna().all(axis=None)
    check_contract("out.cost_sources", sources)
    assert (sources["low"] <= sources["high"]).all() and (sources["low"] > 0).all()
    assert not sources.duplicated(["source_id", "site_of_care"]).any()


def test_figures_are_those_of_the_sources() -> None:
    sources = cost_sources(2026).set_index(["source_id", "site_of_care"])["low"]
    assert sources["uhg_2019_ms", "hospital_based"] == 20_965
    assert sources["uhg_2019_ms", "office_based"] == 11_619
    assert sources["uhg_2019_ms", "home"] == 10_849
    assert sources["uhg_2019_ra", "hospital_based"] == 11_451
    assert sources["uhg_2019_ra", "office_based"] == 5_512
    assert sources["hopson_2018", "hospital_based"] == 55_965
    assert sources["hopson_2018", "office_based"] == 48_439


def test_what_was_found_in_no_source_is_not_called_confirmed() -> None:
    sources = cost_sources(2026)
    assert set(sources.loc[sources["checked"] == "no", "source_id"]) == {"hopson_2018"}
    assert sources.loc[sources["checked"] == "yes", "url"].notna().all()


def test_a_range_spans_the_published_figures() -> None:
    ranges = cost_ranges(2026).set_index("measure")
    assert list(ranges.index) == list(COSTS)
    assert ranges.loc[RATIO, "low"] == pytest.approx(55_965 / 48_439)
    assert ranges.loc[RATIO, "high"] == pytest.approx(11_451 / 5_512)
    assert ranges.loc[RATIO, "high_source"] == "uhg_2019_ra"
    assert (ranges.loc[EXTRA, "low"], ranges.loc[EXTRA, "high"]) == (55_965 - 48_439, 37_000)
    assert ranges.loc[EXTRA, "low_source"] == "hopson_2018"
    assert ranges.loc[EXTRA, "high_source"] == "uhg_2019_saving"
    # A month of treatment is not a year: the yearly range leaves it out.
    assert ranges.loc[RATIO, "sources"] == 5 and ranges.loc[EXTRA, "sources"] == 2
    assert set(ranges["label"]) == {SCENARIO}
    assert (ranges["low"] < ranges["high"]).all()


def test_the_policy_year_decides_what_off_campus_departments_are_paid() -> None:
    fee = {year: cost_ranges(year).set_index("measure").loc[FEE] for year in YEARS}
    assert (fee[2025]["low"], fee[2025]["high"]) == (1.0, 1.0)
    assert (fee[2026]["low"], fee[2026]["high"]) == (0.4, 1.0)
    assert fee[2030]["low"] == 0.4 and fee[2018]["low"] == 1.0
    assert fee[2026]["low_source"] == "opps_2026"


def world():
    places = population([100.0, 50.0, 30.0, 20.0, 7.0], ["rural", "rural", "urban", "urban", None])
    times = drive_time_rows(
        {
            "hospital_based": [20.0, 10.0, 25.0, 45.0, None],
            "office_based": [40.0, 30.0, 5.0, 10.0, None],
        }
    )
    return joined((places, times))


def test_people_are_counted_whose_only_or_nearest_option_is_a_hospital() -> None:
    table = hospital_dependence(world(), 30.0, 5.0, cost_ranges(2026)).set_index(
        ["stratum", "group"]
    )
    people = table["population"]
    assert people["rural", HOSPITAL_ONLY] == 100 and people["rural", HOSPITAL_NEARER] == 50
    assert people["urban", HOSPITAL_ONLY] == 0 and people["urban", HOSPITAL_NEARER] == 0
    assert people["unclassified", HOSPITAL_ONLY] == 0
    assert table.loc[("all", HOSPITAL_ONLY), "share"] == pytest.approx(100 / 207)
    assert table[["extra_usd_low", "extra_usd_high"]].isna().all(axis=None)


def test_money_is_summed_only_where_a_source_tells_how_many_are_treated() -> None:
    table = hospital_dependence(world(), 30.0, 5.0, cost_ranges(2026), 5.0)
    row = table.set_index(["stratum", "group"]).loc[("all", HOSPITAL_ONLY)]
    patients = 100 * 5 / 1000
    assert row["extra_usd_low"] == pytest.approx(patients * 7_526)
    assert row["extra_usd_high"] == pytest.approx(patients * 37_000)
    assert row["extra_usd_low_of_stratum"] == pytest.approx((100 + 50) * 5 / 1000 * 7_526)
    assert row["label"] == SCENARIO and row["policy_year"] == 2026


@settings(deadline=None, max_examples=20)
@given(worlds(), st.integers(0, 5))
def test_groups_fit_into_the_people_and_rows_have_no_order(drawn, seed: int) -> None:
    ranges = cost_ranges(Scenarios().policy_year)
    table = hospital_dependence(joined(drawn), 30.0, 5.0, ranges)
    places, times = drawn
    turned = joined((shuffled(places, seed), shuffled(times, seed)))
    pd.testing.assert_frame_equal(table, hospital_dependence(turned, 30.0, 5.0, ranges))
    everyone = table[table["stratum"] == "all"]["population"].sum()
    assert everyone <= places["population"].sum()
    # The row 'rural' sums over all rural strata.
    parts = table[~table["stratum"].isin({"all", *RURAL_STRATA} - {RURAL})]
    sums = parts.groupby("group")["population"].sum()
    all_rows = table[table["stratum"] == "all"].set_index("group")["population"]
    assert sums.to_dict() == all_rows.to_dict()
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)
