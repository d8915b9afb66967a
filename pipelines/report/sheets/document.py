"""What a printed document holds, as data: the templates set it and choose no word of it."""

from __future__ import annotations

import calendar
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

from pipelines.provenance import RUN, SOURCE
from pipelines.report.facts import Facts
from pipelines.vocabulary.wording import NO_NUMBER, percent

POTENTIAL = (
    "Drives are by car on free roads to the nearest center from where people live: potential access. People "
    "may go to another center."
)
SCENARIOS = (
    "A range is the figure’s least and greatest value when speeds, the road model, the definition of "
    "a center and the placing of centers are varied: scenarios without a probability."
)


class Drawn(Protocol):
    """A drawn map, as `pipelines.maps.local` returns it."""

    @property
    def svg(self) -> str:
        """The drawing."""

    @property
    def alt_text(self) -> str:
        """What it shows, for those who cannot see it."""


@dataclass(frozen=True)
class Figure:
    """One number set large: the number with its unit, what it is, and how far it moves."""

    value: str
    label: str
    range: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table, what stands small beneath it, and over how many rows it reaches."""

    text: str
    beneath: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class PrintTable:
    """A table: the first column names its rows, and the others hold numbers where `numeric` says so."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    note: str = ""


@dataclass(frozen=True)
class Passage:
    """Sentences under a heading, as a paragraph or each as an item of a list."""

    heading: str
    sentences: tuple[str, ...]
    itemized: bool = False


@dataclass(frozen=True)
class Document:
    """One document.

    Attributes
    ----------
    title, kicker
        Its heading, and the words above it.
    about
        Who and where, in a line below the heading.
    lead
        The finding, sentence by sentence.
    figures
        The numbers set large.
    picture, alt_text
        A map as SVG, and what it shows.
    tables, passages
        In order.
    notes
        How to read it.
    sources
        Publishers and vintages, in a line.
    banner
        What it must not be taken for; empty for none.
    date
        Of the run: year, month, day.
    area
        The area's title.
    """

    title: str
    kicker: str
    about: str
    lead: tuple[str, ...]
    figures: tuple[Figure, ...]
    picture: str
    alt_text: str
    tables: tuple[PrintTable, ...]
    passages: tuple[Passage, ...]
    notes: tuple[str, ...]
    sources: str
    banner: str
    date: tuple[int, int, int]
    area: str
    dated: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the date as a reader says it."""
        year, month, day = self.date
        object.__setattr__(self, "dated", f"{day} {calendar.month_name[month]} {year}")

    def to_json(self) -> str:
        """Return the document as the templates read it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def banner(facts: Facts) -> str:
    """Say what a document must not be taken for, and what stands in for a center or is a sample."""
    identity = facts.area.area
    fictional = (
        "Fictional area: nobody lives here, and no center stands here."
        if identity.fictional
        else ""
    )
    return " ".join(filter(None, [fictional, identity.caveat, *facts.words.notes]))


def run_date(facts: Facts) -> tuple[int, int, int]:
    """Return the day of the run, UTC: a document of the same run bears the same date."""
    (run,) = facts.tables.rows("out.provenance", kind=RUN)
    day = datetime.fromisoformat(str(run["started_at"]))
    return day.year, day.month, day.day


def source_line(facts: Facts) -> str:
    """Name publishers and vintages of everything that the run read, each once."""
    rows = facts.tables.rows("out.provenance", kind=SOURCE)
    named = dict.fromkeys(f"{row['publisher']} ({row['vintage']})" for row in rows)
    return f"Sources: {'; '.join(named)}."


def said(facts: Facts, sentences: Sequence[str]) -> tuple[str, ...]:
    """Return sentences as this run may say them."""
    return facts.words.said(tuple(sentences))


def number(value: float | None) -> str:
    """Write a number of a table with one decimal, or that there is none."""
    return NO_NUMBER if value is None else f"{value:.1f}"


def share(value: float | None) -> str:
    """Write a share of a table, or that there is none."""
    return NO_NUMBER if value is None else percent(value)
