"""Ways cut to segments, held against a cut at every node."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.roads import edges
from pipelines.roads.ways.cutting import cut_to_segments
from pipelines.sources.roads.osm_pbf import OsmRoads
from pipelines.sources.roads.osm_turns import TurnRelation
from pipelines.sphere import great_circle_m

N_NODES = 7
MISSING = -1
STREET, FOOTWAY = 0, 1
USABLE = np.array([True, False])

ref = st.integers(MISSING, N_NODES - 1)
way = st.tuples(st.sampled_from([STREET, STREET, FOOTWAY]), st.lists(ref, min_size=2, max_size=9))
nodes = st.sets(st.integers(0, N_NODES - 1), max_size=2).map(sorted)


def roads_of(ways, tagged=(), via=()):
    """Roads over nodes that lie a degree apart, so that a place tells its node."""
    refs = [refs for _, refs in ways]
    return OsmRoads(
        way_id=np.arange(len(ways)),
        way_tags=np.array([kind for kind, _ in ways], dtype=np.int32),
        tag_sets=({"highway": "residential"}, {"highway": "footway"}),
        ref_indptr=np.cumsum([0, *map(len, refs)]),
        ref=np.concatenate(refs).astype(np.int32),
        node_id=100 + np.arange(N_NODES),
        node_lon=-70.0 + np.arange(N_NODES),
        node_lat=40.0 + np.arange(N_NODES) ** 2 / 10,
        tagged_node=np.array(tagged, dtype=np.int32),
        node_tags=np.zeros(len(tagged), dtype=np.int32),
        node_tag_sets=({"highway": "stop"},),
        counts={},
        turns=tuple(TurnRelation(1, {}, (("via", "node", 100 + node),)) for node in via),
    )


def along(osm, cut):
    """The way of each segment, and its nodes from tail to head."""
    inner = [
        (cut.between.lon[begin:end] + 70).round().astype(int).tolist()
        for begin, end in pairwise(cut.between.indptr)
    ]
    ends = zip(cut.node[cut.tail].tolist(), cut.node[cut.head].tolist(), strict=True)
    return [
        (int(way), [tail, *between, head])
        for way, (tail, head), between in zip(cut.way, ends, inner, strict=True)
    ]


def straight(ways):
    """Every piece between two nodes of a way for cars that follow each other, in order."""
    return [
        (number, pair)
        for number, (kind, refs) in enumerate(ways)
        for pair in pairwise(refs)
        if kind == STREET and MISSING not in pair and pair[0] != pair[1]
    ]


@given(st.lists(way, min_size=1, max_size=4), nodes, nodes)
def test_segments_are_the_pieces_of_ways_joined_where_nothing_happens(ways, tagged, via):
    osm = roads_of(ways, tagged, via)
    cut = cut_to_segments(osm, USABLE)
    found = along(osm, cut)
    assert [(number, pair) for number, all_ in found for pair in pairwise(all_)] == straight(ways)
    named = [node for kind, refs in ways if kind == STREET for node in refs]
    for _, all_ in found:
        for node in all_[1:-1]:
            assert named.count(node) == 1
            assert node not in tagged
            assert node not in via


def test_a_way_is_cut_at_junctions_signs_and_turn_restrictions_only():
    ways = [(STREET, [0, 1, 2, 3, 4, 5]), (STREET, [2, 6]), (FOOTWAY, [1, 6])]
    assert along(roads_of(ways), cut_to_segments(roads_of(ways), USABLE)) == [
        (0, [0, 1, 2]),
        (0, [2, 3, 4, 5]),
        (1, [2, 6]),
    ]
    signed = roads_of(ways, tagged=[4], via=[1])
    assert along(signed, cut_to_segments(signed, USABLE)) == [
        (0, [0, 1]),
        (0, [1, 2]),
        (0, [2, 3, 4]),
        (0, [4, 5]),
        (1, [2, 6]),
    ]


def test_a_way_breaks_off_where_the_extract_lacks_a_node():
    ways = [(STREET, [0, 1, MISSING, 2, 3, 4])]
    assert along(roads_of(ways), cut_to_segments(roads_of(ways), USABLE)) == [
        (0, [0, 1]),
        (0, [2, 3, 4]),
    ]


def test_a_ring_is_one_segment():
    ways = [(STREET, [0, 1, 2, 0])]
    assert along(roads_of(ways), cut_to_segments(roads_of(ways), USABLE)) == [(0, [0, 1, 2, 0])]


def test_lengths_and_shapes_do_not_depend_on_how_much_is_worked_on_at_once(monkeypatch):
    osm = roads_of([(STREET, [0, 1, 2, 3]), (STREET, [3, 4, 5]), (STREET, [1, 5])], tagged=[2])
    whole = cut_to_segments(osm, USABLE)
    for one in ("pipelines.roads.edges", "pipelines.roads.ways.cutting"):
        monkeypatch.setattr(f"{one}.AT_ONCE", 2)
    parts = cut_to_segments(osm, USABLE)
    assert along(osm, parts) == along(osm, whole)
    by_hand = [
        sum(
            great_circle_m(osm.node_lon[a], osm.node_lat[a], osm.node_lon[b], osm.node_lat[b])
            for a, b in pairwise(all_)
        )
        for _, all_ in along(osm, whole)
    ]
    np.testing.assert_allclose(parts.length_m, by_hand)


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(1, 7))
def test_pieces_hold_every_range_once_and_few_numbers(lengths, at_once):
    lengths, before = np.array(lengths, dtype=np.int64), edges.AT_ONCE
    edges.AT_ONCE = at_once
    try:
        found = list(edges.pieces(lengths))
    finally:
        edges.AT_ONCE = before
    assert [row for piece in found for row in range(piece.start, piece.stop)] == list(
        range(len(lengths))
    )
    for piece in found:
        assert piece.stop - piece.start == 1 or lengths[piece].sum() <= at_once
