import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from pipelines.roads.contract import contract
from pipelines.roads.edges import CLOSED
from pipelines.roads.trip_ends import close_to_through_traffic
from tests.roads.worlds import segments_of

PUBLIC, PRIVATE, PRIVATE_ONE_WAY = (
    (0, 60.0, 60.0, True, False),
    (1, 60.0, 60.0, True, True),
    (1, 60.0, 0.0, True, True),
)


def closed(places, rows):
    segments = segments_of(
        places, rows, [PUBLIC, PRIVATE, PRIVATE_ONE_WAY], kept=range(len(places))
    )
    contraction = contract(segments)
    private = segments.kinds.trip_end_only[contraction.kind]
    return close_to_through_traffic(
        contraction.edges, private, segments.node_lon, segments.node_lat
    )


def lengths(result):
    edges = result.edges
    n = len(result.node_lon)
    matrix = np.full((n, n), np.inf)
    for tail, head, dm, there, back in zip(
        edges.tail, edges.head, edges.length_dm, edges.forward_ms, edges.backward_ms, strict=True
    ):
        if there != CLOSED:
            matrix[tail, head] = min(matrix[tail, head], dm)
        if back != CLOSED:
            matrix[head, tail] = min(matrix[head, tail], dm)
    matrix[np.isinf(matrix)] = 0
    return shortest_path(csr_array(matrix), directed=True)


def test_a_private_short_cut_is_no_way_through_but_both_ends_are_reached():
    # A public detour 0 - 1 - 2 of 2,000 m, a private road 0 - 2 of 1,414 m.
    result = closed([(0, 0), (0, 1000), (1000, 1000)], [(0, 1, 0), (1, 2, 0), (0, 2, 1)])
    assert (result.n_cut, result.n_dropped) == (1, 0)
    distance = lengths(result)
    assert distance[0, 2] == 20_000
    # Both halves of the private road can be driven into and out of.
    assert distance[0, 3] == distance[3, 0] == 7071
    assert distance[2, 4] == distance[4, 2] == 7071
    assert (result.node_lon[3], result.node_lat[3]) == (result.node_lon[4], result.node_lat[4])


def test_a_private_dead_end_stays_as_it_is():
    result = closed([(0, 0), (1000, 0), (1000, 500)], [(0, 1, 0), (1, 2, 1)])
    assert (result.n_cut, result.n_dropped) == (0, 0)
    assert lengths(result)[0, 2] == 15_000


def test_a_gated_estate_hangs_on_the_nearest_gate():
    # Public 0 - 1 - 2 - 3; private 0 - 4 - 5 - 3 inside, 4 near gate 0 and 5 near gate 3.
    places = [(0, 0), (0, 1000), (900, 1000), (900, 0), (200, 0), (700, 0)]
    rows = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (0, 4, 1), (4, 5, 1), (5, 3, 1)]
    result = closed(places, rows)
    distance = lengths(result)
    assert result.n_cut == 1
    assert distance[0, 3] == 29_000
    assert distance[0, 4] == 2000
    assert distance[0, 5] == 31_000


def test_a_private_one_way_short_cut_is_dropped():
    result = closed([(0, 0), (0, 1000), (1000, 1000)], [(0, 1, 0), (1, 2, 0), (0, 2, 2)])
    assert (result.n_cut, result.n_dropped) == (0, 1)
    assert lengths(result)[0, 2] == 20_000


def test_private_roads_that_touch_no_public_one_stay_together():
    result = closed([(0, 0), (100, 0), (5000, 0), (5100, 0)], [(0, 1, 0), (2, 3, 1)])
    assert (result.n_cut, result.n_dropped) == (0, 0)
    assert len(result.edges) == 2
