"""A raster of the time from every place to the nearest center, from the times at the nodes.

Roads are laid into the cells point by point: at fraction f along an arc from u to v a trip goes on
to v, so it takes ``t(v) + (1 - f) * w``. A road is reached as far as the time lasts, not only up to
the last node. Cells without a road are walked or driven to, slowly, from the nearest road point and
only so far: where there is no road there is a hole, and places apart stay apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import UNREACHED
from pipelines.routing.graph import Graph, Int32, Int64

SAMPLES_A_CELL = 2  # points along a road at most half a cell apart, so that no cell is jumped
SPREAD_ROUNDS = 1  # of one sweep down and one up each

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class TimeRaster:
    """Times on square cells; rows go up with y, columns with x.

    Parameters
    ----------
    time_ms : float32 (rows, columns)
        Time from the cell's center to the nearest center, NaN where none is reached: no road
        within the off-road distance, or none from which a center is reached in time.
    x0, y0 : float
        Position of the center of cell ``[0, 0]``, metres in the projection of the nodes.
    cell_m : float
        Side of a cell.
    """

    time_ms: Float32
    x0: float
    y0: float
    cell_m: float


def time_raster(
    graph: Graph,
    x: ArrayLike,
    y: ArrayLike,
    time_ms: Int32,
    center: Int32,
    *,
    cell_m: float,
    off_road_m_per_s: float,
    off_road_m: float,
    limit_ms: int | None = None,
) -> TimeRaster:
    """Lay the times of one category over the plane.

    Parameters
    ----------
    graph : Graph
        Arcs are taken as straight between their nodes.
    x, y : floats (n,)
        Node positions in a projection, metres.
    time_ms, center : int32 (n,)
        One row of `Nearest`.
    cell_m : float
        Side of a cell, metres.
    off_road_m_per_s : float
        Speed from a place to the nearest road.
    off_road_m : float
        Farthest such way.
    limit_ms : int, optional
        Times beyond it are left out; exactly this long is in.

    Returns
    -------
    TimeRaster
        Covers all nodes and the off-road distance around them.

    Raises
    ------
    ValueError
        If a length or speed is not positive, or the columns do not fit the graph.
    """
    for name, number in (("cell_m", cell_m), ("off_road_m_per_s", off_road_m_per_s)):
        if not number > 0:
            raise ValueError(f"{name} is {number}; it must be positive")
    if not off_road_m >= 0:
        raise ValueError(f"off_road_m is {off_road_m}; it must not be negative")
    xs, ys = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
    for name, column in (("x", xs), ("y", ys), ("time_ms", time_ms), ("center", center)):
        if column.shape != (graph.n_nodes,):
            raise ValueError(f"{name} has shape {column.shape} for {graph.n_nodes} nodes")
    if graph.n_nodes == 0 or not (np.isfinite(xs).all() and np.isfinite(ys).all()):
        raise ValueError("a raster needs at least one node, and finite positions")
    margin = off_road_m + cell_m
    x0, y0 = float(xs.min()) - margin, float(ys.min()) - margin
    columns = int((xs.max() + margin - x0) / cell_m) + 2
    rows = int((ys.max() + margin - y0) / cell_m) + 2
    at_node = np.where(center == UNREACHED, np.inf, time_ms)
    limit = np.inf if limit_ms is None else float(limit_ms)
    slowness = cell_m / off_road_m_per_s * 1000.0
    columns_of, rows_of = (xs - x0) / cell_m, (ys - y0) / cell_m
    source = _lay_roads(
        np.asarray(graph.indptr, dtype=np.int64),
        graph.head,
        graph.time_ms,
        columns_of,
        rows_of,
        at_node,
        slowness,
        (rows, columns),
    )
    grid = _spread(source, slowness, off_road_m / cell_m)
    # Cut off last: the time of a cell must not depend on the limit, or a larger one might not
    # contain a smaller.
    grid[grid > limit] = np.nan
    return TimeRaster(grid, x0, y0, cell_m)


@kernel
def _lay_roads(
    indptr: Int64,
    head: Int32,
    arc_ms: Int32,
    x: Float64,
    y: Float64,
    at_node: Float64,
    slowness: float,
    shape: tuple[int, int],
) -> Float32:
    """Return, for each cell, its best road point: column, row and time (inf where none).

    The best point is the one from which the cell's center is served soonest.
    """
    source = np.full((shape[0], shape[1], 3), np.inf, np.float32)
    best = np.full(shape, np.inf, np.float32)
    for tail in range(len(indptr) - 1):
        _offer(source, best, x[tail], y[tail], at_node[tail], slowness)
        for arc in range(indptr[tail], indptr[tail + 1]):
            end = head[arc]
            if at_node[end] == np.inf:
                continue
            dx, dy = x[end] - x[tail], y[end] - y[tail]
            pieces = int(np.ceil(max(abs(dx), abs(dy)) * SAMPLES_A_CELL))
            for i in range(1, pieces):
                left = i / pieces
                time = at_node[end] + left * arc_ms[arc]
                _offer(source, best, x[end] - left * dx, y[end] - left * dy, time, slowness)
    return source


@kernel
def _offer(
    source: Float32, best: Float32, x: float, y: float, time: float, slowness: float
) -> None:
    """Let a road point serve the cell it lies in, if it does so sooner than the points before."""
    column, row = int(x + 0.5), int(y + 0.5)
    served = time + slowness * np.sqrt((x - column) ** 2 + (y - row) ** 2)
    if served < best[row, column]:
        best[row, column] = served
        source[row, column, 0] = x
        source[row, column, 1] = y
        source[row, column, 2] = time


@kernel
def _spread(source: Float32, slowness: float, reach: float) -> Float32:
    """Return the time at each cell; cells without a road take the best point of a neighbor.

    Points are handed on from cell to cell in sweeps down and up (Danielsson 1980), so distances
    are straight, not counted in steps.
    """
    rows, columns = source.shape[0], source.shape[1]
    time = np.empty((rows, columns), np.float32)
    road = np.empty((rows, columns), np.bool_)
    for row in range(rows):
        for column in range(columns):
            time[row, column] = source[row, column, 2]
            road[row, column] = source[row, column, 2] < np.inf
    for sweep in range(2 * SPREAD_ROUNDS):
        step = 1 if sweep % 2 == 0 else -1
        for i in range(rows):
            row = i if step == 1 else rows - 1 - i
            for back in (False, True):
                for j in range(columns):
                    column = columns - 1 - j if back else j
                    if road[row, column]:
                        continue
                    side = column + 1 if back else column - 1
                    if 0 <= side < columns:
                        _take(source, time, row, column, row, side, slowness, reach)
                    if not back and 0 <= row - step < rows:
                        for near in range(max(column - 1, 0), min(column + 2, columns)):
                            _take(source, time, row, column, row - step, near, slowness, reach)
    for row in range(rows):
        for column in range(columns):
            if time[row, column] == np.inf:
                time[row, column] = np.nan
    return time


@kernel
def _take(
    source: Float32,
    time: Float32,
    row: int,
    column: int,
    near_row: int,
    near_column: int,
    slowness: float,
    reach: float,
) -> None:
    """Let the road point of a neighboring cell serve this one too, if it is near and sooner."""
    at_road = source[near_row, near_column, 2]
    if at_road == np.inf:
        return
    dx = source[near_row, near_column, 0] - column
    dy = source[near_row, near_column, 1] - row
    distance = np.sqrt(dx * dx + dy * dy)
    served = at_road + slowness * distance
    if distance <= reach and served < time[row, column]:
        time[row, column] = served
        for part in range(3):
            source[row, column, part] = source[near_row, near_column, part]
