"""The centers of the explorer: where each stands, what it is, and why it counts as one."""

from __future__ import annotations

from typing import Any

from pipelines.contracts import CONTRACTS
from pipelines.explore.explored import Explored, numbers
from pipelines.explore.land import whole
from pipelines.out_tables import Row
from pipelines.report.telling.placing import placed_by
from pipelines.vocabulary.centers import ATTRIBUTES, CONCLUSIONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

_TOLD = (
    "operator",
    "operator_kind",
    "therapy_line",
    "supervision",
    "place_of_service",
    "medicare_payable",
    "capacity",
    "beds",
    "infusions_per_year",
    "npi",
    "ccn",
)
"""Columns of core.centers that are told where they are known, in this order."""


def center_data(explored: Explored) -> dict[str, Any]:
    """Return the centers in the order of the ground's, a list a column.

    Returns
    -------
    dict
        id, name, where (address), lon and lat (whole numbers), site (number in `SITES_OF_CARE`), and facts:
        what is known of each, pairs of heading and words. Names are as their sources write them.
    """
    centers = explored.facts.tables["core.centers"].set_index("center_id", drop=False)
    centers = centers.loc[explored.ground.centers["center_id"]]
    rows = [row for row in _rows(explored) if row["center_id"] in centers.index]
    by_id = {row["center_id"]: row for row in rows}
    mine = [by_id[one] for one in centers["center_id"]]
    return {
        "id": [row["center_id"] for row in mine],
        "name": [row["name"] or row["center_id"] for row in mine],
        "where": [_address(row) for row in mine],
        "lon": whole(centers["lon"]).tolist(),
        "lat": whole(centers["lat"]).tolist(),
        "site": numbers(centers["site_of_care"], SITES_OF_CARE),
        "facts": [explored.facts.words.said(_known(row)) for row in mine],
    }


def evidence_data(explored: Explored) -> dict[str, Any]:
    """Return why each place counts as a center, in the order of `center_data`.

    Returns
    -------
    dict
        texts: every explanation once; rules: of each center its rules as `[question, rule, weight, text, source
        rows]`, question and text by number; text: of a center without rules the source rows that name it.
    """
    tables = explored.facts.tables
    by_center: dict[str, list[Row]] = {}
    for row in tables.rows("core.center_evidence"):
        by_center.setdefault(row["center_id"], []).append(row)
    by_id = {row["center_id"]: row for row in _rows(explored)}
    texts: dict[str, int] = {}
    rules, told = [], []
    for center in explored.ground.centers["center_id"]:
        mine = sorted(
            by_center.get(center, []), key=lambda row: CONCLUSIONS.index(row["concludes"])
        )
        rules.append(
            [
                [
                    CONCLUSIONS.index(row["concludes"]),
                    row["rule_id"],
                    f"{row['weight']:+.1f}",
                    texts.setdefault(f"{row['value']}: {row['explanation']}", len(texts)),
                    row["told_by"] or "",
                ]
                for row in mine
            ]
        )
        told.append("" if mine else by_id[center]["evidence"] or "")
    return {
        "questions": [CONCLUSIONS.heading(one) for one in CONCLUSIONS],
        "texts": list(texts),
        "rules": rules,
        "text": told,
    }


def _rows(explored: Explored) -> list[Row]:
    return explored.facts.tables.rows("core.centers")


def _address(row: Row) -> str:
    town = " ".join(part for part in (row.get("state"), row.get("zip")) if part)
    return ", ".join(part for part in (row.get("address"), row.get("city"), town) if part)


def _known(row: Row) -> list[list[str]]:
    columns = CONTRACTS["core.centers"].columns
    told = [["Placed by", placed_by(row)]]
    for name in _TOLD:
        value = row.get(name)
        if value is not None and value != "":
            heading = columns[name].heading or name.replace("_", " ").capitalize()
            told.append([heading, _written(name, value)])
    if row["confidence"] is not None:
        told.append(["Confidence that it is a center", f"{row['confidence']:.2f}"])
    return told


def _written(name: str, value: object) -> str:
    words = ATTRIBUTES.get(name)
    if words is not None and str(value) in words:
        return words.heading(str(value))
    return f"{value:,.0f}" if isinstance(value, float) else str(value)
