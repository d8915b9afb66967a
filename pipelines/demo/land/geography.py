"""Land, terrain, rivers and counties of the fictional state.

Coasts and most county borders are fractal; borders in the arid north-west are straight, as surveyed ones
are. All coordinates are metres in `plan.LOCAL_CRS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import Voronoi
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from pipelines.demo.land import plan

FloatArray = npt.NDArray[np.float64]

_COAST_ROUGHNESS = 0.13
_BORDER_ROUGHNESS = 0.11
_RIVER_ROUGHNESS = 0.16
_COAST_DEPTH = 6
_BORDER_DEPTH = 5
_SEA_FRAME_M = 45 * plan.KM
_MAX_DEVIATIONS = 1.8
"""Displacements are cut at so many standard deviations, so that a line seldom crosses itself."""


@dataclass(frozen=True)
class Geography:
    """The land and what divides it.

    Attributes
    ----------
    land
        Mainland, ferry island and islet.
    mainland, ferry_island, islet
        The three parts of it.
    rivers
        Name and course of each river.
    seats_xy
        About where each county's seat lies, shape (counties, 2), metres.
    counties
        One (multi)polygon a county, in the order of `plan.COUNTIES`; together they are the land.
    """

    land: MultiPolygon
    mainland: Polygon
    ferry_island: Polygon
    islet: Polygon
    rivers: tuple[tuple[str, LineString], ...]
    seats_xy: FloatArray
    counties: tuple[BaseGeometry, ...]


def fractal_line(
    points: FloatArray, *, roughness: float, depth: int, rng: np.random.Generator
) -> FloatArray:
    """Displace midpoints again and again, as coasts and rivers are drawn.

    Parameters
    ----------
    points
        Vertices to keep, shape (n, 2), metres.
    roughness
        Standard deviation of a midpoint's displacement, as a share of its segment.
    depth
        How often every segment is halved.
    rng
        Source of the displacements.

    Returns
    -------
    ndarray
        Shape ((n - 1) * 2**depth + 1, 2).

    Notes
    -----
    Random midpoint displacement: Fournier, Fussell and Carpenter, CACM 25 (1982).
    """
    for _ in range(depth):
        step = np.diff(points, axis=0)
        push = np.clip(rng.normal(size=len(step)), -_MAX_DEVIATIONS, _MAX_DEVIATIONS) * roughness
        middle = (points[:-1] + points[1:]) / 2 + push[:, None] * np.column_stack(
            [-step[:, 1], step[:, 0]]
        )
        finer = np.empty((2 * len(points) - 1, 2))
        finer[::2], finer[1::2] = points, middle
        points = finer
    return points


def aridity(xy: FloatArray) -> FloatArray:
    """Return how arid and rugged places are, 0 to 1; the north-west is.

    Parameters
    ----------
    xy
        Places, shape (..., 2), metres.
    """
    across_km = (xy[..., 1] - xy[..., 0]) / plan.KM * 0.7
    ripple = 10 * np.sin(xy[..., 0] / 31_000) + 8 * np.sin(xy[..., 1] / 23_000 + 1)
    return np.asarray(1 / (1 + np.exp((85 - across_km - ripple) / 18)))


def _ring(points: FloatArray, rng: np.random.Generator) -> Polygon:
    closed = np.vstack([points, points[:1]])
    ring = fractal_line(closed, roughness=_COAST_ROUGHNESS, depth=_COAST_DEPTH, rng=rng)
    shape = shapely.make_valid(Polygon(ring))
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def _island(
    centre_radius_km: tuple[tuple[float, float], float], rng: np.random.Generator
) -> Polygon:
    (x_km, y_km), radius_km = centre_radius_km
    angle = np.linspace(0, 2 * np.pi, 7, endpoint=False)
    reach = radius_km * rng.uniform(0.75, 1.2, len(angle))
    points = np.column_stack([x_km + reach * np.cos(angle), y_km + reach * np.sin(angle)])
    return _ring(points * plan.KM, rng)


def _borders(land: Polygon, seeds: FloatArray, rng: np.random.Generator) -> list[LineString]:
    """Return wiggly Voronoi ridges between the seeds, metres."""
    # Points at sea keep the ridges that leave the coast short, so that these wiggle like the others.
    sea = land.simplify(_SEA_FRAME_M / 20).buffer(_SEA_FRAME_M).exterior
    stations = np.arange(0, sea.length, _SEA_FRAME_M)
    frame = shapely.get_coordinates(shapely.line_interpolate_point(sea, stations))
    diagram = Voronoi(np.vstack([seeds, frame]))
    lines = []
    for pair, ridge in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        if min(pair) >= len(seeds):
            continue
        ends = diagram.vertices[ridge]
        surveyed = float(aridity(ends.mean(axis=0))) > 0.5
        lines.append(
            LineString(
                ends
                if surveyed
                else fractal_line(ends, roughness=_BORDER_ROUGHNESS, depth=_BORDER_DEPTH, rng=rng)
            )
        )
    return lines


def _partition(
    land: Polygon, seeds: FloatArray, rng: np.random.Generator
) -> dict[int, BaseGeometry]:
    """Cut land along wiggly Voronoi borders: seed number to its county."""
    lines = shapely.union_all([*_borders(land, seeds, rng), land.boundary], grid_size=0.1)
    pieces = [
        piece
        for piece in shapely.get_parts(shapely.polygonize([lines]))
        if land.contains(piece.representative_point())
    ]
    pieces.sort(key=lambda piece: piece.bounds)
    tree = shapely.STRtree(pieces)
    owner = np.full(len(pieces), -1)
    seed, piece = tree.query(shapely.points(seeds), predicate="within")
    owner[piece] = seed
    # A sliver between two borders that cross each other holds no seed: it joins the county that it
    # shares the longest border with.
    while (owner < 0).any():
        loose = np.flatnonzero(owner < 0)
        for number in loose:
            near = [n for n in tree.query(pieces[number], predicate="touches") if owner[n] >= 0]
            if near:
                shared = [pieces[number].intersection(pieces[n]).length for n in near]
                owner[number] = owner[near[int(np.argmax(shared))]]
    return {
        int(number): shapely.union_all(
            [p for p, o in zip(pieces, owner, strict=True) if o == number]
        )
        for number in np.unique(owner)
    }


def _seats(rng: np.random.Generator) -> FloatArray:
    planned = np.array([(county.x_km, county.y_km) for county in plan.COUNTIES])
    return (planned + rng.uniform(-2.5, 2.5, planned.shape)) * plan.KM


def make_geography(seed: int) -> Geography:
    """Draw coast, islands, rivers and county borders.

    Parameters
    ----------
    seed
        The same seed draws the same state.
    """
    rng = np.random.default_rng([seed, 1])
    mainland = _ring(np.array(plan.OUTLINE_KM, dtype=float) * plan.KM, rng)
    ferry_island, islet = _island(plan.FERRY_ISLAND_KM, rng), _island(plan.ISLET_KM, rng)
    seeds = _seats(rng)
    on_mainland = shapely.contains_xy(mainland, seeds[:, 0], seeds[:, 1])
    numbers = np.flatnonzero(on_mainland)
    parts = {
        int(numbers[k]): shape for k, shape in _partition(mainland, seeds[numbers], rng).items()
    }
    for number in np.flatnonzero(~on_mainland):
        parts[int(number)] = ferry_island
    rivers = tuple(
        (
            name,
            LineString(
                fractal_line(
                    np.array(course, dtype=float) * plan.KM,
                    roughness=_RIVER_ROUGHNESS,
                    depth=5,
                    rng=rng,
                )
            ),
        )
        for name, course in plan.RIVERS_KM
    )
    # Noding rounds the coast by decimetres; the counties are the land to the last vertex.
    mainland = shapely.union_all([s for n, s in parts.items() if on_mainland[n]])
    nearest = min(parts, key=lambda number: parts[number].distance(islet))
    parts[nearest] = shapely.union_all([parts[nearest], islet])
    return Geography(
        land=MultiPolygon([mainland, ferry_island, islet]),
        mainland=mainland,
        ferry_island=ferry_island,
        islet=islet,
        rivers=rivers,
        seats_xy=seeds,
        counties=tuple(parts[number] for number in range(len(plan.COUNTIES))),
    )


def inside(shape: BaseGeometry, xy: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell which places lie in a shape; shape (n,) for places of shape (n, 2)."""
    shapely.prepare(shape)
    return np.asarray(shapely.contains_xy(shape, xy[:, 0], xy[:, 1]))
