"""The land whose people, and whose centers, are known: beyond its edge nobody knows who shares a center.

What a center offers to each person is right only if everyone who can drive to it was counted. The population
files may end at a border and the buffer ends somewhere, so the edge is searched by road: a center is *open* if
a drive to it within the catchment may begin beyond the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from pipelines.area import StudyArea
from pipelines.demand.study_region import SHORE_MI, WGS84, study_region
from pipelines.measures.accessibility.decay import threshold
from pipelines.measures.accessibility.trip_matrix import TripMatrix
from pipelines.roads.network import RoadNetwork
from pipelines.trips import JoinedNetwork, minutes_to_nodes, reached_from_nodes
from pipelines.units import M_PER_MILE

Bool = npt.NDArray[np.bool_]

SHARED_WITH_PEOPLE: tuple[str, ...] = ("e2sfca", "2sfca", "m2sfca")
"""Scores that know of other people only how many can drive to a center."""

SHARED_WITH_CHOICES: tuple[str, ...] = ("3sfca",)
"""Scores that know as well which other centers these people could choose."""


@dataclass(frozen=True, eq=False)
class Land:
    """Land with a known edge.

    Attributes
    ----------
    shape
        In `crs`.
    crs
        A projection in metres.
    """

    shape: shapely.Geometry
    crs: str

    def holds(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Bool:
        """Tell which places (WGS 84 degrees) lie on it."""
        x, y = Transformer.from_crs(WGS84, self.crs, always_xy=True).transform(lon, lat)
        inside: Bool = shapely.contains_xy(self.shape, x, y)
        return inside

    def edge(self, network: RoadNetwork) -> npt.NDArray[np.int32]:
        """Return the nodes on the land from which, or to which, a road crosses its edge.

        The last node of the land and not the first beyond: people may live along the road between the two.
        """
        inside = self.holds(np.asarray(network.node_lon), np.asarray(network.node_lat))
        tail, head = network.tails(), np.asarray(network.head)
        crosses = inside[tail] != inside[head]
        return np.unique(np.where(inside[tail], tail, head)[crosses]).astype(np.int32)


def land_of_people(counties: gpd.GeoDataFrame, area: StudyArea) -> Land:
    """Return the part of the area and its buffer whose people were read.

    Parameters
    ----------
    counties
        core.counties, with `people_read`. Bridges and piers up to `SHORE_MI` off their shores belong to them.
    area
        The study area.
    """
    region = study_region(counties, area)
    shapes = counties.to_crs(region.crs)
    read = shapes["people_read"].to_numpy(dtype=bool)
    shore = shapely.union_all(shapes.geometry[read].to_numpy()).buffer(SHORE_MI * M_PER_MILE)
    unread = shapely.union_all(shapes.geometry[~read].to_numpy())
    known = shapely.intersection(shore, region.shape.buffer(region.buffer_m))
    return _prepared(shapely.difference(known, unread), region.crs)


def land_of_centers(counties: gpd.GeoDataFrame, area: StudyArea) -> Land:
    """Return the area and its buffer: beyond, no center is known."""
    region = study_region(counties, area)
    return _prepared(region.shape.buffer(region.buffer_m), region.crs)


def open_centers(
    joined: JoinedNetwork, centers: pd.DataFrame, land: Land, limit_min: float, *, threads: int = 1
) -> Bool:
    """Tell which centers can be driven to within the limit from beyond the land, bool (c,)."""
    reached = reached_from_nodes(joined, land.edge(joined.network), limit_min, threads=threads)
    lon, lat = (centers[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    return reached | ~land.holds(lon, lat)


def open_places(joined: JoinedNetwork, land: Land, limit_min: float) -> Bool:
    """Tell from which places one can drive beyond the land within the limit, bool (p,)."""
    beyond: Bool = minutes_to_nodes(joined, land.edge(joined.network)) <= limit_min
    return beyond


def reaches_beyond(
    trips: TripMatrix, center_open: Bool, place_open: Bool, people: npt.NDArray[np.float64]
) -> dict[str, Bool]:
    """Tell of each score which places share a center with people, or with choices, that are not known.

    Parameters
    ----------
    trips
        Trips of c centers and p places, those of the buffer included.
    center_open : bool (c,)
        From `open_centers`, of the land of people.
    place_open : bool (p,)
        From `open_places`, of the land of centers.
    people : float64 (p,)
        Who lives there; nobody chooses nothing.

    Returns
    -------
    dict
        Score -> bool (p,). Other scores count no people, or (RAAM) weigh everyone against everyone.
    """
    trip = trips.weights(threshold(trips.limit_min))
    choosers_open = np.asarray(trip @ (place_open & (people > 0)).astype(np.float64)) > 0
    by_people, by_choices = (
        np.asarray(trip.T @ centers.astype(np.float64)) > 0
        for centers in (center_open, center_open | choosers_open)
    )
    rows = [(name, by_people) for name in SHARED_WITH_PEOPLE]
    return dict([*rows, *((name, by_choices) for name in SHARED_WITH_CHOICES)])


def _prepared(shape: shapely.Geometry, crs: str) -> Land:
    shapely.prepare(shape)
    return Land(shape, crs)
