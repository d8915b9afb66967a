"""A what-if as a case: centers that close and open, other speeds and another list of centers, all together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from pipelines.area import Case, Roads, Scenarios
from pipelines.measures.center_search import CenterSearch, closed, search_again, within_both
from pipelines.measures.scenario_times import Bool, with_new
from pipelines.measures.what_if.what_if import search_openings
from pipelines.roads.network import RoadNetwork
from pipelines.routing.nearest import Nearest
from pipelines.trips import at_pace, join_network
from pipelines.vocabulary.what_if import CASE, CLOSURES, OPENING

CENTER = ["center_id", "site_of_care", "lon", "lat"]


def cases_asked(scenarios: Scenarios) -> dict[str, Case]:
    """Return all what-ifs of the settings by the name that they have in tables, in the order of the settings.

    The closed list is a case of closures alone, and each opening one of its own.
    """
    asked = {}
    if scenarios.closures:
        asked[CLOSURES] = Case(name=CLOSURES, closures=scenarios.closures)
    for opening in scenarios.openings:
        asked[f"{OPENING}{opening.name}"] = Case(name=opening.name, openings=(opening,))
    return asked | {f"{CASE}{case.name}": case for case in scenarios.case}


@dataclass(frozen=True, eq=False)
class Start:
    """What every what-if starts from.

    Attributes
    ----------
    network, roads
        The network before it was cut at centers, and how things join.
    centers, places, limits
        core.centers (c), core.population (p) and core.adequacy_limits.
    searched
        The search with all centers.
    threads
        Searches side by side; no answer depends on it.
    """

    network: RoadNetwork
    roads: Roads
    centers: pd.DataFrame
    places: pd.DataFrame
    limits: pd.DataFrame
    searched: CenterSearch
    threads: int = 1

    @cached_property
    def near(self) -> Bool:
        """Which places have a center of each group within both limits, as `within_both` tells it."""
        return self.within_both(self.searched)

    def within_both(self, searched: CenterSearch) -> Bool:
        """Tell of another search which places have a center of each group within both limits."""
        return within_both(searched, self.places, self.limits, threads=self.threads)


class CaseAnswer(NamedTuple):
    """What a case comes to.

    Attributes
    ----------
    centers
        center_id, site_of_care, lon and lat of the centers that count; an opening has the id 'opening: ' and
        its name.
    found : Nearest (4, p)
        The nearest of them of each site of care.
    near : bool (len(GROUPS), p)
        Which places have a center of each group within both limits of network adequacy.
    """

    centers: pd.DataFrame
    found: Nearest
    near: Bool


def answer_case(
    case: Case, start: Start, definitions: Mapping[str, pd.DataFrame] | None = None
) -> CaseAnswer:
    """Search what a case changes, and nothing else: closing alone and opening alone need no whole search.

    Parameters
    ----------
    case
        Its closures name centers that exist; one that its definition leaves out is closed already.
    start
        The area as it is.
    definitions
        Definition -> its centers, those of the area's own left out (`other_definitions`).

    Returns
    -------
    CaseAnswer
    """
    centers, searched, joined = start.centers, start.searched, start.searched.joined
    definition = case.definition
    if definition is not None and definitions and definition in definitions:
        centers = definitions[definition]
        joined = join_network(start.network, start.roads, centers, start.places)
    if case.time_factor != 1:
        joined = at_pace(joined, case.time_factor)
    if joined is not searched.joined:
        searched = search_again(joined, centers, threads=start.threads)
    dropped = chosen_centers(centers, case.closures)
    if dropped.any():
        searched = closed(searched, dropped, threads=start.threads)
    found = searched.found
    near = start.near if searched is start.searched else start.within_both(searched)
    for new in search_openings(
        start.network,
        start.roads,
        case.openings,
        start.places,
        time_factor=case.time_factor,
        threads=start.threads,
    ):
        found, near = with_new(found, new.found, len(centers)), near | start.within_both(new)
    return CaseAnswer(_centers_after(centers[~dropped], case), found, near)


def chosen_centers(centers: pd.DataFrame, center_ids: Collection[str]) -> Bool:
    """Tell which centers a list names, bool (c,)."""
    return centers["center_id"].isin(list(center_ids)).to_numpy(dtype=bool)


def _centers_after(kept: pd.DataFrame, case: Case) -> pd.DataFrame:
    opened = pd.DataFrame(
        [(f"{OPENING}{one.name}", one.site_of_care, one.lon, one.lat) for one in case.openings],
        columns=CENTER,
    ).astype(kept[CENTER].dtypes.to_dict())
    return pd.concat([kept[CENTER], opened], ignore_index=True)
