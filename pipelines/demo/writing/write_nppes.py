"""Write the registry of providers as CMS disseminates it: the monthly archive, and the deactivated numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.demo.registries.registry_rows import RegistryRows
from pipelines.demo.writing.archive import archived, csv_text, write_archive
from pipelines.sources.facilities.nppes_columns import (
    LOCATION,
    LOCATION_HEADER,
    OTHER_NAME_HEADER,
    PROVIDER,
    provider_header,
)

NPPES = "NPPES_Data_Dissemination_February_2026_V2.zip"
DEACTIVATED = "NPPES_Deactivated_NPI_Report_020926_V2.zip"

_SPAN = "20050523-20260208"
_ENDPOINT_HEADER = ("NPI", "Endpoint Type", "Endpoint Type Description", "Endpoint")
_WORKBOOK = "NPPES Deactivated NPI Report 20260209.xlsx"


def write_nppes(folder: Path, made: RegistryRows) -> tuple[Path, Path]:
    """Write the monthly archive and the report of deactivated numbers, and return their paths.

    Parameters
    ----------
    folder
        Where to.
    made
        Rows of providers, further places, other names and deactivated numbers.

    Notes
    -----
    npidata_pfile has the 330 columns of version 2; every field is quoted, an empty one too. Each member has its
    header again in a file of its own, as published.
    """
    header = provider_header()
    at = {name: header.index(columns[0]) for name, columns in PROVIDER.items()}
    further_at = {name: LOCATION_HEADER.index(columns[0]) for name, columns in LOCATION.items()}
    names = ([row["npi"], row["name"], row["name_type"]] for row in made.other_names)
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "npidata_pfile": (header, _laid_out(made.providers, at, len(header))),
        "pl_pfile": (
            LOCATION_HEADER,
            _laid_out(made.locations, further_at, len(LOCATION_HEADER)),
        ),
        "othername_pfile": (OTHER_NAME_HEADER, names),
        "endpoint_pfile": (_ENDPOINT_HEADER, ()),
    }
    members = {}
    for name, (columns, rows) in tables.items():
        members[f"{name}_{_SPAN}.csv"] = csv_text(columns, rows, quoted=True).encode()
        members[f"{name}_{_SPAN}_fileheader.csv"] = csv_text(columns, (), quoted=True).encode()
    write_archive(folder / NPPES, members)
    report = [("NPI", "NPPES Deactivation Date")]
    report += [(npi, _us_date(day)) for npi, day in sorted(made.deactivated)]
    title = "NPPES Deactivated Records as of Feb 09 2026"
    write_archive(folder / DEACTIVATED, {_WORKBOOK: _workbook([(title,), *report])})
    return folder / NPPES, folder / DEACTIVATED


def _us_date(day: datetime.date) -> str:
    return day.strftime("%m/%d/%Y")


def _laid_out(
    rows: Iterable[Mapping[str, str]], places: Mapping[str, int], width: int
) -> Iterable[list[str]]:
    for row in rows:
        line = [""] * width
        for name, value in row.items():
            line[places[name]] = value
        yield line


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook (Office Open XML, ECMA-376) with one sheet of texts.

    Libraries put the time of writing into a workbook; the same state must be the same file.
    """
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
        for row in rows
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Deactivated" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    return archived({name: (_XML + text).encode() for name, text in parts.items()})
