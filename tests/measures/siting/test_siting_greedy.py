import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_case import people_newly_within, person_minutes_saved
from tests.measures.siting_worlds import best_of_all, fewest_of_all, random_case


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_keeps_its_guarantee_and_its_bound(seed: int, n_sites: int) -> None:
    case = random_case(seed)
    for benefit in (people_newly_within(case, 30.0), person_minutes_saved(case, 120.0)):
        choice, best = greedy.most(benefit, n_sites), best_of_all(benefit, n_sites)
        assert choice.objective == pytest.approx(greedy.total(benefit, choice.sites))
        assert choice.objective <= best + 1e-6 <= choice.bound + 2e-6
        assert choice.objective >= (1 - 1 / np.e) * best - 1e-6
        if best > 0:
            # What greedy may have missed is never told as less than what it did miss.
            assert choice.gap >= (best - choice.objective) / best - 1e-9


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 11))
def test_fewest_keeps_its_bound(seed: int, tenths: int) -> None:
    benefit = people_newly_within(random_case(seed), 30.0)
    required = tenths / 10 * best_of_all(benefit, benefit.shape[0])
    if required == 0:
        return
    choice, fewest = greedy.fewest(benefit, required), fewest_of_all(benefit, required)
    if fewest is None:
        assert choice.status == "out_of_reach"
    else:
        assert choice.bound <= fewest <= choice.objective == len(choice.sites)
        assert greedy.total(benefit, choice.sites) >= required * greedy.ENOUGH


def test_of_equal_gains_the_first_candidate_counts() -> None:
    benefit = sp.csr_array(np.array([[0.0, 5.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 5.0]]))
    np.testing.assert_array_equal(greedy.most(benefit, 2).sites, [0, 1])
    assert greedy.most(benefit, 2).bound == 10


def test_stops_when_nothing_is_left_to_gain() -> None:
    benefit = sp.csr_array(np.array([[3.0, 4.0], [3.0, 0.0]]))
    choice = greedy.most(benefit, 2)
    np.testing.assert_array_equal(choice.sites, [0])
    assert (choice.objective, choice.bound, choice.gap) == (7, 7, 0)


def test_in_order_of_gain_leaves_out_what_adds_nothing() -> None:
    benefit = sp.csr_array(np.array([[1.0, 0.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 9.0]]))
    np.testing.assert_array_equal(greedy.in_order_of_gain(benefit, np.array([0, 1, 2])), [2, 1])


def test_without_candidates_nothing_is_chosen() -> None:
    benefit = sp.csr_array((0, 4))
    assert greedy.most(benefit, 3).gap == 0
    assert greedy.fewest(benefit, 1.0).status == "out_of_reach"
