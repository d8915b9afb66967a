"""How unevenly drives are spread, and what definitions of rural and groups of people make of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from pipelines.area import Measures
from pipelines.measures.equity.groups import (
    concentration_by_group,
    coverage_by_group,
    gaps_by_group,
    groups_counted,
    times_by_group,
)
from pipelines.measures.equity.inequality import inequality_table
from pipelines.measures.equity.strata_schemes import (
    carried,
    coverage_by_scheme,
    nearness_by_scheme,
    office_advantage_by_scheme,
    times_by_scheme,
    unclassified,
)
from pipelines.measures.equity.vulnerability import (
    concentration_by_vulnerability,
    drives_by_vulnerability,
)
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.run import MeasuredArea, Tables
from pipelines.vocabulary.equity import VULNERABILITY
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

log = logging.getLogger("pipelines.measures")


def answer(run: MeasuredArea) -> Tables:
    """Weigh inequality, and compare stratum schemes and groups of people."""
    log.info("weighing inequality, comparing stratum schemes and groups of people")
    times, settings = run.times, run.measures
    places, wanted = times.places, settings.deprivation
    minutes = {site: times.minutes_to(site) for site in SITES_OR_ANY}
    return (
        {
            "out.inequality": inequality_table(
                {site: values for site, values in minutes.items() if not np.isnan(values).all()},
                times.people,
                places["stratum"],
                None
                if wanted is None
                else places[wanted].to_numpy(dtype=np.float64, na_value=np.nan),
                settings.inequality_aversion,
            ),
        }
        | under_every_scheme(times, settings)
        | for_every_group(times, run.area.groups, settings)
        | by_vulnerability(times, settings)
    )


def for_every_group(times: PlaceTimes, groups: Sequence[str], settings: Measures) -> Tables:
    """Tell coverage, times and gaps again for each group that the population source counts apart."""
    if not groups:
        return {}
    return {
        "out.groups": groups_counted(times, groups),
        "out.coverage_by_group": coverage_by_group(times, groups, settings.thresholds_min),
        "out.times_by_group": times_by_group(times, groups),
        "out.gaps_by_group": gaps_by_group(times, groups, settings.gap_min),
        "out.concentration_by_group": concentration_by_group(times, groups),
    }


def by_vulnerability(times: PlaceTimes, settings: Measures) -> Tables:
    """Tell drives by how vulnerable counties are, where the area has an index of it."""
    if not set(VULNERABILITY).issubset(times.places):
        return {}
    return {
        "out.vulnerability": drives_by_vulnerability(times, settings.gap_min),
        "out.concentration_by_vulnerability": concentration_by_vulnerability(times),
    }


def under_every_scheme(times: PlaceTimes, settings: Measures) -> Tables:
    """Tell coverage, times and nearness again under every stratum scheme."""
    by_crosswalk = "ruca_carried" in times.places and times.places["ruca_carried"].notna().any()
    return ({"out.carried_codes": carried(times)} if by_crosswalk else {}) | {
        "out.unclassified": unclassified(times),
        "out.coverage_by_scheme": coverage_by_scheme(times, settings.thresholds_min),
        "out.times_by_scheme": times_by_scheme(times),
        "out.nearness_by_scheme": nearness_by_scheme(times, settings.nearer_by_min),
        "out.office_advantage_by_scheme": office_advantage_by_scheme(times),
    }
