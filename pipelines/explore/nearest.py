"""The nearest few centers of each kind from every place, as the page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipelines.explore.explored import Explored, plain


def nearest_data(explored: Explored) -> dict[str, list[list[Any]]]:
    """Return, by site of care, of each place a flat list: number, minutes and miles of each center.

    Returns
    -------
    dict
        Lists in the order of the map's places, the nearest center first; empty where none of the kind is
        reached.
    """
    table = explored.facts.tables["out.nearest_centers"]
    center = pd.Index(explored.ground.centers["center_id"]).get_indexer(
        pd.Index(table["center_id"])
    )
    minutes, miles = explored.minutes(table["drive_time_min"]), plain(table["distance_mi"], 1)
    return by_place(explored, list(zip(center.tolist(), minutes, miles, strict=True)))


def by_place(explored: Explored, told: Sequence[Sequence[Any]]) -> dict[str, list[list[Any]]]:
    """Return, by site of care, of each place a flat list of what is told of its rows.

    Parameters
    ----------
    explored
        The area.
    told
        What is told of each row of out.nearest_centers, in its order.
    """
    table = explored.facts.tables["out.nearest_centers"]
    place = pd.Index(explored.ground.places["geoid"]).get_indexer(pd.Index(table["geoid"]))
    lists: dict[str, list[list[Any]]] = {
        site: [[] for _ in range(len(explored.ground.places))] for site in explored.sites
    }
    # Ranks stand in order in the table, and places without people are not on the map.
    for site, at, row in zip(table["site_of_care"], place.tolist(), told, strict=True):
        if at >= 0:
            lists[site][at] += row
    return lists
