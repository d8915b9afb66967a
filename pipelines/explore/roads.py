"""The roads from places to their nearest centers: each stretch stored once, each center a tree of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.explore.explored import Explored
from pipelines.explore.land import UNITS_PER_DEGREE, whole
from pipelines.explore.nearest import by_place
from pipelines.roads.stretches import Stretches

SIMPLE_DEGREES = 30 / UNITS_PER_DEGREE
"""By how much at most a road is drawn straighter than it is, about 30 metres, mostly under a pixel."""


def roads_data(explored: Explored, roads: Stretches | None) -> dict[str, Any]:
    """Return the roads as the page follows them; nothing where they are not known.

    Parameters
    ----------
    explored
        The area.
    roads
        Of each row of out.nearest_centers the way it takes; centers numbered as in core.centers.

    Returns
    -------
    dict
        steps: all stretches after one another, `lon, lat` of each corner as the step from the corner before, in
        units of `1 / UNITS_PER_DEGREE`; corners: how many each stretch has; tail, head: the junctions at its
        ends, tail as steps from stretch to stretch, head as steps from its tail; trees: of each center, in the
        order of the ground's, the stretches that lead to it, as steps from one to the next; first: by site of
        care, of each place the stretch that the way to each of its nearest begins with, -1 where it keeps off
        these roads.
    """
    if roads is None:
        return {}
    lines = shapely.simplify(roads.line, SIMPLE_DEGREES)
    return {
        "steps": _steps(whole(shapely.get_coordinates(lines))).ravel().tolist(),
        "corners": shapely.get_num_coordinates(lines).tolist(),
        "tail": _steps(roads.tail).tolist(),
        "head": (roads.head - roads.tail).tolist(),
        "trees": _trees(explored, roads),
        "first": by_place(explored, [[one] for one in roads.first.tolist()]),
    }


def _trees(explored: Explored, roads: Stretches) -> list[list[int]]:
    ids = explored.facts.tables["core.centers"]["center_id"]
    number = pd.Index(ids).get_indexer(pd.Index(explored.ground.centers["center_id"]))
    ends = np.searchsorted(roads.center, np.arange(len(ids) + 1))
    trees = [_steps(roads.stretch[begin:end]).tolist() for begin, end in pairwise(ends)]
    return [trees[one] for one in number]


def _steps(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the first value, and of each other how much it is more than the one before."""
    steps: npt.NDArray[np.int64] = np.diff(values, axis=0, prepend=np.zeros_like(values[:1]))
    return steps
