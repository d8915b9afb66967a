import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.adequacy.both_limits import (
    settled,
    settled_by_nearest,
    trips_of_unsettled,
    within_both_limits,
)
from pipelines.routing.direct import DirectTrips, merge_direct
from pipelines.routing.graph import build_graph
from pipelines.routing.joins import joins_at
from pipelines.routing.nearest import nearest, nearest_at_points
from pipelines.routing.router import Router
from pipelines.routing.within import within
from pipelines.units import DM_PER_MILE, MS_PER_MIN
from tests.routing.worlds import random_graph

MINUTE, MILE = 60_000, 16_093
N_GROUPS = 3


def nearest_drives(graph, centers, joins, group, direct=None):
    router = Router.prepare(graph)
    found = nearest_at_points(nearest(router, centers, group, N_GROUPS), joins)
    if direct is not None:
        found = merge_direct(found, direct, category=group)
    reached = found.center >= 0
    return (
        np.where(reached, found.time_ms / MS_PER_MIN, np.nan),
        np.where(reached, found.length_dm / DM_PER_MILE, np.nan),
    )


def by_all_pairs(graph, centers, joins, group, limits, direct=None):
    """The definition: every trip from every place to every center."""
    pairs = within(Router.prepare(graph), centers, joins, int(1e7))
    if direct is not None:
        pairs = merge_direct(pairs, direct)
    answer = np.zeros((N_GROUPS, len(joins)), dtype=bool)
    for center, place, time, length in zip(
        pairs.centers(), pairs.point, pairs.time_ms, pairs.length_dm, strict=True
    ):
        in_time = time / MS_PER_MIN <= limits[0][place]
        if in_time and length / DM_PER_MILE <= limits[1][place]:
            answer[group[center], place] = True
    return answer


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_equals_all_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = random_graph(120, seed, most_ms=200_000)
    centers, joins = joins_at(rng.integers(0, 120, 9)), joins_at(rng.integers(0, 120, 40))
    group = rng.integers(0, N_GROUPS, 9)
    # Short of both limits now and then, so that many places are open after the nearest.
    limits = rng.choice([2.0, 6.0, 11.5], 40), rng.choice([0.2, 0.5, 1.0, np.nan], 40)
    drives = nearest_drives(graph, centers, joins, group)
    found, _ = within_both_limits(graph, centers, joins, drives, group, limits)
    np.testing.assert_array_equal(found, by_all_pairs(graph, centers, joins, group, limits))
    direct = DirectTrips(
        *(rng.integers(0, most, 25).astype(np.int32) for most in (40, 9, 500_000, 20_000))
    )
    drives = nearest_drives(graph, centers, joins, group, direct)
    found, _ = within_both_limits(graph, centers, joins, drives, group, limits, direct=direct)
    np.testing.assert_array_equal(found, by_all_pairs(graph, centers, joins, group, limits, direct))


def test_a_later_but_shorter_drive_counts() -> None:
    # From place 0: a highway of 12 miles in 15 minutes to center 0, a street of 8 miles in 19 to center 1,
    # one of 9 miles in 21 to center 2. Nothing leads back.
    graph = build_graph(
        4,
        [0, 0, 0],
        [1, 2, 3],
        [15 * MINUTE, 19 * MINUTE, 21 * MINUTE],
        [12 * MILE, 8 * MILE, 9 * MILE],
    )
    centers, joins = joins_at([1, 2, 3]), joins_at([0, 1])
    group = np.array([0, 0, 1])
    limits = np.array([20.0, 20.0]), np.array([10.0, 10.0])
    drives = nearest_drives(graph, centers, joins, group)
    assert drives[1][0, 0] > 10
    found, searched = within_both_limits(graph, centers, joins, drives, group, limits)
    assert found.tolist() == [[True, True], [False, False], [False, False]]
    assert searched.tolist() == [0]
    tighter = np.array([20.0, 20.0]), np.array([7.9, 10.0])
    assert not within_both_limits(graph, centers, joins, drives, group, tighter)[0][0, 0]
    later = np.array([21.0, 20.0]), np.array([10.0, 10.0])
    assert within_both_limits(graph, centers, joins, drives, group, later)[0][1, 0]


@pytest.mark.parametrize("tenths", [82, 161, 200])
def test_a_drive_of_exactly_the_limit_counts_in_tenths_of_minutes_too(tenths: int) -> None:
    # The nearest center is 12 miles off; the second takes as long as allowed, over 8 miles.
    graph = build_graph(3, [0, 0], [1, 2], [MINUTE, tenths * 6_000], [12 * MILE, 8 * MILE])
    centers, joins, group = joins_at([1, 2]), joins_at([0]), np.array([0, 0])
    drives = nearest_drives(graph, centers, joins, group)
    limits = np.array([tenths / 10]), np.array([10.0])
    found, searched = within_both_limits(graph, centers, joins, drives, group, limits)
    assert searched.tolist() == [0]
    assert found[0, 0]


def test_limits_are_inclusive_and_the_unreached_are_outside() -> None:
    minutes = np.array([[20.0, 20.001, 5.0, np.nan, 5.0]])
    miles = np.array([[10.0, 1.0, 10.001, np.nan, 5.0]])
    limit_min = np.array([20.0, 20.0, 20.0, 20.0, np.nan])
    by_nearest = settled_by_nearest(minutes, miles, limit_min, np.array([10.0] * 4 + [np.nan]))
    assert by_nearest.within.tolist() == [[True, False, False, False, False]]
    assert by_nearest.unsettled.tolist() == [[False, False, True, False, False]]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000))
def test_looser_limits_and_more_centers_never_lose_a_place(seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = random_graph(100, seed, most_ms=200_000)
    node, joins = rng.integers(0, 100, 8), joins_at(rng.integers(0, 100, 30))
    group = rng.integers(0, N_GROUPS, 8)

    def answer(n_centers: int, minutes: float, miles: float) -> np.ndarray:
        centers, mine = joins_at(node[:n_centers]), group[:n_centers]
        limits = np.full(30, minutes), np.full(30, miles)
        drives = nearest_drives(graph, centers, joins, mine)
        return within_both_limits(graph, centers, joins, drives, mine, limits)[0]

    base = answer(5, 5.0, 0.5)
    assert (answer(8, 5.0, 0.5) >= base).all()
    assert (answer(5, 8.0, 0.5) >= base).all()
    assert (answer(5, 5.0, 0.9) >= base).all()


def test_threads_make_no_difference() -> None:
    graph = random_graph(100, 3, most_ms=200_000)
    centers, joins = joins_at(np.arange(0, 100, 9)), joins_at(np.arange(50))
    places = np.array([1, 4, 7, 30])
    limit = np.linspace(3.0, 20.0, 50)
    one, two = (
        trips_of_unsettled(graph, centers, joins, places, limit, threads=threads)
        for threads in (1, 2)
    )
    np.testing.assert_array_equal(one.center_indptr, two.center_indptr)
    np.testing.assert_array_equal(one.point, two.point)
    assert (one.time_ms / MS_PER_MIN <= limit[places][one.centers()]).all()
    assert len(one)


def test_an_unsettled_place_without_trips_is_refused() -> None:
    graph = build_graph(2, [0], [1], [MINUTE], [2 * MILE])
    limits = np.array([5.0]), np.array([1.0])
    by_nearest = settled_by_nearest(np.array([[1.0]]), np.array([[2.0]]), *limits)
    nothing = np.empty(0, np.int64)
    none = trips_of_unsettled(graph, joins_at([1]), joins_at([0]), nothing, limits[0])
    assert len(none) == 0
    with pytest.raises(ValueError, match="1 unsettled places have no trips, the first is 0"):
        settled(by_nearest, nothing, none, np.array([0]), *limits)


def test_parts_must_fit() -> None:
    with pytest.raises(ValueError, match="do not fit together"):
        settled_by_nearest(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros(3), np.zeros(3))
