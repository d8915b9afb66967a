"""The field's names as a newcomer reads them: sites of care, strata, schemes, gaps, reasons."""

from __future__ import annotations

from pipelines.area import ANY_SITE
from pipelines.contracts import ALL_STRATA, NO_STRATUM

SITE_NAMES = {
    "hospital_based": "hospital-based",
    "office_based": "office-based",
    "pharmacy_based": "pharmacy-based",
    "stand_alone": "stand-alone",
    ANY_SITE: "any",
}
"""Site of care -> adjective of 'center'."""

STRATUM_NAMES = {
    "urban": "urban",
    "suburban": "suburban",
    "small_metro": "small-metro",
    "rural": "rural",
    NO_STRATUM: "unclassified",
    ALL_STRATA: "all",
}
"""Stratum -> adjective of 'people'."""

SITE_HEADINGS = {
    "hospital_based": "Hospital-based",
    "office_based": "Office-based",
    "pharmacy_based": "Pharmacy-based",
    "stand_alone": "Stand-alone",
    ANY_SITE: "Any kind",
}
"""Site of care -> heading of a row or column."""

STRATUM_HEADINGS = {
    "urban": "Urban",
    "suburban": "Suburban",
    "small_metro": "Small metro",
    "rural": "Rural",
    NO_STRATUM: "Unclassified",
    ALL_STRATA: "Everyone",
}
"""Stratum -> heading of a row."""

SCHEME_NAMES = {
    "nchs": "NCHS urban–rural classification of counties",
    "ruca": "Rural–Urban Commuting Area (RUCA) codes of Census tracts",
    "rucc": "USDA Rural–Urban Continuum Codes of counties",
    "cms": "CMS county types of 42 CFR 422.116",
}
"""`stratum_scheme` -> its full name."""

SCHEME_RULES = {
    "nchs": "counties with the core of a large metropolitan area are urban, the other counties of large "
    "metropolitan areas suburban, counties of medium and small metropolitan areas small metro, all "
    "others rural.",
    "ruca": "tracts in and closely tied to a metropolitan core are urban, those with high commuting to "
    "it and those of larger towns suburban, all others rural.",
    "rucc": "counties of metropolitan areas of a million people and more are urban, of smaller ones "
    "small metro, all others rural. The codes do not tell suburbs from cities.",
    "cms": "Large Metro counties are urban, Metro counties small metro; Micro counties, Rural counties and "
    "counties with extreme access considerations are rural. The types do not tell suburbs from cities.",
}
"""`stratum_scheme` -> how its codes become strata (`pipelines.demand.strata`)."""

GAP_NAMES = {
    "choice": "Both kinds",
    "hospital_only": "Hospital-based only",
    "office_only": "Office-based only",
    "none": "Neither",
}
"""`gap` -> heading of a column."""

ONE_KIND_GAP_NAMES = {
    "hospital_only": "Hospital-based center",
    "office_only": "Office-based center",
    "none": "No center",
}
"""The same where only one kind has a center."""

REASON_NAMES = {
    "no_center": "there is no such center on the list",
    "no_road_near": "no road is near enough to start from",
    "no_path": "no road leads from there to such a center",
}
"""`unreached_reason` -> plain words."""

PRECISION_NAMES = {
    "rooftop": "rooftop",
    "address": "address",
    "street": "street address",
    "zip": "middle of the ZIP area",
    "city": "middle of the town",
    "registry": "coordinates of a registry",
    "listed": "coordinates as listed",
}
"""`geocode_precision` -> plain words."""


DEFINITION_HEADINGS = {
    "registry": "By registration",
    "billing": "By billing",
    "combined": "By all evidence",
}
"""`definition` -> heading of a row or column."""

DEFINITION_NAMES = {
    "registry": "by registration alone",
    "billing": "by what Medicare was billed for",
    "combined": "by all evidence",
}
"""`definition` -> how a sentence names it."""

SOURCE_NAMES = {
    "population": "People",
    "counties": "County boundaries",
    "roads": "Roads",
    "hospitals": "Hospitals",
    "centers": "List of centers",
    "nppes": "Registry of providers (NPPES)",
    "physician_puf": "Medicare payments by provider",
    "provider_of_services": "Services of hospitals",
    "cost_reports": "Cost reports of hospitals",
    "zip_centroids": "ZIP areas",
    "rucc": "Rural–Urban Continuum Codes",
    "nchs": "NCHS urban–rural codes",
    "ruca": "RUCA codes",
    "hsd": "Limits of network adequacy",
    "ssa_fips": "SSA to FIPS county codes",
}
"""Source of an area file -> plain words."""


def people_of(stratum: str) -> str:
    """Name the people of a stratum in a sentence: 'rural people', 'people', 'people of no stratum'."""
    if stratum == ALL_STRATA:
        return "people"
    if stratum == NO_STRATUM:
        return "people whose place carries no code"
    return f"{STRATUM_NAMES[stratum]} people"


def noun_of(site_of_care: str, count: int = 1) -> str:
    """Name centers of a site of care without an article: 'office-based center', 'centers of any kind'."""
    noun = "center" if count == 1 else "centers"
    if site_of_care == ANY_SITE:
        return f"{noun} of any kind"
    return f"{SITE_NAMES[site_of_care]} {noun}"


def center_of(site_of_care: str) -> str:
    """Name one center of a site of care in a sentence: 'an office-based center'."""
    noun = noun_of(site_of_care)
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


DEFINITION_RULES = {
    "registry": "by what they are registered as",
    "billing": "by what Medicare was billed for",
    "combined": "by all that registries, bills and hospital reports tell",
}
"""Definition of a center -> what decides."""
