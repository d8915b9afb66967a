import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facilities.matching.grouping import Groups, join_in_order


def test_claims_keep_groups_apart() -> None:
    groups = Groups([["a", "", "b"]])
    assert groups.join(0, 1)
    assert not groups.join(1, 2)
    assert groups.join(1, 0)
    assert list(groups.numbers()) == [0, 0, 2]


def test_a_further_test_may_refuse() -> None:
    groups = Groups([[""] * 4], lambda one, other: len(one) + len(other) < 3)
    assert groups.join(0, 1)
    assert not groups.join(2, 1)
    groups.unite(2, 1)
    assert list(groups.numbers()) == [0, 0, 0, 3]


def test_the_strongest_link_comes_first() -> None:
    groups = Groups([["a", "", "b"]])
    join_in_order(groups, np.array([0, 1]), np.array([1, 2]), np.array([1.0, 2.0]))
    assert list(groups.numbers()) == [0, 1, 1]


links = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([1.0, 2.0])), max_size=12
)


@given(links, st.randoms(use_true_random=False))
def test_the_order_of_links_decides_nothing(pairs, random) -> None:
    claims = [["a", "", "b", "", "a", "", ""]]
    shuffled = pairs.copy()
    random.shuffle(shuffled)
    found = []
    for links_in_order in (pairs, shuffled):
        groups = Groups(claims)
        rows = np.array(links_in_order, dtype=float).reshape(-1, 3)
        one, other = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
        join_in_order(groups, one, other, rows[:, 2])
        found.append(list(groups.numbers()))
    assert found[0] == found[1]
