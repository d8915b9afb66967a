import csv
import io

import pytest

from pipelines.demo.land import plan
from pipelines.demo.land.rurality import county_numbers
from pipelines.demo.state import CENPOP, NCHS, RUCA, RUCC
from pipelines.demo.writing.write_rurality import RUCA_COLUMNS
from tests.demo.conftest import written


def rows_of(demo, name):
    text = written(demo, name).read_bytes().decode("latin-1")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", [RUCC, NCHS, RUCA])
def test_files_are_latin_1_as_the_published_ones_are(full, name):
    raw = written(full, name).read_bytes()
    assert b"Pe\xf1arosa County" in raw
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_rucc_is_long_and_has_no_leading_zeros(full):
    rows = rows_of(full, RUCC)
    assert list(rows[0]) == ["FIPS", "State", "County_Name", "Attribute", "Value"]
    assert [row["Attribute"] for row in rows[:3]] == ["Population_2020", "RUCC_2023", "Description"]
    assert [row["FIPS"] for row in rows[:4]] == ["3001", "3001", "3001", "3003"]
    assert len(rows) == 3 * len(plan.COUNTIES)


def test_rucc_and_nchs_tell_the_counties_codes(full):
    rucc = {r["FIPS"]: r["Value"] for r in rows_of(full, RUCC) if r["Attribute"] == "RUCC_2023"}
    nchs = {r["CTYFIPS"]: r for r in rows_of(full, NCHS)}
    for number, code in zip(county_numbers().tolist(), full.codes, strict=True):
        assert rucc[f"3{number:03d}"] == str(code.rucc)
        row = nchs[str(number)]
        assert (row["STFIPS"], row["CODE2023"]) == ("3", str(code.nchs))
        assert row["CBSATITLE"] == (f"{code.cbsa}, ZZ" if code.cbsa else "")
        assert row["CTYPOP"] == str(code.population)


def test_nchs_leaves_an_old_code_blank(full):
    blank = [row for row in rows_of(full, NCHS) if row["CODE2006"] == ""]
    assert 1 <= len(blank) <= 8
    assert all(row["CODE2023"] for row in blank)


def test_ruca_has_the_27_published_columns(full, shared_data):
    header = shared_data.parent / "reference/formats/05a_ruca2020/header.csv"
    assert tuple(header.read_text().strip().split(",")) == RUCA_COLUMNS
    assert tuple(rows_of(full, RUCA)[0]) == RUCA_COLUMNS


def test_ruca_codes_every_tract_of_the_block_groups(full):
    text = written(full, CENPOP).read_text(encoding="utf-8-sig").splitlines()[1:]
    people: dict[str, int] = {}
    for line in text:
        state, county, tract, _, count, *_ = line.split(",")
        people[state + county + tract] = people.get(state + county + tract, 0) + int(count)
    rows = {row["TractFIPS20"]: row for row in rows_of(full, RUCA)}
    assert {key: int(row["Population"]) for key, row in rows.items()} == people


def test_ruca_leaves_the_sea_uncoded_and_drops_zeros_of_destinations(full):
    rows = rows_of(full, RUCA)
    water = [row for row in rows if row["UrbanCoreType"] == "Water"]
    assert water
    assert {row["PrimaryRUCA"] for row in water} == {"99"}
    land = [row for row in rows if row not in water]
    assert all(not row["PrimaryDestinationCode"].startswith("0") for row in land)
    core = [row for row in land if row["UrbanCore"] == "1"]
    assert {row["PrimaryRUCA"] for row in core} == {"1", "4", "7"}
