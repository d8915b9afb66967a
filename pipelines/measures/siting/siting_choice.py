"""The best choice of sites among all candidates, and how good it is known to be.

First a greedy choice, then a bound that leaves out candidates that are in no better one (`siting_bound`),
then the exact choice among the few that are left (`siting_exact`). What is proved holds among all candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from pipelines.area import Scenarios
from pipelines.measures.siting import siting_exact as exact
from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_bound import ROUNDING, narrow
from pipelines.measures.siting.siting_greedy import ENOUGH, Int


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
        'optimal', 'bounded' (the best that was found, with the bound that was proved) or 'out_of_reach' (all
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


def most(benefit: sp.csr_array, n_sites: int, settings: Scenarios) -> Choice:
    """Choose up to so many sites that together bring the most.

    Parameters
    ----------
    benefit
        What each of c candidates brings each of p places, not negative: (c, p).
    n_sites
        Most sites to choose.
    settings
        `siting_looked_at`, `siting_exact_pairs` and `siting_time_limit_s`.

    Returns
    -------
    Choice
        Fewer sites where no further one adds anything.
    """
    start = greedy.run(benefit, n_sites).sites
    known = narrow(benefit, n_sites, start, most_pairs=settings.siting_looked_at)
    sites, objective, bound = known.sites, known.reached, known.bound
    left = sp.csr_array(benefit[known.candidates])
    if 0 < left.nnz <= settings.siting_exact_pairs:
        solved, proved = exact.most(left, n_sites, settings.siting_time_limit_s)
        if (value := greedy.total(left, solved)) > objective:
            sites, objective = known.candidates[solved], value
        bound = min(bound, max(proved, objective))
    if not len(known.candidates) or bound <= objective * (1 + ROUNDING):
        return Choice(greedy.in_order_of_gain(benefit, sites), objective, objective, "optimal")
    return Choice(greedy.in_order_of_gain(benefit, sites), objective, bound, "bounded")


def fewest(benefit: sp.csr_array, required: float, settings: Scenarios) -> Choice:
    """Choose the fewest sites that together bring at least a required sum.

    Parameters
    ----------
    benefit
        (c, p), not negative.
    required
        Sum to reach, up to a millionth.
    settings
        As in `most`.

    Returns
    -------
    Choice
        With `required` not above 0 no sites.
    """
    steps = greedy.run(benefit, benefit.shape[0], max(required, 0.0))
    sites, enough = steps.sites, required * ENOUGH
    if steps.reached[-1] < enough:
        return Choice(sites[:0], np.nan, np.nan, "out_of_reach")
    at_least = min(len(sites), 1)
    while at_least < len(sites):
        known = narrow(
            benefit,
            len(sites) - 1,
            sites,
            most_pairs=settings.siting_looked_at,
            required=required,
        )
        at_least = max(at_least, known.fewest)
        if known.reached >= enough:
            sites = greedy.in_order_of_gain(benefit, known.sites)
            continue
        left = sp.csr_array(benefit[known.candidates])
        if greedy.total(left, np.arange(left.shape[0])) < enough:
            at_least = len(sites)
        elif left.nnz <= settings.siting_exact_pairs:
            solved, proved = exact.fewest(left, required, settings.siting_time_limit_s)
            if 0 < len(solved) < len(sites):
                sites = greedy.in_order_of_gain(benefit, known.candidates[solved])
            at_least = min(max(at_least, proved), len(sites))
        break
    status = "optimal" if at_least == len(sites) else "bounded"
    return Choice(sites, float(len(sites)), float(at_least), status)
