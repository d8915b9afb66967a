"""One place's drives in full: the nearest centers of each kind, and by which roads one comes to the first."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.run import read_core
from pipelines.roads.network import load_network
from pipelines.roads.reweight import reweight
from pipelines.roads.surroundings import node_strata
from pipelines.routing.cost import UNREACHED
from pipelines.routing.graph import Graph
from pipelines.routing.path import path
from pipelines.trips import JoinedNetwork, join_network, k_nearest_at_places
from pipelines.units import DM_PER_MILE, MS_PER_MIN
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.warehouse import read_table

NEAREST = 3
"""How many centers of each kind are told."""

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
    network = load_network(network_folder)
    if network is None:
        return None
    core = read_core(warehouse_path)
    strata = node_strata(network, core.population) if area.roads.peak_factors else None
    network = reweight(network, area.roads, node_stratum=strata)
    if network.digest() not in set(read_table(warehouse_path, "out.provenance")["network_digest"]):
        return None
    place = core.population[core.population["geoid"] == geoid].reset_index(drop=True)
    joined = join_network(network, area.roads, core.centers, place)
    category = site_categories(core.centers["site_of_care"])
    rows = []
    for number, site in enumerate(SITES_OF_CARE):
        found = k_nearest_at_places(joined, NEAREST, category == number)
        for rank, center in enumerate(found.center[0], 1):
            if center == UNREACHED:
                break
            time_ms, length_dm = found.time_ms[0, rank - 1], found.length_dm[0, rank - 1]
            rows.append(
                {
                    "site_of_care": site,
                    "rank": rank,
                    "center_id": core.centers["center_id"].iloc[center],
                    "name": core.centers["name"].iloc[center],
                    "drive_time_min": time_ms / MS_PER_MIN,
                    "distance_mi": length_dm / DM_PER_MILE,
                    "roads": _roads(joined, int(center), int(time_ms), int(length_dm))
                    if rank == 1
                    else (),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _roads(
    joined: JoinedNetwork, center: int, time_ms: int, length_dm: int
) -> tuple[tuple[str, float], ...]:
    """Return the classes of road of a drive of so long, each with its miles, equal neighbours as one."""
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
