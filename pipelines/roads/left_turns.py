"""Left turns at junctions without signals, for which a car waits for a gap in the traffic that it crosses.

Traffic keeps to the right. Seen from the junction each road has a lane out and, to its left, a lane in; a turn
is a line from a lane in to a lane out. A left turn crosses others if its line meets that of another turn that
is open, between roads of no lower class: so it costs nothing from one one-way street into another, along a
roundabout, or where the larger road itself bends to the left. Turning round crosses the traffic of the road.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.roads.directions import Directions
from pipelines.roads.edges import Edges
from pipelines.routing.compiled import kernel
from pipelines.units import DM_PER_M

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

LEFT_FROM_DEG = 45.0
"""From here to 180 degrees a turn is a left one (Valhalla's `Turn::Type`; below, it is slight)."""

SIGNAL_REACH_M = 30.0
"""A signal so near before a junction is the junction's: OpenStreetMap has them at the stop line, too."""

JUNCTION_ENDS = 3


@dataclass(frozen=True, eq=False)
class SlowTurns:
    """Turns that take time (t turns).

    Attributes
    ----------
    before, after : int64 (t,)
        Directions of travel one after the other, as in `Directions`.
    delay_ms : int
        Milliseconds that each takes.
    """

    before: Int64
    after: Int64
    delay_ms: int


def left_turns(edges: Edges, rank: Float64, signals: Bool, delay_ms: int) -> SlowTurns:
    """Return the turns across others at junctions without signals.

    Parameters
    ----------
    edges
        All edges.
    rank : float64 (e,)
        Rank of the edge: the usual speed of its class.
    signals : bool (n,)
        Nodes with a traffic signal.
    delay_ms
        Lost at each.

    Returns
    -------
    SlowTurns
        Left turns that cross an open turn between roads of no lower rank than the lower one of the two, and
        turning round anywhere but at dead ends; neither at a junction where the car has a signal. The angle of
        a turn is that between the last piece of the road before and the first piece of the road after; a road
        without a direction (a gate, which has no length) is neither turned from nor into.
    """
    arcs = Directions(edges, len(signals))
    waits_for_signal = signals[arcs.head] | (
        signals[arcs.tail] & (np.repeat(edges.length_dm, 2) <= SIGNAL_REACH_M * DM_PER_M)
    )
    n_ends = arcs.n_ends[arcs.head]
    has_signal = waits_for_signal & (n_ends >= JUNCTION_ENDS)
    arrive = np.flatnonzero(arcs.is_open & (n_ends > 1) & ~has_signal)
    row, after = arcs.turns(arrive)
    before = arrive[row]
    by_node = np.argsort(arcs.tail, kind="stable")
    indptr = np.searchsorted(arcs.tail[by_node], np.arange(len(signals) + 1))
    slow = _crosses(before, after, arcs.tail, arcs.is_open, bearings(edges), rank, indptr, by_node)
    slow |= after == before ^ 1
    return SlowTurns(before[slow], after[slow], delay_ms)


def bearings(edges: Edges) -> Float64:
    """Return where each direction sets out to, float64 (2 e,): degrees clockwise from north.

    Null (NaN) where the first two points are the same place.
    """
    first, last = edges.shape_indptr[:-1], edges.shape_indptr[1:] - 1
    begin = np.stack([first, last], axis=1).reshape(-1)
    after = np.stack([first + 1, last - 1], axis=1).reshape(-1)
    lat = edges.shape_lat[begin]
    east = (edges.shape_lon[after] - edges.shape_lon[begin]) * np.cos(np.radians(lat))
    north = edges.shape_lat[after] - lat
    found = np.degrees(np.arctan2(east, north)) % 360
    return np.where((east == 0) & (north == 0), np.nan, found)


@kernel
def _crosses(
    before: Int64,
    after: Int64,
    tail: npt.NDArray[np.int32],
    is_open: Bool,
    bearing: Float64,
    rank: Float64,
    indptr: Int64,
    by_node: Int64,
) -> Bool:
    """Return which turns are left ones across others; `by_node` are all directions by where they begin."""
    found = np.zeros(len(before), np.bool_)
    for turn in range(len(before)):
        # Both roads as they set out from the junction.
        origin, target = before[turn] ^ 1, after[turn]
        between = (bearing[target] - bearing[origin]) % 360
        if not 0 < between <= 180 - LEFT_FROM_DEG:
            continue
        least = min(rank[origin >> 1], rank[target >> 1])
        # The line parts the lanes: on its left all between the two roads, with one lane of either.
        left_in, left_out = is_open[target ^ 1], is_open[origin]
        right_in = right_out = False
        node = tail[target]
        for other in by_node[indptr[node] : indptr[node + 1]]:
            at = (bearing[other] - bearing[origin]) % 360
            if other in (origin, target) or rank[other >> 1] < least:
                continue
            if 0 < at < between:
                left_in |= is_open[other ^ 1]
                left_out |= is_open[other]
            elif at > between:
                right_in |= is_open[other ^ 1]
                right_out |= is_open[other]
        found[turn] = (left_in and right_out) or (right_in and left_out)
    return found
