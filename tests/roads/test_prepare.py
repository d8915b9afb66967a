import networkx as nx
import numpy as np
import osmnx
import pytest

from pipelines.area import StudyArea
from pipelines.errors import InputError
from pipelines.roads.network import rejected_roads
from pipelines.roads.prepare import AFTERWARDS, join_centers, join_points, prepare_network
from pipelines.sources.reading import SourceError
from tests.roads.worlds import Town, degrees, places

STREET = {"highway": "residential"}
TOWN = Town(
    nodes={1: (0, 0), 2: (500, 0), 3: (500, 500), 4: (4000, 0), 5: (4500, 0)},
    ways=[([1, 2, 3], STREET), ([2, 4], STREET), ([4, 5], STREET)],
)


def area(kind="osm_pbf", files=("town.osm.pbf",), **road_settings):
    told = {"files": ["x.csv"], "vintage": "t", "publisher": "t", "licence": "t"}
    return StudyArea.model_validate(
        {
            "area": {"name": "test", "title": "Test"},
            "sources": {
                "population": {**told, "kind": "cenpop"},
                "counties": told,
                "roads": {**told, "kind": kind, "files": list(files)},
                "centers": told,
            },
            "roads": road_settings,
        }
    )


def test_a_network_is_built_once_and_then_reused(tmp_path):
    path, folder = TOWN.write(tmp_path / "town.osm.pbf"), tmp_path / "network"
    first = prepare_network(area(), [path], None, folder)
    made = (folder / "network.json").stat().st_mtime_ns
    again = prepare_network(area(speed_factor=0.8, max_snap_mi=3), [path], None, folder)
    assert (folder / "network.json").stat().st_mtime_ns == made
    assert again.digest() == first.digest()
    assert rejected_roads(folder).empty


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(file.read_bytes()[:-3]),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(_scribbled(file.read_bytes())),
    ],
    ids=["missing", "cut", "empty", "altered"],
)
@pytest.mark.parametrize(
    "name", ["time_ms.npy", "node_lon.npy", "network.json", "rejected.parquet"]
)
def test_a_stored_network_that_was_damaged_is_made_anew_and_said(tmp_path, caplog, damage, name):
    path, folder = TOWN.write(tmp_path / "town.osm.pbf"), tmp_path / "network"
    first = prepare_network(area(), [path], None, folder)
    times, digest = first.time_ms.tolist(), first.digest()
    before = (folder / name).read_bytes()
    damage(folder / name)
    again = prepare_network(area(), [path], None, folder)
    assert (again.time_ms.tolist(), again.digest()) == (times, digest)
    assert f"{folder} is damaged and not used" in caplog.text
    assert (folder / name).read_bytes() == before
    assert rejected_roads(folder).empty


def _scribbled(content):
    """Change one digit of a number, or one byte in the middle of what holds none."""
    at = len(content) - 8 if content.startswith(b"\x93NUMPY") else len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("change", ["settings", "file", "box"])
def test_it_is_built_anew_when_what_it_was_made_from_changes(tmp_path, change):
    path, folder = TOWN.write(tmp_path / "town.osm.pbf"), tmp_path / "network"
    first = prepare_network(area(), [path], None, folder)
    settings, box, town = area(), None, TOWN
    if change == "settings":
        settings = area(speeds_mph={"residential": 11})
    elif change == "file":
        town = Town(TOWN.nodes, [*TOWN.ways, ([3, 5], STREET)])
    else:
        box = (*degrees(-10, -10), *degrees(510, 510))
    second = prepare_network(settings, [town.write(path)], box, folder)
    assert second.digest() != first.digest()


def test_every_setting_that_is_applied_afterwards_is_one():
    assert set(type(area().roads).model_fields) >= AFTERWARDS


def test_refused_rows_are_kept_beside_the_network(tmp_path):
    nodes = "".join(
        f"{name},{degrees(*at)[0]:.6f},{degrees(*at)[1]:.6f}\n"
        for name, at in (("a", (0, 0)), ("b", (900, 0)))
    )
    (tmp_path / "node.csv").write_text("node_id,x_coord,y_coord\n" + nodes)
    (tmp_path / "link.csv").write_text(
        "link_id,from_node_id,to_node_id,directed,free_speed\n1,a,b,0,30\n2,a,q,0,30\n3,a,b,0,40\n"
    )
    files = [tmp_path / "node.csv", tmp_path / "link.csv"]
    gmns = area("gmns", ("node.csv", "link.csv"))
    network = prepare_network(gmns, files, None, tmp_path / "network")
    assert network.counts["links_rejected"] == 1
    assert rejected_roads(tmp_path / "network")["source_row"].tolist() == [2]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"town\.osm\.pbf: there is no such file"):
        prepare_network(area(), [tmp_path / "town.osm.pbf"], None, tmp_path / "network")


def test_roads_that_are_all_closed_to_cars_are_said_to_be(tmp_path):
    closed = Town(TOWN.nodes, [([1, 2, 3], {**STREET, "access": "no"})])
    path = closed.write(tmp_path / "town.osm.pbf")
    with pytest.raises(SourceError, match=r"town\.osm\.pbf.*no road that a car.*ways_closed 1"):
        prepare_network(area(), [path], None, tmp_path / "network")


@pytest.mark.parametrize("setting", ["speeds_mph", "class_speed_factors"])
def test_a_speed_for_a_class_of_road_that_does_not_exist_is_refused(tmp_path, setting):
    path = TOWN.write(tmp_path / "town.osm.pbf")
    prepare_network(area(**{setting: {"motorway": 1.0}}), [path], None, tmp_path / "network")
    misspelt = area(**{setting: {"motorwy": 1.0}})
    for _ in ("built", "stored"):
        with pytest.raises(InputError, match=rf"roads\.{setting} .* names motorwy, .*motorway"):
            prepare_network(misspelt, [path], None, tmp_path / "network")


def test_a_graph_saved_by_osmnx_is_a_source_too(tmp_path):
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for node, (x, y) in {1: (0, 0), 2: (400, 0)}.items():
        graph.add_node(node, x=degrees(x, y)[0], y=degrees(x, y)[1])
    for tail, head in ((1, 2), (2, 1)):
        street = {"osmid": 7, "highway": "residential", "oneway": False, "length": 400.0}
        graph.add_edge(tail, head, **street, reversed=tail == 2)
    path = tmp_path / "town.graphml"
    osmnx.save_graphml(graph, path)
    saved = area("osmnx", ("town.graphml",))
    network = prepare_network(saved, [path], (0.0, 0.0, 1.0, 1.0), tmp_path / "network")
    assert network.n_edges == 1
    assert network.length_dm.tolist() == [4000, 4000]


@pytest.mark.parametrize("snapping", ["edges", "connectors"])
def test_both_ways_of_joining_have_the_same_calls(tmp_path, snapping):
    settings = area(snapping=snapping).roads
    network = TOWN.network(tmp_path, snapping=snapping)
    lon, lat = places((250, 10), (3000, 10), (90_000, 0))
    cut, centers = join_centers(network, settings, lon, lat)
    joins = join_points(cut, settings, lon, lat)
    for found in (centers, joins):
        assert found.refused.tolist() == [False, False, True]
        assert found.reason[2].startswith("no ")
        assert found.node.max() < cut.n_nodes
    if snapping == "edges":
        assert cut.n_nodes == network.n_nodes + 2
    else:
        assert cut is network


@pytest.fixture(scope="module")
def north_country(shared_data, tmp_path_factory):
    path = shared_data / "north-country" / "roads" / "north-country.osm.pbf"
    folder = tmp_path_factory.mktemp("north") / "network"
    return prepare_network(area(), [path], None, folder)


def test_real_openstreetmap_roads_become_a_sound_network(north_country):
    counts = north_country.counts
    assert counts["ways_read"] == 21_235
    assert counts["ways_cut"] == 0
    assert 20_000 < north_country.n_nodes < 60_000
    assert counts["separate_pieces"] == 31, (
        "three towns apart, and what lies at the edges of the extract"
    )
    assert counts["nodes_unconnected"] < 0.05 * north_country.n_nodes
    run_ms = north_country.time_ms - north_country.delay_ms
    miles, hours = north_country.length_dm / 16_093.44, run_ms / 3_600_000
    names = np.array(north_country.classes)[north_country.edge_class[north_country.edge]]
    for name, low, high in (("motorway", 50, 75), ("primary", 35, 55), ("residential", 15, 30)):
        mine = names == name
        assert low < miles[mine].sum() / hours[mine].sum() < high


def test_places_in_the_real_network_snap_near(north_country):
    rng = np.random.default_rng(3)
    points = np.repeat(north_country.edge_departs, np.diff(north_country.shape_indptr))
    some = rng.choice(np.flatnonzero(points), 300)
    lon = north_country.shape_lon[some] + 0.0005
    joins = join_points(north_country, area().roads, lon, north_country.shape_lat[some])
    assert not joins.refused.any()
    assert joins.snap_m.max() < 0.0005 * 111_320
    assert set(np.diff(joins.indptr).tolist()) <= {1, 2}
