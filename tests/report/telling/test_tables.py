"""A table's cells for the page and for its CSV carry the same values."""

import csv
import io

import pytest

from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table

COLUMNS = (
    Column("stratum", "Stratum"),
    Column("people", "People", Kind.COUNT),
    Column("median_min", "Minutes", Kind.MINUTES),
    Column("near", "Near", Kind.PEOPLE_SHARE),
)


def table(*rows, headers=1):
    return Table("t", "Title", COLUMNS, rows, headers=headers)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "'@SUM(1+1)"),
        ("+1-800-INFUSE", "'+1-800-INFUSE"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-12.5", "-12.5"),
        ("+3e2", "+3e2"),
        ("Mercy = St. Anne", "Mercy = St. Anne"),
    ],
)
def test_text_that_a_spreadsheet_would_compute_is_made_harmless(text: str, told: str) -> None:
    names = Table("t", "Title", (Column("name", "Name"),), ((text,),))
    assert list(csv.reader(io.StringIO(names.to_csv()))) == [["name"], [told]]


def test_cells():
    (row,) = table(("Rural", 1_234_567.0, 23.456, PeopleShare(1_200, 0.414))).cells()
    assert [cell.text for _, cell in row] == ["Rural", "1,234,567", "23.5", "1,200"]
    assert row[3][1].beneath == "41%"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0%"),
        (0.0004, "under 0.1%"),
        (0.974, "97.4%"),
        (0.976, "97.6%"),
        (0.9996, "over 99.9%"),
        (1.0, "100%"),
    ],
)
def test_shares_beside_close_ones_have_tenths(share: float, told: str) -> None:
    shares = Table("t", "Title", (Column("after", "After", Kind.SHARE_IN_TENTHS),), ((share,),))
    assert shares.texts() == [[told]]


def test_no_number_is_a_dash_on_the_page_and_empty_in_the_csv():
    empty = table(("Rural", None, None, PeopleShare(0, None)), ("Urban", None, None, None))
    first, second = empty.cells()
    assert [cell.text for _, cell in first] == ["Rural", "–", "–", "0"]
    assert first[3][1].beneath == ""
    assert [cell.text for _, cell in second] == ["Urban", "–", "–", "–"]
    rows = list(csv.reader(io.StringIO(empty.to_csv())))
    assert rows[1:] == [["Rural", "", "", "0", ""], ["Urban", "", "", "", ""]]


def test_csv_splits_people_and_share_and_quotes():
    text = table(('Small, "metro"', 10.0, 5.0, PeopleShare(3, 0.25))).to_csv()
    assert list(csv.reader(io.StringIO(text))) == [
        ["stratum", "people", "median_min", "near", "near_share"],
        ['Small, "metro"', "10", "5", "3", "0.25"],
    ]
    assert "\r" not in text


def test_checksums_are_short_on_the_page_and_links_only_lead_to_the_web():
    columns = (Column("sha256", "Checksum", Kind.CHECKSUM), Column("url", "File", Kind.LINK))
    sources = Table("s", "S", columns, (("ab" * 32, "https://e.org/a/b.zip"), ("cd" * 32, "b.csv")))
    (short, web), (_, local) = ([cell for _, cell in row] for row in sources.cells())
    assert short.text == "abababababab…"
    assert (web.text, web.href) == ("e.org", "https://e.org/a/b.zip")
    assert (local.text, local.href) == ("a local file", "")
    assert "ab" * 32 in sources.to_csv()


def test_row_spans_group_equal_neighbours():
    rows = [(name, 1.0, 1.0, PeopleShare(1, 1.0)) for name in "aabccc"]
    assert table(*rows, headers=2).row_spans() == [2, 0, 1, 3, 0, 0]
    assert table(*rows).row_spans() == [1] * 6


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="3 cells for 4 columns"):
        table(("Rural", 1.0, 2.0))
