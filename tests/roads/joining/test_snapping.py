import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.roads.build import build_network
from pipelines.roads.edges import edges_of
from pipelines.roads.joining.snapping import insert_centers, snap, snap_points
from tests.roads.worlds import LAT, M_PER_DEGREE, arcs, node_at, places, roads, segments_of

TWO_WAY, ONE_WAY, MOTORWAY = (
    (0, 60.0, 60.0, True, False),
    (0, 60.0, 0.0, True, False),
    (0, 60.0, 60.0, False, False),
)
KINDS = [TWO_WAY, ONE_WAY, MOTORWAY]
MS_PER_M = 3_600_000 / 1609.344 / 60
GAP_MS_PER_M = 3_600_000 / 1609.344 / 12

# A one-way ring 0 -> 1 -> 2 -> 3 -> 0 of 1 km by 1 km with a two-way spur 0 - 4 to the west.
RING = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (-1000, 0)]
RING_ROWS = [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1), (0, 4, 0)]


def ring(**settings):
    segments = segments_of(RING, RING_ROWS, KINDS, kept=range(5))
    return build_network(segments, roads(**settings))


def on_network(network, lon, lat, **settings):
    edges = edges_of(network)
    return snap(edges, edges.departs, roads(**settings), lon, lat)


def joined(joins, thing):
    rows = slice(joins.indptr[thing], joins.indptr[thing + 1])
    return dict(
        zip(
            joins.node[rows].tolist(),
            zip(joins.time_ms[rows].tolist(), joins.length_dm[rows].tolist(), strict=True),
            strict=True,
        )
    )


def test_a_point_on_a_two_way_road_leaves_both_ways():
    network = ring()
    joins = snap_points(network, roads(), *places((-300, 20)))
    at = joined(joins, 0)
    assert joins.snap_m[0] == pytest.approx(20, abs=0.01)
    gap = 20 * GAP_MS_PER_M
    assert at == {
        node_at(network, 0, 0): (pytest.approx(300 * MS_PER_M + gap, abs=2), 3200),
        node_at(network, -1000, 0): (pytest.approx(700 * MS_PER_M + gap, abs=2), 7200),
    }
    assert joins.reason == (None,)


def test_a_point_on_a_one_way_road_leaves_forward_only():
    network = ring()
    at = joined(snap_points(network, roads(), *places((300, 0))), 0)
    assert at == {node_at(network, 1000, 0): (pytest.approx(700 * MS_PER_M, abs=2), 7000)}


def test_a_point_at_a_junction_joins_there_at_once():
    network = ring(junction_delay_s=9)
    at = joined(snap_points(network, roads(), *places((0, 0))), 0)
    assert at == {node_at(network, 0, 0): (0, 0)}


def test_the_delay_at_the_junction_belongs_to_the_way_there():
    network = ring(junction_delay_s=9)
    at = joined(snap_points(network, roads(), *places((-300, 0))), 0)
    assert at[node_at(network, 0, 0)][0] == pytest.approx(300 * MS_PER_M + 9000, abs=2)
    assert at[node_at(network, -1000, 0)][0] == pytest.approx(700 * MS_PER_M, abs=2)


def test_what_does_not_depend_on_speed_is_told_apart():
    network = ring(junction_delay_s=9)
    joins = snap_points(network, roads(), *places((-300, 20)))
    delay = dict(zip(joins.node.tolist(), joins.delay_ms.tolist(), strict=True))
    gap = 20 * GAP_MS_PER_M
    assert delay == {
        node_at(network, 0, 0): pytest.approx(9000 + gap, abs=2),
        node_at(network, -1000, 0): pytest.approx(gap, abs=2),
    }
    centers = insert_centers(network, roads(), *places((-400, 30))).centers
    assert centers.delay_ms.tolist() == centers.time_ms.tolist()


def test_a_center_becomes_a_node_and_a_trip_along_its_street_is_exact():
    network, centers = insert_centers(ring(), roads(), *places((-400, 30)))
    (node,) = centers.node
    assert node == node_at(network, -400, 0) == 5
    assert centers.time_ms[0] == pytest.approx(30 * GAP_MS_PER_M, abs=1)
    assert centers.length_dm[0] == 300
    # A home 100 m along the same street does not go round by a junction.
    at = joined(snap_points(network, roads(), *places((-500, 0))), 0)
    assert at[5] == (pytest.approx(100 * MS_PER_M, abs=2), 1000)


def test_a_home_just_past_a_center_on_a_one_way_street_drives_round():
    network, centers = insert_centers(ring(), roads(), *places((500, 0)))
    joins = snap_points(network, roads(), *places((510, 0), (490, 0)))
    minutes = times_to(network, int(centers.node[0]), joins)
    assert minutes == pytest.approx([3990 * MS_PER_M, 10 * MS_PER_M], abs=5)


def times_to(network, node, joins):
    rows = arcs(network)
    tail, head = np.array(list(rows)).T
    times = np.array([time for time, _ in rows.values()], dtype=float)
    graph = csr_array((times, (head, tail)), shape=(network.n_nodes, network.n_nodes))
    to_node = dijkstra(graph, indices=node)
    return [
        min(to_node[n] + ms for n, (ms, _) in joined(joins, thing).items())
        for thing in range(len(joins))
    ]


def test_inserting_centers_changes_no_time_between_the_old_nodes():
    before = ring(junction_delay_s=2)
    after, centers = insert_centers(
        before, roads(), *places((-400, 0), (500, 0), (500, 0), (0, 0), (1000, 300), (-700, 5))
    )
    assert after.n_nodes == before.n_nodes + 4
    assert centers.node[1] == centers.node[2]
    assert centers.node[3] == node_at(before, 0, 0)
    for network in (before, after):
        for node in range(before.n_nodes):
            assert (network.node_lon[node], network.node_lat[node]) == (
                before.node_lon[node],
                before.node_lat[node],
            )

    def table(network):
        rows = arcs(network)
        tail, head = np.array(list(rows)).T
        times = np.array([time for time, _ in rows.values()], dtype=float)
        graph = csr_array((times, (tail, head)), shape=(network.n_nodes,) * 2)
        return dijkstra(graph)[: before.n_nodes, : before.n_nodes]

    np.testing.assert_array_equal(table(before), table(after))
    assert after.counts["nodes_for_centers"] == 4


def test_nobody_starts_on_a_motorway():
    segments = segments_of(
        [(0, 0), (2000, 0), (0, 500), (2000, 500)],
        [(0, 1, 2), (2, 3, 0), (0, 2, 2), (1, 3, 2)],
        KINDS,
        kept=range(4),
    )
    network = build_network(segments, roads())
    snapped = on_network(network, *places((1000, 10)))
    assert snapped.snap_m[0] == pytest.approx(490, abs=0.1)


def test_a_place_too_far_from_any_road_is_refused_with_a_reason_and_its_distance():
    near, far = (0, 1900), (0, 3000)
    limit = roads(max_snap_mi=1.0)
    joins = snap_points(ring(), limit, *places(near, far))
    assert joins.refused.tolist() == [False, True]
    assert joins.reason == (None, "no road that a car may use within 1 mi")
    assert joins.snap_m.tolist() == pytest.approx([900, 2000], rel=1e-3)
    _, centers = insert_centers(ring(), limit, *places(far, near))
    assert centers.refused.tolist() == [True, False]
    assert centers.reason[0] == "no road that a car may use within 1 mi"


def test_no_places_at_all():
    network, centers = insert_centers(ring(), roads(), *places())
    assert len(centers) == 0
    assert network.n_nodes == 5


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.integers(-1500, 1500), st.integers(-500, 1500)), min_size=1, max_size=20)
)
def test_the_nearest_edge_is_the_one_that_a_slow_search_finds(points):
    network = ring()
    lon, lat = places(*points)
    snapped = on_network(network, lon, lat)
    # The oracle works on a local flat map around each point.
    for i in range(len(points)):
        east = np.cos(np.radians(lat[i])) * M_PER_DEGREE
        offsets = np.column_stack(
            [(network.shape_lon - lon[i]) * east, (network.shape_lat - lat[i]) * M_PER_DEGREE]
        )
        lines = [
            shapely.LineString(offsets[network.shape_indptr[j] : network.shape_indptr[j + 1]])
            for j in range(network.n_edges)
        ]
        distances = np.array([line.distance(shapely.Point(0, 0)) for line in lines])
        assert snapped.snap_m[i] == pytest.approx(distances.min(), abs=0.5)
        assert distances[snapped.edge[i]] == pytest.approx(distances.min(), abs=0.5)
        at = lines[snapped.edge[i]].interpolate(snapped.fraction[i], normalized=True)
        assert at.distance(shapely.Point(0, 0)) == pytest.approx(distances.min(), abs=1.0)


def test_distances_are_true_at_other_latitudes():
    network = ring()
    assert pytest.approx(44.0) == LAT
    lon, lat = places((500, -800))
    assert on_network(network, lon, lat).snap_m[0] == pytest.approx(800, rel=2e-4)
