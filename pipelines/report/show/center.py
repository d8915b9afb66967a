"""One center's evidence in plain words: `infusion-access show CENTER_ID --area AREA`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.area import StudyArea
from pipelines.out_tables import Row, records
from pipelines.report.show.place import SUGGESTIONS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.warehouse import WarehouseError, as_frame, connect, holds_table

CONCLUSION_NAMES = {
    "is_center": "Is it an infusion center?",
    "site_of_care": "Which site of care?",
    "therapy_line": "Which therapy line?",
    "supervision": "Who supervises?",
    "place_of_service": "Which place of service?",
    "medicare_payable": "Does Medicare pay there?",
}
"""What a rule concludes -> the question that it answers."""

_FIELDS = (
    ("address", "Address"),
    ("operator", "Operator"),
    ("therapy_line", "Therapy line"),
    ("supervision", "Supervision"),
    ("place_of_service", "Place of service"),
    ("npi", "NPI"),
    ("ccn", "CCN"),
    ("capacity", "Capacity"),
    ("infusions_per_year", "Infusions billed to Medicare a year"),
    ("beds", "Staffed beds"),
    ("members", "Records brought together"),
)


def is_center(warehouse_path: Path, center_id: str) -> bool:
    """Tell whether the warehouse knows a center of this id."""
    with connect(warehouse_path) as warehouse:
        return bool(_centers(warehouse, center_id))


def describe_center(warehouse_path: Path, area: StudyArea, center_id: str) -> str:
    """Tell what is known of one center, and why it counts as one.

    Parameters
    ----------
    warehouse_path
        The area's DuckDB file.
    area
        Its settings.
    center_id
        The center, as in core.centers.

    Returns
    -------
    str
        Lines of text: name, kind, place and what else is known; which definitions count it; then each rule that
        applies with its weight, explanation and source rows. Where registries were not read, the rows of the
        list and of the registry of hospitals that name it.

    Raises
    ------
    WarehouseError
        The warehouse is missing or knows no such center; the message names centers that it knows.
    """
    with connect(warehouse_path) as warehouse:
        found = _centers(warehouse, center_id)
        if not found:
            raise WarehouseError(
                f"{center_id}: no such center in {area.area.title}{_suggested(warehouse, center_id)}"
            )
        center = found[0]
        definitions = _rows(warehouse, "core.center_definitions", center_id)
        evidence = _rows(warehouse, "core.center_evidence", center_id)
    identity = area.area
    where = f"({identity.title}{', fictional' if identity.fictional else ''})"
    lines = [
        f"{center_id}, {center['name']} {where}",
        _kind(center),
        f"{center['lat']:.5f}, {center['lon']:.5f}, known to the {center['geocode_precision']}",
        *(f"{label}: {_told(center[key])}" for key, label in _FIELDS if _known(center, key)),
        "",
        *(_definition_lines(definitions) if definitions else []),
        *(_evidence_lines(evidence) if evidence else ["Evidence:", f"  {center['evidence']}"]),
    ]
    return "\n".join([*lines, identity.caveat] if identity.caveat else lines)


def _centers(warehouse: duckdb.DuckDBPyConnection, center_id: str) -> list[Row]:
    """Return the center's row, if need be from another definition than the area's own."""
    for table in ("core.centers", "core.center_definitions"):
        rows = _rows(warehouse, table, center_id)
        if rows:
            return rows[:1]
    return []


def _rows(warehouse: duckdb.DuckDBPyConnection, table: str, center_id: str) -> list[Row]:
    """Return the center's rows of a table, none where the run wrote no such table."""
    if not holds_table(warehouse, table):
        return []
    found = warehouse.sql(
        f"SELECT * FROM {table} WHERE center_id = $center_id", params={"center_id": center_id}
    )
    return records(as_frame(found))


def _suggested(warehouse: duckdb.DuckDBPyConnection, center_id: str) -> str:
    """Name the centers whose id or name is most like what is asked for."""
    known = warehouse.execute(
        """
        SELECT center_id FROM core.centers
        ORDER BY greatest(
            jaro_winkler_similarity(center_id, $asked),
            jaro_winkler_similarity(lower(name), lower($asked))
        ) DESC, center_id
        LIMIT $count
        """,
        {"asked": center_id, "count": SUGGESTIONS},
    ).fetchall()
    return f" (it knows {', '.join(one for (one,) in known)} and others)" if known else ""


def _kind(center: Row) -> str:
    pays = {True: "Medicare pays there", False: "Medicare does not pay there"}
    told = [f"{SITES_OR_ANY.name(center['site_of_care'])} center"]
    if center["confidence"] is not None:
        told.append(f"confidence {center['confidence']:.2f}")
    told.append(pays.get(center["medicare_payable"], "not known whether Medicare pays there"))
    return ", ".join(told)


def _known(center: Row, key: str) -> bool:
    return center.get(key) not in (None, "")


def _told(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, float) else str(value)


def _definition_lines(definitions: list[Row]) -> list[str]:
    counted = ", ".join(f"{row['definition']} ({row['confidence']:.2f})" for row in definitions)
    return [f"A center under the definitions (confidence): {counted}", ""]


def _evidence_lines(evidence: list[Row]) -> list[str]:
    lines = []
    for concludes, question in CONCLUSION_NAMES.items():
        rows = [row for row in evidence if row["concludes"] == concludes]
        if not rows:
            continue
        lines.append(question)
        for row in rows:
            lines.append(
                f"  {row['rule_id']} {row['value']:<14} {row['weight']:+6.1f}  {row['explanation']}"
            )
            if row["told_by"]:
                lines.append(f"{'':27}{row['told_by']}")
    return lines
