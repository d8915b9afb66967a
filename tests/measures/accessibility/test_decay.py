import numpy as np
import pytest
from access import weights

from pipelines.measures.accessibility.decay import (
    WAN_STEPS,
    Gaussian,
    Steps,
    threshold,
)

MINUTES = np.array([0.0, 0.5, 1.0, 9.999, 10.0, 10.001, 20.0, 29.0, 30.0, 30.001, 60.0, 60.001])


def test_a_zone_holds_its_outer_bound() -> None:
    assert WAN_STEPS(MINUTES).tolist() == [0.962] * 5 + [0.704] * 2 + [0.377] * 2 + [0.042] * 2 + [
        0
    ]
    assert threshold(30.0)(MINUTES).tolist() == [1.0] * 9 + [0.0] * 3


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Steps((10.0, 30.0), (1.0, 0.5)), weights.step_fn({10: 1.0, 30: 0.5})),
        (Gaussian(15.0, 100.0), weights.gaussian(15.0)),
    ],
)
def test_equals_pysal(ours, theirs) -> None:
    np.testing.assert_allclose(ours(MINUTES), [theirs(m) for m in MINUTES], rtol=1e-12)


@pytest.mark.parametrize("decay", [WAN_STEPS, Gaussian(20.0, 60.0)])
def test_weights_fall_and_end_at_the_limit(decay) -> None:
    weight = decay(np.linspace(0, 90, 500))
    assert (np.diff(weight) <= 0).all()
    assert decay(np.array([60.0]))[0] > 0
    assert (decay(np.array([60.0001, 90.0])) == 0).all()
    assert decay.label


@pytest.mark.parametrize(
    "settings",
    [
        ((), ()),
        ((10.0,), (1.0, 0.5)),
        ((20.0, 10.0), (1.0, 0.5)),
        ((-1.0,), (1.0,)),
        ((1.0,), (-1.0,)),
    ],
)
def test_impossible_steps_are_refused(settings) -> None:
    with pytest.raises(ValueError, match=r"weight|bounds"):
        Steps(*settings)


def test_impossible_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="sigma_min is 0"):
        Gaussian(0.0, 60.0)
