import pytest

from pipelines.area import PopulationSource
from pipelines.sources.people.population import read_population
from pipelines.sources.reading import SourceError
from tests.sources.samples import ABOUT, ADULTS, ADULTS_TEXT, CENPOP, CENPOP_TEXT


def save(tmp_path, text, name="points.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_centers_of_population(tmp_path):
    reading = read_population([save(tmp_path, CENPOP_TEXT)], CENPOP)
    assert reading.table.drop(columns="source_file").values.tolist() == [
        ["010010201001", "01001", -86.486302, 32.464466, 575, 1],
        ["010010201002", "01001", -86.486741, 32.482744, 1200, 2],
        ["010039900000", "01003", -87.882973, 30.328800, 0, 3],
        ["010119521001", "01011", -85.530816, 32.089813, 1272, 4],
    ]
    assert len(reading.rejected) == 0


def test_tracts_have_shorter_geoids(tmp_path):
    text = "STATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE\n1,1,20100,1,32.4,-86.4\n"
    reading = read_population([save(tmp_path, text)], CENPOP)
    assert reading.table["geoid"].tolist() == ["01001020100"]


def test_several_states_make_one_table(tmp_path):
    other = CENPOP_TEXT.replace("\n01,", "\n17,")
    files = [save(tmp_path, CENPOP_TEXT, "one.txt"), save(tmp_path, other, "two.txt")]
    reading = read_population(files, CENPOP)
    assert len(reading.table) == reading.rows_read == 8
    assert reading.table["source_file"].tolist() == ["one.txt"] * 4 + ["two.txt"] * 4


def test_declared_columns_are_carried_along(tmp_path):
    reading = read_population([save(tmp_path, ADULTS_TEXT)], ADULTS)
    assert reading.table["population"].tolist() == [700, 0, 900, 800]
    assert reading.table["aged"].isna().tolist() == [False, True, False, False]
    assert reading.table["county_fips"].tolist() == ["17001", "17001", "17031", "17031"]
    assert len(reading.rejected) == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("170310101009,42.0,-87.6,-5,1", "population -5 is below 0"),
        ("170310101009,42.0,-87.6,1e15,1", "population 1e15 is above 1,000,000"),
        ("170310101009,42.0,-87.6,,1", "population is blank"),
        ("170310101009,42.0,-87.6,many,1", "population many is not a number"),
        ("170310101009,-87.6,42.0,5,1", "lon, lat 42.0, -87.6 look swapped"),
        ("170310101009,42.0,87.6,5,1", "lack the minus"),
        ("170310101009,0,0,5,1", "stand for no place"),
        ("1703101010,42.0,-87.6,5,1", "geoid 1703101010 is not a code of 12 digits"),
        ("1.70310101009E+11,42.0,-87.6,5,1", "is not a code of 12 digits"),
        (",42.0,-87.6,5,1", "geoid is blank"),
        ("170310101001,42.0,-87.6,5,1", "geoid 170310101001 is there already"),
    ],
)
def test_unusable_points(tmp_path, row, reason):
    reading = read_population([save(tmp_path, ADULTS_TEXT + row + "\n")], ADULTS)
    assert len(reading.table) == 4
    assert reading.rejected["source_row"].tolist() == [5]
    assert reason in reading.rejected.loc[0, "reason"]
    assert reading.rejected.loc[0, "row_text"] == row


def test_unusable_further_count_is_null_and_noted(tmp_path):
    row = "170310101009,42.0,-87.6,5,-666666666\n"
    reading = read_population([save(tmp_path, ADULTS_TEXT + row)], ADULTS)
    assert len(reading.table) == 5
    assert reading.table["aged"].isna().tolist()[-1]
    assert "the row is kept" in reading.rejected.loc[0, "reason"]


def test_geoids_of_other_zones(tmp_path):
    tracts = PopulationSource(
        kind="csv",
        geoid_digits=11,
        columns={name: name for name in ("geoid", "lon", "lat", "population")},
        **ABOUT,
    )
    text = (
        "geoid,lon,lat,population\n1400000US17031010100,-87.6,41.9,9\n"
        "1001020100,-86.4,32.4,9\n01001020200.0,-86.4,32.4,9\n"
    )
    reading = read_population([save(tmp_path, text)], tracts)
    assert reading.table["geoid"].tolist() == ["17031010100", "01001020100", "01001020200"]


def test_real_block_groups(shared_data):
    source = PopulationSource(
        kind="csv",
        columns={"geoid": "geoid", "lon": "lon", "lat": "lat", "population": "adults_20_plus"},
        **ABOUT,
    )
    reading = read_population([shared_data / "us/population/block_groups.csv.gz"], source)
    assert len(reading.table) == reading.rows_read == 238_193
    assert reading.table["population"].sum() == 248_265_875
    assert reading.table["geoid"].str.len().eq(12).all()
    assert len(reading.rejected) == 0


def test_wrong_file_for_the_kind(tmp_path):
    with pytest.raises(SourceError, match="lacks the columns 'STATEFP'"):
        read_population([save(tmp_path, ADULTS_TEXT)], CENPOP)
