"""Services of hospitals: which are active, and what their codes say."""

from pipelines.area import ProviderOfServicesSource
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from tests.sources.claims_worlds import POS, pos_row, pos_text
from tests.sources.nppes_worlds import ABOUT


def read(tmp_path, rows, settings=POS):
    path = tmp_path / "Hospital_and_other.DATA.Q2_2026.csv"
    path.write_bytes(pos_text(rows).encode("cp1252"))
    return read_provider_of_services([path], settings)


def test_services_are_told_in_words(tmp_path):
    rows = [
        pos_row("140001"),
        pos_row("141301", subtype="11", chemotherapy="0", outpatient="3", pharmacy=""),
        pos_row("140003", subtype="7", beds="", name="San Jos\u00e9", zip="623011234"),
    ]
    table = read(tmp_path, rows).table
    assert table["ccn"].tolist() == ["140001", "141301", "140003"]
    assert table["subtype"].tolist() == ["short-term", "critical access", "07"]
    assert table["chemotherapy"].tolist() == ["own staff", "none", "own staff"]
    assert table["outpatient"].tolist() == ["own staff", "both", "own staff"]
    assert table["pharmacy"].fillna("").tolist() == ["under arrangement", "", "under arrangement"]
    assert table["beds"].astype(object).fillna(-1).tolist() == [100, 100, -1]
    assert table["zip"].tolist() == ["62301"] * 3
    assert table["name"].tolist()[2] == "San Jos\u00e9"


def test_only_active_hospitals(tmp_path):
    rows = [
        pos_row("140001"),
        pos_row("145001", category="02"),
        pos_row("140002", termination="07"),
        pos_row("140003", skeleton="Y"),
    ]
    reading = read(tmp_path, rows)
    assert reading.table["ccn"].tolist() == ["140001"]
    assert reading.rejected["reason"].tolist() == [
        "left Medicare (termination code 07); left out, not a fault",
        "is a skeleton record; left out, not a fault",
    ]
    assert reading.rows_read == 4


def test_states_and_lost_zeros(tmp_path):
    rows = [pos_row("70001", category="1", state="CT", zip="6101"), pos_row("140001")]
    table = read(tmp_path, rows, ProviderOfServicesSource(states=("CT",), **ABOUT)).table
    assert table[["ccn", "zip"]].to_numpy().tolist() == [["070001", "06101"]]


def test_faults(tmp_path):
    rows = [
        pos_row("140001"),
        pos_row("140001"),
        pos_row("14-0002"),
        pos_row("140003", chemotherapy="9"),
        *(pos_row(f"14001{number}") for number in range(4)),
    ]
    reading = read(tmp_path, rows)
    assert reading.table["ccn"].tolist()[:2] == ["140001", "140003"]
    assert reading.rejected["source_row"].tolist() == [2, 3, 4]
    assert reading.table["chemotherapy"].isna().tolist()[:2] == [False, True]
    assert "9 is not one of 0, 1, 2, 3; the cell is null" in reading.rejected["reason"].iloc[-1]


def test_shifted_columns_are_refused(tmp_path):
    whole = [pos_row(f"14001{number}") for number in range(4)]
    subtype, category, *cells = pos_row("140002", name="Hospital").split(",")
    behind = ",".join([subtype, category, *cells[:3], *cells[4:], cells[3]])
    before = ",".join([category, *cells, subtype])
    reading = read(tmp_path, [*whole, behind, before])
    assert reading.table["ccn"].tolist() == ["140010", "140011", "140012", "140013"]
    refused = reading.rejected.groupby("source_row")["reason"].agg(" | ".join)
    assert refused.index.tolist() == [5, 6]
    assert "state 5 Hill Rd is not two letters" in refused[5]
    assert "category Quincy is not two digits" in refused[6]
