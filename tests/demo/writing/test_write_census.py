import re
import struct
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from pipelines.demo.land import plan
from pipelines.demo.state import CENPOP, COUNTIES
from tests.demo.conftest import written

COUNTY_FIELDS = [
    *("STATEFP", "COUNTYFP", "COUNTYNS", "AFFGEOID", "GEOID", "NAME", "NAMELSAD", "STUSPS"),
    *("STATE_NAME", "LSAD", "ALAND", "AWATER"),
]


@pytest.fixture(scope="module")
def lines(full):
    return written(full, CENPOP).read_bytes().decode("utf-8-sig").split("\n")


def test_cenpop_begins_with_a_byte_order_mark_and_the_census_header(full):
    expected = b"\xef\xbb\xbfSTATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE\n03,"
    assert written(full, CENPOP).read_bytes().startswith(expected)


def test_cenpop_rows_are_padded_and_signed(lines):
    assert lines[-1] == ""
    row = re.compile(r"03,\d{3},\d{6},\d,\d+,\+3\d\.\d{6},-0\d{2}\.\d{6}")
    assert all(row.fullmatch(line) for line in lines[1:-1])
    assert len(lines) - 2 >= 1500


def test_cenpop_rows_are_sorted_and_named_once(lines):
    geoids = [line[:15] for line in lines[1:-1]]
    assert geoids == sorted(geoids)
    assert len(set(geoids)) == len(geoids)


def test_block_groups_of_sea_have_no_people_but_a_place(full, lines):
    water = [line for line in lines[1:-1] if line.split(",")[2] == "990000"]
    assert 3 <= len(water) <= 12
    assert {tuple(line.split(",")[3:5]) for line in water} == {("0", "0")}
    assert all(int(line.split(",")[4]) > 0 for line in lines[1:-1] if line not in water)
    assert full.block_groups == len(lines) - 2


def test_cenpop_lies_in_the_open_ocean(lines):
    lat, lon = np.array([line.split(",")[5:7] for line in lines[1:-1]], dtype=float).T
    assert -71.6 < lon.min() < lon.max() < -66.4
    assert 33.4 < lat.min() < lat.max() < 37.1


@pytest.fixture(scope="module")
def counties(full):
    return gpd.read_file(written(full, COUNTIES))


def test_county_fields_are_those_of_2022(counties):
    assert list(counties.columns) == [*COUNTY_FIELDS, "geometry"]
    assert counties.crs.to_epsg() == 4269
    first = counties.iloc[0]
    assert (first.STATEFP, first.COUNTYFP, first.GEOID) == ("03", "001", "03001")
    assert first.AFFGEOID == "0500000US03001"
    assert (first.NAMELSAD, first.STUSPS, first.LSAD) == ("Ashgrave County", "ZZ", "06")
    assert (counties.STATE_NAME == plan.STATE_NAME).all()
    assert "Peñarosa" in set(counties.NAME)


def test_county_areas_are_square_metres_of_land(counties):
    measured = counties.to_crs(plan.LOCAL_CRS).area
    assert np.abs(measured / counties.ALAND - 1).max() < 0.005
    assert (counties.AWATER >= 0).all()


def test_written_counties_are_valid_and_share_their_borders(counties):
    shapes = counties.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    together = shapely.area(shapely.union_all(shapes))
    assert shapely.area(shapes).sum() == pytest.approx(together, rel=1e-9)


def test_the_zip_holds_a_whole_shapefile_without_todays_date(full):
    path = written(full, COUNTIES)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert {name.rpartition(".")[2] for name in names} == {"cpg", "dbf", "prj", "shp", "shx"}
        assert {name.partition(".")[0] for name in names} == {path.stem}
        assert {info.date_time[0] for info in archive.infolist()} == {2022}
        dbf = archive.read(f"{path.stem}.dbf")
    assert struct.unpack("3B", dbf[1:4]) == (122, 1, 1)
