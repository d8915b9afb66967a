"""Left turns that take time: towns with known answers, and a search that remembers how it came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.roads.left_turns import bearings, left_turns
from tests.roads.test_turns import arcs_of, built, drive_ms, naive_ms, town, towns_with_rules
from tests.roads.worlds import Town, node_at

DELAY_MS = 5_000
CROSS = [(0, 0), (-100, 0), (100, 0), (0, -100), (0, 100)]
FROM_WEST, FROM_EAST, FROM_SOUTH, FROM_NORTH = 0, 2, 4, 6
TO_WEST, TO_EAST, TO_SOUTH, TO_NORTH = 1, 3, 5, 7
TWO_WAY = [(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0)]


def slow_at_crossing(rows, rank=None, lit=()):
    """Slow turns at node 0, but turning round; edge k joins the k-th place of `rows`."""
    edges, segments = town(CROSS, rows)
    signals = np.isin(np.arange(len(segments.node_lon)), lit)
    found = left_turns(edges, np.array(rank or [30.0] * len(rows)), signals, DELAY_MS)
    pairs = zip(found.before.tolist(), found.after.tolist(), strict=True)
    return {(a, b) for a, b in pairs if b != a ^ 1}


def test_each_left_turn_at_a_crossing_is_slow_and_no_other():
    assert slow_at_crossing(TWO_WAY) == {
        (FROM_WEST, TO_NORTH),
        (FROM_NORTH, TO_EAST),
        (FROM_EAST, TO_SOUTH),
        (FROM_SOUTH, TO_WEST),
    }


def test_a_signal_at_the_junction_lets_cars_turn():
    assert slow_at_crossing(TWO_WAY, lit=(0,)) == set()


@pytest.mark.parametrize(("away_m", "slow"), [(29, False), (31, True)])
def test_so_does_one_at_the_stop_line_for_those_who_come_by_it(away_m, slow):
    places, rows = [*CROSS, (-away_m, 0)], [(1, 5, 0), (5, 0, 0), *TWO_WAY[1:]]
    edges, _ = town(places, rows)
    signals = np.arange(6) == 5
    found = left_turns(edges, np.full(len(edges), 30.0), signals, DELAY_MS)
    pairs = set(zip(found.before.tolist(), found.after.tolist(), strict=True))
    assert ((2, 9) in pairs) == slow
    # Who comes from the other side has no signal.
    assert (4, 7) in pairs


def test_from_one_way_street_to_one_way_street_nothing_is_crossed():
    # Cars go from south to north and from east to west.
    one_way = [(0, 1, 1), (2, 0, 1), (3, 0, 1), (0, 4, 1)]
    assert slow_at_crossing(one_way) == set()


def test_where_the_larger_road_bends_only_the_side_road_waits():
    # The larger road comes from the south and goes on to the west; the smaller one leads north.
    rows, rank = [(1, 0, 0), (3, 0, 0), (4, 0, 0)], [50.0, 50.0, 30.0]
    south_to_west, west_to_north = (2, 1), (0, 5)
    assert slow_at_crossing(rows, rank) == {west_to_north}
    assert slow_at_crossing(rows) == {west_to_north, south_to_west}


def test_a_roundabout_is_left_and_followed_without_waiting(tmp_path):
    street = {"highway": "residential"}
    round_about = Town(
        nodes={1: (0, 0), 2: (20, -20), 3: (40, 0), 4: (20, 20)}
        | {5: (-500, 0), 6: (20, -500), 7: (540, 0), 8: (20, 500)},
        ways=[
            ([1, 2, 3, 4, 1], {**street, "junction": "roundabout"}),
            *(([arm, node], street) for arm, node in ((5, 1), (6, 2), (7, 3), (8, 4))),
        ],
    )
    network = round_about.network(tmp_path, left_turn_delay_s=5, junction_delay_s=0)
    # Every slow turn is turning round, out of an arm and back.
    assert network.counts["turns_slow"] == 4
    assert sorted(set(network.delay_ms.tolist())) == [0, 5000]


def test_without_a_delay_junctions_stay_single_nodes(tmp_path):
    street = {"highway": "residential"}
    tee = Town({1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 90)}, [([1, 2, 3], street)])
    tee.ways.append(([2, 4], street))
    assert tee.network(tmp_path).n_nodes == 4
    slow = tee.network(tmp_path, left_turn_delay_s=2)
    assert slow.n_nodes == 3 + 6
    assert slow.counts["nodes_largest_piece"] == 4
    # To the west end from the side street: left, and right.
    assert slow.counts["turns_slow"] == 2 + 3
    assert node_at(slow, 0, 0) >= 0


def naive_turn_ms(edges, rank, signals):
    """Look at all turns at a junction as lines between lanes on a circle, and at which lines meet."""
    arcs = {2 * code + way: (tail, head) for code, way, tail, head, _, _ in arcs_of(edges)}
    ends = np.bincount(np.concatenate([edges.tail, edges.head]))
    away = bearings(edges)

    def lane_in(arc):
        return (away[arc ^ 1] - 1e-6) % 360

    def lane_out(arc):
        return (away[arc] + 1e-6) % 360

    def turn_ms(before, after):
        tail, node = arcs[before]
        lit = signals[node] or (signals[tail] and edges.length_dm[before >> 1] <= 300)
        if ends[node] < 2 or (lit and ends[node] > 2):
            return 0
        if after == before ^ 1:
            return DELAY_MS
        turned_left = (away[before ^ 1] + 180 - away[after]) % 360
        if not 45 <= turned_left < 180 or away[before ^ 1] == away[after]:
            return 0
        least = min(rank[before >> 1], rank[after >> 1])

        def on_the_left(lane):
            return (lane - lane_in(before)) % 360 < (lane_out(after) - lane_in(before)) % 360

        def apart(arm):
            """Whether a road is one of the two or drawn beside them, not upon."""
            upon = away[arm] in (away[before ^ 1], away[after])
            return arm in (before ^ 1, after) or not upon

        arriving = [a for a in arcs if arcs[a][1] == node and a != before and apart(a ^ 1)]
        leaving = [a for a in arcs if arcs[a][0] == node and a != after and apart(a)]
        for come in arriving:
            for go in leaving:
                large = min(rank[come >> 1], rank[go >> 1]) >= least
                if large and on_the_left(lane_in(come)) != on_the_left(lane_out(go)):
                    return DELAY_MS
        return 0

    return turn_ms


@settings(max_examples=50, deadline=None)
@given(towns_with_rules(), st.randoms(use_true_random=False))
def test_drives_are_those_of_a_search_that_remembers_the_way(world, random):
    edges, segments, rules = world
    rank = np.array([random.choice((20.0, 30.0, 50.0)) for _ in range(len(edges))])
    signals = np.array([random.random() < 0.15 for _ in segments.node_lon])
    rules = rules[: random.randint(0, 1)]
    slow = left_turns(edges, rank, signals, DELAY_MS)
    result = built(edges, segments, rules, slow)
    turn_ms = naive_turn_ms(edges, rank, signals)
    arcs = [arc[:2] for arc in arcs_of(edges)]
    for first in random.sample(arcs, 2):
        for last in arcs:
            assert drive_ms(result.edges, first, last) == naive_ms(
                edges, rules, first, last, turn_ms
            )
