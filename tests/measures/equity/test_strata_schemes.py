from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipelines.demand.strata import strata
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.equity.strata_schemes import (
    SCHEMES,
    by_scheme,
    carried,
    coverage_by_scheme,
    office_advantage_by_scheme,
    times_by_scheme,
    unclassified,
)
from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.strata import STRATA
from tests.measures.worlds import drive_time_rows, joined, population


@pytest.fixture
def times() -> PlaceTimes:
    places = population([10, 20, 30, 40], ["urban", "urban", "rural", None])
    places["nchs"] = [1.0, 2.0, 6.0, np.nan]
    places["rucc"] = [1.0, 1.0, 2.0, 9.0]
    places["ruca"] = [1.0, 2.0, 10.0, np.nan]
    places["hrsa"] = ["not_rural", "not_rural", "nonmetro_county", None]
    places["census"] = ["urban_area", "outside", "outside", "outside"]
    places["custom_stratum"] = ["urban", "urban", "rural", "rural"]
    places["ruca_missing"] = [None, None, None, "other_tracts"]
    places["cms_county_type"] = ["Large Metro", "Metro", "CEAC", "Micro"]
    return joined((places, drive_time_rows({"office_based": [10.0, 20.0, 40.0, None]})))


def share(table, scheme: str, stratum: str, within: float) -> float:
    rows = table[
        (table["scheme"] == scheme)
        & (table["stratum"] == stratum)
        & (table["site_of_care"] == "office_based")
        & (table["within_min"] == within)
    ]
    return float(rows["share"].iloc[0])


def test_each_scheme_divides_the_same_people_its_own_way(times: PlaceTimes) -> None:
    table = coverage_by_scheme(times, [30.0])
    assert table["scheme"].unique().tolist() == list(SCHEMES)
    assert share(table, "nchs", "suburban", 30) == 1.0
    assert share(table, "nchs", "unclassified", 30) == 0.0
    assert share(table, "rucc", "urban", 30) == 1.0
    assert share(table, "rucc", "small_metro", 30) == 0.0
    assert share(table, "ruca", "metropolitan", 30) == 1.0
    assert share(table, "ruca", "rural_area", 30) == share(table, "ruca", "rural", 30) == 0.0
    assert share(table, "hrsa", "not_rural", 30) == 1.0
    assert share(table, "census", "rural", 30) == pytest.approx(20 / 90)
    assert share(table, "cms", "rural", 30) == 0.0
    everyone = table[table["stratum"] == "all"].groupby("scheme")["share"].unique()
    assert len({tuple(np.unique(shares)) for shares in everyone}) == 1


def test_a_scheme_says_what_coverage_says_with_that_stratum(times: PlaceTimes) -> None:
    table = coverage_by_scheme(times, [15.0, 60.0])
    for scheme in SCHEMES:
        places = times.places.assign(stratum=strata(times.places, scheme))
        expected = coverage(replace(times, places=places), [15.0, 60.0])
        mine = table[table["scheme"] == scheme].drop(columns="scheme").reset_index(drop=True)
        assert mine.equals(expected)
        assert set(mine["stratum"]) <= {*STRATA, "unclassified", "all"}


@pytest.mark.parametrize(
    ("by_scheme_of", "by_stratum"),
    [
        (times_by_scheme, times_by_stratum),
        (office_advantage_by_scheme, office_advantage_by_stratum),
    ],
)
def test_times_under_a_scheme_are_those_of_its_strata(
    times: PlaceTimes, by_scheme_of, by_stratum
) -> None:
    table = by_scheme_of(times)
    assert set(table["scheme"]) == set(SCHEMES)
    places = times.places.assign(stratum=strata(times.places, "ruca"))
    mine = table[table["scheme"] == "ruca"].drop(columns="scheme").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, by_stratum(replace(times, places=places)))


def test_a_scheme_without_codes_is_left_out(times: PlaceTimes) -> None:
    bare = replace(times, places=times.places.assign(ruca=np.nan, nchs=np.nan, hrsa=None))
    assert set(coverage_by_scheme(bare, [30.0])["scheme"]) == {*("rucc", "cms", "census", "custom")}
    uncoded = bare.places.assign(
        rucc=np.nan, cms_county_type=None, census=None, custom_stratum=None
    )
    assert by_scheme(replace(bare, places=uncoded), lambda t: t.places).empty


def test_rural_sums_over_the_rural_strata_of_a_scheme(times: PlaceTimes) -> None:
    """RUCA 4, 7 and 10 with 20, 30 and 40 people, of whom those at 4 are within 30 minutes."""
    places = times.places.assign(ruca=[1.0, 4.0, 7.0, 10.0])
    table = coverage_by_scheme(replace(times, places=places), [30.0])
    mine = table[(table["scheme"] == "ruca") & (table["site_of_care"] == "any")]
    people = mine.set_index("stratum")["population"]
    assert people.to_dict() == {
        "metropolitan": 10.0,
        "micropolitan": 20.0,
        "small_town": 30.0,
        "rural_area": 40.0,
        "rural": 90.0,
        "all": 100.0,
    }
    assert mine.set_index("stratum")["population_within"]["rural"] == 20.0


def test_people_without_a_code_are_counted_with_the_reason(times: PlaceTimes) -> None:
    table = unclassified(times)
    assert table.to_dict("split")["data"] == [
        ["nchs", "not_named", 1, 40.0, 0.4],
        ["ruca", "other_tracts", 1, 40.0, 0.4],
        ["hrsa", "other_tracts", 1, 40.0, 0.4],
    ]


def test_people_with_a_carried_code_are_counted_by_how_it_was_found(times) -> None:
    places = times.places.assign(ruca_carried=["one", "largest", None, "one"])
    table = carried(replace(times, places=places)).set_index("carried")
    people = times.people
    assert table["population"].tolist() == [people[0] + people[3], people[1]]
    assert table["places"].tolist() == [2, 1]
    assert table["share_of_area"]["largest"] == people[1] / people.sum()
