import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from pipelines.roads.contract import contract
from pipelines.roads.edges import CLOSED
from pipelines.roads.trip_ends import close_to_through_traffic
from tests.roads.worlds import segments_of

PUBLIC, PRIVATE, PUBLIC_ONE_WAY, PRIVATE_ONE_WAY = (
    (0, 60.0, 60.0, True, False),
    (1, 60.0, 60.0, True, True),
    (0, 60.0, 0.0, True, False),
    (1, 60.0, 0.0, True, True),
)
KINDS = [PUBLIC, PRIVATE, PUBLIC_ONE_WAY, PRIVATE_ONE_WAY]


class World:
    """Roads between places in metres, closed to through traffic; a trip goes from one place to another."""

    def __init__(self, places, rows):
        segments = segments_of(places, rows, KINDS, kept=range(len(places)))
        self.whole = contract(segments)
        self.private = self.whole.trip_end_only
        self.result = close_to_through_traffic(
            self.whole.edges, self.private, segments.node_lon, segments.node_lat
        )
        self.lon, self.lat = segments.node_lon, segments.node_lat
        edges, n = self.result.edges, len(self.result.node_lon)
        self.distance = shortest_path(_matrix(edges, n), directed=True)

    def arriving(self, place):
        """The node at which a trip to a place ends: its twin, if it lies on private ground."""
        edges = self.result.edges
        steps = np.flatnonzero((edges.length_dm == 0) & (edges.tail == place))
        return int(edges.head[steps[0]]) if len(steps) and not self.is_public(place) else place

    def is_public(self, place):
        """Whether trips lead through it: no step of no length leads from it to where one arrives."""
        edges = self.result.edges
        return bool(((edges.length_dm == 0) & (edges.head == place)).any())

    def trip_m(self, start, end):
        return self.distance[start, self.arriving(end)] / 10


def _matrix(edges, n):
    """Lengths plus one, which stands for no length: an entry of 0 is no road to scipy."""
    matrix = np.full((n, n), np.inf)
    for tail, head, dm, there, back in zip(
        edges.tail, edges.head, edges.length_dm, edges.forward_ms, edges.backward_ms, strict=True
    ):
        dm = max(dm, 1e-6)
        if there != CLOSED:
            matrix[tail, head] = min(matrix[tail, head], dm)
        if back != CLOSED:
            matrix[head, tail] = min(matrix[head, tail], dm)
    matrix[np.isinf(matrix)] = 0
    return csr_array(matrix)


def test_a_private_short_cut_is_no_way_through_but_both_ends_are_reached():
    # A public detour 0 - 1 - 2 of 2,000 m, a private road 0 - 3 - 2 of 1,414 m.
    world = World(
        [(0, 0), (0, 1000), (1000, 1000), (500, 500)],
        [(0, 1, 0), (1, 2, 0), (0, 3, 1), (3, 2, 1)],
    )
    assert world.trip_m(0, 2) == pytest.approx(2000)
    assert world.trip_m(0, 3) == world.trip_m(3, 0) == pytest.approx(707.1)
    assert world.trip_m(2, 3) == world.trip_m(3, 2) == pytest.approx(707.1)
    assert world.result.n_doubled == 2


def test_an_estate_of_two_gates_is_left_by_the_nearer_of_them():
    # Public 0 - 1 - 2 - 3; private 0 - 4 - 5 - 3 inside, 4 near gate 0 and 5 near gate 3.
    places = [(0, 0), (0, 1000), (900, 1000), (900, 0), (200, 0), (700, 0)]
    rows = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (0, 4, 1), (4, 5, 1), (5, 3, 1)]
    world = World(places, rows)
    assert world.trip_m(0, 3) == pytest.approx(2900), "not through the estate"
    assert world.trip_m(0, 4) == pytest.approx(200)
    assert world.trip_m(0, 5) == pytest.approx(700), "across private ground to a house there"
    assert world.trip_m(4, 5) == pytest.approx(500)
    assert world.trip_m(4, 3) == pytest.approx(700)


def test_streets_behind_a_private_street_are_reached_and_not_driven_through():
    # Public 0 - 1 - 5 - 6; private 1 - 2; streets 2 - 3 - 4 with no tag of their own behind it.
    world = World(
        [(0, 0), (1000, 0), (1000, 300), (1000, 600), (1400, 600), (2000, 0), (3000, 0)],
        [(0, 1, 0), (1, 2, 1), (2, 3, 0), (3, 4, 0), (1, 5, 0), (5, 6, 0)],
    )
    assert world.trip_m(4, 0) == pytest.approx(2000)
    assert world.trip_m(0, 4) == pytest.approx(2000)
    assert world.result.n_doubled == 0, "one gate: nobody could drive through"


def test_a_one_way_drive_is_entered_at_one_end_and_left_at_the_other():
    # Public 0 - 1 - 2; a one-way drive 0 -> 3 -> 2 for customers with a house at the end of 3 - 4.
    world = World(
        [(0, 0), (1000, 0), (2000, 0), (1000, 500), (1000, 700)],
        [(0, 1, 0), (1, 2, 0), (0, 3, 3), (3, 2, 3), (3, 4, 0)],
    )
    drive = np.hypot(1000, 500)
    assert world.trip_m(0, 2) == pytest.approx(2000)
    assert world.trip_m(0, 4) == pytest.approx(drive + 200, abs=0.2)
    assert world.trip_m(4, 2) == pytest.approx(drive + 200, abs=0.2)
    assert world.trip_m(4, 0) == pytest.approx(drive + 200 + 2000, abs=0.2)


def test_a_street_that_only_a_private_one_leads_back_from_is_left_by_it():
    # One way 0 -> 3 on a public road, back 3 -> 1 on a private one.
    world = World(
        [(0, 0), (1000, 0), (2000, 0), (500, 500)],
        [(0, 1, 0), (1, 2, 0), (0, 3, 2), (3, 1, 3)],
    )
    way = np.hypot(500, 500)
    assert world.trip_m(3, 2) == pytest.approx(way + 1000, abs=0.2)
    assert world.trip_m(0, 1) == pytest.approx(1000)


def test_private_roads_that_touch_no_public_one_stay_as_they_are():
    world = World(
        [(0, 0), (100, 0), (5000, 0), (5100, 0), (5200, 0)], [(0, 1, 0), (2, 3, 1), (3, 4, 1)]
    )
    assert world.trip_m(2, 4) == pytest.approx(200)
    assert world.result.n_doubled == 0


def test_without_private_roads_nothing_changes():
    world = World([(0, 0), (100, 0)], [(0, 1, 0)])
    assert world.result.edges is world.whole.edges


PLACES = [(137.3 * i * i % 1000, 371.7 * i**3 % 1000) for i in range(9)]
PAIRS = [(a, b) for a in range(9) for b in range(a)]


@given(st.lists(st.tuples(st.sampled_from(PAIRS), st.integers(0, 3)), min_size=1, max_size=22))
def test_trips_are_those_of_a_search_that_remembers_where_it_has_been(chosen):
    # A ring of public roads and of private ones keeps the world in one piece.
    rows = [(i, (i + 1) % 5, 0) for i in range(5)] + [(i, i + 1, 1) for i in range(4, 8)]
    rows += [(a, b, kind) for (a, b), kind in chosen]
    world = World(PLACES, rows)
    expected = remembered(world)
    for start in range(len(PLACES)):
        for end in range(len(PLACES)):
            if start != end:
                assert world.trip_m(start, end) == pytest.approx(expected[start, end], abs=0.3)


def remembered(world):
    """Metres of every trip: leaving private ground, on public roads, arriving on private ground."""
    edges, n = world.whole.edges, len(PLACES)
    public = _public_by_hand(world)
    arcs = []
    for row in range(len(edges)):
        tail, head = int(edges.tail[row]), int(edges.head[row])
        own = bool(world.private[row]) or not (public[tail] and public[head])
        for a, b, ms in ((tail, head, edges.forward_ms[row]), (head, tail, edges.backward_ms[row])):
            if ms != CLOSED:
                arcs.append((a, b, own, edges.length_dm[row] / 10))
    leave, drive, arrive = 0, n, 2 * n
    matrix = np.full((3 * n, 3 * n), np.inf)

    def add(a, b, metres):
        matrix[a, b] = min(matrix[a, b], max(metres, 1e-6))

    for a, b, own, metres in arcs:
        if not own:
            add(drive + a, drive + b, metres)
            continue
        if not public[a]:
            add(leave + a, leave + b, metres)
        if not public[b]:
            add(arrive + a, arrive + b, metres)
    for node in range(n):
        add(leave + node, drive + node, 0)
        add(drive + node, arrive + node, 0)
    matrix[np.isinf(matrix)] = 0
    found = shortest_path(csr_array(matrix), directed=True)
    return {
        (start, end): found[
            (drive if public[start] else leave) + start, (drive if public[end] else arrive) + end
        ]
        for start in range(n)
        for end in range(n)
    }


def _public_by_hand(world):
    """The largest set of places that reach each other on public roads alone."""
    edges, n = world.whole.edges, len(PLACES)
    reach = np.eye(n, dtype=bool)
    used = np.zeros(n, dtype=bool)
    for row in np.flatnonzero(~world.private):
        tail, head = edges.tail[row], edges.head[row]
        used[[tail, head]] = True
        reach[tail, head] |= edges.forward_ms[row] != CLOSED
        reach[head, tail] |= edges.backward_ms[row] != CLOSED
    for middle in range(n):
        reach |= np.outer(reach[:, middle], reach[middle])
    mutual = reach & reach.T
    sizes = (mutual & used).sum(axis=1) * used
    return mutual[np.argmax(sizes)] & used
