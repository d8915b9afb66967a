from pathlib import Path

import pandas as pd
import pytest

from pipelines.area import HsdSource
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.reading import SourceError
from tests.sources.workbooks import BASE, COUNTIES, write_hsd

SETTINGS = HsdSource(
    files=("hsd.xlsx",), vintage="CY2026", publisher="CMS", licence="public domain"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hsd.xlsx"


def test_reads_limits_counts_and_types(file: Path) -> None:
    reading = read_hsd([write_hsd(file)], SETTINGS)
    table = reading.table.set_index("ssa_county")
    assert reading.rows_read == 5
    assert reading.rejected.empty
    assert reading.files == (file,)
    kern = table.loc["05140"]
    assert (kern["county_name"], kern["state"], kern["cms_county_type"]) == ("Kern", "CA", "Metro")
    assert (kern["limit_min"], kern["limit_mi"]) == (60, 40)
    assert (kern["base_limit_min"], kern["base_limit_mi"]) == (45, 30)
    assert kern["beneficiaries"] == 140000
    assert table["customised"].to_dict() == {
        "01000": False,
        "05140": True,
        "05200": False,
        "05210": False,
        "45200": True,
    }
    assert table["source_row"].tolist() == [1, 2, 3, 4, 5]


def test_time_and_distance_are_told_apart_by_their_names(file: Path) -> None:
    plain = read_hsd([write_hsd(file)], SETTINGS).table
    turned = read_hsd([write_hsd(file, turned=True, type_header="County Designation")], SETTINGS)
    assert turned.table.equals(plain)


def test_certificates_of_need_count_for_their_specialty_only(file: Path) -> None:
    rows = [("01000", "040", "Y"), ("05200", "057", "N"), ("05140", "057", "Y")]
    table = read_hsd([write_hsd(file, certificates=rows)], SETTINGS).table
    found = table.set_index("ssa_county")["certificate_of_need"].to_dict()
    assert (found["01000"], found["05200"], found["05140"]) == ("none", "credit", "customised")


def test_another_specialty_may_be_chosen(file: Path) -> None:
    hospital = SETTINGS.model_copy(update={"specialty_code": "040"})
    table = read_hsd([write_hsd(file)], hospital).table
    assert set(table["limit_min"]) == {1.0}


def test_a_county_that_cannot_be_used_is_refused_with_its_reason(file: Path) -> None:
    rows = [
        *COUNTIES,
        ("Nowhere", "AL", "01010", 5, "Metropolis", 45, 30),
        ("Endless", "AL", "01020", 5, "Metro", 0, 30),
        ("Blank", "AL", "01030", 5, "Metro", 45, None),
        ("Autauga", "AL", "01000", 5, "Metro", 45, 30),
        ("Code", "AL", "1x", 5, "Metro", 45, 30),
    ]
    reading = read_hsd([write_hsd(file, rows)], SETTINGS)
    assert len(reading.table) == 5
    assert reading.rejected["source_row"].tolist() == [6, 7, 8, 9, 10]
    reasons = reading.rejected["reason"].tolist()
    assert "cms_county_type Metropolis is not one of" in reasons[0]
    assert reasons[1] == "limit_min 0 is below 1"
    assert reasons[2] == "limit_mi is blank"
    assert reasons[3] == "ssa_county 01000 is there already"
    assert "1x is not a code of 5 digits" in reasons[4]
    assert set(reading.rejected["source"]) == {"hsd"}
    assert "Nowhere" in reading.rejected["row_text"].iloc[0]


def test_a_county_missing_from_the_counts_has_no_beneficiaries(file: Path) -> None:
    rows = [(*row[:3], None, *row[4:]) for row in COUNTIES[:1]]
    assert read_hsd([write_hsd(file, rows)], SETTINGS).table["beneficiaries"].isna().all()


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"without": ["Facility Time & Distance"]}, "has no sheet 'Facility Time & Distance'"),
        ({"without": ["Master"]}, "has no sheet 'Master'"),
        ({"without": ["Certificate of Need"]}, "has no sheet 'Certificate of Need'"),
        ({"code": 58}, "has no specialty 057; it has 40, 58"),
        ({"kinds": ["Time", "Time"]}, "not Time and Distance"),
        ({"type_header": "Kind"}, "lacks the column 'COUNTY DESIGNATION'"),
        ({"base": {"040": BASE["040"]}}, "no maximum time and distance of specialty 057"),
        ({"base": {"057": ("NA",) * 10}}, "no maximum time and distance of specialty 057"),
    ],
)
def test_a_workbook_of_another_kind_is_refused(file: Path, changes, match: str) -> None:
    with pytest.raises(SourceError, match=match) as error:
        read_hsd([write_hsd(file, **changes)], SETTINGS)
    assert str(file) in str(error.value)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "hsd.xlsx"
    text.write_text("COUNTY,ST\n")
    with pytest.raises(SourceError, match="is not an Excel workbook"):
        read_hsd([text], SETTINGS)
    with pytest.raises(SourceError, match="there is no such file"):
        read_hsd([tmp_path / "absent.xlsx"], SETTINGS)
    with pytest.raises(SourceError, match="one workbook, not 0"):
        read_hsd([], SETTINGS)


def test_an_empty_sheet_of_limits_is_refused(file: Path) -> None:
    with pytest.raises(SourceError, match="has a header but no rows"):
        read_hsd([write_hsd(file, [])], SETTINGS)


@pytest.fixture(scope="module")
def published(shared_data: Path):
    return read_hsd([shared_data / "us/adequacy/ma_reference_file_12-17-2025.xlsx"], SETTINGS)


def test_the_published_certificates_of_need_name_other_facilities_and_no_infusion(
    shared_data: Path,
) -> None:
    path = shared_data / "us/adequacy/ma_reference_file_12-17-2025.xlsx"
    codes = pd.read_excel(path, sheet_name="Certificate of Need", usecols="B", dtype="str")
    named = set(codes["Specialty_Code"].str.zfill(3))
    assert {"040", "041", "042", "043", "045", "046", "047", "052", "068"} <= named
    assert "057" not in named


def test_the_published_file_is_read_whole(published) -> None:
    table = published.table
    assert len(table) == published.rows_read == 3262
    assert published.rejected.empty
    assert table["cms_county_type"].value_counts().to_dict() == {
        "Rural": 1074,
        "Metro": 763,
        "Micro": 763,
        "CEAC": 578,
        "Large Metro": 84,
    }
    assert table["customised"].sum() == 90
    assert table["beneficiaries"].notna().all()
    assert set(table["certificate_of_need"]) == {"none"}
    alaska = table[table["county_name"] == "Southeast Fairbanks"].iloc[0]
    assert (alaska["limit_min"], alaska["limit_mi"]) == (380, 345)
