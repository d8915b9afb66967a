"""What the tables of the core layer promise."""

from __future__ import annotations

from pipelines.area import SITES_OF_CARE
from pipelines.contracts.columns import (
    CODES,
    LAT,
    LON,
    STRATUM,
    Contract,
    boolean,
    contract,
    number,
    text,
)
from pipelines.contracts.names import GEOCODE_PRECISIONS

CORE: dict[str, Contract] = {
    "core.centers": contract(
        ("center_id",),
        {
            "center_id": (text(), "stable id: source and the source's own id"),
            "name": (text(), "name as the source writes it"),
            "site_of_care": (text(among=SITES_OF_CARE), "site of care"),
            "therapy_line": (
                text(null=True, among=("oncology", "specialty", "both")),
                "what is infused; null where the source does not say",
            ),
            "operator": (text(null=True), "management company or system; null where unknown"),
            "npi": (text(null=True), "National Provider Identifier; null where unknown"),
            "ccn": (text(null=True), "CMS Certification Number; null where unknown"),
            "lon": LON,
            "lat": LAT,
            "geocode_precision": (
                text(among=GEOCODE_PRECISIONS),
                "where the coordinates come from",
            ),
            "medicare_payable": (
                boolean(),
                "whether Medicare pays there; null where unknown",
            ),
            "supervision": (text(null=True), "MD, NP, RN or none on site; null where unknown"),
            "capacity": (
                number(0, null=True),
                "chairs or the like; null where unknown, never a guess",
            ),
            "confidence": (
                number(0, 1, null=True),
                "0-1 that this is a center; null where not judged",
            ),
            "evidence": (text(), "which source rows and rules speak for it"),
        },
    ),
    "core.population": contract(
        ("geoid",),
        {
            "geoid": (text(), "block group or whichever zone the population came in"),
            "lon": LON,
            "lat": LAT,
            "county_fips": (text(), "five-digit county FIPS code"),
            "population": (number(0), "people counted: the denominator of every share"),
            "stratum": STRATUM,
            **CODES,
        },
    ),
    "core.counties": contract(
        ("county_fips",),
        {
            "county_fips": (text(), "five-digit county FIPS code"),
            "name": (text(), "name without 'County'"),
            "state": (text(), "postal abbreviation, else state FIPS code"),
            "area_sqmi": (number(0), "land area in square miles"),
            "population": (
                number(0, null=True),
                "people counted in core.population; null outside the area",
            ),
            **CODES,
        },
        geometry=("geometry",),
    ),
}
"""Contracts of the core layer, by full name."""
