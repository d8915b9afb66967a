import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Scenarios
from pipelines.contracts import check_contract
from pipelines.measures.siting.siting import LSCP, MCLP, P_MEDIAN, siting
from tests.measures.siting_worlds import case_of, random_case


def line_case():
    """Ten people a place on a road of six places, ten minutes apart; a center at the western end."""
    at = np.arange(6) * 10.0
    minutes = np.abs(at[:, np.newaxis] - at)
    return case_of(minutes.tolist(), [10] * 6, at)


def test_a_road_has_the_answers_one_expects() -> None:
    chosen = siting(
        line_case(),
        Scenarios(
            siting_new_sites=(1, 2), siting_within_min=10.0, siting_cap_min=60.0, siting_share=1.0
        ),
    )
    table = chosen.choices.set_index(["problem", "sites_asked"])
    # The center serves places 0 and 1; one site at 3 or 4 serves three of the other four.
    assert table.loc[(MCLP, 1), "objective"] == 30
    assert table.loc[(MCLP, 2), "objective"] == 40
    assert table.loc[(MCLP, 1), "population_within_before"] == 20
    assert table.loc[(MCLP, 1), "share_within_after"] == pytest.approx(50 / 60)
    # Minutes 0 10 20 30 40 50 become 0 10 20 10 0 10 with a site at place 4.
    assert table.loc[(P_MEDIAN, 1), "objective"] == 1000
    assert table.loc[(P_MEDIAN, 1), "person_minutes_after"] == 500
    assert table.loc[(P_MEDIAN, 1), "person_hours_saved"] == pytest.approx(1000 / 60)
    assert table.loc[(MCLP, 1), "population_newly_within"] == 30
    assert (table["status"] == "optimal").all() and (table["gap"] == 0).all()
    fewest = chosen.choices[chosen.choices["problem"] == LSCP].iloc[0]
    assert (fewest["sites"], fewest["bound"], fewest["share_within_after"]) == (2, 2, 1)
    alone = chosen.candidates.set_index("candidate_id")
    assert alone.loc["s4"].tolist()[2:] == [30, 30, 1000]
    assert alone.loc["s0"].tolist()[2:] == [0, 0, 0]
    check_contract("out.siting", chosen.choices)
    check_contract("out.siting_sites", chosen.sites)
    check_contract("out.siting_candidates", chosen.candidates)
    sites = chosen.sites[chosen.sites["problem"] == MCLP].set_index(["sites_asked", "rank"])
    assert sites.loc[(1, 1), "candidate_id"] == "s3"
    assert sites.loc[(2, 1), "gain"] + sites.loc[(2, 2), "gain"] == 40


def test_a_share_that_no_site_can_reach_is_said_to_be_out_of_reach() -> None:
    case = case_of([[5.0, None]], [60, 40], [None, None])
    chosen = siting(case, Scenarios(siting_new_sites=(1,), siting_share=0.7))
    fewest = chosen.choices[chosen.choices["problem"] == LSCP].iloc[0]
    assert (fewest["status"], fewest["sites"]) == ("out_of_reach", 0)
    assert np.isnan(fewest["objective"]) and np.isnan(fewest["gap"])
    assert not (chosen.sites["problem"] == LSCP).any()


def test_what_is_not_proved_has_a_bound_against_all_candidates() -> None:
    case = random_case(5)
    exact = siting(case, Scenarios(siting_new_sites=(3,))).choices
    hasty = Scenarios(siting_new_sites=(3,), siting_looked_at=0, siting_exact_pairs=0)
    rough = siting(case, hasty).choices
    most = exact["problem"] != LSCP
    assert (exact["status"] == "optimal").all()
    assert set(rough["status"]) <= {"optimal", "bounded"}
    assert (rough["objective"][most] <= exact["objective"][most] + 1e-6).all()
    assert (rough["bound"][most] >= exact["objective"][most] - 1e-6).all()
    assert ((rough["gap"] > 0) == (rough["status"] == "bounded")).all()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000))
def test_more_sites_never_serve_fewer(seed: int) -> None:
    case = random_case(seed, n_candidates=6, n_places=15)
    table = siting(case, Scenarios(siting_new_sites=(1, 2, 3))).choices
    for problem, column, sign in (
        (MCLP, "population_within_after", 1),
        (P_MEDIAN, "person_minutes_after", -1),
    ):
        values = sign * table.loc[table["problem"] == problem, column].to_numpy()
        assert (np.diff(values) >= -1e-6).all()
    assert (table["population_within_after"] >= table["population_within_before"]).all()


def test_the_gains_of_the_sites_add_up_to_the_objective() -> None:
    chosen = siting(random_case(11), Scenarios(siting_new_sites=(2, 4)))
    most = chosen.choices[chosen.choices["problem"] != LSCP]
    sums = chosen.sites.groupby(["problem", "sites_asked"])["gain"].sum()
    told = most.set_index(["problem", "sites_asked"])["objective"]
    pd.testing.assert_series_equal(sums, told.sort_index(), check_names=False, check_dtype=False)
    gains = chosen.sites.groupby(["problem", "sites_asked"])["gain"]
    assert gains.apply(lambda g: g.is_monotonic_decreasing).all()
