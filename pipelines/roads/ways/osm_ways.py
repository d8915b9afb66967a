"""OpenStreetMap ways to segments: who may drive there, which way, how fast, and what stops a car."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.roads.delays import control_delay_ms
from pipelines.roads.segments import Kinds, Segments
from pipelines.roads.speeds import CLASSES, class_mph, duration_s, way_class, way_mph
from pipelines.roads.ways.access import Use, stops_car, way_use
from pipelines.roads.ways.oneway import directions
from pipelines.sources.roads.osm_pbf import OsmRoads, Tags
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

NOT_SNAPPABLE = frozenset({"motorway", "motorway_link", "trunk_link", "primary_link", "ferry"})
"""Classes on which no trip begins or ends."""


def osm_segments(osm: OsmRoads, roads: Roads) -> Segments:
    """Turn the ways of OpenStreetMap into segments.

    Parameters
    ----------
    osm
        What `read_osm_pbf` read.
    roads
        Settings: `speeds_mph`, `signal_delay_s`, `stop_delay_s`, `gate_delay_s`,
        `border_delay_s`.

    Returns
    -------
    Segments
        A node that stops a car (a bollard) ends every road that touches it. `counts` adds to the reader's
        `ways_used`, `ways_closed`, `ways_not_a_road`, `ways_minor_service` and `nodes_stopping_cars`.
    """
    uses = [way_use(tags) for tags in osm.tag_sets]
    usable = np.array([use in (Use.THROUGH, Use.TRIP_END) for use in uses], dtype=np.bool_)
    cut = _cut_to_segments(osm, usable)
    length_m = great_circle_m(
        osm.node_lon[cut.tail],
        osm.node_lat[cut.tail],
        osm.node_lon[cut.head],
        osm.node_lat[cut.head],
    )
    kind, kinds = _kinds(osm, uses, cut.way, length_m, roads)
    forward_delay, backward_delay, stopping = _controls(osm, roads)
    head_delay, tail_delay = forward_delay[cut.head], backward_delay[cut.tail]
    tail, head, copied = _ended_at(stopping, cut.tail, cut.head)
    used = np.zeros(len(osm.node_id) + len(copied), dtype=np.bool_)
    used[tail] = used[head] = True
    number = (np.cumsum(used) - 1).astype(np.int32)
    return Segments(
        node_lon=np.concatenate([osm.node_lon, osm.node_lon[copied]])[used],
        node_lat=np.concatenate([osm.node_lat, osm.node_lat[copied]])[used],
        node_kept=np.zeros(int(used.sum()), dtype=np.bool_),
        tail=number[tail],
        head=number[head],
        kind=kind,
        length_m=length_m,
        head_delay_ms=head_delay,
        tail_delay_ms=tail_delay,
        kinds=kinds,
        classes=CLASSES,
        counts={**osm.counts, **_use_counts(osm, uses), "nodes_stopping_cars": int(stopping.sum())},
    )


@dataclass(frozen=True, eq=False)
class _Cut:
    """Segments of the usable ways, with the way of each."""

    tail: Int32
    head: Int32
    way: Int64


def _cut_to_segments(osm: OsmRoads, usable: npt.NDArray[np.bool_]) -> _Cut:
    way_of_ref = np.repeat(np.arange(len(osm.way_id)), np.diff(osm.ref_indptr))
    tail, head = osm.ref[:-1], osm.ref[1:]
    whole = (way_of_ref[:-1] == way_of_ref[1:]) & (tail >= 0) & (head >= 0) & (tail != head)
    whole &= usable[osm.way_tags[way_of_ref[:-1]]]
    return _Cut(tail[whole], head[whole], way_of_ref[:-1][whole])


def _kinds(
    osm: OsmRoads, uses: list[Use], way: Int64, length_m: Float64, roads: Roads
) -> tuple[Int32, Kinds]:
    """Return the kind of each segment: equal class, speeds and permissions are one kind."""
    usual_mph = class_mph(roads)
    rows = [_kind_row(tags, use, usual_mph) for tags, use in zip(osm.tag_sets, uses, strict=True)]
    set_of_segment = osm.way_tags[way]
    timed, timed_mph = _timed_ferries(osm, way, length_m)
    first_timed = len(rows)
    for row, tag_set in enumerate(osm.way_tags[timed]):
        road_class, forward, backward, *rest = rows[tag_set]
        mph = timed_mph[row]
        rows.append((road_class, mph * (forward > 0), mph * (backward > 0), *rest))
    row_of_segment = set_of_segment.astype(np.int64)
    if len(timed):
        at = np.minimum(np.searchsorted(timed, way), len(timed) - 1)
        row_of_segment = np.where(timed[at] == way, first_timed + at, row_of_segment)
    table, kind_of_row = np.unique(np.array(rows), axis=0, return_inverse=True)
    return kind_of_row.reshape(-1)[row_of_segment].astype(np.int32), Kinds(
        road_class=table[:, 0].astype(np.uint8),
        forward_mph=table[:, 1],
        backward_mph=table[:, 2],
        snappable=table[:, 3].astype(np.bool_),
        trip_end_only=table[:, 4].astype(np.bool_),
    )


def _kind_row(tags: Tags, use: Use, usual_mph: dict[str, float]) -> tuple[float, ...]:
    """Return class, mph forward and backward, snappable, for trip ends only: as numbers."""
    if use not in (Use.THROUGH, Use.TRIP_END):
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    road_class = way_class(tags)
    along, against = directions(tags)
    forward, backward = way_mph(tags, usual_mph)
    snappable = road_class not in NOT_SNAPPABLE and tags.get("motorroad") != "yes"
    return (
        float(CLASSES.index(road_class)),
        forward * along,
        backward * against,
        float(snappable),
        float(use is Use.TRIP_END),
    )


def _timed_ferries(osm: OsmRoads, way: Int64, length_m: Float64) -> tuple[Int64, Float64]:
    """Return the ferries whose duration is known, ascending, and the mph that gives it."""
    seconds = np.array(
        [
            duration_s(tags.get("duration", "")) or 0.0 if way_class(tags) == "ferry" else 0.0
            for tags in osm.tag_sets
        ]
    )
    of_way = seconds[osm.way_tags]
    metres = np.bincount(way, weights=length_m, minlength=len(of_way))
    timed = np.flatnonzero((of_way > 0) & (metres > 0))
    return timed, metres[timed] / of_way[timed] * 3600 / M_PER_MILE


def _controls(osm: OsmRoads, roads: Roads) -> tuple[Int32, Int32, npt.NDArray[np.bool_]]:
    """Return the delay of each node along and against the way's order, and which nodes stop a car."""
    n_nodes = len(osm.node_id)
    delay = np.zeros((2, n_nodes), dtype=np.int32)
    stopping = np.zeros(n_nodes, dtype=np.bool_)
    if len(osm.tagged_node):
        by_set = np.array([control_delay_ms(tags, roads) for tags in osm.node_tag_sets])
        stops = np.array([stops_car(tags) for tags in osm.node_tag_sets])
        delay[:, osm.tagged_node] = by_set[osm.node_tags].T
        stopping[osm.tagged_node] = stops[osm.node_tags]
    return delay[0], delay[1], stopping


def _ended_at(
    stopping: npt.NDArray[np.bool_], tail: Int32, head: Int32
) -> tuple[Int32, Int32, Int32]:
    """Give every segment end at a stopping node a node of its own; return of which nodes these are copies."""
    ends = np.concatenate([tail, head])
    at_stop = np.flatnonzero(stopping[ends])
    copied = ends[at_stop]
    ends[at_stop] = len(stopping) + np.arange(len(at_stop), dtype=np.int32)
    return ends[: len(tail)], ends[len(tail) :], copied


def _use_counts(osm: OsmRoads, uses: list[Use]) -> dict[str, int]:
    ways_of_set = np.bincount(osm.way_tags, minlength=len(uses))
    by_use: Counter[Use] = Counter()
    for use, ways in zip(uses, ways_of_set.tolist(), strict=True):
        by_use[use] += ways
    return {
        "ways_used": by_use[Use.THROUGH] + by_use[Use.TRIP_END],
        "ways_trip_end_only": by_use[Use.TRIP_END],
        "ways_closed": by_use[Use.CLOSED],
        "ways_not_a_road": by_use[Use.NOT_A_ROAD],
        "ways_minor_service": by_use[Use.MINOR_SERVICE],
    }
