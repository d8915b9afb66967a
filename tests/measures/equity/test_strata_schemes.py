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
    coverage_by_scheme,
    office_advantage_by_scheme,
    times_by_scheme,
)
from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.strata import STRATA
from tests.measures.worlds import drive_time_rows, joined, population


@pytest.fixture
def times() -> PlaceTimes:
    places = population([10, 20, 30, 40], ["urban", "urban", "rural", None])
    places["nchs"] = [1.0, 2.0, 6.0, np.nan]
    places["rucc"] = [1.0, 1.0, 2.0, 9.0]
    places["ruca"] = [1.0, 2.0, 10.0, 4.1]
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
    assert share(table, "ruca", "suburban", 30) == 20 / 60
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
    bare = replace(times, places=times.places.assign(ruca=np.nan, nchs=np.nan))
    assert set(coverage_by_scheme(bare, [30.0])["scheme"]) == {"rucc", "cms"}
    uncoded = bare.places.assign(rucc=np.nan, cms_county_type=None)
    assert by_scheme(replace(bare, places=uncoded), lambda t: t.places).empty
