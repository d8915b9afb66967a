"""Whose drive became shorter or longer between two runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.comparison.finished_run import FinishedRun
from pipelines.comparison.pairs import side_by_side
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, STRATUM_GROUPS

FELT_MIN = 1.0
"""A drive counts as changed from a minute on: less is told of no drive, whose time is a model's."""

_CHANGES = ("shorter", "longer", "same", "connected", "cut_off", "unreached")


def drive_changes(a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    """Count the people of the places that both runs have by how their drive changed.

    Parameters
    ----------
    a, b
        The runs; people and strata are those of B.

    Returns
    -------
    DataFrame
        compare.drives: everyone counts once in a row, under one of the changes.
    """
    times = [
        run.tables["out.drive_times"][["geoid", "site_of_care", "drive_time_min"]] for run in (a, b)
    ]
    paired = side_by_side(times[0], times[1], ("geoid", "site_of_care"), ("drive_time_min",))
    kept = paired["geoid"].isin(times[0]["geoid"]) & paired["geoid"].isin(times[1]["geoid"])
    places = b.tables["core.population"][["geoid", "stratum", "population"]]
    people = paired[kept].merge(places, on="geoid", how="left", validate="many_to_one")
    people["stratum"] = people["stratum"].astype("object").fillna(NO_STRATUM)
    everyone = people.assign(stratum=ALL_STRATA)
    rows = pd.concat([people, everyone], ignore_index=True)
    rows["change"] = _changes(rows["drive_time_min_a"], rows["drive_time_min_b"])
    counted = rows.pivot_table(
        index=["stratum", "site_of_care"],
        columns="change",
        values="population",
        aggfunc="sum",
        fill_value=0.0,
    ).reindex(columns=list(_CHANGES), fill_value=0.0)
    table = counted.add_prefix("population_").astype("float64")
    table.insert(0, "population", table.sum(axis=1))
    table.columns.name = None
    return _in_order(table.reset_index())


def place_drives(a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    """Set the drives to the nearest center of any kind side by side.

    Parameters
    ----------
    a, b
        The runs.

    Returns
    -------
    DataFrame
        compare.place_drives, a row a place that both runs have.
    """
    drives = [run.tables["out.drive_times"].query("site_of_care == 'any'") for run in (a, b)]
    one, other = (table[["geoid", "drive_time_min"]] for table in drives)
    both = one.merge(other, on="geoid", suffixes=("_a", "_b"), validate="one_to_one")
    change = both["drive_time_min_b"] - both["drive_time_min_a"]
    return both.assign(change_min=change.mask(change.abs() < FELT_MIN, 0.0))


def _changes(a: pd.Series[float], b: pd.Series[float]) -> pd.Series[str]:
    change = b - a
    chosen = np.select(
        [
            (a.isna() & b.isna()).to_numpy(),
            a.isna().to_numpy(),
            b.isna().to_numpy(),
            change.le(-FELT_MIN).to_numpy(),
            change.ge(FELT_MIN).to_numpy(),
        ],
        ["unreached", "connected", "cut_off", "shorter", "longer"],
        "same",
    )
    return pd.Series(chosen, index=a.index, dtype="object")


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    place = {code: number for number, code in enumerate((*STRATUM_GROUPS, *SITES_OR_ANY))}
    return table.sort_values(
        ["stratum", "site_of_care"], key=lambda codes: codes.map(place), ignore_index=True
    )
