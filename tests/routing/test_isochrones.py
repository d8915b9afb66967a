import numpy as np
import pytest

from pipelines.routing.graph import build_graph
from pipelines.routing.isochrones import time_raster
from pipelines.routing.joins import seeds_at
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from tests.routing.worlds import grid

WALK = {"cell_m": 100.0, "off_road_m_per_s": 2.0, "off_road_m": 300.0}


def raster(graph, x, y, center_node, **settings):
    found = nearest(Router.prepare(graph), seeds_at([center_node]), [0], 1)
    return time_raster(graph, x, y, found.time_ms[0], found.center[0], **{**WALK, **settings})


def at(found, x, y):
    """Return the times at positions that are cell centers."""
    column = (np.asarray(x) - found.x0) / found.cell_m
    row = (np.asarray(y) - found.y0) / found.cell_m
    assert np.array_equal(column, np.rint(column))
    return found.time_ms[row.astype(int), column.astype(int)]


def street(one_way=False):
    """One street of 1 km from node 0 to node 1, 100 s long."""
    tail, head = ([0], [1]) if one_way else ([0, 1], [1, 0])
    cost = [100_000] * len(tail)
    return build_graph(2, tail, head, cost, cost), [0.0, 1000.0], [0.0, 0.0]


def test_time_grows_along_a_street_between_its_nodes():
    found = raster(*street(), 1)
    along = np.arange(0, 1001, 100)
    np.testing.assert_allclose(at(found, along, 0 * along), 100_000 - 100 * along)


def test_direction_counts():
    found = raster(*street(one_way=True), 0)
    # From the one-way street no trip comes back: only the center's own end is near it.
    assert at(found, 0, 0) == 0
    assert np.isnan(at(found, 500, 0))
    assert at(found, 300, 0) == 150_000
    found = raster(*street(one_way=True), 1)
    assert at(found, 300, 0) == 70_000


def test_a_road_is_reached_as_far_as_the_time_lasts():
    found = raster(*street(), 1, limit_ms=40_000, off_road_m=0.0)
    along = np.arange(0, 1001, 100)
    np.testing.assert_array_equal(np.isfinite(at(found, along, 0 * along)), along >= 600)


def test_off_the_road_one_goes_slowly_and_only_so_far():
    found = raster(*street(), 1)
    across = np.array([100, 200, 300])
    np.testing.assert_allclose(at(found, 500 + 0 * across, across), 50_000 + 500 * across)
    np.testing.assert_allclose(at(found, 500 + 0 * across, -across), 50_000 + 500 * across)
    assert np.isnan(at(found, 500, 400))
    np.testing.assert_allclose(at(found, 1200, 200), 500 * np.hypot(200, 200))
    assert np.isnan(at(found, 1300, 300))


def test_time_off_the_road_counts_towards_the_limit():
    found = raster(*street(), 1, limit_ms=100_000)
    assert at(found, 500, 100) == 100_000
    assert np.isnan(at(found, 500, 200))


def test_a_place_without_roads_is_a_hole():
    n = 21
    x, y = np.meshgrid(np.arange(n) * 100.0, np.arange(n) * 100.0)
    city = grid(n, n, time_ms=1000)
    inside = (np.abs(x.ravel() - 1000) < 650) & (np.abs(y.ravel() - 1000) < 650)
    tails = city.tails()
    kept = ~inside[tails] & ~inside[city.head]
    around = build_graph(
        n * n, tails[kept], city.head[kept], city.time_ms[kept], city.length_dm[kept]
    )
    found = raster(around, x.ravel(), y.ravel(), 0)
    assert np.isnan(at(found, 1000, 1000))
    assert np.isfinite(at(found, 500, 1000))
    assert np.isfinite(at(found, 1000, 300))
    np.testing.assert_allclose(at(found, [100, 2000, 500], [0, 0, 200]), [1000, 20_000, 7000])


def test_separate_places_stay_separate():
    graph = build_graph(4, [0, 1, 2, 3], [1, 0, 3, 2], [9000] * 4, [1] * 4)
    x = [0.0, 300.0, 1200.0, 1500.0]
    found = nearest(Router.prepare(graph), seeds_at([0, 2]), [0, 0], 1)
    over = time_raster(graph, x, [0.0] * 4, found.time_ms[0], found.center[0], **WALK)
    assert np.isfinite(at(over, [0, 600, 900, 1500], [0] * 4)).all()
    assert np.isnan(at(over, [700, 800], [0] * 2)).all()


def test_nodes_lie_on_the_right_side_of_a_contour():
    rng = np.random.default_rng(5)
    n = 101
    x, y = np.meshgrid(np.arange(n) * 110.0, np.arange(n) * 110.0)
    x, y = (axis.ravel() + rng.uniform(-30, 30, n * n) for axis in (x, y))
    city = grid(n, n, time_ms=10_000)
    found = nearest(Router.prepare(city), seeds_at([n * n // 2]), [0], 1)
    over = time_raster(city, x, y, found.time_ms[0], found.center[0], **WALK)
    column, row = (x - over.x0) / 100, (y - over.y0) / 100
    left, low = column.astype(int), row.astype(int)
    right, up = column - left, row - low
    between = (1 - up) * (
        (1 - right) * over.time_ms[low, left] + right * over.time_ms[low, left + 1]
    ) + up * ((1 - right) * over.time_ms[low + 1, left] + right * over.time_ms[low + 1, left + 1])
    # Crossings are 10 s apart; a contour half-way must part them, but for a few beside it.
    for limit in (205_000, 405_000):
        wrong = (between <= limit) != (found.time_ms[0] <= limit)
        assert wrong.mean() <= 0.005


def test_a_smaller_limit_only_leaves_places_out():
    n = 15
    x, y = (axis.ravel() * 130.0 for axis in np.meshgrid(np.arange(n), np.arange(n)))
    small = raster(grid(n, n, time_ms=9000), x, y, 3, limit_ms=70_000)
    large = raster(grid(n, n, time_ms=9000), x, y, 3, limit_ms=150_000)
    reached = np.isfinite(small.time_ms)
    assert 0 < reached.sum() < np.isfinite(large.time_ms).sum()
    np.testing.assert_array_equal(reached, large.time_ms <= 70_000)
    np.testing.assert_array_equal(large.time_ms[reached], small.time_ms[reached])
    assert small.time_ms[reached].max() <= 70_000


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cell_m": 0.0}, "cell_m is 0.0; it must be positive"),
        ({"off_road_m_per_s": float("nan")}, "off_road_m_per_s is nan"),
        ({"off_road_m": -1.0}, "off_road_m is -1.0; it must not be negative"),
    ],
)
def test_impossible_settings_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        raster(*street(), 0, **settings)


def test_positions_must_fit_the_nodes():
    graph, x, y = street()
    with pytest.raises(ValueError, match=r"x has shape \(1,\) for 2 nodes"):
        raster(graph, x[:1], y, 0)
    with pytest.raises(ValueError, match="finite positions"):
        raster(graph, x, [0.0, np.nan], 0)
