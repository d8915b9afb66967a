"""Kernels compiled ahead of their use, in a process beside the first steps of a run, which keep one core busy.

Compiled once, they are kept on disk beside the source. A first run would else wait for each of them in turn,
for a third of its time. `python -m flows.processes.compiling` does nothing but compile.
"""

from __future__ import annotations

import logging
import multiprocessing
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.processes.helping import end_with_parent
from pipelines.area import Measures, Roads, RoadsSource
from pipelines.measures.access.driven_roads import ways_of_drives
from pipelines.measures.access.nearest_centers import nearest_centers
from pipelines.measures.accessibility.scores import CATCHMENT_MIN, scores
from pipelines.measures.accessibility.supply import supply_of
from pipelines.measures.accessibility.trip_matrix import trip_matrix
from pipelines.measures.catchments.isochrones import isochrones
from pipelines.measures.catchments.time_raster import grid_over, time_rasters
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import contract_roads, network_of, read_segments
from pipelines.routing.compiled import is_kept
from pipelines.routing.nearest import Nearest
from pipelines.routing.ways import LAST_COMPILED
from pipelines.trips import (
    JoinedNetwork,
    join_network,
    k_nearest_at_places,
    nearest_at_nodes,
    nearest_at_places,
    pairs_within,
    shorter_pairs,
    whole_ms,
)
from pipelines.units import MS_PER_MIN

Int64 = npt.NDArray[np.int64]

log = logging.getLogger("pipelines.compiling")

SIDE = 12
"""Junctions along a side of the invented streets: enough for a search to leave out nodes on the way."""

_STEP_DEG = 0.01
_CRS = "EPSG:5070"
_WITHIN_MIN = (10.0, 30.0)
_CELL_M = 500.0


def compile_beside(cores: int) -> None:
    """Have kernels compiled in another process where none were, and there is a core for it.

    It ends with this process at the latest; nothing waits for it.
    """
    if cores < 2 or is_kept(LAST_COMPILED):
        return
    log.info("compiling the searches, once: a first run takes longer")
    spawning = multiprocessing.get_context("spawn")
    spawning.Process(target=_compile, name="compiling", daemon=True).start()


def _compile() -> None:
    end_with_parent()
    compile_kernels()


def compile_kernels() -> None:
    """Search a dozen blocks of invented streets in all ways in which a run on streets searches its own."""
    with TemporaryDirectory() as folder:
        network = _streets(Path(folder))
    roads, centers, places = Roads(), _some(2, 4), _some(1, 0)
    joined = join_network(network, roads, centers, places)
    category = np.arange(len(centers), dtype=np.int64) % 2
    at_nodes = nearest_at_nodes(joined, category, 2)
    found = nearest_at_places(joined, at_nodes, category)
    minutes = found.time_ms[0] / MS_PER_MIN
    _draw(joined, at_nodes, centers, category)
    _score(joined, places)
    drives = nearest_centers(
        places["geoid"],
        centers["center_id"],
        category,
        lambda k, kept: k_nearest_at_places(joined, k, kept),
    )
    shorter_pairs(network, roads, centers, places, places, minutes, CATCHMENT_MIN)
    place = pd.Index(places["geoid"]).get_indexer(pd.Index(drives["geoid"]))
    center = pd.Index(centers["center_id"]).get_indexer(pd.Index(drives["center_id"]))
    ways_of_drives(joined, place, center, drives)


def _streets(folder: Path) -> RoadNetwork:
    """Write a square of streets as a GMNS network, and read it as a run does."""
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    nodes, links = folder / "node.csv", folder / "link.csv"
    columns = {
        "node_id": row * SIDE + column,
        "x_coord": -96 + column * _STEP_DEG,
        "y_coord": 38 + row * _STEP_DEG,
    }
    pd.DataFrame(columns).to_csv(nodes, index=False)
    node = columns["node_id"]
    right, up = node[column < SIDE - 1], node[row < SIDE - 1]
    tail, head = np.concatenate([right, up]), np.concatenate([right + 1, up + SIDE])
    streets = {
        "link_id": np.arange(len(tail)),
        "from_node_id": tail,
        "to_node_id": head,
        "directed": False,
        "length": 0.6,
        "facility_type": "residential",
        "free_speed": 30,
    }
    pd.DataFrame(streets).to_csv(links, index=False)
    source = RoadsSource(
        kind="gmns",
        files=(str(nodes), str(links)),
        publisher="invented",
        vintage="none",
        licence="none",
    )
    roads = Roads()
    segments, _ = read_segments(source, roads, [nodes, links], None)
    return network_of(contract_roads(segments, links), roads)


def _some(every: int, first: int) -> pd.DataFrame:
    """Return points beside some junctions, as places and as centers."""
    number = np.arange(first, SIDE * SIDE, every)
    row, column = np.divmod(number, SIDE)
    names = pd.Series([f"{one:03}" for one in number], dtype="str")
    return pd.DataFrame(
        {
            "geoid": names,
            "center_id": names,
            "lon": -96 + column * _STEP_DEG + 0.003,
            "lat": 38 + row * _STEP_DEG + 0.0004,
            "population": np.ones(len(number)),
        }
    )


def _draw(joined: JoinedNetwork, at_nodes: Nearest, centers: pd.DataFrame, category: Int64) -> None:
    """Draw the land within some minutes."""
    points = gpd.GeoSeries(gpd.points_from_xy(centers["lon"], centers["lat"]), crs="EPSG:4326")
    grid = grid_over(points, _CELL_M, _CRS)
    (raster, *_) = time_rasters(joined, at_nodes, centers, category, Roads(), grid, [0, 1])
    isochrones(raster, [whole_ms(limit) for limit in _WITHIN_MIN], grid=grid)


def _score(joined: JoinedNetwork, places: pd.DataFrame) -> None:
    """Share centers out among the people who reach them."""
    pairs = pairs_within(joined, CATCHMENT_MIN)
    matrix = trip_matrix(pairs, len(places), CATCHMENT_MIN)
    supply = supply_of(pd.Series(np.nan, index=range(len(joined.centers))), "equal")
    people = places["population"].to_numpy(dtype=np.float64)
    scores(matrix, supply, people, Measures(scores=("raam",)))


if __name__ == "__main__":
    compile_kernels()
