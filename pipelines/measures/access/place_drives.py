"""One place's drives in full: the nearest centers of each kind, and by which roads one comes to the first."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.access.nearest_centers import nearest_centers
from pipelines.measures.run import read_core
from pipelines.measures.run_network import run_network
from pipelines.routing.graph import Graph
from pipelines.routing.path import path
from pipelines.trips import JoinedNetwork, join_network, k_nearest_at_places
from pipelines.units import DM_PER_MILE, MS_PER_MIN

COLUMNS = (
    "site_of_care",
    "rank",
    "center_id",
    "name",
    "drive_time_min",
    "distance_mi",
    "roads",
)

LOCAL_STREETS = "local streets"
"""Instead of a class of road: a direct trip, and the way between a place or center and its junction."""


def place_drives(
    warehouse_path: Path, network_folder: Path, area: StudyArea, geoid: str
) -> pd.DataFrame | None:
    """Search one place's drives again, on the network that its run stored.

    Parameters
    ----------
    warehouse_path, network_folder
        The area's DuckDB file, and the folder of its network.
    area
        Its settings.
    geoid
        A place of core.population.

    Returns
    -------
    DataFrame or None
        A row a site of care and one of its `NEAREST` nearest centers that are reached, by time: site_of_care,
        rank (1 on), center_id, name, drive_time_min and distance_mi as in out.drive_times, and roads: of the
        first (class of road, miles) in order, else empty. None where no network is stored, or not that of the
        run: roads or their settings were changed since.
    """
    core = read_core(warehouse_path)
    network = run_network(warehouse_path, network_folder, area.roads, core.population)
    if network is None:
        return None
    place = core.population[core.population["geoid"] == geoid].reset_index(drop=True)
    joined = join_network(network, area.roads, core.centers, place)
    category = site_categories(core.centers["site_of_care"])
    drives = nearest_centers(
        place["geoid"], core.centers["center_id"], category, partial(k_nearest_at_places, joined)
    )
    center = pd.Index(core.centers["center_id"]).get_indexer(pd.Index(drives["center_id"]))
    drives["name"] = core.centers["name"].to_numpy()[center]
    told = (center, drives["drive_time_min"], drives["distance_mi"], drives["rank"])
    roads = [
        _roads(joined, int(number), minutes, miles) if rank == 1 else ()
        for number, minutes, miles, rank in zip(*told, strict=True)
    ]
    drives["roads"] = pd.Series(roads, index=drives.index, dtype="object")
    return drives[list(COLUMNS)]


def _roads(
    joined: JoinedNetwork, center: int, drive_time_min: float, distance_mi: float
) -> tuple[tuple[str, float], ...]:
    """Return the classes of road of a drive of so long, each with its miles, equal neighbours as one."""
    time_ms, length_dm = round(drive_time_min * MS_PER_MIN), round(distance_mi * DM_PER_MILE)
    network = joined.network
    graph = Graph(network.indptr, network.head, network.time_ms, network.length_dm)
    trip = path(graph, joined.places, 0, joined.centers, center)
    if trip is None or trip.time_ms != time_ms or trip.length_dm != length_dm:
        return ((LOCAL_STREETS, length_dm / DM_PER_MILE),)
    classes = np.array(network.classes)[network.edge_class[network.edge[trip.arc]]]
    stretches = list(zip(classes, network.length_dm[trip.arc], strict=True))
    ends_dm = length_dm - sum(int(dm) for _, dm in stretches)
    stretches = [(LOCAL_STREETS, ends_dm), *stretches]
    return tuple(
        (str(name), sum(int(dm) for _, dm in group) / DM_PER_MILE)
        for name, group in groupby((one for one in stretches if one[1] > 0), key=lambda one: one[0])
    )
