from itertools import pairwise

import numpy as np
import pytest

from pipelines.routing.cost import NO_TRIP, UNREACHED
from pipelines.routing.road_cells import CLOSED, NO_ROAD, RoadTimes, cell_times, nearest_roads

NOWHERE = float("inf")


def laid(lines, shape, reach=NOWHERE):
    """Return the nearest of some roads, each a list of (x, y) in cells."""
    points = np.array([point for line in lines for point in line], dtype=float).reshape(-1, 2)
    indptr = np.cumsum([0, *(len(line) for line in lines)])
    return nearest_roads(indptr, points[:, 0].copy(), points[:, 1].copy(), shape, reach)


def drives(rows):
    """Return times of roads, one row (tail, head, forward, backward, delays) each."""
    return RoadTimes(*np.array(rows, dtype=np.int32).reshape(-1, 6).T.copy())


def reached(*node_ms):
    """Return node times and centers; None where nothing is reached."""
    times = [NO_TRIP if ms is None else ms for ms in node_ms]
    centers = [UNREACHED if ms is None else 0 for ms in node_ms]
    return np.array(times, dtype=np.int32), np.array(centers, dtype=np.int32)


def distance_to_lines(lines, shape):
    """Return the distance from each cell's center to the nearest line, by looking at all."""
    row, column = np.mgrid[: shape[0], : shape[1]]
    best = np.full(shape, np.inf)
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line):
            dx, dy = bx - ax, by - ay
            long = max(dx * dx + dy * dy, 1e-12)
            part = np.clip(((column - ax) * dx + (row - ay) * dy) / long, 0, 1)
            best = np.minimum(best, np.hypot(column - ax - part * dx, row - ay - part * dy))
    return best


@pytest.mark.parametrize("seed", range(5))
def test_each_cell_joins_the_nearest_road(seed):
    rng = np.random.default_rng(seed)
    shape = (60, 80)
    start = rng.uniform(0, 1, (40, 1, 2)) * [79, 59]
    lines = np.clip(start + np.cumsum(rng.normal(0, 3, (40, 5, 2)), axis=1), 0, [79, 59])
    found, true = laid(lines.tolist(), shape), distance_to_lines(lines, shape)
    # What sweeps hand on may miss the nearest by a little, seldom; never do they find a nearer one.
    assert (found.gap >= true - 1e-4).all()
    assert (found.gap <= true + 1e-4).mean() > 0.98
    assert (found.gap - true).max() < 1
    near = true < 0.5
    np.testing.assert_allclose(found.gap[near], true[near], atol=1e-4)


def test_the_share_is_counted_along_the_whole_road():
    # Four cells to the east and then four to the north: the bend is half way.
    found = laid([[(1, 1), (5, 1), (5, 5)]], (7, 7))
    np.testing.assert_allclose(found.share[1, 1:6], [0, 0.125, 0.25, 0.375, 0.5])
    np.testing.assert_allclose(found.share[1:6, 5], [0.5, 0.625, 0.75, 0.875, 1])
    assert found.gap[3, 2] == pytest.approx(2)
    assert found.share[3, 2] == pytest.approx(0.125)


def test_beyond_reach_there_is_no_road():
    found = laid([[(0, 0), (9, 0)]], (6, 10), reach=3.0)
    assert (found.road[:4] == 0).all()
    assert (found.road[4:] == NO_ROAD).all()
    # Also where a road passes through a cell, its center may be out of reach.
    assert (laid([[(0, 0.4), (9, 0.4)]], (1, 10), reach=0.3).road == NO_ROAD).all()


def test_roads_outside_of_the_grid_do_no_harm():
    found = laid([[(-50, -50), (-40, -50)], [(2, -5), (2, 50)], [(90, 3), (95, 3)]], (4, 5))
    np.testing.assert_array_equal(found.road, np.ones((4, 5)))
    assert (laid([], (2, 2)).road == NO_ROAD).all()


def test_a_road_without_length_is_a_place():
    found = laid([[(2, 2), (2, 2)]], (5, 5))
    assert found.gap[2, 4] == 2
    assert (found.share == 0).all()


def test_positions_must_be_finite():
    with pytest.raises(ValueError, match="finite positions"):
        laid([[(0, 0), (np.nan, 1)]], (2, 2))


def test_time_grows_along_a_road_and_off_it():
    found = laid([[(0, 0), (10, 0)]], (3, 11))
    times = cell_times(found, drives([0, 1, 100, 200, 0, 0]), *reached(None, 1_000), 7.0)
    np.testing.assert_array_equal(times[0], 1_000 + 100 - 10 * np.arange(11))
    np.testing.assert_array_equal(times[2], times[0] + 14)
    times = cell_times(found, drives([0, 1, 100, 200, 0, 0]), *reached(500, None), 7.0)
    np.testing.assert_array_equal(times[0], 500 + 20 * np.arange(11))


def test_the_sooner_end_counts_with_its_delay():
    found = laid([[(0, 0), (10, 0)]], (1, 11))
    times = cell_times(found, drives([0, 1, 100, 100, 30, 10]), *reached(0, 0), 1.0)[0]
    # At the junctions themselves nothing is lost.
    assert list(times[[0, 10]]) == [0, 0]
    inside = np.arange(1, 10)
    np.testing.assert_array_equal(
        times[1:10], np.minimum(10 * inside + 10, 10 * (10 - inside) + 30)
    )


def test_direction_counts():
    found = laid([[(0, 0), (10, 0)]], (1, 11))
    times = cell_times(found, drives([0, 1, 100, CLOSED, 0, 0]), *reached(0, None), 1.0)[0]
    assert times[0] == 0
    assert (times[1:] == -1).all()
    times = cell_times(found, drives([0, 1, CLOSED, 100, 0, 0]), *reached(None, 0), 1.0)[0]
    assert times[10] == 0
    assert (times[:10] == -1).all()


def test_without_a_road_or_a_center_there_is_no_time():
    found = laid([[(0, 0), (10, 0)]], (9, 11), reach=2.0)
    times = cell_times(found, drives([0, 1, 1, 1, 0, 0]), *reached(0, 0), 1.0)
    np.testing.assert_array_equal(times == -1, found.road == NO_ROAD)
    assert (cell_times(found, drives([0, 1, 1, 1, 0, 0]), *reached(None, None), 1.0) == -1).all()
