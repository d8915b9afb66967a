"""Which rows of the NPPES files are read, as conditions for DuckDB while the file streams past."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.area import NppesSource
from pipelines.sources.facilities.nppes_columns import TAXONOMY
from pipelines.vocabulary.registry_codes import TAXONOMIES

CODE_LENGTH = 10
"""A taxonomy code in `TAXONOMIES` that is shorter stands for all that begin alike."""

FAULTY_NPI = {"its NPI is not ten digits": "length(npi) <> 10 OR TRY_CAST(npi AS BIGINT) IS NULL"}

# What stands in a place of fixed form tells of a row whose columns are shifted behind its NPI.
SHIFTED_PLACE = {"its country is not two letters": "length(country) > 2"}
SHIFTED = SHIFTED_PLACE | {
    "its first taxonomy code is not ten characters that end in X": (
        f"taxonomy_1 <> '' AND (length(taxonomy_1) <> {CODE_LENGTH} OR NOT ends_with(taxonomy_1, 'X'))"
    )
}


def near_condition(settings: NppesSource) -> str:
    """Return the SQL condition of a place in or near the area."""
    conditions = [f"starts_with(zip, '{prefix}')" for prefix in settings.zip_prefixes]
    if settings.states:
        conditions.append(f"upper(state) IN {_listed(settings.states)}")
    return " OR ".join(conditions) or "true"


def asked_in_words(settings: NppesSource) -> str:
    """Return what the settings ask for in plain words."""
    places = [", ".join(settings.states), ", ".join(settings.zip_prefixes)]
    told = " or a ZIP code beginning with ".join(place for place in places if place)
    return f"a practice address in {told}" if told else "any practice address"


def wanted_condition(near: str, *, elsewhere: bool, also: bool) -> str:
    """Return the SQL condition of a provider that is kept; an empty table is not looked up."""
    place = f"({near}) OR npi IN (SELECT npi FROM elsewhere)" if elsewhere else near
    condition = f"({place}) AND ({_infuses()})"
    return f"({condition}) OR npi IN (SELECT npi FROM also)" if also else condition


def _infuses() -> str:
    """Return the SQL condition of a taxonomy code of infusion in any of the fifteen places."""
    whole = _listed([known.code for known in TAXONOMIES if len(known.code) == CODE_LENGTH])
    begun = [known.code for known in TAXONOMIES if len(known.code) < CODE_LENGTH]
    return " OR ".join(
        f"{column} IN {whole}" + "".join(f" OR starts_with({column}, '{code}')" for code in begun)
        for column in TAXONOMY
    )


def _listed(values: Sequence[str]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"
