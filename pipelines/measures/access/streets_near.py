"""Whether a network covers the people, and has the local streets that the setting of `snapping` needs.

Half of all people live within some 50 metres of a street, and within 160 even in the countryside. From numbered
highways the same half lives more than a kilometre away. So the middle distance tells the two kinds of network
apart, whatever names their classes bear.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.errors import InputError
from pipelines.measures.weighted import grouped_quantiles

Float = npt.NDArray[np.float64]

STREETS_WITHIN_M = 400.0
"""Median distance of people from the nearest road up to which a network is one of streets."""


class NoStreetsError(InputError):
    """Roads without local streets under the setting for those that have them."""


class StreetsNear(NamedTuple):
    """How near people are to the roads.

    Attributes
    ----------
    median_m
        Half of the people who have a road within reach have it within so many metres; NaN where nobody has.
    people, without_road
        People in all, and those for whom no road is near enough to start from.
    """

    median_m: float
    people: float
    without_road: float


def streets_near(snap_m: Float, refused: npt.NDArray[np.bool_], people: Float) -> StreetsNear:
    """Measure how near people are to the roads.

    Parameters
    ----------
    snap_m : float64 (p,)
        Metres to the nearest road.
    refused : bool (p,)
        Whether it is too far to start from.
    people : float64 (p,)
    """
    near = np.where(refused, np.nan, snap_m)
    ((median,),) = grouped_quantiles(near, people, np.zeros(len(people), dtype=np.int64), 1, [0.5])
    return StreetsNear(float(median), float(people.sum()), float(people[refused].sum()))


def road_doubts(near: StreetsNear, roads: Roads) -> Iterator[str]:
    """Tell what is doubtful about the roads, a line a doubt.

    Parameters
    ----------
    near
        How near people are to them.
    roads
        How they are joined.

    Yields
    ------
    str

    Raises
    ------
    NoStreetsError
        There are no local streets, and `snapping` is left at `edges`. Where it is written so, that is a doubt.
    """
    if near.without_road > 0:
        yield (
            f"{near.without_road:,.0f} of {near.people:,.0f} people "
            f"({near.without_road / near.people:.1%}) have no road near enough to start from, so no "
            "drive time (where they are many, the road files do not cover them)"
        )
    if roads.snapping == "edges" and near.median_m > STREETS_WITHIN_M:
        fault = (
            f"half of the people live more than {near.median_m:,.0f} metres from the nearest road: the files "
            "lack local streets, and drive times from the edges of their roads are wrong (write snapping = "
            '"connectors" under [roads], or bring files with streets)'
        )
        if "snapping" not in roads.model_fields_set:
            raise NoStreetsError(fault)
        yield fault
    if roads.snapping == "connectors" and near.median_m <= STREETS_WITHIN_M:
        yield (
            f"half of the people live within {near.median_m:,.0f} metres of a road: they have local "
            'streets, and connectors make drives less exact (write snapping = "edges" under [roads])'
        )
