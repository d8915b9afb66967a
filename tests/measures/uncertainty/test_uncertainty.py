import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measures.uncertainty.uncertainty import (
    Estimate,
    ratio_of,
    share_of,
    share_within,
    sum_of,
)


def test_the_margin_of_a_sum_is_the_root_of_the_squares() -> None:
    # Census Bureau, ACS handbook 2020, chapter 8: 4,000 +- 300 and 5,000 +- 400.
    assert sum_of(np.array([4000.0, 5000.0]), np.array([300.0, 400.0])) == Estimate(9000.0, 500.0)


def test_the_margins_of_zero_estimates_count_once_the_largest() -> None:
    found = sum_of(np.array([0.0, 30.0, 0.0, 0.0]), np.array([12.0, 5.0, 9.0, 12.0]))
    assert found == Estimate(30.0, 13.0)
    assert sum_of(np.zeros(3), np.array([9.0, 12.0, 11.0])) == Estimate(0.0, 12.0)
    assert sum_of(np.empty(0), np.empty(0)) == Estimate(0.0, 0.0)


def test_the_margin_of_a_share() -> None:
    # 0.5 of 200 +- 10 with a part of 100 +- 13: sqrt(13^2 - 0.25 * 10^2) / 200 = 12 / 200
    found = share_of(Estimate(100.0, 13.0), Estimate(200.0, 10.0))
    assert found == Estimate(0.5, 0.06)


def test_a_root_that_does_not_exist_gives_way_to_the_ratio() -> None:
    part, whole = Estimate(100.0, 3.0), Estimate(200.0, 8.0)
    assert share_of(part, whole) == ratio_of(part, whole)
    assert ratio_of(part, whole) == Estimate(0.5, 5.0 / 200)


def test_a_share_of_nobody_is_undefined() -> None:
    for divide in (share_of, ratio_of):
        found = divide(Estimate(0.0, 12.0), Estimate(0.0, 12.0))
        assert np.isnan([found.value, found.margin]).all()


def test_the_share_of_people_within() -> None:
    people, margin = np.array([100.0, 50.0, 0.0, 50.0]), np.array([12.0, 3.0, 5.0, 4.0])
    within = np.array([True, False, True, False])
    found = share_within(people, margin, within)
    assert found.value == 0.5
    assert found.margin == pytest.approx(np.sqrt(13.0**2 - 0.25 * (144 + 9 + 25 + 16)) / 200)


@given(st.lists(st.tuples(st.sampled_from([0.0, 5.0, 80.0]), st.floats(0, 40)), max_size=9))
def test_one_place_more_never_narrows_the_margin_of_a_sum(rows) -> None:
    value, margin = (np.array([row[i] for row in rows]) for i in (0, 1))
    whole = sum_of(value, margin).margin
    assert whole <= sum_of(np.append(value, 3.0), np.append(margin, 2.0)).margin
    assert whole == sum_of(value[::-1], margin[::-1]).margin
    assert whole <= np.sqrt(np.square(margin).sum()) * (1 + 1e-12)


@pytest.mark.parametrize(
    ("value", "margin", "match"),
    [
        ([1.0], [1.0, 2.0], "shape"),
        ([np.nan], [1.0], "unknown"),
        ([1.0], [np.nan], "unknown"),
        ([1.0], [-555555555.0], "a code of the Census Bureau"),
    ],
)
def test_unknown_numbers_are_refused(value, margin, match) -> None:
    with pytest.raises(ValueError, match=match):
        sum_of(np.array(value), np.array(margin))
