"""The scores that settings ask for, and what people have of them by stratum."""

import numpy as np
import pandas as pd
import pytest

from pipelines.area import Measures
from pipelines.contracts import check_contract
from pipelines.measures.accessibility.accessibility import accessibility
from pipelines.measures.accessibility.decay import LUO_QI_STEPS, WAN_STEPS, Gaussian, threshold
from pipelines.measures.accessibility.floating_catchments import (
    modified_two_step,
    three_step,
    two_step,
)
from pipelines.measures.accessibility.gravity import gravity
from pipelines.measures.accessibility.raam import RaamSettings, raam
from pipelines.measures.accessibility.scores import (
    CATCHMENT_MIN,
    DECAYING,
    decay_of,
    other_decays,
    scores,
    scores_by_stratum,
    scores_under,
)
from pipelines.measures.accessibility.supply import supply_of
from tests.measures.trip_worlds import random_world
from tests.measures.worlds import drive_time_rows, joined, population

EVERY = ("e2sfca", "2sfca", "3sfca", "m2sfca", "gravity", "cumulative", "raam")


def capacity(supply, unknown=0):
    chairs = pd.Series(supply)
    chairs[:unknown] = np.nan
    return chairs


def test_each_name_is_its_measure_and_the_settings_order_holds():
    trips, supply, people = random_world(1)
    offered = supply_of(capacity(supply), "known")
    measures = Measures(scores=EVERY, null_capacity="known", raam_tau_min=30.0)
    told = scores(trips, offered, people, measures)
    expected = {
        "e2sfca": two_step(trips, supply, people, WAN_STEPS),
        "2sfca": two_step(trips, supply, people, threshold(CATCHMENT_MIN)),
        "3sfca": three_step(trips, supply, people, WAN_STEPS),
        "m2sfca": modified_two_step(trips, supply, people, WAN_STEPS),
        "gravity": gravity(trips, supply, WAN_STEPS),
        "cumulative_15": gravity(trips, supply, threshold(15.0)),
        "cumulative_30": gravity(trips, supply, threshold(30.0)),
        "cumulative_45": gravity(trips, supply, threshold(45.0)),
        "cumulative_60": gravity(trips, supply, threshold(60.0)),
        "raam": raam(trips, supply, people, RaamSettings(tau_min=30.0)),
    }
    assert list(told) == list(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(told[name], values, err_msg=name)


def test_centers_of_unknown_capacity_offer_nothing():
    trips, supply, people = random_world(2)
    offered = supply_of(capacity(supply, unknown=4), "known")
    (told,) = scores(trips, offered, people, Measures(null_capacity="known")).values()
    kept = np.arange(len(supply)) >= 4
    expected = two_step(trips.of_centers(kept), np.where(kept, supply, 0), people, WAN_STEPS)
    np.testing.assert_array_equal(told, expected)


def test_the_gaussian_passes_through_the_middle_of_each_step():
    gaussian = decay_of(Measures(decay="gaussian"))
    assert decay_of(Measures()) == WAN_STEPS
    middles = np.array([5.0, 15.0, 25.0, 45.0])
    np.testing.assert_allclose(gaussian(middles), WAN_STEPS.weights, atol=0.001)
    assert gaussian.limit_min == WAN_STEPS.limit_min


def test_other_decays_are_those_that_the_settings_do_not_name():
    steps, gaussian = Measures(), Measures(decay="gaussian")
    assert other_decays(steps) == (Gaussian(17.9, CATCHMENT_MIN), LUO_QI_STEPS)
    assert other_decays(gaussian) == (WAN_STEPS, LUO_QI_STEPS)
    trips, supply, people = random_world(4)
    offered = supply_of(capacity(supply), "equal")
    told = scores_under(trips, offered, people, Measures(scores=EVERY), LUO_QI_STEPS)
    assert tuple(told) == DECAYING
    np.testing.assert_array_equal(
        told["e2sfca"], two_step(trips, np.ones(len(supply)), people, LUO_QI_STEPS)
    )
    assert scores_under(trips, offered, people, Measures(scores=("raam",)), LUO_QI_STEPS) == {}


def test_the_median_has_the_band_of_the_decays():
    places = population([10, 20, 30], ["urban", "urban", "rural"])
    times = joined((places, drive_time_rows({"office_based": [10.0, 20.0, 30.0]})))
    nothing = pd.Series([None] * 3, dtype="str")
    own = {"e2sfca": np.array([3.0, 2.0, 1.0]), "raam": np.array([1.0, 1.0, 1.0])}
    table, *varied = (
        accessibility(places["geoid"], told, nothing)
        for told in (
            own,
            {"e2sfca": np.array([0.0, 5.0, 0.5])},
            {"e2sfca": np.array([1.0, 1.0, 4.0])},
        )
    )
    found = check_contract("out.accessibility_by_stratum", scores_by_stratum(table, times, varied))
    rows = found.set_index(["measure", "stratum"])
    band = ["score_median_low", "score_median", "score_median_high"]
    assert rows.loc[("e2sfca", "urban"), band].tolist() == [1, 2, 5]
    assert rows.loc[("e2sfca", "rural"), band].tolist() == [0.5, 1, 4]
    assert rows.loc[("raam", "all"), band].tolist() == [1, 1, 1]
    alone = scores_by_stratum(table, times)
    assert alone["score_median_low"].equals(alone["score_median"])


def test_thresholds_beyond_the_catchment_are_no_score():
    trips, supply, people = random_world(3)
    offered = supply_of(capacity(supply), "equal")
    measures = Measures(scores=("cumulative",), within_min=(30.0, 90.0))
    assert list(scores(trips, offered, people, measures)) == ["cumulative_30"]


def test_people_by_stratum_are_counted_with_and_without_a_score():
    places = population([10, 30, 60, 5], ["urban", "urban", "urban", "rural"])
    times = joined((places, drive_time_rows({"office_based": [10.0, 20.0, 80.0, None]})))
    reason = pd.Series([None, None, None, "no_path"], dtype="str")
    table = accessibility(
        places["geoid"], {"e2sfca": np.array([2.0, 1.0, 0.0, 3.0])}, reason
    ).sample(frac=1, random_state=3)
    told = check_contract("out.accessibility_by_stratum", scores_by_stratum(table, times))
    rows = told.set_index("stratum")
    assert list(told["stratum"]) == ["urban", "rural", "all"]
    urban = rows.loc["urban"]
    assert urban["score_mean"] == pytest.approx((10 * 2 + 30 * 1) / 100)
    assert (urban["score_p10"], urban["score_median"], urban["score_p90"]) == (0.0, 0.0, 1.0)
    assert (urban["population_zero"], urban["population_without_score"]) == (60, 0)
    assert urban["population_none"] == 60
    assert urban["share_none"] == pytest.approx(60 / urban["population"])
    assert rows.loc["rural", "population_without_score"] == 5
    assert np.isnan(rows.loc["rural", "score_mean"])
    assert rows.loc["all", "population"] == 105
