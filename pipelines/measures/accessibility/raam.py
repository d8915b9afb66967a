"""RAAM, the rational agent access model: what a visit costs when everybody avoids the drive and the crowd.

Saxon & Snow 2020 (Ann. Am. Assoc. Geogr. 110(1)). The cost of center j for people of place i is

    C_ij = (D_j / S_j) / rho + minutes_ij / tau

where D_j is how many people choose j, S_j its supply, rho the people per supply of the whole area, and tau
the minutes of driving that weigh as much as a center at that average load. People move from their costliest
center to the cheapest in steps of whole persons until the costs even out; the score is the average cost of
a place's people: lower is better, 1 is an average load next door. The steps are those of PySAL access
(Saxon et al. 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipelines.measures.accessibility.floating_catchments import check_amounts
from pipelines.measures.accessibility.trip_matrix import TripMatrix
from pipelines.routing.compiled import kernel

CHAIN_END, NOT_CHAINED = -1, -2

Float = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RaamSettings:
    """Weights and steps of the model; the defaults are those of PySAL access.

    Attributes
    ----------
    tau_min
        Minutes of driving that weigh as much as an average load.
    cycles
        Rounds of choosing.
    first_step, last_step
        Share of a place's people who may move in the first round, and least share later.
    half_life
        Rounds after which the step has halved.
    crowd_cycles
        First rounds in which a center takes no more newcomers than an average load.
    """

    tau_min: float = 60.0
    cycles: int = 150
    first_step: float = 0.2
    last_step: float = 0.005
    half_life: float = 50.0
    crowd_cycles: int = 20

    def __post_init__(self) -> None:
        if not self.tau_min > 0 or not self.half_life > 0 or self.cycles < 1:
            raise ValueError("tau_min and half_life must be above 0, cycles at least 1")


def raam(
    trips: TripMatrix, supply: Float, people: Float, settings: RaamSettings | None = None
) -> Float:
    """Return the average cost of the people of each place.

    Parameters
    ----------
    trips
        Trips of c centers and p places; a center that is not in reach is never chosen.
    supply : float64 (c,)
        What each center offers; one that offers nothing is never chosen.
    people : float64 (p,)
        People at each place. The parts of a person that a fraction leaves stay with the nearest center.
    settings
        By default those of PySAL access.

    Returns
    -------
    float64 (p,)
        Without unit; NaN where nobody lives or no center with supply is in reach.

    Raises
    ------
    ValueError
        Supply or people do not fit the trips, or there are people but no supply.
    """
    settings = settings or RaamSettings()
    check_amounts(trips, supply, people)
    if not (people.sum() > 0 and supply.sum() > 0):
        return np.full(trips.n_places, np.nan)
    kept = trips.of_centers(supply > 0)
    shape = (trips.n_centers, trips.n_places)
    # Turned by place; scipy keeps the explicit zeros of a center next door.
    by_place = sp.csr_array((kept.minutes, kept.place, kept.center_indptr), shape=shape).T.tocsr()
    by_place.sort_indices()
    load = supply * (people.sum() / supply.sum())
    steps = settings.first_step * 0.5 ** (np.arange(settings.cycles) / settings.half_life)
    choices = _Choices(
        by_place.indptr.astype(np.int64),
        by_place.indices.astype(np.int32),
        by_place.data / settings.tau_min,
    )
    return _evened_out(
        choices,
        load,
        people,
        np.maximum(steps, settings.last_step),
        settings.crowd_cycles,
    )


class _Choices(NamedTuple):
    """What each place can choose: its trips, by place and then by center."""

    indptr: Int64
    center: Int32
    drive: Float


class _State(NamedTuple):
    """Who goes where.

    `follower` and `newest` chain those trips of a place that were ever chosen: they are few, so that only they
    are looked at for the costliest.
    """

    chosen: Float
    follower: Int32
    newest: Int64
    at_center: Float


@kernel
def _evened_out(
    choices: _Choices, load: Float, people: Float, steps: Float, crowd_cycles: int
) -> Float:
    """Let people move for as many rounds as there are steps; return each place's average cost."""
    state = _at_the_nearest(choices, len(load), people)
    congestion = np.zeros(len(load))
    cheapest = np.zeros(len(people), np.int64)
    costliest = np.zeros(len(people), np.int64)
    moving = np.zeros(len(people))
    for cycle in range(len(steps)):
        for j in range(len(load)):
            congestion[j] = state.at_center[j] / load[j] if load[j] > 0 else 0.0
        _extremes(choices, state, congestion, cheapest, costliest)
        _wishes(choices, state, load, people, steps[cycle], cheapest, costliest, moving)
        if cycle < crowd_cycles:
            _turned_away(choices, load, cheapest, moving)
        _moved(choices, state, cheapest, costliest, moving)
    return _averages(choices, state, congestion, people)


@kernel
def _at_the_nearest(choices: _Choices, n_centers: int, people: Float) -> _State:
    """Send everybody to the nearest center."""
    indptr, center, drive = choices
    chosen = np.zeros(len(center))
    follower = np.full(len(center), NOT_CHAINED, np.int32)
    newest = np.full(len(people), np.int64(CHAIN_END))
    at_center = np.zeros(n_centers)
    for place in range(len(people)):
        first, last = indptr[place], indptr[place + 1]
        if first == last or people[place] <= 0:
            continue
        nearest = np.int64(first)
        for trip in range(first, last):
            if drive[trip] < drive[nearest]:
                nearest = np.int64(trip)
        chosen[nearest] = people[place]
        follower[nearest] = CHAIN_END
        newest[place] = nearest
        at_center[center[nearest]] += people[place]
    return _State(chosen, follower, newest, at_center)


@kernel
def _next_chosen(choices: _Choices, state: _State, place: int, link: int) -> int:
    """Return the trip after this one in a place's chain, or `CHAIN_END`."""
    follower = int(state.follower[link])
    return int(choices.indptr[place]) + follower if follower >= 0 else CHAIN_END


@kernel
def _extremes(
    choices: _Choices, state: _State, congestion: Float, cheapest: Int64, costliest: Int64
) -> None:
    """Find each place's cheapest trip, and the costliest of those its people chose; of equals the first."""
    indptr, center, drive = choices
    for place in range(len(cheapest)):
        first, last = indptr[place], indptr[place + 1]
        if state.newest[place] == CHAIN_END:
            cheapest[place] = costliest[place] = CHAIN_END
            continue
        low, low_cost = np.int64(first), congestion[center[first]] + drive[first]
        for trip in range(first, last):
            cost = congestion[center[trip]] + drive[trip]
            if cost < low_cost:
                low, low_cost = np.int64(trip), cost
        high, high_cost = np.int64(CHAIN_END), -1.0
        link = state.newest[place]
        while link != CHAIN_END:
            cost = congestion[center[link]] + drive[link]
            if state.chosen[link] != 0 and (
                cost > high_cost or (cost == high_cost and link < high)
            ):
                high, high_cost = link, cost
            link = _next_chosen(choices, state, place, link)
        cheapest[place], costliest[place] = low, high


@kernel
def _wishes(
    choices: _Choices,
    state: _State,
    load: Float,
    people: Float,
    step: float,
    cheapest: Int64,
    costliest: Int64,
    moving: Float,
) -> None:
    """Write how many people of each place would move from their costliest center to the cheapest."""
    drive, chosen, at_center = choices.drive, state.chosen, state.at_center
    for place in range(len(moving)):
        low, high = cheapest[place], costliest[place]
        moving[place] = 0.0
        if low == high:
            continue
        to, away = choices.center[low], choices.center[high]
        both = chosen[low] + chosen[high]
        others_to, others_away = at_center[to] - chosen[low], at_center[away] - chosen[high]
        # So many would make the two costs equal, were nobody else to move.
        even = (load[to] * load[away] / (load[to] + load[away])) * (
            (drive[high] - drive[low]) + (both + others_away) / load[away] - others_to / load[to]
        )
        wanted = min(min(even - chosen[low], chosen[high]), step * people[place])
        moving[place] = np.trunc(wanted)


@kernel
def _turned_away(choices: _Choices, load: Float, cheapest: Int64, moving: Float) -> None:
    """Cut the newcomers of each center to what an average load would be."""
    newcomers = np.zeros(len(load))
    for place in range(len(moving)):
        if moving[place] != 0.0:
            newcomers[choices.center[cheapest[place]]] += moving[place]
    for place in range(len(moving)):
        if moving[place] != 0.0:
            to = choices.center[cheapest[place]]
            moving[place] = np.round(moving[place] / max(newcomers[to] / load[to], 1.0))


@kernel
def _moved(
    choices: _Choices, state: _State, cheapest: Int64, costliest: Int64, moving: Float
) -> None:
    """Carry the moves out, all at once."""
    for place in range(len(moving)):
        if moving[place] == 0.0:
            continue
        low, high = cheapest[place], costliest[place]
        if state.follower[low] == NOT_CHAINED:
            state.follower[low] = state.newest[place] - choices.indptr[place]
            state.newest[place] = low
        state.chosen[low] += moving[place]
        state.chosen[high] -= moving[place]
        state.at_center[choices.center[low]] += moving[place]
        state.at_center[choices.center[high]] -= moving[place]


@kernel
def _averages(choices: _Choices, state: _State, congestion: Float, people: Float) -> Float:
    """Return the average cost of each place's people, at the congestion of the last round."""
    average = np.full(len(people), np.nan)
    for place in range(len(people)):
        link = state.newest[place]
        total, count = 0.0, 0.0
        while link != CHAIN_END:
            cost = congestion[choices.center[link]] + choices.drive[link]
            total += cost * state.chosen[link]
            count += state.chosen[link]
            link = _next_chosen(choices, state, place, link)
        if count > 0:
            average[place] = total / count
    return average
