"""How a column and a table are declared, and the columns that many tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import pandera.pandas as pa

from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import (
    CENSUS_CODES,
    HRSA_CODES,
    SCHEMES,
    STRATA,
    STRATUM_GROUPS,
)

Type = Literal["text", "number", "whole number", "true or false", "geometry"]

_DTYPES: dict[Type, str | None] = {
    "text": "str",
    "number": "float64",
    "whole number": "Int64",
    "true or false": "boolean",
    "geometry": None,
}


@dataclass(frozen=True)
class Column:
    """A column of a table, as everything else takes it: checks, comments, documents, headings.

    Attributes
    ----------
    type
        What its cells are.
    meaning
        What they tell, in a sentence without its full stop.
    heading
        How a report table names it; empty where the name of the column says it, see `Contract`.
    unit
        Of a number.
    null
        What a missing cell means; empty where none may be missing.
    low, high
        Ends that no number goes beyond, both inclusive.
    among
        The only texts that occur; empty where any may.
    always
        Whether every table of the name has it; else only those of areas whose sources tell it.
    """

    type: Type
    meaning: str
    heading: str = ""
    unit: str = ""
    null: str = ""
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] = ()
    always: bool = True

    @property
    def sentence(self) -> str:
        """The meaning with unit and meaning of null, as the warehouse keeps it beside the column."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.meaning}{unit}{f'; null: {self.null}' if self.null else ''}"

    def checked(self) -> pa.Column:
        """Return what pandera holds the column against."""
        checks = []
        if self.low is not None:
            checks.append(pa.Check.ge(self.low))
        if self.high is not None:
            checks.append(pa.Check.le(self.high))
        if self.among:
            checks.append(pa.Check.isin(tuple(self.among)))
        return pa.Column(
            _DTYPES[self.type],
            checks=checks,
            nullable=bool(self.null),
            coerce=self.type != "geometry",
            required=self.always,
        )


@dataclass(frozen=True)
class Contract:
    """What one table promises.

    Attributes
    ----------
    row
        What one row is, in a sentence.
    key
        Columns that together name a row; empty for a table without a key.
    columns
        Name -> column, in the order of the documents. Tables may carry further columns.
    further
        What those are that an area's settings name, in a sentence without its full stop; empty where none do.
    """

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    further: str = ""

    def __post_init__(self) -> None:
        """Give every column a heading: its own, or its name in words."""
        named = {
            name: column if column.heading else replace(column, heading=_in_words(name))
            for name, column in self.columns.items()
        }
        object.__setattr__(self, "columns", named)

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """What pandera holds the table against."""
        return pa.DataFrameSchema(
            {name: column.checked() for name, column in self.columns.items()},
            unique=list(self.key) or None,
            strict=False,
        )

    @property
    def sentence(self) -> str:
        """What a row is, with its key, as the warehouse keeps it beside the table."""
        return f"{self.row} Key: {', '.join(self.key)}." if self.key else self.row


def _in_words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def text(meaning: str, heading: str = "", *, null: str = "", among: tuple[str, ...] = ()) -> Column:
    """Declare a column of text."""
    return Column("text", meaning, heading, null=null, among=among)


def number(
    meaning: str,
    heading: str = "",
    *,
    unit: str = "",
    null: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """Declare a column of numbers between two ends."""
    return Column("number", meaning, heading, unit, null, low, high)


def minutes(meaning: str, heading: str = "", *, null: str = "") -> Column:
    """Declare minutes of driving."""
    return number(meaning, heading, unit="minutes", null=null, low=0)


def miles(meaning: str, heading: str = "", *, null: str = "") -> Column:
    """Declare miles of driving."""
    return number(meaning, heading, unit="miles", null=null, low=0)


def people(meaning: str, heading: str = "", *, null: str = "") -> Column:
    """Declare a count of people."""
    return number(meaning, heading, unit="people", null=null, low=0)


def share(meaning: str, heading: str = "", *, null: str = "") -> Column:
    """Declare a share."""
    return number(meaning, heading, unit="share, 0 to 1", null=null, low=0, high=1)


def whole(meaning: str, heading: str = "", *, null: str = "", low: float = 0) -> Column:
    """Declare a column of whole numbers, by default not negative."""
    return Column("whole number", meaning, heading, null=null, low=low)


def boolean(meaning: str, heading: str = "", *, null: str = "") -> Column:
    """Declare a column of true and false."""
    return Column("true or false", meaning, heading, null=null)


def geometry(meaning: str) -> Column:
    """Declare a geometry in WGS 84."""
    return Column("geometry", meaning, unit="WGS 84")


def sometimes(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Declare columns that only some areas have."""
    return {name: replace(column, always=False) for name, column in columns.items()}


def statistics(of: str, names: Mapping[str, str], column: Column) -> dict[str, Column]:
    """Declare one number a statistic: `{of}_mean`, `{of}_p90`; the words for each stand before the meaning."""
    return {
        f"{of}_{name}": replace(column, meaning=f"{words} of {column.meaning}")
        for name, words in names.items()
    }


NO_PEOPLE = "there are no people"

GEOID = text("block group or whichever zone the population came in", "Place")
COUNTY_FIPS = text("five-digit county FIPS code", "FIPS code")
LON = number("longitude", "Longitude", unit="degrees, WGS 84", low=-180, high=180)
LAT = number("latitude", "Latitude", unit="degrees, WGS 84", low=-90, high=90)
POPULATION = people("people of the group", "People")
SITE_OR_ANY = text("site of care, or 'any' for the nearest of all", "Nearest", among=SITES_OR_ANY)
WITHIN_MIN = minutes("threshold, inclusive", "Within, minutes")
STRATUM = text(
    "stratum in the area's scheme",
    "Stratum",
    null="the place carries no code in it",
    among=STRATA,
)
STRATUM_GROUP = text(
    "stratum, 'rural' for the sum of several that are rural, 'unclassified', or 'all' for the whole area",
    "Stratum",
    among=STRATUM_GROUPS,
)
SCHEME = text("which scheme the strata follow", "Definition", among=SCHEMES)
COUNTY_TYPE = text("county type that sets the limits", "County type", among=CMS_COUNTY_TYPES)
CODES = {
    "ruca": number("Rural-Urban Commuting Area code", "RUCA", null="not coded", low=1, high=10.99),
    "rucc": number(
        "USDA Rural-Urban Continuum Code", "USDA continuum code", null="not coded", low=1, high=9
    ),
    "nchs": number("NCHS urban-rural code", "NCHS code", null="not coded", low=1, high=6),
    "hrsa": text(
        "which part of HRSA's definition of rural the place meets",
        "HRSA",
        null="its codes do not tell",
        among=HRSA_CODES,
    ),
    "census": text(
        "whether the place's point lies in an urban area of the Census Bureau",
        "Census",
        null="the area reads no urban areas",
        among=CENSUS_CODES,
    ),
    "custom_stratum": text(
        "stratum in the area's own list", "Own list", null="not on the list", among=STRATA
    ),
    "cms_county_type": text(
        "CMS county type of 42 CFR 422.116",
        "County type",
        null="population or area is unknown",
        among=CMS_COUNTY_TYPES,
    ),
}
"""The codes of the schemes."""
