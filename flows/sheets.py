"""Sheets: the maps and pages of an area's counties and states as PDF, and its brief."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

from flows.putting import put_in_place
from pipelines.errors import InputError
from pipelines.maps.local.local_map import draw_local
from pipelines.maps.local.plate import Plate, area_ground, gap_plate, minutes_plate
from pipelines.progress import counted
from pipelines.report.facts import Facts
from pipelines.report.sheets.brief import brief
from pipelines.report.sheets.contents import contents
from pipelines.report.sheets.document import Document
from pipelines.report.sheets.local_facts import LocalFacts, Place
from pipelines.report.sheets.pdf import to_pdf
from pipelines.report.sheets.sheet import file_name, sheet
from pipelines.report.telling.pages import INDEX
from pipelines.vocabulary.wording import plural

log = logging.getLogger("pipelines.sheets")

FOLDER = "sheets"
"""Folder of a report that holds the sheets."""

BRIEF = "brief.pdf"

SHEETS_WITH_REPORT = 150
"""Up to so many counties a report comes with its sheets; more are written when they are asked for."""


class NoSuchCountyError(InputError):
    """A county that the area does not have."""


class Sheets:
    """The sheets of an area; what they share is put in order and laid out once.

    Attributes
    ----------
    facts
        The area's facts.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def places(self) -> list[Place]:
        """Its states, then its counties with people."""
        return [*self._local.states_told(), *self._local.counties_told()]

    def write(self, places: Sequence[Place], folder: Path) -> list[Path]:
        """Write the sheets of some places to `FOLDER` in a report's folder, and return the files in order."""
        target = folder / FOLDER
        target.mkdir(parents=True, exist_ok=True)
        # A sheet is set, outside of the interpreter's lock, while the next map is drawn.
        with ThreadPoolExecutor(1) as setter:
            waiting = [
                (target / file_name(place), setter.submit(to_pdf, self._sheet(place), "sheet", 1))
                for place in counted(places, "sheets", "sheets", len(places))
            ]
            return [_write(path, done.result()) for path, done in waiting]

    def write_contents(self, folder: Path) -> None:
        """Write the page that links all sheets."""
        page = folder / FOLDER / INDEX
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(contents(self.facts, self.places), encoding="utf-8", newline="\n")

    @cached_property
    def _local(self) -> LocalFacts:
        return LocalFacts(self.facts)

    @cached_property
    def _plate(self) -> Plate:
        return minutes_plate(self.facts.tables, area_ground(self.facts.tables, self.facts.area))

    def _sheet(self, place: Place) -> Document:
        home = self._plate.ground.home["county_fips"]
        fips = home[home.str.startswith(place.code)].tolist()
        drawn = draw_local(self._plate, place.in_sentence, fips) if fips else None
        return sheet(self._local, place, drawn)


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
    sheets = Sheets(facts)
    places = sheets.places if county is None else [_the_one(sheets.places, county)]
    log.info("setting %s", plural(len(places), "sheet"))
    written = sheets.write(places, folder)
    if county is None:
        sheets.write_contents(folder)
    return written


def write_brief(facts: Facts, folder: Path) -> Path:
    """Write the brief of an area into its report's folder."""
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
