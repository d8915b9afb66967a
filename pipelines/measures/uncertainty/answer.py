"""A band round each headline figure and each count of counties, and the survey's own margins of error."""

from __future__ import annotations

import logging

from pipelines import progress
from pipelines.area import Measures
from pipelines.measures.adequacy.adequacy_bands import (
    Judged,
    adequacy_bands,
    adequacy_values,
    county_bands,
    judge_again,
)
from pipelines.measures.adequacy.adequacy_counts import adequacy_by_type
from pipelines.measures.center_search import CenterSearch
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.uncertainty.center_sets import other_definitions
from pipelines.measures.uncertainty.coarseness import answer_by_grain
from pipelines.measures.uncertainty.definition_figures import definition_figures
from pipelines.measures.uncertainty.definitions import geocoding
from pipelines.measures.uncertainty.local_bands import local_bands
from pipelines.measures.uncertainty.margins import margins
from pipelines.measures.uncertainty.sensitivity import bands, sensitivity_values
from pipelines.measures.uncertainty.variants import variants

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Vary speeds, the road model's error, what counts as a center and how exactly centers are placed."""
    core, settings = run.core, run.measures
    factors = run.scenarios.time_factors
    log.info("varying assumptions: time on the road by %s", ", ".join(f"{f:g}" for f in factors))
    definitions = core.center_definitions
    times, judged = {}, {}
    searches = variants(
        run.network,
        run.area.roads,
        run.joined,
        run.searched.found,
        core.centers,
        core.population,
        factors,
        center_sets={}
        if definitions is None
        else other_definitions(definitions, run.area.facilities.definition),
        threads=run.threads,
    )
    for variant, searched in progress.counted(searches, "searching again", "variants"):
        times[variant] = searched.times(core.population)
        judged[variant] = _judged(run, searched)
    values = sensitivity_values(
        run.times, times, settings.gap_min, settings.nearer_by_min, settings.inequality_aversion
    )
    base = _judged(run, run.searched)
    counted, by_county = adequacy_values(base, judged), county_bands(base, judged)
    findings = run.answered["out.adequacy_findings"]
    return {
        "out.sensitivity_values": values,
        "out.sensitivity": bands(values),
        "out.definition_figures": definition_figures(values, run.area.facilities.definition),
        "out.local_bands": local_bands(run.times, times, settings.gap_min),
        "out.adequacy_values": counted,
        "out.adequacy_bands": adequacy_bands(counted),
        "out.adequacy_county_bands": by_county,
        "out.adequacy_by_type": adequacy_by_type(findings, by_county),
        "out.geocoding": geocoding(core.centers),
        "out.coarseness": answer_by_grain(run),
    } | survey_margins(run.times, settings)


def _judged(run: AccessRun, searched: CenterSearch) -> Judged:
    """Judge network adequacy again, every center open."""
    return judge_again(
        searched,
        run.core.population,
        run.core.adequacy_limits,
        counted=run.area.adequacy_counts,
        threads=run.threads,
    )


def survey_margins(times: PlaceTimes, settings: Measures) -> Tables:
    """Carry on the margins of error of the counts, where the population source has them."""
    if settings.margin is None:
        return {}
    table = margins(
        times, settings.thresholds_min, settings.counted or "population", settings.margin
    )
    return {"out.margins": table}
