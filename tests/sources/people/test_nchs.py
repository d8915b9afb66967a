import pytest

from pipelines.sources.people.nchs import read_nchs
from tests.sources.samples import NCHS_2013_TEXT, NCHS_2023_TEXT, PLAIN


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "nchs.csv"
    path.write_bytes(text.encode(encoding))
    return read_nchs([path], PLAIN)


def test_layout_of_2013(tmp_path):
    table = read(tmp_path, NCHS_2013_TEXT).table
    assert table["county_fips"].tolist() == ["01001", "01005", "02020", "17031"]
    assert table["nchs"].tolist() == [3, 6, 3, 1]
    assert set(table["nchs_edition"]) == {2013}


def test_layout_of_2023(tmp_path):
    reading = read(tmp_path, NCHS_2023_TEXT, "cp1252")
    table = reading.table
    assert table["county_fips"].tolist() == ["01001", "09001", "09190", "35013"]
    # Fairfield, an old county of Connecticut, has the code of 2013 only.
    assert table["nchs"].tolist() == [3, 2, 2, 4]
    assert table["nchs_edition"].tolist() == [2023, 2013, 2023, 2023]
    assert len(reading.rejected) == 0


@pytest.mark.parametrize("code", ["", "."])
def test_county_without_any_code_is_refused(tmp_path, code):
    reading = read(tmp_path, NCHS_2013_TEXT.replace(",27201,6,", f",27201,{code},"))
    assert reading.table["county_fips"].tolist() == ["01001", "02020", "17031"]
    assert reading.rejected["reason"].tolist() == ["the county has no code of 2023 or 2013"]


def test_code_out_of_range_gives_way_to_the_older_one(tmp_path):
    reading = read(tmp_path, NCHS_2023_TEXT.replace(",223337,4,4,", ",223337,7,4,"))
    assert reading.table["nchs"].tolist() == [3, 2, 2, 4]
    assert reading.table["nchs_edition"].tolist() == [2023, 2013, 2023, 2013]
    assert "code_2023 7 is above 6" in reading.rejected.loc[0, "reason"]


def test_real_codes(shared_data):
    reading = read_nchs([shared_data / "us/rurality/NCHSURCodes2013.csv"], PLAIN)
    assert len(reading.table) == reading.rows_read == 3_149
    counts = reading.table["nchs"].value_counts()
    assert counts.sort_index().tolist() == [68, 368, 373, 358, 641, 1341]
