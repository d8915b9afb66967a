"""What-ifs that do not fit the area are told with their place in the file and the mend."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from pipelines.area import Case, Opening, Scenarios, StudyArea
from pipelines.measures.what_if.faults import (
    closure_faults,
    closures_without_record,
    opening_faults,
)
from tests.worlds.answers import fictional_area

CENTERS = pd.DataFrame({"center_id": ["c0", "c1"]})
DEFINITIONS = pd.DataFrame({"definition": ["registry"], "center_id": ["r7"]})


def test_centers_that_do_not_exist_are_named_with_those_most_like_them() -> None:
    asked = Scenarios(
        closures=("c9", "c0"), case=(Case(name="slow", closures=("r7",), time_factor=2.0),)
    )
    known = "(it has c1, c0 and others: see center_id in core.centers)"
    lacking = "names a center that this area does not have"
    assert closure_faults(asked, CENTERS, None) == [
        f"scenarios.closures: {lacking}: c9 {known}",
        f"scenarios.case 'slow'.closures: {lacking}: r7 {known}",
    ]
    good = Scenarios(closures=("c0",), case=(Case(name="slow", closures=("c1",)),))
    assert closure_faults(good, CENTERS, None) == []


def test_before_centers_are_placed_a_closure_is_held_against_the_rows_that_were_read() -> None:
    rows = {"list:a", "npi:1234567893"}
    good = Scenarios(closures=("list:a", "npi:1234567893@0a1b2c3d"))
    assert closures_without_record(good, rows) == []
    slow = Case(name="slow", closures=("list:b",), time_factor=2.0)
    (fault,) = closures_without_record(Scenarios(case=(slow,)), rows)
    assert fault.startswith(
        "scenarios.case 'slow'.closures: names a center that this area does not"
    )
    assert "list:b (it has list:a" in fault


def test_a_case_closes_what_its_own_definition_counts() -> None:
    case = Case(name="as registered", definition="registry", closures=("r7", "c0"))
    assert closure_faults(Scenarios(case=(case,)), CENTERS, DEFINITIONS) == []
    empty = Case(name="as billed", definition="billing")
    (fault,) = closure_faults(Scenarios(case=(empty,)), CENTERS, DEFINITIONS)
    assert fault.startswith(
        "scenarios.case 'as billed'.definition: under 'billing' this area has no"
    )


def with_opening(lon: float, lat: float) -> StudyArea:
    opening = Opening(name="Ash", lon=lon, lat=lat)
    asked = Scenarios(case=(Case(name="new", openings=(opening,)),))
    return fictional_area().model_copy(update={"scenarios": asked})


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (-68.0, 36.0, None),
        (-68.9, 36.0, None),
        (36.0, -68.0, "longitude and latitude are exchanged: write lon = -68 and lat = 36"),
        (-60.0, 36.0, "check lon and lat, or widen area.buffer_mi"),
    ],
)
def test_an_opening_far_from_the_area_is_refused(lon: float, lat: float, said: str | None) -> None:
    county = gpd.GeoDataFrame(
        {"county_fips": ["03001"]}, geometry=[box(-68.5, 35.5, -67.5, 36.5)], crs="EPSG:4326"
    )
    faults = opening_faults(with_opening(lon, lat), county)
    assert len(faults) == (said is not None)
    for fault in faults:
        assert fault.startswith("scenarios.case 'new'.openings 'Ash': lon = ")
        assert said is not None and fault.endswith(said)
