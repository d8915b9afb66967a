"""A map for print: one county, one state or the whole area with its surroundings, as SVG.

The shapes are those of the pictures (the land nearest to each place of a county), so are colours and symbols;
vectors stay sharp on paper, and a hundred of them are drawn in seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from pipelines.maps.drawing import style
from pipelines.maps.local import svg
from pipelines.maps.local.furniture import fill_of, frame, legend, patterns, scale
from pipelines.maps.local.labels import COUNTY, TOWN, Name, placed
from pipelines.maps.local.plate import Plate
from pipelines.maps.local.window import Window, window_around
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, infusion_center_of
from pipelines.vocabulary.wording import listed

WIDTH_PT = 300.0
"""Width of every drawing."""

_MARGINS = ((3, 0.32), (100_000, 0.03))
"""Land shown around up to so many counties, as a share of their longer side."""

_SIZES_PT = ((25, 7.0), (60, 5.6), (150, 4.4), (100_000, 3.2))
"""Size of symbols for up to so many centers in view."""

_SMALLEST_NAMED = 0.012
"""A county bears its name where this share of the map is its land."""


@dataclass(frozen=True)
class Drawing:
    """A drawn map.

    Attributes
    ----------
    svg
        The drawing.
    alt_text
        What it shows, for those who cannot see it.
    """

    svg: str
    alt_text: str


def draw_local(plate: Plate, name: str, fips: Collection[str] | None = None) -> Drawing:
    """Draw some of an area's counties with their surroundings.

    Parameters
    ----------
    plate
        The area.
    name
        What the counties are together, for the words of the drawing.
    fips
        Their codes; by default all of the area.

    Returns
    -------
    Drawing
        `WIDTH_PT` wide: the map with its scale, and below it what colours and symbols mean.
    """
    home = plate.ground.home
    chosen = home if fips is None else home[home["county_fips"].isin(fips)]
    margin = next(share for most, share in _MARGINS if len(chosen) <= most)
    window = window_around(chosen, WIDTH_PT, margin)
    centers = window.within(plate.centers)
    size = next(size for most, size in _SIZES_PT if len(centers) <= most)
    sites = [site for site in SITES_OF_CARE if (centers["site_of_care"] == site).any()]
    seen = window.cut(plate.land)
    shown = [*_classes_told(plate, seen)]
    words = plate.ground.center_words
    below, below_pt = legend(plate.classes, shown, sites, words, window.height, WIDTH_PT)
    names = _names(plate, window, chosen, size)
    marked = [(x, y, size) for x, y in window.points(centers["x"], centers["y"]).tolist()]
    drawn = "".join(
        [
            *_around(plate, window),
            *_land(plate, window, seen),
            *_borders(plate, window, chosen),
            *_marks(window, centers, sites, size),
            *placed(names, marked, window.width, window.height),
        ]
    )
    elements = [
        patterns(),
        svg.element("g", drawn, clip_path="url(#box)"),
        frame(window),
        scale(window, plate.ground.area.area.projected_crs),
        below,
    ]
    box = {"x": 0.0, "y": 0.0, "width": window.width, "height": window.height}
    drawing = svg.document(WIDTH_PT, window.height + below_pt, elements, box)
    return Drawing(drawing, words.said(_alt_text(plate, name, shown, sites)))


def _classes_told(plate: Plate, seen: gpd.GeoDataFrame) -> Iterator[int]:
    """Yield all classes in order, but a pattern only where it is seen."""
    present = set(seen["number"])
    for number, fill in enumerate(plate.classes.fills):
        if fill.pattern == "solid" or number in present:
            yield number


def _around(plate: Plate, window: Window) -> Iterator[str]:
    path = "".join(window.path(shape) for shape in window.cut(plate.counties).geometry)
    yield svg.element("path", d=path, fill=style.LAND_AROUND, stroke="#ffffff", stroke_width=0.5)


def _land(plate: Plate, window: Window, seen: gpd.GeoDataFrame) -> Iterator[str]:
    for number, rows in seen.groupby("number"):
        look = plate.classes.fills[int(str(number))]
        path = "".join(window.path(shape) for shape in rows.geometry)
        # A hair of its own colour closes the seams that viewers leave between neighbours.
        hair = {"stroke": look.color, "stroke_width": 0.25} if look.pattern == "solid" else {}
        yield svg.element("path", d=path, fill=fill_of(look), **hair)


def _borders(plate: Plate, window: Window, chosen: gpd.GeoDataFrame) -> Iterator[str]:
    lines = "".join(window.path(shape) for shape in window.cut(plate.ground.home).geometry)
    yield svg.element("path", d=lines, fill="none", stroke=style.BORDER, stroke_width=0.4)
    whole = window.path(shapely.union_all(window.cut(chosen).geometry.to_numpy()))
    for color, width in (("#ffffff", 3.2), (style.OUTLINE, 1.5)):
        yield svg.element(
            "path", d=whole, fill="none", stroke=color, stroke_width=width, stroke_linejoin="round"
        )


def _marks(
    window: Window, centers: pd.DataFrame, sites: Collection[str], size: float
) -> Iterator[str]:
    for site in sites:
        mine = centers[centers["site_of_care"] == site]
        for x, y in window.points(mine["x"], mine["y"]).tolist():
            yield svg.symbol(style.SITE_SYMBOLS[site], x, y, size)


def _names(plate: Plate, window: Window, chosen: gpd.GeoDataFrame, size: float) -> Iterator[Name]:
    """Yield names by importance: towns with centers, then the counties around one, or those of a state."""
    towns = window.within(plate.towns)
    at = window.points(towns["x"], towns["y"]).tolist()
    for town, (x, y) in zip(towns["name"], at, strict=True):
        yield Name(str(town), x, y, TOWN, reach=size / 2 + 2)
    only = set(chosen["county_fips"]) if len(chosen) == 1 else set()
    counties = window.cut(plate.counties)
    counties = counties[counties["name"].notna() & ~counties["county_fips"].isin(only)]
    whole = window.width * window.height
    for county, shape in zip(counties["name"], counties.geometry, strict=True):
        point = shapely.point_on_surface(shape)
        ((x, y),) = window.points([point.x], [point.y]).tolist()
        share = (
            shape.area * (window.width / (window.extent.right - window.extent.left)) ** 2 / whole
        )
        if share >= _SMALLEST_NAMED:
            yield Name(str(county), x, y, COUNTY)


def _alt_text(plate: Plate, name: str, shown: Collection[int], sites: Collection[str]) -> str:
    classes = plate.classes
    colors = listed([classes.labels[number] for number in shown])
    marked = listed([infusion_center_of(site) for site in sites])
    kinds = f" Marked by kind: {marked}." if sites else " No center lies in view."
    return (
        f"Map of {name} with its surroundings. Land is coloured, from light to dark: "
        f"{classes.heading[:1].lower()}{classes.heading[1:]} ({colors}).{kinds} The tables tell the numbers."
    )
