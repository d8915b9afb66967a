"""How the promise of a table is written down, and the columns that several tables share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa

from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, STRATA


@dataclass(frozen=True)
class Contract:
    """What one table promises.

    Attributes
    ----------
    schema
        Columns with type, range and nullability.
    key
        Columns that together name a row; empty for a table without a key.
    meaning
        One sentence a column, with its unit and what null means.
    """

    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    meaning: dict[str, str]


def text(*, null: bool = False, among: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Describe a column of text."""
    return {"dtype": "str", "nullable": null, "checks": pa.Check.isin(among) if among else None}


def number(
    low: float | None = None, high: float | None = None, *, null: bool = False
) -> dict[str, Any]:
    """Describe a column of numbers between two ends, both inclusive."""
    checks = []
    if low is not None:
        checks.append(pa.Check.ge(low))
    if high is not None:
        checks.append(pa.Check.le(high))
    return {"dtype": "float64", "nullable": null, "checks": checks}


def whole(low: float = 0, *, null: bool = False) -> dict[str, Any]:
    """Describe a column of whole numbers, by default not negative."""
    return {"dtype": "Int64", "nullable": null, "checks": pa.Check.ge(low)}


def boolean() -> dict[str, Any]:
    """Describe a column of true, false or null."""
    return {"dtype": "boolean", "nullable": True}


def _geometry() -> dict[str, Any]:
    return {"dtype": None, "nullable": False, "coerce": False}


ColumnSpec = tuple[dict[str, Any], str]
"""What a column holds, as pandera takes it, and what it means in one sentence."""

LON: ColumnSpec = (number(-180, 180), "longitude, WGS 84 degrees")
LAT: ColumnSpec = (number(-90, 90), "latitude, WGS 84 degrees")
STRATUM: ColumnSpec = (
    text(null=True, among=STRATA),
    "stratum in the area's scheme; null where the place carries no code in it",
)
CODES: dict[str, ColumnSpec] = {
    "ruca": (number(1, 10.99, null=True), "Rural-Urban Commuting Area code; null where not coded"),
    "rucc": (number(1, 9, null=True), "USDA Rural-Urban Continuum Code 1-9; null where not coded"),
    "nchs": (number(1, 6, null=True), "NCHS urban-rural code 1-6; null where not coded"),
    "cms_county_type": (
        text(null=True, among=CMS_COUNTY_TYPES),
        "CMS county type of 42 CFR 422.116; null where population or area is unknown",
    ),
}
SITE_OR_ANY: ColumnSpec = (
    text(among=(*SITES_OF_CARE, ANY_SITE)),
    "site of care, or 'any' for the nearest of all",
)


def contract(
    key: tuple[str, ...],
    columns: dict[str, ColumnSpec],
    *,
    geometry: tuple[str, ...] = (),
    sometimes: dict[str, ColumnSpec] | None = None,
) -> Contract:
    """Put a table's columns together: name -> what it holds, and the sentence that says what it means.

    Columns of `sometimes` are there only where the area has the sources for them.
    """
    sometimes = sometimes or {}
    schema = pa.DataFrameSchema(
        {name: pa.Column(**{"coerce": True, **spec}) for name, (spec, _) in columns.items()}
        | {
            name: pa.Column(**{"coerce": True, **spec}, required=False)
            for name, (spec, _) in sometimes.items()
        }
        | {name: pa.Column(**_geometry()) for name in geometry},
        unique=list(key) or None,
        strict=False,
    )
    meaning = {name: sentence for name, (_, sentence) in (columns | sometimes).items()}
    return Contract(
        schema, key, meaning | dict.fromkeys(geometry, "WGS 84 geometry (stored as WKB)")
    )


STRATUM_GROUP: ColumnSpec = (
    text(among=(*STRATA, NO_STRATUM, ALL_STRATA)),
    "stratum, 'unclassified', or 'all' for the whole area",
)
