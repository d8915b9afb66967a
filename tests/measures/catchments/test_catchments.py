import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.contracts import check_contract
from pipelines.measures.catchments.catchments import catchments
from pipelines.measures.catchments.time_raster import NOT_REACHED, Grid
from pipelines.warehouse import read_table, replace_layers, writing
from tests.measures.worlds import drive_time_rows, joined, population

CRS = "EPSG:5070"
WITHIN = (15.0, 30.0, 45.0, 60.0)
GRID = Grid(west=500_000, south=1_500_000, cell_m=500, rows=141, columns=141, crs=CRS)
WORLD = (
    population([60, 30, 10], ["urban", "urban", "rural"]),
    drive_time_rows({"hospital_based": [15.0, 44.0, None], "office_based": [61.0, None, 30.0]}),
)


def cone() -> np.ndarray:
    """One kilometre a minute in all directions from the middle cell."""
    y, x = np.mgrid[:141, :141] - 70
    return np.rint(np.hypot(x, y) * 30_000).astype(np.int32)


@pytest.fixture(scope="module")
def table():
    empty = np.full((141, 141), NOT_REACHED)
    rasters = {"hospital_based": cone(), "office_based": empty}
    return check_contract("out.catchments", catchments(rasters, GRID, joined(WORLD), WITHIN))


def test_people_are_counted_by_their_drive_time(table) -> None:
    hospital = table[table["site_of_care"] == "hospital_based"]
    assert list(hospital["within_min"]) == list(WITHIN)
    assert list(hospital["population"]) == [60, 60, 90, 90]
    office = table[table["site_of_care"] == "office_based"]
    assert list(office["population"]) == [0, 10, 10, 10]


def test_land_is_where_and_as_large_as_it_should_be(table) -> None:
    land = table[table["site_of_care"] == "hospital_based"].set_geometry("geometry").to_crs(CRS)
    radius_m = np.array([15, 30]) * 1_000.0
    assert land.area.to_numpy()[:2] == pytest.approx(np.pi * radius_m**2, rel=0.02)
    middle = land.centroid.iloc[1]
    assert (middle.x, middle.y) == pytest.approx((535_000, 1_535_000), abs=100)


def test_the_larger_contains_the_smaller_and_bands_fill_the_difference(table) -> None:
    land = table[table["site_of_care"] == "hospital_based"]
    whole, bands = land["geometry"].to_numpy(), land["band_geometry"].to_numpy()
    assert shapely.is_valid(whole).all()
    assert shapely.coverage_is_valid(bands)
    for number in range(1, 4):
        assert whole[number].covers(whole[number - 1])
        assert whole[number].covers(bands[number])
        assert shapely.union(whole[number - 1], bands[number]).equals(whole[number])
        assert whole[number - 1].intersection(bands[number]).area == 0


def test_threads_do_not_change_the_answer(table) -> None:
    rasters = {"hospital_based": cone(), "office_based": np.full((141, 141), NOT_REACHED)}
    again = catchments(rasters, GRID, joined(WORLD), WITHIN, threads=2)
    for name in ("geometry", "band_geometry"):
        assert shapely.equals_identical(again[name].to_numpy(), table[name].to_numpy()).all()


def test_a_kind_that_nobody_reaches_has_empty_land(table) -> None:
    office = table[table["site_of_care"] == "office_based"]
    assert shapely.is_empty(office["geometry"].to_numpy()).all()
    assert shapely.is_empty(office["band_geometry"].to_numpy()).all()


def test_the_warehouse_keeps_them(table, tmp_path) -> None:
    path = tmp_path / "access.duckdb"
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.catchments": table})
    found = read_table(path, "out.catchments")
    assert found["geometry"].geom_equals(table["geometry"]).all()
    assert pd.Series(found["population"]).tolist() == table["population"].tolist()
