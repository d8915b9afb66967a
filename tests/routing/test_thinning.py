from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.routing import thinning, within
from pipelines.routing.cost import LONGEST_MS
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import joins_at
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from pipelines.routing.thinning import joined_nodes, thinned
from tests.routing.worlds import World, grid, joins, worlds


@pytest.fixture(autouse=True)
def _thin_however_little(monkeypatch):
    monkeypatch.setattr(thinning, "LEAST_SHARE", 0)


def keeping(*nodes, of):
    keep = np.zeros(of, dtype=bool)
    keep[list(nodes)] = True
    return keep


def arcs(router):
    """Return {(from, to): (time, length)} by the numbers of the whole network."""
    indptr, rows, _ = router.network
    head = np.repeat(router.searched, np.diff(indptr))
    return {
        (int(router.searched[tail]), int(to)): (int(time), int(length))
        for (tail, time, length), to in zip(rows, head, strict=True)
    }


def same(found, expected):
    for name in vars(expected):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


@st.composite
def streets(draw):
    """Roads of several pieces, some one-way, between few crossings: rings, trees, parallel roads."""
    crossings = draw(st.integers(1, 5))
    rows, n = [], crossings
    for _ in range(draw(st.integers(0, 8))):
        pieces = draw(st.integers(1, 4))
        ends_blind = draw(st.booleans())
        along = [draw(st.integers(0, n - 1)), *range(n, n + pieces - 1)]
        n += pieces - 1
        if ends_blind:
            along.append(n)
            n += 1
        else:
            along.append(draw(st.integers(0, n - 1)))
        directions = draw(st.sampled_from(["both", "both", "there", "back", "each its own"]))
        for tail, head in pairwise(along):
            way = directions
            if way == "each its own":
                way = draw(st.sampled_from(["both", "there", "back"]))
            if way != "back":
                rows.append((tail, head, draw(st.integers(0, 9)), draw(st.integers(0, 3))))
            if way != "there":
                rows.append((head, tail, draw(st.integers(0, 9)), draw(st.integers(0, 3))))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return World(build_graph(n, *columns), draw(joins(n, 3)), draw(joins(n, 3)))


@given(st.one_of(streets(), worlds()), st.sampled_from([0, 6, 20, 45_000, LONGEST_MS]))
def test_trips_between_the_places_kept_stay_the_same(world, limit_ms):
    whole = Router.prepare(world.graph)
    thin = thinned(whole, joined_nodes(world.graph.n_nodes, world.centers, world.points))
    same(
        within.within(thin, world.centers, world.points, limit_ms),
        within.within(whole, world.centers, world.points, limit_ms),
    )
    same(
        k_nearest(thin, world.centers, 2, world.points, limit_ms),
        k_nearest(whole, world.centers, 2, world.points, limit_ms),
    )


def test_a_street_becomes_one_arc_each_way():
    thin = thinned(Router.prepare(grid(100, 1, time_ms=7, length_dm=3)), keeping(10, 90, of=100))
    assert thin.searched.tolist() == [10, 90]
    assert arcs(thin) == {(10, 90): (560, 240), (90, 10): (560, 240)}


def test_a_one_way_street_becomes_one_arc():
    graph = build_graph(4, [0, 1, 2], [1, 2, 3], [1, 10, 100], [5, 6, 7])
    thin = thinned(Router.prepare(graph), keeping(0, 3, of=4))
    assert arcs(thin) == {(0, 3): (111, 18)}


def test_a_street_with_a_one_way_part_keeps_where_it_changes():
    there, back = ([0, 1, 2], [1, 2, 3]), ([1, 3], [0, 2])
    tail, head = np.r_[there[0], back[0]], np.r_[there[1], back[1]]
    graph = build_graph(4, tail, head, np.ones(5, int), np.ones(5, int))
    thin = thinned(Router.prepare(graph), keeping(0, 3, of=4))
    assert thin.searched.tolist() == [0, 1, 2, 3]


def test_side_streets_go_branch_by_branch_but_not_where_someone_lives():
    # 0 - 1 - 2 is the street; 3 with 4 and 5 behind it, and 6 with 7, are side streets of 1.
    one, other = [0, 1, 1, 3, 3, 1, 6], [1, 2, 3, 4, 5, 6, 7]
    graph = build_graph(8, one + other, other + one, np.full(14, 2), np.full(14, 1))
    street = thinned(Router.prepare(graph), keeping(0, 2, of=8))
    assert arcs(street) == {(0, 2): (4, 2), (2, 0): (4, 2)}
    lived_in = thinned(Router.prepare(graph), keeping(0, 2, 7, of=8))
    assert lived_in.searched.tolist() == [0, 1, 2, 7]
    assert arcs(lived_in)[7, 1] == (4, 2)


def test_a_ring_through_one_place_leads_nowhere():
    node = np.arange(6)
    tail, head = np.r_[node, (node + 1) % 6], np.r_[(node + 1) % 6, node]
    graph = build_graph(6, tail, head, np.ones(12, int), np.ones(12, int))
    thin = thinned(Router.prepare(graph), keeping(4, of=6))
    assert (thin.searched.tolist(), arcs(thin)) == ([4], {})


def test_ways_too_long_to_be_told_stay_too_long():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    thin = thinned(Router.prepare(far), keeping(0, 2, of=3))
    assert arcs(thin) == {(0, 2): (2, 2**31)}
    with pytest.raises(OverflowError, match="decimetres"):
        within.within(thin, joins_at([2]), joins_at([0]), 10)


def test_trips_beyond_the_longest_time_are_not_followed():
    slow = build_graph(3, [0, 1], [1, 2], [LONGEST_MS, 1], [1, 1])
    thin = thinned(Router.prepare(slow), keeping(0, 2, of=3))
    assert arcs(thin) == {(0, 2): (LONGEST_MS + 1, 2)}
    assert len(within.within(thin, joins_at([2]), joins_at([0]), LONGEST_MS)) == 0


def test_a_network_that_would_hardly_shrink_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(thinning, "LEAST_SHARE", 1 / 8)
    city = Router.prepare(grid(9, 9))
    assert thinned(city, keeping(0, of=81)) is city


def test_what_was_left_out_has_no_answer():
    thin = thinned(Router.prepare(grid(9, 1)), keeping(0, 8, of=9))
    with pytest.raises(ValueError, match="not for all"):
        nearest(thin, joins_at([0]), [0], 1)
    with pytest.raises(ValueError, match="not for all"):
        k_nearest(thin, joins_at([0]), 1)
    with pytest.raises(ValueError, match="number 0 joins node 4, which is not searched"):
        within.within(thin, joins_at([0]), joins_at([4]), 10)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_matrix_of_many_centers_is_searched_on_the_thinned_network(monkeypatch, threads):
    used = []
    monkeypatch.setattr(within, "thinned", lambda *given: used.append(thinned(*given)) or used[-1])
    country = grid(4000, 1)
    centers, points = joins_at(np.arange(0, 4000, 50)), joins_at(np.arange(0, 4000, 7))
    near = within.within(Router.prepare(country), centers, points, 10_000, threads)
    assert used == []
    far = within.within(Router.prepare(country), centers, points, 2_000_000, threads)
    assert used[0].n_searched < 1000
    for found, limit in ((near, 10), (far, 2000)):
        center, point = np.meshgrid(centers.node, points.node, indexing="ij")
        blocks = np.abs(center - point)
        np.testing.assert_array_equal(found.centers(), np.nonzero(blocks <= limit)[0])
        np.testing.assert_array_equal(found.point, np.nonzero(blocks <= limit)[1])
        np.testing.assert_array_equal(found.time_ms, 1000 * blocks[blocks <= limit])
        np.testing.assert_array_equal(found.length_dm, 150 * blocks[blocks <= limit])
