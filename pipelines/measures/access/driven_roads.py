"""The roads of the drives to the nearest centers, searched again on the network that the run stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.measures.access.nearest_centers import NEAREST
from pipelines.measures.run import read_core
from pipelines.measures.run_network import run_network
from pipelines.roads.stretches import Stretches, stretches
from pipelines.routing.cost import pack
from pipelines.routing.graph import Graph
from pipelines.routing.joins import chosen_joins
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.ways import Ways, ways_to_nearest
from pipelines.trips import JoinedNetwork, join_network
from pipelines.units import DM_PER_MILE, MS_PER_MIN


def driven_roads(
    warehouse_path: Path, network_folder: Path, area: StudyArea, drives: pd.DataFrame
) -> Stretches | None:
    """Search the roads of many drives to the nearest centers.

    Parameters
    ----------
    warehouse_path, network_folder
        The area's DuckDB file, and the folder of its network.
    area
        Its settings.
    drives
        out.nearest_centers of the run: w drives.

    Returns
    -------
    Stretches or None
        Centers are numbered as in core.centers. A drive over local streets alone, which the network may not
        hold, keeps off it. None where no network is stored, or not that of the run.
    """
    core = read_core(warehouse_path)
    network = run_network(warehouse_path, network_folder, area.roads, core.population)
    if network is None:
        return None
    joined = join_network(network, area.roads, core.centers, core.population)
    place = pd.Index(core.population["geoid"]).get_indexer(pd.Index(drives["geoid"]))
    center = pd.Index(core.centers["center_id"]).get_indexer(pd.Index(drives["center_id"]))
    found = [
        (rows, ways_of_drives(joined, place[rows], center[rows], drives.iloc[rows]))
        for rows in drives.groupby("site_of_care").indices.values()
    ]
    if not found:
        return None
    start = np.empty(len(drives), dtype=np.int64)
    for rows, ways in found:
        start[rows] = ways.start
    # No center is of two sites of care, so that the trees of one do not touch those of another.
    steps = [
        np.concatenate([getattr(ways, name) for _, ways in found])
        for name in ("center", "arc", "onward")
    ]
    return stretches(joined.network, Ways(start, *steps), center.astype(np.int64))


def ways_of_drives(
    joined: JoinedNetwork, place: np.ndarray, center: np.ndarray, drives: pd.DataFrame
) -> Ways:
    """Find the ways of the drives to one site of care."""
    network = joined.network
    graph = Graph(network.indptr, network.head, network.time_ms, network.length_dm)
    kept = np.isin(np.arange(len(joined.centers)), center)
    centers = chosen_joins(joined.centers, kept)
    time_ms, length_dm = (
        np.rint(drives[name].to_numpy() * per).astype(np.int32)
        for name, per in (("drive_time_min", MS_PER_MIN), ("distance_mi", DM_PER_MILE))
    )
    return ways_to_nearest(
        graph,
        centers,
        k_nearest(joined.router, centers, NEAREST),
        joined.places,
        place.astype(np.int64),
        center.astype(np.int64),
        pack(time_ms, length_dm),
    )
