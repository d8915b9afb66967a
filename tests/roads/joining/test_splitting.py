import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.roads.contract import contract
from pipelines.roads.edges import CLOSED
from pipelines.roads.joining.splitting import places_along, split_edges
from tests.roads.worlds import degrees, segments_of

KINDS = [(0, 60.0, 30.0, True, False), (0, 60.0, 0.0, True, False)]
PLACES = [(0.0, 0.0), (100.0, 0.0), (100.0, 300.0), (500.0, 0.0), (500.0, 100.0)]
EDGES = contract(
    segments_of(
        PLACES, [(0, 1, 0), (1, 2, 0), (2, 3, 1), (2, 4, 0)], KINDS, head_delay_ms=[0, 7000, 0, 0]
    )
).edges


def test_the_middle_of_a_bent_road():
    lon, lat = places_along(EDGES, np.array([0]), np.array([0.5]))
    np.testing.assert_allclose([lon[0], lat[0]], degrees(100, 100), atol=1e-7)


def test_a_cut_gives_two_pieces_that_meet_at_a_new_node():
    split = split_edges(EDGES, 5, np.array([0]), np.array([0.25]))
    edges = split.edges
    assert split.node.tolist() == [5]
    assert split.origin.tolist() == [1, 2, 0, 0]
    assert edges.tail[2:].tolist() == [0, 5]
    assert edges.head[2:].tolist() == [5, 2]
    assert edges.length_dm[2:].tolist() == [1000, 3000]
    assert edges.forward_delay_ms[2:].tolist() == [0, 7000]
    np.testing.assert_allclose((split.node_lon[0], split.node_lat[0]), degrees(100, 0), atol=1e-7)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, len(EDGES) - 1), st.integers(1, 99).map(lambda n: n / 100)),
        min_size=1,
        max_size=12,
    )
)
def test_pieces_add_up_and_follow_each_other(cuts):
    edge, fraction = (np.array(column) for column in zip(*cuts, strict=True))
    split = split_edges(EDGES, 5, edge, fraction.astype(float))
    pieces = split.edges
    for name in ("length_dm", "forward_ms", "backward_ms"):
        whole, parts = getattr(EDGES, name), getattr(pieces, name)
        for number, total in enumerate(whole):
            mine = parts[split.origin == number]
            assert (mine == CLOSED).all() if total == CLOSED else mine.sum() == total
    for name in ("forward_delay_ms", "backward_delay_ms"):
        sums = np.bincount(split.origin, weights=getattr(pieces, name), minlength=len(EDGES))
        np.testing.assert_array_equal(sums, getattr(EDGES, name))
    for number in range(len(EDGES)):
        mine = np.flatnonzero(split.origin == number)
        assert pieces.tail[mine[0]] == EDGES.tail[number]
        assert pieces.head[mine[-1]] == EDGES.head[number]
        np.testing.assert_array_equal(pieces.head[mine[:-1]], pieces.tail[mine[1:]])
    # Every piece begins and ends where its nodes are; equal cuts share a node.
    first, last = pieces.shape_indptr[:-1], pieces.shape_indptr[1:] - 1
    for ends, at in ((pieces.tail, first), (pieces.head, last)):
        new = ends >= 5
        np.testing.assert_allclose(pieces.shape_lon[at][new], split.node_lon[ends[new] - 5])
        np.testing.assert_allclose(pieces.shape_lat[at][new], split.node_lat[ends[new] - 5])
    assert len(split.node_lon) == len(set(cuts))
    lon, lat = places_along(EDGES, edge, fraction)
    np.testing.assert_allclose(split.node_lon[split.node - 5], lon)
    np.testing.assert_allclose(split.node_lat[split.node - 5], lat)
