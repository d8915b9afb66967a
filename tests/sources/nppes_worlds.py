"""Synthetic NPPES files: invented providers in the layouts of the publisher."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import openpyxl

from pipelines.area import NppesSource
from pipelines.sources.facilities.nppes_columns import (
    LOCATION,
    LOCATION_HEADER,
    OTHER_NAME_HEADER,
    PROVIDER,
    provider_header,
)
from pipelines.sources.tables.npi import check_digits

ABOUT = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}
ANYWHERE = NppesSource(**ABOUT)
ILLINOIS = NppesSource(states=("IL",), **ABOUT)

INFUSION_CLINIC = "261QI0500X"
RADIATION_CLINIC = "261QX0203X"


def npi(number: int) -> str:
    """Return the NPI whose first nine digits are 100,000,000 plus a number."""
    nine = [int(digit) for digit in str(100_000_000 + number)]
    return "".join(map(str, nine)) + str(check_digits(np.array([nine]))[0])


def provider(number: int, **values: str) -> dict[str, str]:
    """Return an infusion clinic in Illinois, by our names of the columns, with other values where given."""
    return {
        "npi": npi(number),
        "entity_type": "2",
        "organization_name": f"CLINIC {number} LLC",
        "address_1": f"{number} MAIN ST",
        "city": "QUINCY",
        "state": "IL",
        "zip": "623011234",
        "country": "US",
        "phone": "2175550100",
        "enumerated_on": "05/23/2005",
        "updated_on": "01/02/2024",
        "taxonomy_1": INFUSION_CLINIC,
        "switch_1": "Y",
    } | values


def location(number: int, **values: str) -> dict[str, str]:
    return {
        "npi": npi(number),
        "address_1": "9 Side St",
        "city": "Quincy",
        "state": "IL",
        "zip": "62301",
        "country": "US",
    } | values


def other_name(number: int, name: str, kind: str = "3") -> dict[str, str]:
    return {"npi": npi(number), "name": name, "name_type": kind}


def provider_text(rows: list[dict[str, str]]) -> str:
    header = provider_header()
    places = {name: header.index(columns[0]) for name, columns in PROVIDER.items()}
    return _text(header, [_laid_out(row, places, len(header)) for row in rows])


def location_text(rows: list[dict[str, str]]) -> str:
    places = {name: LOCATION_HEADER.index(columns[0]) for name, columns in LOCATION.items()}
    return _text(LOCATION_HEADER, [_laid_out(row, places, len(LOCATION_HEADER)) for row in rows])


def other_name_text(rows: list[dict[str, str]]) -> str:
    return _text(OTHER_NAME_HEADER, [list(row.values()) for row in rows])


def archive(
    path: Path,
    providers: list[dict[str, str]],
    locations: list[dict[str, str]] = (),
    names: list[dict[str, str]] = (),
) -> Path:
    """Write a monthly archive with its header files and further members."""
    span = "20050523-20260208"
    texts = {
        "npidata_pfile": provider_text(providers),
        "pl_pfile": location_text(locations),
        "othername_pfile": other_name_text(names),
        "endpoint_pfile": '"NPI","Endpoint Type"\n',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            packed.writestr(f"{name}_{span}.csv", text)
            packed.writestr(f"{name}_{span}_fileheader.csv", text.split("\n")[0] + "\n")
        packed.writestr("NPPES_Data_Dissemination_Readme_v.2.pdf", b"%PDF")
    return path


def deactivation_report(path: Path, rows: list[tuple[object, object]]) -> Path:
    """Write the report of deactivated NPIs: a workbook, or an archive with it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["NPPES Deactivated Records as of Feb 09 2026"])
    sheet.append(["NPI", "NPPES Deactivation Date"])
    for row in rows:
        sheet.append(row)
    if path.suffix == ".xlsx":
        book.save(path)
        return path
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("NPPES Deactivated NPI Report 20260209.xlsx", content.getvalue())
    return path


def _laid_out(row: dict[str, str], places: dict[str, int], width: int) -> list[str]:
    cells = [""] * width
    for name, value in row.items():
        cells[places[name]] = value
    return cells


def _text(header: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()
