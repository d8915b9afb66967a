"""The facts of an area: what the report says, gathered from the warehouse's tables and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.area import StudyArea
from pipelines.out_tables import OutTables
from pipelines.report.index.counties import CountyFacts, county_facts
from pipelines.report.telling.bands import Bands, read_bands
from pipelines.report.telling.groups import (
    Drive,
    GapCount,
    Unreached,
    Within,
    by_stratum,
    count_gaps,
    count_unreached,
    existing,
)
from pipelines.report.telling.nearness import Nearness, count_nearness
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, STRATA

FOCUS_STRATA = ("rural", "suburban")
"""The people whom the field's claim is about, in the order in which they are told."""


@dataclass(frozen=True)
class Facts:
    """What the report tells of one area.

    Attributes
    ----------
    area
        Its settings.
    tables
        Its warehouse's tables.
    population, places
        People counted and the points they are counted at.
    strata
        Groups that occur, densest first, 'unclassified' if it occurs, and 'all' at the end.
    within
        (stratum, site of care, threshold in minutes) -> people within it.
    drives
        (stratum, site of care) -> typical drives.
    nearness, gaps
        Stratum -> people by nearer kind, and by what is near.
    unreached
        People without a drive time, by stratum, site of care and reason.
    centers
        Site of care -> centers that count, those of the buffer included.
    centers_in_area
        Site of care -> those of them that stand in the area itself.
    precision
        geocode_precision -> centers placed so.
    counties
        The area's counties, by FIPS code.
    adequacy
        Finding of network adequacy -> counties with it.
    bands
        How far each headline figure moves when what it rests on is varied.
    example_geoid
        A place worth looking at: of those with neither kind near, the one with most people.
    """

    area: StudyArea
    tables: OutTables
    population: float
    places: int
    strata: tuple[str, ...]
    within: Mapping[tuple[str, str, float], Within]
    drives: Mapping[tuple[str, str], Drive]
    nearness: Mapping[str, Nearness]
    gaps: Mapping[str, GapCount]
    unreached: tuple[Unreached, ...]
    centers: Mapping[str, int]
    centers_in_area: Mapping[str, int]
    precision: Mapping[str, int]
    counties: tuple[CountyFacts, ...]
    adequacy: Mapping[str, int]
    bands: Bands
    example_geoid: str

    @property
    def who(self) -> str:
        """Who is counted, as the population source's label says."""
        return self.area.sources.population.label

    @property
    def counted(self) -> str:
        """Who is counted where `measures.counted` decides, in plain words."""
        column = self.area.measures.counted
        return self.who if column == "population" else column.replace("_", " ")

    @property
    def gap_min(self) -> float:
        """Minutes within which a site of care counts as near."""
        return self.area.measures.gap_min

    @property
    def focus(self) -> tuple[str, ...]:
        """The strata of `FOCUS_STRATA` in which people are counted here."""
        return tuple(
            name
            for name in FOCUS_STRATA
            if name in self.strata and self.nearness[name].population > 0
        )


def read_facts(warehouse_path: Path, area: StudyArea) -> Facts:
    """Gather the facts of an area from its warehouse.

    Parameters
    ----------
    warehouse_path
        The DuckDB file, with the layers core and out.
    area
        Its settings.

    Returns
    -------
    Facts

    Raises
    ------
    WarehouseError
        The file or a table is missing.
    """
    tables = OutTables(warehouse_path)
    population = tables["core.population"]
    places = tables["out.gaps"].merge(
        population[["geoid", "stratum", "population"]], on="geoid", validate="one_to_one"
    )
    trips = tables["out.drive_times"]
    lost = trips[trips["unreached_reason"].notna()].merge(
        population.loc[population["population"] > 0, ["geoid", "stratum", "population"]],
        on="geoid",
        validate="many_to_one",
    )
    centers = tables["core.centers"]
    judged = tables["out.adequacy_findings"]["finding"].value_counts()
    strata = _strata_present(population["stratum"])
    drives = _drives(tables["out.times_by_stratum"])
    groups = by_stratum(places, strata)
    return Facts(
        area=area,
        tables=tables,
        population=float(population["population"].sum()),
        places=len(population),
        strata=strata,
        within=_within(tables["out.coverage"]),
        drives=drives,
        nearness={
            name: count_nearness(
                name, rows, *(drives[name, site].median_min for site in COMPARED_SITES)
            )
            for name, rows in groups.items()
        },
        gaps={name: count_gaps(rows) for name, rows in groups.items()},
        unreached=tuple(
            row
            for name, rows in by_stratum(lost, strata).items()
            for row in count_unreached(name, rows, SITES_OR_ANY)
        ),
        centers=_by_site(centers),
        centers_in_area=_by_site(centers[centers["in_area"]]),
        precision={
            str(name): int(count)
            for name, count in centers["geocode_precision"].value_counts().sort_index().items()
        },
        counties=county_facts(tables["out.counties"]),
        adequacy={str(name): int(count) for name, count in judged.sort_index().items()},
        bands=read_bands(tables["out.sensitivity"]),
        example_geoid=_example(places),
    )


def _example(places: pd.DataFrame) -> str:
    left_out = places[places["gap"] == "none"]
    ranked = (places if left_out.empty else left_out).sort_values(
        ["population", "geoid"], ascending=[False, True]
    )
    return str(ranked["geoid"].iloc[0])


def _by_site(centers: pd.DataFrame) -> dict[str, int]:
    return {site: int((centers["site_of_care"] == site).sum()) for site in SITES_OF_CARE}


def _strata_present(stratum: pd.Series[str]) -> tuple[str, ...]:
    present = set(stratum.fillna(NO_STRATUM))
    return (*(name for name in (*STRATA, NO_STRATUM) if name in present), ALL_STRATA)


def _within(coverage: pd.DataFrame) -> dict[tuple[str, str, float], Within]:
    return {
        (row["stratum"], row["site_of_care"], row["within_min"]): Within(
            row["population"], row["population_within"], existing(row["share"])
        )
        for row in coverage.to_dict("records")
    }


def _drives(times: pd.DataFrame) -> dict[tuple[str, str], Drive]:
    return {
        (row["stratum"], row["site_of_care"]): Drive(
            reached=row["population_reached"],
            unreached=row["population_unreached"],
            median_min=existing(row["drive_time_min_median"]),
            mean_min=existing(row["drive_time_min_mean"]),
            p90_min=existing(row["drive_time_min_p90"]),
            median_mi=existing(row["distance_mi_median"]),
            mean_mi=existing(row["distance_mi_mean"]),
            p90_mi=existing(row["distance_mi_p90"]),
        )
        for row in times.to_dict("records")
    }
