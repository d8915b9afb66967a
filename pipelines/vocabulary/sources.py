"""The sources of an area file."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

SOURCES = Vocabulary(
    Term("population", "people", "People"),
    Term("counties", "boundaries", "County boundaries"),
    Term("roads", "roads", "Roads"),
    Term("acs", "groups of people", "American Community Survey"),
    Term("hospitals", "hospitals", "Hospitals"),
    Term("centers", "centers", "List of centers"),
    Term("nppes", "registered providers", "Registry of providers (NPPES)"),
    Term("physician_puf", "payments of Medicare", "Medicare payments by provider"),
    Term("provider_of_services", "services of hospitals", "Services of hospitals"),
    Term("cost_reports", "cost reports of hospitals", "Cost reports of hospitals"),
    Term("zip_centroids", "ZIP areas", "ZIP areas"),
    Term("zip_towns", "towns of ZIP codes", "Towns of ZIP codes"),
    Term("rucc", "USDA rural-urban continuum codes", "Rural–Urban Continuum Codes"),
    Term("nchs", "NCHS urban-rural codes", "NCHS urban–rural codes"),
    Term("ruca", "RUCA codes", "RUCA codes"),
    Term("tract_crosswalk", "tracts of 2010 and 2020", "Tracts of 2010 and 2020"),
    Term("urban_areas", "urban areas of the Census Bureau", "Urban areas"),
    Term("strata", "strata", "List of strata"),
    Term("svi", "social vulnerability of counties", "Social Vulnerability Index (CDC/ATSDR)"),
    Term("hsd", "limits of network adequacy", "Limits of network adequacy"),
    Term("ssa_fips", "SSA to FIPS county codes", "SSA to FIPS county codes"),
)
"""Names of `[sources.*]`. The name is what the source tells; the heading is the source."""
