"""The road nearest to each cell of a grid, and from it the time from every cell to a center.

A cell joins the nearest stretch of road at the point nearest to the cell's center, as a home there
would. Roads are laid into the cells they pass through; cells without one learn of it from their
neighbors, in a sweep up and one down (after Danielsson 1980). What is handed on is the stretch
itself, so the distance to it is straight and true, not counted in steps. Which road a cell joins
does not depend on the centers: it is found once, and each category of centers then costs one look
at every cell.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import UNREACHED
from pipelines.routing.graph import Int32, Int64

NO_ROAD = np.int32(-1)
"""The road of a cell that has none within reach."""

CLOSED = np.int32(-1)
"""The time along a road in a direction that is not open."""

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class RoadCells:
    """The nearest road of each cell; rows go up with y, columns with x.

    Parameters
    ----------
    road : int32 (rows, columns)
        Number of the road; `NO_ROAD` where none is within reach.
    share : float32 (rows, columns)
        How much of the road, from its first point, lies before the point that is joined, 0 to 1.
    gap : float32 (rows, columns)
        Straight distance from the cell's center to that point, in cells.
    """

    road: Int32
    share: Float32
    gap: Float32


@dataclass(frozen=True)
class RoadTimes:
    """How long a drive along each road takes; its end nodes are those of its first and last point.

    Parameters
    ----------
    tail, head : int32 (roads,)
        Nodes at the first and at the last point.
    forward_ms, backward_ms : int32 (roads,)
        To the head and to the tail; `CLOSED` where that is not allowed.
    forward_delay_ms, backward_delay_ms : int32 (roads,)
        Lost on arriving at the head and at the tail.
    """

    tail: Int32
    head: Int32
    forward_ms: Int32
    backward_ms: Int32
    forward_delay_ms: Int32
    backward_delay_ms: Int32


class _Segments(NamedTuple):
    """Straight segments of roads.

    ``line`` holds x and y of the start, the way to the end in x and y, and 1 over its square;
    ``share`` how much of the road lies before the start and before the end.
    """

    line: Float64
    share: Float32
    road: Int32


class _Nearest(NamedTuple):
    """The nearest segment of each cell and the square of its distance from the cell's center."""

    segment: Int32
    square: Float32


def nearest_roads(
    indptr: Int64,
    x: Float64,
    y: Float64,
    shape: tuple[int, int],
    reach: float,
    threads: int = 1,
) -> RoadCells:
    """Find the road nearest to the center of each cell.

    Parameters
    ----------
    indptr : int64 (roads + 1,)
        The points of road ``i`` are ``indptr[i]:indptr[i + 1]``.
    x, y : float64 (points,)
        Positions in cells: the center of the cell in row r and column c is at ``(c, r)``. A road
        that passes through no cell of the grid is not joined.
    shape : rows and columns
    reach : float
        Farthest distance at which a road is joined, in cells.
    threads : int
        The answer does not depend on it.

    Returns
    -------
    RoadCells

    Raises
    ------
    ValueError
        If a position is not finite.
    """
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("roads need finite positions")
    found = _segments(np.asarray(indptr, dtype=np.int64), x, y)
    upward = _Nearest(np.full(shape, NO_ROAD), np.full(shape, np.inf, np.float32))
    cells = RoadCells(
        np.empty(shape, np.int32), np.empty(shape, np.float32), np.empty(shape, np.float32)
    )
    columns = (cells.road, cells.share, cells.gap)
    stripes = np.linspace(0, shape[0], threads + 1).astype(np.int64)
    starts, stops = stripes[:-1], stripes[1:]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(_lay, found, upward), starts, stops))
        # The nearest road lies above or below a cell: neither sweep needs what the other found.
        downward = _Nearest(upward.segment.copy(), upward.square.copy())
        list(pool.map(partial(_spread, found, reach * reach), (upward, downward), (1, -1)))
        joined = partial(_join, found, upward, downward, reach * reach, columns)
        list(pool.map(joined, starts, stops))
    return cells


def cell_times(
    cells: RoadCells, roads: RoadTimes, node_ms: Int32, node_center: Int32, gap_ms: float
) -> Int32:
    """Return the time from each cell to the nearest center of one category.

    Parameters
    ----------
    cells : RoadCells
    roads : RoadTimes
        In the numbering of the cells' roads.
    node_ms, node_center : int32 (n,)
        One row of `Nearest`.
    gap_ms : float
        Time to cross one cell off the road.

    Returns
    -------
    int32 (rows, columns)
        Milliseconds; -1 where no center is reached.
    """
    times = np.empty(cells.road.shape, np.int32)
    columns = (roads.forward_ms, roads.backward_ms, roads.forward_delay_ms, roads.backward_delay_ms)
    ends = (roads.tail, roads.head)
    _times(cells.road, cells.share, cells.gap, ends, columns, node_ms, node_center, gap_ms, times)
    return times


@kernel
def _segments(indptr: Int64, x: Float64, y: Float64) -> _Segments:
    """Cut roads into straight segments."""
    line = np.empty((len(x), 5), np.float64)
    share = np.zeros((len(x), 2), np.float32)
    road_of = np.empty(len(x), np.int32)
    count = 0
    for road in range(len(indptr) - 1):
        first, so_far = count, 0.0
        for point in range(indptr[road], indptr[road + 1] - 1):
            dx, dy = x[point + 1] - x[point], y[point + 1] - y[point]
            square = dx * dx + dy * dy
            line[count, 0], line[count, 1], line[count, 2], line[count, 3] = (
                x[point],
                y[point],
                dx,
                dy,
            )
            line[count, 4] = 1.0 / square if square > 0 else 0.0
            share[count, 0] = so_far
            so_far += np.sqrt(square)
            share[count, 1] = so_far
            road_of[count] = road
            count += 1
        if so_far > 0:
            share[first:count] /= so_far
    return _Segments(line[:count], share[:count], road_of[:count])


@kernel
def _place_on(line: Float64, segment: int, column: int, row: int) -> tuple[float, float]:
    """Return the square of the distance to a segment, and where along it the nearest point is."""
    dx, dy = line[segment, 2], line[segment, 3]
    to_x, to_y = column - line[segment, 0], row - line[segment, 1]
    part = min(1.0, max(0.0, (to_x * dx + to_y * dy) * line[segment, 4]))
    off_x, off_y = to_x - part * dx, to_y - part * dy
    return off_x * off_x + off_y * off_y, part


@kernel
def _lay(segments: _Segments, nearest: _Nearest, start: int, stop: int) -> None:
    """Offer each segment to the cells that it passes through, in some of the rows."""
    line, columns = segments.line, nearest.segment.shape[1]
    for segment in range(len(line)):
        x, y, dx, dy = line[segment, 0], line[segment, 1], line[segment, 2], line[segment, 3]
        low, high = min(y, y + dy), max(y, y + dy)
        first, last = int(np.floor(low + 0.5)), int(np.floor(high + 0.5))
        for row in range(max(first, start), min(last + 1, stop)):
            x_in, x_out = x, x + dx
            if first < last:
                x_in = x + (min(max(row - 0.5, low), high) - y) * dx / dy
                x_out = x + (min(max(row + 0.5, low), high) - y) * dx / dy
            left = max(0, int(np.floor(min(x_in, x_out) + 0.5)))
            right = min(columns - 1, int(np.floor(max(x_in, x_out) + 0.5)))
            for column in range(left, right + 1):
                off, _ = _place_on(line, segment, column, row)
                if off < nearest.square[row, column]:
                    nearest.square[row, column] = off
                    nearest.segment[row, column] = segment


@kernel
def _spread(segments: _Segments, limit: float, nearest: _Nearest, step: int) -> None:
    """Hand segments on from row to row, up (1) or down (-1), and to both sides in each."""
    line, mine, square = segments.line, nearest.segment, nearest.square
    rows, columns = mine.shape
    for i in range(rows):
        row = i if step == 1 else rows - 1 - i
        for column in range(columns):
            best, off = mine[row, column], square[row, column]
            # A segment nearer than half a cell passes through the cell: it was offered.
            if off > 0.25:
                if i > 0:
                    for near in range(max(column - 1, 0), min(column + 2, columns)):
                        other = mine[row - step, near]
                        best, off = _nearer(line, best, off, other, column, row, limit)
                if column > 0:
                    best, off = _nearer(line, best, off, mine[row, column - 1], column, row, limit)
                mine[row, column], square[row, column] = best, off
        for column in range(columns - 2, -1, -1):
            best, off = mine[row, column], square[row, column]
            if off > 0.25:
                best, off = _nearer(line, best, off, mine[row, column + 1], column, row, limit)
                mine[row, column], square[row, column] = best, off


@kernel
def _nearer(
    line: Float64, best: int, off: float, other: int, column: int, row: int, limit: float
) -> tuple[int, float]:
    """Return the nearer of two segments, the other only if within reach, and the squared distance."""
    if other >= 0 and other != best:
        square, _ = _place_on(line, other, column, row)
        if square < off and square <= limit:
            return other, square
    return best, off


@kernel
def _join(
    segments: _Segments,
    upward: _Nearest,
    downward: _Nearest,
    limit: float,
    columns: tuple[Int32, Float32, Float32],
    start: int,
    stop: int,
) -> None:
    """Write the road of each cell, the share before the point joined and the gap, in some rows."""
    road, share, gap = columns
    for row in range(start, stop):
        for column in range(road.shape[1]):
            nearest = (
                downward if downward.square[row, column] < upward.square[row, column] else upward
            )
            segment, square = nearest.segment[row, column], nearest.square[row, column]
            road[row, column], share[row, column] = NO_ROAD, 0.0
            gap[row, column] = np.sqrt(square)
            if segment >= 0 and square <= limit:
                _, part = _place_on(segments.line, segment, column, row)
                before, after = segments.share[segment]
                road[row, column] = segments.road[segment]
                share[row, column] = before + part * (after - before)


@kernel
def _times(
    road: Int32,
    share: Float32,
    gap: Float32,
    ends: tuple[Int32, Int32],
    columns: tuple[Int32, Int32, Int32, Int32],
    node_ms: Int32,
    node_center: Int32,
    gap_ms: float,
    times: Int32,
) -> None:
    tail, head = ends
    forward_ms, backward_ms, forward_delay_ms, backward_delay_ms = columns
    for row in range(road.shape[0]):
        for column in range(road.shape[1]):
            times[row, column] = -1
            mine = road[row, column]
            if mine < 0:
                continue
            part = share[row, column]
            best = np.inf
            # At the junction itself neither direction of the road matters.
            if node_center[head[mine]] != UNREACHED:
                if part == 1.0:
                    best = min(best, float(node_ms[head[mine]]))
                elif forward_ms[mine] != CLOSED:
                    drive = (1.0 - part) * forward_ms[mine] + forward_delay_ms[mine]
                    best = min(best, node_ms[head[mine]] + drive)
            if node_center[tail[mine]] != UNREACHED:
                if part == 0.0:
                    best = min(best, float(node_ms[tail[mine]]))
                elif backward_ms[mine] != CLOSED:
                    drive = part * backward_ms[mine] + backward_delay_ms[mine]
                    best = min(best, node_ms[tail[mine]] + drive)
            if best < np.inf:
                times[row, column] = int(np.rint(best + gap[row, column] * gap_ms))
