import numpy as np
import pytest

from pipelines.routing.graph import Graph, build_graph, reversed_graph

LINE = {"tail": [2, 0, 0], "head": [0, 1, 2], "time_ms": [5, 6, 7], "length_dm": [50, 60, 70]}


def line(**changes):
    return build_graph(3, **{**LINE, **changes})


def arcs(graph):
    columns = (graph.tails(), graph.head, graph.time_ms, graph.length_dm)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_arcs_are_grouped_by_tail_in_the_order_given():
    graph = line()
    assert graph.indptr.tolist() == [0, 2, 2, 3]
    assert graph.head.tolist() == [1, 2, 0]
    assert graph.time_ms.tolist() == [6, 7, 5]
    assert graph.length_dm.tolist() == [60, 70, 50]
    assert (graph.n_nodes, graph.n_arcs, graph.nbytes) == (3, 3, 4 * 8 + 9 * 4)


def test_a_network_without_arcs_or_nodes_is_allowed():
    assert build_graph(4, [], [], [], []).indptr.tolist() == [0, 0, 0, 0, 0]
    assert build_graph(0, [], [], [], []).n_nodes == 0


def test_reversing_turns_every_arc():
    turned = reversed_graph(line())
    assert arcs(turned) == [(0, 2, 5, 50), (1, 0, 6, 60), (2, 0, 7, 70)]
    assert arcs(reversed_graph(turned)) == arcs(line())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tail": [2, 0, 3]}, r"tail\[2\] is 3, but the nodes are 0 to 2"),
        ({"head": [0, -1, 2]}, r"head\[1\] is -1"),
        ({"time_ms": [5, 6, -7]}, r"time_ms\[2\] is -7; it must not be negative"),
        ({"length_dm": [-1, 6, 7]}, r"length_dm\[0\] is -1"),
        ({"time_ms": [5, 6]}, "time_ms has 2 entries where 3 are needed"),
        ({"time_ms": [5.5, 6, 7]}, "time_ms must be one column of integers"),
        ({"time_ms": [5, 6, 2**31]}, "beyond 32-bit"),
    ],
)
def test_impossible_arcs_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        line(**changes)


@pytest.mark.parametrize(
    ("indptr", "message"),
    [
        ([], "at least one integer"),
        ([1, 1], "runs from 1 to 1, not from 0 to 1"),
        ([0, 2], "not from 0 to 1"),
        ([0, 2, 1], "falls after entry 1"),
    ],
)
def test_impossible_offsets_are_refused(indptr, message):
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(ValueError, match=message):
        Graph(np.array(indptr, dtype=np.int64), one, one, one)


def test_columns_of_another_type_are_refused():
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(ValueError, match="head must be one column of int32, not int64"):
        Graph(np.array([0, 1]), one.astype(np.int64), one, one)
