import numpy as np
import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.demand.counties import core_counties
from pipelines.demand.population import (
    DemandError,
    core_population,
    studied_people,
    surrounding_population,
)
from pipelines.demand.rurality import RuralityCodes
from pipelines.demand.study_region import study_region
from pipelines.sources.reading import REJECTED_COLUMNS
from tests.demand.worlds import area, boundaries, lonlat, people

ROWS = {"010010101001": 900.0, "010030101001": 100.0, "020010101001": 7.0}
CODES = RuralityCodes(
    nchs=pd.DataFrame({"county_fips": ["01001"], "nchs": [1.0]}),
    ruca=pd.DataFrame(
        {
            "tract_geoid": ["01003010100"],
            "ruca": [10.0],
            "ruca_secondary": ["10.3"],
            "land_sqmi": np.nan,
            "people_per_sqmi": np.nan,
            "census": 2010,
        }
    ),
)


def test_only_people_of_the_area_are_studied() -> None:
    studied = studied_people(people(ROWS), boundaries(), area())
    assert list(studied.people["geoid"]) == ["010010101001", "010030101001"]
    assert len(studied.noted) == 0
    assert tuple(studied.noted.columns) == REJECTED_COLUMNS


def test_people_of_an_unknown_county_are_kept_and_noted() -> None:
    studied = studied_people(people(ROWS | {"017770101001": 5.0}), boundaries(), area())
    assert studied.people["population"].sum() == 1_005
    note = studied.noted.iloc[0]
    assert note["row_text"] == "017770101001"
    assert note["source_row"] == 4
    assert "not in the county boundaries" in note["reason"]


def test_nobody_in_the_area() -> None:
    with pytest.raises(DemandError, match="none of the 3 population points is in the area"):
        studied_people(people(ROWS), boundaries(), area(states=["55"]))


def test_no_county_is_known() -> None:
    with pytest.raises(DemandError, match="01777 is not there"):
        studied_people(people({"017770101001": 5.0}), boundaries(), area())


def test_a_planning_region_finds_the_old_county_of_the_boundaries() -> None:
    old = boundaries().replace({"county_fips": {"01001": "09013"}})
    settings = area(states=["09"])
    rows = people({"091105281001": 5.0})
    studied = studied_people(rows, old, settings)
    assert list(studied.people["county_fips"]) == ["09013"]
    assert list(studied.people["geoid"]) == ["091105281001"]


def test_people_of_the_buffer_surround_the_studied() -> None:
    rows = people(ROWS | {"020010101002": 9.0, "029990101001": 3.0})
    # A county is 31 miles wide, the buffer 20: of 02001 the first lies in it, the second beyond.
    rows["lon"], rows["lat"] = lonlat([0.5, 1.5, 2.3, 2.9, 9.5], [0.5] * 5)
    studied = studied_people(rows, boundaries(), area())
    table = surrounding_population(studied, study_region(boundaries(), area()))
    assert list(check_contract("core.surrounding_population", table)["geoid"]) == ["020010101001"]
    assert list(table["adults_65_plus"]) == [1.0]
    assert "source_file" not in table
    assert studied.counties_read() == {"01001", "01003", "02001", "02999"}


def test_core_population() -> None:
    studied = studied_people(people(ROWS), boundaries(), area()).people
    region = study_region(boundaries(), area())
    counties = core_counties(boundaries(), region, studied, CODES, "nchs")
    table = check_contract(
        "core.population", core_population(studied[::-1], CODES, counties, "nchs")
    )
    assert list(table["geoid"]) == ["010010101001", "010030101001"]
    assert list(table["stratum"].fillna("none")) == ["urban", "none"]
    np.testing.assert_array_equal(table["ruca"], [np.nan, 10.3])
    assert list(table["cms_county_type"]) == ["CEAC", "CEAC"]
    assert list(table["adults_65_plus"]) == [1.0, 1.0]
    assert "source_file" not in table
    by_ruca = core_population(studied, CODES, counties, "ruca")
    assert list(by_ruca["stratum"].fillna("none")) == ["none", "rural_area"]
    assert list(by_ruca["ruca_missing"].fillna("-")) == ["other_tracts", "-"]
