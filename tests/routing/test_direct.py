import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.routing.cost import NO_TRIP, UNREACHED
from pipelines.routing.direct import DirectTrips, merge_direct
from pipelines.routing.joins import joins_at
from pipelines.routing.k_nearest import KNearest, k_nearest
from pipelines.routing.nearest import Nearest, nearest, nearest_at_points
from pipelines.routing.router import Router
from pipelines.routing.within import Pairs, within
from tests.routing.worlds import grid, worlds

NOWHERE = (int(NO_TRIP), int(NO_TRIP), int(UNREACHED))
LIMIT_MS = 45_000


def trips(rows):
    return DirectTrips(*np.array(rows, dtype=np.int32).reshape(-1, 4).T.copy())


@st.composite
def worlds_with_direct_trips(draw):
    world = draw(worlds())
    trip = st.tuples(
        st.integers(0, len(world.points) - 1),
        st.integers(0, len(world.centers) - 1),
        st.sampled_from([0, 1, 3, 5000, LIMIT_MS, LIMIT_MS + 1]),
        st.sampled_from([0, 1, 2, 900]),
    )
    return world, draw(st.lists(trip, max_size=12))


def ranked(pairs, n_points):
    """Return, for each point, its (time, length, center), best first."""
    at = [[] for _ in range(n_points)]
    columns = (pairs.centers(), pairs.point, pairs.time_ms, pairs.length_dm)
    for center, point, time, length in zip(*(c.tolist() for c in columns), strict=True):
        at[point].append((time, length, center))
    return [sorted(entries) for entries in at]


@given(worlds_with_direct_trips())
def test_all_three_kinds_of_answer_agree_after_merging(drawn):
    world, rows = drawn
    direct = trips(rows)
    router, n_points = Router.prepare(world.graph), len(world.points)
    pairs = within(router, world.centers, world.points, LIMIT_MS)
    best = {
        (center, point): (time, length)
        for point, entries in enumerate(ranked(pairs, n_points))
        for time, length, center in entries
    }
    for point, center, time, length in rows:
        if time <= LIMIT_MS:
            best[center, point] = min(best.get((center, point), (2**60, 0)), (time, length))
    merged = merge_direct(pairs, direct, limit_ms=LIMIT_MS)
    columns = (merged.centers(), merged.point, merged.time_ms, merged.length_dm)
    found = list(zip(*(column.tolist() for column in columns), strict=True))
    assert found == [(*pair, *trip) for pair, trip in sorted(best.items())]

    expected = ranked(merged, n_points)
    lists = k_nearest(router, world.centers, 2, world.points, LIMIT_MS)
    lists = merge_direct(lists, direct, limit_ms=LIMIT_MS)
    for point in range(n_points):
        entries = zip(
            lists.time_ms[point], lists.length_dm[point], lists.center[point], strict=True
        )
        assert list(entries) == (expected[point] + [NOWHERE] * 2)[:2]

    category = np.arange(len(world.centers)) % 2
    single = nearest(router, world.centers, category, 2, LIMIT_MS)
    single = nearest_at_points(single, world.points, LIMIT_MS)
    single = merge_direct(single, direct, category=category, limit_ms=LIMIT_MS)
    for kind in (0, 1):
        for point in range(n_points):
            mine = [trip for trip in expected[point] if trip[2] % 2 == kind] or [NOWHERE]
            row = (single.time_ms[kind], single.length_dm[kind], single.center[kind])
            assert tuple(int(column[point]) for column in row) == mine[0]


def test_what_was_found_is_left_as_it_was():
    found = k_nearest(Router.prepare(grid(3, 1)), joins_at([0, 2]), 1)
    before = found.time_ms.copy()
    assert merge_direct(found, trips([[1, 1, 5, 5]])).center.tolist() == [[0], [1], [1]]
    np.testing.assert_array_equal(found.time_ms, before)


def test_trips_to_what_is_not_there_are_refused():
    none = np.full((1, 2), -1, dtype=np.int32)
    one = Nearest(none, none, none)
    with pytest.raises(ValueError, match="direct trip 1 names point 2, but there are 2"):
        merge_direct(one, trips([[0, 0, 1, 1], [2, 0, 1, 1]]), category=np.array([0]))
    with pytest.raises(ValueError, match="direct trip 0 names center 1, but there are 1"):
        merge_direct(one, trips([[0, 1, 1, 1]]), category=np.array([0]))
    with pytest.raises(ValueError, match="category of each center is needed"):
        merge_direct(one, trips([[0, 0, 1, 1]]))
    with pytest.raises(ValueError, match="names point 2"):
        merge_direct(KNearest(none.T, none.T, none.T), trips([[2, 0, 1, 1]]))
    empty = np.zeros(0, dtype=np.int32)
    with pytest.raises(ValueError, match="names center 3, but there are 2"):
        merge_direct(Pairs(np.zeros(3, dtype=np.int64), empty, empty, empty), trips([[0, 3, 1, 1]]))
    with pytest.raises(ValueError, match=r"time_ms\[0\] is -1"):
        trips([[0, 0, -1, 0]])
