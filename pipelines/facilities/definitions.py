"""How far the definition of a center moves the result: the set of centers under each definition, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.facilities.judging import Judgement
from pipelines.facilities.rules import LEAST_CONFIDENCE, rule_table
from pipelines.vocabulary.centers import DEFINITIONS

EVIDENCE_COLUMNS = (
    *("center_id", "rule_id", "looks_at", "concludes", "value", "weight", "definitions"),
    *("explanation", "told_by"),
)
"""Columns of core.center_evidence; `told_by` names the source rows that the rule stands on."""


def center_definitions(
    places: pd.DataFrame, judgement: Judgement, *, billing_given: bool
) -> pd.DataFrame:
    """Return the centers under each definition.

    Parameters
    ----------
    places
        One row a place, in the order of the judgement.
    judgement
        What the rules say of them.
    billing_given
        Whether a source tells what was billed; the definition `billing` has no centers without.

    Returns
    -------
    DataFrame
        The rows of `places` that are centers, with `definition` and the `confidence` under it, ordered by
        definition and center_id.
    """
    parts = []
    for definition in DEFINITIONS:
        if definition == "billing" and not billing_given:
            continue
        found = judgement.found(definition)
        chance = judgement.confidence[definition]
        parts.append(places.assign(definition=definition, confidence=chance)[found])
    every = pd.concat(parts).sort_values("center_id", kind="stable")
    order = every["definition"].map(DEFINITIONS.index)
    ordered: pd.DataFrame = every.iloc[np.argsort(order, kind="stable")]
    return ordered.reset_index(drop=True)


def center_evidence(center_id: pd.Series[str], judgement: Judgement) -> pd.DataFrame:
    """Return one row a place and rule that applies to it, for places that are centers under any definition.

    Parameters
    ----------
    center_id
        Of each place, in the order of the judgement.
    judgement
        What the rules say of them.
    """
    counts = np.zeros(len(center_id), dtype=bool)
    for definition in DEFINITIONS:
        counts |= judgement.confidence[definition] >= LEAST_CONFIDENCE
    rows = judgement.evidence[counts[judgement.evidence["center"].to_numpy()]]
    rules = rule_table().iloc[rows["rule"]].reset_index(drop=True)
    frame = rules.assign(
        center_id=center_id.to_numpy()[rows["center"].to_numpy()],
        told_by=rows["told_by"].to_numpy(),
        rule=rows["rule"].to_numpy(),
    )
    ordered: pd.DataFrame = frame.sort_values(["center_id", "rule"], ignore_index=True)
    return ordered[list(EVIDENCE_COLUMNS)]


def evidence_sentences(judgement: Judgement) -> pd.Series[str]:
    """Return for each place the rules that speak for or against a center, with the source rows."""
    rules = rule_table()
    rows = judgement.evidence.sort_values(["center", "rule"])
    rule = rules.iloc[rows["rule"]].reset_index(drop=True)
    told_by = rows["told_by"].reset_index(drop=True)
    sentence = rule["rule_id"] + " " + rule["explanation"]
    sentence += (" (" + told_by + ")").where(told_by.ne(""), "")
    chosen = rule["concludes"].eq("is_center").to_numpy()
    joined = sentence[chosen].groupby(rows["center"].to_numpy()[chosen]).agg("; ".join)
    count = len(judgement.fired)
    return joined.reindex(range(count)).fillna("no rule speaks of a center").astype("str")
