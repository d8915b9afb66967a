"""A search for the nearest centers, and which places have one within both limits of network adequacy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.adequacy.adequacy import GROUPS
from pipelines.measures.adequacy.adequacy_limits import limits_at_places
from pipelines.measures.adequacy.both_limits import within_both_limits
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.scenario_times import Bool, Float, drives, times_of, without
from pipelines.routing.graph import Graph
from pipelines.routing.nearest import Nearest
from pipelines.trips import JoinedNetwork, nearest_at_nodes, nearest_at_places
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE


@dataclass(frozen=True, eq=False)
class CenterSearch:
    """A search for the nearest centers with what it was made of.

    Attributes
    ----------
    joined
        c centers and p places joined to the network.
    found : Nearest (4, p)
        The nearest center of each of `SITES_OF_CARE` at the places.
    group : int64 (c,)
        Of each center, as it counts for adequacy: position in `GROUPS`, -1 for a center that does not count.
    added_min : float64 (p,) or 0
        Minutes that every drive from a place takes longer than found; negative: shorter.
    """

    joined: JoinedNetwork
    found: Nearest
    group: npt.NDArray[np.int64]
    added_min: Float | float = 0.0

    def times(self, places: pd.DataFrame) -> PlaceTimes:
        """Set the answer beside the people of core.population, with the minutes added."""
        return times_of(self.found, places, ~self.joined.places.refused, self.added_min)


def search_of(joined: JoinedNetwork, found: Nearest, centers: pd.DataFrame) -> CenterSearch:
    """Return the search with all centers.

    Parameters
    ----------
    joined, found
        All centers, and the nearest of each site of care at the places: (4, p).
    centers
        core.centers.
    """
    return CenterSearch(joined, found, site_categories(centers["site_of_care"]))


def search_again(joined: JoinedNetwork, centers: pd.DataFrame, *, threads: int = 1) -> CenterSearch:
    """Search all centers over other trips.

    Parameters
    ----------
    joined
        c centers and p places, at another speed or with other centers.
    centers
        site_of_care of the c centers.
    threads
        Searches side by side; the answer does not depend on it.
    """
    category = site_categories(centers["site_of_care"])
    at_nodes = nearest_at_nodes(joined, category, len(SITES_OF_CARE), threads=threads)
    return CenterSearch(joined, nearest_at_places(joined, at_nodes, category), category)


def closed(before: CenterSearch, dropped: Bool, *, threads: int = 1) -> CenterSearch:
    """Close centers.

    Parameters
    ----------
    before
        With all centers, each in the group of its site of care.
    dropped : bool (c,)
        The centers that close.
    threads
        Searches side by side.
    """
    found = without(before.joined, before.found, before.group, dropped, threads=threads)
    return CenterSearch(before.joined, found, np.where(dropped, -1, before.group))


def within_both(
    searched: CenterSearch, places: pd.DataFrame, limits: pd.DataFrame, *, threads: int = 1
) -> Bool:
    """Tell which places have a center of each group within both limits of network adequacy.

    Parameters
    ----------
    searched
        What the centers that count are.
    places
        core.population, p rows in the order in which they were searched.
    limits
        From `adequacy_limits.county_limits`.
    threads
        Searches side by side.

    Returns
    -------
    bool (len(GROUPS), p)
        As `adequacy` takes it. Where a center opens beside others, the two answers are joined by 'or'.
    """
    joined, found = searched.joined, searched.found
    minutes, miles = (
        np.vstack([values, np.full((len(GROUPS) - len(values), len(places)), np.nan)])
        for values in drives(found)
    )
    limit_min, limit_mi = limits_at_places(places["county_fips"], limits)
    cut = joined.network
    answer, _ = within_both_limits(
        Graph(cut.indptr, cut.head, cut.time_ms, cut.length_dm),
        joined.centers,
        joined.places,
        (minutes, miles),
        searched.group,
        (limit_min - searched.added_min, limit_mi),
        direct=joined.direct,
        threads=threads,
    )
    return answer
