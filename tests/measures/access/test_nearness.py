"""Who is nearer to what is counted right, and the finding follows the counts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.nearness import nearness
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.strata import RURAL, RURAL_STRATA
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds

COUNTED = ("office_nearer", "hospital_nearer", "about_the_same", "neither_reached")


def row_of(people: list[float], hospital: list, office: list) -> pd.Series:
    places = population(people, ["rural"] * len(people))
    times = drive_time_rows({"hospital_based": hospital, "office_based": office})
    return check_contract("out.nearness", nearness(joined((places, times)), 5.0)).iloc[-1]


def test_only_more_than_the_threshold_is_nearer() -> None:
    row = row_of([1, 2, 4, 8, 16], [20, 20, 20.1, 20, None], [25, 15, 15, 25.1, None])
    assert row["population_about_the_same"] == 3
    assert row["population_office_nearer"] == 4
    assert row["population_hospital_nearer"] == 8
    assert row["population_neither_reached"] == 16
    assert row["share_hospital_nearer"] == pytest.approx(8 / 31)
    assert (row["places"], row["nearer_by_min"]) == (5, 5)


def test_the_only_kind_that_is_reached_is_the_nearer_one() -> None:
    row = row_of([1, 2, 4], [90, None, 10], [None, 90, 10])
    assert (row["population_only_hospital"], row["population_hospital_nearer"]) == (1, 1)
    assert (row["population_only_office"], row["population_office_nearer"]) == (2, 2)


@pytest.mark.parametrize(
    ("people", "hospital", "office", "finding"),
    [
        ([60, 20, 20], [40, 20, 30], [20, 40, 30], "office"),
        ([20, 60, 20], [40, 20, 30], [20, 40, 30], "hospital"),
        ([40, 38, 22], [40, 20, 30], [20, 40, 30], "alike"),
        ([30, 10, 60], [40, 20, 30], [20, 40, 30], "alike"),
        ([30, 26, 44], [10, 40, 10], [4, 30, 60], "mixed"),
        ([56, 44], [36, 30], [30, 60], "office"),
        ([80], [None], [20], "only_office"),
        ([80], [20], [None], "only_hospital"),
        ([80], [None], [None], "nobody"),
        ([0], [10], [20], "nobody"),
    ],
)
def test_the_finding(people, hospital, office, finding) -> None:
    assert row_of(people, hospital, office)["finding"] == finding


@settings(max_examples=30, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_everyone_counts_once_and_the_finding_turns_with_the_data(world, seed) -> None:
    places, times = world
    table = nearness(joined(world), 5.0)
    again = nearness(place_times(shuffled(times, seed), shuffled(places, seed)), 5.0)
    pd.testing.assert_frame_equal(table, again)
    assert (
        table[[f"population_{name}" for name in COUNTED]].sum(axis=1) == table["population"]
    ).all()
    shares = table[[f"share_{name}" for name in COUNTED]].sum(axis=1, skipna=False)
    np.testing.assert_allclose(shares[table["population"] > 0], 1)
    # The row 'rural' sums over all rural strata.
    strata = table[~table["stratum"].isin({"all", *RURAL_STRATA} - {RURAL})]
    if table["population"].sum() > 0:
        assert strata["share_of_area"].sum() == pytest.approx(1)
    turned = times.assign(
        site_of_care=times["site_of_care"].replace(
            {"hospital_based": "office_based", "office_based": "hospital_based"}
        )
    )
    opposite = nearness(place_times(turned, places), 5.0)["finding"]
    words = {"office": "hospital", "hospital": "office"}
    expected = table["finding"].map(
        lambda code: "_".join(words.get(part, part) for part in code.split("_"))
    )
    assert opposite.tolist() == expected.tolist()
