"""Shapes, symbols and words as SVG elements, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from math import sqrt

import numpy as np
import shapely

from pipelines.maps.drawing import style

FONT = style.RC["font.family"]


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return one element; an underscore in the name of an attribute stands for a hyphen."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_told(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def outline(shape: shapely.Geometry) -> str:
    """Return a shape's rings and lines as path data; empty for an empty shape."""
    parts = []
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            parts += [f"{_line(ring)}Z" for ring in (part.exterior, *part.interiors)]
        elif isinstance(part, shapely.LineString) and not part.is_empty:
            parts.append(_line(part))
    return "".join(parts)


def symbol(look: style.Symbol, x: float, y: float, size: float) -> str:
    """Return the mark of a center around a point."""
    half = size * look.scale / 2
    common = {"fill": look.color, "stroke": look.edge, "stroke_width": 0.6}
    if look.marker == "o":
        return element("circle", cx=x, cy=y, r=half, **common)
    corners = np.array(_CORNERS[look.marker]) * half + (x, y)
    return element("path", d=f"M{_points(corners)}Z", stroke_linejoin="round", **common)


def words(
    text: str, x: float, y: float, size: float, *, halo: float = 0.0, **attributes: object
) -> str:
    """Return a line of text with its baseline at `y`, on a white halo of so many points if asked."""
    ringed = (
        {
            "stroke": "#ffffff",
            "stroke_width": 2 * halo,
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
        if halo
        else {}
    )
    return element(
        "text", escape(text), x=x, y=y, font_family=FONT, font_size=size, **ringed, **attributes
    )


def hatch(name: str, fill: style.Fill) -> str:
    """Return the definition of a crossed pattern, which `url(#name)` fills with."""
    lines = element("path", d="M0,0L4,4M4,0L0,4", stroke=fill.ink, stroke_width=0.6, fill="none")
    ground = element("rect", width=4, height=4, fill=fill.color)
    return element(
        "pattern", ground + lines, id=name, width=4, height=4, patternUnits="userSpaceOnUse"
    )


def document(width: float, height: float, elements: Iterable[str], box: Mapping[str, float]) -> str:
    """Return a whole drawing; what has the class of the map box is cut at `box` (x, y, width, height)."""
    clip = element("clipPath", element("rect", **box), id="box")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}pt" height="{height:g}pt" '
        f'viewBox="0 0 {width:g} {height:g}">'
        f"{element('defs', clip)}{''.join(elements)}</svg>"
    )


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "s": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "^": ((0, -1.1), (1.05, 0.85), (-1.05, 0.85)),
    "D": ((0, -sqrt(1.6)), (sqrt(1.6), 0), (0, sqrt(1.6)), (-sqrt(1.6), 0)),
}
"""Marker -> its corners around the middle, in half sizes; `o` is a circle."""


def _line(line: shapely.LineString) -> str:
    return f"M{_points(np.asarray(line.coords)[:, :2])}"


def _points(points: np.ndarray) -> str:
    return "L".join(f"{x:g},{y:g}" for x, y in np.round(points, 1).tolist())


def _told(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)
