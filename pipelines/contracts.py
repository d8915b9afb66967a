"""The schema of each table that others rely on, checked as a layer is written.

`CONTRACTS` maps a table's full name to its `Contract`: a pandera schema, the key, and one sentence a column.
Tables may carry further columns; those named here keep their name, type, range and meaning of null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa

from pipelines.errors import InputError
from pipelines.area import ANY_SITE, SITES_OF_CARE, STRATA

GAPS = ("choice", "hospital_only", "office_only", "none")
"""What a place has within `gap_min` minutes: both kinds of center, one kind, or neither."""

UNREACHED_REASONS = ("no_center", "no_road_near", "no_path")
"""Why a place has no drive time: there is no such center at all, the place lies too far from any road,
or no road leads from it to such a center."""

GEOCODE_PRECISIONS = ("rooftop", "address", "street", "zip", "city", "registry", "listed")
"""Where a center's coordinates come from; `listed` is taken from a user's list as it stands."""

CMS_COUNTY_TYPES = ("Large Metro", "Metro", "Micro", "Rural", "CEAC")
"""County types of 42 CFR 422.116, from the densest to extreme access considerations."""

ALL_STRATA = "all"
"""`stratum` of the row that sums over the whole area."""

NO_STRATUM = "unclassified"
"""`stratum` of the row for people whose place carries no code in the area's scheme."""


class ContractError(InputError):
    """A table that breaks its contract; the message names table, columns and offending values."""


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


def _text(*, null: bool = False, among: tuple[str, ...] | None = None) -> dict[str, Any]:
    return {"dtype": "str", "nullable": null, "checks": pa.Check.isin(among) if among else None}


def _number(
    low: float | None = None, high: float | None = None, *, null: bool = False
) -> dict[str, Any]:
    checks = []
    if low is not None:
        checks.append(pa.Check.ge(low))
    if high is not None:
        checks.append(pa.Check.le(high))
    return {"dtype": "float64", "nullable": null, "checks": checks}


def _geometry() -> dict[str, Any]:
    return {"dtype": None, "nullable": False, "coerce": False}


_Column = tuple[dict[str, Any], str]

_LON: _Column = (_number(-180, 180), "longitude, WGS 84 degrees")
_LAT: _Column = (_number(-90, 90), "latitude, WGS 84 degrees")
_STRATUM: _Column = (
    _text(null=True, among=STRATA),
    "stratum in the area's scheme; null where the place carries no code in it",
)
_CODES: dict[str, _Column] = {
    "ruca": (_number(1, 10.99, null=True), "Rural-Urban Commuting Area code; null where not coded"),
    "rucc": (_number(1, 9, null=True), "USDA Rural-Urban Continuum Code 1-9; null where not coded"),
    "nchs": (_number(1, 6, null=True), "NCHS urban-rural code 1-6; null where not coded"),
    "cms_county_type": (
        _text(null=True, among=CMS_COUNTY_TYPES),
        "CMS county type of 42 CFR 422.116; null where population or area is unknown",
    ),
}
_SITE_OR_ANY: _Column = (
    _text(among=(*SITES_OF_CARE, ANY_SITE)),
    "site of care, or 'any' for the nearest of all",
)


def _contract(
    key: tuple[str, ...], columns: dict[str, _Column], *, geometry: tuple[str, ...] = ()
) -> Contract:
    schema = pa.DataFrameSchema(
        {name: pa.Column(**{"coerce": True, **spec}) for name, (spec, _) in columns.items()}
        | {name: pa.Column(**_geometry()) for name in geometry},
        unique=list(key) or None,
        strict=False,
    )
    meaning = {name: sentence for name, (_, sentence) in columns.items()}
    return Contract(
        schema, key, meaning | dict.fromkeys(geometry, "WGS 84 geometry (stored as WKB)")
    )


CONTRACTS: dict[str, Contract] = {
    "core.centers": _contract(
        ("center_id",),
        {
            "center_id": (_text(), "stable id: source and the source's own id"),
            "name": (_text(), "name as the source writes it"),
            "site_of_care": (_text(among=SITES_OF_CARE), "site of care"),
            "therapy_line": (
                _text(null=True, among=("oncology", "specialty", "both")),
                "what is infused; null where the source does not say",
            ),
            "operator": (_text(null=True), "management company or system; null where unknown"),
            "npi": (_text(null=True), "National Provider Identifier; null where unknown"),
            "ccn": (_text(null=True), "CMS Certification Number; null where unknown"),
            "lon": _LON,
            "lat": _LAT,
            "geocode_precision": (
                _text(among=GEOCODE_PRECISIONS),
                "where the coordinates come from",
            ),
            "medicare_payable": (
                {"dtype": "boolean", "nullable": True},
                "whether Medicare pays there; null where unknown",
            ),
            "supervision": (_text(null=True), "MD, NP, RN or none on site; null where unknown"),
            "capacity": (
                _number(0, null=True),
                "chairs or the like; null where unknown, never a guess",
            ),
            "confidence": (
                _number(0, 1, null=True),
                "0-1 that this is a center; null where not judged",
            ),
            "evidence": (_text(), "which source rows and rules speak for it"),
        },
    ),
    "core.population": _contract(
        ("geoid",),
        {
            "geoid": (_text(), "block group or whichever zone the population came in"),
            "lon": _LON,
            "lat": _LAT,
            "county_fips": (_text(), "five-digit county FIPS code"),
            "population": (_number(0), "people counted: the denominator of every share"),
            "stratum": _STRATUM,
            **_CODES,
        },
    ),
    "core.counties": _contract(
        ("county_fips",),
        {
            "county_fips": (_text(), "five-digit county FIPS code"),
            "name": (_text(), "name without 'County'"),
            "state": (_text(), "postal abbreviation, else state FIPS code"),
            "area_sqmi": (_number(0), "land area in square miles"),
            "population": (
                _number(0, null=True),
                "people counted in core.population; null outside the area",
            ),
            **_CODES,
        },
        geometry=("geometry",),
    ),
    "out.drive_times": _contract(
        ("geoid", "site_of_care"),
        {
            "geoid": (_text(), "as in core.population"),
            "site_of_care": _SITE_OR_ANY,
            "drive_time_min": (
                _number(0, null=True),
                "minutes to the nearest; null when unreached",
            ),
            "distance_mi": (_number(0, null=True), "miles along that drive; null when unreached"),
            "center_id": (_text(null=True), "the nearest center; null when unreached"),
            "snap_m": (
                _number(0, null=True),
                "metres from the place to its road; null when no road is near",
            ),
            "unreached_reason": (
                _text(null=True, among=UNREACHED_REASONS),
                "why there is no drive time; null when reached",
            ),
        },
    ),
    "out.catchments": _contract(
        ("site_of_care", "within_min"),
        {
            "site_of_care": _SITE_OR_ANY,
            "within_min": (_number(0), "threshold in minutes, inclusive"),
            "population": (_number(0), "people of the area whose drive time is within it"),
        },
        geometry=("geometry", "band_geometry"),
    ),
    "out.coverage": _contract(
        ("stratum", "site_of_care", "within_min"),
        {
            "stratum": (
                _text(among=(*STRATA, NO_STRATUM, ALL_STRATA)),
                "stratum, 'unclassified', or 'all' for the whole area",
            ),
            "site_of_care": _SITE_OR_ANY,
            "within_min": (_number(0), "threshold in minutes, inclusive"),
            "population": (_number(0), "people of the stratum, unreached ones included"),
            "population_within": (_number(0), "those within the threshold"),
            "share": (
                _number(0, 1, null=True),
                "population_within / population; null in an empty stratum",
            ),
        },
    ),
    "out.gaps": _contract(
        ("geoid",),
        {
            "geoid": (_text(), "as in core.population"),
            "gap": (_text(among=GAPS), "what is within gap_min minutes"),
            "hospital_min": (
                _number(0, null=True),
                "minutes to the nearest hospital-based; null: unreached",
            ),
            "office_min": (
                _number(0, null=True),
                "minutes to the nearest office-based; null: unreached",
            ),
            "office_advantage_min": (
                _number(null=True),
                "hospital_min - office_min: positive where the office is nearer; null where either is null",
            ),
        },
    ),
    "out.adequacy": _contract(
        ("county_fips", "scenario"),
        {
            "county_fips": (_text(), "five-digit county FIPS code"),
            "scenario": (_text(), "which centers count"),
            "cms_county_type": (_text(among=CMS_COUNTY_TYPES), "county type that sets the limits"),
            "limit_min": (_number(0), "maximum minutes"),
            "limit_mi": (_number(0), "maximum miles"),
            "share_within": (_number(0, 1, null=True), "share within both limits; null: no people"),
            "required_share": (_number(0, 1), "share that the rule asks for"),
            "adequate": (
                {"dtype": "boolean", "nullable": True},
                "whether the county passes; null: no people",
            ),
        },
    ),
}
"""Contract of each table, by full name. `out.provenance` is written by `pipelines.provenance`."""


def check_contract(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check a table against its contract and return it with the contract's types.

    Parameters
    ----------
    table
        Full name such as ``out.coverage``. A table without a contract passes as it is.
    frame
        The rows. Geometry columns hold shapely objects, never null.

    Returns
    -------
    DataFrame
        The same rows and columns, coerced.

    Raises
    ------
    ContractError
        Columns missing, of the wrong type, out of range, null or repeated in the key; all faults are listed.
    """
    contract = CONTRACTS.get(table)
    if contract is None:
        return frame
    try:
        checked: pd.DataFrame = contract.schema.validate(pd.DataFrame(frame), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.groupby(["column", "check"], dropna=False, sort=True)[
            "failure_case"
        ]
        faults = [
            f"  {column}: {check}: {len(values)} rows, for example {values.iloc[0]!r}"
            for (column, check), values in cases
        ]
        raise ContractError(f"{table} breaks its contract:\n" + "\n".join(faults)) from None
    return checked
