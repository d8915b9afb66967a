import numpy as np
from hypothesis import given

from pipelines.routing.cost import UNREACHED, pack
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import joins_at
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.router import Router
from pipelines.routing.ways import ways_to_nearest
from tests.routing.worlds import worlds

K = 3


def found(graph, centers, points):
    """Return the ways from each point to its nearest, with point, center and cost of each."""
    router = Router.prepare(graph)
    at_points = k_nearest(router, centers, K, points)
    point, rank = np.nonzero(at_points.center != UNREACHED)
    center = at_points.center[point, rank].astype(np.int64)
    cost = pack(at_points.time_ms, at_points.length_dm)[point, rank]
    at_nodes = k_nearest(router, centers, K)
    ways = ways_to_nearest(graph, centers, at_nodes, points, point, center, cost)
    return ways, point, center, cost


@given(worlds())
def test_every_way_leads_to_its_center_at_its_cost(world):
    ways, point, center, cost = found(world.graph, world.centers, world.points)
    tail, arc_cost = world.graph.tails(), pack(world.graph.time_ms, world.graph.length_dm)
    step = {(c, tail[a]): i for i, (c, a) in enumerate(zip(ways.center, ways.arc, strict=True))}
    # Each arc once a center, and one way on from each node.
    assert len(step) == len(ways.arc)
    for way, (start, mine) in enumerate(zip(ways.start, center, strict=True)):
        assert start >= 0
        node, total, steps = start, 0, 0
        while (mine, node) in step:
            at = step[mine, node]
            total += int(arc_cost[ways.arc[at]])
            node = world.graph.head[ways.arc[at]]
            following = step.get((mine, node))
            assert ways.onward[at] == (-1 if following is None else ways.arc[following])
            steps += 1
            assert steps <= world.graph.n_arcs
        enter, leave = world.points, world.centers
        ends = {
            int(one) + int(other)
            for i, one in enumerate(pack(enter.time_ms, enter.length_dm))
            for j, other in enumerate(pack(leave.time_ms, leave.length_dm))
            if enter.owners()[i] == point[way] and enter.node[i] == start
            if leave.owners()[j] == mine and leave.node[j] == node
        }
        assert int(cost[way]) - total in ends


def test_arcs_that_take_no_time_make_no_circle():
    # 0 and 1 lie on one spot, with arcs of no length both ways; the center is at 2.
    graph = build_graph(3, [0, 1, 1], [1, 0, 2], [0, 0, 10], [0, 0, 20])
    ways, *_ = found(graph, joins_at([2]), joins_at([0]))
    assert graph.head[ways.arc].tolist() == [1, 2]
    assert ways.onward.tolist() == [ways.arc[1], -1]


def test_ways_that_meet_go_on_together():
    graph = build_graph(4, [0, 1, 2], [2, 2, 3], [1, 1, 1], [1, 1, 1])
    ways, *_ = found(graph, joins_at([3]), joins_at([0, 1]))
    assert sorted(graph.tails()[ways.arc].tolist()) == [0, 1, 2]
    assert ways.start.tolist() == [0, 1]


def test_a_way_of_another_cost_keeps_off_the_network():
    graph = build_graph(2, [0], [1], [10], [20])
    centers, points = joins_at([1]), joins_at([0])
    at_nodes = k_nearest(Router.prepare(graph), centers, K)
    here, short = np.zeros(1, np.int64), np.array([1], np.int64)
    ways = ways_to_nearest(graph, centers, at_nodes, points, here, here, short)
    assert ways.start.tolist() == [-1]
    assert not len(ways.arc)
