"""Choices against every possible choice, and against spopt."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Scenarios
from pipelines.measures.siting import siting_choice as choices
from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_case import (
    capped_minutes,
    people_newly_within,
    person_minutes_saved,
)
from tests.measures.siting_worlds import best_of_all, case_of, fewest_of_all, random_case

PROVED = Scenarios()
SOLVED = Scenarios(siting_looked_at=0)
"""The bound gives up at once, so that the exact solution has to be found among many candidates."""

FOUND = Scenarios(siting_looked_at=0, siting_exact_pairs=0)
"""Neither is proved nor solved."""


def benefits(seed: int, threshold: float = 30.0, cap: float = 120.0) -> list[sp.csr_array]:
    case = random_case(seed)
    return [people_newly_within(case, threshold), person_minutes_saved(case, cap)]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 5), st.sampled_from([PROVED, SOLVED]))
def test_equals_the_best_of_all_choices(seed: int, n_sites: int, how: Scenarios) -> None:
    for benefit in benefits(seed):
        choice = choices.most(benefit, n_sites, how)
        assert choice.status == "optimal" and choice.gap == 0
        assert len(choice.sites) <= n_sites
        assert choice.objective == pytest.approx(best_of_all(benefit, n_sites), rel=1e-9)
        assert choice.objective == pytest.approx(greedy.total(benefit, choice.sites), rel=1e-12)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 11), st.sampled_from([PROVED, SOLVED]))
def test_equals_the_fewest_of_all_choices(seed: int, tenths: int, how: Scenarios) -> None:
    benefit, _ = benefits(seed)
    required = tenths / 10 * best_of_all(benefit, benefit.shape[0])
    choice = choices.fewest(benefit, required, how)
    expected = fewest_of_all(benefit, required)
    if expected is None:
        assert choice.status == "out_of_reach" and len(choice.sites) == 0
        assert np.isnan(choice.objective)
    else:
        assert choice.status == "optimal"
        assert (len(choice.sites), choice.objective, choice.bound) == (expected,) * 3


def test_greedy_is_not_good_enough_where_exact_is() -> None:
    # The middle site covers 6 of 10 people; the two outer ones cover all of them, 5 each.
    case = case_of(
        [[10, 10, 10, None], [None, 10, 10, None], [None, 10, 10, 10]],
        [2, 3, 3, 2],
        [None] * 4,
    )
    benefit = people_newly_within(case, 30.0)
    assert choices.most(benefit, 2, FOUND).objective == 10
    case = case_of(
        [[10, 10, None, None], [None, 10, 10, None], [None, None, 10, 10]],
        [2, 3, 3, 2],
        [None] * 4,
    )
    benefit = people_newly_within(case, 30.0)
    by_steps = greedy.run(benefit, 2).reached[-1]
    best = choices.most(benefit, 2, SOLVED)
    assert (by_steps, best.objective) == (8, 10)
    np.testing.assert_array_equal(best.sites, [0, 2])
    assert len(choices.fewest(benefit, 10, SOLVED).sites) == 2
    assert len(greedy.run(benefit, 3, 10).sites) == 3


def test_two_runs_choose_the_same_sites() -> None:
    for benefit in benefits(7):
        first, second = (choices.most(benefit, 3, SOLVED) for _ in range(2))
        np.testing.assert_array_equal(first.sites, second.sites)


def test_nothing_to_gain_needs_no_sites() -> None:
    case = case_of([[5.0, 5.0]], [10, 20], [1.0, 2.0])
    benefit = people_newly_within(case, 30.0)
    choice = choices.most(benefit, 2, SOLVED)
    assert (len(choice.sites), choice.objective, choice.status) == (0, 0.0, "optimal")
    assert len(choices.fewest(benefit, 0.0, SOLVED).sites) == 0


def test_out_of_time_says_so_and_keeps_a_bound() -> None:
    rng = np.random.default_rng(3)
    benefit = sp.csr_array(np.where(rng.random((60, 400)) < 0.2, rng.random((60, 400)), 0.0))
    soon = Scenarios(siting_looked_at=0, siting_time_limit_s=1e-3)
    choice = choices.most(benefit, 12, soon)
    assert choice.status == "bounded"
    assert 0 < choice.objective < choice.bound
    assert choice.objective >= greedy.run(benefit, 12).reached[-1]
    assert 0 < choice.gap < 1


def spopt_problem():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pulp
        from spopt import locate
    return locate, pulp.PULP_CBC_CMD(msg=False)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_spopt(seed: int) -> None:
    locate, solver = spopt_problem()
    case = random_case(seed, n_candidates=8, n_places=20)
    # spopt takes existing facilities as candidates that are chosen beforehand.
    before = capped_minutes(case.existing_min, 120.0)
    wide = np.full((8, 20), 1e6)
    site = np.repeat(np.arange(8), np.diff(case.trips.center_indptr))
    wide[site, case.trips.place] = case.trips.minutes
    cost = np.column_stack([before, wide.T])
    locked = np.array([1] + [0] * 8)
    for n_sites in (1, 3):
        mclp = locate.MCLP.from_cost_matrix(
            cost,
            case.people,
            service_radius=30.0,
            p_facilities=n_sites + 1,
            predefined_facilities_arr=locked,
        ).solve(solver)
        covered = case.people[before <= 30.0].sum()
        ours = choices.most(people_newly_within(case, 30.0), n_sites, SOLVED)
        assert ours.objective + covered == pytest.approx(mclp.problem.objective.value())
        median = locate.PMedian.from_cost_matrix(
            cost, case.people, p_facilities=n_sites + 1, predefined_facilities_arr=locked
        ).solve(solver)
        ours = choices.most(person_minutes_saved(case, 120.0), n_sites, SOLVED)
        left = (case.people * before).sum() - ours.objective
        assert left == pytest.approx(median.problem.objective.value())
    radius = cost.min(axis=1).max() + 1
    lscp = locate.LSCP.from_cost_matrix(
        cost, service_radius=radius, predefined_facilities_arr=locked
    ).solve(solver)
    everybody = case_of(wide.tolist(), np.ones(20), before)
    needed = people_newly_within(everybody, radius)
    ours = choices.fewest(needed, float((before > radius).sum()), SOLVED)
    assert ours.objective + 1 == lscp.problem.objective.value()
