"""Searches under another definition of a center, which may count places that the area's own does not.

A published comparison shows how much this matters: by billing codes the mean drive to chemotherapy was 12.2
minutes, by specialty codes 16.1 (BMC Health Services Research 2016, s12913-016-1549-5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pipelines.area import Roads
from pipelines.measures.center_search import CenterSearch, search_again
from pipelines.roads.network import RoadNetwork
from pipelines.trips import join_network
from pipelines.vocabulary.centers import DEFINITIONS


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


def search_center_sets(
    network: RoadNetwork,
    roads: Roads,
    center_sets: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    *,
    threads: int = 1,
) -> Iterator[tuple[str, CenterSearch]]:
    """Search each of several sets of centers, one at a time.

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

    Yields
    ------
    str, CenterSearch
    """
    for name, centers in center_sets.items():
        joined = join_network(network, roads, centers, places)
        yield name, search_again(joined, centers, threads=threads)
