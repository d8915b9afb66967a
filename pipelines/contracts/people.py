"""Places where people live, and their counties."""

from __future__ import annotations

from pipelines.area.sources import MARGIN_SUFFIX
from pipelines.contracts.columns import (
    CODES,
    COUNTY_FIPS,
    GEOID,
    LAT,
    LON,
    STRATUM,
    Contract,
    boolean,
    geometry,
    number,
    people,
    sometimes,
    text,
)
from pipelines.vocabulary.equity import VULNERABILITY
from pipelines.vocabulary.strata import CARRIED, UNCODED

_COUNTS = (
    "what a source of people has under this name: mostly people or households of a group, or the margin of "
    f"error of their number at 90 % confidence where it ends in '{MARGIN_SUFFIX}'; null: unknown"
)

PEOPLE = {
    "core.population": Contract(
        "A place where people live. Further columns are counts that the sources of people declare.",
        ("geoid",),
        {
            "geoid": GEOID,
            "lon": LON,
            "lat": LAT,
            "county_fips": COUNTY_FIPS,
            "population": people("people counted: the denominator of every share", "People"),
            "stratum": STRATUM,
            **CODES,
            "ruca_missing": text(
                "why there is no RUCA code",
                null="there is one, or the area reads none",
                among=UNCODED,
            ),
            **sometimes(
                {
                    "ruca_carried": text(
                        "how the place's tract of 2020 came to a RUCA code of 2010",
                        null="it has none, or the code is of its own tract",
                        among=CARRIED,
                    )
                }
            ),
            **sometimes(
                {
                    name: number(
                        f"rank of the place's county in the Social Vulnerability Index: {term.name}; the share "
                        "of counties that rank lower or as low",
                        f"Vulnerability: {term.heading}",
                        null="not ranked",
                        low=0,
                        high=1,
                    )
                    for name, term in VULNERABILITY.terms.items()
                }
            ),
        },
        further=_COUNTS,
    ),
    "core.surrounding_population": Contract(
        "A place outside the area and within its buffer. Its people share the centers; no figure reports them. "
        "Further columns as in core.population.",
        ("geoid",),
        {
            "geoid": GEOID,
            "lon": LON,
            "lat": LAT,
            "county_fips": COUNTY_FIPS,
            "population": people("people who live there"),
        },
        further=_COUNTS,
    ),
    "core.counties": Contract(
        "A county of the area or of its buffer.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "name": text("name without 'County'", "County"),
            "state": text("postal abbreviation, else state FIPS code"),
            "area_sqmi": number("land area", "Land area", unit="square miles", low=0),
            "population": people(
                "people counted in core.population", "People", null="outside the area"
            ),
            **CODES,
            **sometimes(
                {
                    "stratum": STRATUM,
                    "in_area": boolean("whether it is of the area itself"),
                    "people_read": boolean("whether the population source has any row of it"),
                    "area_source": text(
                        "whether the source states the land area or its boundary gives it"
                    ),
                    "cms_county_type_source": text(
                        "whether CMS published the type or the people counted there and its area give it",
                        null="there is no type",
                    ),
                }
            ),
            "geometry": geometry("boundary"),
        },
    ),
}
"""Contracts of people and counties, by full name."""
