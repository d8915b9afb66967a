import numpy as np
import pytest
from access import fca, weights
from hypothesis import given

from pipelines.measures.accessibility.decay import Gaussian, Steps
from pipelines.measures.accessibility.gravity import gravity
from tests.measures.trip_worlds import (
    cost_frame,
    dense,
    frames,
    matrices,
    random_world,
    trips_of_matrix,
)


@pytest.mark.parametrize(
    ("decay", "weight_fn"),
    [
        (Steps((10.0, 30.0), (1.0, 0.5)), weights.step_fn({10: 1.0, 30: 0.5})),
        (Gaussian(20.0, 60.0), weights.gaussian(20.0)),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_equals_pysal(decay, weight_fn, seed: int) -> None:
    trips, supply, people = random_world(seed)
    theirs = fca.weighted_catchment(
        frames(supply, people)["supply_df"],
        cost_frame(trips),
        decay.limit_min,
        cost_source="dest",
        cost_dest="origin",
        loc_value="supply",
        weight_fn=weight_fn,
    ).reindex(range(len(people)))
    found = gravity(trips, supply, decay)
    np.testing.assert_allclose(found, theirs.fillna(0).to_numpy(), rtol=1e-9, atol=0)


@given(matrices())
def test_equals_a_double_loop(world) -> None:
    trips, supply, _ = world
    decay = Gaussian(15.0, 30.0)
    minutes = dense(trips)
    expected = np.zeros(trips.n_places)
    for center, row in enumerate(minutes):
        for place, minute in enumerate(row):
            if not np.isnan(minute):
                expected[place] += supply[center] * decay(np.array([minute]))[0]
    np.testing.assert_allclose(gravity(trips, supply, decay), expected, rtol=1e-12)


def test_supply_must_fit() -> None:
    with pytest.raises(ValueError, match="supply has shape"):
        gravity(trips_of_matrix([[1.0]]), np.ones(2), Gaussian(1.0, 1.0))
