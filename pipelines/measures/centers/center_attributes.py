"""What is known of the centers, of how many it is not, and how many are answered for their kind alone."""

from __future__ import annotations

import pandas as pd

from pipelines.vocabulary.centers import ATTRIBUTES

NUMBERS = ("capacity", "infusions_per_year")
"""Columns of core.centers whose number is known or not."""

KNOWN = "known"
"""`answer` of a number that is known."""

RULED = ("supervision", "medicare_payable", "place_of_service")
"""What rules may conclude from the site of care alone."""

BY_KIND = "concluded"
"""`looks_at` of rules that look at nothing but the site of care that other rules concluded."""


def centers_known(centers: pd.DataFrame, evidence: pd.DataFrame | None) -> pd.DataFrame:
    """Count the centers by what is known of them.

    Parameters
    ----------
    centers
        core.centers.
    evidence
        core.center_evidence; None where no registries were read.

    Returns
    -------
    DataFrame
        out.centers_known, a row an attribute and answer that occurs: number (1 on: the order of a table);
        attribute (of `ATTRIBUTES` or `NUMBERS`); answer (its code, `KNOWN` for a number, null where not
        known); explanation (of the rule that decides whether Medicare pays; null for other attributes and
        without registries); centers and their share; by_kind_alone (those whose answer follows from their
        site of care alone; null where no answer is given that way).
    """
    rows: list[tuple[object, ...]] = []
    for attribute in ATTRIBUTES:
        if attribute in centers:
            rows += _answers(centers, attribute, evidence)
    for attribute in NUMBERS:
        if attribute in centers:
            known = centers[attribute].notna()
            for answer, mine in ((KNOWN, known), (None, ~known)):
                if mine.any():
                    rows.append((attribute, answer, None, mine.sum(), mine.mean(), None))
    names = ["attribute", "answer", "explanation", "centers", "share", "by_kind_alone"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(0, "number", range(1, len(table) + 1))
    types = dict.fromkeys(names[:3], "str") | dict.fromkeys(("centers", "by_kind_alone"), "Int64")
    return table.astype(types | {"share": "float64"})


def _answers(
    centers: pd.DataFrame, attribute: str, evidence: pd.DataFrame | None
) -> list[tuple[object, ...]]:
    """Return the rows of one attribute: known answers in their order, others after them, the unknown last."""
    codes = list(ATTRIBUTES[attribute])
    values = centers[attribute].astype("object").map(str, na_action="ignore")
    why = pd.Series(None, index=centers.index, dtype="object")
    alone = None
    if evidence is not None:
        if attribute == "medicare_payable":
            rules = evidence.drop_duplicates("rule_id").set_index("rule_id")["explanation"]
            why = centers["medicare_rule"].map(rules).astype("object").where(values.notna(), None)
        if attribute in RULED:
            alone = _by_kind_alone(centers, attribute, evidence)
    ordered = [*codes, *sorted(set(values.dropna()) - set(codes))]
    # Answers without a reason come first; those with one from the last letter to the first.
    told = [(value, None, values.eq(value) & why.isna()) for value in ordered]
    told += [
        (value, reason, values.eq(value) & why.eq(reason))
        for value in ordered
        for reason in sorted(why.dropna().unique(), reverse=True)
    ]
    rows: list[tuple[object, ...]] = [
        (
            attribute,
            value,
            reason,
            mine.sum(),
            mine.mean(),
            None if alone is None else (mine & alone).sum(),
        )
        for value, reason, mine in told
        if mine.any()
    ]
    unknown = values.isna()
    if unknown.any():
        rows.append((attribute, None, None, unknown.sum(), unknown.mean(), None))
    return rows


def _by_kind_alone(
    centers: pd.DataFrame, attribute: str, evidence: pd.DataFrame
) -> pd.Series[bool]:
    """Tell which centers have an answer that only rules on their site of care support."""
    values = dict(zip(centers["center_id"], centers[attribute].map(_as_ruled), strict=True))
    rules = evidence[evidence["concludes"] == attribute]
    agreeing = rules[rules["value"] == rules["center_id"].map(values)]
    alone = (agreeing["looks_at"] == BY_KIND).groupby(agreeing["center_id"]).all().astype(bool)
    return centers["center_id"].isin(alone.index[alone])


def _as_ruled(value: object) -> object:
    """Return a value as rules write it: true is 'yes'."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
