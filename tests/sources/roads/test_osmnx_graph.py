import json

import networkx as nx
import numpy as np
import osmnx
import pytest
import shapely

from pipelines.area import Roads
from pipelines.roads.build import build_network
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.reading import SourceError
from pipelines.sources.roads.osmnx_graph import read_osmnx, save_osmnx
from tests.roads.worlds import degrees

# A two-way street 1 - 2 - 3, a one-way street 3 - 4 drawn against its direction, a roundabout 5 - 6 - 7 at 3.
NODES = {
    1: (0, 0),
    2: (100, 0),
    3: (200, 0),
    4: (200, 300),
    5: (300, 0),
    6: (330, 30),
    7: (330, -30),
}
WAYS = [
    ([1, 2, 3], {"highway": "residential", "maxspeed": "30 mph"}),
    ([3, 4], {"highway": "residential", "oneway": "-1"}),
    ([1, 4], {"highway": "primary", "surface": "gravel"}),
    ([3, 5], {"highway": "residential"}),
    ([5, 6, 7, 5], {"highway": "residential", "junction": "roundabout"}),
]
BOX = shapely.box(*degrees(-1000, -1000), *degrees(1000, 1000))


def answer(nodes=NODES, ways=WAYS, node_tags=None):
    """What Overpass would send."""
    elements = [
        {
            "type": "node",
            "id": node,
            "lon": degrees(*at)[0],
            "lat": degrees(*at)[1],
            "tags": (node_tags or {}).get(node, {}),
        }
        for node, at in nodes.items()
    ]
    elements += [
        {"type": "way", "id": 100 + number, "nodes": refs, "tags": tags}
        for number, (refs, tags) in enumerate(ways)
    ]
    return {"elements": elements}


@pytest.fixture
def overpass(monkeypatch):
    """Answer OSMnx's next question; returns the filters that were asked for."""
    asked = []

    def answer_with(content):
        def download(polygon, network_type, custom_filter):
            asked.append(custom_filter)
            yield content

        monkeypatch.setattr(osmnx._overpass, "_download_overpass_network", download)
        return asked

    return answer_with


def network_of(path, least=10_000):
    roads = Roads(separate_piece_nodes=least)
    return build_network(osm_segments(read_osmnx(path), roads), roads)


def test_a_polygon_is_saved_once_and_read_as_ways(tmp_path, overpass):
    asked = overpass(answer(node_tags={2: {"highway": "traffic_signals"}, 4: {"ref": "7"}}))
    before = list(osmnx.settings.useful_tags_way)
    path = save_osmnx(BOX, tmp_path / "raw" / "streets.graphml")
    assert osmnx.settings.useful_tags_way == before
    assert save_osmnx(BOX, path) == path
    assert len(asked) == 1
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["streets.graphml"]
    osm = read_osmnx(path)
    streets = {
        tuple(osm.node_id[osm.ref[start:stop]].tolist()): osm.tag_sets[row]
        for start, stop, row in zip(
            osm.ref_indptr[:-1], osm.ref_indptr[1:], osm.way_tags, strict=True
        )
    }
    assert streets[1, 2] == {"highway": "residential", "maxspeed": "30 mph"}
    assert streets[4, 3] == {"highway": "residential", "oneway": "yes"}
    assert (3, 4) not in streets
    assert streets[1, 4] == {"highway": "primary", "surface": "gravel"}
    assert streets[5, 6]["oneway"] == "yes"
    assert len(streets) == 8
    assert osm.node_id[osm.tagged_node].tolist() == [2]
    assert osm.node_tag_sets == ({"highway": "traffic_signals"},)


def test_a_simplified_graph_gives_the_same_roads(tmp_path, overpass):
    # Ways of one kind only: OSMnx joins the others too, and their classes to a list.
    overpass(answer(ways=[(refs, {**tags, "highway": "residential"}) for refs, tags in WAYS[1:]]))
    plain = save_osmnx(BOX, tmp_path / "plain.graphml")
    simple = osmnx.simplify_graph(osmnx.load_graphml(plain))
    osmnx.save_graphml(simple, tmp_path / "simple.graphml")
    one, other = network_of(plain), network_of(tmp_path / "simple.graphml")
    assert one.n_nodes == other.n_nodes
    assert other.length_dm.sum() == pytest.approx(one.length_dm.sum(), abs=other.n_arcs)
    assert other.n_arcs == one.n_arcs
    assert other.shape_lon.min() == one.shape_lon.min()


def test_a_graph_saved_with_every_highway_is_read_as_far_as_cars_go(tmp_path, overpass):
    overpass(
        answer(ways=[*WAYS, ([2, 7], {"highway": "escape"}), ([1, 6], {"highway": "footway"})])
    )
    network = network_of(save_osmnx(BOX, tmp_path / "all.graphml"))
    assert network.counts["ways_not_a_road"] == 2
    overpass(answer())
    assert network.n_arcs == network_of(save_osmnx(BOX, tmp_path / "drive.graphml")).n_arcs


def test_a_real_answer_becomes_a_sound_network(tmp_path, overpass, shared_data):
    tile = shared_data / "north-country" / "overpass" / "tile-plymouth.json"
    content = json.loads(tile.read_text())
    overpass(content)
    everywhere = shapely.box(-73, 43, -71, 45)
    # Eleven pieces, because the tile was cut out of the region; four are larger than a lane.
    network = network_of(save_osmnx(everywhere, tmp_path / "plymouth.graphml"), least=10)
    assert network.counts["separate_pieces"] == 3
    ways = [element for element in content["elements"] if element["type"] == "way"]
    assert 500 < len(ways) < 600
    assert 300 < network.n_nodes < 2000
    assert network.counts["nodes_unconnected"] < 0.1 * network.n_nodes
    miles = network.length_dm[network.along].sum() / 16_093.44
    assert 100 < miles < 1000
    assert np.isin(network.edge, np.arange(network.n_edges)).all()


def test_what_cannot_be_fetched_or_read_is_said_plainly(tmp_path, overpass):
    overpass({"elements": []})
    with pytest.raises(SourceError, match="its streets cannot be fetched from OpenStreetMap"):
        save_osmnx(BOX, tmp_path / "none.graphml")
    assert not list(tmp_path.iterdir())
    with pytest.raises(SourceError, match="there is no such file"):
        read_osmnx(tmp_path / "none.graphml")
    (tmp_path / "text.graphml").write_text("geoid,lat,lon\n")
    with pytest.raises(SourceError, match="is no graph that OSMnx saved"):
        read_osmnx(tmp_path / "text.graphml")


def test_a_projected_graph_is_refused(tmp_path, overpass):
    overpass(answer())
    graph = osmnx.load_graphml(save_osmnx(BOX, tmp_path / "plain.graphml"))
    osmnx.save_graphml(osmnx.project_graph(graph), tmp_path / "metres.graphml")
    with pytest.raises(SourceError, match=r"is projected to"):
        read_osmnx(tmp_path / "metres.graphml")


def test_an_undirected_graph_is_refused(tmp_path, overpass):
    overpass(answer())
    graph = osmnx.load_graphml(save_osmnx(BOX, tmp_path / "plain.graphml"))
    osmnx.save_graphml(osmnx.convert.to_undirected(graph), tmp_path / "undirected.graphml")
    with pytest.raises(SourceError, match=r"lost their direction .*before osmnx.convert"):
        read_osmnx(tmp_path / "undirected.graphml")


ODD = {
    "a coordinate that is no number": ("-72.0", "nan", "is no place in degrees"),
    "one off the globe": ("-72.0", "-7200", "is no place in degrees"),
    "one without an end": ("-72.0", "1e999", "is no place in degrees"),
    "one in words": ("-72.0", "west", "is no graph that OSMnx saved"),
    "a node that no edge meets": ('node id="1"', 'node id="99"', "is no place in degrees"),
    "a list that is not closed": ("residential", "[1,2", "is no graph that OSMnx saved"),
    "a list without an end": ("residential", "[" * 9000, "is no graph that OSMnx saved"),
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_one_clear_error(tmp_path, odd):
    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=-72.0, y=44.0)
    graph.add_node(2, x=-72.1, y=44.0)
    street = {"osmid": 7, "highway": "residential", "oneway": False, "length": 400.0}
    graph.add_edge(1, 2, **street, reversed=False)
    path = tmp_path / "odd.graphml"
    osmnx.save_graphml(graph, path)
    sound, value, said = ODD[odd]
    assert sound in path.read_text()
    assert len(read_osmnx(path).ref) == 2
    path.write_text(path.read_text().replace(sound, value))
    with pytest.raises(SourceError, match=rf"odd\.graphml: .*{said}"):
        read_osmnx(path)
