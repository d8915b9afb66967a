"""Turns: a junction where one is banned or takes time becomes one node an arm and direction, and a step a turn.

A search knows roads, not turns, so that turns are built into the network as stretches of no length, only where
a ban or a delay asks for it: every other junction stays one node. A ban over a road in between (from, via road,
to) makes that road stand twice, once for the cars that come from where the ban begins. At a junction with a ban
a car does not turn round, as it may at all others, unless it cannot go on; else it would drive into a side
street and back instead of the banned turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipelines.roads.directions import Directions
from pipelines.roads.edges import CLOSED, Edges, steps
from pipelines.roads.left_turns import SlowTurns

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
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
    """Edges that no banned turn leads along, and on which slow turns take their time.

    Attributes
    ----------
    edges : Edges
        Those away from such junctions, then those at them, one an open direction, then the roads between of
        bans over a road, then the steps of no length that are the turns.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    junction : int64 (n,)
        The node that each was, or is a part of.
    counts : dict
        `turns_banned`, `turns_slow` and `junctions_with_turns`.
    """

    edges: Edges
    trip_end_only: Bool
    node_lon: Float64
    node_lat: Float64
    junction: Int64
    counts: dict[str, int]


def build_in_turns(
    edges: Edges,
    trip_end_only: Bool,
    rules: Sequence[TurnRule],
    slow: SlowTurns | None,
    node_lon: Float64,
    node_lat: Float64,
) -> TurnsBuiltIn:
    """Build signed turn bans and turns that take time into the network.

    Parameters
    ----------
    edges
        All edges, with the delays of their junctions.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    rules
        Along edges. A rule along a closed direction, or along roads that do not meet, says nothing.
    slow
        Turns along edges that take time; None for no such turns.
    node_lon, node_lat : float64 (n,)
        Nodes.

    Returns
    -------
    TurnsBuiltIn
        Without a ban and a slow turn, what was given.
    """
    n_nodes = len(node_lon)
    arcs = Directions(edges, n_nodes)
    banned = frozenset(_banned(rules, arcs))
    n_slow = 0 if slow is None else len(slow.before)
    if not banned and not n_slow:
        counts = {"turns_banned": 0, "turns_slow": 0, "junctions_with_turns": 0}
        itself = np.arange(n_nodes)
        return TurnsBuiltIn(edges, trip_end_only, node_lon, node_lat, itself, counts)
    bans = np.zeros(n_nodes, dtype=np.bool_)
    bans[[arcs.head[arc] for sequence in banned for arc in sequence[:-1]]] = True
    turning = bans.copy()
    if slow is not None:
        turning[arcs.head[slow.before]] = True
    counts = {
        "turns_banned": len(banned),
        "turns_slow": n_slow,
        "junctions_with_turns": int(turning.sum()),
    }
    # Nobody turns round between two stretches of one road next to a ban either.
    bans = arcs.with_joints(bans)
    turning |= bans
    touched = turning[edges.tail] | turning[edges.head]
    # A car that is under way to a ban over a road is told from the others on that road.
    aware = sorted({seq[:size] for seq in banned for size in range(2, len(seq))})
    alike = np.flatnonzero(np.repeat(touched, 2) & arcs.is_open)
    arc = np.concatenate([alike, [state[-1] for state in aware]]).astype(np.int64)
    begins, ends = turning[arcs.tail[arc]], turning[arcs.head[arc]]
    start, end = arcs.tail[arc].copy(), arcs.head[arc].copy()
    start[begins] = n_nodes + np.arange(begins.sum())
    end[ends] = n_nodes + begins.sum() + np.arange(ends.sum())
    of = np.concatenate([arcs.tail[arc][begins], arcs.head[arc][ends]])
    lon, lat = (np.concatenate([xy, xy[of]]) for xy in (node_lon, node_lat))
    before, after = _turns(arcs, arc, aware, banned, ends & bans[arcs.head[arc]], ends)
    private = trip_end_only[arc >> 1]
    one_way = _one_way(edges, arc, start, end)
    stretches = steps(end[before], start[after], one_way.road_class[before], lon, lat)
    if slow is not None:
        stretches = replace(
            stretches, forward_delay_ms=_delay_ms(slow, arc[before], arc[after], len(arcs.head))
        )
    return TurnsBuiltIn(
        edges.take(~touched).followed_by(one_way, stretches),
        np.concatenate([trip_end_only[~touched], private, private[before] & private[after]]),
        lon,
        lat,
        np.concatenate([np.arange(n_nodes), of]),
        counts,
    )


def _turns(
    arcs: Directions,
    arc: Int64,
    aware: list[Arcs],
    banned: frozenset[Arcs],
    at_ban: Bool,
    ends: Bool,
) -> tuple[Int64, Int64]:
    """Return the open turns from row to row of `arc`; the last rows are those of the cars that are `aware`."""
    n_alike = len(arc) - len(aware)
    row_of = np.zeros(len(arcs.head), dtype=np.int64)
    row_of[arc[:n_alike]] = np.arange(n_alike)
    free = np.flatnonzero(ends & ~at_ban)
    comes, onward = arcs.turns(arc[free])
    bound = np.flatnonzero(at_ban).tolist()
    states = [aware[row - n_alike] if row >= n_alike else (int(arc[row]),) for row in bound]
    known = {state: n_alike + row for row, state in enumerate(aware)}
    turns = [
        (row, known[after] if len(after) > 1 else int(row_of[after[0]]))
        for row, state in zip(bound, states, strict=True)
        for after in _ways_on(state, arcs, banned, known)
    ]
    before, after = np.array(turns, dtype=np.int64).reshape(-1, 2).T
    return np.concatenate([free[comes], before]), np.concatenate([row_of[onward], after])


def _delay_ms(slow: SlowTurns, before: Int64, after: Int64, n_arcs: int) -> Int32:
    """Return what each turn takes, milliseconds."""
    is_slow = np.isin(before * n_arcs + after, slow.before * n_arcs + slow.after)
    return np.where(is_slow, slow.delay_ms, 0).astype(np.int32)


def _banned(rules: Iterable[TurnRule], arcs: Directions) -> Iterator[Arcs]:
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


def _ways_on(
    state: Arcs, arcs: Directions, banned: frozenset[Arcs], known: dict[Arcs, int]
) -> list[Arcs]:
    """Return the states after a junction; a car turns round only where it cannot go on."""
    onward: list[Arcs] = []
    back: list[Arcs] = []
    for arc in arcs.onward(state[-1]):
        way = (*state, arc)
        endings = [way[at:] for at in range(len(way))]
        if any(ending in banned for ending in endings):
            continue
        after = next(ending for ending in endings if len(ending) == 1 or ending in known)
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
