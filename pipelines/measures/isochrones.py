"""Isochrones: polygons of what lies within so many minutes, from a raster of drive times.

The bands between thresholds are traced together, so that neighbours share every vertex of their border
(a coverage). Simplifying keeps the borders shared, and what lies within a threshold is the union of its
bands: the larger catchment therefore contains the smaller exactly, with holes kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import contourpy
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

Int32 = npt.NDArray[np.int32]
Float = npt.NDArray[np.float64]
Geometries = npt.NDArray[np.object_]

BEYOND = 1.25
"""Times longer than the last threshold are cut off at so many times it. What cannot be reached has that time
as well, which sets the border about a cell beyond the last place that can."""

STEPS = 1001
"""A border crosses the line between two cell centers at one of so many places. The number is odd: times are
whole milliseconds and borders lie half a millisecond above a threshold, so that a crossing is never on the
edge between two places and the two bands that trace it always agree."""

NEAR_A_CENTER = 1e-8
"""A crossing is at least 1 / (2 x time difference) cells from a center, more than 1e-7; nearer than this is
a center, but for rounding."""

SIMPLIFY_CELLS = 0.5
"""Simplification drops vertices whose triangle is smaller than the square of so many cells."""


def isochrones(time_ms: Int32, limits_ms: Sequence[int], *, unreached: int = -1) -> Geometries:
    """Trace the bands between thresholds; `nested` gives what lies within each.

    Parameters
    ----------
    time_ms : int32 (rows, columns)
        Drive time at the cell centers, milliseconds.
    limits_ms
        Thresholds, ascending; exactly so long is within. Their distance must exceed 0.5 % of the last.
    unreached
        The value of cells that cannot be reached.

    Returns
    -------
    array of MultiPolygon (thresholds,)
        In cells: the center of row r and column c is at x = c, y = r. Polygons are valid and may be empty;
        they do not overlap, and neighbours share their border.

    Raises
    ------
    ValueError
        The thresholds do not ascend or lie too close together.
    """
    bands = _bands(_padded(time_ms, limits_ms, unreached), limits_ms)
    simple: Geometries = shapely.coverage_simplify(bands, SIMPLIFY_CELLS)
    return simple


def nested(bands: Geometries) -> Geometries:
    """Return the unions of the first, the first two, ... of a coverage, from the inside out."""
    whole = np.empty(len(bands), dtype=object)
    whole[:] = list(accumulate(bands, shapely.coverage_union))
    return whole


def to_lonlat(
    shapes: Geometries, *, west: float, south: float, cell_m: float, crs: str
) -> Geometries:
    """Move shapes from cells to WGS 84 degrees.

    Parameters
    ----------
    shapes
        In cells, as `isochrones` returns them.
    west, south
        The center of row 0 and column 0 in `crs`; rows go north.
    cell_m
        Side of a cell, metres.
    crs
        A projection in metres.

    Returns
    -------
    array of geometries
        Vertices that were equal stay equal, so that a coverage stays one.
    """
    turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)

    def moved(cells: Float) -> Float:
        x, y = west + cells[:, 0] * cell_m, south + cells[:, 1] * cell_m
        return np.column_stack(turn.transform(x, y))

    turned: Geometries = shapely.transform(shapes, moved)
    return turned


def _padded(time_ms: Int32, limits_ms: Sequence[int], unreached: int) -> Float:
    """Return times as floats with a frame that cannot be reached, cut off beyond the last threshold."""
    limits = np.asarray(limits_ms, dtype=np.int64)
    if len(limits) == 0 or (np.diff(limits, prepend=0) * 200 <= limits[-1]).any():
        raise ValueError(
            f"thresholds {list(limits_ms)} ms must ascend by more than 0.5 % of the last one"
        )
    beyond = float(np.ceil(BEYOND * limits[-1]))
    padded = np.full((time_ms.shape[0] + 2, time_ms.shape[1] + 2), beyond)
    inner = padded[1:-1, 1:-1]
    np.copyto(inner, time_ms, where=(time_ms != unreached) & (time_ms < beyond))
    return padded


def _bands(padded: Float, limits_ms: Sequence[int]) -> Geometries:
    tracer = contourpy.contour_generator(
        z=padded, fill_type=contourpy.FillType.ChunkCombinedOffsetOffset, name="serial"
    )
    bounds = [-1.0, *(float(limit) + 0.5 for limit in limits_ms)]
    bands = np.empty(len(limits_ms), dtype=object)
    for number, (low, high) in enumerate(pairwise(bounds)):
        traced: Any = tracer.filled(low, high)
        (points,), (ring_starts,), (polygon_starts,) = traced
        bands[number] = shapely.MultiPolygon()
        if points is not None:
            whole = np.array([0, len(polygon_starts) - 1])
            bands[number] = shapely.from_ragged_array(
                shapely.GeometryType.MULTIPOLYGON,
                _on_steps(points) - 1.0,
                (ring_starts, polygon_starts, whole),
            )[0]
    return bands


def _on_steps(cells: Float) -> Float:
    """Move crossings to the middle of their step; coordinates at a cell center stay there.

    The two bands on either side of a border compute its vertices with roundings of their own; on steps both
    get the same numbers, and so exactly the same border.
    """
    center = np.round(cells)
    below = np.floor(cells)
    step = np.floor((cells - below) * STEPS)
    return np.where(np.abs(cells - center) < NEAR_A_CENTER, center, below + (step + 0.5) / STEPS)
