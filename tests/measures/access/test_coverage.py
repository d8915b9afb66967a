import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.coverage import coverage
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import RURAL, RURAL_STRATA
from tests.measures.worlds import drive_time_rows, joined, population, shuffled, worlds
from tests.worlds.answers import fictional_answers
from tests.worlds.naive_tables import coverage_of

WITHIN = (15.0, 30.0, 45.0, 60.0)


def row(table: pd.DataFrame, stratum: str, site: str, within: float) -> pd.Series:
    found = table[
        (table["stratum"] == stratum)
        & (table["site_of_care"] == site)
        & (table["within_min"] == within)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_within_is_inclusive_and_the_unreached_stay_in_the_denominator() -> None:
    world = (
        population([10, 20, 30, 40], ["urban", "urban", "rural", "rural"]),
        drive_time_rows({"office_based": [30.0, 30.001, 15.0, None]}),
    )
    table = check_contract("out.coverage", coverage(joined(world), WITHIN))
    assert row(table, "urban", "office_based", 30)["population_within"] == 10
    assert row(table, "urban", "office_based", 30)["share"] == 10 / 30
    assert row(table, "rural", "any", 60)["share"] == 30 / 70
    assert row(table, "all", "office_based", 45)["share"] == 0.6
    assert row(table, "all", "hospital_based", 60)["share"] == 0.0
    assert set(table["stratum"]) == {"urban", "rural", "all"}


def test_the_uncoded_are_a_group_of_their_own() -> None:
    world = (population([1, 3], [None, "rural"]), drive_time_rows({"stand_alone": [1.0, None]}))
    table = coverage(joined(world), [15.0])
    assert row(table, "unclassified", "any", 15)["share"] == 1
    assert row(table, "all", "any", 15)["share"] == 0.25


def test_a_stratum_without_people_has_no_share() -> None:
    world = (population([0, 4], ["urban", "rural"]), drive_time_rows({"stand_alone": [1.0, 1.0]}))
    table = check_contract("out.coverage", coverage(joined(world), [15.0]))
    assert np.isnan(row(table, "urban", "any", 15)["share"])
    assert row(table, "urban", "any", 15)["population_within"] == 0


def test_the_fictional_state() -> None:
    answers = fictional_answers()
    table = coverage(place_times(answers["out.drive_times"], answers["core.population"]), WITHIN)
    expected = coverage_of(answers["core.population"], answers["out.drive_times"], WITHIN)
    pd.testing.assert_frame_equal(table, expected.astype({"stratum": "str", "site_of_care": "str"}))


@settings(max_examples=25, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_properties(world, seed) -> None:
    places, times = world
    table = coverage(joined(world), WITHIN)
    again = coverage(place_times(shuffled(times, seed), shuffled(places, seed)), WITHIN)
    pd.testing.assert_frame_equal(table, again)

    everyone = table[table["stratum"] == "all"].reset_index(drop=True)
    # The row 'rural' sums over all rural strata.
    parts = table[~table["stratum"].isin({"all", *RURAL_STRATA} - {RURAL})]
    sums = parts.groupby(["site_of_care", "within_min"])[["population", "population_within"]].sum()
    for _, total in everyone.iterrows():
        part = sums.loc[(total["site_of_care"], total["within_min"])]
        assert part["population"] == total["population"]
        assert part["population_within"] == total["population_within"]

    has_people = table["population"] > 0
    assert (table["share"].notna() == has_people).all()
    counted = table[has_people]
    assert (counted["share"] * counted["population"]).tolist() == pytest.approx(
        counted["population_within"].tolist()
    )

    wide = table.pivot(index=["stratum", "within_min"], columns="site_of_care")["population_within"]
    assert all((wide["any"] >= wide[site]).all() for site in SITES_OR_ANY)
    by_limit = table.pivot(index=["stratum", "site_of_care"], columns="within_min")
    assert (by_limit["population_within"].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


@settings(max_examples=25, deadline=None)
@given(worlds(), st.data())
def test_a_nearer_center_never_lowers_coverage(world, data) -> None:
    places, times = world
    nearer = times.copy()
    place = data.draw(st.sampled_from(list(places["geoid"])))
    closer = (nearer["geoid"] == place) & nearer["site_of_care"].isin(["office_based", "any"])
    nearer.loc[closer, "drive_time_min"] = nearer.loc[closer, "drive_time_min"].clip(upper=10.0)
    before = coverage(place_times(times, places), WITHIN)
    after = coverage(place_times(nearer, places), WITHIN)
    assert (after["population_within"] >= before["population_within"]).all()
