"""Weighted means and quantiles, by group: people are the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Int = npt.NDArray[np.integer]

ROUNDING = 1e-12
"""Relative slack where a cumulative weight is held against a share of the total, so that a rounding of
their product does not move a quantile by one value."""


def grouped_means(values: Float, weights: Float, group: Int, n_groups: int) -> Float:
    """Return the weighted mean of each group.

    Parameters
    ----------
    values : float64 (p,)
        NaN counts for nothing.
    weights : float64 (p,)
        Not negative.
    group : integers (p,)
        0 to n_groups - 1.
    n_groups
        Number of groups.

    Returns
    -------
    float64 (n_groups,)
        NaN where a group has no weight.
    """
    counted = ~np.isnan(values) & (weights > 0)
    total = np.bincount(group[counted], weights[counted], n_groups)
    weighted = np.bincount(group[counted], weights[counted] * values[counted], n_groups)
    means: Float = np.divide(weighted, total, out=np.full(n_groups, np.nan), where=total > 0)
    return means


def grouped_quantiles(
    values: Float, weights: Float, group: Int, n_groups: int, shares: Sequence[float]
) -> Float:
    """Return weighted quantiles of each group: the inverse of the cumulative distribution.

    The quantile of a share is the smallest value at or below which at least that share of the weight lies
    (definition 1 of Hyndman and Fan 1996, with weights). It is always one of the values.

    Parameters
    ----------
    values, weights, group, n_groups
        As in `grouped_means`.
    shares
        In (0, 1]: 0.5 is the median.

    Returns
    -------
    float64 (n_groups, len(shares))
        NaN where a group has no weight.
    """
    counted = np.flatnonzero(~np.isnan(values) & (weights > 0))
    order = counted[np.lexsort((values[counted], group[counted]))]
    found = np.full((n_groups, len(shares)), np.nan)
    bounds = np.searchsorted(group[order], np.arange(n_groups + 1))
    for number in range(n_groups):
        mine = order[bounds[number] : bounds[number + 1]]
        if len(mine):
            cumulative = np.cumsum(weights[mine])
            wanted = np.asarray(shares) * cumulative[-1] * (1 - ROUNDING)
            found[number] = values[mine[np.searchsorted(cumulative, wanted)]]
    return found
