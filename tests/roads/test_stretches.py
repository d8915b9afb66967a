import itertools

import numpy as np
import pytest
import shapely

from pipelines.roads.network import RoadNetwork
from pipelines.roads.stretches import stretches
from pipelines.routing.ways import Ways


def network(ends, bend=0.1):
    """Two-way roads between junctions on a line, each with a bend: arcs of CSR order by tail."""
    n = max(map(max, ends)) + 1
    arcs = sorted(
        (tail, head, edge, along)
        for edge, (one, other) in enumerate(ends)
        for tail, head, along in ((one, other, True), (other, one, False))
    )
    tail, head, edge, along = map(np.array, zip(*arcs, strict=True))
    lon = np.arange(n, dtype=float)
    shape = np.array([[lon[a], (lon[a] + lon[b]) / 2, lon[b]] for a, b in ends]).ravel()
    same, m, e = np.ones(len(arcs), np.int32), len(arcs), len(ends)
    return RoadNetwork(
        node_lon=lon,
        node_lat=np.zeros(n),
        indptr=np.searchsorted(tail, np.arange(n + 1)),
        head=head.astype(np.int32),
        time_ms=same,
        delay_ms=np.zeros(m, np.int32),
        length_dm=same,
        edge=edge.astype(np.int32),
        along=along,
        edge_class=np.zeros(e, np.uint8),
        edge_departs=np.ones(e, bool),
        edge_arrives=np.ones(e, bool),
        shape_indptr=np.arange(0, 3 * e + 1, 3),
        shape_lon=shape,
        shape_lat=np.tile([0.0, bend, 0.0], e),
        classes=("road",),
        counts={},
    )


LINE = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]


def ways(roads, *trips):
    """Return the ways of trips, each a center and the junctions on the way, a tree a center."""
    tails, found = roads.tails(), {}
    for center, *nodes in trips:
        arcs = [
            int(np.flatnonzero((tails == a) & (roads.head == b))[0])
            for a, b in itertools.pairwise(nodes)
        ]
        found |= {(center, arc): after for arc, after in zip(arcs, [*arcs[1:], -1], strict=True)}
    center, arc = np.array(list(found)).T
    start = np.array([nodes[0] for _, *nodes in trips])
    told = Ways(start, center.astype(np.int32), arc, np.array(list(found.values())))
    return told, np.array([center for center, *_ in trips])


def along(made, trip, center):
    """Return the longitudes of the corners of a way, as it is followed from its first stretch."""
    onward = {made.tail[one]: one for one in made.stretch[made.center == center]}
    stretch, corners = made.first[trip], []
    while stretch is not None:
        corners += shapely.get_coordinates(made.line[stretch])[:, 0].tolist()
        stretch = onward.get(made.head[stretch])
    return [one for i, one in enumerate(corners) if i == 0 or one != corners[i - 1]]


def test_a_way_alone_is_one_stretch():
    roads = network(LINE)
    made = stretches(roads, *ways(roads, (0, 5, 4, 3, 2)))
    assert len(made.line) == 1
    assert along(made, 0, 0) == [5, 4.5, 4, 3.5, 3, 2.5, 2]


def test_ways_that_meet_share_the_stretch_after():
    roads = network([(0, 1), (1, 2), (3, 2), (2, 4), (4, 5)])
    made = stretches(roads, *ways(roads, (7, 0, 1, 2, 4, 5), (7, 3, 2, 4, 5)))
    assert len(made.line) == 3
    assert along(made, 0, 7) == [0, 0.5, 1, 1.5, 2, 3, 4, 4.5, 5]
    assert along(made, 1, 7) == [3, 2.5, 2, 3, 4, 4.5, 5]


def test_a_way_that_begins_or_ends_on_the_way_of_another_parts_it():
    roads = network(LINE)
    begins = stretches(roads, *ways(roads, (0, 0, 1, 2, 3), (0, 2, 3)))
    assert len(begins.line) == 2
    assert along(begins, 1, 0) == [2, 2.5, 3]
    ends = stretches(roads, *ways(roads, (0, 0, 1, 2, 3), (1, 0, 1, 2)))
    assert len(ends.line) == 2
    assert along(ends, 0, 0) == [0, 0.5, 1, 1.5, 2, 2.5, 3]
    assert along(ends, 1, 1) == [0, 0.5, 1, 1.5, 2]


def test_both_directions_of_a_road_are_stretches_of_their_own():
    roads = network(LINE)
    made = stretches(roads, *ways(roads, (0, 0, 1, 2), (1, 2, 1, 0)))
    assert len(made.line) == 2
    assert along(made, 0, 0) == along(made, 1, 1)[::-1]


def test_a_way_off_the_network_has_no_stretch():
    roads = network(LINE)
    told, _center = ways(roads, (0, 0, 1))
    off = Ways(np.array([0, -1, 1]), told.center, told.arc, told.onward)
    made = stretches(roads, off, np.array([0, 0, 0]))
    assert made.first.tolist() == [0, -1, -1]


@pytest.mark.parametrize("seed", range(5))
def test_every_way_of_a_tree_is_followed_to_its_end(seed):
    rng = np.random.default_rng(seed)
    # A random tree towards junction 0, the middle of several ways to two centers.
    parent = [int(rng.integers(0, node)) for node in range(1, 30)]
    roads = network([(node, above) for node, above in enumerate(parent, start=1)])

    def way(node):
        return [node] if node == 0 else [node, *way(parent[node - 1])]

    trips = [(int(rng.integers(0, 2)), *way(int(node))) for node in rng.integers(1, 30, 12)]
    made = stretches(roads, *ways(roads, *trips))
    for number, (center, *nodes) in enumerate(trips):
        corners = along(made, number, center)
        assert corners[::2] == [float(node) for node in nodes]
