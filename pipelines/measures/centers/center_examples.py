"""A few centers to be shown in full, and what became of the records on the way to centers."""

from __future__ import annotations

import math

import pandas as pd

from pipelines.facilities.rules import PRIOR_LOG_ODDS
from pipelines.measures.centers.center_evidence import IS_CENTER, own_evidence
from pipelines.vocabulary.centers import RECORD_STEPS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

TYPICAL_CONFIDENCE = 0.9
"""Centers with about this confidence are shown in full: neither beyond doubt nor in doubt."""

EXAMPLES = 3


def center_examples(centers: pd.DataFrame, evidence: pd.DataFrame, definition: str) -> pd.DataFrame:
    """Choose centers of the most common sites of care.

    Of each of the `EXAMPLES` most common sites of care in the area, the center whose confidence is nearest to
    `TYPICAL_CONFIDENCE`; of equals the first by id.

    Parameters
    ----------
    centers, evidence, definition
        core.centers, core.center_evidence, and the definition that the area uses.

    Returns
    -------
    DataFrame
        out.center_examples, in the order of the report: number (1 on), center_id, site_of_care, prior (the
        logarithm of odds that every place starts at), weights (of the rules that judge it, in the order of
        their ids, separated by spaces), log_odds (prior and weights summed), confidence.
    """
    inside = centers[centers["in_area"].astype(bool)]
    counts = {site: int((inside["site_of_care"] == site).sum()) for site in SITES_OF_CARE}
    common = sorted((site for site in SITES_OF_CARE if counts[site]), key=lambda one: -counts[one])
    mine = own_evidence(evidence, centers, definition)
    judging = mine[mine["concludes"] == IS_CENTER].sort_values("rule_id")
    rows = []
    for number, site in enumerate(common[:EXAMPLES], 1):
        of_site = inside[inside["site_of_care"] == site]
        away = (of_site["confidence"] - TYPICAL_CONFIDENCE).abs().round(9)
        chosen = of_site.assign(away=away).sort_values(["away", "center_id"]).iloc[0]
        weights = judging.loc[judging["center_id"] == chosen["center_id"], "weight"].astype(float)
        rows.append(
            {
                "number": number,
                "center_id": chosen["center_id"],
                "site_of_care": site,
                "prior": PRIOR_LOG_ODDS,
                "weights": " ".join(f"{weight:g}" for weight in weights),
                "log_odds": PRIOR_LOG_ODDS + math.fsum(weights),
                "confidence": float(chosen["confidence"]),
            }
        )
    names = ["number", "center_id", "site_of_care", "prior", "weights", "log_odds", "confidence"]
    return pd.DataFrame(rows, columns=names)


def records_to_centers(center_counts: pd.DataFrame) -> pd.DataFrame:
    """Tell what became of the records, step by step.

    Parameters
    ----------
    center_counts
        core.center_counts.

    Returns
    -------
    DataFrame
        out.records_to_centers, a row each of `RECORD_STEPS`: number (1 on), step, records (left out in the
        step; null at the two ends), left.
    """
    told = dict(zip(center_counts["step"], center_counts["records"], strict=True))
    counts = {step: int(told[step]) for step in RECORD_STEPS}
    left, rows = 0, []
    for number, (step, count) in enumerate(counts.items(), 1):
        an_end = step in (RECORD_STEPS[0], RECORD_STEPS[-1])
        left = count if an_end else left - count
        rows.append((number, step, None if an_end else count, left))
    table = pd.DataFrame(rows, columns=["number", "step", "records", "left"])
    return table.astype({"records": "Int64"})
