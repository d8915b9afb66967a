"""Drive times of a scenario: other speeds, fewer centers or more, on the network that is in memory.

A scenario searches again only what it changes. Closing centers concerns the sites of care that lose one;
opening some needs trips to the new ones alone; other speeds change the time of each road, so that all is
searched again, but nothing is joined to the roads again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.access.drive_times import with_any
from pipelines.measures.place_times import PlaceTimes
from pipelines.routing.cost import UNREACHED, pack
from pipelines.routing.direct import merge_direct
from pipelines.routing.joins import chosen_joins
from pipelines.routing.nearest import Nearest, nearest, nearest_at_points
from pipelines.trips import JoinedNetwork
from pipelines.units import DM_PER_MILE, MS_PER_MIN
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

Bool = npt.NDArray[np.bool_]
Float = npt.NDArray[np.float64]


def times_of(
    found: Nearest, places: pd.DataFrame, on_road: Bool, added_min: Float | float = 0.0
) -> PlaceTimes:
    """Set a search's answer beside the people, without the table between.

    Parameters
    ----------
    found
        The nearest center of each of `SITES_OF_CARE` at the places: (4, p).
    places
        core.population, the p rows in the order in which they were searched.
    on_road : bool (p,)
        Which of them joined the network.
    added_min : float64 (p,) or 0
        Minutes added to every drive from a place; no drive then takes less than none.

    Returns
    -------
    PlaceTimes
        As `place_times` makes it of out.drive_times.
    """
    if found.center.shape != (len(SITES_OF_CARE), len(places)):
        raise ValueError(f"{len(places)} places do not fit answers of shape {found.center.shape}")
    ordered = places.reset_index(drop=True).sort_values("geoid", kind="stable")
    minutes, miles = drives(with_any(found))
    minutes = np.maximum(minutes + added_min, 0)
    order = ordered.index.to_numpy()
    return PlaceTimes(
        ordered.reset_index(drop=True), minutes[:, order], miles[:, order], on_road[order]
    )


def drives(found: Nearest) -> tuple[Float, Float]:
    """Return minutes and miles, float64 in the shape of the search; NaN where nothing is reached."""
    reached = found.center != UNREACHED
    return (
        np.where(reached, found.time_ms / MS_PER_MIN, np.nan),
        np.where(reached, found.length_dm / DM_PER_MILE, np.nan),
    )


def without(
    joined: JoinedNetwork,
    found: Nearest,
    category: npt.NDArray[np.int64],
    dropped: Bool,
    *,
    threads: int = 1,
) -> Nearest:
    """Find the nearest centers when some are no more.

    Parameters
    ----------
    joined
        With all c centers.
    found
        What was found with all of them, at the places: (n, p).
    category : int64 (c,)
        Of each center, 0 to n - 1.
    dropped : bool (c,)
        The centers that do not count.
    threads
        Searches side by side; the answer does not depend on it.

    Returns
    -------
    Nearest
        (n, p); only categories that lose a center are searched again.
    """
    if dropped.shape != category.shape:
        raise ValueError(f"{len(dropped)} marks for {len(category)} centers")
    losing = np.unique(category[dropped])
    if not len(losing):
        return found
    kept = ~dropped & np.isin(category, losing)
    among = np.where(kept, np.searchsorted(losing, category), 0)
    at_nodes = nearest(
        joined.router, chosen_joins(joined.centers, kept), among, len(losing), threads=threads
    )
    again = nearest_at_points(at_nodes, joined.places)
    if joined.direct is not None:
        again = merge_direct(again, joined.direct.to_centers(kept), category=among)
    answer = Nearest(found.time_ms.copy(), found.length_dm.copy(), found.center.copy())
    for name in ("time_ms", "length_dm", "center"):
        getattr(answer, name)[losing] = getattr(again, name)
    return answer


def with_new(found: Nearest, new: Nearest, n_centers: int) -> Nearest:
    """Let new centers compete with those that exist; of equally good trips the existing center counts.

    Parameters
    ----------
    found, new : Nearest (n, p)
        Nearest existing and nearest new center of each category.
    n_centers
        Number of existing centers: the new ones are numbered after them.
    """
    better = pack(new.time_ms, new.length_dm) < pack(found.time_ms, found.length_dm)
    return Nearest(
        np.where(better, new.time_ms, found.time_ms),
        np.where(better, new.length_dm, found.length_dm),
        np.where(better, new.center + np.int32(n_centers), found.center),
    )
