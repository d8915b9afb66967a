"""What closing the listed centers, and opening each listed one, would do."""

from __future__ import annotations

import logging

import pandas as pd

from pipelines.measures.center_search import CenterSearch, closed, within_both
from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.scenario_times import Bool, times_of
from pipelines.measures.what_if.what_if import (
    CLOSURES,
    OPENING,
    chosen_centers,
    county_changes,
    opened,
    search_openings,
    what_if,
)

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Tell who loses and who gains, and which counties change; nothing where the settings name no change."""
    closures, openings = run.scenarios.closures, run.scenarios.openings
    if not closures and not openings:
        return {}
    log.info("asking what if: %s centers closed, %s opened", len(closures), len(openings))
    near = _near(run, run.searched)
    changes: list[tuple[str, CenterSearch, Bool]] = []
    if closures:
        dropped = chosen_centers(run.core.centers, closures)
        after = closed(run.searched, dropped, threads=run.threads)
        changes.append((CLOSURES, after, _near(run, after)))
    alone = search_openings(
        run.network, run.area.roads, openings, run.core.population, threads=run.threads
    )
    for opening, searched in zip(openings, alone, strict=True):
        changes.append((f"{OPENING}{opening.name}", searched, near | _near(run, searched)))
    people, counties = [], []
    for name, searched, still in changes:
        found = searched.found if name == CLOSURES else opened(run.searched, searched)
        times = times_of(found, run.core.population)
        people.append(what_if(name, run.times, times, run.measures.gap_min))
        counties.append(
            county_changes(
                name,
                run.core.population,
                run.core.adequacy_limits,
                near,
                still,
                counted=run.area.adequacy_counts,
            )
        )
    return {
        "out.what_if": pd.concat(people, ignore_index=True),
        "out.what_if_adequacy": pd.concat(counties, ignore_index=True),
    }


def _near(run: AccessRun, searched: CenterSearch) -> Bool:
    return within_both(searched, run.core.population, run.core.adequacy_limits, threads=run.threads)
