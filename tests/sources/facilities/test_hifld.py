import pandas as pd
import pytest

from pipelines.area import HospitalsSource
from pipelines.sources.facilities.hifld import read_hifld
from pipelines.sources.facilities.hospitals import HOSPITAL_COLUMNS
from pipelines.sources.reading import SourceError
from tests.sources.samples import ABOUT, HIFLD, HIFLD_TEXT


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "hifld.csv"
    path.write_text(HIFLD_TEXT, encoding="utf-8")
    return path


def test_open_acute_and_critical_access_by_default(path):
    reading = read_hifld([path], HIFLD)
    assert tuple(reading.table)[:-2] == HOSPITAL_COLUMNS
    assert reading.table["name"].tolist() == ["GENERAL", "RIVER"]
    assert reading.table[["lon", "lat"]].values.tolist() == [[-91.38, 39.93], [-89.18, 37.01]]
    assert reading.table["beds"].tolist() == [250, pd.NA]
    assert reading.table["address"].isna().tolist() == [False, True]
    assert reading.table["owner"].isna().tolist() == [False, True]
    assert reading.table["county_fips"].tolist() == ["17001", "17003"]
    assert reading.table["geocode_precision"].tolist() == ["rooftop"] * 2
    assert reading.table["ccn"].isna().all()


def test_hospitals_left_out_are_counted_by_reason(path):
    rejected = read_hifld([path], HIFLD).rejected
    assert rejected[["source_row", "column_name", "reason"]].values.tolist() == [
        [
            3,
            "hospital_type",
            "type PSYCHIATRIC is not one of GENERAL ACUTE CARE, CRITICAL ACCESS; left out, not a fault",
        ],
        [4, "status", "status CLOSED is not one of OPEN; left out, not a fault"],
    ]


def test_settings_choose_types_and_statuses(path):
    source = HospitalsSource(
        kind="hifld",
        types=("general acute care", "Psychiatric"),
        statuses=("OPEN", "CLOSED"),
        **ABOUT,
    )
    assert read_hifld([path], source).table["name"].tolist() == ["GENERAL", "MIND", "OLD"]


def test_types_that_the_file_does_not_know(path):
    source = HospitalsSource(kind="hifld", types=("Acute Care Hospitals",), **ABOUT)
    with pytest.raises(SourceError, match=r"none of 4 rows .*GENERAL ACUTE CARE is not one of Acu"):
        read_hifld([path], source)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("37.01,-89.18", "0,0", "stand for no place"),
        ("37.01,-89.18", "-89.18,37.01", "look swapped"),
        (",0012,", ",0011,", "hospital_id 0011 is there already"),
        (",RIVER,", ",,", "name is blank"),
    ],
)
def test_unusable_hospitals(path, old, new, reason):
    path.write_text(HIFLD_TEXT.replace(old, new), encoding="utf-8")
    reading = read_hifld([path], HIFLD)
    assert reading.table["name"].tolist() == ["GENERAL"]
    assert reason in reading.rejected.loc[0, "reason"]


def test_faults_of_hospitals_left_out_do_not_count(path):
    path.write_text(HIFLD_TEXT.replace("39.94,-91.39", "0,0"), encoding="utf-8")
    assert len(read_hifld([path], HIFLD).rejected) == 2


def test_default_types_follow_the_kind():
    assert HospitalsSource(kind="cms", **ABOUT).types[0] == "Acute Care Hospitals"
    assert HIFLD.types == ("GENERAL ACUTE CARE", "CRITICAL ACCESS")


def test_real_hospitals(shared_data):
    reading = read_hifld([shared_data / "us/facilities/hifld_hospitals.csv"], HIFLD)
    assert reading.rows_read == 7_596
    assert len(reading.table) == 5_278
    assert len(reading.rejected) == 7_596 - 5_278
    assert reading.rejected["reason"].str.contains("is not one of").all()
