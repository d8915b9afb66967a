"""Write what tells which hospitals infuse outpatients: Provider of Services, and hospital cost reports."""

from __future__ import annotations

from pathlib import Path

from pipelines.demo.registries.registry_rows import CRITICAL_ACCESS, Certification, RegistryRows
from pipelines.demo.writing.archive import csv_text, write_archive
from pipelines.sources.facilities.cost_reports import (
    FIRST_LINE,
    INPATIENT,
    OUTPATIENT,
    REPORT_FIELDS,
    WORKSHEET,
)

SERVICES = "Hospital_and_other.DATA.Q4_2025.csv"
COST_REPORTS = "HOSP10FY2023.zip"

POS_COLUMNS = (
    *("PRVDR_CTGRY_SBTYP_CD", "PRVDR_CTGRY_CD", "CITY_NAME", "FAC_NAME", "PRVDR_NUM"),
    *("SKLTN_REC_SW", "STATE_CD", "ST_ADR", "PGM_TRMNTN_CD", "ZIP_CD", "BED_CNT", "CRTFD_BED_CNT"),
    *("OFSITE_LCTN_CNT", "CHMTHRPY_SRVC_CD", "OP_SRVC_CD", "PHRMCY_SRVC_CD"),
)
"""Of the file's 480 columns those that tell what a hospital is, where, and which services it reports."""

_SUBTYPES = {CRITICAL_ACCESS: "11", "283Q00000X": "04"}
"""Taxonomy code -> kind of hospital: critical access, psychiatric; others are short-term (01)."""

_CLOSED = "01"
"""Termination code of a hospital that left of its own will."""

_INPATIENT_USD = 1_000


def write_services(folder: Path, made: RegistryRows) -> Path:
    """Write the Provider of Services file, in Windows letters, and return its path.

    Parameters
    ----------
    folder
        Where to.
    made
        Certified hospitals, those that left Medicare included.
    """
    rows = [_services_row(hospital) for hospital in made.certifications]
    lines = [[row[name] for name in POS_COLUMNS] for row in rows]
    path = folder / SERVICES
    path.write_text(csv_text(POS_COLUMNS, lines), encoding="cp1252", newline="")
    return path


def _services_row(hospital: Certification) -> dict[str, object]:
    place = hospital.place
    beds = "" if place.beds is None else place.beds
    return {
        "PRVDR_CTGRY_SBTYP_CD": _SUBTYPES.get(place.taxonomy, "01"),
        "PRVDR_CTGRY_CD": "01",
        "CITY_NAME": place.city.upper(),
        "FAC_NAME": hospital.name,
        "PRVDR_NUM": hospital.ccn,
        "SKLTN_REC_SW": "N",
        "STATE_CD": place.state,
        "ST_ADR": hospital.street,
        "PGM_TRMNTN_CD": "00" if place.is_open else _CLOSED,
        "ZIP_CD": place.zip,
        "BED_CNT": beds,
        "CRTFD_BED_CNT": beds,
        "OFSITE_LCTN_CNT": "0",
        "CHMTHRPY_SRVC_CD": "1" if hospital.chemotherapy else "0",
        "OP_SRVC_CD": "1",
        "PHRMCY_SRVC_CD": "1",
    }


def write_cost_reports(folder: Path, made: RegistryRows) -> Path:
    """Write the cost reports of a fiscal year, tables without a header line, and return the archive's path.

    Parameters
    ----------
    folder
        Where to.
    made
        Charges of each hospital that reports. All have charges of inpatients on the line.
    """
    blank = dict.fromkeys(REPORT_FIELDS, "")
    blank |= {"rpt_stus_cd": "1", "fy_bgn_dt": "01/01/2023", "fy_end_dt": "12/31/2023"}
    reports, numbers = [], []
    for k, (ccn, usd) in enumerate(made.charges, start=1):
        reports.append(list((blank | {"rpt_rec_num": str(k), "prvdr_num": ccn}).values()))
        numbers.append([k, WORKSHEET, FIRST_LINE, INPATIENT, _INPATIENT_USD])
        if usd:
            numbers.append([k, WORKSHEET, FIRST_LINE, OUTPATIENT, usd])
    members = {
        "hosp10_2023_RPT.CSV": csv_text(None, reports).encode(),
        "hosp10_2023_NMRC.CSV": csv_text(None, numbers).encode(),
    }
    write_archive(folder / COST_REPORTS, members)
    return folder / COST_REPORTS
