"""What kind of place each road junction lies in, for speeds at the busy time of day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from pipelines.roads.network import RoadNetwork
from pipelines.sphere import unit_vectors
from pipelines.vocabulary.strata import STRATA


def node_strata(network: RoadNetwork, places: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Give each node the stratum of the nearest population point.

    Parameters
    ----------
    network
        The roads.
    places
        core.population: lon, lat (WGS 84 degrees) and stratum (null where not coded).

    Returns
    -------
    int64 (n,)
        Index into `STRATA`; -1 where the nearest point carries no stratum.
    """
    tree = KDTree(unit_vectors(places["lon"].to_numpy(), places["lat"].to_numpy()))
    _, nearest = tree.query(unit_vectors(network.node_lon, network.node_lat))
    stratum = pd.Index(STRATA).get_indexer(pd.Index(places["stratum"]))
    return stratum[nearest].astype(np.int64)
