"""Styles that QGIS applies to the layers of a GeoPackage, in its own XML (QML): the colours of the maps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pipelines.maps.drawing import style

_MARKERS = {"s": "square", "o": "circle", "^": "triangle", "D": "diamond"}


@dataclass(frozen=True)
class Look:
    """How the features of one value, or of one range of values, are drawn: a colour, and a mark for points."""

    label: str
    color: str
    value: str = ""
    upper: float | None = None
    lower: float | None = None
    marker: str = ""
    opacity: float = 1.0


def categorized(column: str, looks: Sequence[Look]) -> str:
    """Return a style that colours by the text in a column."""
    categories = "".join(
        f'<category render="true" symbol="{number}" value="{escape(look.value)}" '
        f'label="{escape(look.label)}" type="string"/>'
        for number, look in enumerate(looks)
    )
    return _document(
        f'<renderer-v2 type="categorizedSymbol" attr="{escape(column)}" symbollevels="0" enableorderby="0" '
        f'forceraster="0"><categories>{categories}</categories>{_symbols(looks)}</renderer-v2>'
    )


def graduated(column: str, looks: Sequence[Look]) -> str:
    """Return a style that colours by the range in which a number lies, upper ends included."""
    ranges = "".join(
        f'<range render="true" symbol="{number}" lower="{look.lower:.6f}" upper="{look.upper:.6f}" '
        f'label="{escape(look.label)}"/>'
        for number, look in enumerate(looks)
    )
    return _document(
        f'<renderer-v2 type="graduatedSymbol" attr="{escape(column)}" graduatedMethod="GraduatedColor" '
        f'symbollevels="0" enableorderby="0" forceraster="0"><ranges>{ranges}</ranges>{_symbols(looks)}'
        "</renderer-v2>"
    )


def _document(renderer: str) -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.34" styleCategories="Symbology">{renderer}</qgis>'
    )


def _symbols(looks: Iterable[Look]) -> str:
    return (
        f"<symbols>{''.join(_symbol(number, look) for number, look in enumerate(looks))}</symbols>"
    )


def _symbol(number: int, look: Look) -> str:
    kind, layer = ("marker", "SimpleMarker") if look.marker else ("fill", "SimpleFill")
    options = {
        "color": _rgba(look.color),
        "outline_color": _rgba("#4d4d4d"),
        "outline_style": "solid",
    }
    if look.marker:
        options |= {"name": _MARKERS[look.marker], "size": "2.6", "size_unit": "MM"}
        options |= {"outline_color": _rgba("#ffffff"), "outline_width": "0.2"}
    else:
        options |= {"style": "solid", "outline_width": "0.1", "outline_width_unit": "MM"}
    told = "".join(
        f'<Option name="{name}" type="QString" value="{escape(value)}"/>'
        for name, value in options.items()
    )
    return (
        f'<symbol name="{number}" type="{kind}" alpha="{look.opacity:g}" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="0"><Option type="Map">{told}</Option></layer>'
        "</symbol>"
    )


def _rgba(color: str) -> str:
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},255"


def mark(site: str) -> str:
    """Return the marker of a site of care, as the maps draw it."""
    return style.SITE_SYMBOLS[site].marker
