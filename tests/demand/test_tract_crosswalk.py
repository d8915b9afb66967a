"""Codes of 2010 on tracts of 2020: a tract that stayed, one that was split, one that was put together."""

import numpy as np
import pandas as pd
import pytest

from pipelines.demand.rurality import RuralityCodes, codes_of_zones
from tests.demand.test_rurality import by_tract, text

PAIRS = [
    ("17031010100", "17031010100", 100.0),  # stayed, its border drawn anew by a sliver
    ("17031010100", "17031020000", 0.9),
    ("17031020001", "17031020000", 50.0),  # halves of one
    ("17031020002", "17031020000", 50.0),
    ("17031030000", "17031030100", 60.0),  # two put together, of two codes
    ("17031030000", "17031030200", 40.0),
    ("17031040000", "17031020000", 10.0),  # two of one code
    ("17031040000", "17031030100", 10.0),
    ("17031990000", "17031990000", 0.0),  # water
]
RUCA = by_tract(
    ["17031010100", "17031020000", "17031030100", "17031030200", "17031050000"],
    [1, 4, 4, 7, 10],
    ["1.1", None, "4.1", None, None],
    census=2010,
)


@pytest.fixture
def found() -> pd.DataFrame:
    new, old, land = zip(*PAIRS, strict=True)
    crosswalk = pd.DataFrame({"tract_2020": text(*new), "tract_2010": text(*old), "land_m2": land})
    geoid = text(
        *("170310101001", "170310200011", "170310200021", "170310300001", "170310400001"),
        *("170310500001", "170319900000", "170310600001"),
    )
    codes = RuralityCodes(RUCA, tract_crosswalk=crosswalk)
    return codes_of_zones(geoid, geoid.str.slice(0, 5), codes)


def test_the_code_is_that_of_most_of_the_land(found: pd.DataFrame) -> None:
    np.testing.assert_array_equal(found["ruca"], [1.1, 4, 4, 4.1, 4, 10, np.nan, np.nan])


def test_land_of_several_codes_is_told(found: pd.DataFrame) -> None:
    assert list(found["ruca_carried"].fillna("-")) == [
        *("one", "one", "one", "largest", "one"),
        *("-", "-", "-"),
    ]


def test_a_place_in_no_tract_of_either_census_says_why(found: pd.DataFrame) -> None:
    assert list(found["ruca_missing"].fillna("-"))[5:] == ["-", "other_tracts", "other_tracts"]


def test_old_counties_and_planning_regions_of_connecticut_are_one() -> None:
    pair = pd.DataFrame(
        {"tract_2020": ["09013528100"], "tract_2010": ["09013528000"], "land_m2": [1.0]}
    )
    codes = RuralityCodes(by_tract(["09013528000"], [2], census=2010), tract_crosswalk=pair)
    geoid = text("090135281001", "091105281001")
    assert list(codes_of_zones(geoid, geoid.str.slice(0, 5), codes)["ruca"]) == [2, 2]
