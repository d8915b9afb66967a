"""What a check tells of sources: their rows by what befell them, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.demand.population import studied_people
from pipelines.demand.study_region import StudyRegion, study_region
from pipelines.facilities.left_out import too_far_rows
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
    """Tell of places that are coded to the area and lie elsewhere."""
    stray = ~region.reaches(*(people[name].to_numpy(dtype=np.float64) for name in ("lon", "lat")))
    count = int(stray.sum())
    if count:
        first, are = people[stray].iloc[0], "place is" if count == 1 else "places are"
        yield (
            f"{count:,} {are} coded to the area but neither in it nor in "
            f"its buffer (as {first['geoid']} at {first['lon']:.4f}, {first['lat']:.4f}: "
            f"{first['source_file']}, row {first['source_row']})"
        )


def _place(row: pd.Series) -> str:
    return f"{row['source_file']}, row {row['source_row']}: {str(row['row_text'])[:80]}"
