import pytest

from pipelines.sources.people.ruca import read_ruca
from tests.sources.samples import RUCA, RUCA_2010_TEXT, RUCA_2020_TEXT


def read(tmp_path, text, encoding="utf-8", settings=RUCA):
    path = tmp_path / "ruca.csv"
    path.write_bytes(text.encode(encoding))
    return read_ruca([path], settings)


def test_codes_of_2010(tmp_path):
    table = read(tmp_path, RUCA_2010_TEXT).table
    assert table["tract_geoid"].tolist() == [
        "01117030317",
        "01119011500",
        "17031010100",
        "17031990000",
    ]
    assert table["ruca"].dropna().tolist() == [1, 6, 10]
    assert table["ruca_secondary"].dropna().tolist() == ["1.0", "6.0", "10.3"]


def test_codes_of_2020_go_by_the_tracts_of_2020(tmp_path):
    table = read(tmp_path, RUCA_2020_TEXT, "cp1252").table
    by_tract = table.set_index("tract_geoid")
    assert by_tract.loc["09001010101", "ruca"] == 2
    assert by_tract.loc["08087000700", "ruca_secondary"] == "7.2"
    assert by_tract.loc["08043978100", "ruca_secondary"] == "5.0"


def test_land_and_census_of_2020_are_kept(tmp_path):
    text = RUCA_2020_TEXT.replace("Population\n", "LandArea,PopDensity\n").replace(
        ",4436\n", ",163.1,27.2\n"
    )
    for people, land in ((0, "0,0"), (4401, "12.7,347.9"), (5882, "10.6,554.2")):
        text = text.replace(f",{people}\n", f",{land}\n")
    found = read(tmp_path, text, "cp1252").table.set_index("tract_geoid").loc["08043978100"]
    assert found[["land_sqmi", "people_per_sqmi", "census"]].tolist() == [163.1, 27.2, 2020]


def test_the_settings_tell_the_census_of_a_file_that_does_not(tmp_path):
    bare = read(tmp_path, RUCA_2010_TEXT).table
    assert bare[["land_sqmi", "people_per_sqmi", "census"]].isna().all(axis=None)
    told = RUCA.model_copy(update={"census": 2010})
    assert (read(tmp_path, RUCA_2010_TEXT, settings=told).table["census"] == 2010).all()
    assert (read(tmp_path, RUCA_2020_TEXT, "cp1252", told).table["census"] == 2020).all()


def test_tract_that_is_not_coded_is_null_and_noted(tmp_path):
    reading = read(tmp_path, RUCA_2010_TEXT)
    assert reading.table.loc[3, ["ruca", "ruca_secondary"]].isna().all()
    assert reading.rejected[["source_row", "reason"]].values.tolist() == [
        [4, "the tract is not coded; the cell is null, the row is kept"]
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("17031010200,11.0,1.0", "ruca"),
        ("17031010200,1.5,1.0", "ruca"),
        ("17031010200,1.0,1.25", "ruca_secondary"),
        ("17031010200,1.0,11.0", "ruca_secondary"),
    ],
)
def test_codes_that_do_not_exist_are_null_and_noted(tmp_path, row, column):
    reading = read(tmp_path, RUCA_2010_TEXT + row + "\n")
    assert reading.table[column].isna().tolist() == [False, False, False, True, True]
    assert reading.rejected["column_name"].tolist() == ["ruca", column]


def test_real_codes(shared_data):
    reading = read_ruca([shared_data / "us/rurality/ruca_2010_tract.csv.gz"], RUCA)
    assert len(reading.table) == reading.rows_read == 73_874
    assert reading.table["ruca"].isna().sum() == len(reading.rejected) == 1_342
    assert (reading.table["ruca"] == 1).sum() == 51_886
