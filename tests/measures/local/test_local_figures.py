from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.county_summary import county_summary
from pipelines.measures.local.local_figures import local_figures, ranked
from pipelines.measures.uncertainty.local_bands import local_bands
from pipelines.measures.uncertainty.variants import Variant
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from tests.measures.worlds import drive_time_rows, joined, population, worlds

PLACES = population([60, 30, 10, 0], ["urban"] * 4, ["01003", "01003", "01001", "02001"])
WORLD = (
    PLACES,
    drive_time_rows(
        {"hospital_based": [10.0, 30.1, 45.0, 1.0], "office_based": [15.0, 40.0, None, 2.0]}
    ),
)


def told(figures: pd.DataFrame, code: str, figure: str, site: str | None = None) -> pd.Series:
    of_site = figures["site_of_care"].isna() if site is None else figures["site_of_care"] == site
    rows = figures[(figures["code"] == code) & (figures["figure"] == figure) & of_site]
    assert len(rows) == 1
    return rows.iloc[0]


def test_counties_and_states_have_their_figures() -> None:
    figures = ranked(local_figures(joined(WORLD), 30.0))
    assert told(figures, "01003", "population")["value"] == 90
    assert told(figures, "01", "population")["value"] == 100
    assert told(figures, "01003", "share_neither")["value"] == pytest.approx(30 / 90)
    assert told(figures, "01", "population_neither")["value"] == 40
    assert told(figures, "01", "share_within", "office_based")["value"] == 0.6
    assert told(figures, "01", "share_unreached", "office_based")["value"] == 0.1
    assert told(figures, "01", "drive_time_min_median", "any")["value"] == 10
    assert np.isnan(told(figures, "02001", "share_neither")["value"])
    assert np.isnan(told(figures, "01", "drive_time_min_median", "stand_alone")["value"])
    check_contract("out.local_figures", figures)


def test_the_worst_ranks_first_ties_share_a_rank_and_no_value_has_none() -> None:
    counties = [f"0100{number}" for number in range(5)]
    people = population([10, 10, 10, 10, 0], ["rural"] * 5, counties)
    far = drive_time_rows({"hospital_based": [40.0, 50.0, 40.0, 5.0, 5.0]})
    figures = ranked(local_figures(joined((people, far)), 30.0))
    drives = [told(figures, code, "drive_time_min_median", "any") for code in counties]
    assert [row["rank"] for row in drives[:4]] == [2, 1, 2, 4]
    assert [row["tied"] for row in drives[:4]] == [2, 1, 2, 1]
    assert {row["ranked"] for row in drives} == {4}
    assert pd.isna(drives[4]["rank"])
    within = [told(figures, code, "share_within", "any")["rank"] for code in counties[:4]]
    assert within == [1, 1, 1, 4]


@given(worlds())
def test_counties_are_told_as_in_their_own_table(world) -> None:
    rows = local_figures(joined(world), 30.0).to_dict("records")
    value = {
        (
            row["code"],
            row["figure"],
            row["site_of_care"] if pd.notna(row["site_of_care"]) else "",
        ): row["value"]
        for row in rows
    }
    named = pd.DataFrame({"county_fips": [], "name": [], "state": [], "stratum": []}, dtype="str")
    for row in county_summary(joined(world), named, 30.0).to_dict("records"):
        code = row["county_fips"]
        np.testing.assert_equal(value[code, "population", ""], row["population"])
        np.testing.assert_equal(value[code, "share_neither", ""], row["share_none"])
        for site in SITES_OR_ANY:
            median = value[code, "drive_time_min_median", site]
            np.testing.assert_equal(median, row[f"{site}_min_median"])
            for figure in ("share_within", "share_unreached"):
                np.testing.assert_equal(value[code, figure, site], row[f"{site}_{figure}"])


@given(worlds(), st.floats(0.5, 2.0))
def test_a_band_holds_the_figure_and_the_variant_that_moves_it(world, factor) -> None:
    base = joined(world)
    varied = {
        Variant("speed", "paced"): replace(base, minutes=base.minutes * factor),
        Variant("therapy_line", "for_oncology"): replace(base, minutes=base.minutes * 99),
    }
    bands = local_bands(base, varied, 30.0)
    check_contract("out.local_bands", bands)
    assert (bands["variants"] == 1).all()
    median = bands[bands["figure"] == "drive_time_min_median"].dropna()
    low, high = sorted((1.0, factor))
    np.testing.assert_allclose(median["low"], median["value"] * low)
    np.testing.assert_allclose(median["high"], median["value"] * high)


def test_a_variant_without_any_office_is_no_end_of_a_band() -> None:
    base = joined(WORLD)
    gone = joined((PLACES, drive_time_rows({"hospital_based": [90.0] * 4})))
    bands = local_bands(base, {Variant("definition", "billing"): gone}, 30.0)
    assert (bands["variants"] == 0).all()
    np.testing.assert_equal(bands["high"].to_numpy(), bands["value"].to_numpy())
