"""Choosing sites one after the other, each time the one that adds most, with a bound on what is missed.

What a set of sites brings is a submodular function of the set, whence two kinds of bound. One is known
beforehand: for k sites greedy gets at least 1 - (1 - 1/k)^k >= 1 - 1/e of the most there is (Cornuejols, Fisher
and Nemhauser 1977; Nemhauser, Wolsey and Fisher 1978), and to reach a required sum it takes at most
1 + ln(required / missing before the last step) times the fewest sites (Wolsey 1982; ln n for set cover). The
other is read off the run and is often much tighter: no k sites bring more than any set on the way brings,
plus the k largest gains that were left beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Float = npt.NDArray[np.float64]
Int = npt.NDArray[np.int64]

ENOUGH = 1 - 1e-9
"""A required sum is reached when all but this rounding is there."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Sites that were chosen, and how good they are known to be.

    Attributes
    ----------
    sites : int64 (s,)
        In the order in which each adds most to those before it.
    objective
        What they bring (to be large), or how many they are (to be few).
    bound
        What no choice can do better than; equal to the objective where the choice is proved to be best.
    status
        'optimal', 'time_limit' (the best that was found in time), 'greedy' or 'out_of_reach' (all
        candidates together do not reach what is required: no sites, objective and bound are NaN).
    """

    sites: Int
    objective: float
    bound: float
    status: str

    @property
    def gap(self) -> float:
        """Return the optimality gap: what may be missed, as a share of the larger of objective and bound.

        NaN where what is required is out of reach.
        """
        if self.bound == self.objective:
            return 0.0
        return abs(self.bound - self.objective) / max(self.objective, self.bound)


@dataclass(frozen=True, eq=False)
class Steps:
    """A run of greedy.

    Attributes
    ----------
    sites : int64 (s,)
        As chosen.
    reached : float64 (s + 1,)
        What the first 0, 1, ... sites bring.
    left : list of float64 (c,)
        At each of these points, what each candidate would add, largest first.
    """

    sites: Int
    reached: Float
    left: list[Float]


def run(benefit: sp.csr_array, most_sites: int, required: float = np.inf) -> Steps:
    """Choose sites until none adds anything, there are enough, or the required sum is reached.

    Parameters
    ----------
    benefit
        What each of c candidates brings each of p places, not negative: (c, p).
    most_sites
        Most sites to choose.
    required
        Sum at which to stop.

    Returns
    -------
    Steps
        Of candidates that add equally much the first counts.
    """
    row = np.repeat(np.arange(benefit.shape[0]), np.diff(benefit.indptr))
    got = np.zeros(benefit.shape[1])
    sites: list[int] = []
    reached, left = [0.0], []
    while True:
        more = np.maximum(benefit.data - got[benefit.indices], 0.0)
        # Cast, because without any pair the counts are whole numbers.
        gain = np.bincount(row, more, minlength=benefit.shape[0]).astype(np.float64)
        left.append(np.sort(gain)[::-1])
        best = int(np.argmax(gain)) if len(gain) else 0
        if (
            len(sites) >= most_sites
            or reached[-1] >= required * ENOUGH
            or not len(gain)
            or gain[best] <= 0
        ):
            return Steps(np.array(sites, dtype=np.int64), np.array(reached), left)
        mine = slice(benefit.indptr[best], benefit.indptr[best + 1])
        place = benefit.indices[mine]
        got[place] = np.maximum(got[place], benefit.data[mine])
        sites.append(best)
        reached.append(float(got.sum()))


def most(benefit: sp.csr_array, n_sites: int) -> Choice:
    """Choose up to so many sites that bring much.

    Parameters
    ----------
    benefit
        (c, p), not negative.
    n_sites
        Most sites to choose.

    Returns
    -------
    Choice
        Fewer sites where no further one adds anything; the choice is then the best there is.
    """
    steps = run(benefit, n_sites)
    objective = float(steps.reached[-1])
    bounds = [
        so_far + float(gain[:n_sites].sum())
        for so_far, gain in zip(steps.reached, steps.left, strict=True)
    ]
    beforehand = objective / (1 - (1 - 1 / n_sites) ** n_sites)
    bound = max(min([*bounds, beforehand]), objective)
    return Choice(steps.sites, objective, bound, "greedy")


def fewest(benefit: sp.csr_array, required: float) -> Choice:
    """Choose few sites that bring at least a required sum.

    Parameters
    ----------
    benefit
        (c, p), not negative.
    required
        Sum to reach.
    """
    steps = run(benefit, benefit.shape[0], required)
    if steps.reached[-1] < required * ENOUGH:
        return Choice(np.empty(0, np.int64), np.nan, np.nan, "out_of_reach")
    n_sites = len(steps.sites)
    if n_sites == 0:
        return Choice(steps.sites, 0.0, 0.0, "greedy")
    missing = required - steps.reached[-2]
    beforehand = int(np.ceil(n_sites / (1 + np.log(required / missing)) - 1e-9))
    on_the_way = max(
        _needed(required - so_far, gain)
        for so_far, gain in zip(steps.reached[:-1], steps.left, strict=False)
    )
    return Choice(steps.sites, float(n_sites), float(max(beforehand, on_the_way)), "greedy")


def in_order_of_gain(benefit: sp.csr_array, sites: Int) -> Int:
    """Return chosen sites in the order in which each adds most; those that add nothing are left out."""
    ordered = np.sort(sites)
    steps = run(sp.csr_array(benefit[ordered]), len(ordered))
    return np.asarray(ordered[steps.sites], dtype=np.int64)


def total(benefit: sp.csr_array, sites: Int) -> float:
    """Return what a set of sites brings: each place takes the best of them."""
    if not len(sites):
        return 0.0
    return float(sp.csr_array(benefit[sites]).max(axis=0).sum())


def _needed(missing: float, gain: Float) -> int:
    """Return how many of the largest gains it takes at least to make up what is missing."""
    summed = np.cumsum(gain)
    return int(np.searchsorted(summed, missing * ENOUGH)) + 1
