import pytest

from pipelines.area import Source
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.hospitals import HOSPITAL_COLUMNS
from pipelines.sources.people.zip_centroids import read_zip_centroids
from tests.sources.samples import ABOUT, CMS, CMS_TEXT, ZIPS


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "cms.csv"
        path.write_text(text, encoding="utf-8")
        return read_cms_hospitals([path], CMS, ZIPS)

    return read


def test_hospitals_are_placed_at_their_zip_code(read):
    reading = read(CMS_TEXT)
    assert tuple(reading.table)[:-2] == HOSPITAL_COLUMNS
    assert reading.table["ccn"].tolist() == ["140001", "141301", "14001F"]
    assert reading.table["lon"].tolist() == [-87.62, -89.65, -87.62]
    assert reading.table["geocode_precision"].tolist() == ["zip"] * 3
    assert reading.table.loc[0, "address"] == "1 LAKE ST, FLOOR 2"
    assert reading.table[["beds", "status", "county_fips"]].isna().all(axis=None)
    assert reading.rejected["reason"].tolist() == [
        "type Psychiatric is not one of Acute Care Hospitals, Critical Access Hospitals"
    ]


def test_old_layout(read):
    old = CMS_TEXT.replace("City/Town", "City").replace("County/Parish", "County Name")
    assert read(old).table.equals(read(CMS_TEXT).table)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("62701", "99999", "ZIP code 99999 has no centroid"),
        ("62701", "", "zip is blank"),
        ("62701", "627", "ZIP code 00627 has no centroid"),
        ("62701", "6", "zip 6 is not a code of 5 digits"),
        ("141301", "140001", "ccn 140001 is there already"),
        ("141301", "IL1301", "is no CMS certification number"),
        ("PRAIRIE HOSPITAL", "", "name is blank"),
    ],
)
def test_unusable_hospitals(read, old, new, reason):
    reading = read(CMS_TEXT.replace(old, new))
    assert reading.table["ccn"].tolist() == ["140001", "14001F"]
    assert reading.rejected.loc[0, ["source_row", "reason"]].tolist() == [2, reason] or (
        reason in reading.rejected.loc[0, "reason"]
    )


def test_long_zip_codes_and_lost_zeros(read):
    text = CMS_TEXT.replace("62701", "62701-1234").replace("141301", "41301")
    assert read(text).table["zip"].tolist() == ["60601", "62701", "60601"]
    assert read(text).table["ccn"].tolist() == ["140001", "041301", "14001F"]


def test_real_hospitals(shared_data):
    zips = read_zip_centroids([shared_data / "us/geography/zcta_centroids.csv"], Source(**ABOUT))
    path = shared_data / "us/facilities/cms_hospital_general_information.csv"
    reading = read_cms_hospitals([path], CMS, zips.table)
    assert reading.rows_read == 5_326
    assert len(reading.table) == 4_488
    assert reading.rejected["reason"].str.endswith("has no centroid").sum() == 141
