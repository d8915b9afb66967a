"""Counts of the American Community Survey: both forms, sums, margins and what stands for a number."""

import json
import math

import pytest

from pipelines.area.sources import AcsSource
from pipelines.sources.people.acs import read_acs
from pipelines.sources.reading import SourceError

VARIABLES = ["B25044_003E", "B25044_003M", "B25044_010E", "B25044_010M"]
PARTS = ["state", "county", "tract", "block group"]


def settings(kind: str = "census_api", **columns: list[str]) -> AcsSource:
    return AcsSource.model_validate(
        {
            "kind": kind,
            "files": ["a"],
            "vintage": "v",
            "publisher": "p",
            "licence": "l",
            "columns": columns or {"no_vehicle": ["B25044_003", "B25044_010"]},
        }
    )


def answer(tmp_path, rows, header=None, name="acs.json"):
    names = header or VARIABLES
    path = tmp_path / name
    path.write_text(json.dumps([["NAME", *names, *PARTS], *rows]), encoding="utf-8")
    return path


def zone(number, *values):
    return [f"Block Group {number}, Cook County", *values, "17", "031", "010100", str(number)]


def test_a_count_is_the_sum_of_its_variables_with_the_margin_of_the_sum(tmp_path):
    path = answer(tmp_path, [zone(1, "30", "3", "10", "4"), zone(2, "0", "12", "0", "9")])
    table = read_acs([path], settings()).table
    assert table["geoid"].tolist() == ["170310101001", "170310101002"]
    assert table["no_vehicle"].tolist() == [40, 0]
    assert table["no_vehicle_moe"].tolist() == [5, 12]


@pytest.mark.parametrize("margin", ["-555555555", "*****"])
def test_the_margin_of_a_controlled_count_is_0(tmp_path, margin):
    path = answer(tmp_path, [zone(1, "30", margin, "10", "4"), zone(2, "1", margin, "1", margin)])
    assert read_acs([path], settings()).table["no_vehicle_moe"].tolist() == [4, 0]


@pytest.mark.parametrize("unknown", ["-222222222", "-333333333", "-666666666", None, ""])
def test_what_is_not_known_is_null_and_no_fault(tmp_path, unknown):
    rows = [zone(1, "30", unknown, "10", "4"), zone(2, unknown, "3", "1", "1"), zone(3, *"1111")]
    reading = read_acs([answer(tmp_path, rows)], settings())
    first, second, _ = reading.table[["no_vehicle", "no_vehicle_moe"]].values.tolist()
    assert first[0] == 40
    assert math.isnan(first[1])
    assert all(math.isnan(cell) for cell in second)
    assert not len(reading.rejected)


def test_any_other_negative_number_is_noted(tmp_path):
    reading = read_acs(
        [answer(tmp_path, [zone(1, "-5", "3", "1", "1"), zone(2, *"1111")])], settings()
    )
    assert math.isnan(reading.table["no_vehicle"].iloc[0])
    assert reading.rejected["reason"].str.contains("B25044_003 -5 is below 0").any()


def test_the_summary_file_says_the_same_and_its_larger_zones_are_passed_over(tmp_path):
    path = tmp_path / "acsdt5y2023-b25044.dat"
    path.write_text(
        "GEO_ID|B25044_E003|B25044_M003|B25044_E010|B25044_M010\n"
        "0500000US17031|9|9|9|9\n1400000US17031010100|8|8|8|8\n"
        "1500000US170310101001|30|3|10|4\n1500000US170310101002|0|-555555555|0|9\n",
        encoding="utf-8",
    )
    reading = read_acs([path], settings("table_based"))
    assert reading.table["geoid"].tolist() == ["170310101001", "170310101002"]
    assert reading.table["no_vehicle"].tolist() == [40, 0]
    assert reading.table["no_vehicle_moe"].tolist() == [5, 9]
    assert reading.rows_read == 4


def test_zones_of_another_size_alone_are_refused(tmp_path):
    tracts = [["Tract 101", "30", "3", "10", "4", "17", "031", "010100"]]
    header = ["NAME", *VARIABLES, *PARTS[:3]]
    path = tmp_path / "acs.json"
    path.write_text(json.dumps([header, *tracts]), encoding="utf-8")
    with pytest.raises(
        SourceError,
        match="none of its 1 zones has a GEOID of 12 digits; the first is '17031010100'",
    ):
        read_acs([path], settings())


def test_tables_of_several_files_are_put_together_by_zone(tmp_path):
    one = answer(tmp_path, [zone(1, "5", "1"), zone(2, "6", "1")], ["B01001_020E", "B01001_020M"])
    two = answer(tmp_path, [zone(2, "7", "1")], ["B27010_066E", "B27010_066M"], "two.json")
    columns = {"adults_65_plus": ["B01001_020"], "uninsured": ["B27010_066"]}
    table = read_acs([one, two], settings(**columns)).table
    assert table["adults_65_plus"].tolist() == [5, 6]
    assert math.isnan(table["uninsured"].iloc[0])
    assert table["uninsured"].iloc[1] == 7
    with pytest.raises(SourceError, match="B01001_020 of 170310101001 stands in two files"):
        read_acs([one, one], settings(adults_65_plus=["B01001_020"]))


def test_a_variable_that_no_file_has_is_one_clear_error(tmp_path):
    path = answer(tmp_path, [zone(1, *"1111")])
    with pytest.raises(SourceError, match=r"no file of sources\.acs has the variable B19013_001"):
        read_acs([path], settings(income=["B19013_001"]))


@pytest.mark.parametrize("text", ["<html>Invalid Key</html>", '{"error": 1}', "[]"])
def test_what_is_no_answer_says_so(tmp_path, text):
    path = tmp_path / "acs.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"acs\.json: is not"):
        read_acs([path], settings())


def test_a_key_in_an_address_is_refused():
    plain = settings().model_dump()
    with pytest.raises(ValueError, match="set CENSUS_API_KEY"):
        AcsSource.model_validate(plain | {"files": ["https://api.census.gov/data?get=x&key=abc"]})
