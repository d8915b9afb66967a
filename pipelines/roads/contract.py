"""Contraction: chains of nodes where nothing happens become one edge, whose shape is kept.

A node stays if other than two segments meet there, if what meets differs in kind (class, speed, direction),
if a car loses time there, or if the source wants it kept. Times and lengths are sums, so that drive times
between the nodes that stay are what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges
from pipelines.roads.segments import Segments
from pipelines.roads.turns import TurnRule
from pipelines.routing.compiled import kernel
from pipelines.units import DM_PER_M, M_PER_MILE, MS_PER_HOUR

Bool = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Contraction:
    """Edges between nodes of the segments (their numbers are kept), and all that the segments told of them.

    Attributes
    ----------
    edges : Edges
        Stretches between nodes that stay.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees, of all nodes of the segments.
    signals : bool (n,) or None
        Nodes with a traffic signal; None where the source tells of none.
    turn_rules : tuple of TurnRule
        Signed turn bans, along edges.
    classes : tuple of str
        Names of the road classes.
    counts : dict
        Those of the segments, and `segments`.
    """

    edges: Edges
    trip_end_only: Bool
    node_lon: Float64
    node_lat: Float64
    signals: Bool | None
    turn_rules: tuple[TurnRule, ...]
    classes: tuple[str, ...]
    counts: dict[str, int]


def contract(segments: Segments) -> Contraction:
    """Join chains of segments of one kind to edges.

    Parameters
    ----------
    segments
        Roads as straight segments.

    Returns
    -------
    Contraction
        `edges.tail` and `edges.head` are node numbers of `segments`; delays are those of signals, signs and
        gates. A ring without junctions becomes a loop at one of its nodes.
    """
    kinds = segments.kinds
    passed = _passed_nodes(segments)
    chain, chain_indptr = _chains(segments.tail, segments.head, passed)
    first, last = chain[chain_indptr[:-1]], chain[chain_indptr[1:] - 1]
    length_m = np.add.reduceat(segments.length_m[chain >> 1], chain_indptr[:-1])
    kind = segments.kind[first >> 1]
    turned = (first & 1).astype(np.bool_)
    with_order = np.where(turned, kinds.backward_mph[kind], kinds.forward_mph[kind])
    against_order = np.where(turned, kinds.forward_mph[kind], kinds.backward_mph[kind])
    ends = np.stack([segments.tail, segments.head])
    between = segments.between
    shape_indptr, shape_lon, shape_lat = _shapes(
        chain,
        chain_indptr,
        segments.tail,
        segments.head,
        segments.node_lon,
        segments.node_lat,
        between.indptr,
        between.lon,
        between.lat,
    )
    return Contraction(
        edges=Edges(
            tail=ends[first & 1, first >> 1],
            head=ends[~last & 1, last >> 1],
            road_class=kinds.road_class[kind],
            departs=kinds.snappable[kind],
            arrives=kinds.snappable[kind],
            length_dm=np.round(length_m * DM_PER_M).astype(np.int32),
            forward_ms=_run_ms(length_m, with_order),
            backward_ms=_run_ms(length_m, against_order),
            forward_delay_ms=_arrival_delay(segments, last),
            backward_delay_ms=_arrival_delay(segments, first ^ 1),
            shape_indptr=shape_indptr,
            shape_lon=shape_lon,
            shape_lat=shape_lat,
        ),
        trip_end_only=kinds.trip_end_only[kind],
        node_lon=segments.node_lon,
        node_lat=segments.node_lat,
        signals=segments.signals,
        turn_rules=_along_edges(segments.turn_rules, chain, chain_indptr),
        classes=segments.classes,
        counts={**segments.counts, "segments": len(segments.tail)},
    )


def _along_edges(
    rules: tuple[TurnRule, ...], step: Int32, step_indptr: Int64
) -> tuple[TurnRule, ...]:
    """Return rules along edges for rules along segments, from the steps of each edge."""
    if not rules:
        return ()
    along = np.empty(len(step) * 2, dtype=np.int64)
    edge = np.repeat(np.arange(len(step_indptr) - 1), np.diff(step_indptr))
    along[step], along[step ^ 1] = edge * 2, edge * 2 + 1
    return tuple(replace(rule, along=tuple(along[list(rule.along)].tolist())) for rule in rules)


def _run_ms(length_m: npt.NDArray[np.float64], mph: npt.NDArray[np.float64]) -> Int32:
    open_to_cars = mph > 0
    ms = length_m / (np.where(open_to_cars, mph, 1) * M_PER_MILE / MS_PER_HOUR)
    return np.where(open_to_cars, np.round(ms), CLOSED).astype(np.int32)


def _arrival_delay(segments: Segments, step: Int32) -> Int32:
    """Return the delay at the end of steps (segment * 2, + 1 if walked backward)."""
    segment = step >> 1
    delay: Int32 = np.where(
        step & 1, segments.tail_delay_ms[segment], segments.head_delay_ms[segment]
    )
    return delay


def _passed_nodes(segments: Segments) -> Bool:
    """Tell which nodes lie within an edge: exactly two segment ends of one kind, in line, no delay."""
    n_nodes = len(segments.node_lon)
    ends = np.concatenate([segments.tail, segments.head])
    passed: Bool = np.bincount(ends, minlength=n_nodes) == 2
    passed &= ~segments.node_kept
    kind = np.concatenate([segments.kind, segments.kind])
    # Of one type with the kinds: numpy is thirty times as slow where it must convert.
    lowest = np.full(n_nodes, np.iinfo(kind.dtype).max, dtype=kind.dtype)
    highest = np.full(n_nodes, -1, dtype=kind.dtype)
    np.minimum.at(lowest, ends, kind)
    np.maximum.at(highest, ends, kind)
    passed &= lowest == highest
    passed[segments.head[segments.head_delay_ms > 0]] = False
    passed[segments.tail[segments.tail_delay_ms > 0]] = False
    passed[segments.tail[segments.tail == segments.head]] = False
    directed = segments.kinds.forward_mph != segments.kinds.backward_mph
    in_line = np.bincount(segments.head, minlength=n_nodes) == 1
    passed &= in_line | ~directed[np.where(passed, lowest, 0)]
    return passed


@kernel
def _chains(tail: Int32, head: Int32, passed: Bool) -> tuple[Int32, Int64]:
    """Walk every chain once.

    Returns steps (segment * 2, + 1 if walked backward), and where each chain's steps begin.
    """
    n_segments = len(tail)
    one_end = np.full(len(passed), -1, np.int32)
    other_end = np.full(len(passed), -1, np.int32)
    for segment in range(n_segments):
        for side in range(2):
            node = head[segment] if side else tail[segment]
            if passed[node]:
                if one_end[node] < 0:
                    one_end[node] = segment * 2 + side
                else:
                    other_end[node] = segment * 2 + side
    walked = np.zeros(n_segments, np.bool_)
    steps = np.empty(n_segments, np.int32)
    indptr = np.empty(n_segments + 1, np.int64)
    n_steps = n_chains = 0
    indptr[0] = 0
    for rings in range(2):
        for segment in range(n_segments):
            for side in range(2):
                start = head[segment] if side else tail[segment]
                if walked[segment] or (passed[start] and not rings):
                    continue
                step = segment * 2 + side
                while True:
                    walked[step >> 1] = True
                    steps[n_steps] = step
                    n_steps += 1
                    node = tail[step >> 1] if step & 1 else head[step >> 1]
                    if not passed[node] or node == start:
                        break
                    arrived = step ^ 1
                    step = other_end[node] if one_end[node] == arrived else one_end[node]
                n_chains += 1
                indptr[n_chains] = n_steps
    return steps, indptr[: n_chains + 1].copy()


@kernel
def _shapes(
    steps: Int32,
    steps_indptr: Int64,
    tail: Int32,
    head: Int32,
    node_lon: Float64,
    node_lat: Float64,
    between_indptr: Int64,
    between_lon: Float64,
    between_lat: Float64,
) -> tuple[Int64, Float64, Float64]:
    """Draw every chain, ends included: where its points begin, and their degrees."""
    n_chains = len(steps_indptr) - 1
    indptr = np.empty(n_chains + 1, np.int64)
    n_points = len(steps) + n_chains + between_indptr[-1]
    lon, lat = np.empty(n_points), np.empty(n_points)
    at = 0
    for chain in range(n_chains):
        indptr[chain] = at
        step = steps[steps_indptr[chain]]
        node = head[step >> 1] if step & 1 else tail[step >> 1]
        lon[at], lat[at] = node_lon[node], node_lat[node]
        at += 1
        for place in range(steps_indptr[chain], steps_indptr[chain + 1]):
            step = steps[place]
            segment = step >> 1
            begin, end = between_indptr[segment], between_indptr[segment + 1]
            for number in range(end - begin):
                point = end - 1 - number if step & 1 else begin + number
                lon[at], lat[at] = between_lon[point], between_lat[point]
                at += 1
            node = tail[segment] if step & 1 else head[segment]
            lon[at], lat[at] = node_lon[node], node_lat[node]
            at += 1
    indptr[n_chains] = at
    return indptr, lon, lat
