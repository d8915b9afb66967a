import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from pipelines.routing.cost import LONGEST_MS, NO_TRIP, UNREACHED
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import Joins, chosen_joins, joins_at
from pipelines.routing.nearest import nearest, nearest_at_points
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


def rows(found, category=0):
    columns = (found.time_ms[category], found.length_dm[category], found.center[category])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def of_category(ranked, members):
    return [next((trip for trip in trips if trip[2] in members), NOWHERE) for trips in ranked]


@given(worlds(), st.sampled_from([None, 0, 1, 3, 9_000, 45_000]), st.integers(1, 3))
def test_nearest_equals_a_textbook_search(world, limit_ms, n_categories):
    category = np.arange(len(world.centers)) % n_categories
    limit = LONGEST_MS if limit_ms is None else limit_ms
    at_nodes = ranked_at_nodes(world.graph, world.centers, limit)
    at_points = ranked_at_points(at_nodes, world.points, limit)
    router = Router.prepare(world.graph)
    found = nearest(router, world.centers, category, n_categories, limit_ms)
    there = nearest_at_points(found, world.points, limit_ms)
    for number in range(n_categories):
        members = set(np.flatnonzero(category == number).tolist())
        assert rows(found, number) == of_category(at_nodes, members)
        assert rows(there, number) == of_category(at_points, members)


@pytest.mark.parametrize("most_ms", [1, 50, 90_000, 2**24, 2**28])
def test_times_equal_scipy(most_ms):
    graph = random_graph(3000, seed=most_ms, most_ms=most_ms)
    tail, head, time = graph.tails(), graph.head, graph.time_ms.astype(float)
    order = np.lexsort((time, head, tail))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    kept = order[first]
    against = coo_array((time[kept], (head[kept], tail[kept])), shape=(3000, 3000)).tocsr()
    centers = np.array([5, 900, 2500])
    expected = dijkstra(against, indices=centers, min_only=True)
    found = nearest(Router.prepare(graph), joins_at(centers), [0, 0, 0], 1)
    times = np.where(found.center[0] == UNREACHED, np.inf, found.time_ms[0])
    expected[expected > LONGEST_MS] = np.inf
    assert np.isfinite(expected).sum() > 500
    np.testing.assert_array_equal(times, expected)


def test_times_in_a_grid_city_are_known():
    router = Router.prepare(grid(40, 30, time_ms=1000, length_dm=150))
    found = nearest(router, joins_at([0, 40 * 30 - 1]), [0, 1], 2)
    row, column = np.divmod(np.arange(40 * 30), 40)
    np.testing.assert_array_equal(found.time_ms[0], 1000 * (row + column))
    np.testing.assert_array_equal(found.length_dm[0], 150 * (row + column))
    np.testing.assert_array_equal(found.time_ms[1], 1000 * (29 - row + 39 - column))
    assert set(found.center[1]) == {1}


def test_trips_run_from_home_to_center():
    one_way = build_graph(2, [0], [1], [10], [20])
    found = nearest(Router.prepare(one_way), joins_at([1]), [0], 1)
    assert rows(found) == [(10, 20, 0), (0, 0, 0)]
    found = nearest(Router.prepare(one_way), joins_at([0]), [0], 1)
    assert rows(found) == [(0, 0, 0), NOWHERE]


def test_of_equal_times_the_shorter_way_counts_then_the_smaller_center():
    # Node 0 reaches centers at 1, 2 and 3 in the same time; 2 and 3 over the shorter way.
    graph = build_graph(4, [0, 0, 0], [1, 2, 3], [10, 10, 10], [7, 5, 5])
    found = nearest(Router.prepare(graph), joins_at([1, 2, 3]), [0, 0, 0], 1)
    assert rows(found)[0] == (10, 5, 1)
    found = nearest(Router.prepare(graph), joins_at([3, 2, 1]), [0, 0, 0], 1)
    assert rows(found)[0] == (10, 5, 0)


@pytest.mark.parametrize(("limit_ms", "reached"), [(9, 1), (10, 2), (11, 2)])
def test_exactly_the_limit_is_within(limit_ms, reached):
    router = Router.prepare(build_graph(2, [0], [1], [10], [20]))
    found = nearest(router, joins_at([1]), [0], 1, limit_ms)
    assert np.count_nonzero(found.center != UNREACHED) == reached
    whole = nearest(router, joins_at([1]), [0], 1)
    points = Joins(np.array([0, 1]), *np.array([[1], [10], [0]], dtype=np.int32))
    there = nearest_at_points(whole, points, limit_ms)
    assert (there.center[0, 0] != UNREACHED) == (limit_ms >= 10)


def test_a_category_without_centers_and_a_point_without_links_are_unreached():
    found = nearest(Router.prepare(grid(3, 3)), joins_at([4]), [1], 3)
    assert rows(found, 0) == rows(found, 2) == [NOWHERE] * 9
    no_link = Joins(np.array([0, 0]), *np.zeros((3, 0), dtype=np.int32))
    assert rows(nearest_at_points(found, no_link), 1) == [NOWHERE]


def test_the_order_of_nodes_and_the_threads_do_not_matter():
    graph = random_graph(2000, seed=3, most_ms=5)
    order = np.random.default_rng(0).permutation(2000)
    place = np.argsort(order)
    centers, category = np.arange(0, 2000, 40), np.arange(50) % 2
    found = nearest(Router.prepare(graph), joins_at(centers), category, 2)
    moved = Router.prepare(permute(graph, order))
    for threads in (1, 2):
        again = nearest(moved, joins_at(place[centers]), category, 2, threads=threads)
        np.testing.assert_array_equal(again.time_ms, found.time_ms[:, order])
        np.testing.assert_array_equal(again.length_dm, found.length_dm[:, order])
        np.testing.assert_array_equal(again.center, found.center[:, order])


def test_bucket_width_and_ring_do_not_matter():
    graph = random_graph(2000, seed=4)
    router = Router.prepare(graph)
    centers, category = joins_at(np.arange(0, 2000, 100)), np.zeros(20, dtype=int)
    expected = rows(nearest(router, centers, category, 1))
    for width_bits, ring in ((0, 16), (8, 16), (20, 4096)):
        network = router.network._replace(width_bits=width_bits)
        other = Router(router.n_nodes, network, ring)
        assert rows(nearest(other, centers, category, 1)) == expected


def test_a_hub_of_many_streets_makes_the_queue_grow():
    n = 20_000
    spokes = np.arange(1, n)
    graph = build_graph(n, spokes, np.zeros(n - 1, int), spokes, spokes)
    found = nearest(Router.prepare(graph), joins_at([0]), [0], 1)
    np.testing.assert_array_equal(found.time_ms[0], np.arange(n))


def test_a_way_too_long_to_be_told_is_an_error():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    with pytest.raises(OverflowError, match="decimetres"):
        nearest(Router.prepare(far), joins_at([2]), [0], 1)
    near = nearest(Router.prepare(far), joins_at([1]), [0], 1)
    link = Joins(np.array([0, 1]), *np.array([[0], [0], [1]], dtype=np.int32))
    with pytest.raises(OverflowError, match="decimetres"):
        nearest_at_points(near, link)


def test_trips_beyond_the_longest_time_are_unreached():
    graph = build_graph(3, [0, 1], [1, 2], [LONGEST_MS, 1], [1, 1])
    found = nearest(Router.prepare(graph), joins_at([2]), [0], 1)
    assert rows(found) == [NOWHERE, (1, 1, 0), (0, 0, 0)]


def test_centers_not_chosen_keep_their_numbers():
    centers = chosen_joins(joins_at([3, 5, 7]), np.array([False, True, True]))
    found = nearest(Router.prepare(grid(9, 1)), centers, [0, 0, 0], 1)
    assert found.center[0].tolist() == [1, 1, 1, 1, 1, 1, 1, 2, 2]
    with pytest.raises(ValueError, match="2 entries for 3 centers"):
        chosen_joins(centers, np.array([True, True]))


@pytest.mark.parametrize(
    ("category", "limit_ms", "message"),
    [
        ([0, 0], None, "shape"),
        ([2], None, "run from 2 to 2, not from 0 to 1"),
        ([0], -1, "limit_ms is -1"),
    ],
)
def test_what_does_not_fit_is_refused(category, limit_ms, message):
    with pytest.raises(ValueError, match=message):
        nearest(Router.prepare(grid(2, 2)), joins_at([0]), category, 2, limit_ms)


def test_joins_must_name_nodes_that_exist():
    router = Router.prepare(grid(2, 2))
    with pytest.raises(ValueError, match="number 1 joins node 4, but the nodes are 0 to 3"):
        nearest(router, joins_at([0, 4]), [0, 0], 1)
    found = nearest(router, joins_at([0]), [0], 1)
    with pytest.raises(ValueError, match="number 0 joins node 9"):
        nearest_at_points(found, joins_at([9]))
    with pytest.raises(ValueError, match=r"node\[0\] is -1"):
        Joins(np.array([0, 1]), *np.array([[-1], [0], [0]], dtype=np.int32))
