import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Scenarios
from pipelines.measures.siting import siting_choice as choices
from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_case import people_newly_within, person_minutes_saved
from tests.measures.siting_worlds import best_of_all, random_case


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_keeps_its_guarantee(seed: int, n_sites: int) -> None:
    case = random_case(seed)
    for benefit in (people_newly_within(case, 30.0), person_minutes_saved(case, 120.0)):
        steps, best = greedy.run(benefit, n_sites), best_of_all(benefit, n_sites)
        assert steps.reached[-1] == pytest.approx(greedy.total(benefit, steps.sites))
        assert (1 - 1 / np.e) * best - 1e-6 <= steps.reached[-1] <= best + 1e-6


def test_of_equal_gains_the_first_candidate_counts() -> None:
    benefit = sp.csr_array(np.array([[0.0, 5.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 5.0]]))
    np.testing.assert_array_equal(greedy.run(benefit, 2).sites, [0, 1])


def test_stops_when_nothing_is_left_to_gain() -> None:
    benefit = sp.csr_array(np.array([[3.0, 4.0], [3.0, 0.0]]))
    steps = greedy.run(benefit, 2)
    np.testing.assert_array_equal(steps.sites, [0])
    np.testing.assert_array_equal(steps.reached, [0, 7])


def test_in_order_of_gain_leaves_out_what_adds_nothing() -> None:
    benefit = sp.csr_array(np.array([[1.0, 0.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 9.0]]))
    np.testing.assert_array_equal(greedy.in_order_of_gain(benefit, np.array([0, 1, 2])), [2, 1])


def test_without_candidates_nothing_is_chosen() -> None:
    benefit = sp.csr_array((0, 4))
    assert not len(greedy.run(benefit, 3).sites)
    assert choices.most(benefit, 3, Scenarios()).gap == 0
    assert choices.fewest(benefit, 1.0, Scenarios()).status == "out_of_reach"
