import pandas as pd
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


@pytest.fixture
def counties():
    return pd.DataFrame({"county_fips": ["01001", "17031"]})


def read_block_groups(tmp_path, code, counties):
    path = tmp_path / "strata.csv"
    path.write_text(f"geoid,stratum\n170310101001,Rural\n170310101002,Rural\n{code},Rural\n")
    settings = COUNTY_STRATA.model_copy(update={"geoid_digits": 12})
    return read_strata([path], settings, counties=counties)


def test_a_zero_is_put_back_only_where_the_code_is_no_larger_zone(tmp_path, counties):
    lost = read_block_groups(tmp_path, "10010201001", counties)
    assert lost.table["zone"].tolist()[-1] == "010010201001"
    tract = read_block_groups(tmp_path, "17031010100", counties)
    assert len(tract.table) == 2
    (reason,) = tract.rejected["reason"]
    assert reason.startswith("geoid 17031010100 has 11 digits and may be a whole code")
    assert reason.endswith("set geoid_digits = 11)")


@pytest.mark.parametrize("known", [None, ["17031"]])
def test_a_zero_is_not_put_back_where_nothing_tells(tmp_path, known):
    counties = None if known is None else pd.DataFrame({"county_fips": known})
    reading = read_block_groups(tmp_path, "10010201001", counties)
    assert len(reading.table) == 2
    assert "10010201001 has 11 digits" in reading.rejected["reason"].iloc[0]


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
