"""The road nearest to each cell of a grid, and from it the time from every cell to a center.

A cell joins the nearest stretch of road at the point nearest to the cell's center, as a home there
would. Roads are laid into the cells they pass through; cells without one learn of it from their
neighbors, in sweeps down and up (Danielsson 1980). What is handed on is the stretch itself, so the
distance to it is straight and true, not counted in steps. Which road a cell joins does not depend
on the centers: it is found once, and each category of centers then costs one look at every cell.
"""

from dataclasses import dataclass

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


def nearest_roads(
    indptr: Int64, x: Float64, y: Float64, shape: tuple[int, int], reach: float
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
    segment, road_of, before = _segments(np.asarray(indptr, dtype=np.int64), x, y)
    nearest = np.full(shape, NO_ROAD)
    square = np.full(shape, np.inf, np.float32)
    _lay(x, y, segment, nearest, square)
    _spread(x, y, segment, nearest, square, reach)
    road, share = np.full(shape, NO_ROAD), np.zeros(shape, np.float32)
    _joined(x, y, segment, road_of, before, nearest, square, reach, road, share)
    return RoadCells(road, share, np.sqrt(square, out=square))


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
def _segments(indptr: Int64, x: Float64, y: Float64) -> tuple[Int32, Int32, Float32]:
    """Return the first point of each straight segment, its road, and the share of it before.

    ``before`` has one entry a point, so that a segment ends at the share of its second point.
    """
    n_roads = len(indptr) - 1
    segment = np.empty(len(x), np.int32)
    road_of = np.empty(len(x), np.int32)
    before = np.zeros(len(x), np.float32)
    count = 0
    for road in range(n_roads):
        along = 0.0
        for point in range(indptr[road], indptr[road + 1] - 1):
            along += np.hypot(x[point + 1] - x[point], y[point + 1] - y[point])
        so_far = 0.0
        for point in range(indptr[road], indptr[road + 1] - 1):
            so_far += np.hypot(x[point + 1] - x[point], y[point + 1] - y[point])
            before[point + 1] = so_far / along if along > 0 else 0.0
            segment[count] = point
            road_of[count] = road
            count += 1
    return segment[:count], road_of[:count], before


@kernel
def _place_on(x: Float64, y: Float64, point: int, column: int, row: int) -> tuple[float, float]:
    """Return the square of the distance to a segment, and where along it the nearest point is."""
    dx, dy = x[point + 1] - x[point], y[point + 1] - y[point]
    to_x, to_y = column - x[point], row - y[point]
    long = dx * dx + dy * dy
    part = (to_x * dx + to_y * dy) / long if long > 0 else 0.0
    part = min(1.0, max(0.0, part))
    off_x, off_y = to_x - part * dx, to_y - part * dy
    return off_x * off_x + off_y * off_y, part


@kernel
def _lay(x: Float64, y: Float64, segment: Int32, nearest: Int32, square: Float32) -> None:
    """Offer each segment to the cells it passes through."""
    rows, columns = nearest.shape
    for i in range(len(segment)):
        a = segment[i]
        b = a + 1
        low, high = min(y[a], y[b]), max(y[a], y[b])
        first, last = max(0, int(np.floor(low + 0.5))), min(rows - 1, int(np.floor(high + 0.5)))
        for row in range(first, last + 1):
            x_in, x_out = x[a], x[b]
            if first < last and y[a] != y[b]:
                slope = (x[b] - x[a]) / (y[b] - y[a])
                y_in = min(max(row - 0.5, low), high)
                y_out = min(max(row + 0.5, low), high)
                x_in = x[a] + (y_in - y[a]) * slope
                x_out = x[a] + (y_out - y[a]) * slope
            left = max(0, int(np.floor(min(x_in, x_out) + 0.5)))
            right = min(columns - 1, int(np.floor(max(x_in, x_out) + 0.5)))
            for column in range(left, right + 1):
                off, _ = _place_on(x, y, a, column, row)
                if off < square[row, column]:
                    square[row, column] = off
                    nearest[row, column] = i


@kernel
def _spread(
    x: Float64, y: Float64, segment: Int32, nearest: Int32, square: Float32, reach: float
) -> None:
    """Hand segments on from cell to cell, in one sweep down and one up."""
    rows, columns = nearest.shape
    limit = reach * reach
    for sweep in range(2):
        step = 1 if sweep == 0 else -1
        for i in range(rows):
            row = i if step == 1 else rows - 1 - i
            for back in range(2):
                for j in range(columns):
                    column = columns - 1 - j if back == 1 else j
                    # A segment nearer than half a cell passes through the cell: it was offered.
                    if square[row, column] <= 0.25:
                        continue
                    side = column + 1 if back == 1 else column - 1
                    if 0 <= side < columns:
                        _take(x, y, segment, nearest, square, row, column, row, side, limit)
                    if back == 0 and 0 <= row - step < rows:
                        for near in range(max(column - 1, 0), min(column + 2, columns)):
                            _take(
                                x, y, segment, nearest, square, row, column, row - step, near, limit
                            )


@kernel
def _take(
    x: Float64,
    y: Float64,
    segment: Int32,
    nearest: Int32,
    square: Float32,
    row: int,
    column: int,
    near_row: int,
    near_column: int,
    limit: float,
) -> None:
    """Let a cell take the segment of a neighbor, if it is within reach and nearer."""
    theirs = nearest[near_row, near_column]
    if theirs < 0 or theirs == nearest[row, column]:
        return
    off, _ = _place_on(x, y, segment[theirs], column, row)
    if off < square[row, column] and off <= limit:
        square[row, column] = off
        nearest[row, column] = theirs


@kernel
def _joined(
    x: Float64,
    y: Float64,
    segment: Int32,
    road_of: Int32,
    before: Float32,
    nearest: Int32,
    square: Float32,
    reach: float,
    road: Int32,
    share: Float32,
) -> None:
    """Write the road of each cell and the share of it before the point joined."""
    for row in range(nearest.shape[0]):
        for column in range(nearest.shape[1]):
            mine = nearest[row, column]
            if mine < 0 or square[row, column] > reach * reach:
                continue
            point = segment[mine]
            _, part = _place_on(x, y, point, column, row)
            road[row, column] = road_of[mine]
            share[row, column] = before[point] + part * (before[point + 1] - before[point])


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
