"""The report of deactivated NPIs: what it tells, and what is wrong with a workbook."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.sources.facilities.nppes_deactivated import read_deactivated
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from tests.sources.nppes_worlds import npi

TITLE = ["NPPES Deactivated Records as of Feb 09 2026"]
HEADER = ["NPI", "NPPES Deactivation Date"]
ROWS = [[npi(number), "02/09/2026"] for number in range(1, 5)]


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


GOOD = workbook([TITLE, HEADER, *ROWS])


def read(tmp_path, content, name="report.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return read_deactivated(path)


def refusal(tmp_path, content, name="report.xlsx"):
    with pytest.raises(SourceError) as caught:
        read(tmp_path, content, name)
    assert str(tmp_path / name) in str(caught.value)
    return str(caught.value)


def packed(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def test_dates_as_text_and_as_dates(tmp_path):
    rows = [
        [npi(1), "02/09/2026"],
        [int(npi(2)), datetime(2026, 1, 5)],
        [None, None],
        [npi(3), date(2025, 12, 31)],
    ]
    reading = read(tmp_path, workbook([TITLE, HEADER, *rows]))
    assert reading.table["npi"].tolist() == [npi(1), npi(2), npi(3)]
    assert reading.table["deactivated_on"].tolist() == [
        datetime(2026, 2, 9),
        datetime(2026, 1, 5),
        datetime(2025, 12, 31),
    ]
    assert reading.rows_read == 3
    assert len(reading.rejected) == 0


def test_faulty_rows_are_refused_and_counted(tmp_path):
    rows = [*ROWS, HEADER, ["123", "02/09/2026"], ROWS[0], [npi(9), "2026"], [npi(10), time(8, 30)]]
    reading = read(tmp_path, workbook([TITLE, HEADER, *rows]))
    assert reading.table["npi"].tolist() == [npi(number) for number in (1, 2, 3, 4, 9, 10)]
    assert reading.table["deactivated_on"].isna().tolist() == [False] * 4 + [True] * 2
    assert tuple(reading.rejected) == REJECTED_COLUMNS
    assert reading.rejected["source_row"].tolist() == [5, 6, 7, 8, 9]
    told = " | ".join(reading.rejected["reason"])
    for part in (
        "npi NPI is not ten digits",
        "npi 123 is not ten digits",
        f"npi {npi(1)} is there already",
        "2026 is no date like",
        "08:30:00 is no date like",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([], ["sheet 'Sheet' is empty"]),
        ([TITLE], ["has no header with 'NPI', 'NPPES Deactivation Date'"]),
        ([TITLE, HEADER], ["has a header but no rows"]),
        ([TITLE, HEADER[:1], *(row[:1] for row in ROWS)], ["has no header with"]),
        ([TITLE, ["NPI;NPPES Deactivation Date"], *ROWS], ["has no header with"]),
        ([TITLE, [*HEADER, "NPI"], *ROWS], ["column 'NPI'", "2 times", "remove or rename"]),
        ([TITLE, HEADER, *(row[::-1] for row in ROWS)], ["row 1, column 'npi'", "02/09/2026"]),
        ([TITLE, HEADER, *([None, *row] for row in ROWS)], ["row 1, column 'npi'", "is blank"]),
    ],
)
def test_workbook_of_another_layout(tmp_path, rows, parts):
    message = refusal(tmp_path, workbook(rows))
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"NPI,NPPES Deactivation Date\n1234567893,02/09/2026\n",
        b"<!DOCTYPE html>\n<p>Moved</p>\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        b"x" * 100_000,
        b"PK\x03\x04",
        packed({"[Content_Types].xml": b"<Types"}),
        packed({"xl/workbook.xml": b"<workbook/>"}),
        packed({}),
    ],
)
def test_no_workbook(tmp_path, content):
    message = refusal(tmp_path, content)
    assert "is not an Excel workbook" in message or "cannot be unpacked" in message


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_truncated_workbook(tmp_path, share):
    refusal(tmp_path, GOOD[: int(share * len(GOOD))])
    refusal(tmp_path, packed({"report.xlsx": GOOD})[: int(share * len(GOOD))], "report.zip")


def test_archive(tmp_path):
    plain = read(tmp_path, GOOD).table
    reading = read(tmp_path, packed({"folder/NPPES Report.xlsx": GOOD}), "report.zip")
    assert reading.table.drop(columns="source_file").equals(plain.drop(columns="source_file"))
    two = packed({"a.xlsx": GOOD, "b.xlsx": GOOD})
    assert "2 members like *.xlsx; it holds a.xlsx, b.xlsx" in refusal(tmp_path, two, "two.zip")
    none = packed({"Readme.txt": b"read me"})
    assert "is not an Excel workbook" in refusal(tmp_path, none, "none.zip")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.booleans(),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 9), st.binary(max_size=4)),
        min_size=1,
        max_size=4,
    ),
)
def test_random_damage(tmp_path, in_archive, damage):
    content = packed({"report.xlsx": GOOD}) if in_archive else GOOD
    for where, removed, new in damage:
        at = int(where * len(content))
        content = content[:at] + new + content[at + removed :]
    try:
        reading = read(tmp_path, content, "report.zip" if in_archive else "report.xlsx")
    except SourceError as error:
        assert str(tmp_path / "report.") in str(error)
    else:
        assert set(reading.table["npi"]) <= {row[0] for row in ROWS}
        assert reading.rows_read <= len(ROWS)
