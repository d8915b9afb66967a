from pathlib import Path

import pandas as pd
import pytest

from pipelines.area import HsdSource, Source
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.people.ssa_fips import county_fips_of, read_ssa_fips
from pipelines.sources.reading import SourceError

SETTINGS = Source(files=("x.csv",), vintage="2024", publisher="NBER", licence="public domain")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ssa_fips.csv"
    path.write_text(text)
    return path


def test_reads_codes_and_puts_lost_zeros_back(tmp_path: Path) -> None:
    path = written(tmp_path, "fips,county,st,ssa\n1001,Autauga,AL,1000\n48043,Brewster,TX,45200\n")
    table = read_ssa_fips([path], SETTINGS).table
    assert table["county_fips"].tolist() == ["01001", "48043"]
    assert table["ssa_county"].tolist() == ["01000", "45200"]
    assert table["state"].tolist() == ["AL", "TX"]


def test_other_headers_and_no_names_will_do(tmp_path: Path) -> None:
    table = read_ssa_fips([written(tmp_path, "SSACD,FIPSCounty\n01000,01001\n")], SETTINGS).table
    assert table["county_fips"].tolist() == ["01001"]
    assert table["county_name"].isna().all()


def test_a_repeated_or_malformed_code_is_refused(tmp_path: Path) -> None:
    text = "fips,ssa\n01001,01000\n01003,01000\n01009,xx\n01005,01020\n01007,01030\n"
    reading = read_ssa_fips([written(tmp_path, text)], SETTINGS)
    assert reading.rejected["source_row"].tolist() == [2, 3]
    assert len(reading.table) == 3


def test_a_file_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lacks the column 'ssa'"):
        read_ssa_fips([written(tmp_path, "fips,county\n01001,Autauga\n")], SETTINGS)


def test_the_file_goes_before_what_is_left_out() -> None:
    crosswalk = pd.DataFrame({"ssa_county": ["01000", "32060"], "county_fips": ["01001", "99999"]})
    codes = pd.Series(["01000", "32060", "07010", "02270", "02020", "05210", "65170"], dtype="str")
    found = county_fips_of(codes, crosswalk)
    assert found.tolist()[:6] == ["01001", "99999", "09003", "02158", "02020", "06037"]
    assert found.isna().tolist() == [False] * 6 + [True]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> pd.DataFrame:
    folder = shared_data / "us/adequacy"
    hsd = HsdSource(files=("x",), vintage="CY2026", publisher="CMS", licence="public domain")
    table = read_hsd([folder / "ma_reference_file_12-17-2025.xlsx"], hsd).table
    crosswalk = read_ssa_fips([folder / "ssa_fips.csv"], SETTINGS).table
    return table.assign(county_fips=county_fips_of(table["ssa_county"], crosswalk))


def plain(name: pd.Series) -> pd.Series:
    """Reduce names to what publishers agree on."""
    ascii_only = name.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    without = ascii_only.str.replace(
        r" \(.*|(?<=.) (County|Municipio|Borough|Census Area|Parish|city|City and Borough|Municipality)$",
        "",
        regex=True,
    )
    return without.str.replace(r" and$", "", regex=True).str.replace(r"[^A-Za-z]", "", regex=True)


def test_every_code_left_out_names_the_county_that_the_hsd_file_means(
    published: pd.DataFrame, shared_data: Path
) -> None:
    rurality = shared_data / "us/rurality/Ruralurbancontinuumcodes2023.csv"
    names = pd.read_csv(rurality, dtype=str, encoding="latin-1").drop_duplicates("FIPS")
    names = names.set_index(names["FIPS"].str.zfill(5))["County_Name"]
    rows = published[published["state"].isin(["AK", "PR", "NM", "SD", "CA"])]
    rows = rows[rows["county_fips"].notna()]
    expected = plain(rows["county_fips"].map(names)).str.casefold()
    found = plain(rows["county_name"]).str.casefold()
    differing = rows[expected.to_numpy() != found.to_numpy()]
    assert differing["county_name"].tolist() == []
    assert len(rows) == 30 - 1 + 1 + 78 + 33 + 66 + 59


def test_only_parts_of_counties_stay_without_a_code(published: pd.DataFrame) -> None:
    lost = published[published["county_fips"].isna()]
    assert set(lost["state"]) == {"VI", "MP", "AS", "GU"}
    assert len(lost) == 38 + 1
    doubled = published[published["county_fips"].duplicated(keep=False)]
    assert set(doubled["county_fips"].dropna()) == {"06037"}
