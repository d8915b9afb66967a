"""Names on a printed map: towns at their centers, counties in their land, none over another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.local import svg

_POINTS_AN_INCH = 72
_GAP_PT = 1.5
"""Least distance between two names."""


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Name:
    """One name that a map may bear.

    Attributes
    ----------
    text
        The name.
    x, y
        The point that it names, in points of the drawing.
    kind
        Its type.
    reach
        How far beside the point it stands; 0 for a name in the middle of its land.
    """

    text: str
    x: float
    y: float
    kind: style.Type
    reach: float = 0.0


MOST_NAMES = 26
"""How many names a map bears at most."""

TOWN = style.Type(6.6, color="#111111")
COUNTY = style.Type(6.2, color="#444444")


def towns_of(centers: pd.DataFrame) -> pd.DataFrame:
    """Return the towns that centers lie in, those with most centers first: name, and x, y of one of them.

    Parameters
    ----------
    centers
        city and state (null where the list does not tell), x, y.
    """
    known = centers[centers["city"].notna()]
    named = known.assign(
        name=pd.Series([_written(city) for city in known["city"]], known.index, "str")
    )
    named = named[named["name"] != ""]
    of_town = named.groupby(["name", "state"], dropna=False)
    # The center in the middle of its town: a point between two may lie in neither.
    away = (named["x"] - of_town["x"].transform("median")).abs()
    away += (named["y"] - of_town["y"].transform("median")).abs()
    towns = named.assign(away=away, centers=of_town["x"].transform("size"))
    order = ["centers", "name", "away"]
    towns = towns.sort_values(order, ascending=[False, True, True], kind="stable")
    return towns.drop_duplicates(["name", "state"])[["name", "x", "y"]].reset_index(drop=True)


def placed(
    names: Iterable[Name], marks: Iterable[tuple[float, float, float]], width: float, height: float
) -> list[str]:
    """Write names where they fit in a box without covering one another; the first come first.

    Parameters
    ----------
    names
        In the order of their importance; `MOST_NAMES` are written at most, and none twice.
    marks
        x, y and size of what a name rather does not cover, points.
    width, height
        Of the box, points.
    """
    marked = [(x - size / 2, y - size / 2, x + size / 2, y + size / 2) for x, y, size in marks]
    taken: list[_Box] = []
    written: dict[tuple[str, style.Type], str] = {}
    for name in names:
        if len(written) == MOST_NAMES:
            break
        if (name.text, name.kind) in written:
            continue
        free = [
            (left, baseline, box)
            for left, baseline in _positions(name)
            if _inside(box := _box(name, left, baseline), width, height)
            and not any(_overlap(box, other, _GAP_PT) for other in taken)
        ]
        clear = [
            place for place in free if not any(_overlap(place[2], mark, 0.0) for mark in marked)
        ]
        # A county's name in its land can go elsewhere as little as that of a large town can be left out.
        for left, baseline, box in (clear or free)[:1]:
            taken.append(box)
            size, color = name.kind.size, name.kind.color
            drawn = svg.words(name.text, left, baseline, size, halo=1.1, fill=color)
            written[name.text, name.kind] = drawn
    return list(written.values())


def _written(city: str) -> str:
    """Write a town as a map does, where the list shouts it."""
    plain = " ".join(city.split())
    return plain.title().replace("'S", "'s") if plain.isupper() else plain


def _positions(name: Name) -> list[tuple[float, float]]:
    """Return left ends and baselines to try: right, left, above and below of the point, or over it."""
    width, size, reach = _width(name), name.kind.size, name.reach
    middle = name.x - width / 2
    if reach == 0:
        return [(middle, name.y + 0.35 * size)]
    return [
        (name.x + reach, name.y + 0.35 * size),
        (name.x - reach - width, name.y + 0.35 * size),
        (middle, name.y - reach),
        (middle, name.y + reach + 0.75 * size),
    ]


def _width(name: Name) -> float:
    return text_width_in(name.text, name.kind) * _POINTS_AN_INCH


def _box(name: Name, left: float, baseline: float) -> _Box:
    size = name.kind.size
    return left, baseline - 0.8 * size, left + _width(name), baseline + 0.25 * size


def _inside(box: _Box, width: float, height: float) -> bool:
    return box[0] >= 1 and box[1] >= 1 and box[2] <= width - 1 and box[3] <= height - 1


def _overlap(a: _Box, b: _Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
