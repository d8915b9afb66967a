"""Isochrones: polygons of what lies within so many minutes, from a raster of drive times.

The borders of all bands are traced, and simplified together as lines. They do not touch before, and do not
after: polygons made of them are valid, holes and separate places stay, and the larger catchment contains the
smaller exactly. On the globe that holds too, because what would touch is judged there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.area.measures import NARROWEST_BAND
from pipelines.measures.catchments.borders import STEP_CELLS, Geometries, trace_borders
from pipelines.measures.catchments.time_raster import Grid
from pipelines.routing.simplify import kept_vertices

Int32 = npt.NDArray[np.int32]
Float = npt.NDArray[np.float64]

BEYOND = 1.25
"""Times longer than the last threshold are cut off at so many times it. What cannot be reached has that time
as well, which sets the border about a cell beyond the last place that can."""

SIMPLIFY_CELLS = 0.5
"""Simplification drops corners whose triangle is smaller than the square of so many cells."""

STEP_DEGREES = 2.0**-24
"""Longitudes and latitudes are multiples of this, less than a centimetre, so that geometry on them is exact."""


class Isochrones(NamedTuple):
    """Polygons of each threshold.

    Parameters
    ----------
    bands : array of MultiPolygon (thresholds,)
        What lies within a threshold but not within the one before. Bands do not overlap, and neighbours share
        every corner of their border.
    whole : array of MultiPolygon (thresholds,)
        What lies within: the union of the bands so far.
    """

    bands: Geometries
    whole: Geometries


def isochrones(
    time_ms: Int32, limits_ms: Sequence[int], *, unreached: int = -1, grid: Grid | None = None
) -> Isochrones:
    """Draw what lies within thresholds.

    Parameters
    ----------
    time_ms : int32 (rows, columns)
        Drive time at the cell centers, milliseconds.
    limits_ms
        Thresholds, ascending by more than `NARROWEST_BAND` of the last; exactly so long is within.
    unreached
        The value of cells that cannot be reached.
    grid
        Where the cells are, at least some metres wide.

    Returns
    -------
    Isochrones
        In WGS 84 degrees; without a grid in cells, where the center of row r and column c is at x = c, y = r.
        Polygons are valid and may be empty.

    Raises
    ------
    ValueError
        The thresholds do not ascend or lie too close together.
    """
    bounds = [limit + 0.5 for limit in limits_ms]
    traced = trace_borders(_framed(time_ms, limits_ms, unreached), bounds)
    cells = traced.corner - 1.0  # the frame is not of the raster
    step = STEP_CELLS if grid is None else STEP_DEGREES
    steps = np.rint((cells if grid is None else grid.to_lonlat(cells)) / step)
    stays = kept_vertices(steps.astype(np.int64), cells, traced.starts, SIMPLIFY_CELLS**2)
    borders = replace(traced, corner=steps * step).keep(stays)
    return Isochrones(borders.bands(), borders.unions())


def _framed(time_ms: Int32, limits_ms: Sequence[int], unreached: int) -> Float:
    """Return times as floats with a frame that cannot be reached, cut off beyond the last threshold."""
    limits = np.asarray(limits_ms, dtype=np.int64)
    if len(limits) == 0 or (np.diff(limits, prepend=0) <= NARROWEST_BAND * limits[-1]).any():
        raise ValueError(
            f"thresholds {list(limits_ms)} ms must ascend by more than {NARROWEST_BAND:.1%} of the last one"
        )
    beyond = float(np.ceil(BEYOND * limits[-1]))
    framed = np.full((time_ms.shape[0] + 2, time_ms.shape[1] + 2), beyond)
    inner = framed[1:-1, 1:-1]
    np.copyto(inner, time_ms, where=(time_ms != unreached) & (time_ms < beyond))
    return framed
