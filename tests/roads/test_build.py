import dataclasses

import numpy as np
import pytest

from pipelines.area import Roads
from pipelines.roads.build import build_network, hilbert_order
from tests.roads.worlds import Town, arcs, node_at, roads

MS_PER_M_AT_30 = 3_600_000 / 1609.344 / 30
STREET = {"highway": "residential"}


def time(network, a, b):
    return arcs(network)[node_at(network, *a), node_at(network, *b)][0]


def test_a_crossing_in_closed_form(tmp_path):
    town = Town(
        nodes={
            1: (-600, 0),
            2: (0, 0),
            3: (600, 0),
            4: (0, -600),
            5: (0, 600),
            6: (-300, 0),
        },
        ways=[
            ([1, 6, 2, 3], {"highway": "primary"}),
            ([4, 2], STREET),
            ([2, 5], {**STREET, "oneway": "yes"}),
            ([5, 1], {**STREET, "oneway": "yes"}),
        ],
    )
    network = town.network(tmp_path, junction_delay_s=2, yield_delay_s=5)
    # The bend of the one-way street is no junction.
    assert network.n_nodes == 4
    assert time(network, (-600, 0), (0, 0)) == pytest.approx(600 * MS_PER_M_AT_30 / 2, rel=1e-4)
    assert time(network, (0, -600), (0, 0)) == pytest.approx(600 * MS_PER_M_AT_30 + 5000, rel=1e-4)
    north_west = 600 * MS_PER_M_AT_30 + np.hypot(600, 600) * MS_PER_M_AT_30
    assert time(network, (0, 0), (-600, 0)) == pytest.approx(
        min(600 * MS_PER_M_AT_30 / 2, north_west), rel=1e-4
    )


def test_a_bollard_ends_the_road_on_both_sides(tmp_path):
    nodes = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (0, 500), 5: (200, 500)}
    ways = [([1, 2, 3], STREET), ([1, 4, 5, 3], STREET)]
    open_street = Town(nodes, ways).network(tmp_path)
    closed = Town(nodes, ways, {2: {"barrier": "bollard"}}).network(tmp_path)
    assert open_street.n_nodes == 1
    # Two dead ends at the bollard, 1,300 m apart by road.
    assert closed.n_nodes == 2
    assert closed.length_dm.tolist() == pytest.approx([14_000, 14_000], abs=5)
    assert closed.counts["nodes_stopping_cars"] == 1


def test_signals_and_stops_delay_those_who_meet_them(tmp_path):
    nodes = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0)}
    town = Town(
        nodes,
        [([1, 2, 3, 4], STREET)],
        {2: {"highway": "traffic_signals"}, 3: {"highway": "stop", "direction": "backward"}},
    )
    network = town.network(tmp_path, signal_delay_s=6, stop_delay_s=4)
    block = 100 * MS_PER_M_AT_30
    assert time(network, (0, 0), (100, 0)) == pytest.approx(block + 6000, abs=2)
    assert time(network, (200, 0), (100, 0)) == pytest.approx(block + 6000, abs=2)
    assert time(network, (100, 0), (200, 0)) == pytest.approx(block, abs=2)
    assert time(network, (300, 0), (200, 0)) == pytest.approx(block + 4000, abs=2)
    assert sorted(set(network.delay_ms.tolist())) == [0, 4000, 6000]


def test_a_ferry_takes_its_time_and_nobody_starts_on_it(tmp_path):
    town = Town(
        nodes={1: (0, 0), 2: (100, 0), 3: (5000, 0), 4: (5100, 0), 5: (2500, 300)},
        ways=[
            ([1, 2], STREET),
            ([2, 5, 3], {"route": "ferry", "duration": "00:20"}),
            ([3, 4], STREET),
        ],
    )
    network = town.network(tmp_path, junction_delay_s=0)
    ferry = arcs(network)[node_at(network, 100, 0), node_at(network, 5000, 0)]
    assert ferry[0] == pytest.approx(20 * 60_000, abs=1)
    names = np.array(network.classes)[network.edge_class]
    assert network.edge_departs[names == "ferry"].tolist() == [False]
    assert network.edge_departs[names == "residential"].all()


def test_a_ferry_that_carries_a_numbered_road_keeps_its_timetable(tmp_path):
    town = Town(
        nodes={1: (0, 0), 2: (100, 0), 3: (5000, 0), 4: (5100, 0), 5: (100, 900)},
        ways=[
            ([1, 2], STREET),
            ([2, 3], {"route": "ferry", "highway": "primary", "duration": "00:20"}),
            ([3, 4], STREET),
            ([2, 5], {"route": "ferry", "highway": "path"}),
        ],
    )
    network = town.network(tmp_path)
    found = arcs(network)
    assert found[node_at(network, 100, 0), node_at(network, 5000, 0)][0] == 20 * 60_000
    assert set(np.array(network.classes)[network.edge_class]) == {"residential", "ferry"}
    assert network.counts["ways_closed"] == 1


def test_a_roundabout_is_driven_one_way(tmp_path):
    town = Town(
        nodes={1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 5: (-500, 0), 6: (600, 100)},
        ways=[
            ([1, 2, 3, 4, 1], {**STREET, "junction": "roundabout"}),
            ([5, 1], STREET),
            ([3, 6], STREET),
        ],
    )
    network = town.network(tmp_path)
    found = arcs(network)
    a, b = node_at(network, 0, 0), node_at(network, 100, 100)
    assert found[a, b][1] == found[b, a][1] == pytest.approx(2000, abs=2)
    assert network.n_arcs == 6


def test_unconnected_roads_are_counted(tmp_path):
    town = Town(
        nodes={1: (0, 0), 2: (100, 0), 3: (200, 50), 7: (9000, 0), 8: (9100, 0), 9: (300, 0)},
        ways=[
            ([1, 2], STREET),
            ([2, 3], STREET),
            ([7, 8], STREET),
            ([2, 9], {**STREET, "oneway": "yes"}),
            ([1, 9], {"highway": "footway"}),
            ([1, 3], {**STREET, "access": "no"}),
        ],
    )
    network = town.network(tmp_path)
    assert network.counts["ways_read"] == 5
    assert network.counts["ways_used"] == 4
    assert network.counts["ways_closed"] == 1
    assert network.counts["nodes_unconnected"] == 1
    assert network.counts["edges_unconnected"] == 1
    assert network.counts["nodes_separate_pieces"] == 2, "an island, 9 km off"
    assert network.n_nodes == 5


def test_a_cut_way_is_used_as_far_as_it_goes(tmp_path):
    from pipelines.roads.ways.osm_ways import osm_segments
    from pipelines.sources.roads.osm_pbf import read_osm_pbf

    town = Town(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (400, 0)}, [([1, 2, 3, 4, 5], STREET)]
    )
    osm = read_osm_pbf([town.write(tmp_path / "cut.osm.pbf", without=(3,))])
    segments = osm_segments(osm, roads())
    assert len(segments.tail) == 2
    assert segments.counts["ways_cut"] == 1


def test_the_same_roads_give_the_same_bytes(tmp_path):
    rng = np.random.default_rng(1)
    nodes = {n + 1: tuple(rng.integers(-4000, 4000, 2).tolist()) for n in range(60)}
    ways = [(rng.choice(60, 3, replace=False).tolist(), STREET) for _ in range(50)]
    town = Town(nodes, [([n + 1 for n in way], tags) for way, tags in ways])
    first, second = town.network(tmp_path), town.network(tmp_path)
    assert first.digest() == second.digest()
    assert first.counts == second.counts


def test_all_pieces_that_stay_are_sound(tmp_path):
    rng = np.random.default_rng(7)
    nodes = {n + 1: tuple(rng.integers(-4000, 4000, 2).tolist()) for n in range(80)}
    kinds = [STREET, {**STREET, "oneway": "yes"}, {**STREET, "access": "private"}]
    ways = [
        ((rng.choice(80, 4, replace=False) + 1).tolist(), kinds[rng.integers(0, 3)])
        for _ in range(60)
    ]
    network = Town(nodes, ways).network(tmp_path)
    assert network.indptr[0] == 0
    assert network.indptr[-1] == network.n_arcs
    tails = network.tails()
    edge_first = network.shape_indptr[:-1][network.edge]
    edge_last = network.shape_indptr[1:][network.edge] - 1
    begin = np.where(network.along, edge_first, edge_last)
    end = np.where(network.along, edge_last, edge_first)
    np.testing.assert_array_equal(network.node_lon[tails], network.shape_lon[begin])
    np.testing.assert_array_equal(network.node_lat[network.head], network.shape_lat[end])
    assert (network.time_ms >= network.delay_ms).all()
    assert set(np.unique(network.edge)) == set(range(network.n_edges))


def test_settings_give_the_speed_of_a_class(tmp_path):
    town = Town({1: (0, 0), 2: (1000, 0)}, [([1, 2], STREET)])
    network = build_network(
        town.segments(tmp_path, speeds_mph={"residential": 15}), roads(speeds_mph={})
    )
    assert network.time_ms.tolist() == pytest.approx([2000 * MS_PER_M_AT_30] * 2, abs=2)
    assert dataclasses.asdict(network)["classes"] == network.classes
    assert Roads().speeds_mph == {}


def test_the_hilbert_curve_visits_neighboring_cells():
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(8), np.arange(8)))
    order = hilbert_order(x, y)
    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert sorted(order) == list(range(64))
    assert steps.max() == 1


def test_nodes_at_one_place_keep_their_order():
    assert hilbert_order(np.full(5, 4.0), np.full(5, 2.0)).tolist() == [0, 1, 2, 3, 4]
    assert hilbert_order(np.empty(0), np.empty(0)).tolist() == []
