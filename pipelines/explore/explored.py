"""The area that is explored: its facts, its land, and its tables in the order of the map's places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.maps.drawing.classes import minute_edges
from pipelines.maps.drawing.ground import Ground, lay_ground
from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.vocabulary.strata import people_of

MOST_PLACES = 40_000
"""More places than a browser draws at ease: of a larger area the counties are shown instead."""

_DIGITS = 2


@dataclass(frozen=True)
class Explored:
    """An area with its land.

    Attributes
    ----------
    facts
        Its settings and tables.
    ground
        Its land, places and centers; every column of places stands in the order of `ground.places`.
    """

    facts: Facts
    ground: Ground

    @property
    def sites(self) -> list[str]:
        """The sites of care that have a center here."""
        known = set(self.ground.centers["site_of_care"])
        return [site for site in SITES_OF_CARE if site in known]

    @property
    def by_county(self) -> bool:
        """Whether counties are shown for want of room for places."""
        return len(self.ground.places) > MOST_PLACES

    def at_places(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table of one row a place in the order of the map's places."""
        rows: pd.DataFrame = table.set_index("geoid").reindex(self.ground.places["geoid"])
        return rows

    def by_stratum(self, told: Callable[[str], str]) -> dict[str, str]:
        """Return what is told of each stratum that has people; of others, that they have none."""
        return {
            stratum: told(stratum)
            if self.facts.nearness(stratum)["population"] > 0
            else f"The sources count no {people_of(stratum)} here."
            for stratum in self.facts.strata
        }

    def minutes(self, values: pd.Series[float]) -> list[Any]:
        """Return minutes with two decimals, none of them rounded over a threshold of the area."""
        measures = self.facts.area.measures
        edges = np.unique([*minute_edges(self.facts.area), measures.gap_min])
        return rounded_minutes(np.asarray(values, dtype=np.float64), edges)


def lay_out_area(facts: Facts) -> Explored:
    """Lay an area out to be explored."""
    tables = facts.tables
    counties = gpd.GeoDataFrame(tables["core.counties"])
    return Explored(
        facts, lay_ground(facts.area, counties, tables["core.population"], tables["core.centers"])
    )


def rounded_minutes(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> list[Any]:
    """Round minutes to two decimals, but never from one side of an edge to the other.

    Parameters
    ----------
    values
        Minutes; NaN is null.
    edges
        Thresholds, ascending; each belongs to what lies below it.
    """
    rounded = np.round(values, _DIGITS)
    over = np.searchsorted(edges, values) - np.searchsorted(edges, rounded)
    return plain(np.where(np.isnan(values), np.nan, rounded + over * 10.0**-_DIGITS), _DIGITS)


def plain(values: Any, digits: int) -> list[Any]:
    """Return numbers as JSON has them: rounded, whole where they are, null for NaN."""
    rounded = np.round(np.asarray(values, dtype=float), digits)
    return [
        None if np.isnan(one) else int(one) if one == int(one) else float(one) for one in rounded
    ]


def numbers(codes: pd.Series[Any], known: Sequence[str]) -> list[Any]:
    """Return of each code its number among those that are known; None for null."""
    found = pd.Index(known).get_indexer(pd.Index(codes))
    return [None if number < 0 else int(number) for number in found]


def names_of(rows: list[Row], column: str) -> set[str]:
    """Return the codes that occur in a column."""
    return {row[column] for row in rows if row[column] is not None}
