"""The accessibility scores that an area asks for, all on one search."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Measures
from pipelines.measures.accessibility.cumulative import cumulative
from pipelines.measures.accessibility.decay import (
    LUO_QI_STEPS,
    WAN_STEPS,
    Decay,
    Gaussian,
    threshold,
)
from pipelines.measures.accessibility.floating_catchments import (
    modified_two_step,
    three_step,
    two_step,
)
from pipelines.measures.accessibility.gravity import gravity
from pipelines.measures.accessibility.raam import RaamSettings, raam
from pipelines.measures.accessibility.supply import Supply
from pipelines.measures.accessibility.trip_matrix import TripMatrix
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.weighted import Ranked, ranked
from pipelines.vocabulary.accessibility import Score

Float = npt.NDArray[np.float64]

CATCHMENT_MIN = 60.0
"""Minutes of the catchment within which people and centers meet: the hour that is usual for specialty care
(Wan, Zou & Sternberg 2012)."""

DECAYING: tuple[Score, ...] = ("e2sfca", "3sfca", "m2sfca", "gravity")
"""Scores that depend on the decay."""

SCORE_SHARES = {"p10": 0.1, "median": 0.5, "p90": 0.9}


def decay_of(measures: Measures) -> Decay:
    """Return the decay that the settings name."""
    if measures.decay == "gaussian":
        return Gaussian(measures.decay_sigma_min, CATCHMENT_MIN)
    return WAN_STEPS


def other_decays(measures: Measures) -> tuple[Decay, ...]:
    """Return decays that the literature uses as well as the one that the settings name."""
    known = (WAN_STEPS, Gaussian(measures.decay_sigma_min, CATCHMENT_MIN), LUO_QI_STEPS)
    return tuple(decay for decay in known if decay != decay_of(measures))


def scores_under(
    trips: TripMatrix, supply: Supply, people: Float, measures: Measures, decay: Decay
) -> dict[str, Float]:
    """Return the scores of `scores` that depend on a decay, under another one."""
    wanted = tuple(name for name in measures.scores if name in DECAYING)
    if not wanted:
        return {}
    return scores(trips, supply, people, measures.model_copy(update={"scores": wanted}), decay)


def scores(
    trips: TripMatrix,
    supply: Supply,
    people: Float,
    measures: Measures,
    decay: Decay | None = None,
) -> dict[str, Float]:
    """Return every score that the settings ask for.

    Parameters
    ----------
    trips
        Trips of c centers and p places, in a run within `CATCHMENT_MIN`.
    supply
        What each of the c centers offers.
    people : float64 (p,)
        People at each place.
    measures
        Which scores, and how they count.
    decay
        How a center counts less the longer the drive; by default as `measures` says.

    Returns
    -------
    dict
        Score -> float64 (p,), in the order of the settings. Cumulative opportunities are one score a
        threshold of `within_min` up to the catchment: 'cumulative_30'. 2SFCA has a plain catchment as far
        as was searched.
    """
    counting = trips.of_centers(supply.counts)
    decay = decay or decay_of(measures)
    limits = [limit for limit in measures.within_min if limit <= CATCHMENT_MIN]
    one_score: dict[Score, Callable[[], Float]] = {
        "e2sfca": lambda: two_step(counting, supply.amount, people, decay),
        "2sfca": lambda: two_step(counting, supply.amount, people, threshold(trips.limit_min)),
        "3sfca": lambda: three_step(counting, supply.amount, people, decay),
        "m2sfca": lambda: modified_two_step(counting, supply.amount, people, decay),
        "gravity": lambda: gravity(counting, supply.amount, decay),
        "raam": lambda: raam(
            counting, supply.amount, people, RaamSettings(tau_min=measures.raam_tau_min)
        ),
    }
    told: dict[str, Float] = {}
    for name in measures.scores:
        if name == "cumulative":
            rows = cumulative(counting, supply.amount, limits)
            told |= {f"cumulative_{limit:g}": row for limit, row in zip(limits, rows, strict=True)}
        else:
            told[name] = one_score[name]()
    return told


def scores_by_stratum(
    table: pd.DataFrame, times: PlaceTimes, varied: Sequence[pd.DataFrame] = ()
) -> pd.DataFrame:
    """Summarise scores over people.

    Parameters
    ----------
    table
        From `accessibility`, a row a place and measure.
    times
        The places with their strata and people.
    varied
        The same under other decays; a score may be missing there.

    Returns
    -------
    DataFrame
        out.accessibility_by_stratum, a row a measure and stratum (those that occur, 'unclassified' if any,
        'all'): population, population_without_score, population_zero (score 0: no center within the
        catchment), population_none (either) and share_none of them (null without people); population_beyond
        and share_beyond of those whose `reaches_beyond` is true (null where it is null for everyone, the share
        also without people); score_mean, _p10, _median and _p90 over the people with a score (null without
        any); score_median_low and _high, the least and the greatest of the median and of those under other
        decays.
    """
    rows = []
    groups = stratum_groups(times.places)
    for measure in pd.unique(table["measure"]):
        score, *others = (
            _at_places(one, measure, "score", times)
            for one in (table, *varied)
            if (one["measure"] == measure).any()
        )
        beyond = _at_places(table, measure, "reaches_beyond", times)
        in_order = ranked(score, times.people)
        others_in_order = [ranked(other, times.people) for other in others]
        rows += [
            {
                "measure": measure,
                "stratum": stratum,
                **_summary(score[member], times.people[member], in_order, member),
                **_beyond(beyond, times.people, member),
                **_median_band([in_order, *others_in_order], member),
            }
            for stratum, member in groups.items()
        ]
    return pd.DataFrame(rows).astype({"measure": "str", "stratum": "str"})


def _at_places(table: pd.DataFrame, measure: str, column: str, times: PlaceTimes) -> Float:
    mine = table[table["measure"] == measure].set_index("geoid")[column]
    return mine.reindex(times.places["geoid"]).to_numpy(dtype=np.float64, na_value=np.nan)


def _beyond(beyond: Float, people: Float, member: npt.NDArray[np.bool_]) -> dict[str, float]:
    if np.isnan(beyond).all():
        return {"population_beyond": np.nan, "share_beyond": np.nan}
    everyone, marked = people[member].sum(), people[member & (beyond == 1)].sum()
    share = marked / everyone if everyone > 0 else np.nan
    return {"population_beyond": marked, "share_beyond": share}


def _median_band(in_order: Sequence[Ranked], member: npt.NDArray[np.bool_]) -> dict[str, float]:
    medians = [one.median(member) for one in in_order]
    return {"score_median_low": min(medians), "score_median_high": max(medians)}


def _summary(
    score: Float, people: Float, in_order: Ranked, member: npt.NDArray[np.bool_]
) -> dict[str, float]:
    quantiles = in_order.quantiles(tuple(SCORE_SHARES.values()), member)
    everyone, none = people.sum(), people[np.isnan(score) | (score == 0)].sum()
    return {
        "population": everyone,
        "population_without_score": people[np.isnan(score)].sum(),
        "population_zero": people[score == 0].sum(),
        "population_none": none,
        "share_none": none / everyone if everyone > 0 else np.nan,
        "score_mean": in_order.mean(member),
        **{f"score_{name}": q for name, q in zip(SCORE_SHARES, quantiles, strict=True)},
    }
