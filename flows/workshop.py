"""The products of an area's report, and how each is made of its facts, whole or in parts that stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from matplotlib.figure import Figure

from flows.answers import answers
from flows.export import PLACES_WITH_REPORT, write_export
from flows.folders import Folders
from flows.sheets import SHEETS_WITH_REPORT, Sheets, write_brief
from flows.study import Study
from pipelines.explore.explored import MOST_PLACES
from pipelines.explore.writing import FOLDER, write_explorer
from pipelines.maps.gallery import MapFile, draw, pictures
from pipelines.measures.access.driven_roads import driven_roads
from pipelines.report.areas.summary import summary_of
from pipelines.report.facts import Facts
from pipelines.report.sheets.local_facts import Place
from pipelines.report.writing import write_report
from pipelines.vocabulary.strata import ALL_STRATA

MAPS = "maps"
"""Folder of a report that holds its pictures."""

SHEETS_A_PART = 16
"""So many sheets are a part of their own: fewer would share out no better."""


@dataclass(frozen=True)
class Workshop:
    """What a process needs to make products of one area; what several parts need is laid out once.

    Attributes
    ----------
    facts
        The area's facts.
    folder
        The report's folder, to which everything goes.
    run
        Where the run keeps what it computed.
    """

    facts: Facts
    folder: Path
    run: Folders

    @cached_property
    def pictures(self) -> dict[str, Callable[[], Figure]]:
        """What draws each picture."""
        return pictures(self.facts.tables, self.facts.area)

    @cached_property
    def sheets(self) -> Sheets:
        """The sheets of counties and states."""
        return Sheets(self.facts)

    def draw_picture(self, *, name: str) -> MapFile:
        """Draw one picture."""
        folder = self.folder / MAPS
        folder.mkdir(parents=True, exist_ok=True)
        return draw(name, self.pictures[name], folder)

    def write_report(self, *, maps: Sequence[MapFile]) -> None:
        """Write the pages with their tables, and what an index of reports says of them."""
        write_report(self.facts, maps, self.folder)
        summary_of(self.facts).write(self.folder)

    def write_explorer(self, *, maps: Sequence[MapFile]) -> None:
        """Write the map to move over and to ask."""
        roads = None
        if self.facts.nearness(ALL_STRATA)["places"] <= MOST_PLACES:
            table = self.facts.tables["out.nearest_centers"]
            roads = driven_roads(self.run.warehouse, self.run.network, self.facts.area, table)
        write_explorer(self.facts, maps, self.folder / FOLDER, roads)

    def write_export(self) -> None:
        """Write the tables as files to take away."""
        write_export(self.facts, self.folder)

    def write_brief(self) -> None:
        """Set the brief."""
        write_brief(self.facts, self.folder)

    def write_sheets(self, *, places: Sequence[Place]) -> None:
        """Set the sheets of some counties and states."""
        self.sheets.write(places, self.folder)

    def write_contents(self) -> None:
        """Write the page that links the sheets."""
        self.sheets.write_contents(self.folder)


@contextmanager
def open_workshop(study: Study, folder: Path) -> Iterator[Workshop]:
    """Open the workshop of an area whose answers are there; raises as `answers` does."""
    with answers(study) as facts:
        yield Workshop(facts, folder, study.folders)


Part = Callable[[Workshop], None]
"""A part of a product, which may be sent to another process."""


@dataclass(frozen=True)
class Product:
    """One thing that a reader takes in hand.

    Attributes
    ----------
    name
        As a run tells it: 'the report'.
    parts
        What makes it of a workshop and the drawn pictures, in parts that stand alone. It has none where the
        area is so large that it is written only when it is asked for.
    """

    name: str
    parts: Callable[[Workshop, Sequence[MapFile]], list[Part]]


def _export(shop: Workshop, maps: Sequence[MapFile]) -> list[Part]:
    small = shop.facts.nearness(ALL_STRATA)["places"] <= PLACES_WITH_REPORT
    return [Workshop.write_export] if small else []


def _sheets(shop: Workshop, maps: Sequence[MapFile]) -> list[Part]:
    if len(shop.facts.county_names) > SHEETS_WITH_REPORT:
        return []
    places = shop.sheets.places
    starts = range(0, len(places), SHEETS_A_PART)
    return [
        *(
            partial(Workshop.write_sheets, places=places[start : start + SHEETS_A_PART])
            for start in starts
        ),
        Workshop.write_contents,
    ]


PRODUCTS = (
    Product("the report", lambda shop, maps: [partial(Workshop.write_report, maps=maps)]),
    Product("the data to take away", _export),
    Product("the explorer", lambda shop, maps: [partial(Workshop.write_explorer, maps=maps)]),
    Product("the brief", lambda shop, maps: [Workshop.write_brief]),
    Product("the sheets of counties and states", _sheets),
)
"""Every product but the pictures, which some of them hold; those that take long in one part first."""
