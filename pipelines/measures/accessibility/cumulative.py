"""Cumulative opportunities: how much a place can reach within so many minutes.

A_i(T) = sum of S_j over the centers j within T minutes, T included. With each center counting as one it is
the number of centers to choose from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipelines.measures.accessibility.decay import threshold
from pipelines.measures.accessibility.gravity import gravity
from pipelines.measures.accessibility.trip_matrix import TripMatrix

Float = npt.NDArray[np.float64]


def cumulative(trips: TripMatrix, supply: Float, within_min: Sequence[float]) -> Float:
    """Return what each place reaches within each threshold.

    Parameters
    ----------
    trips
        Trips of c centers and p places.
    supply : float64 (c,)
        What each center offers, not negative.
    within_min
        t thresholds in minutes, inclusive.

    Returns
    -------
    float64 (t, p)
    """
    rows = [gravity(trips, supply, threshold(limit)) for limit in within_min]
    return np.array(rows).reshape(len(within_min), trips.n_places)
