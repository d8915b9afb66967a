"""Which hospitals charge outpatients for intravenous therapy: hospital cost reports, form CMS-2552-10.

Publisher and address: Centers for Medicare & Medicaid Services, Healthcare Cost Report Information System
(HCRIS), https://www.cms.gov/data-research/statistics-trends-and-reports/cost-reports; one archive a federal
fiscal year, http://downloads.cms.gov/Files/hcris/HOSP10FY{year}.zip. Vintage: the fiscal year; CMS adds
reports for years. Licence: US government work, public domain.

The archive holds tables without a header line: `hosp10_{year}_RPT.CSV`, one row a report with 18 fields, and
`hosp10_{year}_NMRC.CSV`, one row a number with five: report, worksheet, line, column, value. Read here:
worksheet C part I (`C000001`), line 64 "Intravenous Therapy" and its subscripts (`06400` to `06499`), column
6 inpatient (`00600`) and column 7 outpatient charges (`00700`).

How sure that is: the line and its name stand in the form itself (worksheet D part II, lines of worksheet A,
form CMS-2552-10 as submitted to the Office of Management and Budget, 0938-0050); the tables, their fields and
five-digit lines and columns in public code that reads them; columns 6 and 7 in public queries that call
worksheet C column 6 inpatient and 7 outpatient charges. No row of the real tables was at hand to try it on.

Why not the Outpatient Hospitals file: CMS's "Medicare Outpatient Hospitals by Provider and Service" counts
comprehensive APCs. Drug administration (APC 5691 to 5694) is none of them, so that it cannot say who infuses.

Quirks
- A hospital may keep infusions under another cost center (clinic, oncology as a subscript of line 76, whose
  names are in a table of texts): **no charge on line 64 is no evidence of no infusion**, a charge is evidence
  of it.
- A hospital may file several reports in a year (change of owner or of its fiscal year), and a report may be
  settled or reopened later; of several the one that ends last counts.
- Charges are list prices for all payers, in whole dollars; they are not checked and may be negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import Source
from pipelines.sources.files.byte_stream import members
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.streaming import Filter, Layout, named_by_member, read_filtered

SOURCE = "cost_reports"

REPORT_FIELDS = (
    "rpt_rec_num",
    "prvdr_ctrl_type_cd",
    "prvdr_num",
    "npi",
    "rpt_stus_cd",
    "fy_bgn_dt",
    "fy_end_dt",
    "proc_dt",
    "initl_rpt_sw",
    "last_rpt_sw",
    "trnsmtl_num",
    "fi_num",
    "adr_vndr_cd",
    "fi_creat_dt",
    "util_cd",
    "npr_dt",
    "spec_ind",
    "fi_rcpt_dt",
)
"""Fields of the table of reports, in their order."""

NUMBER_FIELDS = ("rpt_rec_num", "wksht_cd", "line_num", "clmn_num", "itm_val_num")
"""Fields of the table of numbers, in their order."""

WORKSHEET = "C000001"
FIRST_LINE, LAST_LINE = "06400", "06499"
INPATIENT, OUTPATIENT = "00600", "00700"

STATUSES = {
    "1": "as submitted",
    "2": "settled without audit",
    "3": "settled with audit",
    "4": "reopened",
    "5": "amended",
}

DATE = "%m/%d/%Y"

_NO_REPORT = {"its report number is no number": "TRY_CAST(report AS BIGINT) IS NULL"}
_NO_CELL = {
    f"its worksheet has not {len(WORKSHEET)} characters": f"length(worksheet) <> {len(WORKSHEET)}",
    f"its line has not {len(FIRST_LINE)} characters": f"length(line) <> {len(FIRST_LINE)}",
    f"its column has not {len(OUTPATIENT)} characters": f"length(amount) <> {len(OUTPATIENT)}",
}


def read_cost_reports(files: Sequence[Path], settings: Source | None = None) -> Reading:
    """Read what each hospital charges for intravenous therapy.

    Parameters
    ----------
    files
        The archives of one or several fiscal years, or their RPT and NMRC tables (the name tells which).

    Returns
    -------
    Reading
        One row a hospital, from the report that ends last: ccn, report, status in words, fiscal_year_begin,
        fiscal_year_end, iv_outpatient_charges_usd, iv_inpatient_charges_usd; a charge is null where the report
        has none on that line. Earlier reports are in `rejected` with that as the reason; so are rows whose CCN,
        report number or end of year is wrong.

    Raises
    ------
    SourceError
        A file cannot be used, or one of the two tables is missing.
    """
    reports, numbers = _sorted(files)
    charges = _charges(numbers)
    text = read_filtered(
        reports,
        Layout(
            {
                "report": ("rpt_rec_num",),
                "ccn": ("prvdr_num",),
                "status": ("rpt_stus_cd",),
                "fiscal_year_begin": ("fy_bgn_dt",),
                "fiscal_year_end": ("fy_end_dt",),
            },
            member="*rpt*.csv",
            header=REPORT_FIELDS,
        ),
        Filter(["report"], "true", "a report", _NO_REPORT),
    )
    checks = RowChecks(text, SOURCE)
    report = checks.number("report", low=1, whole=True, required=True).astype("Int64")
    ccn = checks.ccn("ccn", required=True)
    begin = checks.date("fiscal_year_begin", DATE)
    end = checks.date("fiscal_year_end", DATE)
    checks.reject(
        end.isna() & checks.usable, "fiscal_year_end", "the end of the fiscal year is missing"
    )
    checks.unique(report, "report")
    _leave_out_earlier(checks, ccn, end, report)
    columns = {
        "ccn": ccn,
        "report": report,
        "status": checks.among("status", tuple(STATUSES)).map(STATUSES).astype("str"),
        "fiscal_year_begin": begin,
        "fiscal_year_end": end,
        "iv_outpatient_charges_usd": _charged(report, charges.table, OUTPATIENT),
        "iv_inpatient_charges_usd": _charged(report, charges.table, INPATIENT),
    }
    reading = checks.reading(columns)
    return Reading(
        table=reading.table,
        rejected=pd.concat([reading.rejected, charges.rejected], ignore_index=True),
        rows_read=reading.rows_read + charges.rows_read,
        files=tuple(Path(path) for path in files),
    )


def _sorted(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Tell tables of reports and of numbers apart; an archive has both."""
    reports, numbers = [], []
    for path in map(Path, files):
        inside = members(path)
        name = path.name.casefold()
        if inside or "nmrc" in name:
            numbers.append(path)
        if inside or "nmrc" not in name:
            reports.append(path)
    if not reports or not numbers:
        raise SourceError(
            files[0] if files else "(no file)",
            f"the table of {'reports (RPT)' if not reports else 'numbers (NMRC)'} is missing",
            mend="name the archive of the fiscal year, or both tables",
        )
    return reports, numbers


def _charges(files: Sequence[Path]) -> Reading:
    """Read the charges for intravenous therapy: report, amount (column), charges_usd."""
    text = read_filtered(
        files,
        Layout(
            {
                "report": ("rpt_rec_num",),
                "worksheet": ("wksht_cd",),
                "line": ("line_num",),
                "amount": ("clmn_num",),
                "charges_usd": ("itm_val_num",),
            },
            member="*nmrc*.csv",
            header=NUMBER_FIELDS,
        ),
        Filter(
            ["report", "worksheet", "line", "amount"],
            f"worksheet = '{WORKSHEET}' AND line BETWEEN '{FIRST_LINE}' AND '{LAST_LINE}' "
            f"AND amount IN ('{INPATIENT}', '{OUTPATIENT}')",
            f"line 64 of worksheet C part I ({WORKSHEET})",
            _NO_REPORT | _NO_CELL,
        ),
    )
    checks = RowChecks(named_by_member(text, "NMRC"), SOURCE)
    for name, known in (("worksheet", WORKSHEET), ("line", FIRST_LINE), ("amount", OUTPATIENT)):
        words = checks.rows[name]
        checks.reject(
            words.str.len().ne(len(known)),
            name,
            f"{name} " + words + f" has not {len(known)} characters",
        )
    return checks.reading(
        {
            "report": checks.number("report", low=1, whole=True, required=True).astype("Int64"),
            "amount": checks.text("amount", required=True),
            "charges_usd": checks.number("charges_usd", required=True),
        }
    )


def _charged(report: pd.Series, charges: pd.DataFrame, column: str) -> pd.Series:
    """Return the charges of one column by report, subscripts of the line together."""
    totals = charges[charges["amount"] == column].groupby("report")["charges_usd"].sum()
    return report.map(totals).astype("float64")


def _leave_out_earlier(
    checks: RowChecks, ccn: pd.Series, end: pd.Series, report: pd.Series
) -> None:
    order = pd.DataFrame({"ccn": ccn, "end": end, "report": report})[checks.usable]
    last = order.sort_values(["end", "report"]).drop_duplicates("ccn", keep="last").index
    checks.leave_out(
        ~order.index.to_series().reindex(ccn.index).isin(last),
        "fiscal_year_end",
        "a later report of the hospital is there",
    )
