"""The box that roads are read in holds the area and its buffer, in every direction."""

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from pipelines.roads.extent import road_extent

METERS_PER_MILE = 1609.344


def area(west: float, south: float, east: float, north: float) -> gpd.GeoDataFrame:
    far = shapely.box(west - 30, south, west - 29, north)
    return gpd.GeoDataFrame(
        {"in_area": [True, False]},
        geometry=[shapely.box(west, south, east, north), far],
        crs="EPSG:4326",
    )


@pytest.mark.parametrize("latitude", [-45.0, 0.0, 30.0, 64.0])
def test_the_buffer_is_at_least_as_wide_as_asked_and_little_more(latitude: float) -> None:
    west, south, east, north = road_extent(area(-90, latitude, -88, latitude + 2), 70.0)
    geod = Geod(ellps="WGS84")

    def miles(lon_1: float, lat_1: float, lon_2: float, lat_2: float) -> float:
        return float(geod.inv(lon_1, lat_1, lon_2, lat_2)[2]) / METERS_PER_MILE

    widths = [
        miles(-89, latitude, -89, south),
        miles(-89, latitude + 2, -89, north),
        *(miles(-90, lat, west, lat) for lat in (latitude, latitude + 2)),
        *(miles(-88, lat, east, lat) for lat in (latitude, latitude + 2)),
    ]
    assert min(widths) > 68.9
    assert max(widths) < 82.0


def test_counties_of_the_buffer_do_not_widen_the_box() -> None:
    assert road_extent(area(-90, 40, -88, 42), 0.0) == pytest.approx((-90, 40, -88, 42))


def test_the_box_stays_on_the_globe() -> None:
    assert road_extent(area(-150, 60, 179.9, 89.9), 500.0) == (
        -180.0,
        pytest.approx(52.75, abs=0.01),
        180.0,
        90.0,
    )
