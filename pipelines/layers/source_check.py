"""What a check tells of sources: their rows by what befell them, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.demand.population import studied_people
from pipelines.demand.study_region import SHORE_MI, StudyRegion, study_region
from pipelines.facilities.candidates import LIST_SOURCE
from pipelines.facilities.left_out import too_far_rows
from pipelines.facilities.practices import ID_PREFIX
from pipelines.sources.reading import LEFT_OUT, Befell, Reading, befell

SHOWN = 5
"""Reasons that are told one by one; the others are counted together. All are in raw.rejected after a run."""


def rows_told(rows: int, rejected: pd.DataFrame) -> Iterator[str]:
    """Tell how many rows a source has, and of each reason how many it befell with one of them.

    Parameters
    ----------
    rows
        Data rows that were read.
    rejected
        With the columns of `raw.rejected`.

    Yields
    ------
    str
        One line in all, then a line a reason, faults first.
    """
    kinds = befell(rejected["reason"])
    counts = kinds.value_counts()
    yield ", ".join(
        [f"{rows:,} rows", *(f"{counts[kind]:,} {kind}" for kind in Befell if kind in counts)]
    )
    for kind in Befell:
        mine = rejected[kinds == kind]
        reasons = mine["reason"].value_counts()
        for reason, count in reasons.iloc[:SHOWN].items():
            first = mine[mine["reason"] == reason].iloc[0]
            yield f"  {count:,} {kind}: {str(reason).removesuffix(LEFT_OUT)} (as {_place(first)})"
        if len(reasons) > SHOWN:
            yield f"  {reasons.iloc[SHOWN:].sum():,} {kind}: for {len(reasons) - SHOWN:,} other reasons"


def fit_told(area: StudyArea, readings: Mapping[str, Reading]) -> Iterator[str]:
    """Tell whether people, boundaries and lists meet, as far as they could be read.

    Parameters
    ----------
    area
        The study area.
    readings
        What was read, by source.

    Yields
    ------
    str
        One line a doubt.

    Raises
    ------
    InputError
        They do not meet: nobody or no county is in the area.
    """
    if "counties" not in readings:
        return
    boundaries = gpd.GeoDataFrame(readings["counties"].table)
    region = study_region(boundaries, area)
    if "population" in readings:
        studied = studied_people(readings["population"].table, boundaries, area)
        yield f"{studied.people['population'].sum():,.0f} people at {len(studied.people):,} points of the area"
        yield from rows_told(len(studied.people), studied.noted) if len(studied.noted) else ()
        yield from _strays(studied.people, region)
    if "centers" in readings:
        far = too_far_rows(readings["centers"].table, region)
        if len(far):
            yield (
                f"{len(far):,} of {len(readings['centers'].table):,} listed centers lie outside the area and "
                f"its buffer and are not counted (as {_place(far.iloc[0])})"
            )


def _strays(people: pd.DataFrame, region: StudyRegion) -> Iterator[str]:
    """Tell of places that are coded to the area and lie elsewhere, or in another of its counties."""
    lon, lat = (people[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    stray = ~region.reaches(lon, lat)
    # Generalised boundaries cut off shores and corners: so much is no doubt.
    other = (region.miles_from_county(lon, lat, people["county_fips"]) > SHORE_MI) & ~stray
    for which, where in (
        (stray, "coded to the area but neither in it nor in its buffer"),
        (other, f"more than {SHORE_MI:g} miles outside the county of their code"),
    ):
        count = int(which.sum())
        if count:
            first, are = people[which].iloc[0], "place is" if count == 1 else "places are"
            yield (
                f"{count:,} {are} {where} (as {first['geoid']} at {first['lon']:.4f}, "
                f"{first['lat']:.4f}: {first['source_file']}, row {first['source_row']})"
            )


def records_read(area: StudyArea, readings: Mapping[str, Reading]) -> set[str] | None:
    """Return the ids that centers may have, by the rows that were read.

    Parameters
    ----------
    area
        The study area.
    readings
        What was read, by source.

    Returns
    -------
    set of str or None
        As in core.centers, without the digest of an address; None where a source that may name centers was not
        read.
    """
    sources = area.sources
    named = {
        "centers": (LIST_SOURCE + ":", "center_id"),
        "hospitals": (f"{sources.hospitals.kind}:" if sources.hospitals else "", "hospital_id"),
        "nppes": (ID_PREFIX, "npi"),
    }
    asked = {name: how for name, how in named.items() if getattr(sources, name) is not None}
    if not set(asked) <= set(readings):
        return None
    return {
        one
        for name, (prefix, column) in asked.items()
        for one in prefix + readings[name].table[column]
    }


def _place(row: pd.Series) -> str:
    return f"{row['source_file']}, row {row['source_row']}: {str(row['row_text'])[:80]}"
