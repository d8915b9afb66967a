"""Charges for intravenous therapy: from the right line, of the last report of each hospital."""

import zipfile
from datetime import datetime

import pytest

from pipelines.sources.cost_reports import read_cost_reports
from pipelines.sources.reading import SourceError
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
    assert set(reading.rejected["reason"]) == {"a later report of the hospital is there"}


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
