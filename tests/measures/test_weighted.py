import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.weighted import grouped_quantiles, ranked


def test_each_person_counts_once() -> None:
    values, weights = np.array([10.0, 20.0, 30.0]), np.array([5.0, 4.0, 1.0])
    group = np.zeros(3, dtype=int)
    found = grouped_quantiles(values, weights, group, 1, (0.1, 0.5, 0.500001, 0.9, 0.95, 1.0))
    assert list(found[0]) == [10, 10, 20, 20, 30, 30]
    assert ranked(values, weights).mean() == 16.0


def test_nothing_and_nobody_count_for_nothing() -> None:
    values, weights = np.array([np.nan, 7.0, 1.0]), np.array([100.0, 2.0, 0.0])
    group = np.array([0, 0, 1])
    assert ranked(values, weights).mean() == 7.0
    assert np.isnan(ranked(values, weights).mean(group == 1))
    found = grouped_quantiles(values, weights, group, 3, (0.5,))
    assert found[0, 0] == 7.0
    assert np.isnan(found[1:]).all()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 9)), st.integers(0, 9), st.integers(0, 2)),
        min_size=1,
        max_size=15,
    ),
    st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 1.0]),
)
def test_equals_a_line_of_people(rows, share) -> None:
    values = np.array([np.nan if row[0] is None else row[0] for row in rows], dtype=float)
    weights = np.array([row[1] for row in rows], dtype=float)
    group = np.array([row[2] for row in rows])
    quantile = grouped_quantiles(values, weights, group, 3, (share,))[:, 0]
    means = [ranked(values, weights).mean(group == number) for number in range(3)]
    for number in range(3):
        line = sorted(v for v, w, g in rows if g == number and v is not None for _ in range(w))
        if not line:
            assert np.isnan(quantile[number])
            assert np.isnan(means[number])
            continue
        # As tenths and twentieths of whole people, so that the oracle has no rounding of its own.
        place = -(-round(share * 100) * len(line) // 100)
        assert quantile[number] == line[place - 1]
        assert means[number] == pytest.approx(sum(line) / len(line))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 9)), st.integers(0, 9), st.integers(0, 2)),
        min_size=1,
        max_size=15,
    )
)
def test_a_part_of_ranked_values_is_a_group(rows) -> None:
    values = np.array([np.nan if row[0] is None else row[0] for row in rows], dtype=float)
    weights = np.array([row[1] for row in rows], dtype=float)
    group = np.array([row[2] for row in rows])
    shares = (0.1, 0.5, 0.9)
    in_order = ranked(values, weights)
    for number in range(3):
        member = group == number
        expected = grouped_quantiles(values, weights, group, 3, shares)[number]
        np.testing.assert_array_equal(in_order.quantiles(shares, member), expected)
        np.testing.assert_array_equal(in_order.median(member), expected[1])
    everyone = np.ones(len(rows), dtype=bool)
    np.testing.assert_array_equal(in_order.quantiles(shares), in_order.quantiles(shares, everyone))
    np.testing.assert_array_equal(in_order.mean(), in_order.mean(everyone))
