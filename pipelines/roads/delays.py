"""Seconds lost where roads meet: every arc carries the delay at the node where it ends.

A car waits at signals and signs, and it slows down where it comes upon a road of higher rank. Which way it
turns is not known to the network, so that a delay is what a car loses there on average.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.roads.ways.access import GATES, Use, barrier_use
from pipelines.units import MS_PER_S

Tags = Mapping[str, str]
Int32 = npt.NDArray[np.int32]

TOLL_BOOTH_S = 15.0
"""Seconds at a toll booth (Valhalla's toll_booth_cost)."""


def control_delay_ms(tags: Tags, roads: Roads) -> tuple[int, int]:
    """Return the delay at a node with a signal, a sign or a barrier that opens.

    Parameters
    ----------
    tags
        Tags of the node.
    roads
        Settings: `signal_delay_s`, `stop_delay_s`, `gate_delay_s`, `border_delay_s`.

    Returns
    -------
    (int, int)
        Milliseconds for a car that comes along the way's order of nodes, and against it.
    """
    control = tags.get("highway")
    seconds = 0.0
    if control == "traffic_signals":
        seconds = roads.signal_delay_s
    elif control == "stop":
        seconds = roads.stop_delay_s
    elif control == "give_way":
        seconds = roads.stop_delay_s / 2
    side = tags.get("traffic_signals:direction", tags.get("direction"))
    barrier_s = (
        0.0 if barrier_use(tags) is Use.CLOSED else _barrier_delay_s(tags.get("barrier"), roads)
    )
    forward_s = barrier_s if side == "backward" else barrier_s + seconds
    backward_s = barrier_s if side == "forward" else barrier_s + seconds
    return round(forward_s * MS_PER_S), round(backward_s * MS_PER_S)


def _barrier_delay_s(barrier: str | None, roads: Roads) -> float:
    if barrier in GATES:
        return roads.gate_delay_s
    if barrier == "border_control":
        return roads.border_delay_s
    return TOLL_BOOTH_S if barrier == "toll_booth" else 0.0


def junction_delay_ms(
    *,
    head: Int32,
    tail: Int32,
    rank: npt.NDArray[np.float64],
    flowing: npt.NDArray[np.bool_],
    ramp: npt.NDArray[np.bool_],
    n_nodes: int,
    equal_s: float,
    lower_s: float,
) -> Int32:
    """Return the delay of each arc at the junction where it ends.

    Parameters
    ----------
    head, tail : int32 (e,)
        End nodes of edges; a loop has both alike.
    rank : float64 (e,)
        Rank of the edge: the usual speed of its class.
    flowing : bool (e,)
        Edges without crossings at grade (motorways, ferries): they never wait.
    ramp : bool (e,)
        Edges that wait only where they end on an ordinary road, and for which nobody waits.
    n_nodes
        Number of nodes.
    equal_s, lower_s
        Seconds lost where roads of one rank meet, and where a road meets one of higher rank.

    Returns
    -------
    int32 (2, e)
        Milliseconds on arriving at `head`, and at `tail`: `lower_s` where a road meets one of higher rank or
        a ramp ends on an ordinary road, `equal_s` where three or more ends of the highest rank meet, else 0.
        A road of the highest rank passes side streets freely.
    """
    ordinary = ~flowing & ~ramp
    ends = np.concatenate([head[ordinary], tail[ordinary]])
    end_rank = np.concatenate([rank[ordinary], rank[ordinary]])
    degree = np.bincount(ends, minlength=n_nodes)
    highest = np.full(n_nodes, -np.inf)
    np.maximum.at(highest, ends, end_rank)
    equals = np.bincount(ends[end_rank == highest[ends]], minlength=n_nodes)
    delays = []
    for end in (head, tail):
        lower = ordinary & (degree[end] >= 3) & (rank < highest[end])
        lower |= ramp & (degree[end] >= 1)
        equal = ordinary & (rank == highest[end]) & (equals[end] >= 3)
        seconds = np.select([lower, equal], [lower_s, equal_s], 0.0)
        delays.append(np.round(seconds * MS_PER_S).astype(np.int32))
    return np.stack(delays)
