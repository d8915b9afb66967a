"""OpenStreetMap ways to segments: who may drive there, which way, how fast, and what stops a car."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.roads.delays import control_delay_ms
from pipelines.roads.segments import Kinds, Segments
from pipelines.roads.speeds import CLASSES, class_mph, duration_s, way_class, way_mph
from pipelines.roads.ways.access import Use, barrier_use, way_use
from pipelines.roads.ways.cutting import RoadSegments, cut_to_segments
from pipelines.roads.ways.oneway import directions
from pipelines.roads.ways.turn_rules import turn_rules
from pipelines.sources.roads.osm_pbf import OsmRoads, Tags
from pipelines.units import M_PER_MILE

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

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
        A node that stops a car (a bollard) ends every road that touches it; a gate that opens for trip ends
        only is a stretch of no length for them; nodes with a signal or a banned turn stay. `counts` adds to the
        reader's `ways_used`, `ways_closed`, `ways_not_a_road`, `ways_minor_service`, `nodes_stopping_cars`,
        `nodes_for_trip_ends` and what `turn_rules` counts.
    """
    uses = [way_use(tags) for tags in osm.tag_sets]
    usable = np.array([use in (Use.THROUGH, Use.TRIP_END) for use in uses], dtype=np.bool_)
    cut = cut_to_segments(osm, usable)
    kind, kinds = _kinds(osm, uses, cut, roads)
    controls = _controls(osm, cut.node, roads)
    head_delay, tail_delay = controls.forward_ms[cut.head], controls.backward_ms[cut.tail]
    closed = controls.stops | controls.trip_end_only
    tail, head, copied = _ended_at(closed, cut.tail, cut.head)
    gated = np.flatnonzero(controls.trip_end_only[copied])
    tail = np.concatenate([tail, len(closed) + gated]).astype(np.int32)
    head = np.concatenate([head, copied[gated]]).astype(np.int32)
    used = np.zeros(len(closed) + len(copied), dtype=np.bool_)
    used[tail] = used[head] = True
    number = (np.cumsum(used) - 1).astype(np.int32)
    node = np.concatenate([cut.node, cut.node[copied]])[used]
    rules, rule_counts = turn_rules(osm, cut)
    kept = np.zeros(len(used), dtype=np.bool_)
    kept[: len(closed)] = controls.signals
    turning = [step for rule in rules for step in (rule.along[0], rule.along[-2])]
    kept[[(tail if step & 1 else head)[step >> 1] for step in turning]] = True
    return Segments(
        node_lon=osm.node_lon[node],
        node_lat=osm.node_lat[node],
        node_kept=kept[used],
        tail=number[tail],
        head=number[head],
        kind=np.append(kind, np.full(len(gated), len(kinds.road_class))).astype(np.int32),
        length_m=np.append(cut.length_m, np.zeros(len(gated))),
        head_delay_ms=np.append(head_delay, np.zeros_like(head_delay, shape=len(gated))),
        tail_delay_ms=np.append(tail_delay, np.zeros_like(tail_delay, shape=len(gated))),
        between=cut.between.followed_by_straight(len(gated)),
        kinds=_with_gates(kinds),
        classes=CLASSES,
        counts={
            **osm.counts,
            **_use_counts(osm, uses),
            **rule_counts,
            "nodes_stopping_cars": int(controls.stops.sum()),
            "nodes_for_trip_ends": int(controls.trip_end_only.sum()),
        },
        turn_rules=rules,
        signals=np.concatenate([controls.signals, controls.signals[copied]])[used],
    )


def _kinds(osm: OsmRoads, uses: list[Use], cut: RoadSegments, roads: Roads) -> tuple[Int32, Kinds]:
    """Return the kind of each segment: equal class, speeds and permissions are one kind."""
    usual_mph = class_mph(roads)
    rows = [_kind_row(tags, use, usual_mph) for tags, use in zip(osm.tag_sets, uses, strict=True)]
    set_of_segment = osm.way_tags[cut.way]
    timed, timed_mph = _timed_ferries(osm, cut)
    first_timed = len(rows)
    for row, tag_set in enumerate(osm.way_tags[timed]):
        road_class, forward, backward, *rest = rows[tag_set]
        mph = timed_mph[row]
        rows.append((road_class, mph * (forward > 0), mph * (backward > 0), *rest))
    row_of_segment = set_of_segment.astype(np.int64)
    if len(timed):
        at = np.minimum(np.searchsorted(timed, cut.way), len(timed) - 1)
        row_of_segment = np.where(timed[at] == cut.way, first_timed + at, row_of_segment)
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


def _timed_ferries(osm: OsmRoads, cut: RoadSegments) -> tuple[Int64, Float64]:
    """Return the ferries whose duration is known, ascending, and the mph that gives it."""
    seconds = np.array(
        [
            duration_s(tags.get("duration", "")) or 0.0 if way_class(tags) == "ferry" else 0.0
            for tags in osm.tag_sets
        ]
    )
    of_way = seconds[osm.way_tags]
    metres = np.bincount(cut.way, weights=cut.length_m, minlength=len(of_way))
    # Of a ferry that leaves the extract the time of the part within it is not known.
    whole = np.ones(len(of_way), dtype=np.bool_)
    missing = np.flatnonzero(osm.ref < 0)
    whole[np.searchsorted(osm.ref_indptr, missing, side="right") - 1] = False
    timed = np.flatnonzero((of_way > 0) & (metres > 0) & whole)
    return timed, metres[timed] / of_way[timed] * 3600 / M_PER_MILE


class _Controls(NamedTuple):
    """What each node does to a car: its delay along and against the way, by a signal or not, who may pass."""

    forward_ms: Int32
    backward_ms: Int32
    signals: Bool
    stops: Bool
    trip_end_only: Bool


def _controls(osm: OsmRoads, node: Int64, roads: Roads) -> _Controls:
    """Return what each of these nodes does; all that have a tag are among them."""
    delay = np.zeros((2, len(node)), dtype=np.int32)
    signals, stops, trip_end_only = np.zeros((3, len(node)), dtype=np.bool_)
    if len(osm.tagged_node):
        at = np.searchsorted(node, osm.tagged_node)
        by_set = np.array([control_delay_ms(tags, roads) for tags in osm.node_tag_sets])
        uses = [barrier_use(tags) for tags in osm.node_tag_sets]
        delay[:, at] = by_set[osm.node_tags].T
        lit = np.array([tags.get("highway") == "traffic_signals" for tags in osm.node_tag_sets])
        signals[at] = lit[osm.node_tags]
        stops[at] = np.array([use is Use.CLOSED for use in uses])[osm.node_tags]
        trip_end_only[at] = np.array([use is Use.TRIP_END for use in uses])[osm.node_tags]
    return _Controls(delay[0], delay[1], signals, stops, trip_end_only)


def _ended_at(closed: Bool, tail: Int32, head: Int32) -> tuple[Int32, Int32, Int32]:
    """Give every segment end at a closed node a node of its own; return of which nodes these are copies."""
    ends = np.concatenate([tail, head])
    at_closed = np.flatnonzero(closed[ends])
    copied = ends[at_closed]
    ends[at_closed] = len(closed) + np.arange(len(at_closed), dtype=np.int32)
    return ends[: len(tail)], ends[len(tail) :], copied


def _with_gates(kinds: Kinds) -> Kinds:
    """Add the kind of a gate that opens for trip ends: a stretch of no length, at whatever speed."""
    return replace(
        kinds,
        road_class=np.append(kinds.road_class, np.uint8(CLASSES.index("service"))),
        forward_mph=np.append(kinds.forward_mph, 1.0),
        backward_mph=np.append(kinds.backward_mph, 1.0),
        snappable=np.append(kinds.snappable, False),
        trip_end_only=np.append(kinds.trip_end_only, True),
    )


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
