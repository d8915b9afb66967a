from pipelines.sources.people.tract_crosswalk import read_tract_crosswalk
from tests.sources.samples import PLAIN, TRACTS_TEXT


def read(tmp_path, text):
    path = tmp_path / "tab20_tract20_tract10_natl.txt"
    path.write_text(text, encoding="utf-8")
    return read_tract_crosswalk([path], PLAIN)


def test_a_row_a_pair_of_tracts(tmp_path):
    table = read(tmp_path, TRACTS_TEXT).table
    assert table[["tract_2020", "tract_2010", "land_m2"]].values.tolist() == [
        ["01001020100", "01001020100", 9825303],
        ["01001020100", "01001020200", 12],
        ["01001020501", "01001020500", 6200000],
        ["01001020502", "01001020500", 5000000],
    ]


def test_a_pair_that_is_there_already_and_a_blank_area_are_told(tmp_path):
    last = TRACTS_TEXT.splitlines()[-1]
    blank = last.replace("01001020502", "01001020503").replace("|5000000|", "||")
    reading = read(tmp_path, f"{TRACTS_TEXT}{last}\n{blank}\n")
    assert len(reading.table) == 4
    assert sorted(reading.rejected["reason"]) == [
        "land_m2 is blank",
        "tract_2020 01001020502 and 01001020500 is there already",
    ]
