import numpy as np
import pytest

from pipelines.measures.accessibility.decay import threshold
from pipelines.measures.accessibility.trip_matrix import trip_matrix, trip_matrix_from_table
from pipelines.routing.joins import joins_at
from pipelines.routing.router import Router
from pipelines.routing.within import within
from tests.measures.trip_worlds import dense, random_world, trips_of_matrix
from tests.routing.worlds import grid


def test_a_search_becomes_minutes() -> None:
    # A street of five crossings a minute apart; centers at both ends.
    router = Router.prepare(grid(5, 1, time_ms=60_000))
    pairs = within(router, joins_at([0, 4]), joins_at([0, 1, 2, 3]), 120_000)
    trips = trip_matrix(pairs, 4, 2.0)
    expected = [[0.0, 1.0, 2.0, np.nan], [np.nan, np.nan, 2.0, 1.0]]
    np.testing.assert_array_equal(dense(trips), expected)
    weights = trips.weights(threshold(1.0))
    assert weights.shape == (2, 4)
    assert weights.toarray().tolist() == [[1, 1, 0, 0], [0, 0, 0, 1]]


def test_rows_may_come_in_any_order_but_once() -> None:
    trips, _, _ = random_world(1)
    center = np.repeat(np.arange(trips.n_centers), np.diff(trips.center_indptr))
    order = np.random.default_rng(0).permutation(len(center))
    shape = (trips.n_centers, trips.n_places)
    again = trip_matrix_from_table(
        center[order], trips.place[order].astype(np.int64), trips.minutes[order], shape, 60.0
    )
    np.testing.assert_array_equal(again.place, trips.place)
    np.testing.assert_array_equal(again.minutes, trips.minutes)
    with pytest.raises(ValueError, match="center 0 and place 1 stand there twice"):
        trip_matrix_from_table(np.array([0, 0]), np.array([1, 1]), np.ones(2), (1, 2), 60.0)


def test_centers_left_out_keep_their_numbers() -> None:
    trips = trips_of_matrix([[1.0, 2.0], [3.0, None], [4.0, 5.0]])
    kept = trips.of_centers(np.array([True, False, True]))
    np.testing.assert_array_equal(dense(kept), [[1.0, 2.0], [np.nan, np.nan], [4.0, 5.0]])
    assert kept.n_centers == 3
