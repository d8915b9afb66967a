"""Turn bans at edges: against a search over histories, which knows what was driven before."""

import heapq
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.roads.contract import contract
from pipelines.roads.edges import CLOSED
from pipelines.roads.turns import TurnRule, build_in_turns
from tests.roads.worlds import segments_of

TWO_WAY, ONE_WAY = (0, 60.0, 60.0, True, False), (0, 60.0, 0.0, True, False)


def town(places, rows):
    segments = segments_of(places, rows, [TWO_WAY, ONE_WAY], kept=range(len(places)))
    edges = contract(segments).edges
    # Edges are known again by their class.
    return replace(edges, road_class=np.arange(len(edges), dtype=np.uint8)), segments


def built(edges, segments, rules, slow=None):
    private = np.zeros(len(edges), dtype=bool)
    return build_in_turns(edges, private, rules, slow, segments.node_lon, segments.node_lat)


def arcs_of(edges):
    """Rows (class, direction, tail, head, milliseconds, is a step) of all open directions."""
    rows = []
    for row in range(len(edges)):
        step = not (edges.departs[row] or edges.arrives[row])
        ends = int(edges.tail[row]), int(edges.head[row])
        for way, side in enumerate(("forward", "backward")):
            ms = getattr(edges, f"{side}_ms")[row]
            if ms != CLOSED:
                ms += getattr(edges, f"{side}_delay_ms")[row]
                rows.append((int(edges.road_class[row]), way, *ends[:: 1 - 2 * way], int(ms), step))
    return rows


def drive_ms(edges, first, last):
    """Milliseconds from the end of an arc, (class, direction), to the end of another; None without a way."""
    arcs = arcs_of(edges)
    leaving = {}
    for arc in arcs:
        leaving.setdefault(arc[2], []).append(arc)
    # The first edge of a road is the one on which a trip begins.
    queue = [(0, next(arc[3] for arc in arcs if arc[:2] == first and not arc[5]))]
    seen, answer = set(), None
    while queue:
        ms, node = heapq.heappop(queue)
        if node in seen:
            continue
        seen.add(node)
        for code, way, _, head, more, step in leaving.get(node, []):
            if (code, way) == last and not step:
                answer = min(answer, ms + more) if answer is not None else ms + more
            heapq.heappush(queue, (ms + more, head))
    return answer


def naive_ms(edges, rules, first, last, turn_ms=lambda before, after: 0):
    """The same by histories: nothing banned, and no turning round beside a ban unless nothing else is left."""
    arcs = {2 * code + way: (tail, head, ms) for code, way, tail, head, ms, _ in arcs_of(edges)}
    banned = [rule.along for rule in rules if not rule.only]
    for rule in rules:
        if rule.only:
            for size in range(1, len(rule.along)):
                banned += [
                    (*rule.along[:size], arc)
                    for arc, (tail, _, _) in arcs.items()
                    if tail == arcs[rule.along[size - 1]][1] and arc != rule.along[size]
                ]
    turning = {arcs[arc][1] for along in banned for arc in along[:-1]}
    ends = np.bincount(np.concatenate([edges.tail, edges.head]))
    while True:
        beside = {
            b
            for tail, head in zip(edges.tail.tolist(), edges.head.tolist(), strict=True)
            for a, b in ((tail, head), (head, tail))
            if a in turning and ends[b] == 2
        }
        if beside <= turning:
            break
        turning |= beside
    longest = max((len(along) for along in banned), default=2)
    queue, seen, answer = [(0, (2 * first[0] + first[1],))], set(), None
    while queue:
        ms, history = heapq.heappop(queue)
        if history in seen:
            continue
        seen.add(history)
        node = arcs[history[-1]][1]
        ways = [
            arc
            for arc, (tail, _, _) in arcs.items()
            if tail == node and not any((*history, arc)[-len(along) :] == along for along in banned)
        ]
        if node in turning:
            ways = [arc for arc in ways if arc != history[-1] ^ 1] or ways
        for arc in ways:
            spent = ms + turn_ms(history[-1], arc) + arcs[arc][2]
            if arc == 2 * last[0] + last[1]:
                answer = min(answer, spent) if answer is not None else spent
            heapq.heappush(queue, (spent, (*history, arc)[-longest:]))
    return answer


# A crossing: 0 in the middle, 1 west, 2 east, 3 south, 4 north; 5 joins east and north.
CROSS = [(0, 0), (-100, 0), (100, 0), (0, -100), (0, 100), (150, 150)]
ROADS = [(1, 0, 0), (0, 2, 0), (3, 0, 0), (0, 4, 0), (2, 5, 0), (5, 4, 0)]
FROM_WEST, TO_EAST, TO_NORTH, ROUND_EAST, ROUND_NORTH = (0, 0), (1, 0), (3, 0), (4, 0), (5, 0)


def along(*arcs):
    return tuple(2 * edge + way for edge, way in arcs)


def lengths_ms(edges, *rows):
    return sum(int(edges.forward_ms[row]) for row in rows)


def test_a_car_goes_round_a_banned_turn_and_does_not_turn_round_in_a_side_street():
    edges, segments = town(CROSS, ROADS)
    assert drive_ms(edges, FROM_WEST, TO_NORTH) == lengths_ms(edges, 3)
    ban = TurnRule(False, along(FROM_WEST, TO_NORTH))
    result = built(edges, segments, [ban])
    assert result.counts == {"turns_banned": 1, "turns_slow": 0, "junctions_with_turns": 1}
    there = drive_ms(result.edges, FROM_WEST, (3, 1))
    assert there == lengths_ms(edges, 1, 4, 5, 3)
    # Other turns at the junction are as they were.
    for first, last in (((2, 0), TO_NORTH), (FROM_WEST, TO_EAST), ((3, 1), (0, 1))):
        assert drive_ms(result.edges, first, last) == lengths_ms(edges, last[0])


def test_only_straight_on_bans_all_else():
    edges, segments = town(CROSS, ROADS)
    result = built(edges, segments, [TurnRule(True, along(FROM_WEST, TO_EAST))])
    assert drive_ms(result.edges, FROM_WEST, TO_EAST) == lengths_ms(edges, 1)
    assert drive_ms(result.edges, FROM_WEST, (3, 1)) == lengths_ms(edges, 1, 4, 5, 3)
    assert drive_ms(result.edges, (2, 0), TO_NORTH) == lengths_ms(edges, 3)


def test_a_ban_over_a_road_holds_only_for_those_who_come_from_its_beginning():
    edges, segments = town(CROSS, ROADS)
    result = built(edges, segments, [TurnRule(False, along(FROM_WEST, TO_EAST, ROUND_EAST))])
    assert drive_ms(result.edges, (2, 0), ROUND_EAST) == lengths_ms(edges, 1, 4)
    assert drive_ms(result.edges, TO_EAST, ROUND_EAST) == lengths_ms(edges, 4)
    # From the west it is round by the north, to the same road the other way.
    assert drive_ms(result.edges, FROM_WEST, (4, 1)) == lengths_ms(edges, 3, 5, 4)


def test_a_road_whose_only_way_on_is_banned_is_left_as_it_was_entered():
    places, rows = [(0, 0), (100, 0), (200, 0)], [(0, 1, 0), (1, 2, 0)]
    edges, segments = town(places, rows)
    result = built(edges, segments, [TurnRule(False, along((0, 0), (1, 0)))])
    assert drive_ms(result.edges, (0, 0), (1, 0)) is None
    assert drive_ms(result.edges, (0, 0), (0, 1)) == lengths_ms(edges, 0)


def test_rules_along_closed_or_distant_roads_say_nothing():
    edges, segments = town(CROSS, [(1, 0, 1), (0, 2, 0), (3, 0, 0)])
    rules = [TurnRule(False, along((1, 1), (0, 1))), TurnRule(True, along((2, 0), (2, 0)))]
    result = built(edges, segments, rules)
    assert result.edges is edges
    assert result.counts == {"turns_banned": 0, "turns_slow": 0, "junctions_with_turns": 0}


@st.composite
def towns_with_rules(draw):
    n = draw(st.integers(3, 6))
    places = [(draw(st.integers(-9, 9)) * 100, i * 100) for i in range(n)]
    node = st.integers(0, n - 1)
    row = st.tuples(node, node, st.integers(0, 1)).filter(lambda row: row[0] != row[1])
    rows = draw(st.lists(row, min_size=3, max_size=9))
    edges, segments = town(places, rows)
    arcs = arcs_of(edges)
    rules = []
    for _ in range(draw(st.integers(1, 4))):
        way = [draw(st.sampled_from(arcs))]
        for _ in range(draw(st.integers(1, 2))):
            onward = [arc for arc in arcs if arc[2] == way[-1][3]]
            if onward:
                way.append(draw(st.sampled_from(onward)))
        if len(way) > 1 and all(a != b for a, b in pairwise(way)):
            rules.append(TurnRule(draw(st.booleans()), tuple(2 * arc[0] + arc[1] for arc in way)))
    return edges, segments, rules


@settings(max_examples=150, deadline=None)
@given(towns_with_rules())
def test_drives_are_those_of_a_search_that_remembers_the_way(world):
    edges, segments, rules = world
    result = built(edges, segments, rules)
    arcs = [arc[:2] for arc in arcs_of(edges)]
    for first in arcs:
        for last in arcs:
            assert drive_ms(result.edges, first, last) == naive_ms(edges, rules, first, last)
