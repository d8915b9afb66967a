"""Choosing sites one after the other, each time the one that adds most to those before it."""

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
class Steps:
    """A run of greedy.

    Attributes
    ----------
    sites : int64 (s,)
        As chosen.
    reached : float64 (s + 1,)
        What the first 0, 1, ... sites bring.
    """

    sites: Int
    reached: Float


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
    row = rows_of(benefit)
    got = np.zeros(benefit.shape[1])
    sites: list[int] = []
    reached = [0.0]
    while len(sites) < most_sites and reached[-1] < required * ENOUGH and benefit.nnz:
        more = np.maximum(benefit.data - got[benefit.indices], 0.0)
        gain = np.bincount(row, more, minlength=benefit.shape[0])
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            break
        got = best_of(benefit, np.array([best]), got)
        sites.append(best)
        reached.append(float(got.sum()))
    return Steps(np.array(sites, dtype=np.int64), np.array(reached))


def in_order_of_gain(benefit: sp.csr_array, sites: Int) -> Int:
    """Return chosen sites in the order in which each adds most; those that add nothing are left out."""
    ordered = np.sort(sites)
    steps = run(sp.csr_array(benefit[ordered]), len(ordered))
    return np.asarray(ordered[steps.sites], dtype=np.int64)


def total(benefit: sp.csr_array, sites: Int) -> float:
    """Return what a set of sites brings: each place takes the best of them."""
    return float(best_of(benefit, sites).sum())


def best_of(benefit: sp.csr_array, sites: Int, got: Float | None = None) -> Float:
    """Return what each place gets of the best of some sites, or has got already, float64 (p,)."""
    best = np.zeros(benefit.shape[1]) if got is None else got.copy()
    for site in sites.tolist():
        mine = slice(benefit.indptr[site], benefit.indptr[site + 1])
        place = benefit.indices[mine]
        best[place] = np.maximum(best[place], benefit.data[mine])
    return best


def rows_of(benefit: sp.csr_array) -> Int:
    """Return the candidate of each pair, int64 (pairs,)."""
    return np.repeat(np.arange(benefit.shape[0], dtype=np.int64), np.diff(benefit.indptr))
