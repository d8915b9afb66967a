"""Gaps counted: people by what they have near, by stratum and county, and an example of who is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.vocabulary.access import GAPS

_NEAR = {"near_hospital": ("choice", "hospital_only"), "near_office": ("choice", "office_only")}
"""What is counted -> gaps of the places that count."""


def gaps_by_stratum(times: PlaceTimes, gap: pd.Series[str], gap_min: float) -> pd.DataFrame:
    """Count people by what they have within `gap_min` minutes.

    Parameters
    ----------
    times
        The people of p places.
    gap
        Gap of each place, (p,).
    gap_min
        The threshold in minutes, inclusive.

    Returns
    -------
    DataFrame
        out.gaps_by_stratum, a row a stratum (those that occur, 'unclassified' if any, 'all'): gap_min,
        population, and for each gap, and for having each kind near, population_<it> and share_<it> of all the
        stratum's people, those of whom nothing is known among them (null without people).
    """
    counted = {code: (code,) for code in GAPS} | _NEAR
    rows: list[dict[str, object]] = []
    for stratum, member in stratum_groups(times.places).items():
        people, mine = times.people[member], gap[member]
        everyone = people.sum()
        row: dict[str, object] = {
            "stratum": stratum,
            "gap_min": float(gap_min),
            "population": everyone,
        }
        for name, codes in counted.items():
            row[f"population_{name}"] = count = people[mine.isin(codes)].sum()
            row[f"share_{name}"] = count / everyone if everyone > 0 else np.nan
        rows.append(row)
    return pd.DataFrame(rows).astype({"stratum": "str"})


def example_place(times: PlaceTimes, gap: pd.Series[str]) -> pd.DataFrame:
    """Choose a place worth looking at: of those with neither kind near, the one with most people.

    Parameters
    ----------
    times
        The people of p places.
    gap
        Gap of each place, (p,).

    Returns
    -------
    DataFrame
        out.example_place, one row: geoid, the first of those that tie. Where no place has neither,
        the one with most people of all.
    """
    left_out = (gap == "none").to_numpy(dtype=bool)
    people = times.people if not left_out.any() else np.where(left_out, times.people, -1.0)
    return times.places.iloc[[int(np.argmax(people))]][["geoid"]].reset_index(drop=True)
