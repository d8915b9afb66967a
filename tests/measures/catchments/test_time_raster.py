from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from pipelines.area import Roads
from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.catchments import time_raster
from pipelines.measures.catchments.time_raster import (
    MARGIN_M,
    NOT_REACHED,
    Grid,
    study_grid,
    time_rasters,
)
from pipelines.roads.edges import CLOSED, Edges, assemble
from pipelines.roads.network import RoadNetwork
from pipelines.routing.cost import UNREACHED
from pipelines.trips import join_network, nearest_at_nodes, nearest_at_places
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

CRS = "+proj=laea +lat_0=44 +lon_0=-72 +units=m +datum=WGS84 +no_defs"
TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
GRID = Grid(west=-8_000, south=-8_000, cell_m=200, rows=81, columns=81, crs=CRS)
MS_PER_M = 60.0
"""Of every road: 1 km a minute."""

NODES_M = [(0, 0), (6_000, 0), (0, 6_000), (-6_000, 0), (0, -6_000), (6_000, 6_000), (7_000, 6_000)]
# tail, head, open forward, open backward. The last is an island; the one before leads only outward.
ROADS = [(0, 1, 1, 1), (0, 2, 1, 1), (3, 0, 1, 1), (0, 4, 1, 0), (5, 6, 1, 1)]


def network() -> RoadNetwork:
    x, y = np.array(NODES_M, dtype=float).T
    lon, lat = TO_DEGREES.transform(x, y)
    tail, head, forward, backward = np.array(ROADS, dtype=np.int32).T
    length_m = np.hypot(x[tail] - x[head], y[tail] - y[head])
    drive_ms = np.rint(length_m * MS_PER_M).astype(np.int32)
    none = np.zeros(len(tail), dtype=np.int32)
    ends = np.column_stack([tail, head]).ravel()
    edges = Edges(
        tail=tail,
        head=head,
        road_class=none.astype(np.uint8),
        departs=np.ones(len(tail), dtype=bool),
        arrives=np.ones(len(tail), dtype=bool),
        length_dm=np.rint(length_m * 10).astype(np.int32),
        forward_ms=np.where(forward == 1, drive_ms, CLOSED).astype(np.int32),
        backward_ms=np.where(backward == 1, drive_ms, CLOSED).astype(np.int32),
        forward_delay_ms=none,
        backward_delay_ms=none + 5_000,
        shape_indptr=np.arange(len(tail) + 1, dtype=np.int64) * 2,
        shape_lon=lon[ends],
        shape_lat=lat[ends],
    )
    return assemble(lon, lat, edges, ("street",), {})


def frame(x_m: list[float], y_m: list[float], **columns: list) -> pd.DataFrame:
    lon, lat = TO_DEGREES.transform(np.array(x_m, dtype=float), np.array(y_m, dtype=float))
    return pd.DataFrame({"lon": lon, "lat": lat, **columns})


CENTERS = frame(
    [5_000, -5_500],
    [50, -40],
    site_of_care=["office_based", "hospital_based"],
)
CELLS = frame(
    list(np.tile(GRID.west + np.arange(81) * 200, 81)),
    list(np.repeat(GRID.south + np.arange(81) * 200, 81)),
)


def both_ways(roads: Roads) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return rasters, and the same cells answered as homes that people live in."""
    category = site_categories(CENTERS["site_of_care"])
    joined = join_network(network(), roads, CENTERS, CENTERS[:0])
    at_nodes = nearest_at_nodes(joined, category, len(SITES_OF_CARE))
    drawn = time_rasters(joined, at_nodes, CENTERS, category, roads, GRID, range(4), threads=2)
    rasters = dict(zip(SITES_OF_CARE, drawn, strict=True))
    homes = join_network(network(), roads, CENTERS, CELLS)
    found = nearest_at_places(homes, nearest_at_nodes(homes, category, 4), category)
    ms = np.where(found.center == UNREACHED, -1, found.time_ms).reshape(4, 81, 81)
    return rasters, dict(zip(SITES_OF_CARE, ms, strict=True))


def test_over_connectors_each_cell_is_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_raster, "ROWS_AT_ONCE", time_raster.BLOCK_CELLS)  # several stripes
    rasters, homes = both_ways(Roads(snapping="connectors"))
    for site in SITES_OF_CARE:
        np.testing.assert_array_equal(rasters[site], homes[site])
    assert (rasters["office_based"] != NOT_REACHED).any()


def test_from_streets_each_cell_is_a_home_half_a_cell_nearer_to_the_road() -> None:
    roads = Roads(snapping="edges", off_road_mph=12.0, max_snap_mi=1.5)
    rasters, homes = both_ways(roads)
    half_a_cell_ms = GRID.cell_m / 2 * 3_600_000 / (12 * 1_609.344)
    for site in ("office_based", "hospital_based"):
        raster, home = rasters[site], homes[site]
        both = (raster >= 0) & (home >= 0)
        assert both.sum() > 1_500
        # Where two roads are equally near, the rule and the raster may choose differently.
        assert (both | ((raster < 0) & (home < 0))).mean() > 0.99
        spared = (home - raster)[both]
        # Homes measure on the sphere, the projection on the ellipsoid: up to 0.35 % of a gap.
        off_ms = 0.0035 * 1.5 * 3_600_000 / 12
        assert np.mean((spared >= -off_ms) & (spared <= half_a_cell_ms + off_ms)) > 0.99
        # Most cells lie more than half a cell from their road.
        assert np.median(spared) == pytest.approx(half_a_cell_ms, abs=off_ms)


def test_from_streets_follows_the_rules_of_homes() -> None:
    rasters, _ = both_ways(Roads(snapping="edges", max_snap_mi=1.5))
    office = rasters["office_based"]
    at = lambda x, y: office[int((y + 8_000) / 200), int((x + 8_000) / 200)]  # noqa: E731
    # East of the middle by 2 km: 3 km of street to the center's place on it, a gap of 50 m there.
    assert at(2_000, 0) == pytest.approx(3_000 * MS_PER_M + 50 * 186.4, rel=0.002)
    # Out on the one-way street nothing can be reached, nor from the island, nor far from any road.
    assert at(0, -4_000) == NOT_REACHED
    assert at(6_400, 6_000) == NOT_REACHED
    assert at(-6_000, 6_000) == NOT_REACHED
    assert (rasters["pharmacy_based"] == NOT_REACHED).all()


def test_without_roads_nothing_is_reached() -> None:
    bare = replace(network(), edge_departs=np.zeros(len(ROADS), dtype=bool))
    roads = Roads(snapping="edges")
    joined = join_network(bare, roads, CENTERS, CENTERS[:0])
    category = site_categories(CENTERS["site_of_care"])
    at_nodes = nearest_at_nodes(joined, category, 4)
    office = SITES_OF_CARE.index("office_based")
    (raster,) = time_rasters(joined, at_nodes, CENTERS, category, roads, GRID, [office])
    assert (raster == NOT_REACHED).all()


def test_the_grid_covers_the_studied_counties_and_a_margin() -> None:
    counties = gpd.GeoDataFrame(
        {"in_area": [True, True, False], "population": [5.0, 0.0, np.nan]},
        geometry=[
            shapely.box(0, 0, 10_000, 5_000),
            shapely.box(10_000, 0, 90_000, 90_000),
            shapely.box(-90_000, 0, 0, 5_000),
        ],
        crs=CRS,
    )
    grid = study_grid(counties, 1_000, CRS)
    assert (grid.west, grid.south) == (-MARGIN_M, -MARGIN_M)
    assert grid.west + (grid.columns - 1) * 1_000 >= 10_000 + MARGIN_M
    assert grid.south + (grid.rows - 1) * 1_000 >= 5_000 + MARGIN_M
    assert (grid.rows, grid.columns) == (46, 51)
