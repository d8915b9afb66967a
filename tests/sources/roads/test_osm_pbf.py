import numpy as np
import pytest

from pipelines.sources.reading import SourceError
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from tests.roads.worlds import Town, degrees

CROSS = Town(
    nodes={1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 100), 5: (5000, 0), 6: (5100, 0)},
    ways=[
        ([1, 2, 3], {"highway": "primary", "name": "Main", "maxspeed": "35 mph"}),
        ([2, 4], {"highway": "residential"}),
        ([5, 6], {"highway": "residential"}),
        ([1, 4], {"highway": "footway"}),
        ([3, 5], {"route": "ferry", "duration": "00:10"}),
        ([3, 6], {"waterway": "river"}),
    ],
    node_tags={2: {"highway": "traffic_signals"}, 4: {"created_by": "JOSM"}},
)


def nodes_of(osm, way):
    row = int(np.flatnonzero(osm.way_id == way)[0])
    return osm.ref[osm.ref_indptr[row] : osm.ref_indptr[row + 1]]


def test_reads_roads_and_ferries_with_the_tags_that_matter(tmp_path):
    osm = read_osm_pbf([CROSS.write(tmp_path / "a.osm.pbf")])
    assert osm.way_id.tolist() == [1, 2, 3, 5]
    tags = [osm.tag_sets[row] for row in osm.way_tags]
    assert tags[0] == {"highway": "primary", "maxspeed": "35 mph"}
    assert osm.way_tags[1] == osm.way_tags[2]
    assert tags[3] == {"route": "ferry", "duration": "00:10"}
    assert osm.node_id[nodes_of(osm, 1)].tolist() == [1, 2, 3]
    first = nodes_of(osm, 1)[0]
    assert (osm.node_lon[first], osm.node_lat[first]) == pytest.approx(degrees(0, 0), abs=1e-7)
    assert osm.node_id[osm.tagged_node].tolist() == [2]
    assert osm.node_tag_sets[osm.node_tags[0]] == {"highway": "traffic_signals"}


def test_ways_in_two_extracts_count_once_and_the_first_file_wins(tmp_path):
    other = Town(
        nodes={1: (0, 0), 2: (100, 0), 3: (200, 0), 7: (300, 0)},
        ways=[
            ([1, 2, 3], {"highway": "trunk"}),
            ([1, 2], {"highway": "waterslide"}),
            ([3, 7], {"highway": "service"}),
        ],
    )
    files = [CROSS.write(tmp_path / "a.osm.pbf"), other.write(tmp_path / "b.osm.pbf")]
    osm = read_osm_pbf(files)
    assert osm.tag_sets[osm.way_tags[0]]["highway"] == "primary"
    assert osm.counts["ways_read"] == 6
    assert osm.counts["ways_repeated"] == 2
    backwards = read_osm_pbf(files[::-1])
    assert backwards.tag_sets[backwards.way_tags[0]]["highway"] == "trunk"


def test_an_extract_that_lacks_nodes_is_completed_by_the_other(tmp_path):
    cut = CROSS.write(tmp_path / "cut.osm.pbf", without=(3,))
    alone = read_osm_pbf([cut])
    assert alone.counts["ways_cut"] == 2
    assert alone.counts["nodes_missing"] == 1
    assert nodes_of(alone, 1)[2] == -1
    whole = read_osm_pbf([cut, CROSS.write(tmp_path / "whole.osm.pbf")])
    assert whole.counts["ways_cut"] == 0
    assert whole.counts["nodes_missing"] == 0


def test_a_box_keeps_ways_that_touch_it_whole(tmp_path):
    path = CROSS.write(tmp_path / "a.osm.pbf")
    west, south = degrees(150, -10)
    east, north = degrees(250, 10)
    osm = read_osm_pbf([path], bbox=(west, south, east, north))
    assert osm.way_id.tolist() == [1, 5]
    assert osm.node_id.tolist() == [1, 2, 3, 5]
    assert osm.node_id[nodes_of(osm, 5)].tolist() == [3, 5]
    assert osm.counts["ways_outside"] == 2
    assert osm.node_id[osm.tagged_node].tolist() == [2]


def test_the_order_of_ways_in_the_file_makes_no_difference(tmp_path):
    turned = Town(CROSS.nodes, CROSS.ways, CROSS.node_tags)
    path = turned.write(tmp_path / "a.osm.pbf")
    once, again = read_osm_pbf([path]), read_osm_pbf([path, path])
    for name in ("way_id", "way_tags", "ref", "ref_indptr", "node_id", "node_lon", "tagged_node"):
        np.testing.assert_array_equal(getattr(once, name), getattr(again, name))
    assert once.tag_sets == again.tag_sets


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"geoid,lat,lon\n1,2,3\n", "is not an OpenStreetMap PBF file"),
        (b"<?xml version='1.0'?><osm/>", "looks like an XML file"),
        (b"<!DOCTYPE html><title>404</title>", "a web page"),
        (b"\x1f\x8b\x08\x00rest", "a gzip file"),
    ],
)
def test_a_file_that_is_no_pbf_is_refused_in_plain_words(tmp_path, content, words):
    path = tmp_path / "roads.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=words):
        read_osm_pbf([path])


@pytest.mark.parametrize("lost", [1, 20, 200])
def test_a_cut_download_is_refused(tmp_path, lost):
    path = CROSS.write(tmp_path / "a.osm.pbf")
    path.write_bytes(path.read_bytes()[:-lost])
    with pytest.raises(SourceError, match=r"a\.osm\.pbf: is cut off or damaged after its byte"):
        read_osm_pbf([path])


def test_a_damaged_block_is_refused(tmp_path):
    path = CROSS.write(tmp_path / "a.osm.pbf")
    content = bytearray(path.read_bytes())
    content[-40:-20] = bytes(20)
    path.write_bytes(bytes(content))
    with pytest.raises(SourceError, match="cannot be read as PBF"):
        read_osm_pbf([path])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="there is no such file"):
        read_osm_pbf([tmp_path / "none.osm.pbf"])


def test_an_extract_without_roads_is_refused(tmp_path):
    river = Town({1: (0, 0), 2: (10, 0)}, [([1, 2], {"waterway": "river"})])
    with pytest.raises(SourceError, match="holds no road"):
        read_osm_pbf([river.write(tmp_path / "river.osm.pbf")])
    path = CROSS.write(tmp_path / "a.osm.pbf")
    with pytest.raises(SourceError, match="within"):
        read_osm_pbf([path], bbox=(10.0, 10.0, 11.0, 11.0))


def test_a_node_lies_where_the_first_file_has_it(tmp_path):
    moved = Town({**CROSS.nodes, 1: (9000, 0)}, CROSS.ways)
    files = [CROSS.write(tmp_path / "a.osm.pbf"), moved.write(tmp_path / "b.osm.pbf")]
    box = (*degrees(8900, -100), *degrees(9100, 100))
    with pytest.raises(SourceError, match="within"):
        read_osm_pbf(files, bbox=box)
    osm = read_osm_pbf(files[::-1], bbox=box)
    assert osm.way_id.tolist() == [1]
    assert (osm.counts["ways_outside"], osm.counts["ways_repeated"]) == (3, 4)
