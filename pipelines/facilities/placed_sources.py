"""All sources that tell of centers, each row placed: hospitals, the list of centers, registered providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.facilities.placing import Geocode, placed_in_words, placed_rows
from pipelines.facilities.registries import Registries, provider_registries
from pipelines.facilities.zip_areas import zip_areas

ROW_COLUMNS = (
    *("source", "record_id", "name", "address", "city", "state", "zip"),
    *("unplaced_reason", "doubt", "source_file", "source_row"),
)
"""What is told of a row that lies nowhere, or whose geocoder was not believed."""


@dataclass(frozen=True, eq=False)
class PlacedSources:
    """What the sources of centers tell, with `pipelines.facilities.placing.PLACED_COLUMNS`; None without one.

    Attributes
    ----------
    hospitals, centers_list
        Tables of their readings, placed; rows that lie nowhere have null coordinates.
    registries
        Registered providers, what they billed and what is known of hospitals.
    """

    hospitals: pd.DataFrame | None = None
    centers_list: pd.DataFrame | None = None
    registries: Registries | None = None

    def rows(self) -> pd.DataFrame:
        """Return `ROW_COLUMNS` of all rows."""
        parts = [
            table.assign(source=source, record_id=table[key])
            for source, key, table in (
                ("hospitals", "hospital_id", self.hospitals),
                ("centers", "center_id", self.centers_list),
            )
            if table is not None
        ]
        if self.registries is not None:
            placed = self.registries.placed[["lon", "unplaced_reason", "doubt"]]
            parts.append(self.registries.practices.assign(source="nppes", **placed))
        wanted = [*ROW_COLUMNS, "lon"]
        some = [part.reindex(columns=wanted) for part in parts if len(part)]
        return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=wanted)

    def in_words(self) -> Iterator[str]:
        """Say of each source how its rows are placed."""
        placed = self.registries.placed if self.registries is not None else None
        for source, table in (
            ("hospitals", self.hospitals),
            ("listed centers", self.centers_list),
            ("practice places", placed),
        ):
            if table is not None and len(table):
                yield f"{source}: {placed_in_words(table)}"


def place_sources(raw: Mapping[str, pd.DataFrame], geocode: Geocode) -> PlacedSources:
    """Place the rows of all sources that tell of centers.

    Parameters
    ----------
    raw
        Tables of the raw layer by name (`pipelines.sources.reading.tables_of`).
    geocode
        Asked for what tells no place of its own.
    """
    areas = zip_areas(raw.get("zip_centroids"), raw.get("zip_towns"))
    hospitals, centers_list = (
        placed_rows(raw[name], geocode, areas) if name in raw else None
        for name in ("hospitals", "centers")
    )
    return PlacedSources(hospitals, centers_list, provider_registries(raw, geocode, areas))
