"""Roads as segments between nodes, the form that every source is brought to first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from pipelines.roads.turns import TurnRule


@dataclass(frozen=True, eq=False)
class Kinds:
    """What segments have in common (k kinds): only segments of one kind are joined to one edge.

    Attributes
    ----------
    road_class : uint8 (k,)
        Index into the classes.
    forward_mph, backward_mph : float64 (k,)
        Free-flow speed in and against the order of nodes; 0 where a car may not go.
    snappable : bool (k,)
        Whether a trip may begin or end there.
    trip_end_only : bool (k,)
        Open only to cars that begin or end their trip there (private, destination).
    """

    road_class: npt.NDArray[np.uint8]
    forward_mph: npt.NDArray[np.float64]
    backward_mph: npt.NDArray[np.float64]
    snappable: npt.NDArray[np.bool_]
    trip_end_only: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Between:
    """The points between the ends of segments, which give them their shape (s segments, p points).

    Attributes
    ----------
    indptr : int64 (s + 1,)
        Points of segment i are indptr[i]:indptr[i + 1], from tail to head.
    lon, lat : float64 (p,)
        WGS 84 degrees.
    """

    indptr: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]

    @classmethod
    def nothing(cls, n_segments: int) -> Self:
        """Return that of straight segments."""
        return cls(np.zeros(n_segments + 1, dtype=np.int64), np.empty(0), np.empty(0))

    def followed_by_straight(self, n_segments: int) -> Self:
        """Return these and then as many straight segments."""
        ends = np.full(n_segments, self.indptr[-1], dtype=np.int64)
        return type(self)(np.concatenate([self.indptr, ends]), self.lon, self.lat)


@dataclass(frozen=True, eq=False)
class Segments:
    """Segments of road between nodes, straight or with a shape (n nodes, s segments).

    Attributes
    ----------
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    node_kept : bool (n,)
        Nodes that stay nodes, also where only two segments meet.
    tail, head : int32 (s,)
        End nodes.
    kind : int32 (s,)
        Row of `kinds`.
    length_m : float64 (s,)
        Length along the road, metres.
    head_delay_ms, tail_delay_ms : int32 (s,)
        Delay by signals, signs and gates on arriving at the head (forward) and at the tail (backward).
    between : Between
        The points between the ends.
    kinds : Kinds
        Attributes by kind.
    classes : tuple of str
        Names of the road classes.
    counts : dict
        What was read and left out, by reason.
    turn_rules : tuple of TurnRule
        Signed turn bans, along segments.
    signals : bool (n,) or None
        Nodes with a traffic signal; None where the source tells of none.
    """

    node_lon: npt.NDArray[np.float64]
    node_lat: npt.NDArray[np.float64]
    node_kept: npt.NDArray[np.bool_]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    length_m: npt.NDArray[np.float64]
    head_delay_ms: npt.NDArray[np.int32]
    tail_delay_ms: npt.NDArray[np.int32]
    between: Between
    kinds: Kinds
    classes: tuple[str, ...]
    counts: dict[str, int]
    turn_rules: tuple[TurnRule, ...] = ()
    signals: npt.NDArray[np.bool_] | None = None
