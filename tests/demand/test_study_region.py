import numpy as np
import pytest

from pipelines.demand.study_region import RegionError, study_region
from tests.demand.worlds import CRS, SIDE_M, area, boundaries, lonlat

MILE_M = 1_609.344


def test_counties_of_the_area_and_its_buffer() -> None:
    region = study_region(boundaries(), area())
    inside = dict(zip(region.counties["county_fips"], region.counties["in_area"], strict=True))
    assert inside == {
        "01001": True,
        "01003": True,
        "01005": True,
        "01007": True,
        "02001": False,
    }
    assert region.crs == CRS


def test_without_states_every_county_is_studied() -> None:
    region = study_region(boundaries(), area(states=[]))
    assert len(region.counties) == 6
    assert region.counties["in_area"].all()


def test_the_buffer_ends_where_it_says() -> None:
    region = study_region(boundaries(), area())
    beyond = 20 * MILE_M / SIDE_M
    lon, lat = lonlat([1, 2 + beyond - 0.001, 2 + beyond + 0.001], [0.5, 0.5, 0.5])
    assert list(region.reaches(lon, lat)) == [True, True, False]


def test_county_of_a_place() -> None:
    region = study_region(boundaries(), area())
    pier = 2 * MILE_M / SIDE_M
    lon, lat = lonlat([0.5, 1.5, 0.5, 2.5, -pier, -3 * pier], [0.5, 0.5, 1.5, 0.5, 0.5, 0.5])
    assert list(region.county_of(lon, lat).fillna("none")) == [
        "01001",
        "01003",
        "01005",
        "02001",
        "01001",
        "none",
    ]


def test_off_a_corner_the_smaller_code_counts_whichever_way_the_counties_are_ordered() -> None:
    forth = study_region(boundaries(), area())
    back = study_region(boundaries()[::-1], area())
    lon, lat = lonlat([-0.01], [1.0])
    assert forth.county_of(lon, lat)[0] == back.county_of(lon, lat)[0]


def test_no_places() -> None:
    region = study_region(boundaries(), area())
    assert len(region.county_of(np.array([]), np.array([]))) == 0
    assert len(region.reaches(np.array([]), np.array([]))) == 0


def test_an_area_without_a_county() -> None:
    with pytest.raises(RegionError, match=r"none of the 6 counties .* is in the area 55"):
        study_region(boundaries(), area(states=["55"]))


def test_a_misspelt_county_or_state_beside_right_ones_is_named() -> None:
    known = boundaries()["county_fips"].tolist()
    with pytest.raises(RegionError, match=r"area\.counties names 99007, which the boundaries"):
        study_region(boundaries(), area(counties=[known[0], "99007"]))
    with pytest.raises(RegionError, match=r"area\.states names 50, which the boundaries"):
        study_region(boundaries(), area(states=[known[0][:2], "50"]))
