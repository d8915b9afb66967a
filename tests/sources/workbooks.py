"""A small HSD reference file in the layout of the published one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

NOTE = "Meeting the time / distance criteria may require submitting more than the minimum number."
TYPES = ("Large Metro", "Metro", "Micro", "Rural", "CEAC")
BASE = {
    "040": (20, 10, 45, 30, 80, 60, 75, 60, 110, 100),
    "057": (20, 10, 45, 30, 80, 60, 75, 60, 110, 100),
}

COUNTIES: list[tuple[Any, ...]] = [
    ("Autauga", "AL", "01000", 12236, "Metro", 45, 30),
    ("Los Angeles", "CA", "05200", 900000, "Large Metro", 20, 10),
    ("Los Angeles", "CA", "05210", 600000, "Large Metro", 20, 10),
    ("Kern", "CA", "05140", 140000, "Metro", 60, 40),
    ("Brewster", "TX", "45200", 2500, "CEAC", 250, 225),
]
"""County, state, SSA code, beneficiaries, designation, minutes and miles."""


def write_hsd(path: Path, counties: list[tuple[Any, ...]] = COUNTIES, **changes: Any) -> Path:
    """Write the workbook; `changes` spoil one thing each, as the tests name them."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    _master(book, changes.get("base", BASE))
    _counts(book, counties)
    _limits(book, counties, changes)
    _certificates(book, changes.get("certificates", [("01000", "040", "Y")]))
    for name in changes.get("without", ()):
        del book[name]
    book.save(path)
    return path


def _master(book: openpyxl.Workbook, base: dict[str, tuple[Any, ...]]) -> None:
    sheet = book.create_sheet("Master")
    sheet.append([NOTE])
    sheet.append(["Table 1", *[None] * 6, "Table 3: Access Criteria"])
    sheet.append([])
    sheet.append(["Code", "Specialty", "Geographic Type", *[None] * 4, "Code", "Specialty"])
    names = [cell for name in TYPES for cell in (name, None, None)]
    sheet.append([*[None] * 9, *names])
    heads = ["Number/\n1,000", "Maximum Time\n(minutes)", "Maximum Distance\n(miles)"] * 5
    sheet.append([None, None, *TYPES, None, None, *heads])
    for code, limits in base.items():
        cells: list[Any] = []
        for at in range(0, len(limits), 2):
            cells += ["NA", limits[at], limits[at + 1]]
        sheet.append(["001", "General Practice", *[None] * 5, code, "Facility", *cells])


def _counts(book: openpyxl.Workbook, counties: list[tuple[Any, ...]]) -> None:
    sheet = book.create_sheet("Minimum Facility #s")
    sheet.append([NOTE])
    sheet.append(
        ["COUNTY", "ST", "COUNTY_STATE", "SSACD", "TOTAL BENEFICIARIES", "COUNTY DESIGNATION"]
    )
    sheet.append([None] * 6)
    for name, state, ssa, people, designation, *_ in counties:
        sheet.append([name, state, f"{name}, {state}", ssa, people, designation])
    for _ in range(3):
        sheet.append([None, " ", None])


def _limits(
    book: openpyxl.Workbook, counties: list[tuple[Any, ...]], changes: dict[str, Any]
) -> None:
    sheet = book.create_sheet("Facility Time & Distance")
    sheet.append([NOTE])
    leading = [
        "COUNTY",
        "ST",
        "COUNTY_STATE",
        "SSACD",
        changes.get("type_header", "COUNTY DESIGNA-TION"),
    ]
    sheet.append(
        [*leading, "Acute Inpatient Hospital", None, "Outpatient Infusion/Chemotherapy", None]
    )
    sheet.append([*[None] * 5, 40, None, changes.get("code", 57), None])
    kinds = ["Distance", "Time"] if changes.get("turned") else ["Time", "Distance"]
    sheet.append([*[None] * 5, "Time", "Distance", *changes.get("kinds", kinds)])
    for name, state, ssa, _, designation, minutes, miles in counties:
        pair = [miles, minutes] if changes.get("turned") else [minutes, miles]
        sheet.append([name, state, f"{name}, {state}", ssa, designation, 1, 1, *pair])
    sheet.append([None] * 9)


def _certificates(book: openpyxl.Workbook, rows: list[tuple[str, str, str]]) -> None:
    sheet = book.create_sheet("Certificate of Need")
    sheet.append(
        ["SSA", "Specialty_Code", "County_State", "Specialty Name", "T/D Customized (Y/N)"]
    )
    for ssa, code, flag in rows:
        sheet.append([ssa, code, "", "", flag])
