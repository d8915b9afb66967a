"""Floating catchments: what centers offer, shared out among the people who can drive to them.

With S_j the supply of center j, P_k the people of place k and W_kj = f(minutes from k to j):

- 2SFCA (Luo & Wang 2003, Environ. Plan. B 30(6)): R_j = S_j / sum_k P_k W_kj and A_i = sum_j R_j W_ij,
  where f is 1 within the catchment.
- E2SFCA (Luo & Qi 2009, Health & Place 15(4)): the same with f falling in steps, or as a Gaussian.
- 3SFCA (Wan, Zou & Sternberg 2012, Int. J. Geogr. Inf. Sci. 26(6)): people divide themselves among the
  centers in reach, G_ij = W_ij / sum_l W_il, R_j = S_j / sum_k G_kj P_k W_kj and A_i = sum_j G_ij W_ij R_j.
- M2SFCA (Delamater 2013, Health & Place 24): A_i = sum_j S_j W_ij^2 / sum_k P_k W_kj, which falls where
  everybody lives far away, whereas the others only share out.

A place without a center in its catchment has 0, by formula. Where nobody lives in a center's catchment the
center's ratio is undefined, and so is the access of (empty) places that it reaches: NaN.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipelines.measures.accessibility.decay import WAN_STEPS, Decay
from pipelines.measures.accessibility.trip_matrix import TripMatrix

Float = npt.NDArray[np.float64]


def two_step(trips: TripMatrix, supply: Float, people: Float, decay: Decay = WAN_STEPS) -> Float:
    """Return 2SFCA (a decay of one step) or E2SFCA (any other decay) of each place.

    Parameters
    ----------
    trips
        Trips of c centers and p places.
    supply : float64 (c,)
        What each center offers, not negative.
    people : float64 (p,)
        People at each place, not negative.
    decay
        Weight by drive time.

    Returns
    -------
    float64 (p,)
        Supply per person; NaN as the module says.
    """
    check_amounts(trips, supply, people)
    weight = trips.weights(decay)
    return _shared_out(weight, _ratio(supply, weight @ people))


def modified_two_step(
    trips: TripMatrix, supply: Float, people: Float, decay: Decay = WAN_STEPS
) -> Float:
    """Return M2SFCA of each place; parameters as in `two_step`."""
    check_amounts(trips, supply, people)
    weight = trips.weights(decay)
    ratio = _ratio(supply, weight @ people)
    np.square(weight.data, out=weight.data)
    return _shared_out(weight, ratio)


def three_step(trips: TripMatrix, supply: Float, people: Float, decay: Decay = WAN_STEPS) -> Float:
    """Return 3SFCA of each place; parameters as in `two_step`."""
    check_amounts(trips, supply, people)
    weight = trips.weights(decay)
    in_reach = np.bincount(weight.indices, weight.data, minlength=trips.n_places)
    share = np.divide(1.0, in_reach, out=np.zeros(trips.n_places), where=in_reach > 0)
    np.square(weight.data, out=weight.data)
    weight.data *= share[weight.indices]
    return _shared_out(weight, _ratio(supply, weight @ people))


def check_amounts(trips: TripMatrix, supply: Float, people: Float) -> None:
    """Raise ValueError if supply or people do not fit the trips, are negative, or are not finite."""
    for name, amount, count in (
        ("supply", supply, trips.n_centers),
        ("people", people, trips.n_places),
    ):
        if amount.shape != (count,):
            raise ValueError(f"{name} has shape {amount.shape}, the trips need ({count},)")
        if not (np.isfinite(amount).all() and (amount >= 0).all()):
            raise ValueError(f"{name} must be known and not negative everywhere")


def _ratio(supply: Float, demand: Float) -> Float:
    """Return supply per weighted person; NaN where there is supply but nobody, 0 where there is no supply."""
    unknown = np.where(supply > 0, np.nan, 0.0)
    return np.divide(supply, demand, out=unknown, where=demand > 0)


def _shared_out(weight: sp.csr_array, ratio: Float) -> Float:
    """Return the weighted sum of the ratios of the centers that each place reaches."""
    undefined = np.isnan(ratio)
    access: Float = np.asarray(weight.T @ np.where(undefined, 0.0, ratio))
    if undefined.any():
        access[np.asarray(weight.T @ undefined.astype(np.float64)) > 0] = np.nan
    return access
