"""What each what-if of the settings would do: to drives, to counties, and which centers it closes and opens."""

from __future__ import annotations

import logging

import pandas as pd

from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.scenario_times import times_of
from pipelines.measures.uncertainty.center_sets import other_definitions
from pipelines.measures.what_if.cases import Start, answer_case, cases_asked
from pipelines.measures.what_if.what_if import (
    center_changes,
    county_changes,
    place_changes,
    what_if,
)
from pipelines.progress import counted

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Tell who loses and who gains, and which counties change; nothing where the settings name no change."""
    asked = cases_asked(run.scenarios)
    if not asked:
        return {}
    log.info("asking what if: %s", ", ".join(asked))
    core = run.core
    start = Start(
        run.network,
        run.area.roads,
        core.centers,
        core.population,
        core.adequacy_limits,
        run.searched,
        run.threads,
    )
    definitions = core.center_definitions
    sets = (
        {}
        if definitions is None
        else other_definitions(definitions, run.area.facilities.definition)
    )
    people, places, counties, centers = [], [], [], []
    for name, case in counted(asked.items(), "searching again", "cases", len(asked)):
        after = answer_case(case, start, sets)
        times = times_of(after.found, core.population, ~run.joined.places.refused)
        people.append(what_if(name, run.times, times, run.measures.gap_min))
        places.append(place_changes(name, run.times, times))
        centers.append(center_changes(name, core.centers, after.centers))
        counties.append(
            county_changes(
                name,
                core.population,
                core.adequacy_limits,
                start.near,
                after.near,
                counted=run.area.adequacy_counts,
            )
        )
    return {
        "out.what_if": pd.concat(people, ignore_index=True),
        "out.what_if_places": pd.concat(places, ignore_index=True),
        "out.what_if_centers": pd.concat(centers, ignore_index=True),
        "out.what_if_adequacy": pd.concat(counties, ignore_index=True),
    }
