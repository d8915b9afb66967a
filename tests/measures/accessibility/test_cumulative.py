import numpy as np
from hypothesis import given

from pipelines.measures.accessibility.cumulative import cumulative
from tests.measures.trip_worlds import dense, matrices, trips_of_matrix

WITHIN = (10.0, 30.0, 60.0)


def test_a_threshold_is_inclusive() -> None:
    trips = trips_of_matrix([[10.0, 10.001], [30.0, 60.0]])
    found = cumulative(trips, np.array([1.0, 5.0]), WITHIN)
    assert found.tolist() == [[1.0, 0.0], [6.0, 1.0], [6.0, 6.0]]


@given(matrices())
def test_equals_a_count_and_a_larger_threshold_holds_the_smaller(world) -> None:
    trips, supply, _ = world
    found = cumulative(trips, supply, WITHIN)
    minutes = dense(trips)
    for row, limit in zip(found, WITHIN, strict=True):
        np.testing.assert_allclose(row, [supply[column <= limit].sum() for column in minutes.T])
    assert (np.diff(found, axis=0) >= 0).all()
