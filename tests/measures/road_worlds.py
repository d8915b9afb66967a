"""Measures on roads with known drive times: one straight road on which a mile takes a minute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.area import Roads
from pipelines.measures.access.drive_times import site_categories
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.routing.nearest import Nearest
from pipelines.trips import JoinedNetwork, join_network, nearest_at_nodes, nearest_at_places
from pipelines.units import M_PER_MILE
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.worlds import population
from tests.roads import worlds as on_roads

MILES = 60
PRECISE = "rooftop"


@dataclass(frozen=True, eq=False)
class World:
    """Everything a scenario starts from."""

    network: RoadNetwork
    roads: Roads
    centers: pd.DataFrame
    places: pd.DataFrame
    joined: JoinedNetwork
    found: Nearest

    @property
    def on_road(self) -> np.ndarray:
        """Which places joined the road."""
        return ~self.joined.places.refused


def road(miles: int = MILES) -> tuple[RoadNetwork, Roads]:
    """Return a straight two-way road of so many miles to the east, a mile a minute."""
    settings = on_roads.roads(off_road_mph=1000.0)
    rows = [(i, i + 1, 0) for i in range(miles)]
    kinds = [(0, 60.0, 60.0, True, False)]
    at = [(i * M_PER_MILE, 0.0) for i in range(miles + 1)]
    return build_network(on_roads.segments_of(at, rows, kinds), settings), settings


def centers_at(*centers: tuple[float, str], **columns) -> pd.DataFrame:
    """Return core.centers c0, c1, ... at miles along the road, each of a site of care."""
    lon, lat = on_roads.places(*[(mile * M_PER_MILE, 0.0) for mile, _ in centers])
    count = len(centers)
    frame = {
        "center_id": [f"c{i}" for i in range(count)],
        "site_of_care": [site for _, site in centers],
        "lon": lon,
        "lat": lat,
        "therapy_line": [None] * count,
        "geocode_precision": [PRECISE] * count,
        "medicare_payable": pd.array([pd.NA] * count, dtype="boolean"),
        "confidence": np.full(count, np.nan),
        "beds": np.full(count, np.nan),
    } | columns
    text = ("center_id", "site_of_care", "therapy_line", "geocode_precision")
    return pd.DataFrame(frame).astype(dict.fromkeys(text, "str"))


def people_at(*miles: float, people=None, strata=None, counties=None) -> pd.DataFrame:
    """Return core.population g000, g001, ... at miles along the road."""
    count = len(miles)
    lon, lat = on_roads.places(*[(mile * M_PER_MILE, 0.0) for mile in miles])
    frame = population(people or [10.0] * count, strata or [None] * count, counties)
    return frame.assign(lon=lon, lat=lat)


def world(centers: pd.DataFrame, places: pd.DataFrame) -> World:
    """Search the nearest centers of a world on the straight road."""
    network, roads = road()
    joined = join_network(network, roads, centers, places)
    return World(network, roads, centers, places, joined, search(joined, centers))


def search(joined: JoinedNetwork, centers: pd.DataFrame) -> Nearest:
    """Search all centers anew, as a run does."""
    category = site_categories(centers["site_of_care"])
    at_nodes = nearest_at_nodes(joined, category, len(SITES_OF_CARE))
    return nearest_at_places(joined, at_nodes, category)
