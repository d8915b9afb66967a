import numpy as np
import pytest

from pipelines.roads.build import build_network
from pipelines.roads.joining.connectors import connect, direct_pairs, surface_nodes
from tests.roads.worlds import node_at, places, roads, segments_of

# A motorway 0 - 1 - 2 along y = 0, a state road 1 - 3 - 4 north of it.
PLACES = [(-5000, 0), (0, 0), (5000, 0), (0, 5000), (0, 10_000)]
SETTINGS = {
    "snapping": "connectors",
    "connector_mph": 30,
    "connector_detour": 1.5,
    "connector_delay_s": 10,
    "main_junction_delay_s": 0,
    "bend_delay_s": 0,
}
MS_PER_M = 1.5 * 3_600_000 / 1609.344 / 30


def network():
    segments = segments_of(
        PLACES,
        [(0, 1, 0), (1, 2, 0), (1, 3, 1), (3, 4, 1)],
        [(0, 60.0, 60.0, False, False), (1, 45.0, 45.0, True, False)],
        kept=range(5),
    )
    return build_network(segments, roads(**SETTINGS))


def test_only_nodes_of_surface_roads_are_led_to():
    net = network()
    expected = [node_at(net, 0, y) for y in (0, 5000, 10_000)]
    assert surface_nodes(net).tolist() == sorted(expected)


def test_ground_that_is_only_left_or_only_arrived_at_is_not_led_to():
    # A public way 0 - 1 - 2 round a private short cut 0 - 3 - 2.
    segments = segments_of(
        [(0, 0), (0, 1000), (1000, 1000), (500, 400)],
        [(0, 1, 0), (1, 2, 0), (0, 3, 1), (3, 2, 1)],
        [(0, 45.0, 45.0, True, False), (1, 45.0, 45.0, True, True)],
        kept=range(4),
    )
    net = build_network(segments, roads(**SETTINGS))
    assert net.n_nodes > 4, "the short cut stands there twice"
    nodes = surface_nodes(net)
    lon, lat = places((0, 0), (0, 1000), (1000, 1000))
    np.testing.assert_allclose(np.sort(net.node_lon[nodes]), np.sort(lon))
    np.testing.assert_allclose(np.sort(net.node_lat[nodes]), np.sort(lat))


def test_connectors_lead_to_the_nearest_nodes_at_local_speed():
    net = network()
    joins = connect(net, roads(**SETTINGS, connector_count=2), *places((1000, 4000)))
    rows = dict(zip(joins.node.tolist(), joins.time_ms.tolist(), strict=True))
    near, next_near = np.hypot(1000, 1000), np.hypot(1000, 4000)
    assert rows == {
        node_at(net, 0, 5000): pytest.approx(near * MS_PER_M + 10_000, rel=1e-3),
        node_at(net, 0, 0): pytest.approx(next_near * MS_PER_M + 10_000, rel=1e-3),
    }
    assert joins.snap_m[0] == pytest.approx(near, rel=1e-3)
    assert min(joins.length_dm) == pytest.approx(near * 15, rel=1e-3)
    assert joins.delay_ms.tolist() == [10_000, 10_000]


def test_more_connectors_than_nodes_are_asked_for():
    joins = connect(network(), roads(**SETTINGS, connector_count=50), *places((0, 5000), (0, 0)))
    assert np.diff(joins.indptr).tolist() == [3, 3]


def test_a_place_far_from_every_main_road_is_refused():
    limit = roads(**SETTINGS, connector_max_mi=2)
    joins = connect(network(), limit, *places((0, 20_000), (0, 11_000)))
    assert joins.refused.tolist() == [True, False]
    assert joins.reason == ("no main road within 2 mi", None)
    assert joins.snap_m[0] == pytest.approx(10_000, rel=1e-3)


def test_direct_pairs_lists_short_trips_only():
    lon, lat = places((0, 0), (3000, 0), (50_000, 0))
    center_lon, center_lat = places((1000, 0), (2000, 0), (60_000, 0))
    pairs = direct_pairs(roads(**SETTINGS, direct_max_mi=1), lon, lat, center_lon, center_lat)
    assert list(zip(pairs.point.tolist(), pairs.center.tolist(), strict=True)) == [(0, 0), (1, 1)]
    expected = 1000 * MS_PER_M + 20_000
    assert pairs.time_ms.tolist() == pytest.approx([expected, expected], rel=1e-3)
    assert pairs.length_dm.tolist() == pytest.approx([15_000, 15_000], rel=1e-3)
    assert pairs.delay_ms == 20_000


def test_direct_pairs_of_nothing():
    none = np.empty(0)
    assert len(direct_pairs(roads(), none, none, none, none).point) == 0
