import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.routing.cost import NO_COST, UNREACHED, pack
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import Joins, chosen_joins, joins_at
from pipelines.routing.nearest import nearest, nearest_at_points
from pipelines.routing.router import Router
from pipelines.routing.within import within
from tests.routing.worlds import (
    grid,
    permute,
    random_graph,
    ranked_at_nodes,
    ranked_at_points,
    worlds,
)


def rows(pairs):
    columns = (pairs.centers(), pairs.point, pairs.time_ms, pairs.length_dm)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(worlds(), st.sampled_from([0, 1, 3, 9_000, 45_000, 2**31]))
def test_pairs_equal_a_textbook_search(world, limit_ms):
    at_nodes = ranked_at_nodes(world.graph, world.centers, limit_ms)
    at_points = ranked_at_points(at_nodes, world.points, min(limit_ms, 2**30 - 1))
    expected = sorted(
        (center, point, time, length)
        for point, trips in enumerate(at_points)
        for time, length, center in trips
    )
    found = within(Router.prepare(world.graph), world.centers, world.points, limit_ms)
    assert rows(found) == expected
    assert len(found) == len(expected)


@given(worlds(), st.integers(0, 2**32))
def test_every_trip_better_than_to_other_centers_is_found(world, seed):
    """Half of the centers exist; of trips to the others those that beat them at the point are listed."""
    exists = np.random.default_rng(seed).random(len(world.centers)) < 0.5
    router, everywhere = Router.prepare(world.graph), 2**30 - 1
    old = nearest(router, chosen_joins(world.centers, exists), np.zeros(len(exists), int), 1)
    enough = np.where(old.center[0] == UNREACHED, NO_COST, pack(old.time_ms[0], old.length_dm[0]))
    new = chosen_joins(world.centers, ~exists)
    now = nearest_at_points(old, world.points).time_ms[0]
    found = within(router, new, world.points, everywhere, enough=enough)
    whole = within(router, new, world.points, everywhere)
    assert rows(found.chosen(found.time_ms < now[found.point])) == rows(
        whole.chosen(whole.time_ms < now[whole.point])
    )
    assert len(found) <= len(whole)


@pytest.mark.parametrize(("limit_ms", "streets"), [(2999, 2), (3000, 3), (3001, 3)])
def test_exactly_the_limit_is_within(limit_ms, streets):
    city = grid(21, 21)
    found = within(Router.prepare(city), joins_at([220]), joins_at(np.arange(441)), limit_ms)
    assert len(found) == 2 * streets * (streets + 1) + 1
    row, column = np.divmod(found.point, 21)
    blocks = np.abs(row - 10) + np.abs(column - 10)
    np.testing.assert_array_equal(found.time_ms, 1000 * blocks)
    np.testing.assert_array_equal(found.length_dm, 150 * blocks)


def test_joins_count_towards_the_limit():
    graph = build_graph(2, [0], [1], [10], [100])
    centers = Joins(np.array([0, 1]), *np.array([[1], [3], [30]], dtype=np.int32))
    points = Joins(np.array([0, 1, 1, 2]), *np.array([[0, 1], [2, 9], [20, 90]], dtype=np.int32))
    router = Router.prepare(graph)
    assert rows(within(router, centers, points, 15)) == [(0, 0, 15, 150), (0, 2, 12, 120)]
    assert rows(within(router, centers, points, 14)) == [(0, 2, 12, 120)]
    assert rows(within(router, centers, points, 11)) == []


def test_centers_points_and_nodes_may_be_few_or_none():
    nobody = Joins(np.zeros(1, dtype=np.int64), *np.zeros((3, 0), dtype=np.int32))
    assert rows(within(Router.prepare(grid(2, 2)), joins_at([0, 1]), nobody, 10)) == []
    found = within(Router.prepare(grid(2, 2)), joins_at([]), joins_at([0]), 10)
    assert found.center_indptr.tolist() == [0]
    assert rows(found) == []


def test_the_order_of_nodes_the_threads_and_a_second_run_do_not_matter():
    graph = random_graph(3000, seed=9, most_ms=2000)
    order = np.random.default_rng(1).permutation(3000)
    place = np.argsort(order)
    centers, points = np.arange(0, 3000, 37), np.arange(0, 3000, 5)[::-1]
    router = Router.prepare(graph)
    expected = within(router, joins_at(centers), joins_at(points), 8000)
    assert len(expected) > 4000
    moved = Router.prepare(permute(graph, order))
    for other in (
        within(router, joins_at(centers), joins_at(points), 8000, threads=1),
        within(router, joins_at(centers), joins_at(points), 8000, threads=3),
        within(moved, joins_at(place[centers]), joins_at(place[points]), 8000, threads=2),
    ):
        np.testing.assert_array_equal(other.center_indptr, expected.center_indptr)
        np.testing.assert_array_equal(other.point, expected.point)
        np.testing.assert_array_equal(other.time_ms, expected.time_ms)
        np.testing.assert_array_equal(other.length_dm, expected.length_dm)


def test_a_way_too_long_to_be_told_is_an_error():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    router = Router.prepare(far)
    with pytest.raises(OverflowError, match="decimetres"):
        within(router, joins_at([2]), joins_at([0]), 10)
    link = Joins(np.array([0, 1]), *np.array([[0], [0], [1]], dtype=np.int32))
    with pytest.raises(OverflowError, match="decimetres"):
        within(router, joins_at([1]), link, 10)


def test_what_does_not_fit_is_refused():
    router = Router.prepare(grid(2, 2))
    with pytest.raises(ValueError, match="threads is 0"):
        within(router, joins_at([0]), joins_at([0]), 10, threads=0)
    with pytest.raises(ValueError, match="limit_ms is -5"):
        within(router, joins_at([0]), joins_at([0]), -5)
    with pytest.raises(ValueError, match="number 1 joins node 4"):
        within(router, joins_at([0]), joins_at([0, 4]), 10)
