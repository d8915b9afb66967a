"""Contraction: chains of nodes where nothing happens become one edge, whose shape is kept.

A node stays if other than two segments meet there, if what meets differs in kind (class, speed, direction),
if a car loses time there, or if the source wants it kept. Times and lengths are sums, so that drive times
between the nodes that stay are what they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges
from pipelines.roads.segments import Segments
from pipelines.roads.turns import TurnRule
from pipelines.routing.compiled import kernel
from pipelines.units import DM_PER_M, M_PER_MILE, MS_PER_HOUR

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Contraction:
    """Edges between nodes of the segments (their numbers are kept).

    Attributes
    ----------
    edges : Edges
        Stretches between nodes that stay.
    kind : int32 (e,)
        Row of the kinds of the segments.
    step : int32 (s,)
        The segments of all edges, one after the other: segment * 2, + 1 if walked backward.
    step_indptr : int64 (e + 1,)
        Those of edge j are step[step_indptr[j]:step_indptr[j + 1]].
    """

    edges: Edges
    kind: Int32
    step: Int32
    step_indptr: Int64

    def rules(self, of_segments: Sequence[TurnRule]) -> list[TurnRule]:
        """Return rules along edges for rules along segments."""
        if not of_segments:
            return []
        along = np.empty(len(self.step) * 2, dtype=np.int64)
        edge = np.repeat(np.arange(len(self.edges)), np.diff(self.step_indptr))
        along[self.step], along[self.step ^ 1] = edge * 2, edge * 2 + 1
        return [
            replace(rule, along=tuple(along[list(rule.along)].tolist())) for rule in of_segments
        ]


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
    chain, chain_indptr, path = _chains(segments.tail, segments.head, passed)
    first, last = chain[chain_indptr[:-1]], chain[chain_indptr[1:] - 1]
    length_m = np.add.reduceat(segments.length_m[chain >> 1], chain_indptr[:-1])
    kind = segments.kind[first >> 1]
    turned = (first & 1).astype(np.bool_)
    with_order = np.where(turned, kinds.backward_mph[kind], kinds.forward_mph[kind])
    against_order = np.where(turned, kinds.forward_mph[kind], kinds.backward_mph[kind])
    path_indptr = chain_indptr + np.arange(len(chain_indptr))
    return Contraction(
        Edges(
            tail=path[path_indptr[:-1]],
            head=path[path_indptr[1:] - 1],
            road_class=kinds.road_class[kind],
            departs=kinds.snappable[kind],
            arrives=kinds.snappable[kind],
            length_dm=np.round(length_m * DM_PER_M).astype(np.int32),
            forward_ms=_run_ms(length_m, with_order),
            backward_ms=_run_ms(length_m, against_order),
            forward_delay_ms=_arrival_delay(segments, last),
            backward_delay_ms=_arrival_delay(segments, first ^ 1),
            shape_indptr=path_indptr,
            shape_lon=segments.node_lon[path],
            shape_lat=segments.node_lat[path],
        ),
        kind,
        chain,
        chain_indptr,
    )


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


def _passed_nodes(segments: Segments) -> npt.NDArray[np.bool_]:
    """Tell which nodes lie within an edge: exactly two segment ends of one kind, in line, no delay."""
    n_nodes = len(segments.node_lon)
    ends = np.concatenate([segments.tail, segments.head])
    passed: npt.NDArray[np.bool_] = np.bincount(ends, minlength=n_nodes) == 2
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
def _chains(tail: Int32, head: Int32, passed: npt.NDArray[np.bool_]) -> tuple[Int32, Int64, Int32]:
    """Walk every chain once.

    Returns steps (segment * 2, + 1 if walked backward), where each chain's steps begin, and the nodes
    along each chain, ends included.
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
    path = np.empty(2 * n_segments, np.int32)
    n_steps = n_chains = n_path = 0
    indptr[0] = 0
    for rings in range(2):
        for segment in range(n_segments):
            for side in range(2):
                start = head[segment] if side else tail[segment]
                if walked[segment] or (passed[start] and not rings):
                    continue
                step = segment * 2 + side
                path[n_path] = start
                n_path += 1
                while True:
                    walked[step >> 1] = True
                    steps[n_steps] = step
                    n_steps += 1
                    node = tail[step >> 1] if step & 1 else head[step >> 1]
                    path[n_path] = node
                    n_path += 1
                    if not passed[node] or node == start:
                        break
                    arrived = step ^ 1
                    step = other_end[node] if one_end[node] == arrived else one_end[node]
                n_chains += 1
                indptr[n_chains] = n_steps
    return steps, indptr[: n_chains + 1].copy(), path[:n_path].copy()
