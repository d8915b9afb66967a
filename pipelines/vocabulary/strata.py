"""Strata of places from the densest to the sparsest, and the schemes that tell them."""

from __future__ import annotations

from typing import Literal, get_args

from pipelines.vocabulary.terms import Term, Vocabulary

Stratum = Literal[
    "urban",
    "suburban",
    "small_metro",
    "metropolitan",
    "not_rural",
    "micropolitan",
    "small_town",
    "rural_area",
    "rural",
]
StratumScheme = Literal["nchs", "ruca", "rucc", "cms", "hrsa", "census", "custom"]

STRATA = Vocabulary(
    Term("urban", "urban", "Urban"),
    Term("suburban", "suburban", "Suburban"),
    Term("small_metro", "small-metro", "Small metro"),
    Term("metropolitan", "metropolitan", "Metropolitan"),
    Term("not_rural", "nonrural", "Not rural"),
    Term("micropolitan", "micropolitan", "Rural: micropolitan"),
    Term("small_town", "small-town", "Rural: small town"),
    Term("rural_area", "rural-area", "Rural: rural area"),
    Term("rural", "rural", "Rural"),
)
"""`stratum` of a place, from the densest to the sparsest; each scheme has some of them. The name is an
adjective of 'people'."""

RURAL = "rural"
"""The stratum of a scheme that has one rural stratum, and the row that sums over those of one with several."""

RURAL_STRATA = ("micropolitan", "small_town", "rural_area", RURAL)
"""Strata whose places are rural where a place is either rural or not."""

STRATA_OF_SCHEME: dict[str, tuple[Stratum, ...]] = {
    "nchs": ("urban", "suburban", "small_metro", "rural"),
    "ruca": ("metropolitan", "micropolitan", "small_town", "rural_area"),
    "rucc": ("urban", "small_metro", "rural"),
    "cms": ("urban", "small_metro", "rural"),
    "hrsa": ("not_rural", "rural"),
    "census": ("urban", "rural"),
    "custom": get_args(Stratum),
}
"""Scheme -> its own strata, from the densest to the sparsest; a list of one's own may use all."""

SOURCES_OF_SCHEME = {
    "nchs": ("nchs",),
    "ruca": ("ruca",),
    "rucc": ("rucc",),
    "cms": (),
    "hrsa": ("ruca", "rucc", "nchs"),
    "census": ("urban_areas",),
    "custom": ("strata",),
}
"""Scheme -> the sources whose codes it follows; CMS types follow from people and land."""

HRSA_CODES = Vocabulary(
    Term("nonmetro_county", "a nonmetropolitan county"),
    Term("rural_tract", "a tract of a metropolitan county with a RUCA code of 4 or above"),
    Term("large_tract", "a large and sparsely peopled tract of a metropolitan county"),
    Term("not_rural", "none of these"),
)
"""`hrsa`: which part of the definition of the Federal Office of Rural Health Policy makes a place rural."""

CENSUS_CODES = Vocabulary(
    Term("urban_area", "in an urban area of the Census Bureau"),
    Term("outside", "in none"),
)
"""`census`: where the point of a place lies."""

CARRIED = Vocabulary(
    Term("one", "all their land lies in tracts of one code", "All land of one code"),
    Term(
        "largest",
        "parts of their land lie in tracts of other codes, and the code of the largest part is taken",
        "Land of several codes",
    ),
)
"""`ruca_carried`: how a tract of 2020 came to a code of 2010 (`pipelines.demand.tract_crosswalk`)."""

UNCODED = Vocabulary(
    Term("other_tracts", "their tracts are not among those of 2010, by which the codes go"),
    Term("not_named", "the source does not name their tract or county"),
    Term("not_coded", "the source names their tract without a code"),
)
"""`reason` of out.unclassified: why a place carries no code where its scheme has a source."""

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
        "tracts with primary codes 1 to 3 (the core of an urban area of 50,000 people or more, and where "
        "many commute to it) are metropolitan; 4 to 6 (the same of one of 10,000 to 49,999) micropolitan; 7 to "
        "9 (of one of 2,500 to 9,999) small town; 10 rural area. Rural, where a place is either rural or not, "
        "is 4 and above: the last three together.",
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
    Term(
        "hrsa",
        "definition of rural of HRSA’s Federal Office of Rural Health Policy",
        "HRSA rural",
        "all nonmetropolitan counties are rural; in metropolitan counties tracts with a RUCA code of 4 and "
        "above, and those of 400 square miles and more with at most 35 people a square mile and a code of 2 or "
        "3 where the RUCA file tells their land. Outlying metropolitan counties without people of an urban "
        "area of 50,000 and tracts of rugged roads, which HRSA counts as well, are not told apart.",
    ),
    Term(
        "census",
        "urban areas of the Census Bureau",
        "Census urban areas",
        "places whose point lies in an urban area (of 2020: densely built-up land with 5,000 people or 2,000 "
        "homes and more) are urban, all others rural. The Bureau tells it of blocks: of a place at the edge, "
        "whose point stands for all its people, some are counted on the other side.",
    ),
    Term(
        "custom",
        "list of strata of this area",
        "Own list",
        "each place has the stratum that the list names for it or for its county.",
    ),
)
"""`stratum_scheme`, and how its codes become strata (`pipelines.demand.strata`)."""


def scheme_name(scheme: str | None) -> str:
    """Name the scheme of an area in a sentence; None is an area whose sources tell no strata."""
    if scheme is None:
        return "none, since no source tells how rural places are"
    return SCHEMES.name(scheme)


def people_of(stratum: str) -> str:
    """Name the people of a stratum in a sentence: 'rural people', 'people', 'people of no stratum'."""
    if stratum == ALL_STRATA:
        return "people"
    if stratum == NO_STRATUM:
        return "people whose place carries no code"
    return f"{STRATA.name(stratum)} people"
