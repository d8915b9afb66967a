"""The roads of a finished run, at the speeds that it drove."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.area import Roads
from pipelines.roads.network import RoadNetwork, load_network
from pipelines.roads.reweight import reweight
from pipelines.roads.surroundings import node_strata
from pipelines.warehouse import read_table


def run_network(
    warehouse_path: Path, network_folder: Path, roads: Roads, population: pd.DataFrame
) -> RoadNetwork | None:
    """Return the network that a run searched, not yet cut at its centers.

    Parameters
    ----------
    warehouse_path, network_folder
        The area's DuckDB file, and the folder of its network.
    roads
        The settings of the run.
    population
        core.population, whose strata busy hours follow.

    Returns
    -------
    RoadNetwork or None
        None where no network is stored, or not that of the run: roads or their settings were changed since.
    """
    stored = load_network(network_folder)
    if stored is None:
        return None
    strata = node_strata(stored, population) if roads.peak_factors else None
    network = reweight(stored, roads, node_stratum=strata)
    known = set(read_table(warehouse_path, "out.provenance")["network_digest"])
    return network if network.digest() in known else None
