"""The first answers: drive times, who is covered, who has a gap, which kind is nearer, each county in a row."""

from __future__ import annotations

from functools import partial

import pandas as pd

from pipelines.measures.access.county_summary import county_summary
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.gap_counts import example_place, gaps_by_stratum
from pipelines.measures.access.gaps import gaps
from pipelines.measures.access.nearest_centers import nearest_centers
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.access.unreached import unreached
from pipelines.measures.run import AccessRun, MeasuredArea, Tables
from pipelines.trips import k_nearest_at_places


def answer(run: AccessRun) -> Tables:
    """Turn the search into drive times and what follows from them."""
    nearest = nearest_centers(
        run.core.population["geoid"],
        run.core.centers["center_id"],
        run.category,
        partial(k_nearest_at_places, run.joined),
    )
    return told(run, nearest)


def told(measured: MeasuredArea, nearest: pd.DataFrame) -> Tables:
    """Tell drives that are known, the nearest centers of each place (out.nearest_centers) among them."""
    times, settings = measured.times, measured.measures
    by_place = gaps(times, settings.gap_min, settings.nearer_by_min)
    return {
        "out.drive_times": measured.drive_times,
        "out.nearest_centers": nearest,
        "out.coverage": coverage(times, settings.within_min),
        "out.unreached": unreached(measured.drive_times, times),
        "out.gaps": by_place,
        "out.gaps_by_stratum": gaps_by_stratum(times, by_place["gap"], settings.gap_min),
        "out.example_place": example_place(times, by_place["gap"]),
        "out.nearness": nearness(times, settings.nearer_by_min),
        "out.times_by_stratum": times_by_stratum(times),
        "out.office_advantage": office_advantage_by_stratum(times),
        "out.counties": county_summary(times, measured.core.counties, settings.gap_min),
    }
