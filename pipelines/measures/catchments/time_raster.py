"""A raster of drive times: how long the drive would be for someone who lived at each cell's center.

A cell joins the network as a home would. Where the network has local streets, that is the nearest road; where
main roads are reached over connectors, each cell has connectors of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Transformer

from pipelines.area import Roads
from pipelines.roads.coincident import to_leave_by
from pipelines.roads.edges import Edges, edges_of
from pipelines.roads.joining.connectors import surface_nodes
from pipelines.routing.connector_cells import (
    Reach,
    near_blocks,
    times_over_connectors,
    within_blocks,
)
from pipelines.routing.cost import UNREACHED
from pipelines.routing.nearest import Nearest
from pipelines.routing.road_cells import RoadTimes, cell_times, nearest_roads
from pipelines.sphere import EARTH_RADIUS_M, unit_vectors
from pipelines.trips import JoinedNetwork
from pipelines.units import M_PER_MILE, MS_PER_S

Float = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

MARGIN_M = 20_000.0
"""How far beyond the area the raster goes, so that no catchment ends at a border."""

WITHIN_CELL = np.float32(0.5)
"""Cells off the road that cost no time: a cell stands for places all over it, most of them nearer to the road
than its center. Charged in full, one in a hundred road junctions was told to lie outside of 15 minutes."""

BLOCK_CELLS = 16
"""Cells of a block, along each side, that look at the same road points and centers."""

ROWS_AT_ONCE = 8 * BLOCK_CELLS
"""Rows of cells whose positions are held in memory at one time."""

NOT_REACHED = np.int32(-1)
"""Value of cells without a drive time."""


@dataclass(frozen=True)
class Grid:
    """Square cells in a projection; rows go north, columns east.

    Attributes
    ----------
    west, south
        Center of row 0 and column 0, metres in `crs`.
    cell_m
        Side of a cell.
    rows, columns
        Size.
    crs
        A projection in metres.
    """

    west: float
    south: float
    cell_m: float
    rows: int
    columns: int
    crs: str

    def to_lonlat(self, cells: Float) -> Float:
        """Return longitude and latitude (points, 2), WGS 84, of places given as column and row."""
        x, y = self.west + cells[:, 0] * self.cell_m, self.south + cells[:, 1] * self.cell_m
        back = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)
        return np.column_stack(back.transform(x, y))


def study_grid(counties: gpd.GeoDataFrame, cell_m: float, crs: str) -> Grid:
    """Lay a grid over the counties where people are studied, and a margin.

    Parameters
    ----------
    counties
        core.counties: geometry, in_area and population.
    cell_m
        Side of a cell, metres.
    crs
        A projection in metres.
    """
    studied = counties[counties["in_area"] & (counties["population"] > 0)]
    return grid_over(studied.geometry, cell_m, crs)


def grid_over(things: gpd.GeoSeries, cell_m: float, crs: str, margin_m: float = MARGIN_M) -> Grid:
    """Lay a grid over geometries, and a margin; parameters as in `study_grid`."""
    west, south, east, north = things.to_crs(crs).total_bounds
    columns, rows = (
        int(np.ceil((high - low + 2 * margin_m) / cell_m)) + 1
        for low, high in ((west, east), (south, north))
    )
    return Grid(west - margin_m, south - margin_m, cell_m, rows, columns, crs)


def time_rasters(
    joined: JoinedNetwork,
    at_nodes: Nearest,
    centers: pd.DataFrame,
    category: npt.NDArray[np.int64],
    roads: Roads,
    grid: Grid,
    wanted: Sequence[int],
    threads: int = 1,
) -> list[Int32]:
    """Return the drive time from each cell to the nearest center of some categories.

    Parameters
    ----------
    joined
        The network with its centers.
    at_nodes
        The nearest center of each category from each node.
    centers
        lon and lat, WGS 84 degrees, in the order that numbers the centers.
    category : int64 (c,)
        Of each center.
    roads
        How homes join the network.
    grid
        The cells.
    wanted
        Which categories are wanted.
    threads
        The answer does not depend on it.

    Returns
    -------
    list
        A raster for each of `wanted`, int32 (rows, columns), milliseconds; `NOT_REACHED` where no center is
        reached.
    """
    numbers = list(wanted)
    node_ms, node_center = at_nodes.time_ms[numbers], at_nodes.center[numbers]
    if roads.snapping == "edges":
        return _from_streets(edges_of(joined.network), node_ms, node_center, roads, grid, threads)
    onward_ms = np.where(node_center == UNREACHED, NOT_REACHED, node_ms)
    position = np.full(len(at_nodes.time_ms), -1)
    position[numbers] = np.arange(len(numbers))
    counts = position[category] >= 0
    return list(
        _over_connectors(
            joined, onward_ms, centers[counts], position[category[counts]], roads, grid, threads
        )
    )


def _from_streets(
    edges: Edges, node_ms: Int32, node_center: Int32, roads: Roads, grid: Grid, threads: int
) -> list[Int32]:
    edges = to_leave_by(edges)
    edges = edges.take(edges.departs)
    into = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    x, y = into.transform(edges.shape_lon, edges.shape_lat)
    cells = nearest_roads(
        edges.shape_indptr,
        (x - grid.west) / grid.cell_m,
        (y - grid.south) / grid.cell_m,
        (grid.rows, grid.columns),
        roads.max_snap_mi * M_PER_MILE / grid.cell_m,
        threads,
    )
    np.maximum(cells.gap - WITHIN_CELL, 0, out=cells.gap)
    times = RoadTimes(
        edges.tail,
        edges.head,
        edges.forward_ms,
        edges.backward_ms,
        edges.forward_delay_ms,
        edges.backward_delay_ms,
    )
    gap_ms = grid.cell_m / _m_per_ms(roads.off_road_mph)
    return [
        cell_times(cells, times, ms, center, gap_ms)
        for ms, center in zip(node_ms, node_center, strict=True)
    ]


def _over_connectors(
    joined: JoinedNetwork,
    node_ms: Int32,
    centers: pd.DataFrame,
    category: npt.NDArray[np.int64],
    roads: Roads,
    grid: Grid,
    threads: int,
) -> Int32:
    """Answer the cells stripe by stripe; `node_ms` is -1 where nothing is reached."""
    network = joined.network
    surface = surface_nodes(network)
    road_points = unit_vectors(network.node_lon[surface], network.node_lat[surface])
    doors = unit_vectors(centers["lon"].to_numpy(), centers["lat"].to_numpy())
    ms = roads.connector_detour * EARTH_RADIUS_M / _m_per_ms(roads.connector_mph)
    delay_ms = roads.connector_delay_s * MS_PER_S
    connectors = Reach(roads.connector_max_mi * M_PER_MILE / EARTH_RADIUS_M, ms, delay_ms)
    direct = Reach(roads.direct_max_mi * M_PER_MILE / EARTH_RADIUS_M, ms, 2 * delay_ms)
    rasters = np.empty((len(node_ms), grid.rows, grid.columns), np.int32)

    def answer(start: int) -> None:
        rows = np.arange(start, min(start + ROWS_AT_ONCE, grid.rows))
        cells, block = _stripe(grid, rows)
        middle, radius = _middles(cells, block)
        near_roads = near_blocks(
            road_points, middle, radius, roads.connector_count, connectors.farthest
        )
        times = times_over_connectors(
            cells,
            block,
            (road_points, near_roads),
            node_ms[:, surface],
            roads.connector_count,
            connectors,
            (doors, within_blocks(doors, middle, radius, direct.farthest)),
            category,
            direct,
        )
        rasters[:, rows] = times.reshape(len(node_ms), len(rows), grid.columns)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(answer, range(0, grid.rows, ROWS_AT_ONCE)))
    return rasters


def _stripe(grid: Grid, rows: npt.NDArray[np.int64]) -> tuple[Float, Int32]:
    """Return the positions of the cells of some rows on the unit sphere, and the block of each."""
    row, column = np.repeat(rows, grid.columns), np.tile(np.arange(grid.columns), len(rows))
    lon, lat = grid.to_lonlat(np.column_stack([column, row])).T
    across = -(-grid.columns // BLOCK_CELLS)
    block = (row - rows[0]) // BLOCK_CELLS * across + column // BLOCK_CELLS
    return unit_vectors(lon, lat), block.astype(np.int32)


def _middles(cells: Float, block: Int32) -> tuple[Float, Float]:
    """Return a middle of each block and how far its farthest cell is from it."""
    n_blocks = int(block.max()) + 1
    number = np.bincount(block)
    middle = np.column_stack(
        [np.bincount(block, cells[:, axis], n_blocks) / number for axis in range(3)]
    )
    radius = np.zeros(n_blocks)
    np.maximum.at(radius, block, np.linalg.norm(cells - middle[block], axis=1))
    return middle, radius


def _m_per_ms(mph: float) -> float:
    return mph * M_PER_MILE / 3600 / MS_PER_S
