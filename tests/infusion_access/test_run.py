import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import infusion_access as ia
from flows.folders import AREAS, Folders
from pipelines.warehouse import replace_layers, writing

SQUARE = shapely.box(-90, 40, -89, 41)


@pytest.fixture
def data(tmp_path):
    """A data folder in which two areas were run, each to a table or two."""
    catchments = gpd.GeoDataFrame(
        {"site_of_care": ["office_based"], "within_min": 30.0, "population": 2.0},
        geometry=[SQUARE],
        crs="EPSG:4326",
    ).assign(band_geometry=gpd.GeoSeries([SQUARE], crs="EPSG:4326"))
    sources = pd.DataFrame({"file": ["a.csv", "b.csv"]})
    for area in ("demo", "mine"):
        path = Folders(tmp_path, tmp_path, area).warehouse
        with writing(path) as warehouse:
            replace_layers(warehouse, {"out.catchments": catchments, "raw.files": sources})
    return tmp_path


def test_a_table_comes_with_geometry_and_crs(data):
    table = ia.open("demo", data=data).table("out.catchments")
    assert isinstance(table, gpd.GeoDataFrame)
    assert table.crs == "EPSG:4326"
    assert table.geometry.iloc[0].equals(SQUARE)
    assert table["within_min"].tolist() == [30.0]


def test_the_tables_are_listed_from_sources_to_answers(data):
    tables = ia.open("demo", data=data).tables()
    assert tables["table"].tolist() == ["raw.files", "out.catchments"]
    assert tables["rows"].tolist() == [2, 1]
    assert tables["columns"].tolist() == [1, 5]
    assert isinstance(tables.set_index("table").loc["out.catchments", "meaning"], str)


def test_the_columns_of_a_table_are_told(data):
    columns = ia.open("demo", data=data).describe("out.catchments").set_index("column")
    assert columns.index.tolist()[:2] == ["site_of_care", "within_min"]
    assert columns.loc["within_min", "type"] == "DOUBLE"
    assert columns.loc["geometry", "type"].startswith("GEOMETRY")
    assert columns["meaning"].notna().all()


def test_a_question_in_sql(data):
    found = ia.open("demo", data=data).sql("SELECT sum(population) AS people FROM out.catchments")
    assert found["people"].tolist() == [2.0]


@pytest.mark.parametrize("ask", ["table", "describe"])
def test_a_table_that_is_not_there_is_answered_with_those_that_are(data, ask):
    with pytest.raises(ia.InputError, match=r"core.mines: no such table .*raw.files"):
        getattr(ia.open("demo", data=data), ask)("core.mines")


def test_an_area_goes_by_its_name_its_settings_or_its_warehouse(data):
    run = ia.open("demo", data=data)
    assert ia.open(AREAS / "demo.toml", data=data) == run
    assert ia.open(run.path) == run
    assert ia.open("mine", data=data).path != run.path


def test_a_reader_does_not_keep_the_next_run_from_writing(data):
    run = ia.open("demo", data=data)
    run.tables()
    with writing(run.path) as warehouse:
        replace_layers(warehouse, {"raw.files": pd.DataFrame({"file": ["c.csv"]})})
    assert run.table("raw.files")["file"].tolist() == ["c.csv"]


def test_an_area_that_was_not_run_is_told_so(tmp_path):
    with pytest.raises(ia.InputError, match="no warehouse yet"):
        ia.open("demo", data=tmp_path)
    with pytest.raises(FileNotFoundError, match="neither an area"):
        ia.open("atlantis", data=tmp_path)


def test_the_roads_of_a_run_give_its_minutes(small_run):
    run = ia.open(small_run.warehouse)
    homes, centers = (
        points(run.table(name).set_index(label))
        for name, label in (("core.population", "geoid"), ("core.centers", "center_id"))
    )
    mine = ia.join(run.network(), homes, centers).nearest()
    times = run.sql("SELECT * FROM out.drive_times WHERE site_of_care = 'any'").set_index("geoid")
    np.testing.assert_allclose(
        mine["drive_time_min"], times.loc[homes.index, "drive_time_min"], atol=1e-9
    )
    assert mine["drive_time_min"].notna().sum() > 20


def test_a_warehouse_without_its_roads_has_none_to_drive(small_run, tmp_path):
    copied = shutil.copy(small_run.warehouse, tmp_path)
    with pytest.raises(ia.InputError, match="does not hold the roads"):
        ia.open(copied).network()


def points(table):
    geometry = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")
