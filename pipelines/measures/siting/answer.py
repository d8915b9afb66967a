"""Where new office-based centers would serve most."""

from __future__ import annotations

import logging

import pandas as pd

from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.siting.siting import siting
from pipelines.measures.siting.siting_case import (
    candidate_sites,
    existing_minutes,
    search_limit_min,
    siting_case,
)
from pipelines.trips import shorter_pairs

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Choose sites; nothing where the settings ask for none."""
    settings, people = run.scenarios, run.core.population
    if not settings.siting_new_sites:
        return {}
    candidates = candidate_sites(people, settings.siting_spacing_mi)
    log.info("choosing new sites among %s candidates", f"{len(candidates):,}")
    existing = settings.siting_existing
    limit_min = max(
        search_limit_min(run.times, existing, settings.siting_cap_min), settings.siting_within_min
    )
    centers = run.core.centers
    row = pd.Index(run.times.places["geoid"]).get_indexer(pd.Index(people["geoid"]))
    pairs = shorter_pairs(
        run.network,
        run.area.roads,
        centers[centers["site_of_care"].isin(existing)],
        candidates,
        people,
        existing_minutes(run.times, existing)[row],
        limit_min,
        threads=run.threads,
    )
    chosen = siting(
        siting_case(candidates, pairs, people, run.times, existing, limit_min), settings
    )
    return {
        "out.siting": chosen.choices,
        "out.siting_sites": chosen.sites,
        "out.siting_candidates": chosen.candidates,
    }
