import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measures.equity.inequality import (
    concentration_index,
    gini,
    inequality_table,
    kolm_pollak,
    spread,
    theil,
)

VALUES = st.sampled_from([0.0, 1.0, 2.0, 7.5, 30.0, 90.0])
ROWS = st.lists(st.tuples(VALUES, st.integers(1, 5), st.integers(0, 2)), min_size=1, max_size=8)


def one_each(rows) -> tuple[np.ndarray, np.ndarray]:
    """Return a value and a group for each single person."""
    value = np.array([value for value, people, _ in rows for _ in range(people)])
    group = np.array([group for _, people, group in rows for _ in range(people)])
    return value, group


def columns(rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    value, people, group = zip(*rows, strict=True)
    return np.array(value), np.array(people, dtype=float), np.array(group)


def test_two_people_of_whom_one_has_it_all() -> None:
    of = spread(np.array([0.0, 10.0]), np.array([1.0, 1.0]))
    assert gini(of) == pytest.approx(0.5)
    assert theil(of).total == pytest.approx(np.log(2))
    assert of.mean == 5.0


def test_a_tenth_has_all() -> None:
    of = spread(np.array([0.0, 10.0]), np.array([9.0, 1.0]))
    assert gini(of) == pytest.approx(0.9)
    assert theil(of).total == pytest.approx(np.log(10))


def test_values_in_arithmetic_progression() -> None:
    # The Gini of 1, 2, ..., n is (n - 1) / 3n * (n + 1) / (n + 1) = (n - 1) / 3n.
    n = 50
    of = spread(np.arange(1.0, n + 1), np.full(n, 3.0))
    assert gini(of) == pytest.approx((n - 1) / (3 * n))


def test_all_alike_is_no_inequality() -> None:
    of = spread(np.full(4, 20.0), np.array([1.0, 2.0, 3.0, 4.0]))
    found = kolm_pollak(of)
    assert gini(of) == pytest.approx(0, abs=1e-15)
    assert theil(of).total == pytest.approx(0, abs=1e-15)
    assert (found.mean, found.equivalent, found.penalty) == pytest.approx((20, 20, 0))
    assert concentration_index(of, np.arange(4.0)) == pytest.approx(0, abs=1e-15)


def test_kolm_pollak_of_two() -> None:
    # kappa = (0 + 10) / (0 + 100) = 0.1; ln((1 + e) / 2) / 0.1
    found = kolm_pollak(spread(np.array([0.0, 10.0]), np.ones(2)))
    assert found.kappa == pytest.approx(0.1)
    assert found.equivalent == pytest.approx(10 * np.log((1 + np.e) / 2))
    assert found.penalty == pytest.approx(found.equivalent - 5)


def test_kolm_pollak_rises_with_aversion_from_mean_to_largest() -> None:
    of = spread(np.array([5.0, 10.0, 60.0]), np.array([10.0, 10.0, 1.0]))
    found = [kolm_pollak(of, aversion).equivalent for aversion in (1e-6, 0.5, 1.0, 5.0, 1e4)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(of.mean, abs=1e-3)
    assert found[-1] == pytest.approx(60, abs=0.1)
    assert kolm_pollak(of, kappa=0.05).kappa == 0.05


def test_the_concentration_index_of_who_ranks_first_or_last() -> None:
    minutes, people = np.array([0.0, 0.0, 0.0, 40.0]), np.ones(4)
    assert concentration_index(spread(minutes, people), np.arange(4.0)) == pytest.approx(0.75)
    assert concentration_index(spread(minutes, people), -np.arange(4.0)) == pytest.approx(-0.75)
    tied = concentration_index(spread(minutes, people), np.zeros(4))
    assert tied == pytest.approx(0, abs=1e-15)


def test_ranked_by_itself_the_concentration_index_is_the_gini() -> None:
    minutes, people = np.array([3.0, 9.0, 9.0, 1.0]), np.array([1.0, 2.0, 3.0, 5.0])
    of = spread(minutes, people)
    assert concentration_index(of, minutes) == pytest.approx(gini(of))


@given(ROWS)
def test_all_indices_equal_their_definition_person_by_person(rows) -> None:
    value, people, group = columns(rows)
    persons, groups = one_each(rows)
    of = spread(value, people)
    mean = persons.mean()
    if mean == 0:
        assert np.isnan([gini(of), theil(of).total, concentration_index(of, value)]).all()
        return
    pairs = np.abs(persons[:, None] - persons[None, :]).mean() / (2 * mean)
    assert gini(of) == pytest.approx(pairs, abs=1e-12)

    def t(x: np.ndarray) -> float:
        own = x[x > 0] / x.mean()
        return float((own * np.log(own)).sum() / len(x)) if len(own) else 0.0

    parts = theil(of, group)
    within = sum(
        persons[groups == g].sum() / persons.sum() * t(persons[groups == g])
        for g in np.unique(groups)
        if persons[groups == g].sum() > 0
    )
    assert parts.total == pytest.approx(t(persons), abs=1e-12)
    assert parts.within == pytest.approx(within, abs=1e-12)
    assert parts.within + parts.between == pytest.approx(parts.total, abs=1e-12)
    kappa = persons.sum() / np.square(persons).sum()
    equivalent = np.log(np.exp(kappa * persons).mean()) / kappa
    assert kolm_pollak(of).equivalent == pytest.approx(equivalent)


@given(ROWS, st.integers(0, 99))
def test_the_order_of_the_rows_makes_no_difference_at_all(rows, seed: int) -> None:
    value, people, group = columns(rows)
    order = np.random.default_rng(seed).permutation(len(rows))
    one, other = spread(value, people), spread(value[order], people[order])
    assert gini(one) == gini(other) or np.isnan(gini(one))
    assert kolm_pollak(one).equivalent == kolm_pollak(other).equivalent
    np.testing.assert_allclose(
        theil(one, group).within, theil(other, group[order]).within, atol=1e-14
    )


def test_the_unreached_are_left_out_and_counted() -> None:
    of = spread(np.array([10.0, np.nan, 30.0, np.nan]), np.array([1.0, 5.0, 1.0, 0.5]))
    assert (of.total, of.people_left_out, of.mean) == (2.0, 5.5, 20.0)


def test_without_people_nothing_is_defined() -> None:
    of = spread(np.array([np.nan, 4.0]), np.array([3.0, 0.0]))
    found = [gini(of), theil(of).total, kolm_pollak(of).equivalent, of.mean]
    assert np.isnan(found).all()
    assert of.people_left_out == 3.0


@pytest.mark.parametrize(
    ("value", "people", "match"),
    [
        ([1.0], [1.0, 2.0], "shape"),
        ([-1.0], [1.0], "not negative"),
        ([np.inf], [1.0], "finite"),
        ([1.0], [-1.0], "people"),
        ([1.0], [np.nan], "people"),
    ],
)
def test_what_cannot_be_is_refused(value, people, match) -> None:
    with pytest.raises(ValueError, match=match):
        spread(np.array(value), np.array(people))


def test_people_without_a_rank_are_refused() -> None:
    with pytest.raises(ValueError, match="1 places with people cannot be ranked"):
        concentration_index(spread(np.ones(2), np.ones(2)), np.array([np.nan, 1.0]))


def test_the_table_counts_who_is_left_out_of_each_index() -> None:
    table = inequality_table(
        {"office_based": np.array([10.0, 20.0, np.nan]), "any": np.array([5.0, 5.0, 5.0])},
        np.array([1.0, 2.0, 4.0]),
        pd.Series(["urban", None, "rural"], dtype="str"),
        deprivation=np.array([0.1, np.nan, 0.9]),
    ).set_index(["burden", "index"])
    assert table.loc[("office_based", "gini"), "people_left_out"] == 4.0
    assert table.loc[("office_based", "mean"), "result"] == pytest.approx(50 / 3)
    assert table.loc[("office_based", "theil_within"), "result"] == pytest.approx(0, abs=1e-15)
    assert table.loc[("office_based", "concentration"), "people"] == 1.0
    assert table.loc[("any", "concentration"), "people_left_out"] == 2.0
    assert len(table) == 16
    assert table.loc[("office_based", "theil_between"), "share_of_theil"] == pytest.approx(1)
    assert table.loc["any", "share_of_theil"].isna().all()
    assert np.isnan(table.loc[("office_based", "gini"), "share_of_theil"])


def test_the_table_takes_an_aversion() -> None:
    minutes, people = np.array([5.0, 60.0]), np.ones(2)
    stratum = pd.Series(["urban", "rural"], dtype="str")
    table = inequality_table({"any": minutes}, people, stratum, aversion=0.25)
    found = table.set_index("index")["result"]
    expected = kolm_pollak(spread(minutes, people), 0.25)
    assert found["kolm_pollak_equivalent"] == expected.equivalent
    assert found["kolm_pollak_penalty"] == expected.penalty
