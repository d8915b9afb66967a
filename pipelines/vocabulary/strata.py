"""Strata of places from the densest to the sparsest, and the schemes that tell them."""

from __future__ import annotations

from typing import Literal

from pipelines.vocabulary.terms import Term, Vocabulary

Stratum = Literal["urban", "suburban", "small_metro", "rural"]
StratumScheme = Literal["nchs", "ruca", "rucc", "cms"]

STRATA = Vocabulary(
    Term("urban", "urban", "Urban"),
    Term("suburban", "suburban", "Suburban"),
    Term("small_metro", "small-metro", "Small metro"),
    Term("rural", "rural", "Rural"),
)
"""`stratum` of a place; not every scheme has all four. The name is an adjective of 'people'."""

NO_STRATUM = "unclassified"
"""`stratum` of the row for people whose place carries no code in the area's scheme."""

ALL_STRATA = "all"
"""`stratum` of the row that sums over the whole area."""

STRATUM_GROUPS = STRATA.also(
    Term(NO_STRATUM, "unclassified", "Unclassified"), Term(ALL_STRATA, "all", "Everyone")
)
"""`stratum` of an answer."""

SCHEMES = Vocabulary(
    Term(
        "nchs",
        "NCHS urban–rural classification of counties",
        "NCHS counties",
        "counties with the core of a large metropolitan area are urban, the other counties of large "
        "metropolitan areas suburban, counties of medium and small metropolitan areas small metro, all "
        "others rural.",
    ),
    Term(
        "ruca",
        "Rural–Urban Commuting Area (RUCA) codes of Census tracts",
        "RUCA tracts",
        "tracts in and closely tied to a metropolitan core are urban, those with high commuting to "
        "it and those of larger towns suburban, all others rural.",
    ),
    Term(
        "rucc",
        "USDA Rural–Urban Continuum Codes of counties",
        "USDA continuum counties",
        "counties of metropolitan areas of a million people and more are urban, of smaller ones "
        "small metro, all others rural. The codes do not tell suburbs from cities.",
    ),
    Term(
        "cms",
        "CMS county types of 42 CFR 422.116",
        "CMS county types",
        "Large Metro counties are urban, Metro counties small metro; Micro counties, Rural counties and "
        "counties with extreme access considerations are rural. The types do not tell suburbs from cities.",
    ),
)
"""`stratum_scheme`, and how its codes become strata (`pipelines.demand.strata`)."""


def people_of(stratum: str) -> str:
    """Name the people of a stratum in a sentence: 'rural people', 'people', 'people of no stratum'."""
    if stratum == ALL_STRATA:
        return "people"
    if stratum == NO_STRATUM:
        return "people whose place carries no code"
    return f"{STRATA.name(stratum)} people"
