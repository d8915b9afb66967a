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

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipelines.measures.floating_catchments import check_amounts
from pipelines.measures.trip_matrix import TripMatrix
from pipelines.routing.compiled import kernel

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
    return _evened_out(
        by_place.indptr.astype(np.int64),
        by_place.indices.astype(np.int32),
        by_place.data / settings.tau_min,
        load,
        people,
        np.maximum(steps, settings.last_step),
        settings.crowd_cycles,
    )


@kernel
def _evened_out(
    indptr: Int64,
    center: Int32,
    drive: Float,
    load: Float,
    people: Float,
    steps: Float,
    crowd_cycles: int,
) -> Float:
    """Let people move for as many rounds as there are steps; return each place's average cost."""
    n_places, n_centers = len(indptr) - 1, len(load)
    chosen = np.zeros(len(center))
    at_center = np.zeros(n_centers)
    congestion = np.zeros(n_centers)
    newcomers = np.zeros(n_centers)
    cheapest = np.zeros(n_places, np.int64)
    costliest = np.zeros(n_places, np.int64)
    moving = np.zeros(n_places)
    average = np.full(n_places, np.nan)
    for place in range(n_places):
        first, last = indptr[place], indptr[place + 1]
        if first < last and people[place] > 0:
            nearest = first
            for trip in range(first, last):
                if drive[trip] < drive[nearest]:
                    nearest = trip
            chosen[nearest] = people[place]
            at_center[center[nearest]] += people[place]
    for cycle in range(len(steps)):
        for j in range(n_centers):
            congestion[j] = at_center[j] / load[j] if load[j] > 0 else 0.0
            newcomers[j] = 0.0
        for place in range(n_places):
            moving[place] = 0.0
            first, last = indptr[place], indptr[place + 1]
            if first == last or people[place] <= 0:
                continue
            low, high = np.int64(first), np.int64(-1)
            low_cost, high_cost = congestion[center[first]] + drive[first], 0.0
            for trip in range(first, last):
                cost = congestion[center[trip]] + drive[trip]
                if cost < low_cost:
                    low, low_cost = np.int64(trip), cost
                if chosen[trip] != 0 and (high < 0 or cost > high_cost):
                    high, high_cost = np.int64(trip), cost
            cheapest[place], costliest[place] = low, high
            if low == high:
                continue
            to, away = center[low], center[high]
            both = chosen[low] + chosen[high]
            others_to, others_away = at_center[to] - chosen[low], at_center[away] - chosen[high]
            # So many would make the two costs equal, were nobody else to move.
            even = (load[to] * load[away] / (load[to] + load[away])) * (
                (drive[high] - drive[low])
                + (both + others_away) / load[away]
                - others_to / load[to]
            )
            wanted = min(min(even - chosen[low], chosen[high]), steps[cycle] * people[place])
            moving[place] = np.trunc(wanted)
            newcomers[to] += moving[place]
        for place in range(n_places):
            if moving[place] == 0.0:
                continue
            low, high = cheapest[place], costliest[place]
            if cycle < crowd_cycles:
                crowd = max(newcomers[center[low]] / load[center[low]], 1.0)
                moving[place] = np.round(moving[place] / crowd)
            if moving[place] != 0.0:
                chosen[low] += moving[place]
                chosen[high] -= moving[place]
                at_center[center[low]] += moving[place]
                at_center[center[high]] -= moving[place]
    for place in range(n_places):
        first, last = indptr[place], indptr[place + 1]
        if first < last and people[place] > 0:
            total, count = 0.0, 0.0
            for trip in range(first, last):
                if chosen[trip] != 0:
                    total += (congestion[center[trip]] + drive[trip]) * chosen[trip]
                    count += chosen[trip]
            average[place] = total / count
    return average
