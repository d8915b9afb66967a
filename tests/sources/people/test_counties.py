"""County boundaries from shapefile, GeoJSON, GeoPackage and TopoJSON, sound and not."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from pipelines.area import CountiesSource
from pipelines.sources.people.counties import read_counties
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from tests.sources.samples import ABOUT

CENSUS = CountiesSource(**ABOUT)


def square(west, south, size=1.0):
    return shapely.box(west, south, west + size, south + size)


def census_frame():
    """Three counties as the Census Bureau publishes them."""
    return gpd.GeoDataFrame(
        {
            "GEOID": ["17001", "01003", "09190"],
            "NAME": ["Adams", "Baldwin", "Western Connecticut"],
            "NAMELSAD": ["Adams County", "Baldwin County", "Western Connecticut Planning Region"],
            "STUSPS": ["IL", "AL", "CT"],
            "ALAND": [2214920000, 4117650000, 1370000000],
        },
        geometry=[square(-91, 39), square(-88, 30), square(-74, 41)],
        crs="EPSG:4269",
    )


def save(frame, path):
    frame.to_file(path)
    return path


@pytest.fixture(params=["shapefile", "zip", "geojson", "gpkg"])
def census_file(request, tmp_path):
    frame = census_frame()
    if request.param == "zip":
        (tmp_path / "cb").mkdir()
        save(frame, tmp_path / "cb" / "cb_2023_us_county_500k.shp")
        return shutil.make_archive(tmp_path / "cb_2023_us_county_500k", "zip", tmp_path / "cb")
    if request.param == "shapefile":
        return save(frame, tmp_path / "counties.shp")
    return save(frame, tmp_path / f"counties.{request.param}")


def test_census_counties(census_file):
    reading = read_counties([census_file], CENSUS)
    table = reading.table
    assert isinstance(table, gpd.GeoDataFrame)
    assert table.crs == "EPSG:4326"
    assert list(table) == [
        "county_fips",
        "name",
        "state",
        "land_area_m2",
        "geometry",
        "source_file",
        "source_row",
    ]
    assert table["county_fips"].tolist() == ["17001", "01003", "09190"]
    assert table["state"].tolist() == ["IL", "AL", "CT"]
    assert table["land_area_m2"].tolist() == [2214920000, 4117650000, 1370000000]
    assert table["source_row"].tolist() == [1, 2, 3]
    assert table.geometry.is_valid.all()
    for found, drawn in zip(table.geometry, census_frame().geometry, strict=True):
        assert found.symmetric_difference(drawn).area < 1e-6
    assert reading.rows_read == 3
    assert tuple(reading.rejected) == REJECTED_COLUMNS
    assert len(reading.rejected) == 0


def test_projected_file_becomes_degrees(tmp_path):
    path = save(census_frame().to_crs("EPSG:5070"), tmp_path / "counties.gpkg")
    [west, south, east, north] = read_counties([path], CENSUS).table.total_bounds
    assert (west, south, east, north) == pytest.approx((-91, 30, -73, 42), abs=1e-6)


def test_several_files_make_one_table(tmp_path):
    one = save(census_frame().iloc[:1], tmp_path / "one.geojson")
    two = save(census_frame().iloc[1:].drop(columns="STUSPS"), tmp_path / "two.geojson")
    table = read_counties([one, two], CENSUS).table
    assert table["source_file"].tolist() == ["one.geojson", "two.geojson", "two.geojson"]
    assert table["source_row"].tolist() == [1, 1, 2]
    # Without postal codes the state's FIPS code stands in.
    assert table["state"].tolist() == ["IL", "01", "09"]


def test_area_that_is_not_given_is_null(tmp_path):
    frame = census_frame()
    frame.loc[1, "ALAND"] = None
    table = read_counties([save(frame, tmp_path / "counties.geojson")], CENSUS).table
    assert table["land_area_m2"].isna().tolist() == [False, True, False]
    path = save(frame.drop(columns="ALAND"), tmp_path / "bare.geojson")
    assert read_counties([path], CENSUS).table["land_area_m2"].isna().all()


def test_codes_that_became_numbers(tmp_path):
    frame = census_frame().assign(GEOID=[17001, 1003, 9190])
    table = read_counties([save(frame, tmp_path / "counties.geojson")], CENSUS).table
    assert table["county_fips"].tolist() == ["17001", "01003", "09190"]


def test_crossed_boundary_is_mended(tmp_path):
    bowtie = shapely.Polygon([(-91, 39), (-90, 40), (-90, 39), (-91, 40)])
    frame = census_frame()
    frame.loc[0, "geometry"] = bowtie
    [county, *_] = read_counties([save(frame, tmp_path / "c.geojson")], CENSUS).table.geometry
    assert county.is_valid
    assert county.area == pytest.approx(0.5)


def test_mending_leaves_areas_only(tmp_path):
    spiked = shapely.Polygon([(-91, 39), (-90, 39), (-90, 40), (-89, 41), (-90, 40), (-91, 40)])
    frame = census_frame()
    frame.loc[0, "geometry"] = spiked
    [county, *_] = read_counties([save(frame, tmp_path / "c.geojson")], CENSUS).table.geometry
    assert county.geom_type == "Polygon"
    assert county.area == pytest.approx(1)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "the geometry is empty"),
        (shapely.Polygon(), "the geometry is empty"),
        (shapely.Point(-91, 39), "a point or a line"),
        (shapely.LineString([(-91, 39), (-90, 39)]), "a point or a line"),
        (shapely.Polygon([(-91, 39), (-90, 39), (-91, 39)]), "no area once"),
        (square(170, 89, 20), "off the globe"),
    ],
)
def test_unusable_geometry(tmp_path, geometry, reason):
    frame = census_frame()
    frame.loc[0, "geometry"] = geometry
    reading = read_counties([save(frame, tmp_path / "c.gpkg")], CENSUS)
    assert reading.table["county_fips"].tolist() == ["01003", "09190"]
    assert reading.rejected["source_row"].tolist() == [1]
    assert reason in reading.rejected.loc[0, "reason"]
    assert "17001,Adams" in reading.rejected.loc[0, "row_text"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("GEOID", "17", "county_fips 17 is not a code of 5 digits"),
        ("GEOID", None, "county_fips is blank"),
        ("GEOID", "01003", "county_fips 01003 is there already"),
        ("NAME", None, "name is blank"),
    ],
)
def test_unusable_attributes(tmp_path, column, value, reason):
    frame = census_frame()
    frame.loc[2, column] = value
    reading = read_counties([save(frame, tmp_path / "c.geojson")], CENSUS)
    assert len(reading.table) == 2
    assert reading.rejected["reason"].tolist() == [reason]


def topojson(tmp_path, layers=("counties",)):
    ring = [[-91, 39], [-90, 39], [-90, 40], [-91, 40], [-91, 39]]
    county = {"type": "Polygon", "arcs": [[0]], "id": "17001", "properties": {"name": "Adams"}}
    path = tmp_path / "counties.json"
    path.write_text(
        json.dumps(
            {
                "type": "Topology",
                "arcs": [ring],
                "objects": {
                    name: {"type": "GeometryCollection", "geometries": [county]} for name in layers
                },
            }
        )
    )
    return path


ATLAS = CountiesSource(
    layer="counties",
    columns={"county_fips": "id", "name": "name"},
    assume_crs="EPSG:4326",
    **ABOUT,
)


def test_topojson(tmp_path):
    table = read_counties([topojson(tmp_path, ("counties", "states"))], ATLAS).table
    assert table[["county_fips", "name", "state"]].values.tolist() == [["17001", "Adams", "17"]]
    assert shapely.area(table.geometry.to_numpy()).tolist() == [1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer": None}, r"has 2 layers: counties, states \(name one"),
        ({"layer": "county"}, r"has no layer 'county' \(its layers are counties, states"),
        ({"assume_crs": None}, "does not say in which CRS"),
        ({"assume_crs": "EPSG:0"}, "CRS cannot be used"),
        ({"assume_crs": "EPSG:5070"}, None),
        ({"columns": {"county_fips": "GEOID", "name": "name"}}, "lacks the field 'GEOID'; it has"),
        ({"columns": {"county_fips": "id"}}, "lacks the field 'name'|name is blank"),
        ({"columns": {"fips": "id"}}, "its settings name fips"),
    ],
)
def test_unusable_settings(tmp_path, change, message):
    source = ATLAS.model_copy(update=change)
    path = topojson(tmp_path, ("counties", "states"))
    if message is None:  # degrees taken for metres: a speck in the middle of the country
        assert shapely.area(read_counties([path], source).table.geometry.to_numpy()) < 1e-6
        return
    with pytest.raises(SourceError, match=message) as caught:
        read_counties([path], source)
    assert str(path) in str(caught.value)


def test_off_globe_file_is_refused(tmp_path):
    frame = census_frame().to_crs("EPSG:5070")
    frame = frame.set_crs(None, allow_override=True)
    path = save(frame.set_crs("EPSG:4326", allow_override=True), tmp_path / "c.gpkg")
    with pytest.raises(SourceError, match=r"3 of its 3 rows .* off the globe"):
        read_counties([path], CENSUS)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # what GDAL says of damaged files on its way
@pytest.mark.parametrize("name", ["c.shp", "c.geojson", "c.json", "c.gpkg", "c.zip"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 2000,
        b"GEOID,NAME\n17001,Adams\n",
        b"<html><body>no</body></html>",
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", ',
        b"PK\x03\x04nothing",
        b"SQLite format 3\0" + b"\1" * 300,
    ],
)
def test_files_that_are_no_boundaries(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=str(path)):
        read_counties([path], CENSUS)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files(census_file, tmp_path, share):
    """A cut file is an error, or the counties that it still holds."""
    path = Path(census_file)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    try:
        reading = read_counties([path], CENSUS)
    except SourceError as error:
        assert str(path) in str(error)
    else:
        assert len(reading.table) + reading.rejected["source_row"].nunique() == reading.rows_read


def test_tables_without_geometry(tmp_path):
    path = tmp_path / "counties.csv"
    path.write_text("GEOID,NAME\n17001,Adams\n")
    with pytest.raises(SourceError, match="has no geometry"):
        read_counties([path], CENSUS)


def test_file_without_features(tmp_path):
    path = tmp_path / "counties.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(SourceError, match=str(path)):
        read_counties([path], CENSUS)


def test_missing_file(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_counties([tmp_path / "nowhere.zip"], CENSUS)
    with pytest.raises(SourceError, match="no file"):
        read_counties([], CENSUS)


def test_real_counties(shared_data):
    reading = read_counties([shared_data / "us/geography/counties-10m.json"], ATLAS)
    assert reading.rows_read == 3_231
    assert len(reading.table) == 3_230
    assert reading.rejected["reason"].tolist() == ["the geometry is empty"]
    assert "Falls Church" in reading.rejected.loc[0, "row_text"]
    assert reading.table.geometry.is_valid.all()
    assert reading.table["county_fips"].is_unique
