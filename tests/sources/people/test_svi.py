import csv

import pytest

from pipelines.sources.people.svi import read_svi
from pipelines.sources.reading import SourceError
from pipelines.vocabulary.equity import VULNERABILITY
from tests.sources.samples import PLAIN, SVI_TEXT


def read(tmp_path, text):
    path = tmp_path / "SVI_2022_US_county.csv"
    path.write_text(text, encoding="utf-8")
    return read_svi([path], PLAIN)


def test_a_county_has_its_ranks_in_all_and_by_theme(tmp_path):
    table = read(tmp_path, SVI_TEXT).table
    assert table[["county_fips", *VULNERABILITY]].values.tolist()[0] == [
        *("01001", 0.5, 0.51, 0.29, 0.66, 0.42)
    ]
    assert table["county_fips"].tolist() == ["01001", "01003", "35039", "36061"]


def test_999_is_no_rank_and_says_why(tmp_path):
    reading = read(tmp_path, SVI_TEXT)
    unranked = reading.table[reading.table["county_fips"] == "35039"].iloc[0]
    assert unranked[["svi", "svi_socioeconomic"]].isna().all()
    assert unranked["svi_household"] == 0.7
    assert reading.rejected["column_name"].tolist() == ["svi", "svi_socioeconomic"]
    assert reading.rejected["reason"].iloc[0].startswith("svi is not ranked")


@pytest.mark.parametrize("rank", ["1.2", "-0.5", "high"])
def test_a_rank_lies_between_0_and_1(tmp_path, rank):
    reading = read(tmp_path, SVI_TEXT.replace(",0.5\n", f",{rank}\n", 1))
    assert reading.table["svi"].isna().tolist() == [True, False, True, False]
    assert f"svi {rank} is" in " ".join(reading.rejected["reason"])


def test_a_file_of_tracts_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"ranks tracts.*take the file of counties"):
        read(tmp_path, SVI_TEXT.replace(",1001,", ",01001020100,"))


def test_the_published_file(shared_data):
    path = shared_data / "us/demographics/SVI_2022_US_county.csv"
    reading = read_svi([path], PLAIN)
    assert (len(reading.table), len(reading.rejected)) == (3_144, 0)
    with path.open(encoding="utf-8-sig") as file:
        cook = next(row for row in csv.DictReader(file) if row["FIPS"] == "17031")
    found = reading.table.set_index("county_fips").loc["17031"]
    assert found["svi"] == float(cook["RPL_THEMES"])
    assert found["svi_housing"] == float(cook["RPL_THEME4"])
    assert reading.table["county_fips"].str.startswith("09").sum() == 9
