import numpy as np
import pytest

from pipelines.roads.build import build_network
from pipelines.roads.ways.gmns_links import gmns_segments
from pipelines.sources.reading import SourceError
from pipelines.sources.roads.gmns import read_gmns
from tests.roads.worlds import arcs, degrees, node_at, roads, source

NODES = {"a": (0, 0), "b": (1000, 0), "c": (1000, 1000), "d": (2000, 0)}
HEADER = "link_id,from_node_id,to_node_id,directed,length,free_speed,facility_type,geometry\n"
MS_PER_M_AT_30 = 3_600_000 / 1609.344 / 30


def gmns(folder, links, **settings):
    rows = "".join(
        f"{name},{degrees(*place)[0]:.7f},{degrees(*place)[1]:.7f}\n"
        for name, place in NODES.items()
    )
    (folder / "node.csv").write_text("node_id,x_coord,y_coord\n" + rows)
    (folder / "link.csv").write_text(HEADER + links)
    read = read_gmns([folder / "node.csv", folder / "link.csv"], source(length_unit="m"))
    return gmns_segments(read, roads(**settings))


def network(folder, links, **settings):
    return build_network(gmns(folder, links, **settings), roads(**settings))


def test_an_undirected_link_goes_both_ways_and_a_directed_one_does_not(tmp_path):
    links = "1,a,b,0,1200,30,m,\n2,b,c,1,1000,30,m,\n3,c,a,1,1500,30,m,\n"
    net = network(tmp_path, links)
    a, b = node_at(net, 0, 0), node_at(net, 1000, 0)
    assert (
        arcs(net)[a, b] == arcs(net)[b, a] == (pytest.approx(1200 * MS_PER_M_AT_30, abs=1), 12_000)
    )
    assert net.n_arcs == 3


def test_a_missing_speed_is_that_of_the_class(tmp_path):
    net = network(tmp_path, "1,a,b,0,1000,,alley,\n", speeds_mph={"alley": 15})
    assert net.time_ms.tolist() == pytest.approx([2000 * MS_PER_M_AT_30] * 2, abs=1)
    assert net.counts["speeds_by_class"] == 1
    assert net.classes == ("alley",)


def test_a_class_without_a_speed_stops_the_run_and_says_where_to_give_it(tmp_path):
    with pytest.raises(SourceError, match=r"facility_type 'byway'.*roads\.speeds_mph"):
        gmns(tmp_path, "1,a,b,0,1000,30,m,\n2,b,c,0,1000,,byway,\n")


def test_two_directed_links_along_one_line_are_one_road_with_two_speeds(tmp_path):
    links = "1,a,b,1,1000,30,m,\n2,b,a,1,1000,60,m,\n3,b,d,1,1000,30,m,\n4,d,b,1,1900,30,m,\n"
    net = network(tmp_path, links, snapping="connectors", bend_delay_s=0, main_junction_delay_s=0)
    a, b, d = (node_at(net, x, 0) for x in (0, 1000, 2000))
    found = arcs(net)
    assert found[a, b][0] == pytest.approx(1000 * MS_PER_M_AT_30, abs=1)
    assert found[b, a][0] == pytest.approx(500 * MS_PER_M_AT_30, abs=1)
    # The links between b and d differ in length: two roads.
    assert net.n_edges == 3
    assert (found[b, d][1], found[d, b][1]) == (10_000, 19_000)


def test_length_is_spread_over_a_geometry_and_its_points_are_kept_as_shape(tmp_path):
    bend = [degrees(*p) for p in [(0, 0), (0, 300), (1000, 300), (1000, 0)]]
    line = ", ".join(f"{lon:.8f} {lat:.8f}" for lon, lat in bend)
    net = network(tmp_path, f'1,a,b,0,1700,30,m,"LINESTRING ({line})"\n')
    assert net.n_edges == 1
    assert net.length_dm.tolist() == [17_000, 17_000]
    np.testing.assert_allclose(np.sort(net.shape_lat)[-2:], bend[1][1], atol=1e-7)
    assert len(net.shape_lon) == 4


def test_with_connectors_every_node_stays_and_bends_cost_time(tmp_path):
    links = "1,a,b,0,1000,30,m,\n2,b,c,0,1000,30,m,\n"
    contracted = network(tmp_path, links)
    assert contracted.n_nodes == 2
    bent = network(
        tmp_path, links, snapping="connectors", bend_delay_s=0.1, main_junction_delay_s=0
    )
    assert bent.n_nodes == 3
    b = node_at(bent, 1000, 0)
    delays = bent.delay_ms[bent.head == b]
    # A right angle at b.
    assert delays.tolist() == pytest.approx([9000, 9000], abs=5)
    assert bent.delay_ms[bent.head != b].tolist() == [0, 0]


def test_counts_tell_what_was_read_and_mended(tmp_path):
    segments = gmns(
        tmp_path, "1,a,b,0,,30,m,\n2,b,zz,0,1000,30,m,\n3,b,c,0,1000,30,m,\n4,b,d,0,1000,30,m,\n"
    )
    assert segments.counts == {
        "nodes_read": 4,
        "nodes_rejected": 0,
        "links_read": 4,
        "links_rejected": 1,
        "links_outside": 0,
        "lengths_replaced": 1,
        "speeds_by_class": 0,
    }


@pytest.mark.parametrize(("name", "least_nodes"), [("lima", 1890), ("asu_osm2gmns", 600)])
def test_public_networks_build(shared_data, name, least_nodes):
    folder = shared_data / "real_samples" / "gmns"
    gmns = read_gmns([folder / f"{name}_node.csv", folder / f"{name}_link.csv"], source())
    for snapping in ("edges", "connectors"):
        settings = roads(snapping=snapping)
        network = build_network(gmns_segments(gmns, settings), settings)
        assert network.n_nodes >= least_nodes
