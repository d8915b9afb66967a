"""Sheets: the maps and pages of an area's counties and states as PDF, and its brief."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.putting import put_in_place
from pipelines.errors import InputError
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.local.local_map import draw_local
from pipelines.maps.local.plate import area_ground, gap_plate, minutes_plate
from pipelines.report.facts import Facts
from pipelines.report.sheets.brief import brief
from pipelines.report.sheets.contents import contents
from pipelines.report.sheets.document import Document
from pipelines.report.sheets.local_facts import LocalFacts, Place
from pipelines.report.sheets.pdf import to_pdf
from pipelines.report.sheets.sheet import file_name, sheet
from pipelines.report.telling.pages import INDEX

log = logging.getLogger("pipelines.sheets")

FOLDER = "sheets"
"""Folder of a report that holds the sheets."""

BRIEF = "brief.pdf"

SHEETS_WITH_REPORT = 150
"""Up to so many counties a report comes with its sheets; more are written when they are asked for."""


class NoSuchCountyError(InputError):
    """A county that the area does not have."""


def write_sheets(facts: Facts, folder: Path, county: str | None = None) -> list[Path]:
    """Write the sheet of each county and state with a page that links them, or the sheet of one county.

    Parameters
    ----------
    facts
        The area's facts.
    folder
        The report's folder; the sheets go to `FOLDER` in it.
    county
        FIPS code of the only county that is asked for.

    Returns
    -------
    list of Path
        The PDF files, by code.

    Raises
    ------
    NoSuchCountyError
        The area has no such county.
    """
    local = LocalFacts(facts)
    places = [*local.states_told(), *local.counties_told()]
    if county is not None:
        places = [_the_one(places, county)]
    log.info("setting %s", "1 sheet" if len(places) == 1 else f"{len(places):,} sheets")
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    ground = area_ground(facts.tables, facts.area)
    # A sheet is set, outside of the interpreter's lock, while the next map is drawn.
    with ThreadPoolExecutor(1) as setter:
        waiting = [
            (target / file_name(place), setter.submit(to_pdf, document, "sheet", 1))
            for place, document in _documents(local, places, ground)
        ]
        written = [_write(path, done.result()) for path, done in waiting]
    if county is None:
        page = target / INDEX
        page.write_text(contents(facts, places), encoding="utf-8", newline="\n")
    return written


def write_brief(facts: Facts, folder: Path) -> Path:
    """Write the brief of an area into its report's folder."""
    log.info("setting the brief")
    ground = area_ground(facts.tables, facts.area)
    drawn = draw_local(gap_plate(facts.tables, ground), facts.area.area.title)
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder / BRIEF, to_pdf(brief(facts, drawn), "brief", 2))


def renew_sheets(facts: Facts, folder: Path) -> Path:
    """Write all sheets and the brief anew into a report's folder, in the place of those before.

    Returns
    -------
    Path
        The folder of the sheets; the brief stands beside it.
    """
    part = folder.with_name(f".{folder.name}.sheets")
    shutil.rmtree(part, ignore_errors=True)
    write_sheets(facts, part)
    put_in_place(part / FOLDER, folder / FOLDER)
    shutil.rmtree(part)
    write_brief(facts, folder)
    return folder / FOLDER


def _documents(
    local: LocalFacts, places: Sequence[Place], ground: Ground
) -> Iterator[tuple[Place, Document]]:
    plate = minutes_plate(local.facts.tables, ground)
    home = ground.home["county_fips"]
    for place in places:
        fips = home[home.str.startswith(place.code)].tolist()
        yield (
            place,
            sheet(local, place, draw_local(plate, place.in_sentence, fips) if fips else None),
        )


def _the_one(places: Sequence[Place], county: str) -> Place:
    found = {place.code: place for place in places if place.unit == "county"}
    if county not in found:
        named = ", ".join(f"{code} ({place.name})" for code, place in list(found.items())[:3])
        raise NoSuchCountyError(
            f"--county {county}: the area has no such county (write the FIPS code of one with people, such as "
            f"{named})"
        )
    return found[county]


def _write(path: Path, pdf: bytes) -> Path:
    path.write_bytes(pdf)
    return path
