"""The one look of every picture: type sizes, colours, symbols and the words for them.

The pictures are read on a phone 390 pixels wide, on a desk and from a grey printer. So the smallest type is
9 phone pixels high, classes in an order differ in lightness, and whatever two colours of like lightness
must tell apart is told by a pattern or a shape as well.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib
import matplotlib.style
from matplotlib.colors import to_hex

from pipelines.vocabulary.sites_of_care import ANY_SITE

WIDTH_IN = 5.4
"""Width of every picture, narrow enough for a phone; its height follows from what it holds."""

DPI = 200
"""Pixels an inch: 1080 pixels wide, sharp on a desk and three times a phone's width."""

MARGIN_IN = 0.18
"""White border around everything."""

CONTENT_IN = WIDTH_IN - 2 * MARGIN_IN
"""Width between the borders."""

RC: Any = {
    "font.family": "DejaVu Sans",
    "text.hinting": "none",
    "text.antialiased": True,
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": True,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": False,
    "axes.axisbelow": True,
    "lines.solid_capstyle": "butt",
}
"""matplotlib settings of every picture; DejaVu Sans comes with matplotlib, so machines agree.

A bar that tells a range ends where the range does: matplotlib's own caps stand out by half the width.
"""


def house_style() -> AbstractContextManager[None]:
    """Return a context in which everything is drawn alike on every machine.

    It starts from matplotlib's defaults: a user's matplotlibrc would put a dark ground under the maps, or
    cut their margins.
    """
    return matplotlib.style.context(["default", RC])


@dataclass(frozen=True)
class Type:
    """One kind of type.

    Attributes
    ----------
    size
        Points; 11 points are 11 pixels on a phone 390 pixels wide.
    weight, color
        As matplotlib names them.
    leading
        Height of a line as a multiple of `size`.
    """

    size: float
    weight: Literal["normal", "bold"] = "normal"
    color: str = "#1a1a1a"
    leading: float = 1.28

    @property
    def line_in(self) -> float:
        """Height of one line in inches."""
        return self.size * self.leading / 72


TITLE = Type(14.5, "bold", leading=1.2)
SUBTITLE = Type(11.5, color="#333333")
HEADING = Type(11, "bold")
LABEL = Type(10.5)
NAME = Type(10)
FINE = Type(9, color="#444444", leading=1.25)
BANNER = Type(10.5, "bold", color="#3d2b00")
CAVEAT = Type(9.5, "bold", color="#3d2b00", leading=1.25)
BANNER_GROUND = "#ffe9a8"
BANNER_EDGE = "#b8860b"

Pattern = Literal["solid", "stripes", "dots", "cross"]


@dataclass(frozen=True)
class Fill:
    """How an area is filled: a colour and, for readers without colour, a pattern in `ink`."""

    color: str
    pattern: Pattern = "solid"
    ink: str = "#ffffff"


@dataclass(frozen=True)
class Symbol:
    """How a center is drawn: shape, colour, size relative to others, and an edge that stands off any land."""

    marker: str
    color: str
    scale: float = 1.0
    edge: str = "#ffffff"


SITE_SYMBOLS: dict[str, Symbol] = {
    "hospital_based": Symbol("s", "#0b4f8a"),
    "office_based": Symbol("o", "#ffa31a", 1.1, edge="#1a1a1a"),
    "pharmacy_based": Symbol("^", "#007a5a", 1.18),
    "stand_alone": Symbol("D", "#d573ad", 0.94, edge="#1a1a1a"),
    ANY_SITE: Symbol("P", "#222222", 1.1),
}
"""Shape and colour of each site of care, the same in every map and chart."""

LAND_AROUND = "#ececec"
LAND_EMPTY = "#f7f7f7"
BORDER_AROUND = "#ffffff"
BORDER = "#4d4d4d"
OUTLINE = "#1a1a1a"

UNREACHED = Fill("#ffffff", "cross", "#595959")
"""Places without a drive time: outside the order of the classes, so a pattern on white."""

SAME = Fill("#f3efdc")
HOSPITAL_NEARER = Fill("#2a6ca8")
OFFICE_NEARER = Fill("#f5a742")
HOSPITAL_ONLY = Fill("#2a6ca8", "stripes", "#ffffff")
OFFICE_ONLY = Fill("#f5a742", "stripes", "#ffffff")

LONGER = (Fill("#dcc0e2"), Fill("#ab72b8"), Fill("#682a78"))
SHORTER = (
    Fill("#b2dba8", "stripes", "#f4fbf1"),
    Fill("#6cb56a", "stripes", "#cfe8ca"),
    Fill("#1c6b33", "stripes", "#7dbb8a"),
)
CUT_OFF = Fill("#2c0a35", "cross", "#ffffff")
CONNECTED = Fill("#0b3a1d", "dots", "#ffffff")
"""Drives that a what-if makes longer or shorter, from little to much; who reaches none any more, or does now.
What gets shorter is striped, for purple and green of like lightness are one grey."""

COUNTS_NO_MORE = Symbol("X", "#1a1a1a", 1.25)
IS_NEW = Symbol("*", "#ffe14d", 1.9, edge="#1a1a1a")
"""Centers that a what-if closes and opens."""

GAP_FILLS: dict[str, dict[str, Fill]] = {
    "rural": {
        "none": Fill("#7a2c06"),
        "hospital_only": Fill("#c8651b"),
        "office_only": Fill("#f0ab66"),
        "choice": Fill("#fbe7d2"),
    },
    "suburban": {
        "none": Fill("#14386e", "stripes", "#5f86c0"),
        "hospital_only": Fill("#3f78bd", "stripes", "#a3c4ea"),
        "office_only": Fill("#8fb8e6", "stripes", "#d5e6f8"),
        "choice": Fill("#d2e4f8", "stripes", "#f4f9ff"),
    },
    "other": {
        "none": Fill("#474747", "dots", "#c0c0c0"),
        "hospital_only": Fill("#838383", "dots", "#e0e0e0"),
        "office_only": Fill("#b9b9b9", "dots", "#f2f2f2"),
        "choice": Fill("#ececec", "dots", "#c9c9c9"),
    },
}
"""Fill by kind of place and gap: lightness for the gap, hue and pattern for the kind of place."""

STRATUM_LINES: dict[str, tuple[str, Any]] = {
    "urban": ("#000000", (0, (1, 1.2))),
    "suburban": ("#2f6db5", (0, (5, 1.6))),
    "small_metro": ("#6f6f6f", (0, (6, 1.5, 1, 1.5))),
    "metropolitan": ("#000000", (0, (1, 1.2))),
    "not_rural": ("#2f6db5", (0, (5, 1.6))),
    "micropolitan": ("#2f6db5", (0, (5, 1.6))),
    "small_town": ("#6f6f6f", (0, (6, 1.5, 1, 1.5))),
    "rural_area": ("#b4500f", "solid"),
    "rural": ("#b4500f", "solid"),
    "unclassified": ("#a0a0a0", (0, (2, 3))),
}
"""Colour and dashes of each stratum in curves; those of one scheme differ."""


def minute_colors(count: int) -> tuple[str, ...]:
    """Return colours for ascending classes of minutes, from light to dark.

    Parameters
    ----------
    count
        How many classes, at least 1.

    Returns
    -------
    tuple of str
        Hex colours at even steps of *magma*, whose lightness is linear (van der Walt and Smith, 2015).
    """
    ramp = matplotlib.colormaps["magma_r"]
    first, last = 0.04, 0.82
    step = (last - first) / max(count - 1, 1)
    return tuple(to_hex(ramp(first + step * index)) for index in range(count))
