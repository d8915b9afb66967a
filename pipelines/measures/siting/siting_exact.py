"""Choosing sites that are proved to be best, as a mixed-integer program solved by HiGHS through scipy.

Each place takes the best of the chosen sites. Sort the benefits that candidates bring a place: it gets at
least the m-th largest only if one of the first m candidates is chosen. One variable for each such set of
candidates, bounded by 1 and by how many of them are chosen, makes the formulation as tight as the strong one
of p-median (Cornuejols, Nemhauser and Wolsey 1980), and for MCLP it is that of Church and ReVelle. Sets that
occur at several places share their variable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from pipelines.measures.siting import siting_greedy as greedy
from pipelines.measures.siting.siting_greedy import Float, Int

IN_TIME, OUT_OF_TIME = 0, 1
"""`status` of `scipy.optimize.milp`: solved, and stopped by the time limit."""

WHOLE = 1e-6
"""How far a count that must be whole may be off before it is rounded up, HiGHS's own tolerance."""


@dataclass(frozen=True, eq=False)
class SetModel:
    """Variables for sets of candidates.

    Attributes
    ----------
    worth : float64 (s,)
        What it brings that one of the set is chosen.
    candidates : csr_array (s, c)
        1 where the set gains a candidate over its parent.
    parents : csr_array (s, s)
        1 at the set's parent, the set of the candidates that bring more; no entry for a set without one.
    """

    worth: Float
    candidates: sp.csr_array
    parents: sp.csr_array


def set_model(benefit: sp.csr_array) -> SetModel:
    """Return the sets of candidates that matter.

    Parameters
    ----------
    benefit
        What each of c candidates brings each of p places, (c, p), not negative.
    """
    by_place = sp.csc_array(benefit)
    number: dict[bytes, int] = {}
    worth: list[float] = []
    gained: list[Int] = []
    parent: list[int] = []
    for place in range(by_place.shape[1]):
        mine = slice(by_place.indptr[place], by_place.indptr[place + 1])
        candidate, value = by_place.indices[mine].astype(np.int64), by_place.data[mine]
        order = np.lexsort((candidate, -value))
        candidate, value = candidate[order], value[order]
        last = value != np.append(value[1:], -1.0)
        start, above = 0, -1
        for end in (np.flatnonzero(last) + 1).tolist():
            step = value[end - 1] - (value[end] if end < len(value) else 0.0)
            key = np.sort(candidate[:end]).tobytes()
            if key not in number:
                number[key] = len(worth)
                worth.append(0.0)
                gained.append(candidate[start:end])
                parent.append(above)
            above, start = number[key], end
            worth[above] += float(step)
    sizes = [len(candidates) for candidates in gained]
    rows = np.repeat(np.arange(len(worth)), sizes)
    columns = np.concatenate([np.empty(0, np.int64), *gained])
    child = np.flatnonzero(np.array(parent, dtype=np.int64) >= 0)
    return SetModel(
        np.array(worth),
        sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(worth), benefit.shape[0])),
        sp.csr_array(
            (np.ones(len(child)), (child, np.array(parent, dtype=np.int64)[child])),
            shape=(len(worth), len(worth)),
        ),
    )


def most(benefit: sp.csr_array, n_sites: int, time_limit_s: float) -> tuple[Int, float]:
    """Choose up to so many sites that together bring the most.

    Parameters
    ----------
    benefit
        (c, p), not negative, with one pair at least.
    n_sites
        Most sites to choose.
    time_limit_s
        When it is over, the best that was found counts, with the bound that was proved. What is found until
        then may differ from one machine to another.

    Returns
    -------
    sites : int64 (s,)
        None where nothing was found in time. Of several best choices the one that the solver finds with
        candidates in this order.
    bound : float
        What no choice goes beyond; infinite where nothing was proved in time.
    """
    model = set_model(benefit)
    n_candidates, n_sets = benefit.shape[0], len(model.worth)
    scale = float(model.worth.max())
    result = _solve(
        np.concatenate([np.zeros(n_candidates), -model.worth / scale]),
        model,
        LinearConstraint(
            sp.csr_array(np.concatenate([np.ones(n_candidates), np.zeros(n_sets)])[np.newaxis]),
            ub=n_sites,
        ),
        time_limit_s,
    )
    sites = _chosen(result, n_candidates)
    if result.status == IN_TIME:
        return sites, greedy.total(benefit, sites)
    return sites, -_proved(result) * scale


def fewest(benefit: sp.csr_array, required: float, time_limit_s: float) -> tuple[Int, int]:
    """Choose the fewest sites that together bring at least a required sum.

    Parameters
    ----------
    benefit
        (c, p), not negative; all candidates together bring what is required.
    required
        Sum to reach, up to a millionth; above 0.
    time_limit_s
        As in `most`.

    Returns
    -------
    sites : int64 (s,)
        None where nothing was found in time.
    fewest : int
        Fewer do not bring it.
    """
    model = set_model(benefit)
    n_candidates = benefit.shape[0]
    result = _solve(
        np.concatenate([np.ones(n_candidates), np.zeros(len(model.worth))]),
        model,
        LinearConstraint(
            sp.csr_array(
                np.concatenate([np.zeros(n_candidates), model.worth / required])[np.newaxis]
            ),
            lb=1.0,
        ),
        time_limit_s,
    )
    sites = _chosen(result, n_candidates)
    if greedy.total(benefit, sites) < required * (1 - WHOLE):
        sites = sites[:0]
    return sites, int(np.ceil(max(_proved(result), 0.0) - WHOLE))


def _solve(
    cost: Float, model: SetModel, constraint: LinearConstraint, time_limit_s: float
) -> OptimizeResult:
    n_sets, n_candidates = model.candidates.shape
    linked = sp.hstack([-model.candidates, sp.eye_array(n_sets) - model.parents], format="csr")
    result = milp(
        cost,
        integrality=np.concatenate([np.ones(n_candidates), np.zeros(n_sets)]),
        bounds=Bounds(0.0, 1.0),
        constraints=[LinearConstraint(linked, ub=0.0), constraint],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    if result.status not in (IN_TIME, OUT_OF_TIME):
        raise RuntimeError(f"HiGHS could not solve the choice of sites: {result.message}")
    return result


def _proved(result: OptimizeResult) -> float:
    """Return the least cost that is still possible; minus infinity where nothing is proved yet."""
    return -np.inf if result.mip_dual_bound is None else float(result.mip_dual_bound)


def _chosen(result: OptimizeResult, n_candidates: int) -> Int:
    found = np.zeros(n_candidates) if result.x is None else result.x[:n_candidates]
    return np.flatnonzero(found > 0.5).astype(np.int64)
