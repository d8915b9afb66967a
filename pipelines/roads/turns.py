"""Signed turn bans: a junction where a turn is banned becomes one node an arm and direction, and a step a turn.

A search knows roads, not turns, so that turns are built into the network as stretches of no length, only where
a ban asks for it: every other junction stays one node. A ban over a road in between (from, via road, to) makes
that road stand twice, once for the cars that come from where the ban begins. At such a junction a car does not
turn round, as it may at all others, unless it cannot go on; else it would drive into a side street and back
instead of the banned turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges, steps

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Float64 = npt.NDArray[np.float64]
Arcs = tuple[int, ...]


@dataclass(frozen=True)
class TurnRule:
    """What a sign at a junction says.

    Attributes
    ----------
    only : bool
        True where the way along all of `along` is the only one, False where it is banned.
    along : tuple of int
        Directions of travel one after the other, each two times a number, plus 1 if against the order of
        nodes: of segments as they are read (`Segments`), of edges once these are made.
    """

    only: bool
    along: Arcs


@dataclass(frozen=True, eq=False)
class TurnsBuiltIn:
    """Edges that no banned turn leads along.

    Attributes
    ----------
    edges : Edges
        Those away from the junctions of bans, then those at them, one an open direction, then the roads
        between of bans over a road, then the steps of no length that are the turns.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    counts : dict
        `turns_banned` and `junctions_with_turns`.
    """

    edges: Edges
    trip_end_only: Bool
    node_lon: Float64
    node_lat: Float64
    counts: dict[str, int]


def build_in_turns(
    edges: Edges,
    trip_end_only: Bool,
    rules: Sequence[TurnRule],
    node_lon: Float64,
    node_lat: Float64,
) -> TurnsBuiltIn:
    """Build signed turn bans into the network.

    Parameters
    ----------
    edges
        All edges, with the delays of their junctions.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    rules
        Along edges. A rule along a closed direction, or along roads that do not meet, says nothing.
    node_lon, node_lat : float64 (n,)
        Nodes.

    Returns
    -------
    TurnsBuiltIn
        Without a ban, what was given.
    """
    arcs = _Directions(edges, len(node_lon))
    banned = frozenset(_banned(rules, arcs))
    if not banned:
        counts = {"turns_banned": 0, "junctions_with_turns": 0}
        return TurnsBuiltIn(edges, trip_end_only, node_lon, node_lat, counts)
    turning = np.zeros(len(node_lon), dtype=np.bool_)
    turning[[arcs.head[arc] for sequence in banned for arc in sequence[:-1]]] = True
    counts = {"turns_banned": len(banned), "junctions_with_turns": int(turning.sum())}
    turning = _with_joints(turning, edges)
    touched = turning[edges.tail] | turning[edges.head]
    # A car that is under way to a ban over a road is told from the others on that road.
    aware = sorted({seq[:size] for seq in banned for size in range(2, len(seq))})
    alike = np.flatnonzero(np.repeat(touched, 2) & arcs.is_open)
    states: list[Arcs] = [(arc,) for arc in alike.tolist()] + aware
    arc = np.array([state[-1] for state in states])
    begins, ends = turning[arcs.tail[arc]], turning[arcs.head[arc]]
    start, end = arcs.tail[arc].copy(), arcs.head[arc].copy()
    start[begins] = len(node_lon) + np.arange(begins.sum())
    end[ends] = len(node_lon) + begins.sum() + np.arange(ends.sum())
    of = np.concatenate([arcs.tail[arc][begins], arcs.head[arc][ends]])
    lon, lat = (np.concatenate([xy, xy[of]]) for xy in (node_lon, node_lat))
    number = {state: row for row, state in enumerate(states)}
    turns = [
        (row, number[after])
        for row in np.flatnonzero(ends).tolist()
        for after in _ways_on(states[row], arcs, banned, number)
    ]
    before, after = np.array(turns, dtype=np.int64).reshape(-1, 2).T
    private = trip_end_only[arc >> 1]
    one_way = _one_way(edges, arc, start, end)
    stretches = steps(end[before], start[after], one_way.road_class[before], lon, lat)
    return TurnsBuiltIn(
        edges.take(~touched).followed_by(one_way).followed_by(stretches),
        np.concatenate([trip_end_only[~touched], private, private[before] & private[after]]),
        lon,
        lat,
        counts,
    )


class _Directions:
    """Edges by direction: 2 * edge along it, 2 * edge + 1 against it."""

    def __init__(self, edges: Edges, n_nodes: int) -> None:
        self.tail = np.stack([edges.tail, edges.head], axis=1).reshape(-1)
        self.head = np.stack([edges.head, edges.tail], axis=1).reshape(-1)
        both = np.stack([edges.forward_ms, edges.backward_ms], axis=1).reshape(-1)
        self.is_open: Bool = both != CLOSED
        leaving = np.flatnonzero(self.is_open)
        self._leaving = leaving[np.argsort(self.tail[leaving], kind="stable")]
        self._indptr = np.searchsorted(self.tail[self._leaving], np.arange(n_nodes + 1))

    def onward(self, arc: int) -> list[int]:
        """Return the open directions that leave where one arrives."""
        node = self.head[arc]
        found: list[int] = self._leaving[self._indptr[node] : self._indptr[node + 1]].tolist()
        return found

    def connected(self, along: Arcs) -> bool:
        """Tell whether a car can drive along these one after the other."""
        way = list(along)
        return bool(self.is_open[way].all() and (self.head[way[:-1]] == self.tail[way[1:]]).all())


def _banned(rules: Iterable[TurnRule], arcs: _Directions) -> Iterator[Arcs]:
    """Yield what may not be driven one after the other, two or more directions each."""
    for rule in rules:
        along = tuple(
            arc for at, arc in enumerate(rule.along) if at == 0 or arc != rule.along[at - 1]
        )
        if len(along) < 2 or not arcs.connected(along):
            continue
        if not rule.only:
            yield along
            continue
        for size in range(1, len(along)):
            for other in arcs.onward(along[size - 1]):
                if other != along[size]:
                    yield (*along[:size], other)


def _with_joints(turning: Bool, edges: Edges) -> Bool:
    """Add the nodes between two stretches of one road next to these: nobody turns round there either."""
    ends = np.bincount(np.concatenate([edges.tail, edges.head]), minlength=len(turning))
    joint = ends == 2
    while True:
        beside = np.zeros(len(turning), dtype=np.bool_)
        beside[edges.head[turning[edges.tail]]] = True
        beside[edges.tail[turning[edges.head]]] = True
        more = beside & joint & ~turning
        if not more.any():
            return turning
        turning = turning | more


def _ways_on(
    state: Arcs, arcs: _Directions, banned: frozenset[Arcs], known: dict[Arcs, int]
) -> list[Arcs]:
    """Return the states after a junction; a car turns round only where it cannot go on."""
    onward: list[Arcs] = []
    back: list[Arcs] = []
    for arc in arcs.onward(state[-1]):
        way = (*state, arc)
        endings = [way[at:] for at in range(len(way))]
        if any(ending in banned for ending in endings):
            continue
        after = next(ending for ending in endings if ending in known)
        (back if arc == state[-1] ^ 1 else onward).append(after)
    return onward or back


def _one_way(edges: Edges, arc: npt.NDArray[np.int64], start: Int32, end: Int32) -> Edges:
    """Return edges that are open in one direction, between nodes of their own."""
    against = (arc & 1).astype(np.bool_)
    taken = edges.take(arc >> 1)
    return replace(
        taken,
        tail=np.where(against, end, start).astype(np.int32),
        head=np.where(against, start, end).astype(np.int32),
        forward_ms=np.where(against, CLOSED, taken.forward_ms).astype(np.int32),
        backward_ms=np.where(against, taken.backward_ms, CLOSED).astype(np.int32),
    )
