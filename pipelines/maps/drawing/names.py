"""Names on a map: the towns of the centers' addresses, and the counties with most people.

No source of an area lists cities. A town is named where centers give it as their address, and stands where
they stand; a name that would touch a more important one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from scipy.spatial import KDTree

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import text_width_in

_TOWN_REACH_M = 25_000.0
"""How far a place may lie from the town that it counts for."""

_APART_IN = 0.7
"""Least distance between two named points: more names would hide the land."""

_GAP_IN = 0.06
_PAD_IN = 0.03
_MARK_IN = 0.24
"""How far a mark with its number reaches from its point."""
_OVER_COUNTY = 1.5
"""How many times the width of its county a name may be."""


class Named(NamedTuple):
    """A name and the point that it belongs to, projected metres."""

    words: str
    x: float
    y: float


def name_towns(centers: pd.DataFrame, places: pd.DataFrame) -> list[Named]:
    """Name the towns of the area in which centers stand; first those with many centers and people near.

    Parameters
    ----------
    centers
        ``in_area``, ``city``, ``state``, ``x`` and ``y`` of centers; a city without letters is no name.
    places
        ``population``, ``x`` and ``y`` of population points.

    Returns
    -------
    list of Named
        Each town once, at the median of its centers. A place counts for the nearest town, if that lies within
        25 km.
    """
    named = centers["city"].fillna("").astype("str").str.contains("[A-Za-z]")
    known = centers[named & centers["in_area"].eq(True)]
    if known.empty or places.empty:
        return []
    by_town = known.groupby(["city", "state"], dropna=False)[["x", "y"]]
    towns = by_town.median().reset_index()
    tree = KDTree(towns[["x", "y"]].to_numpy())
    distance, found = tree.query(places[["x", "y"]].to_numpy())
    near, nearest = np.asarray(distance) <= _TOWN_REACH_M, np.asarray(found)
    people = np.bincount(
        nearest[near], places["population"].to_numpy(dtype=float)[near], minlength=len(towns)
    )
    people *= by_town.size().to_numpy()
    order = np.argsort(-people, kind="stable")
    cities, points = towns["city"].astype("str").to_list(), towns[["x", "y"]].to_numpy()
    return [
        Named(town_name(cities[index]), float(points[index, 0]), float(points[index, 1]))
        for index in order
        if people[index] > 0
    ]


def town_name(city: str) -> str:
    """Write a town as on a map: 'MCHENRY' becomes 'McHenry'."""
    if not city.isupper():
        return city
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", city.title())


def draw_names(
    axes: Axes,
    names: Sequence[Named],
    *,
    dots: bool = True,
    marks: Sequence[tuple[float, float]] = (),
) -> None:
    """Write names on a map, the first ones first, none over another or over the edge.

    Parameters
    ----------
    axes
        A map's axes with its limits set.
    names
        In the order of importance.
    dots
        Whether each name stands beside a small dot; else it stands on its point.
    marks
        Points with a number at their upper right, projected metres, which no name may touch.
    """
    for one, (x_in, y_in), box in places_of(axes, names, dots=dots, marks=marks):
        if dots:
            axes.plot([one.x], [one.y], ".", color=style.NAME.color, markersize=3, zorder=7.5)
        axes.annotate(
            one.words,
            (one.x, one.y),
            xytext=((box[0] - x_in) * 72, ((box[1] + box[3]) / 2 - y_in) * 72),
            textcoords="offset points",
            fontsize=style.NAME.size,
            color=style.NAME.color,
            va="center_baseline",
            zorder=8,
            gid="name",
            path_effects=[patheffects.withStroke(linewidth=2.6, foreground="white", alpha=0.85)],
        )


_Box = tuple[float, float, float, float]


def places_of(
    axes: Axes,
    names: Sequence[Named],
    *,
    dots: bool,
    marks: Sequence[tuple[float, float]] = (),
) -> Iterator[tuple[Named, tuple[float, float], _Box]]:
    """Yield the names that find room, with their point and box (left, bottom, right, top), inches."""
    left, bottom = axes.get_xlim()[0], axes.get_ylim()[0]
    per_m, width_in, height_in = _scale(axes)
    taken = [_mark_box((x - left) * per_m, (y - bottom) * per_m) for x, y in marks]
    points: list[tuple[float, float]] = []
    for one in names:
        point = ((one.x - left) * per_m, (one.y - bottom) * per_m)
        if any(np.hypot(point[0] - x, point[1] - y) < _APART_IN for x, y in points):
            continue
        for box in _boxes(point, text_width_in(one.words, style.NAME), dots):
            inside = box[0] > 0 and box[1] > 0 and box[2] < width_in and box[3] < height_in
            if inside and not any(_touch(box, other) for other in taken):
                taken.append(box)
                points.append(point)
                yield one, point, box
                break


def _boxes(point: tuple[float, float], width_in: float, dots: bool) -> list[_Box]:
    """Return where a name may stand: right, left, above, below of its point; or on it."""
    (x, y), half_in = point, style.NAME.size * 0.6 / 72
    if not dots:
        return [(x - width_in / 2, y - half_in, x + width_in / 2, y + half_in)]
    shift = _GAP_IN + half_in
    return [
        (x + _GAP_IN, y - half_in, x + _GAP_IN + width_in, y + half_in),
        (x - _GAP_IN - width_in, y - half_in, x - _GAP_IN, y + half_in),
        (x - width_in / 2, y + shift - half_in, x + width_in / 2, y + shift + half_in),
        (x - width_in / 2, y - shift - half_in, x + width_in / 2, y - shift + half_in),
    ]


def _mark_box(x: float, y: float) -> _Box:
    return (x - _MARK_IN / 2, y - _MARK_IN / 2, x + _MARK_IN, y + _MARK_IN)


def _touch(a: _Box, b: _Box) -> bool:
    return (
        a[0] - _PAD_IN < b[2]
        and b[0] - _PAD_IN < a[2]
        and a[1] - _PAD_IN < b[3]
        and b[1] - _PAD_IN < a[3]
    )


def _scale(axes: Axes) -> tuple[float, float, float]:
    """Return inches a metre, and width and height of a map in inches."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    width_in = axes.get_position().width * style.WIDTH_IN
    per_m = width_in / (right - left)
    return per_m, width_in, (top - bottom) * per_m


def name_counties(counties: gpd.GeoDataFrame, axes: Axes) -> list[Named]:
    """Name the counties on which their name has room, those with most people first.

    Parameters
    ----------
    counties
        ``county_fips``, ``name``, ``population`` and projected ``geometry``.
    axes
        The map that they are written on.
    """
    ranked = counties[counties["name"].notna()].sort_values(
        ["population", "county_fips"], ascending=[False, True]
    )
    bounds, points = ranked.geometry.bounds, ranked.geometry.representative_point()
    spans_in = (bounds["maxx"] - bounds["minx"]) * _scale(axes)[0]
    return [
        Named(name, point.x, point.y)
        for name, point, span_in in zip(ranked["name"], points, spans_in, strict=True)
        if text_width_in(name, style.NAME) <= _OVER_COUNTY * span_in
    ]
