"""Bounds and candidates left out, against every possible choice."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_bound import narrow
from pipelines.measures.siting.siting_case import people_newly_within, person_minutes_saved
from tests.measures.siting_worlds import best_of_all, fewest_of_all, random_case

EFFORT = st.sampled_from([0, 300, 2_000, 10**6])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 4), EFFORT)
def test_no_choice_goes_beyond_and_none_that_is_better_loses_a_site(
    seed: int, n_sites: int, effort: int
) -> None:
    case = random_case(seed)
    for benefit in (people_newly_within(case, 30.0), person_minutes_saved(case, 120.0)):
        start = greedy.run(benefit, n_sites).sites
        known = narrow(benefit, n_sites, start, most_pairs=effort)
        best = best_of_all(benefit, n_sites)
        assert greedy.total(benefit, start) - 1e-9 <= known.reached <= best + 1e-6
        assert best <= known.bound * (1 + 1e-9) + 1e-9
        left_out = set(range(benefit.shape[0])) - set(known.candidates.tolist())
        for chosen in combinations(range(benefit.shape[0]), n_sites):
            if left_out & set(chosen):
                dense = benefit.toarray()[list(chosen)]
                assert dense.max(axis=0).sum() <= known.reached * (1 + 1e-8) + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 10), EFFORT)
def test_the_fewest_are_never_said_to_be_more(seed: int, tenths: int, effort: int) -> None:
    benefit = people_newly_within(random_case(seed), 30.0)
    required = tenths / 10 * best_of_all(benefit, benefit.shape[0])
    start = greedy.run(benefit, benefit.shape[0], required).sites
    if len(start) < 2:
        return
    known = narrow(benefit, len(start) - 1, start, most_pairs=effort, required=required)
    fewest = fewest_of_all(benefit, required)
    assert fewest is not None and known.fewest <= fewest
    if not len(known.candidates) and known.reached < required * greedy.ENOUGH:
        assert fewest == len(start)
