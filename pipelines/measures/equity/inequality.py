"""How unevenly a burden such as drive time is spread over people.

Every index weighs places by their people and leaves out places without a value (unreached): an index says
nothing of them, so `Spread.people_left_out` counts them beside it. None of the indices depends on the order
of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

Float = npt.NDArray[np.float64]

_NO_SPREAD = 1e-12
"""Theil at or below this is the rounding of drives that are all alike."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Values with the people they belong to, ascending by value.

    Attributes
    ----------
    value : float64 (n,)
        Not negative.
    people : float64 (n,)
        Above 0.
    rows : int64 (n,)
        Which of the rows given each is.
    people_left_out
        People without a value.
    """

    value: Float
    people: Float
    rows: npt.NDArray[np.int64]
    people_left_out: float

    @property
    def total(self) -> float:
        """People with a value."""
        return float(self.people.sum())

    @property
    def mean(self) -> float:
        """Mean over people; NaN without people."""
        return float((self.people * self.value).sum() / self.total) if len(self.value) else np.nan


def spread(value: Float, people: Float) -> Spread:
    """Return values in order with their people, without those that have none.

    Parameters
    ----------
    value : float64 (n,)
        Minutes, say; NaN where unknown.
    people : float64 (n,)

    Raises
    ------
    ValueError
        The columns differ in length, or a value or a count is negative or infinite.
    """
    if value.shape != people.shape or value.ndim != 1:
        raise ValueError(f"values of shape {value.shape} for people of shape {people.shape}")
    if not (np.isfinite(people).all() and (people >= 0).all()):
        raise ValueError("people must be known and not negative everywhere")
    known = ~np.isnan(value)
    if not (np.isfinite(value[known]).all() and (value[known] >= 0).all()):
        raise ValueError("values must be finite and not negative, or null")
    rows = np.flatnonzero(known & (people > 0))
    # Equal values by their people, so that sums run in one order whatever the order of the rows.
    rows = rows[np.lexsort((people[rows], value[rows]))]
    return Spread(value[rows], people[rows], rows, float(people[~known].sum()))


def spread_of_minutes(times: PlaceTimes, site_of_care: str) -> Spread:
    """Return the minutes to a site of care with their people, in the order that `times` keeps."""
    in_order = times.ranked_minutes(site_of_care)
    unreached = np.isnan(times.minutes_to(site_of_care))
    return Spread(
        in_order.value, in_order.weight, in_order.row, float(times.people[unreached].sum())
    )


def gini(of: Spread) -> float:
    """Return the Gini coefficient: 0 where all have the same, towards 1 where one person has it all.

    G = sum_ij w_i w_j |x_i - x_j| / (2 W^2 mean), people w as weights (Gini 1912; Lerman & Yitzhaki 1989).

    Returns
    -------
    float
        NaN without people, or where the mean is 0.
    """
    if not of.mean > 0:
        return np.nan
    below = np.cumsum(of.people) - of.people / 2
    covariance = (of.people * of.value * (2 * below / of.total - 1)).sum() / of.total
    return float(max(covariance / of.mean, 0.0))


def concentration_index(of: Spread, rank_by: Float) -> float:
    """Return the concentration index of a value along the order of another, such as deprivation.

    C = 2 cov(x, r) / mean, with r the fractional rank of each person by `rank_by`, equals sharing their
    middle rank (Kakwani, Wagstaff & van Doorslaer 1997, J. Econometrics 77(1)). Above 0 the value falls
    mostly on those who rank high (for minutes and deprivation: the deprived drive longer), below 0 on those
    who rank low.

    Parameters
    ----------
    of
        Values and people.
    rank_by : float64
        One number for each row that was given to `spread`.

    Returns
    -------
    float
        Between -1 and 1; NaN without people, or where the mean is 0.

    Raises
    ------
    ValueError
        A row with people and a value has no rank: leave it out of both, and count it.
    """
    ranking = rank_by[of.rows]
    if np.isnan(ranking).any():
        raise ValueError(f"{int(np.isnan(ranking).sum())} places with people cannot be ranked")
    if not of.mean > 0:
        return np.nan
    _, tied = np.unique(ranking, return_inverse=True)
    tied_people = np.bincount(tied, of.people)
    middle = (np.cumsum(tied_people) - tied_people / 2) / of.total
    covariance = (of.people * of.value * (2 * middle[tied] - 1)).sum() / of.total
    return float(covariance / of.mean)


def concentration_along(times: PlaceTimes, column: str, ranks: Mapping[str, Float]) -> pd.DataFrame:
    """Tell along several rankings of places whether long drives fall on those that rank high.

    Parameters
    ----------
    times
        Drive times and people.
    column
        What names a ranking in the answer.
    ranks
        Name -> a number for each place, float64 (p,); NaN where it cannot be ranked.

    Returns
    -------
    DataFrame
        A row a ranking and site of care or 'any': concentration (`concentration_index`, of everyone's minutes;
        null where undefined), people (who count) and people_left_out (without a drive time or a rank).
    """
    rows = []
    for name, rank in ranks.items():
        for site in SITES_OR_ANY:
            of = spread(np.where(np.isnan(rank), np.nan, times.minutes_to(site)), times.people)
            rows.append((name, site, concentration_index(of, rank), of.total, of.people_left_out))
    names = [column, "site_of_care", "concentration", "people", "people_left_out"]
    return pd.DataFrame(rows, columns=names).astype({column: "str", "site_of_care": "str"})


@dataclass(frozen=True)
class Theil:
    """Theil's T and its two parts.

    Attributes
    ----------
    total
        0 where all have the same, at most the logarithm of the number of people.
    within, between
        The part that lies within groups, and the part between their means; they add up to `total`.
    """

    total: float
    within: float
    between: float


def theil(of: Spread, group: npt.NDArray[np.int64] | None = None) -> Theil:
    """Return Theil's T, split into what lies within and between groups.

    T = sum w_i x_i / (W mean) ln(x_i / mean), 0 ln 0 being 0 (Theil 1967; split by Shorrocks 1980,
    Econometrica 48(3)).

    Parameters
    ----------
    of
        Values and people.
    group : int
        The group of each row that was given to `spread`, from 0; None: all are one.

    Returns
    -------
    Theil
        NaN without people, or where the mean is 0.
    """
    if not of.mean > 0:
        return Theil(np.nan, np.nan, np.nan)
    member = np.zeros(len(of.rows), dtype=np.int64) if group is None else group[of.rows]
    if (member < 0).any():
        raise ValueError("a group is negative; give the uncoded a group of their own")
    people = np.bincount(member, of.people)
    burden = np.bincount(member, of.people * of.value)
    share = burden / (of.total * of.mean)
    means = np.divide(burden, people, out=np.zeros(len(people)), where=people > 0)
    between = float((share * _log(means / of.mean)).sum())
    own = (of.people * of.value) / (of.total * of.mean)
    total = float((own * _log(of.value / of.mean)).sum())
    mine = np.divide(of.value, means[member], out=np.zeros(len(own)), where=means[member] > 0)
    return Theil(total, float((own * _log(mine)).sum()), between)


def _log(ratio: Float) -> Float:
    """Return the logarithm, 0 where the ratio is 0 (its weight is 0 as well)."""
    return np.log(ratio, out=np.zeros(len(ratio)), where=ratio > 0)


@dataclass(frozen=True)
class KolmPollak:
    """The equally distributed equivalent of a burden.

    Attributes
    ----------
    mean
        What each has on average.
    equivalent
        What each could have, all alike, and be no worse off as a society: at least the mean.
    penalty
        Their difference: what inequality adds, in the unit of the value.
    kappa
        Aversion per unit of the value, after scaling.
    """

    mean: float
    equivalent: float
    penalty: float
    kappa: float


def kolm_pollak(of: Spread, aversion: float = 1.0, kappa: float | None = None) -> KolmPollak:
    """Return the Kolm-Pollak equally distributed equivalent of a bad such as minutes.

    EDE = ln(sum w_i exp(kappa x_i) / W) / kappa with kappa = aversion * sum w x / sum w x^2, which makes
    the aversion free of the unit (Sheriff & Maguire 2020, Risk Analysis 40; Logan et al. 2021,
    Computers, Environment and Urban Systems 86). For comparing areas or scenarios use one `kappa` for all
    of them.

    Parameters
    ----------
    of
        Values and people.
    aversion
        Above 0; the larger, the more the worst off count.
    kappa
        Aversion per unit of the value instead, from another `KolmPollak`.

    Returns
    -------
    KolmPollak
        NaN without people; where all values are 0 there is nothing to scale by, so kappa is NaN, the rest 0.

    Raises
    ------
    ValueError
        The aversion is not above 0.
    """
    if not aversion > 0 or (kappa is not None and not kappa > 0):
        raise ValueError("aversion must be above 0")
    if not len(of.value):
        return KolmPollak(np.nan, np.nan, np.nan, np.nan)
    if kappa is None:
        squares = float((of.people * np.square(of.value)).sum())
        if squares == 0:
            return KolmPollak(0.0, 0.0, 0.0, np.nan)
        kappa = aversion * of.mean * of.total / squares
    # Relative to the largest value, so that the exponential cannot overflow.
    largest = float(of.value[-1])
    tail = (of.people * np.exp(kappa * (of.value - largest))).sum() / of.total
    equivalent = max(largest + float(np.log(tail)) / kappa, of.mean)
    return KolmPollak(of.mean, equivalent, equivalent - of.mean, kappa)


def inequality_table(
    value: dict[str, Float],
    people: Float,
    stratum: pd.Series[str],
    deprivation: Float | None = None,
    aversion: float = 1.0,
) -> pd.DataFrame:
    """Return every index of several burdens.

    Parameters
    ----------
    value
        Name, such as a site of care -> float64 (p,), minutes; NaN where unreached.
    people : float64 (p,)
    stratum
        Of each place, null where uncoded: the uncoded are a group of their own.
    deprivation : float64 (p,), optional
        By which the concentration index ranks, NaN where unknown: those people are left out of it.
    aversion
        Of `kolm_pollak`. A few very long drives weigh heavily at 1: give the mean and the penalty together.

    Returns
    -------
    DataFrame
        out.inequality: burden, index ('mean', 'gini', 'theil', 'theil_within', 'theil_between',
        'kolm_pollak_equivalent', 'kolm_pollak_penalty', 'concentration'), result (null where undefined),
        people (counted), people_left_out (without a value, or for 'concentration' without a rank),
        share_of_theil (of its two parts; null for every other index, and where Theil is 0).
    """
    group = pd.factorize(stratum, sort=True, use_na_sentinel=False)[0].astype(np.int64)
    rows: list[tuple[str, str, float, float, float]] = []
    for name, values in value.items():
        of = spread(values, people)
        parts, equivalent = theil(of, group), kolm_pollak(of, aversion)
        found = {
            "mean": of.mean,
            "gini": gini(of),
            "theil": parts.total,
            "theil_within": parts.within,
            "theil_between": parts.between,
            "kolm_pollak_equivalent": equivalent.equivalent,
            "kolm_pollak_penalty": equivalent.penalty,
        }
        rows += [
            (name, index, result, of.total, of.people_left_out) for index, result in found.items()
        ]
        if deprivation is not None:
            ranked = spread(np.where(np.isnan(deprivation), np.nan, values), people)
            result = concentration_index(ranked, deprivation)
            rows.append((name, "concentration", result, ranked.total, ranked.people_left_out))
    columns = ["burden", "index", "result", "people", "people_left_out"]
    table = pd.DataFrame(rows, columns=columns).astype({"burden": "str", "index": "str"})
    total = table["burden"].map(table[table["index"] == "theil"].set_index("burden")["result"])
    part = table["index"].isin(("theil_within", "theil_between")) & (total > _NO_SPREAD)
    return table.assign(share_of_theil=(table["result"] / total).clip(0, 1).where(part))
