import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint

from pipelines.roads.components import kept_nodes
from pipelines.roads.contract import contract
from tests.roads.worlds import segments_of

KINDS = [(0, 60.0, 60.0, True, False), (0, 60.0, 0.0, True, False)]


def kept(rows, n, least, places=None, gap_m=1e6):
    places = places or [(100.0 * i, 37.0 * i * i) for i in range(n)]
    segments = segments_of(places, rows, KINDS, kept=tuple(range(n)))
    mask, counts = kept_nodes(
        contract(segments).edges, np.arange(n), separate_piece_nodes=least, island_gap_m=gap_m
    )
    return np.flatnonzero(mask).tolist(), counts


def test_roads_without_a_way_back_are_left_out():
    # 0 - 1 - 2 both ways; 3 can only be entered, 4 only be left.
    nodes, counts = kept([(0, 1, 0), (1, 2, 0), (2, 3, 1), (4, 0, 1)], 5, 100)
    assert nodes == [0, 1, 2]
    assert counts == {
        "nodes_largest_piece": 3,
        "separate_pieces": 0,
        "nodes_separate_pieces": 0,
        "nodes_unconnected": 2,
        "edges_unconnected": 2,
    }


def test_a_one_way_ring_hangs_together():
    nodes, _ = kept([(0, 1, 1), (1, 2, 1), (2, 0, 1), (2, 3, 1)], 4, 100)
    assert nodes == [0, 1, 2]


def test_an_island_is_kept_if_it_is_large_enough():
    rows = [(0, 1, 0), (1, 2, 0), (3, 4, 0), (5, 6, 0), (6, 7, 0), (7, 8, 0)]
    nodes, counts = kept(rows, 9, 100)
    assert nodes == [5, 6, 7, 8]
    assert counts["nodes_unconnected"] == 5
    nodes, counts = kept(rows, 9, 3)
    assert nodes == [0, 1, 2, 5, 6, 7, 8]
    assert counts["separate_pieces"] == 1
    assert counts["nodes_separate_pieces"] == 3
    assert counts["nodes_unconnected"] == 2


def test_nodes_without_roads_are_no_piece():
    nodes, counts = kept([(1, 2, 0)], 3, 2)
    assert nodes == [1, 2]
    assert counts["nodes_unconnected"] == 0


@pytest.mark.parametrize("at_once", [1, 10**6])
def test_a_small_piece_far_from_all_others_is_an_island_and_a_near_one_a_gap_in_the_map(
    monkeypatch, at_once
):
    monkeypatch.setattr("pipelines.roads.edges.AT_ONCE", at_once)
    # A straight road of 20 km; a stub 300 m beside its middle, far from its ends; an island 6 km off.
    places = [
        (0, 0),
        (20_000, 0),
        (20_000, 100),
        (10_000, 300),
        (10_000, 400),
        (10_000, -6000),
        (10_000, -6100),
        (30_000, 0),
    ]
    rows = [(0, 1, 0), (1, 2, 0), (3, 4, 0), (5, 6, 0), (1, 7, 1)]
    nodes, counts = kept(rows, 8, 100, places, gap_m=1000)
    assert nodes == [0, 1, 2, 5, 6]
    assert counts["separate_pieces"] == 1
    assert counts["nodes_unconnected"] == 3, "the stub, and the end of a road without a way back"


spot = st.tuples(st.integers(-9_000, 9_000), st.integers(-9_000, 9_000))


@given(st.lists(spot, min_size=6, max_size=6, unique=True), st.lists(spot, min_size=1, max_size=4))
def test_islands_are_the_pieces_of_which_every_point_lies_farther_off_than_the_gap(main, stubs):
    gap_m, ends = 1500.0, [(x + 40, y + 30) for x, y in stubs]
    places = [*main, *(place for pair in zip(stubs, ends, strict=True) for place in pair)]
    off_m = [LineString(main).distance(MultiPoint(pair)) for pair in zip(stubs, ends, strict=True)]
    assume(all(abs(off - gap_m) > 0.02 * gap_m for off in off_m))
    rows = [(i, i + 1, 0) for i in range(5)] + [
        (6 + 2 * i, 7 + 2 * i, 0) for i in range(len(stubs))
    ]
    nodes, _ = kept(rows, len(places), 6, places, gap_m=gap_m)
    apart = [6 + 2 * i + end for i, off in enumerate(off_m) if off > gap_m for end in (0, 1)]
    assert nodes == [*range(6), *apart]
