"""What the evidence makes of each place: is it a center, of what kind, by which rules and source rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from pipelines.facilities.facts import FACTS, center_facts, record_facts
from pipelines.facilities.matching.same_center import AREA_PRECISIONS
from pipelines.facilities.rules import (
    LEAST_CONFIDENCE,
    Fired,
    confidence,
    evaluate,
    rule_table,
)
from pipelines.sphere import m_to_chord, unit_vectors
from pipelines.vocabulary.centers import DEFINITIONS

CAMPUS_M = 250 * 0.9144
"""A department within 250 yards of the main building is on the hospital's campus (42 CFR 413.65(a)(2))."""

SOURCE_OF_RULE = {"billing": "billing_source", "hospital services": "hospital_source"}
"""What a rule looks at -> column of the records with its source rows; others stand on the record itself."""

TOLD_BY_LIMIT = 8
"""Source rows named for one rule; a clinic with a hundred physicians needs no more to be looked up."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the rules say of each place.

    Attributes
    ----------
    conclusions
        site_of_care and the other conclusions of `pipelines.facilities.rules.evaluate`, with
        `infusions_per_year` (billed to Medicare by its clinicians in an office; null where none).
    confidence
        By definition, float64 0-1 a place.
    fired
        Which rule applies to which place.
    evidence
        The source rows each rule stands on: center number, rule number and `told_by`.
    """

    conclusions: pd.DataFrame
    confidence: dict[str, npt.NDArray[np.float64]]
    fired: Fired
    evidence: pd.DataFrame

    def found(self, definition: str) -> npt.NDArray[np.bool_]:
        """Tell which places are centers under a definition."""
        found: npt.NDArray[np.bool_] = self.confidence[definition] >= LEAST_CONFIDENCE
        return found


def judged(
    records: pd.DataFrame,
    center: npt.NDArray[np.int64],
    *,
    min_infusions: float,
    hospital_evidence_given: bool,
) -> Judgement:
    """Apply the rules to the records of each center.

    Parameters
    ----------
    records
        As `pipelines.facilities.records.all_records` makes them.
    center
        The number of each record's center, ascending with its first record.
    min_infusions
        Infusions a year, billed to Medicare in an office, that count as routine.
    hospital_evidence_given
        Whether a source of this run tells which hospitals infuse.

    Returns
    -------
    Judgement
        Places in ascending order of their numbers.
    """
    of_record = record_facts(records)
    facts = center_facts(of_record, center).assign(
        hospital_evidence_given=hospital_evidence_given, min_infusions=min_infusions
    )
    facts["hospital"] = facts[["hospital_record", "told_hospital", "hospital_taxonomy"]].any(axis=1)
    facts["on_campus"] = _on_campus(records, center, facts)
    conclusions, fired = evaluate(facts)
    billed = facts["office_infusions"]
    conclusions["infusions_per_year"] = billed.where(billed > 0)
    return Judgement(
        conclusions=conclusions.reset_index(drop=True),
        confidence={name: confidence(fired, name) for name in DEFINITIONS},
        fired=fired,
        evidence=_told_by(records, of_record, center, fired),
    )


def _on_campus(
    records: pd.DataFrame, center: npt.NDArray[np.int64], facts: pd.DataFrame
) -> pd.Series[bool]:
    """Tell which centers hold a hospital of the registry, or lie within its campus."""
    precise = ~records["geocode_precision"].isin(AREA_PRECISIONS).to_numpy()
    hospital = records["hospital_record"].to_numpy(dtype=bool)
    main = records[hospital & precise]
    near = facts["hospital_record"].copy()
    if main.empty:
        return near
    tree = cKDTree(unit_vectors(main["lon"].to_numpy(), main["lat"].to_numpy()))
    points = records[precise]
    distance, _ = tree.query(
        unit_vectors(points["lon"].to_numpy(), points["lat"].to_numpy()),
        distance_upper_bound=m_to_chord(CAMPUS_M),
    )
    on_campus = np.unique(center[precise][np.isfinite(distance)])
    return near | near.index.isin(on_campus)


def _told_by(
    records: pd.DataFrame,
    of_record: pd.DataFrame,
    center: npt.NDArray[np.int64],
    fired: Fired,
) -> pd.DataFrame:
    """Return for each rule that applies the records in which one of its facts is true."""
    rules = rule_table()
    position = np.unique(center, return_inverse=True)[1]
    says = of_record.to_numpy(dtype=np.float64) > 0
    places = {name: at for at, name in enumerate(of_record.columns)}
    sources = {
        looks_at: records[column].to_numpy(dtype=object)
        for looks_at, column in SOURCE_OF_RULE.items()
    }
    registered = records["evidence"].to_numpy(dtype=object)
    parts = []
    for rule, (condition, looks_at) in enumerate(
        zip(rules["when"], rules["looks_at"], strict=True)
    ):
        named = [places[word] for word in _facts_named(condition) if word in places]
        speaks = says[:, named].any(axis=1) & fired[position, rule]
        if speaks.any():
            rows = pd.DataFrame(
                {"center": position[speaks], "told_by": sources.get(looks_at, registered)[speaks]}
            )
            told = rows.groupby("center")["told_by"].agg(list).map(_shortened)
            parts.append(pd.DataFrame({"rule": rule, "told_by": told}).reset_index())
    at, rule_number = np.nonzero(fired)
    every = pd.DataFrame({"center": at, "rule": rule_number})
    told_by = pd.concat(parts) if parts else every.assign(told_by="").head(0)
    found = every.merge(told_by, on=["center", "rule"], how="left", validate="1:1")
    return found.assign(told_by=found["told_by"].fillna("").astype("str"))


def _facts_named(condition: str) -> list[str]:
    # What is not the case is no row's doing: only facts that are asserted name source rows.
    asserted = re.sub(r"\bnot \w+", " ", condition)
    asserted = re.sub(r"\b\w+ == 0", " ", asserted)
    return [word for word in re.findall(r"[a-z_]+", asserted) if word in FACTS]


def _shortened(told: list[str]) -> str:
    distinct = list(dict.fromkeys(filter(None, told)))
    more = len(distinct) - TOLD_BY_LIMIT
    return "; ".join(distinct[:TOLD_BY_LIMIT]) + (f"; and {more} more" if more > 0 else "")
