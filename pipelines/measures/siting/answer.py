"""Where new office-based centers would serve most."""

from __future__ import annotations

import logging

from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.siting.siting import siting
from pipelines.measures.siting.siting_case import candidate_sites, search_limit_min, siting_case
from pipelines.trips import join_network, pairs_within

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
    joined = join_network(run.network, run.area.roads, candidates, people)
    pairs = pairs_within(joined, limit_min, threads=run.threads)
    chosen = siting(
        siting_case(candidates, pairs, people, run.times, existing, limit_min), settings
    )
    return {
        "out.siting": chosen.choices,
        "out.siting_sites": chosen.sites,
        "out.siting_candidates": chosen.candidates,
    }
