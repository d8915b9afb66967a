"""Gravity: everything that a place can reach, each center counting less the farther it is.

A_i = sum_j S_j f(minutes from i to j), Hansen 1959 (J. Am. Inst. Planners 25(2)). It knows no competition:
a center counts in full for everybody, so it tells of potential, not of what is left for each person.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipelines.measures.accessibility.decay import Decay
from pipelines.measures.accessibility.floating_catchments import check_amounts
from pipelines.measures.accessibility.trip_matrix import TripMatrix

Float = npt.NDArray[np.float64]


def gravity(trips: TripMatrix, supply: Float, decay: Decay) -> Float:
    """Return the gravity of each place.

    Parameters
    ----------
    trips
        Trips of c centers and p places.
    supply : float64 (c,)
        What each center offers, not negative.
    decay
        Weight by drive time.

    Returns
    -------
    float64 (p,)
        Weighted supply in reach; 0 where no center is.
    """
    check_amounts(trips, supply, np.zeros(trips.n_places))
    reached: Float = np.asarray(trips.weights(decay).T @ supply)
    return reached
