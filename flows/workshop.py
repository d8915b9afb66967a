"""The products of an area's report, and how each is made of its facts, whole or in parts that stand alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Generic, TypeVar

from matplotlib.figure import Figure

from flows.answers import answers
from flows.export import PLACES_WITH_REPORT, write_export
from flows.folders import Folders
from flows.sheets import SHEETS_WITH_REPORT, Sheets, write_brief
from flows.study import Study
from pipelines.explore.explored import MOST_PLACES
from pipelines.explore.writing import FOLDER, write_explorer
from pipelines.keeping.settings_read import noting
from pipelines.maps.gallery import MapFile, draw, pictures
from pipelines.measures.access.driven_roads import driven_roads
from pipelines.out_tables import NotedTables
from pipelines.report.areas.summary import summary_of
from pipelines.report.facts import Facts
from pipelines.report.sheets.local_facts import Place
from pipelines.report.writing import write_report
from pipelines.vocabulary.strata import ALL_STRATA

MAPS = "maps"
"""Folder of a report that holds its pictures."""

Result = TypeVar("Result")

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
    _of: dict[str, tuple[Workshop, dict[str, str]]] = field(default_factory=dict)

    def of(self, product: str) -> tuple[Workshop, dict[str, str]]:
        """Return the corner where a product is made, with a folder of its own, and what was read there so far.

        That is the settings by name, each with its value, and the tables by name.
        """
        if product not in self._of:
            read: dict[str, str] = {}
            facts = Facts(
                noting(self.facts.area, read.__setitem__),
                NotedTables(self.facts.tables, read),
                self.facts.asked,
            )
            self._of[product] = Workshop(facts, self.folder / product, self.run), read
        return self._of[product]

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
            # It reads the warehouse and the network itself: both are those that this table tells of, so that
            # what it read is noted by asking for it.
            self.facts.tables.rows("out.provenance")
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


Part = Callable[[Workshop], Result]
"""A part of a product, which may be sent to another process."""


@dataclass(frozen=True)
class Made(Generic[Result]):
    """What a part gave, what its product had read by then, and how long it took."""

    given: Result
    read: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class NotedPart(Generic[Result]):
    """A part of a product, made where what it reads is noted."""

    product: str
    part: Part[Result]

    def __call__(self, shop: Workshop) -> Made[Result]:
        """Make it in the corner of its product."""
        began = time.monotonic()
        corner, read = shop.of(self.product)
        given = self.part(corner)
        return Made(given, dict(read), time.monotonic() - began)


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
    code
        The modules that make it.
    """

    name: str
    parts: Callable[[Workshop, Sequence[MapFile]], list[Part[None]]]
    code: tuple[str, ...]


def _export(shop: Workshop, maps: Sequence[MapFile]) -> list[Part[None]]:
    small = shop.facts.nearness(ALL_STRATA)["places"] <= PLACES_WITH_REPORT
    return [Workshop.write_export] if small else []


def _has_sheets(shop: Workshop) -> bool:
    return len(shop.facts.county_names) <= SHEETS_WITH_REPORT


def _sheets(shop: Workshop, maps: Sequence[MapFile]) -> list[Part[None]]:
    places = shop.sheets.places if _has_sheets(shop) else []
    starts = range(0, len(places), SHEETS_A_PART)
    return [
        partial(Workshop.write_sheets, places=places[start : start + SHEETS_A_PART])
        for start in starts
    ]


def _contents(shop: Workshop, maps: Sequence[MapFile]) -> list[Part[None]]:
    return [Workshop.write_contents] if _has_sheets(shop) else []


_LOCAL_MAPS = ("pipelines.maps.local.local_map", "pipelines.maps.local.plate")
_PDF = ("pipelines.report.sheets.pdf", "pipelines.report.sheets.local_facts", *_LOCAL_MAPS)

PICTURES_CODE = ("pipelines.maps.gallery",)

PRODUCTS = (
    Product(
        "the report",
        lambda shop, maps: [partial(Workshop.write_report, maps=maps)],
        ("pipelines.report.writing", "pipelines.report.areas.summary"),
    ),
    Product(
        "the data to take away",
        _export,
        ("pipelines.export.geopackage", "pipelines.export.package", *_LOCAL_MAPS),
    ),
    Product(
        "the explorer",
        lambda shop, maps: [partial(Workshop.write_explorer, maps=maps)],
        ("pipelines.explore.writing", "pipelines.measures.access.driven_roads"),
    ),
    Product(
        "the brief",
        lambda shop, maps: [Workshop.write_brief],
        ("pipelines.report.sheets.brief", *_PDF),
    ),
    Product("the sheets of counties and states", _sheets, ("pipelines.report.sheets.sheet", *_PDF)),
    Product(
        "the list of sheets",
        _contents,
        ("pipelines.report.sheets.contents", "pipelines.report.sheets.local_facts"),
    ),
)
"""Every product but the pictures, which some of them hold; those that take long in one part first."""
