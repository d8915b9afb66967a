"""Connectors: how a place joins a network of main roads only, over the local streets that are not in it.

A connector leads straight to one of the nearest points of a surface road, at local speed and longer by a
detour factor. Motorways are joined only where they meet a surface road. A short trip need not touch a main
road at all: `direct_pairs` lists such trips by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from pipelines.area import Roads
from pipelines.roads.joining.joins import RoadJoins, joins_by_owner, refusal
from pipelines.roads.network import RoadNetwork
from pipelines.sphere import EARTH_RADIUS_M, chord_to_m, unit_vectors
from pipelines.units import DM_PER_M, M_PER_MILE, MS_PER_MIN, MS_PER_S

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

WHAT = "main road"


@dataclass(frozen=True, eq=False)
class DirectPairs:
    """Trips over local streets only (p pairs), by point and then center.

    Attributes
    ----------
    point, center : int32 (p,)
    time_ms, length_dm : int32 (p,)
        Milliseconds and decimetres from door to door.
    delay_ms
        The part of each `time_ms` that is lost whatever the speed on the road.
    """

    point: Int32
    center: Int32
    time_ms: Int32
    length_dm: Int32
    delay_ms: int


def connect(network: RoadNetwork, roads: Roads, lon: Float64, lat: Float64) -> RoadJoins:
    """Join places to the nearest surface-road points.

    Parameters
    ----------
    network
        Of main roads, with all nodes of its source.
    roads
        Settings: `connector_mph`, `connector_detour`, `connector_delay_s`, `connector_count`,
        `connector_max_mi`.
    lon, lat : float64 (t,)
        WGS 84 degrees.

    Returns
    -------
    RoadJoins
        Up to `connector_count` a place, none farther than `connector_max_mi`.
    """
    surface = surface_nodes(network)
    snap_m = np.full(len(lon), np.nan)
    nothing = np.empty(0, dtype=np.int64)
    owner, node, metres = nothing, nothing, np.empty(0)
    if len(surface) and len(lon):
        tree = cKDTree(unit_vectors(network.node_lon[surface], network.node_lat[surface]))
        count = min(roads.connector_count, len(surface))
        chord, near = tree.query(unit_vectors(lon, lat), k=np.arange(1, count + 1))
        distance, near = chord_to_m(np.asarray(chord)), np.asarray(near)
        snap_m = distance[:, 0]
        owner, rank = np.nonzero(distance <= roads.connector_max_mi * M_PER_MILE)
        node, metres = surface[near[owner, rank]], distance[owner, rank]
    ms, dm = _local(metres, roads)
    delay_ms = roads.connector_delay_s * MS_PER_S
    return joins_by_owner(
        owner,
        node,
        ms + delay_ms,
        dm,
        np.full(len(ms), delay_ms),
        snap_m=snap_m,
        reason=refusal(snap_m, roads.connector_max_mi, WHAT),
    )


def direct_pairs(
    roads: Roads,
    point_lon: Float64,
    point_lat: Float64,
    center_lon: Float64,
    center_lat: Float64,
    useful_min: Float64 | None = None,
) -> DirectPairs:
    """List trips from points to centers over local streets alone.

    Parameters
    ----------
    roads
        Settings: `connector_mph`, `connector_detour`, `connector_delay_s`, `direct_max_mi`.
    point_lon, point_lat, center_lon, center_lat : float64
        WGS 84 degrees.
    useful_min : float64 (points,), optional
        Longer trips from a point are of no use and may be left out, minutes.

    Returns
    -------
    DirectPairs
        All useful pairs within `direct_max_mi` in a straight line.
    """
    delay_ms = 2 * roads.connector_delay_s * MS_PER_S
    farthest_m = np.full(len(point_lon), roads.direct_max_mi * M_PER_MILE)
    if useful_min is not None:
        a_metre_ms = _local(np.ones(1), roads)[0][0]
        useful_m = (useful_min * MS_PER_MIN - delay_ms + 1) / a_metre_ms
        farthest_m = np.minimum(farthest_m, useful_m)
    point, center, metres = _pairs_within(point_lon, point_lat, center_lon, center_lat, farthest_m)
    ms, dm = _local(metres, roads)
    return DirectPairs(
        point,
        center,
        np.round(ms + delay_ms).astype(np.int32),
        np.round(dm).astype(np.int32),
        round(delay_ms),
    )


def surface_nodes(network: RoadNetwork) -> npt.NDArray[np.int64]:
    """Return the nodes that a road other than a motorway, a ramp or a ferry touches, ascending.

    Private ground that stands in the network once to leave by and once to arrive by is not led to: a
    connector is taken both ways.
    """
    touched = np.zeros(network.n_nodes, dtype=np.bool_)
    both_ways = np.asarray(network.edge_departs) & np.asarray(network.edge_arrives)
    arcs = both_ways[network.edge]
    touched[network.tails()[arcs]] = True
    touched[network.head[arcs]] = True
    return np.flatnonzero(touched)


def _pairs_within(
    point_lon: Float64,
    point_lat: Float64,
    center_lon: Float64,
    center_lat: Float64,
    farthest_m: Float64,
) -> tuple[Int32, Int32, Float64]:
    asked = np.flatnonzero(farthest_m >= 0)
    if not len(asked) or not len(center_lon):
        none = np.empty(0, dtype=np.int32)
        return none, none, np.empty(0)
    at = unit_vectors(point_lon[asked], point_lat[asked])
    centers = unit_vectors(center_lon, center_lat)
    reach = 2 * np.sin(farthest_m[asked] / EARTH_RADIUS_M / 2)
    near = cKDTree(centers).query_ball_point(at, reach, return_sorted=True)
    sizes = np.array([len(mine) for mine in near])
    center = np.concatenate([np.array(mine, dtype=np.int32) for mine in near])
    row = np.repeat(np.arange(len(asked)), sizes)
    metres = chord_to_m(np.linalg.norm(at[row] - centers[center], axis=1))
    return asked[row].astype(np.int32), center, metres


def _local(metres: Float64, roads: Roads) -> tuple[Float64, Float64]:
    """Return milliseconds and decimetres over local streets for straight metres."""
    along_m = metres * roads.connector_detour
    metres_per_ms = roads.connector_mph * M_PER_MILE / 3600 / MS_PER_S
    return along_m / metres_per_ms, along_m * DM_PER_M
