import csv
import io

import numpy as np
import pyproj
import pytest

from pipelines.demo.land import plan
from pipelines.demo.state import CENTERS, HOSPITALS
from pipelines.demo.writing.write_facilities import HIFLD_COLUMNS
from pipelines.sources.facilities.centers_list import CENTER_COLUMNS
from tests.demo.conftest import written


def rows_of(path, encoding):
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def hospitals(full):
    return rows_of(written(full, HOSPITALS), "utf-8-sig")


@pytest.fixture(scope="module")
def centers(full):
    return rows_of(written(full, CENTERS), "utf-8")


def test_hospitals_have_the_header_of_the_published_file(full, shared_data):
    published = (shared_data / "us/facilities/hifld_hospitals.csv").read_bytes()
    header = published[: published.index(b"\n") + 1]
    assert written(full, HOSPITALS).read_bytes().startswith(header)


def test_hospitals_begin_with_a_byte_order_mark(full, hospitals):
    assert written(full, HOSPITALS).read_bytes().startswith(b"\xef\xbb\xbfX,Y,FID,ID,NAME,")
    assert tuple(hospitals[0]) == HIFLD_COLUMNS
    assert len(hospitals) == len(full.state.hospitals)


def test_x_and_y_are_web_mercator(hospitals):
    to_mercator = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    for row in hospitals:
        x, y = to_mercator.transform(float(row["LONGITUDE"]), float(row["LATITUDE"]))
        assert float(row["X"]) == pytest.approx(x, abs=0.01)
        assert float(row["Y"]) == pytest.approx(y, abs=0.01)


def test_hospitals_leave_some_things_unknown(hospitals):
    assert {row["TTL_STAFF"] for row in hospitals} == {"-999"}
    assert any(row["BEDS"] == "-999" for row in hospitals)
    assert any(row["TELEPHONE"] == "NOT AVAILABLE" for row in hospitals)
    assert {row["STATUS"] for row in hospitals} == {"OPEN", "CLOSED"}
    assert all(len(row["ID"]) == 10 for row in hospitals)
    assert all(row["COUNTYFIPS"].startswith("03") for row in hospitals)


def test_no_telephone_rings_anywhere(hospitals):
    phones = [row["TELEPHONE"] for row in hospitals if row["TELEPHONE"] != "NOT AVAILABLE"]
    assert phones
    assert all("555-01" in phone for phone in phones)


def test_centers_follow_the_template(full, centers):
    assert tuple(centers[0]) == CENTER_COLUMNS
    assert len({row["center_id"] for row in centers}) == len(centers) == len(full.state.listed)
    assert {row["site_of_care"] for row in centers} == {
        "office_based",
        "pharmacy_based",
        "stand_alone",
    }
    assert {row["therapy_line"] for row in centers} == {"oncology", "specialty"}
    assert {row["state"] for row in centers} == {plan.STATE_POSTAL}
    assert all(row["source_note"] == "fictional" for row in centers)


def test_chairs_are_counted_or_blank(centers):
    capacity = [row["capacity"] for row in centers]
    assert "" in capacity
    assert all(1 <= int(chairs) <= 20 for chairs in capacity if chairs)


def test_no_center_has_the_identifier_of_a_real_provider(centers):
    assert all(row["npi"] == "" and row["ccn"] == "" for row in centers)


def test_centers_lie_in_the_state(centers):
    lon, lat = np.array([(row["lon"], row["lat"]) for row in centers], dtype=float).T
    assert -71.6 < lon.min() < lon.max() < -66.4
    assert 33.4 < lat.min() < lat.max() < 37.1
