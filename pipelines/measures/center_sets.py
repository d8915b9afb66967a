"""Drive times under another definition of a center, which may count places that the area's own does not.

A published comparison shows how much this matters: by billing codes the mean drive to chemotherapy was 12.2
minutes, by specialty codes 16.1 (BMC Health Services Research 2016, s12913-016-1549-5).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.area import DEFINITIONS, SITES_OF_CARE, Roads
from pipelines.measures.drive_times import site_categories
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.scenario_times import times_of
from pipelines.roads.network import RoadNetwork
from pipelines.trips import nearest_at_nodes, nearest_at_places, plan_trips


def other_definitions(definitions: pd.DataFrame, own: str) -> dict[str, pd.DataFrame]:
    """Return the centers under each definition but the area's own.

    Parameters
    ----------
    definitions
        core.center_definitions.
    own
        The definition that core.centers follows.

    Returns
    -------
    dict
        Definition -> its rows, in the order of `DEFINITIONS`; a definition without centers is not there.
    """
    sets = {
        name: definitions[definitions["definition"] == name].reset_index(drop=True)
        for name in DEFINITIONS
        if name != own
    }
    return {name: centers for name, centers in sets.items() if len(centers)}


def center_set_times(
    network: RoadNetwork,
    roads: Roads,
    center_sets: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    *,
    threads: int = 1,
) -> dict[str, PlaceTimes]:
    """Return the drive times to each of several sets of centers.

    Parameters
    ----------
    network, roads
        The network before it was cut at centers, and how things join.
    center_sets
        Name -> center_id, site_of_care, lon and lat of its centers.
    places
        core.population.
    threads
        Searches side by side; the answer does not depend on it.
    """
    told = {}
    for name, centers in center_sets.items():
        trips = plan_trips(network, roads, centers, places)
        category = site_categories(centers["site_of_care"])
        at_nodes = nearest_at_nodes(trips, category, len(SITES_OF_CARE), threads=threads)
        told[name] = times_of(nearest_at_places(trips, at_nodes, category), places)
    return told
