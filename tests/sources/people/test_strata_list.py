import pytest

from pipelines.sources.people.strata_list import read_strata
from pipelines.sources.reading import SourceError
from tests.sources.samples import COUNTY_STRATA, STRATA_TEXT


def read(tmp_path, text, **settings):
    path = tmp_path / "strata.csv"
    path.write_text(text, encoding="utf-8")
    return read_strata([path], COUNTY_STRATA.model_copy(update=settings))


@pytest.mark.parametrize("heading", ["geoid", "county_fips"])
def test_counties(tmp_path, heading):
    table = read(tmp_path, STRATA_TEXT.replace("geoid", heading)).table
    assert table[["zone", "stratum"]].values.tolist() == [
        ["01001", "metropolitan"],
        ["01003", "small_town"],
        ["01005", "rural_area"],
    ]


def test_tracts_with_a_lost_zero(tmp_path):
    table = read(tmp_path, "geoid,stratum\n1001010100,Rural\n", geoid_digits=11).table
    assert table[["zone", "stratum"]].values.tolist() == [["01001010100", "rural"]]


def test_rows_that_cannot_be_used_are_kept_with_their_reason(tmp_path):
    rows = "01007,countryside\n010,rural_area\n01001,metropolitan\n"
    reading = read(tmp_path, STRATA_TEXT + "01009,small_town\n" + rows)
    assert len(reading.table) == 4
    assert reading.rejected["source_row"].tolist() == [5, 6, 7]
    assert reading.rejected["reason"].iloc[0].startswith("stratum countryside is not one of urban,")


def test_words_of_two_classifications_are_refused(tmp_path):
    said = (
        r"row 4, column 'stratum': has 'rural' beside 'metropolitan'.*small_town and rural_area; or"
    )
    with pytest.raises(SourceError, match=said):
        read(tmp_path, STRATA_TEXT + "01009,rural\n")
