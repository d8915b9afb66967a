"""What all maps of one area share: projected counties, places and centers, and the land's nearest place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path as Outline
from PIL import Image, ImageDraw
from pyproj import Transformer
from scipy.spatial import KDTree

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.layout import Extent, single_map_pixels
from pipelines.maps.drawing.names import Named, name_towns
from pipelines.maps.drawing.painting import OVERSAMPLING, IntArray, paint
from pipelines.vocabulary.center_words import AS_THEY_ARE, CenterWords

FloatArray = npt.NDArray[np.float64]

_EXTENT_MARGIN = 0.03
_APART_M = 1.0e8
"""Distance put between counties, so that the nearest place is one of the same county."""

_ORPHAN_REACH_M = 60_000.0
"""How far a place whose county is not on the map may speak for land of a county without places."""

_MANY_COUNTIES = 250


@dataclass(frozen=True, eq=False)
class Ground:
    """The land of a study area, ready for drawing.

    Attributes
    ----------
    area
        The study area; coordinates are in its projected CRS.
    home
        Counties whose people are studied.
    around
        The other counties that the maps show in part.
    places
        ``geoid``, ``county_fips``, ``stratum``, ``population`` and projected ``x``, ``y``; sorted by geoid.
        Places without people (water block groups) speak for no land.
    centers
        ``center_id``, ``site_of_care`` and projected ``x``, ``y``; sorted by center_id.
    extent
        What the maps show.
    towns
        Those in which centers stand, named; the largest first.
    center_words
        How the centers may be spoken of.
    """

    area: StudyArea
    home: gpd.GeoDataFrame
    around: gpd.GeoDataFrame
    places: pd.DataFrame
    centers: pd.DataFrame
    extent: Extent
    towns: Sequence[Named] = ()
    center_words: CenterWords = AS_THEY_ARE
    _nearest: dict[tuple[int, int], IntArray] = field(default_factory=dict)

    def nearest_place(self, width_px: int, height_px: int) -> IntArray:
        """Return, for each painted point of a map, the place that speaks for it.

        Parameters
        ----------
        width_px, height_px
            Size of the map in pixels.

        Returns
        -------
        ndarray of int32
            Row in `places` of the nearest place of the same county, or -1 outside the area and in counties
            without places; shape (height_px, width_px) times `OVERSAMPLING`, first row in the north.
        """
        size = (width_px, height_px)
        if size not in self._nearest:
            self._nearest[size] = _nearest_place(self, *size)
        return self._nearest[size]


def lay_ground(
    area: StudyArea, counties: gpd.GeoDataFrame, population: pd.DataFrame, centers: pd.DataFrame
) -> Ground:
    """Project an area's tables and choose what its maps show.

    Parameters
    ----------
    area
        The study area.
    counties, population, centers
        ``core.counties``, ``core.population`` and ``core.centers``.

    Returns
    -------
    Ground
        With the extent around the area's counties. An area without states and counties of its own is the
        counties with people.
    """
    crs = area.area.projected_crs
    land = counties.sort_values("county_fips", ignore_index=True).to_crs(crs)
    # Published boundaries hold rings that touch themselves or collapse to a point.
    land.geometry = land.geometry.make_valid(method="structure", keep_collapsed=False)
    inside = land["county_fips"].map(area.in_area).astype(bool)
    if not area.area.states and not area.area.counties:
        inside &= land["population"].fillna(0) > 0
    home = land[inside].reset_index(drop=True)
    left, bottom, right, top = home.total_bounds
    margin = _EXTENT_MARGIN * max(right - left, top - bottom)
    extent = Extent(left - margin, bottom - margin, right + margin, top + margin)
    around = land[~inside].cx[extent.left : extent.right, extent.bottom : extent.top]
    places = projected(
        population[population["population"] > 0],
        ["geoid", "county_fips", "stratum", "population"],
        crs,
    )
    addresses = projected(centers, ["center_id", "city", "state", "in_area"], crs)
    return Ground(
        area,
        home,
        around.reset_index(drop=True),
        places,
        projected(centers, ["center_id", "site_of_care"], crs),
        extent,
        towns=name_towns(addresses, places),
    )


def draw_classes(
    axes: Axes, ground: Ground, class_of_place: npt.NDArray[np.integer], fills: list[style.Fill]
) -> None:
    """Fill the land by the class of its nearest place, and draw the borders over it.

    Parameters
    ----------
    axes
        A single map's axes.
    ground
        The land.
    class_of_place
        Index into `fills`, one a row of `ground.places`.
    fills
        How each class looks.
    """
    draw_land(axes, ground)
    nearest = ground.nearest_place(*single_map_pixels(ground.extent))
    class_of = np.append(class_of_place, -1).astype(np.int32)
    axes.imshow(
        paint(class_of[nearest], fills),
        extent=(*axes.get_xlim(), *axes.get_ylim()),
        aspect="auto",
        interpolation="nearest",
        zorder=2,
    )
    draw_borders(axes, ground)


def draw_land(axes: Axes, ground: Ground) -> None:
    """Draw the neighbouring counties in light grey and the area's own land nearly white."""
    for counties, color in (
        (ground.around, style.LAND_AROUND),
        (ground.home, style.LAND_EMPTY),
    ):
        outlines = [outline_of_shape(shape) for shape in _simple(counties, axes)]
        axes.add_collection(
            PathCollection(
                outlines,
                facecolors=color,
                edgecolors=style.BORDER_AROUND if color == style.LAND_AROUND else "none",
                linewidths=0.6,
                transform=axes.transData,
                zorder=1,
            ),
            autolim=False,
        )


def draw_borders(axes: Axes, ground: Ground) -> None:
    """Draw county borders as fine lines and the area's outline; of many counties mainly the states."""
    simple = gpd.GeoSeries(_simple(ground.home, axes), crs=ground.home.crs)
    many = len(ground.home) > _MANY_COUNTIES
    _draw_lines(axes, simple, style.BORDER, 0.12 if many else 0.45)
    if many:
        states = simple.groupby(ground.home["state"]).agg(shapely.union_all)
        _draw_lines(axes, gpd.GeoSeries(states), style.OUTLINE, 0.6)
    else:
        _draw_lines(axes, gpd.GeoSeries([shapely.union_all(simple)]), style.OUTLINE, 1.1)


def outline_of(ground: Ground, axes: Axes) -> Outline:
    """Return the outline of the whole area, to fill it or to clip with it."""
    return outline_of_shape(shapely.union_all(_simple(ground.home, axes)))


def outline_of_shape(shape: shapely.Geometry) -> Outline:
    """Return a (multi)polygon's rings as one path; an empty path for an empty shape."""
    rings = _rings(shape)
    if not rings:
        return Outline(np.empty((0, 2)))
    codes = []
    for ring in rings:
        codes += [Outline.MOVETO, *[Outline.LINETO] * (len(ring) - 2), Outline.CLOSEPOLY]
    return Outline(np.vstack(rings), codes)


def projected(frame: pd.DataFrame, columns: list[str], crs: str) -> pd.DataFrame:
    """Return columns of a table, sorted by the first, with `x` and `y` in a CRS from its `lon` and `lat`."""
    key = columns[0]
    kept = pd.DataFrame(frame)[[*columns, "lon", "lat"]].sort_values(key, ignore_index=True)
    to_map = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    kept["x"], kept["y"] = to_map.transform(kept["lon"].to_numpy(), kept["lat"].to_numpy())
    return kept.drop(columns=["lon", "lat"])


def _simple(counties: gpd.GeoDataFrame, axes: Axes) -> list[shapely.Geometry]:
    """Simplify shapes to what half a pixel shows, shared borders alike."""
    width = axes.get_position().width * style.WIDTH_IN * style.DPI
    tolerance = (axes.get_xlim()[1] - axes.get_xlim()[0]) / width / 2
    shapes = shapely.coverage_simplify(counties.geometry.to_numpy(), tolerance)
    return list(shapely.make_valid(shapes))


def _rings(shape: shapely.Geometry) -> list[FloatArray]:
    parts = shapely.get_parts(shape)
    polygons = [part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty]
    return [
        np.asarray(ring.coords)[:, :2]
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def _draw_lines(axes: Axes, shapes: gpd.GeoSeries, color: str, width_pt: float) -> None:
    lines = [ring for shape in shapes for ring in _rings(shape)]
    axes.add_collection(
        LineCollection(
            lines, colors=color, linewidths=width_pt, zorder=4, capstyle="round", joinstyle="round"
        ),
        autolim=False,
    )


def _nearest_place(ground: Ground, width_px: int, height_px: int) -> IntArray:
    extent = ground.extent
    columns, rows = width_px * OVERSAMPLING, height_px * OVERSAMPLING
    step = (extent.right - extent.left) / columns
    x = extent.left + (np.arange(columns) + 0.5) * step
    y = extent.middle[1] + (rows / 2 - np.arange(rows) - 0.5) * step
    county = _county_grid(ground.home, x, y, step)
    position = pd.Series(ground.home.index, index=ground.home["county_fips"])
    number = ground.places["county_fips"].map(position).fillna(-1).to_numpy(dtype=np.int64)
    nearest = np.full(county.shape, -1, dtype=np.int32)
    points = ground.places[["x", "y"]].to_numpy()
    row, column = np.nonzero(county >= 0)
    here = np.column_stack([x[column], y[row]])
    own = np.isin(county[row, column], number)
    housed = np.flatnonzero(number >= 0)
    if len(housed):
        tree = KDTree(np.column_stack([points[housed], number[housed] * _APART_M]))
        asked = np.column_stack([here[own], county[row[own], column[own]] * _APART_M])
        nearest[row[own], column[own]] = housed[tree.query(asked)[1]]
    orphans = np.flatnonzero(number < 0)
    if len(orphans) and not own.all():
        distance, found = KDTree(points[orphans]).query(here[~own])
        found = np.where(distance <= _ORPHAN_REACH_M, orphans[found], -1)
        nearest[row[~own], column[~own]] = found
    return nearest


def _county_grid(
    home: gpd.GeoDataFrame, x: npt.NDArray[Any], y: npt.NDArray[Any], step: float
) -> IntArray:
    """Return each point's position in `home`, or -1; large counties first, enclaves over them."""
    image = Image.new("I", (len(x), len(y)), -1)
    pen = ImageDraw.Draw(image)
    parts = home.geometry.explode(index_parts=False)
    parts = parts[(parts.geom_type == "Polygon") & ~parts.is_empty]
    order = np.argsort(-parts.area.to_numpy(), kind="stable")
    for index in order:
        polygon = parts.iloc[index]
        for ring, value in (
            (polygon.exterior, int(parts.index[index])),
            *((hole, -1) for hole in polygon.interiors),
        ):
            points = np.asarray(ring.coords)[:, :2]
            pixels = np.column_stack([(points[:, 0] - x[0]) / step, (y[0] - points[:, 1]) / step])
            pen.polygon([tuple(pixel) for pixel in pixels], fill=value)
    return np.asarray(image, dtype=np.int32)
