"""Weighted means and quantiles, by group: people are the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Int = npt.NDArray[np.integer]

ROUNDING = 1e-12
"""Relative slack where a cumulative weight is held against a share of the total, so that a rounding of
their product does not move a quantile by one value."""


def grouped_quantiles(
    values: Float, weights: Float, group: Int, n_groups: int, shares: Sequence[float]
) -> Float:
    """Return weighted quantiles of each group: the inverse of the cumulative distribution.

    The quantile of a share is the smallest value at or below which at least that share of the weight lies
    (definition 1 of Hyndman and Fan 1996, with weights). It is always one of the values.

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
        found[number] = _quantiles(values[mine], weights[mine], shares)
    return found


@dataclass(frozen=True, eq=False)
class Ranked:
    """Values put in order once, from which the quantiles of any part follow without sorting it.

    Attributes
    ----------
    value, weight : float64 (n,)
        The values that count, ascending, and their weights.
    row : int64 (n,)
        Which of the p rows given each is.
    """

    value: Float
    weight: Float
    row: npt.NDArray[np.int64]

    def quantiles(
        self, shares: Sequence[float], member: npt.NDArray[np.bool_] | None = None
    ) -> Float:
        """Return weighted quantiles, as `grouped_quantiles` defines them.

        Parameters
        ----------
        shares
            In (0, 1].
        member : bool (p,), optional
            Which rows count; by default all.

        Returns
        -------
        float64 (len(shares),)
            NaN where no row with weight counts.
        """
        if member is None:
            return _quantiles(self.value, self.weight, shares)
        mine = member[self.row]
        return _quantiles(self.value[mine], self.weight[mine], shares)

    def mean(self, member: npt.NDArray[np.bool_] | None = None) -> float:
        """Return the weighted mean of the rows that count; NaN without any."""
        mine = slice(None) if member is None else member[self.row]
        weight = self.weight[mine]
        total = weight.sum()
        return float((weight * self.value[mine]).sum() / total) if total > 0 else np.nan

    def median(self, member: npt.NDArray[np.bool_] | None = None) -> float:
        """Return the weighted median of the rows that count; NaN without any."""
        return float(self.quantiles((0.5,), member)[0])


def ranked(values: Float, weights: Float) -> Ranked:
    """Put values in order.

    Parameters
    ----------
    values : float64 (p,)
        NaN counts for nothing.
    weights : float64 (p,)
        Not negative; rows without weight count for nothing.
    """
    counted = np.flatnonzero(~np.isnan(values) & (weights > 0))
    row = counted[np.argsort(values[counted], kind="stable")]
    return Ranked(values[row], weights[row], row)


def _quantiles(ascending: Float, weights: Float, shares: Sequence[float]) -> Float:
    if not len(ascending):
        return np.full(len(shares), np.nan)
    cumulative = np.cumsum(weights)
    wanted = np.asarray(shares) * cumulative[-1] * (1 - ROUNDING)
    quantiles: Float = ascending[np.searchsorted(cumulative, wanted)]
    return quantiles
