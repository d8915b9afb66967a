"""What the warehouse tells of how centers were found, gathered for the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.out_tables import records
from pipelines.report.facts import Facts
from pipelines.report.telling.pages import read_frames
from pipelines.vocabulary.centers import DEFINITIONS

CORE_TABLES = (
    "centers",
    "center_counts",
    "center_definitions",
    "center_evidence",
    "center_scores",
)

COARSE = ("zip", "city")
"""Values of `geocode_precision` that are the middle of an area."""

WITHOUT_COARSE = "without_coarse"
"""Variant of out.sensitivity_values that leaves centers placed so out."""

BY_KIND = "concluded"
"""`looks_at` of rules that look at nothing but the site of care that other rules concluded."""

Figure = tuple[str, str, str | None, str]
"""(definition or `WITHOUT_COARSE`, stratum, site of care or None, figure)."""


@dataclass(frozen=True, eq=False)
class Found:
    """How centers were found.

    Attributes
    ----------
    own
        The definition that the report uses; without meaning where nothing was judged.
    centers : DataFrame
        core.centers: those that count.
    counts
        What became of the records: step -> records; empty where the run told nothing.
    definitions : DataFrame
        core.center_definitions; empty where nothing was judged.
    evidence : DataFrame
        core.center_evidence; empty where nothing was judged.
    scores : DataFrame
        core.center_scores; empty but for fictional areas with registries.
    figures
        Headline figures under each definition, and without coarsely placed centers; None where the figure
        does not exist.
    """

    own: str
    centers: pd.DataFrame
    counts: Mapping[str, int]
    definitions: pd.DataFrame
    evidence: pd.DataFrame
    scores: pd.DataFrame
    figures: Mapping[Figure, float | None]

    @property
    def judged(self) -> bool:
        """Whether registries were read, so that places were judged by rules."""
        return not self.definitions.empty

    @property
    def told(self) -> tuple[str, ...]:
        """The definitions under which centers are known, in the order of every table."""
        if not self.judged:
            return ()
        known = set(self.definitions["definition"])
        return tuple(name for name in DEFINITIONS if name in known)

    @property
    def compared(self) -> tuple[str, ...]:
        """The definitions whose headline figures are known; none where there is nothing to compare."""
        known = {definition for definition, *_ in self.figures}
        compared = tuple(name for name in self.told if name in known)
        return compared if len(compared) > 1 else ()

    def in_area(self) -> pd.DataFrame:
        """Return the rows of core.center_definitions that lie in the area itself."""
        return self.definitions[self.definitions["in_area"].astype(bool)]

    def own_evidence(self) -> pd.DataFrame:
        """Return the evidence of the centers that count; of `is_center` only what their definition counts."""
        counted = self.evidence["definitions"].str.split().map(lambda names: self.own in names)
        telling = self.evidence["concludes"].ne("is_center") | counted
        mine = self.evidence["center_id"].isin(self.centers["center_id"])
        return self.evidence[telling & mine]


def read_found(facts: Facts) -> Found:
    """Read how the centers of an area were found.

    Parameters
    ----------
    facts
        Whose settings name the definition that the report uses.

    Raises
    ------
    WarehouseError
        The warehouse is missing.
    """
    core = read_frames(facts.tables, CORE_TABLES, "core")
    values = facts.tables["out.sensitivity_values"]
    own = facts.area.facilities.definition
    return Found(
        own=own,
        centers=core["centers"],
        counts={row["step"]: row["records"] for row in records(core["center_counts"])},
        definitions=core["center_definitions"],
        evidence=core["center_evidence"],
        scores=core["center_scores"],
        figures=_figures(values, own),
    )


def _figures(values: pd.DataFrame, own: str) -> dict[Figure, float | None]:
    """Take the figures of each definition from out.sensitivity_values; the base is the area's own."""
    found: dict[Figure, float | None] = {}
    for row in records(values):
        variant = own if row["dimension"] == "base" else row["variant"]
        if variant in (*DEFINITIONS, WITHOUT_COARSE):
            found[variant, row["stratum"], row["site_of_care"], row["figure"]] = row["value"]
    return found
