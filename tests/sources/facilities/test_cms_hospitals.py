import pytest

from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.hospitals import HOSPITAL_COLUMNS
from tests.sources.samples import CMS, CMS_TEXT


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "cms.csv"
        path.write_text(text, encoding="utf-8")
        return read_cms_hospitals([path], CMS)

    return read


def test_hospitals_have_addresses_and_no_coordinates(read):
    reading = read(CMS_TEXT)
    assert tuple(reading.table)[:-2] == HOSPITAL_COLUMNS
    assert reading.table["ccn"].tolist() == ["140001", "141301", "14001F"]
    assert reading.table[["lon", "lat", "geocode_precision"]].isna().all(axis=None)
    assert reading.table.loc[0, "address"] == "1 LAKE ST, FLOOR 2"
    assert reading.table[["beds", "status", "county_fips"]].isna().all(axis=None)
    assert reading.rejected["reason"].tolist() == [
        f"type Psychiatric is not one of {', '.join(CMS.types)}; left out, not a fault"
    ]


def test_old_layout(read):
    old = CMS_TEXT.replace("City/Town", "City").replace("County/Parish", "County Name")
    assert read(old).table.equals(read(CMS_TEXT).table)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
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


@pytest.mark.parametrize("unknown", ["", "6"])
def test_a_hospital_stays_without_its_zip_code(read, unknown):
    table = read(CMS_TEXT.replace("62701", unknown)).table
    assert table["zip"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("file", "rows", "kept", "of_delaware"),
    [
        ("us/facilities/cms_hospital_general_information.csv", 5_326, 4_629, 6),
        ("real_samples/cms_hospitals/Hospital_General_Information.csv", 5_421, 4_533, 6),
        ("real_samples/cms_hospitals/unique_zip_and_delaware.csv", 122, 115, 6),
    ],
)
def test_real_hospitals(shared_data, file, rows, kept, of_delaware):
    reading = read_cms_hospitals([shared_data / file], CMS)
    table = reading.table
    assert (reading.rows_read, len(table)) == (rows, kept)
    assert len(table) + len(reading.rejected) == rows
    delaware = table[table["state"].eq("DE")]
    assert len(delaware) == of_delaware
    assert delaware["name"].str.upper().str.contains("CHRISTIANA").any()


def test_rural_emergency_hospitals_are_kept_by_themselves(shared_data):
    file = shared_data / "real_samples/cms_hospitals/Hospital_General_Information.csv"
    table = read_cms_hospitals([file], CMS).table
    assert table["hospital_type"].value_counts().to_dict() == {
        "Acute Care Hospitals": 3_120,
        "Critical Access Hospitals": 1_375,
        "Rural Emergency Hospital": 38,
    }
