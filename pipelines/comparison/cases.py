"""A what-if of a finished run as a run of its own, so that two of them are compared as two runs are.

It has what the run tells of a what-if, and nothing else: drives to the nearest center of any kind, people near
each kind, medians, the centers, and which counties pass.
"""

from __future__ import annotations

import pandas as pd

from pipelines.comparison.finished_run import FinishedRun
from pipelines.errors import InputError
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.what_if import CASE, OPENING

_TABLES = ("what_if", "what_if_places", "what_if_centers", "what_if_adequacy")
_BEFORE, _AFTER = "before", "after"
_PASSES = ["people_within", "share_within", "adequate"]


class CaseError(InputError):
    """A what-if that the run did not ask."""


def as_case(run: FinishedRun, what_if: str | None) -> FinishedRun:
    """Return a what-if as a run.

    Parameters
    ----------
    run
        The run that asked it.
    what_if
        As out.what_if names it, without 'case: ' or 'opening: ' if one likes; None for the run as it is.

    Returns
    -------
    FinishedRun
        core.population, core.counties, core.centers (those that count), out.counties (names and people),
        out.coverage (within `gap_min`), out.times_by_stratum (medians), out.drive_times (of any site of care),
        out.adequacy (what a what-if may change) and out.provenance.

    Raises
    ------
    CaseError
        The run asked no such what-if; the message names those that it did.
    """
    told = run.table("out.what_if")
    asked = [] if told is None else list(dict.fromkeys(told["what_if"]))
    named = _named(what_if, asked)
    when = _BEFORE if what_if is None else _AFTER
    tables = {name: run.tables[f"out.{name}"] for name in _TABLES}
    mine = {name: table[table["what_if"] == named] for name, table in tables.items()}
    kept = ("core.population", "core.counties", "out.provenance")
    return FinishedRun(
        {name: run.tables[name] for name in kept}
        | {
            "core.centers": _centers(run, mine["what_if_centers"].iloc[: None if what_if else 0]),
            "out.counties": run.tables["out.counties"][
                ["county_fips", "name", "state", "stratum", "population"]
            ],
            "out.coverage": _coverage(mine["what_if"], when, run.settings["measures"]["gap_min"]),
            "out.times_by_stratum": _times(mine["what_if"], when),
            "out.drive_times": _drives(mine["what_if_places"], when),
            "out.adequacy": _adequacy(run, mine["what_if_adequacy"], when),
        }
    )


def _named(what_if: str | None, asked: list[str]) -> str:
    if not asked:
        raise CaseError(
            "this run asked no what-if: name closures, openings or a [[scenarios.case]] and run it again"
        )
    if what_if is None:
        return asked[0]
    for name in (what_if, CASE + what_if, OPENING + what_if):
        if name in asked:
            return name
    raise CaseError(f"{what_if!r} is no what-if of this run, which asked: {'; '.join(asked)}")


def _centers(run: FinishedRun, changed: pd.DataFrame) -> pd.DataFrame:
    centers = run.tables["core.centers"]
    closed, opened = (changed[changed["change"] == change] for change in ("closed", "opened"))
    left = centers[~centers["center_id"].isin(closed["center_id"])]
    if opened.empty:
        return left
    name = opened["center_id"].str.removeprefix(OPENING)
    new = opened[["center_id", "site_of_care", "lon", "lat"]].assign(name=name)
    return pd.concat([left, new.reindex(columns=centers.columns).astype(centers.dtypes)])


def _coverage(counts: pd.DataFrame, when: str, gap_min: float) -> pd.DataFrame:
    return counts[["stratum", "site_of_care", "population"]].assign(
        within_min=float(gap_min),
        population_within=counts[f"population_within_{when}"],
        share=counts[f"share_within_{when}"],
    )


def _times(counts: pd.DataFrame, when: str) -> pd.DataFrame:
    return counts[["stratum", "site_of_care", "population"]].assign(
        drive_time_min_median=counts[f"drive_time_min_median_{when}"]
    )


def _drives(places: pd.DataFrame, when: str) -> pd.DataFrame:
    return places[["geoid"]].assign(
        site_of_care=pd.Series(ANY_SITE, index=places.index, dtype="str"),
        drive_time_min=places[f"drive_time_min_{when}"],
        # A what-if does not tell why; whether there is a drive, the minutes do.
        unreached_reason=pd.Series(None, index=places.index, dtype="str"),
    )


def _adequacy(run: FinishedRun, changed: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return which counties pass: as in the run where the what-if changes nobody's being within the limits."""
    key = ["county_fips", "scenario"]
    own = run.tables["out.adequacy"].set_index(key)[_PASSES]
    now = changed.set_index(key)[
        [f"{name}_{when}" for name in ("people_within", "share", "adequate")]
    ]
    told = own.copy()
    told.loc[now.index] = now.set_axis(_PASSES, axis=1)
    return told.reset_index()
