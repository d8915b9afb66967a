import numpy as np
import osmnx
import pandas as pd
import pytest

import infusion_access as ia
from tests.roads.worlds import NO_DELAYS, PACE, Town, degrees

MILE = 1609.344
TOWN = Town(
    nodes={1: (0, 0), 2: (MILE, 0), 3: (MILE, MILE), 4: (0, MILE)},
    ways=[
        ([1, 2], {"highway": "primary"}),
        ([2, 3], {"highway": "residential", "oneway": "yes"}),
        ([3, 4], {"highway": "primary"}),
        ([1, 4], {"highway": "residential"}),
    ],
)
SETTINGS = {**NO_DELAYS, "speeds_mph": PACE}


def lines_of(network):
    return network.to_frame().sort_values(["road_class", "forward_min", "backward_min"])


def test_roads_of_a_file_are_lines_with_minutes(tmp_path):
    network = ia.read_roads(TOWN.write(tmp_path / "town.osm.pbf"), **SETTINGS)
    lines = lines_of(network)
    assert lines.crs == "EPSG:4326"
    assert lines["length_mi"].sum() == pytest.approx(4, rel=1e-3)
    oneway = lines[lines["forward_min"].isna() | lines["backward_min"].isna()]
    assert len(oneway) == 1
    assert oneway[["forward_min", "backward_min"]].max(axis=None) == pytest.approx(2, rel=1e-3)
    assert "junctions" in repr(network)
    assert network.counts["ways_read"] == 4


def test_a_graph_saved_or_in_memory_gives_the_same_roads(tmp_path):
    graph = osmnx.graph_from_xml(TOWN.write(tmp_path / "town.osm"), simplify=False, retain_all=True)
    osmnx.save_graphml(graph, tmp_path / "town.graphml")
    saved, held = ia.read_roads(tmp_path / "town.graphml"), ia.read_roads(graph)
    assert saved.roads.digest() == held.roads.digest()
    assert saved.roads.n_edges == 4


def gmns(folder, node_ids=(1, 2, 3)):
    lon, lat = zip(*[degrees(*at) for at in [(0, 0), (MILE, 0), (2 * MILE, 0)]], strict=True)
    nodes = pd.DataFrame({"node_id": [1, 2, 3], "x_coord": lon, "y_coord": lat})
    links = pd.DataFrame(
        {
            "link_id": range(1, len(node_ids)),
            "from_node_id": node_ids[:-1],
            "to_node_id": node_ids[1:],
            "directed": 0,
            "free_speed": 30,
        }
    )
    files = folder / "node.csv", folder / "link.csv"
    for frame, path in zip((nodes, links), files, strict=True):
        frame.to_csv(path, index=False)
    return files


def test_gmns_tables_are_read_and_refused_rows_are_kept(tmp_path):
    network = ia.read_roads(*gmns(tmp_path, (1, 2, 3, 9)), separate_piece_nodes=2)
    assert network.to_frame()["forward_min"].sum() == pytest.approx(4, rel=1e-3)
    assert network.rejected["source_row"].tolist() == [3]
    assert network.rejected["reason"].str.contains("9|node").all()


def test_a_box_and_a_speed_factor(tmp_path):
    path = TOWN.write(tmp_path / "town.osm.pbf")
    south = (*degrees(-10, -10), *degrees(MILE + 10, 10))
    assert ia.read_roads(path, bbox=south, **SETTINGS).counts["ways_outside"] == 1
    usual, slow = (ia.read_roads(path, speed_factor=f, **SETTINGS) for f in (1, 0.5))
    ratio = lines_of(slow)["forward_min"] / lines_of(usual)["forward_min"]
    np.testing.assert_allclose(ratio.dropna(), 2, rtol=1e-3)


@pytest.mark.parametrize(
    ("source", "settings", "words"),
    [
        ((), {}, "cannot be read from nothing"),
        (("roads.shp",), {}, r"cannot be read from roads.shp .*\.graphml"),
        (("a.osm.pbf", "b.graphml"), {}, "cannot be read from a.osm.pbf, b.graphml"),
        (("missing.osm.pbf",), {}, "missing.osm.pbf"),
        (("node.csv",), {}, "exactly two files"),
        (("a.osm.pbf",), {"speed": 3}, "speed"),
        (("a.osm.pbf",), {"peak_factors": {"urban": 0.7}}, "peak_factors need"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_mend(source, settings, words):
    with pytest.raises(ValueError, match=words):
        ia.read_roads(*source, **settings)


def test_a_speed_for_a_class_of_road_that_does_not_exist(tmp_path):
    path = TOWN.write(tmp_path / "town.osm.pbf")
    with pytest.raises(ia.InputError, match="names boulevard"):
        ia.read_roads(path, speeds_mph={"boulevard": 20})


@pytest.mark.parametrize("name", ["bangor_maine", "felton_ca", "reisterstown_md"])
def test_real_extracts(shared_data, name):
    network = ia.read_roads(
        shared_data / f"real_samples/osm/{name}.osm.pbf", separate_piece_nodes=2
    )
    lines = network.to_frame()
    assert len(lines) > 100
    assert lines.geometry.is_valid.all()
    assert (lines["length_mi"] > 0).all()
