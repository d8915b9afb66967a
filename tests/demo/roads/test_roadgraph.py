import numpy as np

from pipelines.demo.roads.roadgraph import RESIDENTIAL, TERTIARY, graph_of, join, polylines


def square(*, oneway: bool = False):
    xy = np.array([(0.0, 0.0), (3.0, 0.0), (3.0, 4.0), (0.0, 4.0), (9.0, 9.0)])
    ends = np.array([(0, 1), (1, 2), (2, 3), (3, 0)])
    return graph_of(xy, ends, kind=RESIDENTIAL, line=5, oneway=oneway)


def test_lengths_middles_and_degrees():
    graph = square()
    assert graph.length_m.tolist() == [3, 4, 3, 4]
    assert graph.middle[0].tolist() == [1.5, 0]
    assert graph.degree().tolist() == [2, 2, 2, 2, 0]


def test_compacting_drops_nodes_without_edges():
    graph = square().compact()
    assert graph.n_nodes == 4
    assert graph.n_edges == 4


def test_components_count_from_the_largest():
    assert square().components().tolist() == [0, 0, 0, 0, 1]


def test_a_one_way_ring_is_strongly_connected_until_an_edge_is_missing():
    ring = square(oneway=True)
    assert len(set(ring.components(strong=True)[:4])) == 1
    broken = ring.take(np.array([0, 1, 2]))
    assert len(set(broken.components(strong=True)[:4])) == 4
    assert len(set(broken.components()[:4])) == 1


def test_joining_keeps_the_numbers_of_both():
    first = square()
    chain = polylines(
        [np.array([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)])],
        first_node=first.n_nodes,
        kinds=[TERTIARY],
        first_line=90,
    )
    both = join(first, chain)
    assert both.n_nodes == 8
    assert both.u[4:].tolist() == [5, 6]
    assert both.v[4:].tolist() == [6, 7]
    assert both.line[4:].tolist() == [90, 90]
    assert both.pos[4:].tolist() == [0, 1]
