"""The nearest few centers of each site of care from every place: where else one can go."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.routing.cost import UNREACHED
from pipelines.routing.k_nearest import KNearest
from pipelines.units import DM_PER_MILE, MS_PER_MIN
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

NEAREST = 3
"""How many centers of each site of care are told."""


def nearest_centers(
    geoid: pd.Series[str],
    center_id: pd.Series[str],
    category: npt.NDArray[np.int64],
    search: Callable[[int, npt.NDArray[np.bool_]], KNearest],
) -> pd.DataFrame:
    """List the nearest centers of each site of care from every place.

    Parameters
    ----------
    geoid
        The p places.
    center_id
        The c centers.
    category : int64 (c,)
        Position of each center's site of care in `SITES_OF_CARE`.
    search
        Finds the k nearest of the centers that are kept from every place, as
        `pipelines.trips.k_nearest_at_places` does.

    Returns
    -------
    DataFrame
        out.nearest_centers: geoid, site_of_care, rank (1 on, by time and then by length), center_id,
        drive_time_min, distance_mi; at most `NEAREST` rows a place and site of care, of those that are reached.
    """
    parts = [
        _of_site(geoid, center_id, site, search(NEAREST, category == number))
        for number, site in enumerate(SITES_OF_CARE)
        if (category == number).any()
    ]
    return (
        pd.concat(parts, ignore_index=True) if parts else _of_site(geoid[:0], center_id, "", _NONE)
    )


def _of_site(
    geoid: pd.Series[str], center_id: pd.Series[str], site: str, found: KNearest
) -> pd.DataFrame:
    place, rank = np.nonzero(found.center != UNREACHED)
    return pd.DataFrame(
        {
            "geoid": geoid.to_numpy()[place],
            "site_of_care": pd.Series([site] * len(place), dtype="str"),
            "rank": rank.astype(np.int64) + 1,
            "center_id": center_id.to_numpy()[found.center[place, rank]],
            "drive_time_min": found.time_ms[place, rank] / MS_PER_MIN,
            "distance_mi": found.length_dm[place, rank] / DM_PER_MILE,
        }
    )


_NONE = KNearest(*(np.empty((0, NEAREST), dtype=np.int32) for _ in range(3)))
