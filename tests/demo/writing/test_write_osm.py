from collections import Counter
from itertools import pairwise

import numpy as np
import osmium
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from pipelines.area import Roads
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.state import ROADS
from tests.demo.conftest import written

DRIVABLE = {
    *("motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary"),
    *("unclassified", "residential", "service"),
}
MILES_A_DEGREE = 69.0
FARTHEST_SNAP_MI = Roads().max_snap_mi


class Extract:
    """The roads file, read without the project's own reader."""

    def __init__(self, path):
        self.kinds, self.node_ids, self.lon_lat, self.node_tags = [], [], [], {}
        self.ways = []
        for item in osmium.FileProcessor(str(path)):
            if item.is_node():
                self.kinds.append("n")
                self.node_ids.append(item.id)
                self.lon_lat.append((item.lon, item.lat))
                if len(item.tags):
                    self.node_tags[item.id] = dict(item.tags)
            else:
                self.kinds.append("w")
                self.ways.append((item.id, [node.ref for node in item.nodes], dict(item.tags)))

    def cars(self):
        """Return the ways that a router for cars follows."""
        return [
            (refs, tags)
            for _, refs, tags in self.ways
            if (tags.get("highway") in DRIVABLE or tags.get("route") == "ferry")
            and tags.get("access") not in ("private", "no", "emergency")
        ]


@pytest.fixture(scope="module")
def extract(full):
    return Extract(written(full, ROADS))


def test_nodes_come_before_ways_and_both_by_id(full, extract):
    assert extract.kinds == sorted(extract.kinds)
    way_ids = [way[0] for way in extract.ways]
    for ids in (extract.node_ids, way_ids):
        assert ids == sorted(set(ids))
    assert extract.node_ids[0] > 2**32
    assert (len(extract.node_ids), len(way_ids)) == (full.osm_nodes, full.osm_ways)


def test_every_way_has_nodes_that_are_in_the_file(extract):
    known = set(extract.node_ids)
    for _, refs, _ in extract.ways:
        assert len(refs) >= 2
        assert known.issuperset(refs)
        assert all(a != b for a, b in pairwise(refs))


def test_there_are_road_nodes_enough_and_the_file_is_small(full, extract):
    on_roads = {ref for refs, _ in extract.cars() for ref in refs}
    assert len(on_roads) >= 100_000
    assert written(full, ROADS).stat().st_size < 5_000_000


def test_the_map_has_what_a_reader_must_cope_with(extract):
    tags = Counter(f"{key}={value}" for _, _, own in extract.ways for key, value in own.items())
    for wanted in (
        *(f"highway={kind}" for kind in DRIVABLE),
        *("highway=track", "highway=footway", "highway=construction", "route=ferry"),
        *("junction=roundabout", "oneway=yes", "bridge=yes", "access=private", "access=no"),
        *("service=parking_aisle", "service=driveway", "surface=gravel", "waterway=river"),
    ):
        assert tags[wanted] > 0, wanted
    nodes = Counter(value for own in extract.node_tags.values() for value in own.values())
    assert nodes["traffic_signals"] > 300
    assert nodes["stop"] > 100
    assert nodes["gate"] > 10


def test_speed_limits_are_in_miles_an_hour_and_fit_the_road(extract):
    limits: dict[str, list[int]] = {}
    for _, _, tags in extract.ways:
        if "maxspeed" in tags:
            number, unit = tags["maxspeed"].split(" ")
            assert unit == "mph"
            limits.setdefault(tags["highway"], []).append(int(number))
    assert set(limits["motorway"]) == {55, 65, 70}
    assert max(limits["residential"]) <= 30
    assert np.mean(limits["primary"]) > np.mean(limits["tertiary"])


def test_the_ferry_tells_how_long_it_takes(extract):
    (ferry,) = [tags for _, _, tags in extract.ways if tags.get("route") == "ferry"]
    hours, minutes = map(int, ferry["duration"].split(":"))
    assert 20 <= 60 * hours + minutes <= 120


def test_roundabouts_are_closed_ways(extract):
    rings = [refs for _, refs, tags in extract.ways if tags.get("junction") == "roundabout"]
    assert len(rings) >= 20
    assert all(refs[0] == refs[-1] for refs in rings)


def strongly_connected(extract):
    """Return node ids and the strong component of each on the ways a car follows."""
    number = {ref: n for n, ref in enumerate(extract.node_ids)}
    tail, head = [], []
    for refs, tags in extract.cars():
        nodes = [number[ref] for ref in refs]
        tail += nodes[:-1]
        head += nodes[1:]
        if tags.get("oneway") != "yes" and tags.get("junction") != "roundabout":
            tail += nodes[1:]
            head += nodes[:-1]
    size = len(number)
    matrix = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), (size, size))
    return connected_components(matrix, directed=True, connection="strong")[1]


def test_every_block_group_can_drive_to_every_other(full, extract):
    label = strongly_connected(extract)
    main = np.bincount(label).argmax()
    connected = np.flatnonzero(label == main)
    assert len(connected) >= 100_000
    lon_lat = np.array(extract.lon_lat)
    squeeze = np.array([np.cos(np.radians(35.25)), 1.0])
    gap, _ = KDTree(lon_lat[connected] * squeeze).query(
        to_lon_lat(full.state.settlement.xy) * squeeze
    )
    assert gap.max() * MILES_A_DEGREE < FARTHEST_SNAP_MI
    assert np.median(gap) * MILES_A_DEGREE < 0.1


def test_the_islet_is_connected_to_nothing(full, extract):
    label = strongly_connected(extract)
    (loop,) = [refs for _, refs, tags in extract.ways if tags.get("name") == "Lighthouse Loop"]
    number = {ref: n for n, ref in enumerate(extract.node_ids)}
    assert np.bincount(label).argmax() not in {label[number[ref]] for ref in loop}
