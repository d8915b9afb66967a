"""One center's evidence in plain words: `infusion-access show CENTER_ID --area AREA`."""

from __future__ import annotations

from pipelines.out_tables import OutTables, Row
from pipelines.report.facts import Facts
from pipelines.report.show.place import area_title, suggested
from pipelines.report.telling.placing import placed_by
from pipelines.vocabulary.centers import CONCLUSIONS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.warehouse import WarehouseError

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


def is_center(facts: Facts, center_id: str) -> bool:
    """Tell whether the warehouse knows a center of this id."""
    return bool(_centers(facts.tables, center_id))


def describe_center(facts: Facts, center_id: str) -> str:
    """Tell what is known of one center, and why it counts as one.

    Parameters
    ----------
    facts
        The area's facts.
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
    tables, identity = facts.tables, facts.area.area
    found = _centers(tables, center_id)
    if not found:
        alike = tables.most_like(center_id, "core.centers", ["center_id", "name"])
        raise WarehouseError(f"{center_id}: no such center in {identity.title}{suggested(alike)}")
    center = found[0]
    definitions = tables.find("core.center_definitions", center_id=center_id)
    evidence = tables.find("core.center_evidence", center_id=center_id)
    lines = [
        f"{center_id}, {center['name']} ({area_title(facts)})",
        facts.words.said(_kind(center)),
        f"{center['lat']:.5f}, {center['lon']:.5f}, placed by {placed_by(center)}",
        *(f"{label}: {_told(center[key])}" for key, label in _FIELDS if _known(center, key)),
        "",
        *(_definition_lines(definitions) if definitions else []),
        *(_evidence_lines(evidence) if evidence else ["Evidence:", f"  {center['evidence']}"]),
    ]
    lines += facts.words.notes
    return "\n".join([*lines, identity.caveat] if identity.caveat else lines)


def _centers(tables: OutTables, center_id: str) -> list[Row]:
    """Return the center's row, if need be from another definition than the area's own."""
    counted = tables.find("core.centers", center_id=center_id)
    return counted or tables.find("core.center_definitions", center_id=center_id)[:1]


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


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _definition_lines(definitions: list[Row]) -> list[str]:
    counted = ", ".join(f"{row['definition']} ({row['confidence']:.2f})" for row in definitions)
    return [f"A center under the definitions (confidence): {counted}", ""]


def _evidence_lines(evidence: list[Row]) -> list[str]:
    lines = []
    for concludes, question in CONCLUSIONS.headings.items():
        rows = [row for row in evidence if row["concludes"] == concludes]
        if not rows:
            continue
        lines.append(question)
        for row in rows:
            lines.append(
                f"  {row['rule_id']} {_plain(row['value']):<14} {row['weight']:+6.1f}  {row['explanation']}"
            )
            if row["told_by"]:
                lines.append(f"{'':27}{row['told_by']}")
    return lines
