"""Places and centers joined to roads, and what can be asked of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from infusion_access.network import Network
from infusion_access.points import amounts_of, categories_of, points_of
from pipelines.area import Measures, Roads
from pipelines.errors import InputError
from pipelines.measures.access.drive_times import trip_columns
from pipelines.measures.accessibility.accessibility import accessibility
from pipelines.measures.accessibility.decay import WAN_STEPS, Decay, Steps, threshold
from pipelines.measures.accessibility.scores import CATCHMENT_MIN, scores
from pipelines.measures.accessibility.supply import supply_of
from pipelines.measures.accessibility.trip_matrix import trip_matrix
from pipelines.measures.catchments.isochrones import isochrones
from pipelines.measures.catchments.time_raster import Grid, grid_over, time_rasters
from pipelines.roads.joining.joins import RoadJoins
from pipelines.routing.nearest import Nearest
from pipelines.trips import (
    JoinedNetwork,
    join_network,
    k_nearest_at_places,
    nearest_at_nodes,
    nearest_at_places,
    pairs_within,
    whole_ms,
)
from pipelines.units import DM_PER_MILE, M_PER_MILE, MS_PER_MIN

CRS = "EPSG:4326"
THREADS = os.cpu_count() or 1
"""Searches side by side; no answer depends on it."""

FloatingScore = Literal["2sfca", "e2sfca", "3sfca", "m2sfca", "gravity", "raam"]


@dataclass(frozen=True, eq=False)
class Joined:
    """Places and centers joined to a network; `infusion_access.join` makes it.

    Trips run from a place to a center. Answers keep the labels of the rows: frames a row a place have the
    index of `places`, so that ``places.join(joined.nearest())`` fits, and `center_id` is the label of a row of
    `centers`.

    Attributes
    ----------
    network
        The roads.
    places, centers
        As they were given.
    """

    network: Network
    places: gpd.GeoDataFrame
    centers: gpd.GeoDataFrame
    _joined: JoinedNetwork
    _center_points: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Joined: {len(self.places):,} places, {len(self.centers):,} centers, {self.network!r}>"

    def refused(self) -> pd.DataFrame:
        """List places and centers that lie too far from any road to be part of a trip.

        Returns
        -------
        DataFrame
            kind (place or center), id (label of the row), snap_m (straight metres to the nearest road, null
            where there is none) and reason.
        """
        parts = [
            pd.DataFrame(
                {"kind": kind, "id": frame.index, "snap_m": joins.snap_m, "reason": joins.reason}
            )[joins.refused]
            for kind, frame, joins in (
                ("place", self.places, self._joined.places),
                ("center", self.centers, self._joined.centers),
            )
        ]
        return pd.concat(parts, ignore_index=True)

    def nearest(self, by: str | None = None, k: int = 1) -> pd.DataFrame:
        """Find the nearest center of each place: the quickest to drive to.

        Parameters
        ----------
        by
            A column of `centers` that sorts them into categories; the nearest of each is found.
        k
            How many of the nearest are wanted.

        Returns
        -------
        DataFrame
            Place by place, in the order of `places` and with their index: the category under the name `by`,
            rank (1 is the nearest; only where k is above 1), drive_time_min, distance_mi (of that drive),
            center_id, snap_m (straight metres to the road; null where none is near) and unreached_reason.
            Where a place reaches no (further) center, minutes, miles and center are null and the reason is
            `no_road_near`, `no_path`, or `no_center` where there are not so many.

        Raises
        ------
        InputError
            There is no such column, or it is null somewhere.
        """
        category, names = categories_of(self.centers, by, "centers")
        if k == 1:
            at_nodes = nearest_at_nodes(self._joined, category, len(names), threads=THREADS)
            found = nearest_at_places(self._joined, at_nodes, category)
        else:
            lists = [k_nearest_at_places(self._joined, k, category == i) for i in range(len(names))]
            found = Nearest(
                *(
                    np.vstack([getattr(one, field).T for one in lists])
                    for field in ("time_ms", "length_dm", "center")
                )
            )
        counts = np.bincount(category, minlength=len(names))
        n_places, ranks = len(self.places), np.arange(1, k + 1)
        labels = pd.Series(self.centers.index)
        trips = trip_columns(
            found,
            labels.astype("Int64") if labels.dtype.kind in "iu" else labels,
            (counts[:, np.newaxis] >= ranks).ravel(),
            self._joined.places.snap_m,
            ~self._joined.places.refused,
        )
        asked: dict[str, Any] = {}
        if by is not None:
            asked[by] = np.tile(np.repeat(np.array(names, dtype=object), k), n_places)
        if k > 1:
            asked["rank"] = np.tile(ranks, n_places * len(names))
        return self._of_places(np.repeat(np.arange(n_places), len(found.center)), asked | trips)

    def within(self, limit_min: float) -> pd.DataFrame:
        """List all trips of at most so many minutes.

        Parameters
        ----------
        limit_min
            Minutes; a trip of exactly so long is within.

        Returns
        -------
        DataFrame
            A row a pair of place and center, by place and then from the quickest: center_id, drive_time_min,
            distance_mi. The index is the place's; a place without a center within the limit has no row.
        """
        pairs = pairs_within(self._joined, limit_min, threads=THREADS)
        center = pairs.centers()
        order = np.lexsort((center, pairs.length_dm, pairs.time_ms, pairs.point))
        return self._of_places(
            pairs.point[order],
            {
                "center_id": self.centers.index.to_numpy()[center[order]],
                "drive_time_min": pairs.time_ms[order] / MS_PER_MIN,
                "distance_mi": pairs.length_dm[order] / DM_PER_MILE,
            },
        )

    def catchments(
        self, within_min: Sequence[float], by: str | None = None, cell_m: float = 250.0
    ) -> gpd.GeoDataFrame:
        """Draw the land from which a center can be driven to within so many minutes.

        Parameters
        ----------
        within_min
            Thresholds in minutes, ascending, inclusive.
        by
            A column of `centers` that sorts them into categories, each with catchments of its own.
        cell_m
            Side of the cells that the land is looked at in, metres; smaller is finer and slower.

        Returns
        -------
        GeoDataFrame
            A row a category and threshold (EPSG:4326): the category under the name `by`, within_min,
            geometry (all land within) and band_geometry (the part beyond the threshold before). Valid; empty
            where nothing is reached.

        Raises
        ------
        InputError
            There is no such column, or it is null somewhere.
        ValueError
            The thresholds do not ascend.
        """
        category, names = categories_of(self.centers, by, "centers")
        at_nodes = nearest_at_nodes(self._joined, category, len(names), threads=THREADS)
        limits_ms = [whole_ms(limit) for limit in within_min]
        settings = self.network.settings
        grid = self._grid(at_nodes, max(limits_ms), cell_m)
        rasters = time_rasters(
            self._joined,
            at_nodes,
            self._center_points,
            category,
            settings,
            grid,
            range(len(names)),
            threads=THREADS,
        )
        tables = []
        for name, raster in zip(names, rasters, strict=True):
            bands, whole = isochrones(raster, limits_ms, grid=grid)
            asked = {} if by is None else {by: name}
            table = pd.DataFrame({**asked, "within_min": np.asarray(within_min, dtype=np.float64)})
            tables.append(table.assign(geometry=whole, band_geometry=gpd.GeoSeries(bands, crs=CRS)))
        return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=CRS)

    def accessibility(
        self,
        score: FloatingScore = "e2sfca",
        *,
        demand: str,
        supply: str | None = None,
        decay: float | Mapping[float, float] | Decay | None = None,
    ) -> pd.DataFrame:
        """Share out what centers offer among the people who can drive to them.

        Parameters
        ----------
        score
            ``2sfca`` (Luo & Wang 2003), ``e2sfca`` (Luo & Qi 2009), ``3sfca`` (Wan, Zou & Sternberg 2012),
            ``m2sfca`` (Delamater 2013), ``gravity``, or ``raam`` (Saxon & Snow 2020; a cost: less is better).
        demand
            Column of `places` with their people.
        supply
            Column of `centers` with what they offer (chairs); without it each center counts as one.
        decay
            How a center counts less the longer the drive: minutes of a plain catchment, or weights by minutes
            as ``{10: 1, 20: 0.68, 30: 0.22}``. By default an hour for 2sfca and raam, the steps of Wan, Zou &
            Sternberg for the others.

        Returns
        -------
        DataFrame
            A row a place, with its index: score (supply per person; 0 where no center is within the catchment)
            and null_reason (null where there is a score).

        Raises
        ------
        InputError
            A column is missing, or an amount is null or negative.
        """
        weights = _decay(score, decay)
        people: npt.NDArray[np.float64] = np.asarray(amounts_of(self.places, demand, "places"))
        offered = pd.Series(1.0, index=self.centers.index)
        if supply is not None:
            offered = amounts_of(self.centers, supply, "centers")
        limit_min = weights.limit_min
        trips = trip_matrix(
            pairs_within(self._joined, limit_min, threads=THREADS), len(people), limit_min
        )
        told = scores(
            trips, supply_of(offered, "known"), people, Measures(scores=(score,)), weights
        )
        unreached = self.nearest()["unreached_reason"].reset_index(drop=True)
        table = accessibility(pd.Series(self.places.index.astype("str")), told, unreached)
        return self._of_places(
            np.arange(len(people)), {name: table[name] for name in ("score", "null_reason")}
        )

    def _of_places(
        self, place: npt.NDArray[np.integer], columns: Mapping[str, Any]
    ) -> pd.DataFrame:
        """Return rows about places, given by number, with the index of `places`."""
        index = self.places.index[place]
        frame = pd.DataFrame(dict(columns)).set_axis(index)
        return frame if index.name else frame.rename_axis("place_id")

    def _grid(self, at_nodes: Nearest, limit_ms: int, cell_m: float) -> Grid:
        """Lay cells over the centers, the roads that reach one in time, and the land beside these."""
        roads, settings = self._joined.network, self.network.settings
        in_time: npt.NDArray[np.bool_] = np.asarray((at_nodes.time_ms <= limit_ms).any(axis=0))
        in_time[roads.tails()[in_time[roads.head]]] = True  # roads that are left on the way
        places = gpd.GeoSeries.from_xy(
            np.append(roads.node_lon[in_time], self._center_points["lon"]),
            np.append(roads.node_lat[in_time], self._center_points["lat"]),
            crs=CRS,
        )
        farthest_mi, mph = _off_the_roads(settings)
        beside_mi = min(farthest_mi, mph * limit_ms / MS_PER_MIN / 60)
        projection = places.estimate_utm_crs().to_string()
        return grid_over(places, cell_m, projection, beside_mi * M_PER_MILE + 2 * cell_m)


def join(network: Network, places: gpd.GeoDataFrame, centers: gpd.GeoDataFrame) -> Joined:
    """Join places and centers to a network, each to the roads that a car may use.

    Parameters
    ----------
    network
        From `read_roads`; its settings say how far a point may lie from a road.
    places, centers
        Points in any CRS, where trips begin and end. Their indexes name them and hold no label twice.

    Returns
    -------
    Joined

    Raises
    ------
    InputError
        A frame has no points or no CRS, or none of its points lies near a road.
    """
    place_points, center_points = points_of(places, "places"), points_of(centers, "centers")
    joined = join_network(network.roads, network.settings, center_points, place_points)
    _check_near("places", joined.places)
    _check_near("centers", joined.centers)
    return Joined(network, places, centers, joined, center_points)


def _check_near(what: str, joins: RoadJoins) -> None:
    if joins.refused.all():
        raise InputError(
            f"{what}: {joins.reason[0]} of any of them (do they and the roads cover the same land?)"
        )


def _off_the_roads(settings: Roads) -> tuple[float, float]:
    """Return how far from a road a trip may begin, miles, and how fast it goes there, mph."""
    if settings.snapping == "edges":
        return settings.max_snap_mi, settings.off_road_mph
    return max(settings.connector_max_mi, settings.direct_max_mi), settings.connector_mph


def _decay(score: FloatingScore, given: float | Mapping[float, float] | Decay | None) -> Decay:
    if given is None:
        return threshold(CATCHMENT_MIN) if score in ("2sfca", "raam") else WAN_STEPS
    if isinstance(given, Mapping):
        steps = sorted(given.items())
        return Steps(tuple(bound for bound, _ in steps), tuple(weight for _, weight in steps))
    return threshold(given) if isinstance(given, int | float) else given
