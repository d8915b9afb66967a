"""The land of the explorer's maps: shapes as rings of whole numbers, small to store and quick to draw."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from pipelines.maps.drawing.cells import place_cells
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.drawing.noding import noded

Rings = list[list[list[int]]]
"""A shape: its polygons, each its outer ring and holes, each `lon, lat` of the first corner and then steps to
the next, in units of `1 / UNITS_PER_DEGREE`; the last corner is not repeated."""

UNITS_PER_DEGREE = 100_000
"""About a metre: what the borders between places are noded on."""

SIMPLE_M, SIMPLE_BY_COUNTY_M = 150.0, 800.0
"""By how much at most the borders of counties are drawn straighter than they were published: where places are
shown, and where counties are."""


@dataclass(frozen=True)
class Land:
    """The shapes of a map.

    Attributes
    ----------
    places
        One a row of `ground.places`; None for a place without land of its own.
    home, around
        One a row of `ground.home` and `ground.around`.
    """

    places: list[Rings | None]
    home: list[Rings]
    around: list[Rings]


def lay_out(ground: Ground) -> Land:
    """Divide the land among its places and write it in degrees, neighbours with the same corners."""
    home, around = _counties(ground, SIMPLE_M)
    cells = place_cells(ground.home.set_geometry(home, crs=ground.home.crs), ground.places)
    shapes = dict(zip(cells["geoid"], noded(cells.geometry.to_numpy()), strict=True))
    patches = np.array([shapes.get(geoid) for geoid in ground.places["geoid"]], dtype=object)
    return _written(ground, patches, home, around)


def lay_out_counties(ground: Ground) -> Land:
    """Write the counties alone, each as its own patch."""
    home, around = _counties(ground, SIMPLE_BY_COUNTY_M)
    return _written(ground, home, home, around)


def _counties(ground: Ground, simple_m: float) -> tuple[Any, Any]:
    every = np.concatenate([ground.home.geometry.to_numpy(), ground.around.geometry.to_numpy()])
    simple = shapely.coverage_simplify(every, simple_m)
    return simple[: len(ground.home)], simple[len(ground.home) :]


def _written(ground: Ground, patches: Any, home: Any, around: Any) -> Land:
    crs = ground.home.crs
    counties = [[rings or [] for rings in rings_of(one, crs)] for one in (home, around)]
    return Land(rings_of(patches, crs), *counties)


def whole(degrees: Any) -> Any:
    """Return degrees as whole numbers of the maps' unit."""
    return np.rint(np.asarray(degrees) * UNITS_PER_DEGREE).astype(np.int64)


def rings_of(shapes: Any, crs: Any) -> list[Rings | None]:
    """Write (multi)polygons of a CRS as rings; None for None, nothing for what is smaller than the unit."""
    degrees = gpd.GeoSeries(shapes, crs=crs).to_crs("EPSG:4326").to_numpy()
    parts, shape_of = shapely.get_parts(degrees, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    steps = _steps(rings)
    polygons: list[list[list[int]]] = [[] for _ in parts]
    for part, ring in zip(part_of, steps, strict=True):
        polygons[part].append(ring)
    written: list[Rings] = [[] for _ in degrees]
    for shape, polygon in zip(shape_of, polygons, strict=True):
        # A hole or an island smaller than the unit has no corners left.
        if polygon and polygon[0]:
            written[shape].append([ring for ring in polygon if ring])
    return [None if shape is None else rings for shape, rings in zip(degrees, written, strict=True)]


def _steps(rings: Any) -> list[list[int]]:
    """Write rings as their first corner and the steps from there; empty where no three corners differ."""
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    corners = whole(corners)
    # The last corner of a ring is its first: what does not move to the next one is left out.
    moves = np.any(corners[1:] != corners[:-1], axis=1) & (ring_of[1:] == ring_of[:-1])
    corners, ring_of = corners[:-1][moves], ring_of[:-1][moves]
    first = np.diff(ring_of, prepend=-1) > 0
    steps = np.where(first[:, None], corners, np.diff(corners, axis=0, prepend=0))
    ends = np.searchsorted(ring_of, np.arange(len(rings) + 1))
    flat = steps.ravel().tolist()
    return [flat[2 * start : 2 * end] if end - start >= 3 else [] for start, end in pairwise(ends)]
