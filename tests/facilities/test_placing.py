"""An address lies on its street, else in its ZIP area or town; answers elsewhere are not believed."""

import csv

import numpy as np
import pandas as pd
import pytest

from pipelines.area import CentersSource, HospitalsSource, Source
from pipelines.facilities.placed_sources import place_sources
from pipelines.facilities.placing import placed_addresses, placed_in_words, placed_rows
from pipelines.facilities.zip_areas import zip_areas
from pipelines.sources.facilities.centers_list import read_centers_list
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.geocoder import read_answers
from pipelines.sources.people.zip_centroids import read_zip_centroids
from pipelines.sources.people.zip_towns import read_zip_towns
from tests.facilities.worlds import MILE_DEG, centroids

ABOUT = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}
TOWNS = pd.DataFrame({"zip": ["90001", "90099"], "town": ["Rosby"] * 2, "state": ["ZZ"] * 2})
AREAS = zip_areas(centroids(0, 1, 3, 6), TOWNS)
NO_ANSWER = {"status": "no_match", "matched_address": None, "lon": np.nan, "lat": np.nan}


def answered(matched: str, miles: float) -> dict:
    """Return a match so many miles north of the middle of 90001."""
    where = {"lon": -90.0, "lat": 40 + miles * MILE_DEG}
    return {"status": "match", "matched_address": matched, **where}


def placed(answer: dict, **address: str) -> pd.Series:
    rows = pd.DataFrame([{"city": "Rosby", "state": "ZZ", "zip": "90001"} | address])
    answers = pd.DataFrame([answer]).astype({"matched_address": "str"})
    return placed_addresses(rows, answers, AREAS).iloc[0]


@pytest.mark.parametrize(
    ("answer", "address", "precision", "lat"),
    [
        (answered("1 OAK AVE, ROSBY, ZZ, 90001", 2), {}, "street", 40 + 2 * MILE_DEG),
        (NO_ANSWER | {"status": "tie"}, {}, "zip", 40.0),
        (NO_ANSWER, {"zip": "90002"}, "zip", 40 + MILE_DEG),
        # A ZIP code of one building: the town of its post office, whatever the address calls it.
        (NO_ANSWER, {"zip": "90099", "city": "Hospital City"}, "city", 40.0),
        (NO_ANSWER, {"zip": ""}, "city", 40.0),
    ],
)
def test_street_then_zip_area_then_town(answer, address, precision, lat):
    found = placed(answer, **address)
    assert (found["geocode_precision"], found["lat"]) == (precision, pytest.approx(lat))
    assert pd.isna(found["unplaced_reason"])
    assert pd.isna(found["place_radius_mi"]) == (precision == "street")


def test_what_nothing_places_says_why():
    found = placed(NO_ANSWER, zip="90098", city="Elsewhere")
    assert found[["lon", "lat", "geocode_precision"]].isna().all()
    assert found["unplaced_reason"] == (
        "the geocoder does not know the address, and no area is known of ZIP code 90098 or of its town"
    )
    assert (
        "its ZIP code, which is not told, or"
        in placed(NO_ANSWER, zip="", city="")["unplaced_reason"]
    )


@pytest.mark.parametrize(
    ("answer", "address", "why"),
    [
        # Found in another state, though the ZIP code was not asked for, or stands in the answer too.
        (answered("200 MAIN ST, ROSBY, IA, 52601", 2), {"zip": ""}, "in another state"),
        (answered("200 MAIN ST, ROSBY, IA, 90001", 2), {}, "in another state"),
        # In another ZIP code, beyond twice the six miles to the third neighbour.
        (answered("200 MAIN ST, ROSBY, ZZ, 90009", 13), {}, "miles from the middle"),
    ],
)
def test_an_answer_elsewhere_is_not_believed(answer, address, why):
    found = placed(answer, **address)
    assert found["geocode_precision"] == ("city" if address else "zip")
    assert why in found["doubt"]
    assert answer["matched_address"] in found["doubt"]
    assert found["place_note"] == found["doubt"]


@pytest.mark.parametrize(
    ("answer", "address"),
    [
        (answered("200 MAIN ST, ROSBY, ZZ, 90009", 11), {}),
        # The same ZIP code may be large; an address of which no state is asked may be in any.
        (answered("200 MAIN ST, ROSBY, ZZ, 90001", 40), {}),
        (answered("200 MAIN ST, ROSBY, IA, 52601", 2), {"state": "", "zip": ""}),
        (answered("200 MAIN ST, BURLINGTON, VT, 05401", 2), {"state": "Vermont", "zip": ""}),
    ],
)
def test_an_answer_near_by_is_believed(answer, address):
    found = placed(answer, **address)
    assert found["geocode_precision"] == "street"
    assert pd.isna(found["doubt"])


def test_a_street_beyond_its_zip_area_says_so():
    far = placed(answered("1 OAK AVE, ROSBY, ZZ, 90001", 40))
    assert far["place_note"] == (
        "lies 40.1 miles from the middle of ZIP area 90001, which reaches about 6.0"
    )
    assert pd.isna(placed(answered("1 OAK AVE, ROSBY, ZZ, 90001", 5))["place_note"])


def row(**told: object) -> pd.DataFrame:
    where = {"address": "1 Oak Ave", "city": "Rosby", "state": "ZZ", "zip": "90001"}
    place = {"lon": np.nan, "lat": np.nan, "geocode_precision": None}
    rows = pd.DataFrame([where | place | told])
    texts = dict.fromkeys((*where, "geocode_precision"), "str")
    return rows.astype(texts | {"lon": "float64", "lat": "float64"})


def geocoder(answer: dict, asked: list | None = None):
    def geocode(addresses: pd.DataFrame) -> pd.DataFrame:
        if asked is not None:
            asked.extend(addresses["street"])
        rows = pd.DataFrame([answer] * len(addresses), index=addresses.index)
        return rows.astype({"matched_address": "str"})

    return geocode


def test_rows_without_coordinates_are_asked_for():
    asked: list[str] = []
    found = placed_rows(row(), geocoder(answered("1 OAK AVE, ROSBY, ZZ, 90001", 2), asked), AREAS)
    assert asked == ["1 OAK AVE"]
    assert found["geocode_precision"].tolist() == ["street"]


@pytest.mark.parametrize(
    ("answer", "lon", "precision", "radius"),
    [
        (answered("1 OAK AVE, ROSBY, ZZ, 90001", 2), -90.0, "street", None),
        (NO_ANSWER, -90.1, "zip", 6),
    ],
)
def test_a_row_known_to_its_zip_area_moves_to_its_street(answer, lon, precision, radius):
    told = row(lon=-90.1, lat=40.0, geocode_precision="zip")
    found = placed_rows(told, geocoder(answer), AREAS).iloc[0]
    assert (found["lon"], found["geocode_precision"]) == (lon, precision)
    assert (
        pd.isna(found["place_radius_mi"])
        if radius is None
        else (found["place_radius_mi"] == pytest.approx(radius, rel=0.01))
    )


def test_a_row_keeps_its_own_middle_where_no_area_is_known_and_lies_somewhere():
    told = row(lon=-90.1, lat=40.0, geocode_precision="zip")
    found = placed_rows(told, geocoder(NO_ANSWER), zip_areas(None, None)).iloc[0]
    assert (found["lon"], found["geocode_precision"]) == (-90.1, "zip")
    assert pd.isna(found["unplaced_reason"])


@pytest.mark.parametrize("precision", ["rooftop", None])
def test_nobody_is_asked_for_what_is_known_better(precision):
    told = row(lon=-90.0, lat=40.6, geocode_precision=precision)
    found = placed_rows(told, lambda _: pytest.fail("asked"), AREAS)
    assert found[told.columns.tolist()].equals(told)
    assert "miles from the middle of ZIP area 90001" in found["place_note"].item()


def test_a_listed_town_reaches_as_far_as_the_town():
    told = row(lon=-90.0, lat=40.0, geocode_precision="city")
    found = placed_rows(told, geocoder(NO_ANSWER), AREAS).iloc[0]
    assert found["place_radius_mi"] == pytest.approx(6, rel=0.01)


def test_counts_in_words():
    rows = pd.concat(
        [row(lon=-90.0, lat=40.0), row(), row(zip="90099"), row(zip=None, city="Nowhere")],
        ignore_index=True,
    )
    assert placed_in_words(placed_rows(rows, geocoder(NO_ANSWER), AREAS)) == (
        "4, of them 1 on their street, 1 in the middle of their ZIP area, 1 of their town, 1 nowhere"
    )


NOBODY_ASKED = geocoder(NO_ANSWER | {"status": "not_asked"})


@pytest.fixture(scope="module")
def published(shared_data):
    """Return ZIP areas and towns as they are published."""
    towns = shared_data / "real_samples/ruca/RUCA-codes-2020-zipcode.csv"
    return {
        "zip_centroids": read_zip_centroids(
            [shared_data / "us/geography/zcta_centroids.csv"], Source(**ABOUT)
        ).table,
        "zip_towns": read_zip_towns([towns], Source(**ABOUT)).table,
    }


def test_no_real_hospital_is_lost_for_its_zip_code(shared_data, published):
    file = shared_data / "real_samples/cms_hospitals/Hospital_General_Information.csv"
    hospitals = read_cms_hospitals([file], HospitalsSource(kind="cms", **ABOUT)).table
    found = place_sources(published | {"hospitals": hospitals}, NOBODY_ASKED).hospitals
    assert found["lon"].notna().all()
    assert found["geocode_precision"].value_counts().to_dict() == {"zip": 4_423, "city": 110}
    christiana = found[found["name"].str.contains("CHRISTIANA")].iloc[0]
    # The hospital stands in Newark, Delaware, at 39.687 north, 75.671 west.
    assert christiana["geocode_precision"] == "city"
    assert abs(christiana["lat"] - 39.687) < 0.05 and abs(christiana["lon"] + 75.671) < 0.1
    assert found["state"].eq("DE").sum() == 6


def test_real_centers_without_coordinates_are_placed(shared_data, published):
    file = shared_data / "us/centers/known_centers.csv"
    source = CentersSource(columns={"address": "street", "source_note": "source_url"}, **ABOUT)
    reading = read_centers_list([file], source)
    assert reading.rows_read == 310
    assert reading.table["lon"].isna().sum() == 127
    found = place_sources(published | {"centers": reading.table}, NOBODY_ASKED).centers_list
    told = reading.table["lon"].notna()
    pd.testing.assert_frame_equal(found[told][["lon", "lat"]], reading.table[told][["lon", "lat"]])
    assert found[~told]["geocode_precision"].fillna("").value_counts().to_dict() == {
        "city": 114,
        "zip": 6,
        "": 7,
    }


def test_the_street_in_fairbanks_is_right_and_says_how_far_it_lies(published):
    areas = zip_areas(published["zip_centroids"], published["zip_towns"])
    address = {"city": "FAIRBANKS", "state": "AK", "zip": "99701"}
    street = {"lon": -147.739, "lat": 64.832, "status": "match"}
    answer = street | {"matched_address": "1650 COWLES ST, FAIRBANKS, AK, 99701"}
    found = placed_addresses(pd.DataFrame([address]), pd.DataFrame([answer]), areas).iloc[0]
    assert (found["geocode_precision"], found["lon"]) == ("street", -147.739)
    assert found["place_note"] == (
        "lies 184.3 miles from the middle of ZIP area 99701, which reaches about 95.1"
    )


def test_burlington_is_not_in_iowa(published):
    areas = zip_areas(published["zip_centroids"], published["zip_towns"])
    address = pd.DataFrame([{"city": "BURLINGTON", "state": "VT", "zip": "05401"}])
    iowa = {"status": "match", "matched_address": "200 MAIN ST, BURLINGTON, IA, 52601"}
    answer = pd.DataFrame([iowa | {"lon": -91.102, "lat": 40.808}])
    found = placed_addresses(address, answer, areas).iloc[0]
    assert found["geocode_precision"] == "zip"
    assert found["lat"] == pytest.approx(44.48, abs=0.03)
    assert "200 MAIN ST, BURLINGTON, IA, 52601, in another state" in found["doubt"]


def test_real_answers_of_the_geocoder(shared_data, published):
    folder = shared_data / "real_samples/geocoder"
    answers, rejected = read_answers(folder)
    assert rejected.empty
    assert answers["status"].value_counts().to_dict() == {
        "match": 2_100,
        "no_match": 858,
        "tie": 113,
    }
    with (folder / "hospitals_GeocodeResults.csv").open(encoding="utf-8", newline="") as file:
        asked = {line[0]: line[1].split(", ")[-3:] for line in csv.reader(file)}
    addresses = pd.DataFrame.from_dict(asked, orient="index", columns=["city", "state", "zip"])
    addresses["zip"] = addresses["zip"].str.zfill(5)
    areas = zip_areas(published["zip_centroids"], published["zip_towns"])
    found = placed_addresses(addresses, answers.reindex(addresses.index), areas)
    assert found["geocode_precision"].fillna("").value_counts().to_dict() == {
        "street": 2_100,
        "zip": 871,
        "city": 99,
        "": 1,
    }
    assert found["doubt"].notna().sum() == 0
