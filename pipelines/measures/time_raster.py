"""A raster of drive times: how long the drive would be for someone who lived at each cell's center.

A cell joins the network as a home would. Where the network has local streets, that is the nearest road: roads
are laid into the cells and a distance transform finds the nearest one, so that every cell is answered at once.
Where main roads are reached over connectors, each cell gets connectors of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.ndimage import distance_transform_edt

from pipelines.area import SITES_OF_CARE, Roads
from pipelines.measures.drive_times import site_categories
from pipelines.roads.connectors import direct_pairs
from pipelines.roads.edges import CLOSED, Edges, edges_of
from pipelines.roads.prepare import join_points
from pipelines.routing.cost import UNREACHED
from pipelines.routing.direct import DirectTrips
from pipelines.routing.nearest import Nearest
from pipelines.sphere import M_PER_MILE, MS_PER_S
from pipelines.trips import Trips, nearest_at_places

Float = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

MARGIN_M = 20_000.0
"""How far beyond the area the raster goes, so that no catchment ends at a border."""

SAMPLES_A_CELL = 2
"""Roads are laid into cells by points at most a cell over so many apart, so that no cell is jumped."""

CELLS_AT_ONCE = 200_000
"""Cells whose connectors are held in memory at one time, some 50 MB."""

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
    west, south, east, north = studied.to_crs(crs).total_bounds
    columns, rows = (
        int(np.ceil((high - low + 2 * MARGIN_M) / cell_m)) + 1
        for low, high in ((west, east), (south, north))
    )
    return Grid(west - MARGIN_M, south - MARGIN_M, cell_m, rows, columns, crs)


def time_rasters(
    trips: Trips,
    at_nodes: Nearest,
    centers: pd.DataFrame,
    roads: Roads,
    grid: Grid,
    sites: Sequence[str],
) -> dict[str, Int32]:
    """Return the drive time from each cell to the nearest center of some sites of care.

    Parameters
    ----------
    trips
        The network with its centers.
    at_nodes
        The nearest center of each of `SITES_OF_CARE` from each node.
    centers
        core.centers in the order that numbers them: lon, lat, site_of_care.
    roads
        How homes join the network.
    grid
        The cells.
    sites
        Which of `SITES_OF_CARE` are wanted.

    Returns
    -------
    dict
        Site of care -> int32 (rows, columns), milliseconds; `NOT_REACHED` where no center is reached.
    """
    if roads.snapping == "connectors":
        rasters = _over_connectors(trips, at_nodes, centers, roads, grid)
    else:
        rasters = _from_streets(edges_of(trips.network), at_nodes, roads, grid)
    return {site: rasters[SITES_OF_CARE.index(site)] for site in sites}


def _from_streets(edges: Edges, at_nodes: Nearest, roads: Roads, grid: Grid) -> Int32:
    shape = (grid.rows, grid.columns)
    count = len(at_nodes.time_ms)
    snappable = np.flatnonzero(edges.snappable)
    edge, fraction, cell = _road_points(edges.take(snappable), grid)
    edge = snappable[edge]
    has_road = np.zeros(shape, dtype=bool)
    has_road.ravel()[cell] = True
    rasters = np.full((count, *shape), NOT_REACHED)
    if not has_road.any():
        return rasters
    distance, nearest_road = distance_transform_edt(~has_road, return_indices=True)
    gap_m = distance * grid.cell_m
    gap_ms = gap_m / (roads.off_road_mph * M_PER_MILE / 3600 / MS_PER_S)
    near = gap_m <= roads.max_snap_mi * M_PER_MILE
    for category in range(count):
        on_road = np.full(shape, np.inf)
        time = _times_on_road(
            edges, at_nodes.time_ms[category], at_nodes.center[category], edge, fraction
        )
        np.minimum.at(on_road.ravel(), cell, time)
        total = on_road[tuple(nearest_road)] + gap_ms
        reached = near & np.isfinite(total)
        rasters[category][reached] = np.rint(total[reached]).astype(np.int32)
    return rasters


def _road_points(
    edges: Edges, grid: Grid
) -> tuple[npt.NDArray[np.int64], Float, npt.NDArray[np.int64]]:
    """Return points along all edges that lie in the grid: edge, share of its length from tail, and cell."""
    into = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    x, y = into.transform(edges.shape_lon, edges.shape_lat)
    owner = np.repeat(np.arange(len(edges)), np.diff(edges.shape_indptr))
    lines = shapely.linestrings(
        (x - grid.west) / grid.cell_m, (y - grid.south) / grid.cell_m, indices=owner
    )
    pieces = np.ceil(shapely.length(lines) * SAMPLES_A_CELL).astype(np.int64).clip(1)
    edge = np.repeat(np.arange(len(edges)), pieces + 1)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces + 1) - pieces - 1, pieces + 1)
    fraction = step / pieces[edge]
    points = shapely.line_interpolate_point(lines[edge], fraction, normalized=True)
    column = np.rint(shapely.get_x(points)).astype(np.int64)
    row = np.rint(shapely.get_y(points)).astype(np.int64)
    inside = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns)
    return edge[inside], fraction[inside], (row * grid.columns + column)[inside]


def _times_on_road(
    edges: Edges, node_ms: Int32, node_center: Int32, edge: npt.NDArray[np.int64], fraction: Float
) -> Float:
    """Return the time from points along edges to the nearest center, infinite where none is reached."""
    at_node = np.where(node_center == UNREACHED, np.inf, node_ms)
    best = np.full(len(edge), np.inf)
    for end, drive_ms, delay_ms, share in (
        (edges.head, edges.forward_ms, edges.forward_delay_ms, 1 - fraction),
        (edges.tail, edges.backward_ms, edges.backward_delay_ms, fraction),
    ):
        way = share * drive_ms[edge] + delay_ms[edge] + at_node[end[edge]]
        # At the junction itself neither direction of the edge matters.
        way = np.where(share == 0, at_node[end[edge]], way)
        open_ = (drive_ms[edge] != CLOSED) | (share == 0)
        best = np.minimum(best, np.where(open_, way, np.inf))
    return best


def _over_connectors(
    trips: Trips, at_nodes: Nearest, centers: pd.DataFrame, roads: Roads, grid: Grid
) -> Int32:
    back = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    center_lon, center_lat = centers["lon"].to_numpy(), centers["lat"].to_numpy()
    category = site_categories(centers["site_of_care"])
    rasters = np.full((len(at_nodes.time_ms), grid.rows * grid.columns), NOT_REACHED)
    for start in range(0, rasters.shape[1], CELLS_AT_ONCE):
        cells = np.arange(start, min(start + CELLS_AT_ONCE, rasters.shape[1]))
        row, column = np.divmod(cells, grid.columns)
        lon, lat = back.transform(grid.west + column * grid.cell_m, grid.south + row * grid.cell_m)
        pairs = direct_pairs(roads, lon, lat, center_lon, center_lat)
        homes = replace(
            trips,
            places=join_points(trips.network, roads, lon, lat),
            direct=DirectTrips(pairs.point, pairs.center, pairs.time_ms, pairs.length_dm),
        )
        found = nearest_at_places(homes, at_nodes, category)
        rasters[:, cells] = np.where(found.center == UNREACHED, NOT_REACHED, found.time_ms)
    return rasters.reshape(len(at_nodes.time_ms), grid.rows, grid.columns)
