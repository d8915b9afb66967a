"""Local streets and country roads: a grid that is finer where more people live, gently bent.

A quadtree over the state is split wherever more than a few samples of people fall into a cell, so that a
city has blocks of 100 m and an empty plateau a road every 13 km. The sides of its cells are the roads; a side
on the line of a large cell is a main road, as section-line roads are in the American grid. A smooth distortion
of the plane then turns and bends the grid from place to place, and some of the smaller streets are left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from pipelines.demo.land.geography import FloatArray, Geography, aridity, inside
from pipelines.demo.roads.roadgraph import (
    RESIDENTIAL,
    SECONDARY,
    TERTIARY,
    UNCLASSIFIED,
    IntArray,
    RoadGraph,
    graph_of,
)

FINEST_M = 105.0
"""Side of the smallest cells, metres."""

_LEVELS = 7
"""The largest cells are 2**7 times as wide as the smallest: 13.4 km."""

_SAMPLES_PER_CELL = 5.2
"""A cell with more is split; about 130 people."""

_ISLAND_ROADS_M = 1_800.0

_REACH_M = 22 * 2**_LEVELS * FINEST_M
"""Half the width of the quadtree's square, metres; the state lies inside with room to spare."""

_WAVES = (
    (95_000.0, 4_600.0),
    (31_000.0, 1_250.0),
    (9_000.0, 330.0),
    (2_300.0, 62.0),
    (800.0, 16.0),
)
"""Wavelengths and amplitudes of the distortion, metres; gentle enough that nothing folds."""

_GRID_HEADING = 0.38
"""How far the grid is turned from north, radians; land was surveyed before the compass was corrected."""

_URBAN_PER_KM2 = 280.0
"""People per square kilometre from which streets are residential (about 700 a square mile)."""

_COUNTY_ROAD_SHARE = 0.55
"""Share of the sections of large cells' lines that are county roads."""

_SECTIONS = 1000
"""More than the sections on one line, so that line and section make one number."""

_LEFT_OUT = {RESIDENTIAL: 0.17, UNCLASSIFIED: 0.27, TERTIARY: 0.03}
"""Share of the edges of a class that were never built."""

_RUGGED_LEFT_OUT = 0.3
"""The same on top, in the most rugged land."""


class Density:
    """People per square kilometre from samples, smoothed on a raster of one kilometre.

    Parameters
    ----------
    samples_xy
        Places of people, shape (n, 2), metres.
    people_per_sample
        People that each stands for.
    """

    CELL_M = 1000.0
    HALF_CELLS = 260

    def __init__(self, samples_xy: FloatArray, people_per_sample: float) -> None:
        edges = np.arange(-self.HALF_CELLS, self.HALF_CELLS + 1) * self.CELL_M
        counts, _, _ = np.histogram2d(samples_xy[:, 0], samples_xy[:, 1], bins=[edges, edges])
        self.raster = gaussian_filter(counts * people_per_sample, 1.1)

    def __call__(self, xy: FloatArray) -> FloatArray:
        """Return the density at places of shape (n, 2)."""
        cell = np.clip(
            np.floor(xy / self.CELL_M).astype(np.int64) + self.HALF_CELLS,
            0,
            2 * self.HALF_CELLS - 1,
        )
        return np.asarray(self.raster[cell[:, 0], cell[:, 1]])


class Distortion:
    """A smooth displacement of the plane: a sum of waves whose directions and phases are drawn.

    Parameters
    ----------
    rng
        Source of directions and phases.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        turn = _GRID_HEADING + rng.uniform(-0.1, 0.1)
        self._turn = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        self._waves = []
        for length, amplitude in _WAVES:
            for turn in (0.0, np.pi / 2):
                heading = rng.uniform(0, np.pi) + turn
                wave = 2 * np.pi / length * np.array([np.cos(heading), np.sin(heading)])
                # Displacing across the direction of travel shears and turns, but keeps areas.
                push = amplitude * np.array([-np.sin(heading), np.cos(heading)])
                self._waves.append((wave, rng.uniform(0, 2 * np.pi), push))

    def bend(self, grid: FloatArray) -> FloatArray:
        """Return where places of the straight grid come to lie, shape (n, 2)."""
        out = grid @ self._turn
        for wave, phase, push in self._waves:
            out += np.sin(grid @ wave + phase)[:, None] * push
        return np.asarray(out)

    def straighten(self, xy: FloatArray) -> FloatArray:
        """Return the place on the straight grid of each place, to some 50 m, shape (n, 2).

        By fixed-point iteration, which is slow only where the bends of all lengths add up.
        """
        back = self._turn.T
        grid = xy @ back
        for _ in range(6):
            grid = grid + (xy - self.bend(grid)) @ back
        return np.asarray(grid)


def split_cells(cells: IntArray, per_cell: float) -> list[tuple[int, IntArray]]:
    """Split cells from the coarsest level down where people are many.

    Parameters
    ----------
    cells
        Finest cell of each sample, shape (n, 2).
    per_cell
        Samples, on average over a cell and its eight neighbours, beyond which it is split.

    Returns
    -------
    list of (level, ndarray)
        The leaves of each level, shape (k, 2), in units of that level's cells.
    """
    width = 1 << 32
    top = (int(2 * _REACH_M / FINEST_M) >> _LEVELS) + 1
    axis = np.arange(top)
    open_cells = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    leaves = []
    around = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    for level in range(_LEVELS, -1, -1):
        key, count = np.unique(
            (cells[:, 0] >> level) * width + (cells[:, 1] >> level), return_counts=True
        )
        total = np.zeros(len(open_cells))
        for step in around:
            wanted = (open_cells[:, 0] + step[0]) * width + open_cells[:, 1] + step[1]
            at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
            # The cell itself weighs as much as all its neighbours together.
            total += np.where(key[at] == wanted, count[at], 0) * (0.5 if not step.any() else 0.0625)
        busy = (total > per_cell) if level else np.zeros(len(open_cells), dtype=bool)
        leaves.append((level, open_cells[~busy]))
        halves = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
        open_cells = (open_cells[busy][:, None, :] * 2 + halves).reshape(-1, 2)
    return leaves


def cell_sides(leaves: list[tuple[int, IntArray]]) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return nodes and edges of the quadtree.

    Returns
    -------
    nodes
        Corners, shape (n, 2), in units of the finest cells.
    ends
        First and last node of each edge, shape (m, 2).
    axis, coordinate
        Of each edge: 0 if its line has a constant first coordinate, 1 if the second; and which.
    """
    corner = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
    corners = np.vstack(
        [((cells[:, None, :] + corner) << level).reshape(-1, 2) for level, cells in leaves]
    )
    nodes = np.unique(corners, axis=0)
    ends, axes, coordinates = [], [], []
    width = 1 << 32
    for axis in (0, 1):
        order = np.lexsort((nodes[:, 1 - axis], nodes[:, axis]))
        key = nodes[order, axis] * width + nodes[order, 1 - axis]
        # A stretch of a line is a road where it is the side of some leaf: count sides that begin and end.
        cover = np.zeros(len(key) + 1, dtype=np.int64)
        for level, cells in leaves:
            size = 1 << level
            for shift in (0, 1):
                constant = (cells[:, axis] + shift) << level
                begin = constant * width + (cells[:, 1 - axis] << level)
                np.add.at(cover, np.searchsorted(key, begin), 1)
                np.add.at(cover, np.searchsorted(key, begin + size), -1)
        first = np.flatnonzero(np.cumsum(cover[:-1]) > 0)
        ends.append(np.column_stack([order[first], order[first + 1]]))
        axes.append(np.full(len(first), axis))
        coordinates.append(nodes[order[first], axis])
    return nodes, np.vstack(ends), np.concatenate(axes), np.concatenate(coordinates)


def _rank(coordinate: IntArray) -> IntArray:
    """Return how often a coordinate can be halved: the level of the largest cells on that line."""
    return np.asarray(
        np.log2(
            coordinate & -coordinate, where=coordinate > 0, out=np.full(len(coordinate), 9.0)
        ).astype(np.int64)
    )


def _kinds(
    rank: IntArray, section: IntArray, density: FloatArray, rng: np.random.Generator
) -> IntArray:
    """Return the class of each edge.

    In towns main streets run on the lines of large cells, from end to end. In the country a section of such a
    line is now a county road and now not: there, towns are joined by `highways`.
    """
    urban = density >= _URBAN_PER_KM2
    _, which = np.unique(section, return_inverse=True)
    chosen = rng.uniform(size=which.max() + 1)[which] < _COUNTY_ROAD_SHARE
    kind = np.where(urban, RESIDENTIAL, UNCLASSIFIED)
    kind = np.where(np.where(urban, rank >= 3, (rank >= 5) & chosen), TERTIARY, kind)
    return np.where(urban & (rank >= 5), SECONDARY, kind)


def _on_land(
    land_parts: tuple[npt.NDArray[np.bool_], ...], ends: IntArray
) -> npt.NDArray[np.bool_]:
    """Tell which edges begin and end on the same piece of land."""
    return np.asarray(
        np.logical_or.reduce([part[ends[:, 0]] & part[ends[:, 1]] for part in land_parts])
    )


def _island_lattice(geography: Geography) -> FloatArray:
    """Return places all over the ferry island, so that it has roads however few people are drawn."""
    west, south, east, north = geography.ferry_island.bounds
    axes = np.arange(west, east, _ISLAND_ROADS_M), np.arange(south, north, _ISLAND_ROADS_M)
    places = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    return np.repeat(places, int(np.ceil(_SAMPLES_PER_CELL)), axis=0)


def lay_streets(
    geography: Geography, samples_xy: FloatArray, density: Density, seed: int
) -> RoadGraph:
    """Lay local streets and country roads over the state.

    Parameters
    ----------
    geography
        Land; no road lies in the water.
    samples_xy
        Places of people, shape (n, 2), metres.
    density
        People per square kilometre.
    seed
        The same seed lays the same streets.

    Returns
    -------
    RoadGraph
        Pieces that are cut off by water or left-out streets are still in it.
    """
    rng = np.random.default_rng([seed, 5])
    bend = Distortion(rng)
    wanted = np.vstack([samples_xy, _island_lattice(geography)])
    cells = np.floor((bend.straighten(wanted) + _REACH_M) / FINEST_M).astype(np.int64)
    nodes, ends, axis, coordinate = cell_sides(split_cells(cells, _SAMPLES_PER_CELL))
    xy = bend.bend(nodes * FINEST_M - _REACH_M)

    land = (inside(geography.mainland, xy), inside(geography.ferry_island, xy))
    keep = _on_land(land, ends)
    middle = (xy[ends[:, 0]] + xy[ends[:, 1]]) / 2
    keep &= inside(geography.land, middle)
    ends, axis, coordinate, middle = ends[keep], axis[keep], coordinate[keep], middle[keep]

    line = coordinate * 2 + axis
    pos = nodes[ends[:, 0], 1 - axis]
    kind = _kinds(_rank(coordinate), line * _SECTIONS + (pos >> _LEVELS), density(middle), rng)
    chance = np.zeros(len(kind))
    for what, share in _LEFT_OUT.items():
        chance[kind == what] = share
    chance += np.where(kind == UNCLASSIFIED, _RUGGED_LEFT_OUT * aridity(middle), 0)
    built = rng.uniform(size=len(kind)) >= chance
    return graph_of(
        xy,
        ends[built],
        kind=kind[built],
        line=line[built],
        pos=pos[built].astype(float),
    ).compact()
