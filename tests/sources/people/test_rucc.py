import pytest

from pipelines.sources.people.rucc import read_rucc
from pipelines.sources.reading import SourceError
from tests.sources.samples import PLAIN, RUCC_TEXT


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "rucc.csv"
    path.write_bytes(text.encode(encoding))
    return read_rucc([path], PLAIN)


def test_long_layout(tmp_path):
    reading = read(tmp_path, RUCC_TEXT, "cp1252")
    assert reading.table.drop(columns="source_file").values.tolist() == [
        ["01001", 2, 2],
        ["35013", 3, 5],
    ]
    assert reading.rows_read == 8


def test_county_without_a_code_is_told(tmp_path):
    rejected = read(tmp_path, RUCC_TEXT).rejected
    assert rejected[["source_row", "reason"]].values.tolist() == [
        [7, "the county has no RUCC_2023"]
    ]


def test_wide_layout(tmp_path):
    reading = read(
        tmp_path,
        "FIPS,State,County_Name,Population_2020,RUCC_2023,Description\n"
        "01001,AL,Autauga County,58805,2,Metro\n60030,AS,Rose Island,0,,Not Applicable\n",
    )
    assert reading.table["rucc"].tolist() == [2]
    assert reading.rejected["reason"].tolist() == ["rucc is blank"]


@pytest.mark.parametrize("value", ["0", "10", "2.5", "Metro"])
def test_codes_run_from_1_to_9(tmp_path, value):
    reading = read(tmp_path, RUCC_TEXT.replace("RUCC_2023,3", f"RUCC_2023,{value}"))
    assert reading.table["county_fips"].tolist() == ["01001"]
    assert f"rucc {value} is" in reading.rejected.loc[0, "reason"]


def test_repeated_county_is_refused(tmp_path):
    reading = read(tmp_path, RUCC_TEXT + "01001,AL,Autauga County,RUCC_2023,3\n")
    assert reading.table["rucc"].tolist() == [2, 3]
    assert "county_fips 01001 is there already" in set(reading.rejected["reason"])


def test_another_edition_has_no_codes(tmp_path):
    with pytest.raises(SourceError, match="the county has no RUCC_2023"):
        read(tmp_path, RUCC_TEXT.replace("RUCC_2023", "RUCC_2033"))


def test_real_codes(shared_data):
    path = shared_data / "us/rurality/Ruralurbancontinuumcodes2023.csv"
    reading = read_rucc([path], PLAIN)
    assert len(reading.table) == 3_233
    assert len(reading.rejected) == 2
    assert reading.table["rucc"].value_counts()[1] == 483
    assert reading.table["county_fips"].str.startswith("09").sum() == 9
