import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.routing.core import contract, joined_nodes
from pipelines.routing.cost import LONGEST_MS
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import joins_at
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from pipelines.routing.within import within
from tests.routing.worlds import grid, random_graph, worlds


def same(found, expected):
    for name in vars(expected):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def both_routers(graph, *joins, **settings):
    core = contract(graph, joined_nodes(graph.n_nodes, *joins), **settings)
    return Router.of_core(core), Router.prepare(graph)


@given(worlds(), st.sampled_from([2, 5, 1 << 15]), st.sampled_from([None, 0, 3, 9_000, 45_000]))
def test_a_core_gives_the_answers_of_the_whole_network(world, patch_nodes, limit_ms):
    centers, points = world.centers, world.points
    small, whole = both_routers(world.graph, centers, points, patch_nodes=patch_nodes)
    category = np.arange(len(centers)) % 2
    same(
        nearest(small, centers, category, 2, limit_ms),
        nearest(whole, centers, category, 2, limit_ms),
    )
    same(k_nearest(small, centers, 3, None, limit_ms), k_nearest(whole, centers, 3, None, limit_ms))
    same(
        k_nearest(small, centers, 2, points, limit_ms),
        k_nearest(whole, centers, 2, points, limit_ms),
    )
    limit = LONGEST_MS if limit_ms is None else limit_ms
    same(within(small, centers, points, limit), within(whole, centers, points, limit))


@pytest.mark.parametrize("patch_nodes", [100, 700, 1 << 15])
@pytest.mark.parametrize("most_ms", [3, 90_000])
def test_a_larger_network_shrinks_and_answers_the_same(patch_nodes, most_ms):
    graph = random_graph(3000, seed=21, most_ms=most_ms, arcs_a_node=2)
    centers, points = joins_at(np.arange(0, 3000, 90)), joins_at(np.arange(0, 3000, 17))
    small, whole = both_routers(graph, centers, points, patch_nodes=patch_nodes)
    assert small.n_searched < 2000
    assert len(small.searched) + len(small.removed.node) == 3000
    category = np.zeros(len(centers), dtype=int)
    same(nearest(small, centers, category, 1), nearest(whole, centers, category, 1))
    same(within(small, centers, points, 50 * most_ms), within(whole, centers, points, 50 * most_ms))


def test_a_street_shrinks_to_the_two_places_on_it():
    core = contract(grid(100, 1, time_ms=7, length_dm=3), joined_nodes(100, joins_at([10, 90])))
    assert core.node.tolist() == [10, 90]
    assert core.graph.time_ms.tolist() == [560, 560]
    assert core.graph.length_dm.tolist() == [240, 240]
    found = nearest(Router.of_core(core), joins_at([10, 90]), [0, 0], 1)
    along = np.arange(100)
    np.testing.assert_array_equal(
        found.time_ms[0], 7 * np.minimum(np.abs(along - 10), np.abs(along - 90))
    )
    np.testing.assert_array_equal(found.center[0], along > 50)


def test_threads_and_a_second_run_do_not_matter():
    graph = random_graph(2000, seed=8)
    keep = joined_nodes(2000, joins_at(np.arange(0, 2000, 50)))
    first = contract(graph, keep, threads=1, patch_nodes=200)
    for threads in (1, 3):
        again = contract(graph, keep, threads=threads, patch_nodes=200)
        same(again.graph, first.graph)
        for found, expected in zip(again.removed, first.removed, strict=True):
            np.testing.assert_array_equal(found, expected)
    assert first.nbytes > first.graph.nbytes


def test_hubs_stay():
    rim = np.arange(1, 41)
    tail, head = np.r_[rim, np.zeros(40, int)], np.r_[np.zeros(40, int), rim]
    graph = build_graph(41, tail, head, np.ones(80, int), np.ones(80, int))
    core = contract(graph, joined_nodes(41, joins_at(rim)))
    assert core.node.tolist() == list(range(41))


def test_no_shortcut_is_made_that_could_not_be_told():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    core = contract(far, joined_nodes(3, joins_at([0, 2])))
    assert core.node.tolist() == [0, 1, 2]
    with pytest.raises(OverflowError, match="decimetres"):
        nearest(Router.of_core(core), joins_at([2]), [0], 1)


def test_trips_beyond_the_longest_time_are_no_shortcuts():
    slow = build_graph(3, [0, 1], [1, 2], [LONGEST_MS, 1], [1, 1])
    core = contract(slow, joined_nodes(3, joins_at([0, 2])))
    assert (core.graph.n_nodes, core.graph.n_arcs) == (2, 0)


def test_centers_and_points_must_join_nodes_that_stay():
    core = contract(grid(9, 1), joined_nodes(9, joins_at([0, 8])))
    router = Router.of_core(core)
    with pytest.raises(ValueError, match="number 1 joins node 4, which is not searched"):
        within(router, joins_at([0]), joins_at([8, 4]), 10)
    with pytest.raises(ValueError, match="number 0 joins node 9, but the nodes are 0 to 8"):
        nearest(router, joins_at([9]), [0], 1)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="keep must be 4 booleans"):
        contract(grid(2, 2), np.ones(3, dtype=bool))
    with pytest.raises(ValueError, match="keep must be 4 booleans"):
        contract(grid(2, 2), np.ones(4, dtype=int))
    with pytest.raises(ValueError, match="threads is 0"):
        contract(grid(2, 2), np.ones(4, dtype=bool), threads=0)
