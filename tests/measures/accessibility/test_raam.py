import numpy as np
import pytest
from access.raam import raam as pysal_raam

from pipelines.measures.accessibility.raam import RaamSettings, raam
from tests.measures.trip_worlds import cost_frame, dense, frames, random_world, trips_of_matrix


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tau", [60.0, 20.0])
def test_equals_pysal(seed: int, tau: float) -> None:
    trips, supply, people = random_world(seed)
    found = raam(trips, supply, people, RaamSettings(tau_min=tau))
    theirs = pysal_raam(**frames(supply, people), cost_df=cost_frame(trips), tau=tau).reindex(
        range(len(people))
    )
    np.testing.assert_allclose(found, theirs.to_numpy(), rtol=1e-9, atol=0)


def test_one_center_costs_the_drive_and_an_average_load() -> None:
    trips = trips_of_matrix([[0.0, 30.0]])
    cost = raam(trips, np.array([7.0]), np.array([40.0, 60.0]))
    assert cost == pytest.approx([1.0, 1.5])


def test_two_like_centers_share_the_people_evenly() -> None:
    trips = trips_of_matrix([[10.0] * 4, [10.0 + 1e-6] * 4])
    cost = raam(trips, np.ones(2), np.full(4, 1000.0), RaamSettings(cycles=400))
    assert cost == pytest.approx([1 + 10 / 60] * 4, abs=0.01)


def test_who_lives_nowhere_near_or_not_at_all_has_no_cost() -> None:
    trips = trips_of_matrix([[5.0, None, 5.0], [None, 9.0, None]])
    cost = raam(trips, np.array([1.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    assert cost[0] == pytest.approx(5 / 60 + 0.5)
    assert np.isnan(cost[1:]).all()


def test_without_people_or_supply_there_is_no_cost() -> None:
    trips = trips_of_matrix([[5.0]])
    assert np.isnan(raam(trips, np.zeros(1), np.ones(1))).all()
    assert np.isnan(raam(trips, np.ones(1), np.zeros(1))).all()


def test_the_order_of_the_places_makes_no_difference() -> None:
    trips, supply, people = random_world(3)
    order = np.random.default_rng(1).permutation(len(people))
    turned = trips_of_matrix(
        [[None if np.isnan(m) else m for m in row] for row in dense(trips)[:, order].tolist()]
    )
    np.testing.assert_allclose(
        raam(trips, supply, people)[order], raam(turned, supply, people[order]), rtol=1e-12
    )


def test_settings_must_make_sense() -> None:
    with pytest.raises(ValueError, match="tau_min"):
        RaamSettings(tau_min=0)
