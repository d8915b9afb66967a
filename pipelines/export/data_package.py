"""`datapackage.json`: what each file, table and column is, by the Frictionless Data Package (version 1).

Types, units, meaning, keys and what a missing value means are those of the contracts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipelines.contracts import CONTRACTS, Column, Contract
from pipelines.export.tables import geometry_columns
from pipelines.provenance import SOURCE
from pipelines.report.facts import Facts

TYPES = {
    "text": "string",
    "number": "number",
    "whole number": "integer",
    "true or false": "boolean",
    "geometry": "string",
}
"""Type of a column -> of a field; shapes are well-known text."""

_UNTOLD = "a further column of this run, which the contract does not promise"


def data_package(
    facts: Facts, tables: Mapping[str, pd.DataFrame], files: Mapping[str, bytes], created: str
) -> dict[str, Any]:
    """Describe the files of an export.

    Parameters
    ----------
    facts
        The area's facts.
    tables
        Full name -> rows, as `csv/<name>.csv` holds them.
    files
        Path in the package -> content; those that are no table are told as plain resources.
    created
        When the run was, in the format of RFC 3339.

    Returns
    -------
    dict
        As JSON takes it; resources in the order of `files`.
    """
    identity = facts.area.area
    by_path = {f"csv/{name}.csv": name for name in tables}
    resources = [
        table_resource(by_path[path], path, tables[by_path[path]])
        if path in by_path
        else plain_resource(path)
        for path in files
    ]
    warning = " ".join(
        filter(
            None,
            ["Fictional: the area does not exist." if identity.fictional else "", identity.caveat],
        )
    )
    return {
        "profile": "data-package",
        "name": f"infusion-access-{facts.area.name.replace('_', '-')}",
        "title": f"Infusion Access: {identity.title}",
        "description": f"Who can drive to an infusion center, and what kind of center it is. {warning}".strip(),
        "created": created,
        "sources": _sources(facts),
        "resources": resources,
    }


def table_resource(name: str, path: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Describe one table as a tabular resource."""
    contract = CONTRACTS.get(name, Contract("", (), {}))
    key = [column for column in contract.key if frame[column].notna().all()] if len(frame) else []
    fields = [
        _field(str(column), contract.columns.get(str(column)), frame) for column in frame.columns
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key and len(key) == len(contract.key):
        schema["primaryKey"] = key
    return {
        "name": name.replace("_", "-"),
        "path": path,
        "profile": "tabular-data-resource",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": name,
        "description": contract.sentence or "Rows of this run that no contract describes.",
        "schema": schema,
    }


def plain_resource(path: str) -> dict[str, Any]:
    """Describe a file that is no CSV table."""
    stem, _, ending = path.rpartition(".")
    return {
        "name": path.lower().replace("/", "-").replace("_", "-"),
        "path": path,
        "profile": "data-resource",
        "type": "file",
        "format": ending,
        "title": stem.rpartition("/")[2],
    }


def _field(name: str, column: Column | None, frame: pd.DataFrame) -> dict[str, Any]:
    if column is None:
        return {"name": name, "type": _type_of(frame, name), "description": _UNTOLD}
    field: dict[str, Any] = {
        "name": name,
        "type": TYPES[column.type],
        "title": column.heading,
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.null:
        field["missing"] = column.null
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if not column.null:
        told["required"] = True
    if column.low is not None:
        told["minimum"] = column.low
    if column.high is not None:
        told["maximum"] = column.high
    if column.among:
        told["enum"] = list(column.among)
    return told


def _type_of(frame: pd.DataFrame, name: str) -> str:
    values = frame[name]
    if name in geometry_columns(frame):
        return "string"
    if pd.api.types.is_bool_dtype(values.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(values.dtype) else "string"


def _sources(facts: Facts) -> Sequence[dict[str, str]]:
    """Name each source file with its vintage, terms, and address where it has one."""
    told = []
    for row in facts.tables.rows("out.provenance", kind=SOURCE):
        source = {
            "title": f"{row['publisher']} ({row['vintage']}): {row['file']}",
            "terms": row["licence"],
        }
        if str(row["url"]).startswith(("https://", "http://")):
            source["path"] = row["url"]
        told.append(source)
    return told
