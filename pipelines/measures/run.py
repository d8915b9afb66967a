"""A run's access to centers: its people and centers on its roads, and the searches that all measures share."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Measures, Scenarios, StudyArea
from pipelines.measures.access.drive_times import drive_times, site_categories
from pipelines.measures.access.streets_near import StreetsNear, streets_near
from pipelines.measures.center_search import CenterSearch
from pipelines.measures.place_times import PlaceTimes, place_times
from pipelines.roads.network import RoadNetwork
from pipelines.routing.nearest import Nearest
from pipelines.trips import JoinedNetwork, join_network, nearest_at_nodes, nearest_at_places
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.warehouse import connect, holds_table, read_from

log = logging.getLogger("pipelines.measures")

Tables = dict[str, pd.DataFrame]
"""Full name of a table -> its rows."""


class Core(NamedTuple):
    """The tables of the core layer that measures rest on.

    `center_definitions` and `center_evidence` are None where no registries were read.
    """

    population: pd.DataFrame
    surrounding_population: pd.DataFrame
    counties: gpd.GeoDataFrame
    centers: pd.DataFrame
    adequacy_limits: pd.DataFrame
    center_counts: pd.DataFrame
    center_definitions: pd.DataFrame | None = None
    center_evidence: pd.DataFrame | None = None


def read_core(warehouse_path: Path) -> Core:
    """Read the core layer of a warehouse.

    Raises
    ------
    WarehouseError
        The file or a table is missing.
    """
    with connect(warehouse_path) as warehouse:
        return Core._make(
            read_from(warehouse, f"core.{name}")
            if name not in Core._field_defaults or holds_table(warehouse, f"core.{name}")
            else None
            for name in Core._fields
        )


class MeasuredArea(ABC):
    """People, centers and the drives between them, whoever searched those.

    Attributes
    ----------
    area
        Its settings.
    core
        Its people (p), those around it (q), counties and centers (c).
    answered
        The tables of the topics that were asked before, for those that go on from them.
    """

    area: StudyArea
    core: Core
    answered: Tables

    @property
    def measures(self) -> Measures:
        """The settings of the measures."""
        return self.area.measures

    @property
    def scenarios(self) -> Scenarios:
        """The settings of the scenarios."""
        return self.area.scenarios

    @property
    @abstractmethod
    def drive_times(self) -> pd.DataFrame:
        """out.drive_times: every place with each of `SITES_OR_ANY`."""

    @cached_property
    def times(self) -> PlaceTimes:
        """Drive times beside the people, in the order of geoid."""
        return place_times(self.drive_times, self.core.population)


@dataclass(frozen=True, eq=False)
class AccessRun(MeasuredArea):
    """One area that is being searched. Each search is made once, when a measure first asks for it.

    Attributes
    ----------
    area, core, answered
        As in `MeasuredArea`.
    network
        Its roads, not yet cut at the centers.
    threads
        Searches side by side; no answer depends on it.
    """

    area: StudyArea
    core: Core
    network: RoadNetwork
    threads: int = 1
    answered: Tables = field(default_factory=dict)

    @property
    def category(self) -> npt.NDArray[np.int64]:
        """Of each center, the position of its site of care in `SITES_OF_CARE`, int64 (c,)."""
        return site_categories(self.core.centers["site_of_care"])

    @cached_property
    def joined(self) -> JoinedNetwork:
        """The roads with all centers and people joined to them."""
        log.info("joining %s places to the roads", f"{len(self.core.population):,}")
        return join_network(self.network, self.area.roads, self.core.centers, self.core.population)

    @property
    def streets_near(self) -> StreetsNear:
        """How near the studied people are to the roads."""
        places, people = self.joined.places, self.core.population["population"]
        return streets_near(places.snap_m, places.refused, people.to_numpy(dtype=np.float64))

    @cached_property
    def at_nodes(self) -> Nearest:
        """The nearest center of each site of care from every junction, (4, n)."""
        joined = self.joined
        log.info("searching the nearest of %s centers", f"{len(self.core.centers):,}")
        return nearest_at_nodes(joined, self.category, len(SITES_OF_CARE), threads=self.threads)

    @cached_property
    def searched(self) -> CenterSearch:
        """The nearest center of each site of care from every place, (4, p)."""
        category = self.category
        found = nearest_at_places(self.joined, self.at_nodes, category)
        return CenterSearch(self.joined, found, category)

    @cached_property
    def drive_times(self) -> pd.DataFrame:
        """out.drive_times, in the order of core.population and `SITES_OR_ANY`."""
        places = self.joined.places
        return drive_times(
            self.core.population["geoid"],
            self.core.centers,
            self.searched.found,
            places.snap_m,
            ~places.refused,
        )
