"""What is varied, one thing after another and some of them together, and the search that each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipelines.area import Roads
from pipelines.measures.center_search import CenterSearch, closed, search_again, search_of
from pipelines.measures.scenario_times import Bool
from pipelines.measures.uncertainty.center_sets import search_center_sets
from pipelines.measures.uncertainty.definitions import (
    coarsely_placed,
    definition_masks,
    therapy_line_masks,
)
from pipelines.roads.network import RoadNetwork
from pipelines.routing.nearest import Nearest
from pipelines.trips import JoinedNetwork, at_pace
from pipelines.vocabulary.road_error import mean_error_min
from pipelines.vocabulary.uncertainty import TOGETHER, WITH

SPEED, ROAD_MODEL, DEFINITION, GEOCODING = "speed", "road_model", "definition", "geocoding"
THERAPY_LINE = "therapy_line"


class Variant(NamedTuple):
    """What is varied: which dimension, and to what."""

    dimension: str
    name: str


BASE = Variant("base", "base")
"""Nothing varied: the area's own settings and centers."""


def variants(
    network: RoadNetwork,
    roads: Roads,
    joined: JoinedNetwork,
    found: Nearest,
    centers: pd.DataFrame,
    places: pd.DataFrame,
    time_factors: tuple[float, ...],
    *,
    definitions: Mapping[str, Bool] | None = None,
    center_sets: Mapping[str, pd.DataFrame] | None = None,
    threads: int = 1,
) -> Iterator[tuple[Variant, CenterSearch]]:
    """Search again under each variant; only what it changes is searched.

    Parameters
    ----------
    network, roads
        The network at the area's own speeds, before it was cut at centers, and how things join.
    joined, found
        All centers, and the nearest of each site of care at the places: (4, p).
    centers, places
        core.centers and core.population.
    time_factors
        Multiply the time on the road, ascending; 1, the area's own, is not searched again.
    definitions
        Name -> which centers count, bool (c,); by default `definition_masks`.
    center_sets
        Name -> the centers under a definition that may count others too (`other_definitions`).
    threads
        Searches side by side; the answers do not depend on it.

    Yields
    ------
    Variant, CenterSearch
        Speeds, each narrower definition at the slowest of them (`TOGETHER`), the error of the road model where
        connectors stand in for local streets, definitions, geocoding, therapy lines. Without coarsely placed
        centers there is no variant of geocoding. One is held in memory at a time, for the trips at another
        speed have a network of their own.
    """
    masks = definition_masks(centers) if definitions is None else definitions
    for factor in time_factors:
        if factor == 1:
            continue
        paced = search_again(at_pace(joined, factor), centers, threads=threads)
        yield Variant(SPEED, f"time_x{factor:g}"), paced
        if factor == max(time_factors):
            for name, kept in masks.items():
                both = Variant(TOGETHER, f"time_x{factor:g}{WITH}{name}")
                yield both, closed(paced, ~kept, threads=threads)
    before = search_of(joined, found, centers)
    if roads.snapping == "connectors":
        yield from _with_error(before, places)
    for name, anew in search_center_sets(
        network, roads, center_sets or {}, places, threads=threads
    ):
        yield Variant(DEFINITION, name), anew
    coarse = coarsely_placed(centers)
    kept_by_dimension = {
        DEFINITION: masks,
        GEOCODING: {"without_coarse": ~coarse} if coarse.any() and not coarse.all() else {},
        THERAPY_LINE: therapy_line_masks(centers),
    }
    for dimension, chosen in kept_by_dimension.items():
        for name, kept in chosen.items():
            yield Variant(dimension, name), closed(before, ~kept, threads=threads)


def _with_error(
    before: CenterSearch, places: pd.DataFrame
) -> Iterator[tuple[Variant, CenterSearch]]:
    strata = places["stratum"].astype("object")
    error = np.array([mean_error_min(None if pd.isna(one) else one) for one in strata])
    for name, added in (("error_longer", error), ("error_shorter", -error)):
        yield Variant(ROAD_MODEL, name), replace(before, added_min=added)
