"""Which counties pass the rule of network adequacy under each scenario."""

from __future__ import annotations

import logging
from collections.abc import Collection

import pandas as pd

from pipelines.measures.adequacy.adequacy import (
    GROUPS,
    GROUPS_OF_SCENARIO,
    adequacy,
    adequacy_findings,
    center_groups,
    unjudged_counties,
)
from pipelines.measures.adequacy.adequacy_counts import (
    adequacy_by_scenario,
    adequacy_limits_by_type,
    adequacy_unjudged_by_reason,
)
from pipelines.measures.center_search import CenterSearch, within_both
from pipelines.measures.run import AccessRun, Tables
from pipelines.trips import nearest_at_nodes, nearest_at_places

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Judge every county that has a rule."""
    people, centers, limits = run.core.population, run.core.centers, run.core.adequacy_limits
    log.info("judging the network adequacy of %s counties", f"{len(limits):,}")
    hospitals = centers["site_of_care"] == "hospital_based"
    closed = centers["center_id"][hospitals].isin(run.scenarios.closures)
    searched = _by_group(run, set(centers["center_id"][hospitals][closed]))
    near = within_both(searched, people, limits, threads=run.threads)
    names = [name for name in GROUPS_OF_SCENARIO if name != "hospitals_closed" or closed.any()]
    table = adequacy(people, limits, near, counted=run.area.adequacy_counts, scenarios=names)
    return told(
        table,
        unjudged_counties(people, limits, run.area.adequacy_counts),
        set(centers["site_of_care"]),
        closing=bool(closed.any()),
    )


def told(
    table: pd.DataFrame, unjudged: pd.DataFrame, sites: Collection[str], *, closing: bool
) -> Tables:
    """Tell what follows of counties that are judged.

    Parameters
    ----------
    table, unjudged
        From `adequacy` and `unjudged_counties`.
    sites
        Sites of care that have a center.
    closing
        Whether a scenario closes hospitals.
    """
    return {
        "out.adequacy": table,
        "out.adequacy_findings": adequacy_findings(table),
        "out.adequacy_by_scenario": adequacy_by_scenario(table, sites, closing=closing),
        "out.adequacy_limits_by_type": adequacy_limits_by_type(table),
        "out.adequacy_unjudged": unjudged,
        "out.adequacy_unjudged_by_reason": adequacy_unjudged_by_reason(unjudged),
    }


def _by_group(run: AccessRun, closed: set[str]) -> CenterSearch:
    """Return the nearest center of each group of adequacy; only closing a hospital asks for another search."""
    if not closed:
        return run.searched
    group = center_groups(run.core.centers, closed)
    at_nodes = nearest_at_nodes(run.joined, group, len(GROUPS), threads=run.threads)
    return CenterSearch(run.joined, nearest_at_places(run.joined, at_nodes, group), group)
