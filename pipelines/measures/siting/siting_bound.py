"""How good the best choice of sites can be at most, and which candidates a better one may still hold.

Let each place p ask a price for being served. A site is then worth what it brings above the prices, and k sites
bring at most the sum of all prices and of the k largest worths, whatever the prices are. This is the Lagrangian
relaxation of 'a place is served once' (Cornuejols, Fisher and Nemhauser 1977); prices that nearly meet the best
choice are found by subgradient steps (Held, Wolfe and Crowder 1974; step length by Polyak 1969). What a choice
reaches after each greedy step is such a set of prices, and the first is the best of these.

The same sum tells which candidates can be left out: one with which k sites cannot bring more than was found
already is in no better choice (Beasley 1993). With a few sites among thousands hardly any is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from pipelines.measures.siting.siting_greedy import Float, Int, best_of, rows_of, total

MOST_ROUNDS = 400
"""Rounds after which prices hardly move any more."""

PATIENCE = 10
"""Rounds without a lower bound after which the steps are halved."""

SHORTEST_STEP = 1e-3
"""Share of the full step at which a bound has settled."""

WORTH_LEAVING = 0.75
"""Share of the candidates below which those of no use are left out of the next rounds."""

ROUNDING = 1e-9
"""Share by which sums of many prices may be off."""


@dataclass(frozen=True, eq=False)
class Narrowed:
    """What is known of the best choice of up to k sites.

    Attributes
    ----------
    sites : int64 (s,)
        The best choice that was found, in no order.
    reached
        What it brings.
    bound
        No k sites bring more; not below `reached`.
    fewest
        No fewer sites bring what is required; 0 where nothing is.
    candidates : int64 (n,)
        Those of which a better choice consists, or one that brings what is required; the others are
        in none. Ascending; none where the choice is proved to be best or the requirement out of reach.
    """

    sites: Int
    reached: float
    bound: float
    fewest: int
    candidates: Int


class _Pairs:
    """The useful pairs of the candidates that are left."""

    def __init__(self, benefit: sp.csr_array, kept: Int) -> None:
        self.kept, self.of_use = kept, np.ones(len(kept), dtype=bool)
        some = sp.csr_array(benefit[kept])
        self.row, self.place, self.worth = rows_of(some), some.indices, some.data

    def above(self, prices: Float) -> tuple[Float, Float]:
        """Return what each pair, and each candidate, brings above the prices."""
        pair = np.maximum(self.worth - prices[self.place], 0.0)
        # Cast, because without any pair the counts are whole numbers.
        return pair, np.bincount(self.row, pair, minlength=len(self.kept)).astype(np.float64)


def narrow(
    benefit: sp.csr_array,
    n_sites: int,
    start: Int,
    *,
    most_pairs: int,
    required: float | None = None,
) -> Narrowed:
    """Bound what the best choice brings, and leave out candidates that are in no better one.

    Parameters
    ----------
    benefit
        What each of c candidates brings each of p places, not negative: (c, p).
    n_sites
        Most sites to choose, at least 1.
    start : int64 (s,)
        Sites that were chosen greedily, in the order in which they were.
    most_pairs
        How many pairs are looked at, each counted once a round; at least one round is made.
    required
        Sum that a choice must bring to be of use; None: more than the best that was found.
    """
    pairs = _Pairs(benefit, np.arange(benefit.shape[0]))
    prices = _first_prices(pairs, benefit, start, n_sites)
    sites, reached = start[:n_sites], total(benefit, start[:n_sites])
    lowest, settled, fewest = np.inf, prices, 0
    step, stale = 1.0, 0
    for _ in range(MOST_ROUNDS):
        pair, worth = pairs.above(prices)
        order = np.argsort(-worth, kind="stable")
        best, asked = order[:n_sites], float(prices.sum())
        bound = asked + float(worth[best].sum())
        stale += 1
        if bound < lowest:
            lowest, settled, stale = bound, prices, 0
        if (now := total(benefit, pairs.kept[best])) > reached:
            sites, reached = pairs.kept[best], now
        if required is None:
            goal, done = reached * (1 + ROUNDING), lowest <= reached * (1 + ROUNDING)
        else:
            goal = required * (1 - ROUNDING)
            done = lowest < goal or reached >= goal
            fewest = max(fewest, min(_needed(goal - asked, worth[order]), n_sites + 1))
        if done:
            pairs = _Pairs(benefit, pairs.kept[:0])
            break
        pairs.of_use &= _with_each(bound, worth, order, n_sites) >= goal
        most_pairs -= len(pair)
        served = np.bincount(
            pairs.place[(pair > 0) & np.isin(pairs.row, best)], minlength=len(prices)
        )
        slope = np.where((prices <= 0) & (served == 0), 0.0, 1.0 - served)
        if most_pairs < 0 or step < SHORTEST_STEP or not slope.any():
            break
        if stale >= PATIENCE:
            step, stale, prices = step / 2, 0, settled
        else:
            length = step * (bound - reached) / float(slope @ slope)
            prices = np.maximum(prices - length * slope, 0.0)
        if pairs.of_use.mean() < WORTH_LEAVING:
            pairs = _Pairs(benefit, pairs.kept[pairs.of_use])
    return Narrowed(sites, reached, max(lowest, reached), fewest, pairs.kept[pairs.of_use])


def _first_prices(pairs: _Pairs, benefit: sp.csr_array, start: Int, n_sites: int) -> Float:
    """Return what places get after those of the first greedy steps that bound the choice best."""
    got = np.zeros(benefit.shape[1])
    lowest, prices = np.inf, got
    for count in range(len(start) + 1):
        _, worth = pairs.above(got)
        bound = got.sum() + np.sort(worth)[::-1][:n_sites].sum()
        if bound < lowest:
            lowest, prices = bound, got
        got = best_of(benefit, start[count : count + 1], got)
    return prices


def _with_each(bound: float, worth: Float, order: Int, n_sites: int) -> Float:
    """Return what k sites bring at most if each candidate in turn is one of them."""
    if len(order) <= n_sites:
        return np.full(len(worth), bound)
    less: Float = np.minimum(worth - worth[order[n_sites - 1]], 0.0)
    return bound + less


def _needed(missing: float, worth: Float) -> int:
    """Return how many of the largest worths it takes at least to make up what is missing."""
    return int(np.searchsorted(np.cumsum(worth), missing)) + 1
