"""Charges for intravenous therapy: from the right line, of the last report of each hospital."""

import zipfile
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.sources.facilities.cost_reports import (
    NUMBER_FIELDS,
    REPORT_FIELDS,
    read_cost_reports,
)
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from tests.sources.claims_worlds import number_row, report_row

NUMBERS = [
    number_row(1, "06400", "00600", 300),
    number_row(1, "06400", "00700", 1000.5),
    number_row(1, "06401", "00700", 200),
    number_row(1, "06500", "00700", 7),
    number_row(1, "06400", "00800", 1500),
    number_row(1, "06400", "00700", 9, worksheet="A000000"),
    number_row(2, "06400", "00600", 50),
]
TABLES = [report_row(1, "140001"), report_row(2, "140002"), report_row(3, "140003")]


def archive(path, reports, numbers):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("HOSP10_2023_RPT.CSV", "\n".join([*reports, ""]))
        packed.writestr("HOSP10_2023_NMRC.CSV", "\n".join([*numbers, ""]))
        packed.writestr("HOSP10_2023_ALPHA.CSV", "1,S200001,00300,00100,GENERAL\n")
    return path


def read(tmp_path, reports=TABLES, numbers=NUMBERS):
    return read_cost_reports([archive(tmp_path / "HOSP10FY2023.zip", reports, numbers)])


def test_charges_of_line_64(tmp_path):
    reading = read(tmp_path)
    table = reading.table
    assert table["ccn"].tolist() == ["140001", "140002", "140003"]
    assert table["iv_outpatient_charges_usd"].fillna(-1).tolist() == [1200.5, -1, -1]
    assert table["iv_inpatient_charges_usd"].fillna(-1).tolist() == [300, 50, -1]
    assert table["status"].tolist() == ["as submitted"] * 3
    assert table["fiscal_year_end"].tolist() == [datetime(2023, 12, 31)] * 3
    assert reading.rows_read == 10
    assert len(reading.rejected) == 0


def test_the_report_that_ends_last_counts(tmp_path):
    reports = [
        report_row(1, "140001", "06/30/2023"),
        report_row(2, "140001", "12/31/2023"),
        report_row(4, "140001", "12/31/2023", rpt_stus_cd="4"),
    ]
    reading = read(tmp_path, reports, [*NUMBERS, number_row(4, "06400", "00700", 5)])
    assert reading.table[["report", "iv_outpatient_charges_usd"]].to_numpy().tolist() == [[4, 5]]
    assert reading.table["status"].tolist() == ["reopened"]
    assert reading.rejected["source_row"].tolist() == [1, 2]
    assert set(reading.rejected["reason"]) == {
        "a later report of the hospital is there; left out, not a fault"
    }


def test_tables_may_come_unpacked(tmp_path):
    packed = read(tmp_path).table
    paths = []
    for name, rows in (("hosp10_2023_RPT.CSV", TABLES), ("hosp10_2023_NMRC.CSV", NUMBERS)):
        paths.append(tmp_path / name)
        paths[-1].write_text("\n".join([*rows, ""]))
    plain = read_cost_reports(paths).table
    assert plain.drop(columns="source_file").equals(packed.drop(columns="source_file"))
    with pytest.raises(SourceError, match=r"the table of numbers \(NMRC\) is missing"):
        read_cost_reports(paths[:1])
    with pytest.raises(SourceError, match=r"the table of reports \(RPT\) is missing"):
        read_cost_reports(paths[1:])


def test_faulty_rows_are_refused(tmp_path):
    reports = [
        *TABLES,
        report_row(5, "14-X"),
        report_row(6, "140006", ""),
        report_row("x", "140007"),
        "7,1",
    ]
    numbers = [
        *NUMBERS,
        number_row(3, "06400", "00700", "n/a"),
        number_row("y", "06400", "00700", 1),
    ]
    reading = read(
        tmp_path, [*reports, *(report_row(n, f"1401{n}") for n in range(10, 20))], numbers
    )
    assert reading.table["ccn"].tolist()[:3] == ["140001", "140002", "140003"]
    assert reading.rejected["source_file"].tolist()[3:] == [
        "HOSP10FY2023.zip",
        "HOSP10FY2023.zip: NMRC",
        "HOSP10FY2023.zip: NMRC",
    ]
    told = reading.rejected[["source_row", "reason"]].to_numpy().tolist()
    assert [row for row, _ in told] == [4, 5, 6, 7, 8, 9]
    for (_, reason), part in zip(
        told,
        (
            "no CMS certification number",
            "fiscal year is missing",
            "x is not a number",
            "the row has 2 fields, the header 18",
            "n/a is not a number",
            "y is not a number",
        ),
        strict=True,
    ):
        assert part in reason


def test_file_of_something_else(tmp_path):
    with pytest.raises(SourceError, match="none of 1 rows has line 64"):
        read(tmp_path, TABLES, [number_row(1, "06500", "00700", 7)])
    with pytest.raises(SourceError, match=r"HOSP10FY2023\.zip, row 1: .* 5 fields"):
        read(tmp_path, NUMBERS, NUMBERS)


NAMES = {"RPT": "hosp10_2023_RPT.CSV", "NMRC": "hosp10_2023_NMRC.CSV"}
ROWS = {"RPT": TABLES, "NMRC": NUMBERS}
HEADERS = {"RPT": REPORT_FIELDS, "NMRC": NUMBER_FIELDS}


@pytest.fixture(params=list(NAMES))
def table(request):
    return request.param


def read_tables(tmp_path, table, content):
    """Read both tables, one of them with other content."""
    paths = []
    for kind, name in NAMES.items():
        text = "\n".join([*ROWS[kind], ""]) if kind != table else content
        paths.append(tmp_path / name)
        paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_cost_reports(paths)


def refusal(tmp_path, table, content):
    with pytest.raises(SourceError) as caught:
        read_tables(tmp_path, table, content)
    assert str(tmp_path / NAMES[table]) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"x", "the row has 1 fields"),
        (b"x" * 3_000_000, "the row has 1 fields"),
        (b"x" * 12_000_000, "has no end within"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "are not text"),
        (b"<!DOCTYPE html>\n<p>Moved</p>\n", "row 1"),
        (b"PK\x03\x04" + bytes(400), "cannot be unpacked"),
        (b"\x1f\x8b\x08\x00", "cannot be unpacked"),
    ],
)
def test_another_file_altogether(tmp_path, table, content, part):
    assert part in refusal(tmp_path, table, content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings(tmp_path, table, encoding):
    assert "UTF-16" in refusal(tmp_path, table, "\n".join(ROWS[table]).encode(encoding))


def test_wrong_delimiter(tmp_path, table):
    text = "\n".join(ROWS[table]).replace(",", ";")
    message = refusal(tmp_path, table, text)
    assert "row 1: " in message
    assert f"the row has 1 fields, the header {len(HEADERS[table])}" in message


def test_missing_column(tmp_path, table):
    text = "\n".join(row.rsplit(",", 1)[0] for row in ROWS[table])
    message = refusal(tmp_path, table, text)
    width = len(HEADERS[table])
    assert f"row 1: {len(ROWS[table])} of its {len(ROWS[table])} rows cannot be used" in message
    assert f"the row has {width - 1} fields, the header {width}" in message


def test_shifted_columns(tmp_path, table):
    shifted = [",".join([*row.split(",")[1:], row.split(",")[0]]) for row in ROWS[table]]
    message = refusal(tmp_path, table, "\n".join(shifted))
    assert "row 1, column " in message


def test_one_row_shifted_behind_its_number(tmp_path):
    report, *cells = NUMBERS[0].split(",")
    odd = ",".join([report, *cells[1:], cells[0]])
    reading = read_tables(tmp_path, "NMRC", "\n".join([*NUMBERS, odd]))
    assert reading.rejected["source_row"].unique().tolist() == [len(NUMBERS) + 1]
    assert "worksheet 06400 has not 7 characters" in reading.rejected["reason"].iloc[0]


def test_a_header_where_there_should_be_none(tmp_path, table):
    text = "\n".join([",".join(HEADERS[table]), *ROWS[table]])
    reading = read_tables(tmp_path, table, text)
    assert reading.rejected["source_row"].unique().tolist() == [1]
    assert len(reading.table) == len(TABLES)
    assert reading.table["iv_outpatient_charges_usd"].notna().any()


def test_truncated_row_and_unknown_encoding(tmp_path, table):
    rows = [row.encode() for row in ROWS[table]]
    odd = rows[0].replace(b",", b",\x81", 1)
    reading = read_tables(tmp_path, table, b"\n".join([*rows, odd, rows[0][:3]]))
    assert tuple(reading.rejected) == REJECTED_COLUMNS
    assert {len(rows) + 1, len(rows) + 2} <= set(reading.rejected["source_row"])
    assert reading.rejected["reason"].str.contains("the row has 2 fields").any()


def test_unclosed_quotation_mark(tmp_path, table):
    first, *rest = ROWS[table]
    at = first.index(",", len(first) // 2) + 1
    text = "\n".join([first[:at] + '"' + first[at:], *rest, ""])
    assert "row 1" in refusal(tmp_path, table, text)


def test_lines_without_ends(tmp_path, table):
    whole = read_tables(tmp_path, table, "\n".join([*ROWS[table], ""])).table
    assert read_tables(tmp_path, table, "\n".join(ROWS[table])).table.equals(whole)
    message = refusal(tmp_path, table, " ".join(ROWS[table]))
    assert "row 1: " in message


@pytest.mark.parametrize("missing", ["HOSP10_2023_RPT.CSV", "HOSP10_2023_NMRC.CSV"])
def test_archive_without_or_with_two_of_a_table(tmp_path, missing):
    good = archive(tmp_path / "good.zip", TABLES, NUMBERS)
    with zipfile.ZipFile(good) as packed:
        texts = {name: packed.read(name) for name in packed.namelist()}
    without, twice = tmp_path / "without.zip", tmp_path / "twice.zip"
    with zipfile.ZipFile(without, "w") as some, zipfile.ZipFile(twice, "w") as more:
        for name, text in texts.items():
            more.writestr(name, text)
            if name != missing:
                some.writestr(name, text)
        more.writestr(f"again/{missing}", texts[missing])
    with pytest.raises(SourceError, match=r"without\.zip: .* no members like .*; it holds HOSP10"):
        read_cost_reports([without])
    with pytest.raises(SourceError, match=r"twice\.zip: is an archive with 2 members like"):
        read_cost_reports([twice])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.booleans(),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 20), st.binary(max_size=6)),
        min_size=1,
        max_size=4,
    ),
)
def test_random_damage(tmp_path, in_archive, damage):
    path = archive(tmp_path / "HOSP10FY2023.zip", TABLES, NUMBERS)
    content = path.read_bytes() if in_archive else "\n".join([*NUMBERS, ""]).encode()
    for where, removed, new in damage:
        at = int(where * len(content))
        content = content[:at] + new + content[at + removed :]
    try:
        if in_archive:
            path.write_bytes(content)
            reading = read_cost_reports([path])
        else:
            reading = read_tables(tmp_path, "NMRC", content)
    except SourceError as error:
        assert "HOSP10FY2023.zip" in str(error) or NAMES["NMRC"] in str(error)
    else:
        assert reading.rejected["reason"].str.len().gt(0).all()
        assert set(reading.table["ccn"]) == {"140001", "140002", "140003"}
