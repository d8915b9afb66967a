"""The borders between bands of a raster: closed lines, each held once, and the polygons that they bound.

A border is shared by the bands on both of its sides and by every union of bands that ends there. Held once, it
is moved and simplified once, and all polygons made of it fit each other exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import contourpy
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
Geometries = npt.NDArray[np.object_]

STEPS = 1023
"""A border crosses the line between two cell centers at one of so many places. The number is odd: values are
whole and bounds half a unit above a whole one, so that a crossing is never on the edge between two places and
the two bands that trace it always agree."""

STEP_CELLS = 1 / (STEPS + 1)
"""Distance between these places. A power of two, so that sums of steps are exact."""

NEAR_A_CENTER = 1e-8
"""A crossing is at least 1 / (2 x difference of values) cells from a center, more than 1e-7 for times of any
length; nearer than this is a center, but for rounding."""


@dataclass(frozen=True)
class Borders:
    """Closed lines that do not touch each other, and the pieces of bands between them.

    Parameters
    ----------
    corner : float64 (corners, 2)
        x and y of the corners of all lines.
    starts : int64 (lines + 1,)
        The corners of line ``i`` are ``starts[i]:starts[i + 1]``; the last joins the first.
    line : int64 (rings,)
        The line that each ring of a piece follows; the two sides of a line have each a ring of their own.
    piece : int64 (rings,)
        The piece that each ring bounds, ascending; the first ring of a piece is its outer one.
    band : int64 (pieces,)
        The band of each piece, ascending.
    n_bands : int
    """

    corner: Float
    starts: Int64
    line: Int64
    piece: Int64
    band: Int64
    n_bands: int

    def keep(self, stays: Bool) -> Borders:
        """Return the borders without the corners that do not stay."""
        starts = np.concatenate([[0], np.cumsum(stays)])[self.starts]
        return replace(self, corner=self.corner[stays], starts=starts)

    def bands(self) -> Geometries:
        """Return one MultiPolygon a band."""
        return self._polygons(self.line, self.piece, self.band)

    def unions(self) -> Geometries:
        """Return the union of the first, the first two, ... bands, each a MultiPolygon."""
        lines, parts, unions = [], [], []
        n_parts = 0
        for last in range(self.n_bands):
            line, part = self._union(last)
            count = int(part.max(initial=-1)) + 1
            lines.append(line)
            parts.append(part + n_parts)
            unions.append(np.full(count, last))
            n_parts += count
        return self._polygons(np.concatenate(lines), np.concatenate(parts), np.concatenate(unions))

    def _union(self, last: int) -> tuple[Int64, Int64]:
        """Return line and part of the rings of a union, by part and outer rings first.

        Pieces on the two sides of a line are of one part, and a part is bounded by the lines that it has on
        one side only.
        """
        taken = self.band[self.piece] <= last
        line, piece = self.line[taken], self.piece[taken]
        order = np.argsort(line, kind="stable")
        twin = np.flatnonzero(line[order][1:] == line[order][:-1])
        one, other = order[twin], order[twin + 1]
        n_pieces = int(piece.max(initial=-1)) + 1
        touching = coo_array((np.ones(len(one)), (piece[one], piece[other])), (n_pieces, n_pieces))
        part = connected_components(touching, directed=False)[1].astype(np.int64)[piece]
        inner = np.zeros(len(piece), dtype=bool)
        inner[1:] = piece[1:] == piece[:-1]
        alone = np.setdiff1d(np.arange(len(line)), np.concatenate([one, other]))
        alone = alone[np.lexsort((inner[alone], part[alone]))]
        return line[alone], part[alone]

    def _polygons(self, line: Int64, part: Int64, shape: Int64) -> Geometries:
        """Return shapes of parts of rings; rings ascend by part, parts by shape."""
        size = np.diff(self.starts)[line] + 1
        ring_starts = np.concatenate([[0], np.cumsum(size)])
        within = np.arange(ring_starts[-1]) - np.repeat(ring_starts[:-1], size)
        within[ring_starts[1:] - 1] = 0  # a ring ends where it begins
        corners = self.corner[np.repeat(self.starts[line], size) + within]
        part_starts = np.searchsorted(part, np.arange(len(shape) + 1))
        shape_starts = np.searchsorted(shape, np.arange(self.n_bands + 1))
        drawn: Geometries = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON, corners, (ring_starts, part_starts, shape_starts)
        )
        return drawn


def trace_borders(values: Float, bounds: Sequence[float]) -> Borders:
    """Trace the borders between the bands of a raster.

    Parameters
    ----------
    values : float64 (rows, columns)
        At the cell centers; whole numbers from 0, above the last bound all along the edge.
    bounds
        Upper bounds of the bands, ascending, each a whole number and a half. Where two of them cross the line
        between two centers, they do so more than a step apart.

    Returns
    -------
    Borders
        In cells: the center of row r and column c is at x = c, y = r. Corners lie between two neighboring
        centers, at multiples of `STEP_CELLS`.
    """
    rings = _traced(values, bounds)
    point = _on_steps(rings.point)
    start = np.cumsum(rings.size) - rings.size
    # No two lines have a corner in common: the first of a line's corners, row by row, names it.
    place = point[:, 1] * (values.shape[1] / STEP_CELLS) + point[:, 0]
    name = np.minimum.reduceat(place, start) if len(start) else start
    _, first, line = np.unique(name, return_index=True, return_inverse=True)
    size = rings.size[first] - 1  # without the first point again at the end
    starts = np.concatenate([[0], np.cumsum(size)])
    taken = np.arange(starts[-1]) + np.repeat(start[first] - starts[:-1], size)
    return Borders(point[taken], starts, line, rings.piece, rings.band, len(bounds))


class _Rings(NamedTuple):
    """The rings of all bands one after the other: points, their number in each, and its piece."""

    point: Float
    size: Int64
    piece: Int64
    band: Int64


def _traced(values: Float, bounds: Sequence[float]) -> _Rings:
    tracer = contourpy.contour_generator(
        z=values, fill_type=contourpy.FillType.ChunkCombinedOffsetOffset, name="serial"
    )
    nothing = np.empty(0, np.int64)
    found = [_Rings(np.empty((0, 2)), nothing, nothing, nothing)]
    n_pieces = 0
    for number, (low, high) in enumerate(pairwise([-1.0, *bounds])):
        traced: Any = tracer.filled(low, high)
        (points,), (ring_starts,), (piece_starts,) = traced
        if points is not None:
            rings = np.diff(piece_starts.astype(np.int64))
            piece = np.repeat(np.arange(len(rings)) + n_pieces, rings)
            size = np.diff(ring_starts.astype(np.int64))
            found.append(_Rings(points, size, piece, np.full(len(rings), number)))
            n_pieces += len(rings)
    return _Rings(*map(np.concatenate, zip(*found, strict=True)))


def _on_steps(points: Float) -> Float:
    """Move crossings to their step; coordinates at a cell center stay there.

    The bands on the two sides of a border compute its corners with roundings of their own; on steps both get
    the same numbers.
    """
    below = np.floor(points)
    over = points - below
    step = (np.floor(over * STEPS) + 1) * STEP_CELLS
    at_center = np.abs(over - 0.5) > 0.5 - NEAR_A_CENTER
    moved: Float = np.where(at_center, np.rint(points), below + step)
    return moved
