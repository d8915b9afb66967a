import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.routing.cost import LONGEST_MS, NO_TRIP, UNREACHED
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import Joins, joins_at
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from tests.routing.worlds import (
    grid,
    permute,
    random_graph,
    ranked_at_nodes,
    ranked_at_points,
    worlds,
)

NOWHERE = (int(NO_TRIP), int(NO_TRIP), int(UNREACHED))


def rows(found):
    columns = (found.time_ms, found.length_dm, found.center)
    lists = zip(*(column.tolist() for column in columns), strict=True)
    return [list(zip(*row, strict=True)) for row in lists]


def first(ranked, k):
    return [(trips + [NOWHERE] * k)[:k] for trips in ranked]


@given(worlds(), st.integers(1, 4), st.sampled_from([None, 0, 3, 9_000, 45_000]))
def test_k_nearest_equals_ranking_all_centers(world, k, limit_ms):
    limit = LONGEST_MS if limit_ms is None else limit_ms
    at_nodes = ranked_at_nodes(world.graph, world.centers, limit)
    at_points = ranked_at_points(at_nodes, world.points, limit)
    router = Router.prepare(world.graph)
    assert rows(k_nearest(router, world.centers, k, limit_ms=limit_ms)) == first(at_nodes, k)
    there = k_nearest(router, world.centers, k, world.points, limit_ms)
    assert rows(there) == first(at_points, k)


def test_the_first_of_k_is_the_nearest():
    graph = random_graph(2000, seed=12)
    centers = joins_at(np.arange(0, 2000, 25))
    router = Router.prepare(graph)
    found = k_nearest(router, centers, 3)
    single = nearest(router, centers, np.zeros(80, dtype=int), 1)
    np.testing.assert_array_equal(found.time_ms[:, 0], single.time_ms[0])
    np.testing.assert_array_equal(found.length_dm[:, 0], single.length_dm[0])
    np.testing.assert_array_equal(found.center[:, 0], single.center[0])


def test_ranks_along_a_street_are_known():
    found = k_nearest(Router.prepare(grid(9, 1)), joins_at([0, 4, 8]), 3, joins_at([1, 4]))
    assert found.center.tolist() == [[0, 1, 2], [1, 0, 2]]
    assert found.time_ms.tolist() == [[1000, 3000, 7000], [0, 4000, 4000]]


def test_the_order_of_nodes_does_not_matter():
    graph = random_graph(1000, seed=5, most_ms=4)
    order = np.random.default_rng(2).permutation(1000)
    centers = np.arange(0, 1000, 30)
    expected = k_nearest(Router.prepare(graph), joins_at(centers), 4)
    moved = Router.prepare(permute(graph, order))
    found = k_nearest(moved, joins_at(np.argsort(order)[centers]), 4)
    np.testing.assert_array_equal(found.center, expected.center[order])
    np.testing.assert_array_equal(found.time_ms, expected.time_ms[order])


def test_a_hub_of_many_streets_makes_the_queue_grow():
    n = 20_000
    spokes = np.arange(1, n)
    graph = build_graph(n, spokes, np.zeros(n - 1, int), spokes, spokes)
    found = k_nearest(Router.prepare(graph), joins_at([0, 0]), 2)
    np.testing.assert_array_equal(found.time_ms, np.arange(n)[:, None].repeat(2, axis=1))


def test_a_way_too_long_to_be_told_is_an_error():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    router = Router.prepare(far)
    with pytest.raises(OverflowError, match="decimetres"):
        k_nearest(router, joins_at([2]), 1)
    link = Joins(np.array([0, 1]), *np.array([[0], [0], [1]], dtype=np.int32))
    with pytest.raises(OverflowError, match="decimetres"):
        k_nearest(router, joins_at([1]), 1, link)


def test_at_least_one_center_must_be_asked_for():
    with pytest.raises(ValueError, match="k is 0"):
        k_nearest(Router.prepare(grid(2, 2)), joins_at([0]), 0)
