"""What makes centers: how sure it is, on what they stand, and which rules say what of how many."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.centers.center_definitions import known_definitions
from pipelines.vocabulary.centers import CONFIDENCE_CLASSES
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE

IS_CENTER = "is_center"
"""What the rules conclude that decide whether a place is a center."""

LEAST_CONFIDENCES = tuple(CONFIDENCE_CLASSES)
"""Least confidence of each class, the surest first; the last holds all that are less sure, too."""

RULE = ["rule_id", "concludes", "value", "looks_at", "explanation"]


def own_evidence(evidence: pd.DataFrame, centers: pd.DataFrame, definition: str) -> pd.DataFrame:
    """Return the evidence of the centers that count; of `IS_CENTER` only what their definition counts.

    Parameters
    ----------
    evidence, centers
        core.center_evidence and core.centers.
    definition
        The one that the area uses.
    """
    counted = evidence["definitions"].str.split().map(lambda names: definition in names)
    telling = evidence["concludes"].ne(IS_CENTER) | counted
    return evidence[telling & evidence["center_id"].isin(centers["center_id"])]


def center_confidence(centers: pd.DataFrame) -> pd.DataFrame:
    """Count the centers of each site of care by how sure it is that they are centers.

    Parameters
    ----------
    centers
        core.centers, each with a confidence.

    Returns
    -------
    DataFrame
        out.center_confidence, a row a site of care that occurs or 'any' and each of `LEAST_CONFIDENCES`:
        least_confidence (of the class, inclusive), centers.
    """
    number = np.select(
        [centers["confidence"] >= least for least in LEAST_CONFIDENCES[:-1]],
        range(len(LEAST_CONFIDENCES) - 1),
        len(LEAST_CONFIDENCES) - 1,
    )
    site = centers["site_of_care"].to_numpy()
    occurring = [name for name in SITES_OF_CARE if (site == name).any()]
    return pd.DataFrame(
        [
            (name, least, int(((number == one) & ((site == name) | (name == ANY_SITE))).sum()))
            for name in (*occurring, ANY_SITE)
            for one, least in enumerate(LEAST_CONFIDENCES)
        ],
        columns=["site_of_care", "least_confidence", "centers"],
    )


def centers_stand_on(
    evidence: pd.DataFrame, centers: pd.DataFrame, definition: str
) -> pd.DataFrame:
    """Count the centers by the kind of their weightiest evidence.

    Parameters
    ----------
    evidence, centers, definition
        As in `own_evidence`.

    Returns
    -------
    DataFrame
        out.centers_stand_on, a row a kind of evidence (`looks_at`) that is some center's weightiest: centers,
        their share of all that count, and alone: those with no other kind of evidence for them.
    """
    mine = own_evidence(evidence, centers, definition)
    for_it = mine[(mine["concludes"] == IS_CENTER) & (mine["value"] == "yes")]
    ranked = for_it.sort_values(
        ["center_id", "weight", "rule_id"], ascending=[True, False, True], kind="stable"
    )
    weightiest = ranked.drop_duplicates("center_id").set_index("center_id")["looks_at"]
    alone = for_it.groupby("center_id")["looks_at"].nunique().reindex(weightiest.index) == 1
    grouped = alone.groupby(weightiest)
    table = pd.DataFrame({"centers": grouped.size(), "alone": grouped.sum()})
    table = table.assign(share=table["centers"] / len(centers)).rename_axis("looks_at")
    return table.reset_index()[["looks_at", "centers", "share", "alone"]]


def center_rules(
    evidence: pd.DataFrame, definitions: pd.DataFrame, centers: pd.DataFrame, definition: str
) -> pd.DataFrame:
    """Tell the rules that apply to centers, and to how many.

    Parameters
    ----------
    evidence, centers, definition
        As in `own_evidence`.
    definitions
        core.center_definitions.

    Returns
    -------
    DataFrame
        out.center_rules, a row a rule and definition: what the rule concludes, its value, what it looks at
        and its explanation; weight (below zero where it speaks against); counted (whether the rule counts in
        the definition); centers to which it applies (null where it does not count). A rule on whether a
        place is a center has a row for each definition that knows centers, if any center is such thanks to or
        in spite of it; another rule one row for the area's own.
    """
    known = known_definitions(definitions)
    members = {
        name: set(definitions.loc[definitions["definition"] == name, "center_id"]) for name in known
    }
    rows = []
    judging = evidence[evidence["concludes"] == IS_CENTER]
    for _, holds in judging.groupby("rule_id")["center_id"]:
        rule = judging.loc[holds.index[0]]
        counted = rule["definitions"].split()
        counts = {
            name: int(holds.isin(members[name]).sum()) if name in counted else None
            for name in known
        }
        weight = rule["weight"] if rule["value"] == "yes" else -abs(rule["weight"])
        if any(counts.values()):
            rows += [
                (*rule[RULE], weight, name, name in counted, count)
                for name, count in counts.items()
            ]
    mine = own_evidence(evidence, centers, definition)
    others = mine[mine["concludes"] != IS_CENTER]
    for _, holds in others.groupby(["rule_id", "concludes"])["center_id"]:
        rule = others.loc[holds.index[0]]
        rows.append((*rule[RULE], rule["weight"], definition, True, len(holds)))
    table = pd.DataFrame(rows, columns=[*RULE, "weight", "definition", "counted", "centers"])
    return table.astype({"centers": "Int64"})
