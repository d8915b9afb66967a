import numpy as np
import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.demand.counties import core_counties
from pipelines.demand.population import studied_people
from pipelines.demand.rurality import RuralityCodes
from pipelines.demand.study_region import study_region
from tests.demand.worlds import SIDE_M, area, boundaries, people

SQMI_M2 = 1_609.344**2
ROWS = {"010010101001": 9e5, "010010202001": 2e5, "010030101001": 2e5}
CODES = RuralityCodes(
    rucc=pd.DataFrame({"county_fips": ["01001", "02001"], "rucc": [1.0, 8.0]}),
    ruca=pd.DataFrame(
        {
            "tract_geoid": ["01001010100", "01001020200"],
            "ruca": [1.0, 4.0],
            "ruca_secondary": ["1.1", "4.1"],
            "land_sqmi": np.nan,
            "people_per_sqmi": np.nan,
            "census": 2020,
        }
    ),
)


@pytest.fixture
def counties():
    shapes = boundaries(land_area_m2=100 * SQMI_M2)
    studied = studied_people(people(ROWS), shapes, area()).people
    table = core_counties(shapes[::-1], study_region(shapes, area()), studied, CODES, "rucc")
    return check_contract("core.counties", table).set_index("county_fips")


def test_people_by_county(counties) -> None:
    assert list(counties.index) == ["01001", "01003", "01005", "01007", "02001"]
    np.testing.assert_array_equal(counties["population"], [1.1e6, 2e5, 0, 0, np.nan])
    assert list(counties["in_area"]) == [True] * 4 + [False]


def test_codes_by_county(counties) -> None:
    np.testing.assert_array_equal(counties["ruca"], [1, np.nan, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(counties["rucc"], [1, np.nan, np.nan, np.nan, 8])
    assert counties["nchs"].isna().all()
    assert list(counties["hrsa"].fillna("none")) == ["not_rural", "none", "none", "none", "none"]
    assert list(counties["stratum"].fillna("none")) == ["urban", "none", "none", "none", "rural"]


def test_county_types_are_derived_where_people_are_known(counties) -> None:
    types = counties["cms_county_type"].fillna("none")
    assert list(types) == ["Large Metro", "Metro", "CEAC", "CEAC", "none"]
    assert list(counties["cms_county_type_source"].fillna("none")) == ["derived"] * 4 + ["none"]


def test_a_type_that_cms_published_holds_before_the_derived_one() -> None:
    shapes = boundaries(land_area_m2=100 * SQMI_M2)
    studied = studied_people(people(ROWS), shapes, area()).people
    types = pd.Series({"01003": "Large Metro", "02001": "Rural"}, dtype="str")
    region = study_region(shapes, area())
    table = core_counties(shapes, region, studied, CODES, "cms", types).set_index("county_fips")
    assert table.loc["01003", ["cms_county_type", "stratum"]].tolist() == ["Large Metro", "urban"]
    assert table.loc["02001", "cms_county_type"] == "Rural"
    assert table["cms_county_type_source"].fillna("none").tolist() == [
        *("derived", "hsd", "derived", "derived", "hsd")
    ]


def test_stated_land_area_wins(counties) -> None:
    assert counties["area_sqmi"].to_numpy() == pytest.approx(100)
    assert set(counties["area_source"]) == {"land_area"}


def test_without_land_area_the_boundary_gives_it() -> None:
    shapes = boundaries(land_area_m2=None)
    studied = studied_people(people(ROWS), shapes, area()).people
    table = core_counties(shapes, study_region(shapes, area()), studied, CODES, "rucc")
    # EPSG:5070 is equal-area.
    assert table["area_sqmi"].to_numpy() == pytest.approx(SIDE_M**2 / SQMI_M2, rel=1e-4)
    assert set(table["area_source"]) == {"geometry"}


def test_a_county_missing_from_a_table_takes_the_code_of_its_people() -> None:
    shapes = boundaries().replace({"county_fips": {"01001": "09013", "01003": "09015"}})
    rows = people({"090135281001": 5.0, "090138902031": 9.0})
    settings = area(states=["09"])
    studied = studied_people(rows, shapes, settings).people
    regions = pd.DataFrame({"county_fips": ["09110", "09150"], "rucc": [2.0, 4.0]})
    table = core_counties(
        shapes, study_region(shapes, settings), studied, RuralityCodes(rucc=regions), "rucc"
    )
    found = table.set_index("county_fips")["rucc"]
    assert found["09013"] == 4.0
    assert np.isnan(found["09015"])
