"""Which centers count, how they were found and placed, and how sure that is."""

from __future__ import annotations

from pipelines.measures.centers.center_attributes import centers_known
from pipelines.measures.centers.center_counts import centers_by_site, centers_placed
from pipelines.measures.centers.center_definitions import centers_by_definition, definitions_agree
from pipelines.measures.centers.center_evidence import (
    center_confidence,
    center_rules,
    centers_stand_on,
)
from pipelines.measures.centers.center_examples import center_examples, records_to_centers
from pipelines.measures.centers.center_lists import center_lists
from pipelines.measures.run import MeasuredArea, Tables


def answer(run: MeasuredArea) -> Tables:
    """Count the centers, and where registries were read, what the evidence for them comes to."""
    core, definition = run.core, run.area.facilities.definition
    centers, evidence, definitions = core.centers, core.center_evidence, core.center_definitions
    tables = {
        "out.centers_by_site": centers_by_site(centers),
        "out.center_lists": center_lists(centers, evidence, run.area.sources.center_lists),
        "out.centers_placed": centers_placed(centers),
        "out.centers_known": centers_known(centers, evidence),
    }
    if len(core.center_counts):
        tables["out.records_to_centers"] = records_to_centers(core.center_counts)
    if evidence is None or definitions is None:
        return tables
    return tables | {
        "out.centers_by_definition": centers_by_definition(definitions),
        "out.definitions_agree": definitions_agree(definitions),
        "out.center_confidence": center_confidence(centers),
        "out.centers_stand_on": centers_stand_on(evidence, centers, definition),
        "out.center_rules": center_rules(evidence, definitions, centers, definition),
        "out.center_examples": center_examples(centers, evidence, definition),
    }
