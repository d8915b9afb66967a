"""What a map of the explorer can show, as data: a view, its classes, and the choices that lead to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.maps.drawing.style import Fill, Symbol


@dataclass(frozen=True)
class Shade:
    """A class of a map: how it is filled, and what the legend calls it."""

    fill: Fill
    label: str


@dataclass(frozen=True)
class Mark:
    """A center that is marked beside those of today: where, how, and what the legend calls it."""

    lon: float
    lat: float
    symbol: Symbol
    label: str


@dataclass(frozen=True)
class View:
    """One map.

    Attributes
    ----------
    measure
        What it shows; the first choice.
    choices
        The further choices that lead to it: name of the choice -> code.
    title
        What it shows, in words.
    column
        The column with its values (`Column`).
    shades
        Its classes. The last is for what has no value, where `missing` is true.
    edges
        Upper ends, inclusive, of all classes but the last that has values; without them the column holds the
        number of the class.
    missing
        Whether the last of the shades is for what has no value.
    sites
        Sites of care whose centers it marks.
    figures
        Stratum -> the key figure, one or two sentences.
    note
        What it does not say.
    marks
        Centers of a what-if that count no more, or are new.
    """

    measure: str
    choices: Mapping[str, str]
    title: str
    column: str
    shades: tuple[Shade, ...]
    edges: tuple[float, ...] = ()
    missing: bool = False
    sites: Sequence[str] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    marks: Sequence[Mark] = ()

    @property
    def key(self) -> str:
        """The measure and its choices, in their order: 'drive_time/any/now'."""
        return "/".join([self.measure, *self.choices.values()])


@dataclass(frozen=True)
class Column:
    """Values of places or counties, in their order.

    Attributes
    ----------
    name
        By which views name it.
    heading
        What a list of a place's figures calls it; empty where it stands in none.
    values
        One a place or county; None for null.
    of
        Whose they are.
    unit
        What follows a number in words, as ' minutes'.
    digits
        Decimals of a number in words.
    words
        Of a column of codes, what each number means.
    """

    name: str
    heading: str
    values: list[Any]
    of: Literal["places", "counties"] = "places"
    unit: str = ""
    digits: int = 0
    words: Sequence[str] = ()
