"""The nearest few centers of each kind from every place, as the page lists them."""

from __future__ import annotations

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
    place = pd.Index(explored.ground.places["geoid"]).get_indexer(pd.Index(table["geoid"]))
    center = pd.Index(explored.ground.centers["center_id"]).get_indexer(
        pd.Index(table["center_id"])
    )
    told = zip(
        table["site_of_care"],
        place.tolist(),
        center.tolist(),
        explored.minutes(table["drive_time_min"]),
        plain(table["distance_mi"], 1),
        strict=True,
    )
    lists: dict[str, list[list[Any]]] = {
        site: [[] for _ in range(len(explored.ground.places))] for site in explored.sites
    }
    # Ranks stand in order in the table, and places without people are not on the map.
    for site, at, *row in told:
        if at >= 0:
            lists[site][at] += row
    return lists
