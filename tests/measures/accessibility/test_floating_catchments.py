import numpy as np
import pytest
from access import fca, weights
from hypothesis import given

from pipelines.measures.accessibility.decay import (
    LUO_QI_STEPS,
    WAN_STEPS,
    Decay,
    Gaussian,
    threshold,
)
from pipelines.measures.accessibility.floating_catchments import (
    modified_two_step,
    three_step,
    two_step,
)
from pipelines.measures.accessibility.trip_matrix import TripMatrix
from tests.measures.trip_worlds import (
    cost_frame,
    dense,
    frames,
    matrices,
    random_world,
    trips_of_matrix,
)

DECAYS = [
    (threshold(30.0), None),
    (LUO_QI_STEPS, weights.step_fn({10: 1.0, 20: 0.68, 30: 0.22})),
    (WAN_STEPS, weights.step_fn({10: 0.962, 20: 0.704, 30: 0.377, 60: 0.042})),
    (Gaussian(20.0, 60.0), weights.gaussian(20.0)),
]


@pytest.mark.parametrize(("decay", "weight_fn"), DECAYS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_two_step_equals_pysal(decay: Decay, weight_fn, seed: int) -> None:
    trips, supply, people = random_world(seed)
    found = two_step(trips, supply, people, decay)
    theirs = fca.two_stage_fca(
        **frames(supply, people),
        cost_df=cost_frame(trips),
        max_cost=decay.limit_min,
        weight_fn=weight_fn,
    ).reindex(range(len(people)))
    np.testing.assert_allclose(found, theirs.fillna(0).to_numpy(), rtol=1e-9, atol=0)


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # PySAL's own, since pandas 3.1
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_three_step_equals_pysal(seed: int) -> None:
    trips, supply, people = random_world(seed)
    found = three_step(trips, supply, people, WAN_STEPS)
    theirs = fca.three_stage_fca(
        **frames(supply, people), cost_df=cost_frame(trips), max_cost=60, weight_fn=DECAYS[2][1]
    ).reindex(range(len(people)))
    np.testing.assert_allclose(found, theirs.to_numpy(), rtol=1e-9, atol=0)


def naive(trips: TripMatrix, supply, people, decay: Decay, kind: str) -> list[float]:
    """The formulas, term by term."""
    minutes = dense(trips)
    n_centers, n_places = minutes.shape

    def weight(j: int, i: int) -> float:
        return 0.0 if np.isnan(minutes[j, i]) else float(decay(minutes[j : j + 1, i])[0])

    def chosen(j: int, i: int) -> float:
        if kind != "three":
            return 1.0
        everything = sum(weight(other, i) for other in range(n_centers))
        return weight(j, i) / everything if everything > 0 else 0.0

    answer = []
    for i in range(n_places):
        total = 0.0
        for j in range(n_centers):
            demand = sum(people[k] * chosen(j, k) * weight(j, k) for k in range(n_places))
            own = chosen(j, i) * weight(j, i)
            if kind == "modified":
                own = weight(j, i) ** 2
            if own == 0 or supply[j] == 0:
                continue
            total += own * supply[j] / demand if demand > 0 else np.nan
        answer.append(total)
    return answer


@given(matrices())
def test_all_variants_equal_a_double_loop(world) -> None:
    trips, supply, people = world
    for kind, measure in (
        ("two", two_step),
        ("modified", modified_two_step),
        ("three", three_step),
    ):
        for decay in (threshold(30.0), WAN_STEPS, Gaussian(15.0, 45.0)):
            np.testing.assert_allclose(
                measure(trips, supply, people, decay),
                naive(trips, supply, people, decay, kind),
                rtol=1e-12,
            )


@given(matrices())
def test_what_is_handed_out_is_what_is_offered(world) -> None:
    trips, supply, people = world
    for measure in (two_step, three_step):
        access = measure(trips, supply, people, WAN_STEPS)
        near = (trips.weights(WAN_STEPS) @ people) > 0
        given_out = (np.nan_to_num(access) * people).sum()
        np.testing.assert_allclose(given_out, supply[near].sum(), rtol=1e-9, atol=1e-12)


def test_a_place_beyond_every_catchment_has_nothing_and_an_empty_land_is_undefined() -> None:
    trips = trips_of_matrix([[5.0, 45.0, None], [None, None, 5.0]])
    access = two_step(trips, np.array([2.0, 3.0]), np.array([10.0, 10.0, 0.0]), threshold(30.0))
    assert access[0] == 0.2
    assert access[1] == 0.0
    assert np.isnan(access[2])


def test_modified_falls_where_everybody_lives_far_away_and_plain_does_not() -> None:
    people, supply = np.array([100.0]), np.array([1.0])
    near, far = trips_of_matrix([[5.0]]), trips_of_matrix([[45.0]])
    assert two_step(near, supply, people) == pytest.approx(two_step(far, supply, people))
    assert modified_two_step(near, supply, people)[0] == pytest.approx(0.962 / 100)
    assert modified_two_step(far, supply, people)[0] == pytest.approx(0.042 / 100)


def test_one_way_streets_count_from_home_to_center() -> None:
    # The only trip is from place 1 to center 0; nothing leads from place 0.
    trips = trips_of_matrix([[None, 10.0]])
    access = two_step(trips, np.array([1.0]), np.array([5.0, 4.0]), threshold(30.0))
    assert access.tolist() == [0.0, 0.25]


def test_amounts_must_fit() -> None:
    trips = trips_of_matrix([[5.0, 6.0]])
    with pytest.raises(ValueError, match=r"supply has shape \(2,\)"):
        two_step(trips, np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="people must be known"):
        two_step(trips, np.ones(1), np.array([1.0, np.nan]))
    with pytest.raises(ValueError, match="supply must be known"):
        three_step(trips, np.array([-1.0]), np.ones(2))


def test_a_decay_may_not_reach_beyond_the_search() -> None:
    trips = trips_of_matrix([[5.0, 6.0]], limit_min=30.0)
    with pytest.raises(ValueError, match="searched within 30 min, the decay needs 60"):
        two_step(trips, np.ones(1), np.ones(2), WAN_STEPS)


@pytest.mark.parametrize("measure", [two_step, modified_two_step, three_step])
def test_the_order_of_the_centers_makes_no_difference(measure) -> None:
    trips, supply, people = random_world(5)
    minutes = dense(trips)
    order = np.random.default_rng(0).permutation(len(supply))
    turned = trips_of_matrix(
        [[None if np.isnan(m) else m for m in row] for row in minutes[order].tolist()]
    )
    np.testing.assert_allclose(
        measure(trips, supply, people), measure(turned, supply[order], people), rtol=1e-12
    )
