"""What stands around a printed map: its frame, its scale, and what colours and symbols mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.drawing.scale_bar import plan_scale_bar, scale_label
from pipelines.maps.local import svg
from pipelines.maps.local.land_classes import LandClasses
from pipelines.maps.local.window import Window
from pipelines.vocabulary.center_words import CenterWords
from pipelines.vocabulary.sites_of_care import infusion_center_of
from pipelines.vocabulary.wording import capital

_HEADING = style.Type(7.4, "bold")
_KEY = style.Type(7.2)
_SCALE = style.Type(6.2)
_POINTS_AN_INCH = 72
_SWATCH_PT, _GAP_PT, _LINE_PT = 14.0, 9.0, 12.5
_HATCH = "no-time"

_Draw = Callable[[float, float], str]
"""Draws a key at a left end and a baseline."""


def frame(window: Window) -> str:
    """Draw the border of the box."""
    return svg.element(
        "rect",
        x=0.3,
        y=0.3,
        width=window.width - 0.6,
        height=window.height - 0.6,
        fill="none",
        stroke="#8a8a8a",
        stroke_width=0.6,
    )


def scale(window: Window, crs: str) -> str:
    """Draw the scale bar in the lower left corner, on white."""
    extent, width_in = window.extent, window.width / _POINTS_AN_INCH
    bar = plan_scale_bar(
        middle=extent.middle,
        meters_per_inch=(extent.right - extent.left) / width_in,
        map_width_in=width_in,
        crs=crs,
    )
    length, label = bar.length_in * _POINTS_AN_INCH, scale_label(bar.miles)
    base, ground = window.height - 7.0, max(length, _width(label, _SCALE)) + 9
    return "".join(
        [
            svg.element(
                "rect", x=3.0, y=base - 13, width=ground, height=17.0, fill="#ffffff", opacity=0.82
            ),
            svg.element(
                "path",
                d=f"M7,{base - 2:g}V{base:g}H{7 + length:g}V{base - 2:g}",
                fill="none",
                stroke="#1a1a1a",
                stroke_width=0.9,
            ),
            svg.words(label, 7.0, base - 4.5, _SCALE.size, fill=_SCALE.color),
        ]
    )


def fill_of(fill: style.Fill) -> str:
    """Return what an element is filled with: a colour, or the pattern that `patterns` defines."""
    return fill.color if fill.pattern == "solid" else f"url(#{_HATCH})"


def patterns() -> str:
    """Define the pattern of land without a drive time."""
    return svg.element("defs", svg.hatch(_HATCH, style.UNREACHED))


def legend(
    classes: LandClasses,
    shown: Sequence[int],
    sites: Sequence[str],
    words: CenterWords,
    top: float,
    width: float,
) -> tuple[str, float]:
    """Explain colours and symbols below the map.

    Parameters
    ----------
    classes, shown
        What colours the land, and which classes the legend names.
    sites
        Kinds of center that are marked.
    words
        How centers may be spoken of.
    top, width
        Where it starts, and how wide it may be, points.

    Returns
    -------
    tuple of str and float
        The elements, and their height in points.
    """
    y = top + 12.0
    parts = [svg.words(words.said(classes.heading), 0.0, y, _HEADING.size, font_weight="bold")]
    lands = [
        (_swatch(classes.fills[number]), words.said(classes.labels[number])) for number in shown
    ]
    marks = [
        (_mark(style.SITE_SYMBOLS[site]), capital(words.said(infusion_center_of(site))))
        for site in sites
    ]
    for keys in (lands, marks):
        x, y = 0.0, y + _LINE_PT
        for draw, label in keys:
            long = _SWATCH_PT + 3 + _width(label, _KEY)
            if x and x + long > width:
                x, y = 0.0, y + _LINE_PT
            parts += [
                draw(x, y),
                svg.words(label, x + _SWATCH_PT + 3, y, _KEY.size, fill=_KEY.color),
            ]
            x += long + _GAP_PT
    return "".join(parts), y + 4.0 - top


def _swatch(fill: style.Fill) -> _Draw:
    return lambda x, y: svg.element(
        "rect",
        x=x,
        y=y - 7.0,
        width=_SWATCH_PT,
        height=8.4,
        fill=fill_of(fill),
        stroke="#6b6b6b",
        stroke_width=0.4,
    )


def _mark(look: style.Symbol) -> _Draw:
    return lambda x, y: svg.symbol(look, x + _SWATCH_PT / 2, y - 2.6, 7.0)


def _width(text: str, kind: style.Type) -> float:
    return text_width_in(text, kind) * _POINTS_AN_INCH
