import numpy as np
import pytest
from hypothesis import given

from pipelines.routing.graph import build_graph
from pipelines.routing.joins import Joins, joins_at
from pipelines.routing.path import path
from pipelines.routing.router import Router
from pipelines.routing.within import within
from tests.routing.worlds import grid, worlds


@given(worlds())
def test_every_trip_is_made_of_arcs_that_add_up_to_it(world):
    graph, points, centers = world.graph, world.points, world.centers
    pairs = within(Router.prepare(graph), centers, points, 2**31)
    columns = (pairs.time_ms, pairs.length_dm)
    expected = {
        pair: tuple(int(column[i]) for column in columns)
        for i, pair in enumerate(zip(pairs.point.tolist(), pairs.centers().tolist(), strict=True))
    }
    for point in range(len(points)):
        for center in range(len(centers)):
            trip = path(graph, points, point, centers, center)
            if trip is None:
                assert (point, center) not in expected
                continue
            assert (trip.time_ms, trip.length_dm) == expected[point, center]
            np.testing.assert_array_equal(graph.tails()[trip.arc], trip.node[:-1])
            np.testing.assert_array_equal(graph.head[trip.arc], trip.node[1:])
            ends = [
                (
                    (points.time_ms[i] + centers.time_ms[j]).item(),
                    (points.length_dm[i] + centers.length_dm[j]).item(),
                )
                for i in range(points.indptr[point], points.indptr[point + 1])
                for j in range(centers.indptr[center], centers.indptr[center + 1])
                if points.node[i] == trip.node[0] and centers.node[j] == trip.node[-1]
            ]
            rest = (
                trip.time_ms - int(graph.time_ms[trip.arc].sum()),
                trip.length_dm - int(graph.length_dm[trip.arc].sum()),
            )
            assert rest in ends


def test_a_trip_along_a_street_passes_every_crossing():
    trip = path(grid(6, 1), joins_at([4]), 0, joins_at([0, 1]), 1)
    assert trip.node.tolist() == [4, 3, 2, 1]
    assert (trip.time_ms, trip.length_dm) == (3000, 450)


def test_a_center_that_is_not_reached_has_no_trip():
    one_way = build_graph(2, [0], [1], [10], [20])
    assert path(one_way, joins_at([1]), 0, joins_at([0]), 0) is None
    assert path(one_way, joins_at([0]), 0, joins_at([1]), 0).arc.tolist() == [0]


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="there is no point 1; they are 0 to 0"):
        path(grid(2, 2), joins_at([0]), 1, joins_at([0]), 0)
    with pytest.raises(ValueError, match="there is no center -1"):
        path(grid(2, 2), joins_at([0]), 0, joins_at([0]), -1)


def test_a_way_too_long_to_be_told_is_an_error():
    far = build_graph(3, [0, 1], [1, 2], [1, 1], [2**31 - 1, 2**31 - 1])
    with pytest.raises(OverflowError, match="decimetres"):
        path(far, joins_at([0]), 0, joins_at([2]), 0)
    join = np.array([[1], [0], [1]], dtype=np.int32)
    with pytest.raises(OverflowError, match="decimetres"):
        path(
            far,
            Joins(np.array([0, 1]), *join),
            0,
            Joins(np.array([0, 1]), join[0] + 1, *join[1:]),
            0,
        )
