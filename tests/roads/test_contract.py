from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.roads.contract import contract
from pipelines.roads.edges import CLOSED
from pipelines.roads.segments import Between
from tests.roads.worlds import segments_of

TWO_WAY, ONE_WAY, SLOW, UNEVEN = (
    (0, 60.0, 60.0, True, False),
    (0, 60.0, 0.0, True, False),
    (1, 30.0, 30.0, True, False),
    (1, 60.0, 30.0, True, False),
)
KINDS = [TWO_WAY, ONE_WAY, SLOW, UNEVEN]
LINE = [(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0)]


def ends(contraction):
    edges = contraction.edges
    return list(zip(edges.tail.tolist(), edges.head.tolist(), strict=True))


def test_a_chain_of_one_kind_is_one_edge_with_its_shape():
    contraction = contract(segments_of(LINE, [(0, 1, 0), (1, 2, 0), (2, 3, 0)], KINDS))
    edges = contraction.edges
    assert ends(contraction) == [(0, 3)]
    assert edges.length_dm.tolist() == [3000]
    assert edges.forward_ms.tolist() == edges.backward_ms.tolist() == [11185]
    assert len(edges.shape_lon) == 4
    assert np.all(np.diff(edges.shape_lon) > 0)


def test_points_between_the_ends_follow_the_way_that_a_chain_is_walked():
    # 0 .. 1 by way of 0.4 and 0.7, drawn from 0; 1 .. 3 by way of 2, drawn from 3.
    rows = [(0, 1, 0), (3, 1, 0)]
    shaped = replace(
        segments_of(LINE, rows, KINDS),
        between=Between(np.array([0, 2, 3]), np.array([0.4, 0.7, 2.0]), np.array([8.0, 9.0, 7.0])),
    )
    edges = contract(shaped).edges
    lon = shaped.node_lon
    assert edges.shape_lon.tolist() == [lon[0], 0.4, 0.7, lon[1], 2.0, lon[3]]
    assert edges.shape_lat[[1, 2, 4]].tolist() == [8.0, 9.0, 7.0]
    assert edges.shape_indptr.tolist() == [0, 6]


def test_two_way_segments_drawn_against_each_other_join():
    contraction = contract(segments_of(LINE, [(0, 1, 0), (2, 1, 0), (2, 3, 0)], KINDS))
    assert ends(contraction) == [(0, 3)]


def test_one_way_segments_join_only_in_line():
    in_line = contract(segments_of(LINE, [(0, 1, 1), (1, 2, 1), (2, 3, 1)], KINDS))
    assert ends(in_line) == [(0, 3)]
    assert in_line.edges.backward_ms.tolist() == [CLOSED]
    head_on = contract(segments_of(LINE, [(0, 1, 1), (2, 1, 1), (2, 3, 1)], KINDS))
    assert len(head_on.edges) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"rows": [(0, 1, 0), (1, 2, 2), (2, 3, 2)]},
        {"head_delay_ms": [5000, 0, 0]},
        {"kept": (1,)},
    ],
)
def test_a_node_where_something_happens_stays(change):
    rows = change.pop("rows", [(0, 1, 0), (1, 2, 0), (2, 3, 0)])
    assert ends(contract(segments_of(LINE, rows, KINDS, **change))) == [(0, 1), (1, 3)]


def test_a_delay_stays_with_the_direction_that_suffers_it():
    rows = [(0, 1, 0), (1, 2, 0), (2, 3, 0)]
    edges = contract(segments_of(LINE, rows, KINDS, head_delay_ms=[5000, 0, 0])).edges
    assert edges.forward_delay_ms.tolist() == [5000, 0]
    assert edges.backward_delay_ms.tolist() == [0, 0]


def test_a_ring_without_junctions_becomes_a_loop():
    square = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
    contraction = contract(segments_of(square, [(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 0, 0)], KINDS))
    assert ends(contraction) == [(0, 0)]
    assert contraction.edges.length_dm.tolist() == [4000]


def graph_of(tail, head, forward, backward):
    graph = nx.DiGraph()
    for a, b, there, back in zip(tail, head, forward, backward, strict=True):
        for u, v, ms in ((a, b, there), (b, a, back)):
            if ms >= 0 and ms < graph.get_edge_data(u, v, {"ms": np.inf})["ms"]:
                graph.add_edge(u, v, ms=ms)
    return graph


@st.composite
def street_maps(draw):
    n = draw(st.integers(2, 12))
    node = st.integers(0, n - 1)
    rows = draw(
        st.lists(
            st.tuples(node, node, st.integers(0, 3)).filter(lambda row: row[0] != row[1]),
            min_size=1,
            max_size=18,
        )
    )
    places = draw(
        st.lists(
            st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=n, max_size=n, unique=True
        )
    )
    delays = draw(
        st.lists(st.sampled_from([0, 0, 0, 4000]), min_size=len(rows), max_size=len(rows))
    )
    return [(50.0 * x, 50.0 * y) for x, y in places], rows, delays


@settings(deadline=None, max_examples=80)
@given(street_maps())
def test_times_between_the_nodes_that_stay_are_what_they_were(world):
    places, rows, delays = world
    segments = segments_of(places, rows, KINDS, head_delay_ms=delays)
    hour_ms = 3_600_000 / 1609.344
    mph = np.array(KINDS)[segments.kind]
    with np.errstate(divide="ignore"):
        forward = segments.length_m / mph[:, 1] * hour_ms + segments.head_delay_ms
        backward = np.where(mph[:, 2] > 0, segments.length_m / mph[:, 2] * hour_ms, -1.0)
    before = graph_of(segments.tail, segments.head, forward, backward)
    edges = contract(segments).edges
    after = graph_of(
        edges.tail,
        edges.head,
        np.where(edges.forward_ms == CLOSED, -1, edges.forward_ms + edges.forward_delay_ms),
        np.where(edges.backward_ms == CLOSED, -1, edges.backward_ms + edges.backward_delay_ms),
    )
    stay = set(edges.tail.tolist()) | set(edges.head.tolist())
    for origin in stay:
        truth = (
            nx.single_source_dijkstra_path_length(before, origin, weight="ms")
            if origin in before
            else {}
        )
        found = (
            nx.single_source_dijkstra_path_length(after, origin, weight="ms")
            if origin in after
            else {}
        )
        for goal in stay - {origin}:
            assert (goal in truth) == (goal in found)
            if goal in truth:
                # Half a millisecond of rounding an edge.
                assert abs(truth[goal] - found[goal]) <= len(edges)
    assert edges.length_dm.sum() == pytest.approx(segments.length_m.sum() * 10, abs=len(edges))
