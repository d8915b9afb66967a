"""What the tables of the core layer promise."""

from __future__ import annotations

from pipelines.contracts.columns import (
    CODES,
    LAT,
    LON,
    SITE_OR_ANY,
    STRATUM,
    ColumnSpec,
    Contract,
    boolean,
    contract,
    number,
    text,
    whole,
)
from pipelines.vocabulary.centers import DEFINITIONS, GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

CENTER: dict[str, ColumnSpec] = {
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
}
"""What core.centers tells of a center."""

JUDGED: dict[str, ColumnSpec] = {
    "place_of_service": (
        text(null=True),
        "Medicare's place of service code, such as 11 office or 22 on campus; null where no rule tells it",
    ),
    "medicare_rule": (text(null=True), "rule_id of the rule that decided medicare_payable"),
    "operator_kind": (
        text(null=True),
        "management_company, health_system or independent; null where unknown",
    ),
    "infusions_per_year": (
        number(0, null=True),
        "infusions a year billed to Medicare in the office, a lower bound; null where none is known",
    ),
}
"""What core.centers tells besides where registries are read."""

CORE: dict[str, Contract] = {
    "core.centers": contract(("center_id",), CENTER, sometimes=JUDGED),
    "core.center_counts": contract(
        ("step",),
        {
            "step": (text(), "what became of the records on the way from sources to centers"),
            "records": (whole(), "how many records or places"),
        },
    ),
    "core.center_definitions": contract(
        ("definition", "center_id"),
        {
            "definition": (text(among=DEFINITIONS), "definition under which this is a center"),
            **CENTER,
        },
        sometimes=JUDGED,
    ),
    "core.center_evidence": contract(
        ("center_id", "rule_id"),
        {
            "center_id": (text(), "a center under at least one definition"),
            "rule_id": (text(), "rule of pipelines/facilities/data/rules.csv that applies to it"),
            "looks_at": (text(), "what the rule looks at"),
            "concludes": (text(), "which question it answers"),
            "value": (text(), "its answer"),
            "weight": (number(), "how much it counts; for is_center in logarithms of odds"),
            "definitions": (text(), "definitions in which it counts, separated by spaces"),
            "explanation": (text(), "why, in words"),
            "told_by": (text(), "the source rows that it stands on; empty if none"),
        },
    ),
    "core.center_scores": contract(
        ("definition", "site_of_care"),
        {
            "definition": (text(among=DEFINITIONS), "definition of a center"),
            "site_of_care": SITE_OR_ANY,
            "true_centers": (whole(), "centers that there really are (fictional areas only)"),
            "found": (whole(), "centers found"),
            "matched": (whole(), "true centers that were found"),
            "precision": (number(0, 1, null=True), "share of those found that are centers"),
            "recall": (number(0, 1, null=True), "matched / true_centers; null without any"),
            "site_right_share": (
                number(0, 1, null=True),
                "share of those rightly found whose site of care is right",
            ),
            "duplicate_share": (
                number(0, 1, null=True),
                "share of those found that repeat another",
            ),
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
