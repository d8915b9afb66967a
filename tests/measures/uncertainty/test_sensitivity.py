from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Roads
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.equity.inequality import inequality_table
from pipelines.measures.scenario_times import times_of
from pipelines.measures.uncertainty.sensitivity import (
    ALL,
    bands,
    headline_figures,
    sensitivity_values,
)
from pipelines.measures.uncertainty.variants import BASE, Variant, variants
from pipelines.vocabulary.road_error import ERROR_EVERYWHERE_MIN, ERROR_MIN
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.uncertainty import FIGURES
from tests.measures.road_worlds import centers_at, people_at, world
from tests.measures.worlds import joined, shuffled, worlds

HOSPITAL, OFFICE = "hospital_based", "office_based"


def value(table: pd.DataFrame, figure: str, site: str | None, stratum: str = "all") -> float:
    mine = (table["figure"] == figure) & (table["stratum"] == stratum)
    mine &= table["site_of_care"].isna() if site is None else table["site_of_care"] == site
    (row,) = table[mine]["value"]
    return row


@settings(deadline=None, max_examples=25)
@given(worlds())
def test_figures_equal_those_of_the_other_tables(drawn) -> None:
    times = joined(drawn)
    figures = headline_figures(times, 30.0, 5.0)
    assert set(figures["figure"]) == set(FIGURES)
    wide = figures.set_index(["stratum", "site_of_care", "figure"])["value"]
    for row in coverage(times, [30.0]).itertuples():
        exists = not np.isnan(times.minutes_to(row.site_of_care)).all()
        told = wide[row.stratum, row.site_of_care, "share_within"]
        np.testing.assert_equal(told, row.share if exists else np.nan)
    for row in times_by_stratum(times).itertuples():
        told = wide[row.stratum, row.site_of_care, "drive_time_min_median"]
        np.testing.assert_equal(told, row.drive_time_min_median)
        told = wide[row.stratum, row.site_of_care, "drive_time_min_mean"]
        np.testing.assert_equal(told, row.drive_time_min_mean)
    burdens = {site: times.minutes_to(site) for site in SITES_OR_ANY}
    uneven = inequality_table(burdens, times.people, times.places["stratum"])
    for row in uneven[uneven["index"].isin(["gini", "kolm_pollak_equivalent"])].to_dict("records"):
        np.testing.assert_allclose(
            wide["all", row["burden"], row["index"]], row["result"], atol=1e-9
        )
    for row in office_advantage_by_stratum(times).itertuples():
        told = value(figures, "office_advantage_min_median", None, row.stratum)
        np.testing.assert_equal(told, row.office_advantage_min_median)
    for row in nearness(times, 5.0).itertuples():
        told = value(figures, "share_office_nearer", None, row.stratum)
        np.testing.assert_equal(told, row.share_office_nearer)


@settings(deadline=None, max_examples=15)
@given(worlds(), st.integers(0, 5))
def test_figures_do_not_depend_on_the_order_of_rows(drawn, seed: int) -> None:
    places, times = drawn
    turned = (shuffled(places, seed), shuffled(times, seed))
    pd.testing.assert_frame_equal(
        headline_figures(joined(drawn), 30.0, 5.0), headline_figures(joined(turned), 30.0, 5.0)
    )


def times(small, factors, **more):
    """Return the drive times of each variant of a world on the straight road."""
    found = variants(
        small.network,
        small.roads,
        small.joined,
        small.found,
        small.centers,
        small.places,
        factors,
        **more,
    )
    return {variant: searched.times(small.places) for variant, searched in found}


def straight_road():
    # 20 people 20 miles from the hospital, 10 people 28 miles from it and 18 miles from the office.
    return world(
        centers_at((0.0, HOSPITAL), (10.0, OFFICE), geocode_precision=["rooftop", "zip"]),
        people_at(20.0, 28.0, people=[20.0, 10.0]),
    )


def test_the_band_of_a_road_is_the_one_expected() -> None:
    small = straight_road()
    base = times_of(small.found, small.places, small.on_road)
    varied = times(small, (1.0, 1.25, 1.5))
    assert list(varied) == [
        Variant("speed", "time_x1.25"),
        Variant("speed", "time_x1.5"),
        Variant("geocoding", "without_coarse"),
    ]
    values = sensitivity_values(base, varied, 30.0, 5.0)
    table = bands(values).set_index(["stratum", "site_of_care", "figure", "dimension"])
    hospital = table.loc[("all", HOSPITAL, "share_within", "speed")]
    # 28 minutes become 35 at 1.25; 20 minutes become 30.0 at 1.5 give or take a millisecond.
    assert (hospital["value"], hospital["high"], hospital["high_variant"]) == (1, 1, "base")
    assert hospital["low"] <= 2 / 3 + 1e-9 and hospital["variants"] == 2
    median = table.loc[("all", HOSPITAL, "drive_time_min_median", "speed")]
    assert (median["low"], median["high"]) == pytest.approx((20, 30), abs=0.01)
    assert (median["low_variant"], median["high_variant"]) == ("base", "time_x1.5")
    office = table.loc[("all", OFFICE, "drive_time_min_median", "geocoding")]
    assert office["low"] == office["high"] == office["value"] == pytest.approx(10, abs=0.01)
    assert office["variants_without_value"] == 1
    share = table.loc[("all", OFFICE, "share_within", "geocoding")]
    # Without its only center the office-based share is not low, it is none.
    assert (share["low"], share["high"], share["variants_without_value"]) == (1, 1, 1)
    neither = table.loc[("all", slice(None), "share_neither", "geocoding")].iloc[0]
    assert (neither["low"], neither["high"]) == (0, 0)


@settings(deadline=None, max_examples=15)
@given(worlds())
def test_a_band_holds_the_figure_and_every_variant(drawn) -> None:
    base = joined(drawn)
    again = (drawn[0], drawn[1].assign(drive_time_min=drawn[1]["drive_time_min"] * 1.25))
    values = sensitivity_values(base, {Variant("speed", "time_x1.25"): joined(again)}, 30.0, 5.0)
    table = bands(values)
    known = table.dropna(subset=["value"])
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
    assert set(table["dimension"]) == {"speed", ALL}
    assert table["low_variant"].isna().equals(table["low"].isna())
    for dimension in ("speed", ALL):
        mine = table[table["dimension"] == dimension].reset_index(drop=True)
        for _, block in values.groupby(["dimension", "variant"]):
            told = block["value"].to_numpy()
            inside = (mine["low"] <= told) & (told <= mine["high"])
            assert (inside | np.isnan(told)).all()


def test_the_lines_of_therapy_stay_out_of_the_band_of_all() -> None:
    small = world(
        centers_at((0.0, HOSPITAL), (1.0, HOSPITAL), therapy_line=["oncology", "specialty"]),
        people_at(20.0),
    )
    varied = times(small, (1.0, 2.0))
    assert [v.name for v in varied] == ["time_x2", "for_specialty", "for_oncology"]
    base = times_of(small.found, small.places, small.on_road)
    table = bands(sensitivity_values(base, varied, 30.0, 5.0))
    rows = table[(table["site_of_care"] == HOSPITAL) & (table["stratum"] == "all")]
    median = rows[rows["figure"] == "drive_time_min_median"].set_index("dimension")
    assert median.loc["therapy_line", "high"] == pytest.approx(20, abs=0.01)
    assert median.loc[ALL, "high"] == pytest.approx(38, abs=0.01)
    assert median.loc[ALL, "variants"] == 1


def test_one_aversion_a_minute_holds_for_every_variant() -> None:
    # Twice the minutes at the same aversion a minute are worse than twice as bad.
    small = world(centers_at((0.0, HOSPITAL)), people_at(5.0, 30.0))
    base = times_of(small.found, small.places, small.on_road)
    values = sensitivity_values(base, times(small, (1.0, 2.0)), 30.0, 5.0)
    mine = values[
        (values["figure"] == "kolm_pollak_equivalent") & (values["site_of_care"] == "any")
    ]
    once, twice = mine.set_index("variant")["value"].loc[["base", "time_x2"]]
    kappa = (5 + 30) / (25 + 900)
    assert once == pytest.approx(np.log(np.exp(kappa * np.array([5, 30])).mean()) / kappa, abs=0.01)
    assert twice == pytest.approx(
        np.log(np.exp(kappa * np.array([10, 60])).mean()) / kappa, abs=0.02
    )
    assert twice > 2 * once


def test_variants_of_other_strata_are_refused() -> None:
    base = joined((people_at(1.0, strata=["rural"]), one_place()))
    other = joined((people_at(1.0, strata=["urban"]), one_place()))
    values = sensitivity_values(base, {Variant("speed", "x"): other}, 30.0, 5.0)
    with pytest.raises(ValueError, match="does not tell the same figures"):
        bands(values)
    assert BASE.name == "base"


def one_place() -> pd.DataFrame:
    from tests.measures.worlds import drive_time_rows

    return drive_time_rows({HOSPITAL: [10.0]})


def test_definitions_can_be_given() -> None:
    small = straight_road()
    only_first = {"first": np.array([True, False])}
    varied = times(small, (1.0,), definitions=only_first)
    assert list(varied) == [
        Variant("definition", "first"),
        Variant("geocoding", "without_coarse"),
    ]
    assert np.isnan(varied[Variant("definition", "first")].minutes_to(OFFICE)).all()


def test_a_variant_that_leaves_no_office_says_so_and_is_no_end_of_a_band() -> None:
    small = straight_road()
    values = sensitivity_values(
        times_of(small.found, small.places, small.on_road), times(small, (1.0,)), 30.0, 5.0
    )
    everyone = values[(values["stratum"] == "all") & (values["variant"] == "without_coarse")]
    for figure in ("share_neither", "share_hospital_only", "share_office_nearer"):
        (row,) = everyone[everyone["figure"] == figure].to_dict("records")
        assert np.isnan(row["value"]) and row["reason"] == "no_office_based"
    hospital = everyone[everyone["site_of_care"] == HOSPITAL]
    assert hospital["value"].notna().all() and hospital["reason"].isna().all()
    assert (values["value"].isna() == values["reason"].notna()).all()
    table = bands(values)
    only = table[(table["figure"] == "share_hospital_only") & (table["stratum"] == "all")]
    assert (only["high"] == 0).all() and (only["high_variant"] == "base").all()
    assert (only["variants_without_value"] == 1).all()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000))
def test_slow_and_narrow_together_are_no_nearer_than_either_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    centers = centers_at(*((mile, HOSPITAL) for mile in rng.uniform(0, 60, 5).tolist()))
    small = world(centers, people_at(*rng.uniform(0, 60, 9).tolist()))
    narrow = {"some": np.array([True, False, True, False, True])}
    varied = times(small, (0.9, 1.0, 1.5), definitions=narrow)
    assert [v.name for v in varied] == ["time_x0.9", "time_x1.5", "time_x1.5+some", "some"]
    faster, slow, both, few = (one.minutes_to(HOSPITAL) for one in varied.values())
    base = times_of(small.found, small.places, small.on_road).minutes_to(HOSPITAL)
    assert (faster <= base).all()
    assert (both >= slow).all() and (both >= few).all()


def test_the_error_of_the_road_model_is_told_only_where_connectors_are() -> None:
    small = straight_road()
    small.places["stratum"] = pd.Series(["rural", None], dtype="str")
    streets = times(small, (1.0,))
    assert not any(variant.dimension == "road_model" for variant in streets)
    over_connectors = replace(small, roads=Roads(snapping="connectors"))
    varied = times(over_connectors, (1.0,))
    base = times_of(small.found, small.places, small.on_road).minutes_to(HOSPITAL)
    error = [ERROR_MIN["rural"], ERROR_EVERYWHERE_MIN]
    longer = varied[Variant("road_model", "error_longer")].minutes_to(HOSPITAL)
    np.testing.assert_allclose(longer, base + error)
    shorter = varied[Variant("road_model", "error_shorter")].minutes_to(HOSPITAL)
    np.testing.assert_allclose(shorter, base - error)
    at_the_door = times_of(small.found, small.places, small.on_road, -100.0)
    assert (at_the_door.minutes_to(HOSPITAL) == 0).all()
