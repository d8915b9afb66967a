"""Roll up: the tables of a land out of those of the areas that it was run in.

What is told of places (drive times, scores) and of counties (network adequacy and its bands) is taken as the
parts found it. What is told of all of them (medians, ranks, counts by stratum, inequality) is computed anew,
by the functions that a run of the whole land calls. What rests on searches of the whole land (what-ifs, new
sites) is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from pipelines.area import StudyArea
from pipelines.measures.access.answer import told as told_of_access
from pipelines.measures.accessibility.answer import notes_on
from pipelines.measures.accessibility.scores import scores_by_stratum
from pipelines.measures.accessibility.supply import supply_of
from pipelines.measures.adequacy.adequacy import GROUPS_OF_SCENARIO
from pipelines.measures.adequacy.adequacy_bands import KEY as COUNTED_KEY
from pipelines.measures.adequacy.adequacy_bands import (
    VARIED_SCENARIOS,
    Judged,
    adequacy_bands,
    adequacy_values,
)
from pipelines.measures.adequacy.adequacy_counts import adequacy_by_type
from pipelines.measures.adequacy.answer import told as told_of_adequacy
from pipelines.measures.burden.answer import answer as burden
from pipelines.measures.centers.answer import answer as centers
from pipelines.measures.equity.answer import answer as equity
from pipelines.measures.local.answer import answer as local
from pipelines.measures.run import Core, MeasuredArea, Tables
from pipelines.measures.uncertainty.answer import survey_margins
from pipelines.measures.uncertainty.definition_figures import definition_figures
from pipelines.measures.uncertainty.definitions import geocoding
from pipelines.measures.uncertainty.local_bands import local_bands
from pipelines.measures.uncertainty.sensitivity import KEY, bands, sensitivity_values
from pipelines.provenance import rejected_by_reason, run_row
from pipelines.roll_up.assumptions import (
    adequacy_values_of,
    coarseness_of,
    local_bands_of,
    sensitivity_values_of,
    whole_bands,
    whole_definitions,
)
from pipelines.roll_up.core import core_of, stacked
from pipelines.roll_up.land import catchments_of
from pipelines.roll_up.parts import AreaPart, check_parts
from pipelines.roll_up.provenance import rejected_of, roads_of, runs_of, sources_of

LEFT_OUT = (
    "out.records_to_centers",
    "out.siting",
    "out.siting_candidates",
    "out.siting_sites",
    "out.what_if",
    "out.what_if_adequacy",
    "out.what_if_centers",
    "out.what_if_places",
)
"""Tables of a run that a land put together of areas lacks."""

HOSPITALS_CLOSED = "hospitals_closed"


@dataclass(frozen=True, eq=False)
class RolledUp(MeasuredArea):
    """A land whose drives were searched in parts.

    Attributes
    ----------
    area, core, answered
        As in `MeasuredArea`.
    drives
        out.drive_times of all parts.
    """

    area: StudyArea
    core: Core
    drives: pd.DataFrame
    answered: Tables

    @property
    def drive_times(self) -> pd.DataFrame:
        """out.drive_times of all parts."""
        return self.drives


def roll_up(land: StudyArea, parts: Sequence[AreaPart], started_at: datetime) -> Tables:
    """Put the tables of a land together.

    Parameters
    ----------
    land
        Its settings.
    parts
        The areas that it was run in.
    started_at
        When this was begun, with its time zone.

    Returns
    -------
    dict
        Full name -> rows, of the layers raw (sources and what they refused), core and out, but for `LEFT_OUT`.

    Raises
    ------
    RollUpError
        The parts do not make up the land, or were not run alike.
    """
    check_parts(land, parts)
    core = core_of(parts)
    measured = RolledUp(land, core, stacked(parts, "out.drive_times"), {})
    made = measured.answered
    made |= centers(measured)
    made |= told_of_access(measured, stacked(parts, "out.nearest_centers"))
    made["out.catchments"] = catchments_of(parts, measured.times)
    made |= _adequacy(measured, parts)
    made |= local(measured)
    made |= _accessibility(measured, parts)
    made |= equity(measured)
    made |= _uncertainty(measured, parts)
    made |= burden(measured)
    return made | _core(core) | _provenance(measured, parts, started_at)


def _core(core: Core) -> Tables:
    return {f"core.{name}": table for name, table in core._asdict().items() if table is not None}


def _adequacy(measured: MeasuredArea, parts: Sequence[AreaPart]) -> Tables:
    table = stacked(parts, "out.adequacy")
    return told_of_adequacy(
        # Each part may close hospitals of its own: that is a what-if, which is left out.
        table[table["scenario"] != HOSPITALS_CLOSED].reset_index(drop=True),
        stacked(parts, "out.adequacy_unjudged"),
        set(measured.core.centers["site_of_care"]),
        closing=False,
    )


def _accessibility(measured: MeasuredArea, parts: Sequence[AreaPart]) -> Tables:
    table = stacked(parts, "out.accessibility")
    supply = supply_of(measured.core.centers["capacity"], measured.measures.null_capacity)
    return {
        "out.accessibility": table,
        "out.accessibility_by_stratum": scores_by_stratum(table, measured.times),
        # Trips from a buffer are searched by several parts: how many there are in all, no sum tells.
        "out.measure_notes": notes_on(measured, supply, None),
    }


def _uncertainty(measured: MeasuredArea, parts: Sequence[AreaPart]) -> Tables:
    times, settings, made = measured.times, measured.measures, measured.answered
    own = sensitivity_values(
        times, {}, settings.gap_min, settings.nearer_by_min, settings.inequality_aversion
    )
    values = sensitivity_values_of(parts, own)
    counted = adequacy_values_of(parts, adequacy_values(_judged(measured), {}))
    by_county = stacked(parts, "out.adequacy_county_bands")
    definition = measured.area.facilities.definition
    return {
        "out.sensitivity_values": values,
        "out.sensitivity": whole_bands(bands(values), values, KEY),
        "out.definition_figures": whole_definitions(definition_figures(values, definition), values),
        "out.local_bands": local_bands_of(parts, local_bands(times, {}, settings.gap_min)),
        "out.adequacy_values": counted,
        "out.adequacy_bands": whole_bands(adequacy_bands(counted), counted, COUNTED_KEY),
        "out.adequacy_county_bands": by_county,
        "out.adequacy_by_type": adequacy_by_type(made["out.adequacy_findings"], by_county),
        "out.geocoding": geocoding(measured.core.centers),
        "out.coarseness": coarseness_of(parts),
    } | survey_margins(times, settings)


def _judged(measured: MeasuredArea) -> Judged:
    """Return the counties as they were judged, with the scenarios that count any center of the land."""
    table = measured.answered["out.adequacy"]
    there = set(measured.core.centers["site_of_care"])
    counting = (name for name in VARIED_SCENARIOS if there & set(GROUPS_OF_SCENARIO[name]))
    return Judged(table[table["scenario"].isin(VARIED_SCENARIOS)], frozenset(counting))


def _provenance(measured: MeasuredArea, parts: Sequence[AreaPart], started_at: datetime) -> Tables:
    refused, core = rejected_of(parts), measured.core
    computed = {part.area.name: str(part.run["started_at"]) for part in parts}
    row = run_row(
        measured.area,
        roads_of(parts),
        core.centers,
        (core.population, core.surrounding_population),
        started_at=started_at,
        computed_at=computed,
    )
    rows = [sources_of(parts), runs_of(parts), row]
    sources = stacked(parts, "raw.sources").drop_duplicates(["source", "file", "sha256"])
    return {
        "raw.sources": sources.reset_index(drop=True),
        "raw.rejected": refused,
        "out.rejected": rejected_by_reason(refused),
        "out.provenance": pd.concat(rows, ignore_index=True),
    }
