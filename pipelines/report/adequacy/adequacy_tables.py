"""The tables of network adequacy, each a view of `out` tables of counties, findings and scenarios."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.out_tables import Row
from pipelines.report.adequacy.adequacy_sentences import decides
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import OVER_ALL, Band, count_band
from pipelines.report.telling.specs import Shown, TableSpec, beside, build, with_county_names
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.adequacy import (
    ALL_TYPES,
    CMS_COUNTY_TYPES,
    COUNTY_TYPE_GROUPS,
    LIMIT_SOURCES,
    SCENARIOS,
)
from pipelines.vocabulary.uncertainty import variant_name
from pipelines.vocabulary.wording import capital, percent

THERAPY_LINE = "therapy_line"
"""`dimension` of variants that ask another question, and so stand in no table of findings."""

BOTH_KINDS, EVERY_KIND = "hospital_and_office", "all"
"""`scenario` that counts hospitals and offices, and the one that a county fails by."""

_OF_COUNTIES = ("out.adequacy_findings", "out.adequacy_county_bands", "out.adequacy")
_COUNTY = Shown("county", heading="County")
_TYPE = Shown("cms_county_type", words=COUNTY_TYPE_GROUPS.headings)
_PEOPLE = Shown("people", Kind.COUNT)
_REQUIRED = Shown("required_share", Kind.SHARE)
_LIMITS = (Shown("limit_min", Kind.COUNT), Shown("limit_mi", Kind.COUNT))
_HOLDS = Shown("holds", words={True: "the same", False: "changes"})


def _share_band(row: Row) -> str | None:
    if row["holds"] is None:
        return None
    low, high = percent(row["share_low"]), percent(row["share_high"])
    return low if low == high else f"{low} to {high}"


def _passing_band(row: Row) -> str | None:
    return None if row["low"] is None else count_band(Band(row["low"], row["high"]))


_BAND = Shown(
    "share_band",
    words=_share_band,
    heading="Within both limits of any center, with an assumption varied",
)
BY_SCENARIO = TableSpec(
    "adequacy_by_scenario",
    "Counties that pass, by which centers count",
    (
        Shown("scenario", words=SCENARIOS.headings),
        Shown("counties_passing", Kind.COUNT, name="passing"),
        Shown("passing_band", words=_passing_band, heading="With an assumption varied"),
        Shown("counties_failing", Kind.COUNT, name="failing"),
        Shown("people_in_failing", Kind.COUNT),
        Shown("people_outside", Kind.PEOPLE_SHARE, share="share_outside"),
    ),
    "A county without people neither passes nor fails. A dash stands where no such "
    "center is known, or no assumption was varied.",
    where={"distinct": True},
)
LIMITS_BY_TYPE = TableSpec(
    "adequacy_limits_by_type",
    "What the rule asks for, by county type",
    (
        _TYPE,
        *_LIMITS,
        _REQUIRED,
        Shown("counties", Kind.COUNT),
        Shown("counties_customised", Kind.COUNT, name="customised"),
    ),
    "Both limits must hold, for at least one center. A dash stands where every county of the type has limits "
    "of its own.",
)
ONLY_WITH_OFFICES = TableSpec(
    "adequacy_only_with_offices",
    "Counties that pass only because of office-based centers",
    (
        _COUNTY,
        _TYPE,
        _PEOPLE,
        Shown(
            "share_hospital_based",
            Kind.SHARE,
            name="share_hospital",
            heading="Within both limits of a hospital-based center",
        ),
        Shown(
            f"share_{BOTH_KINDS}",
            Kind.SHARE,
            name="share_both",
            heading="Of a hospital-based or office-based one",
        ),
        _REQUIRED,
        Shown("people_gained", Kind.COUNT),
        _BAND,
        _HOLDS,
    ),
    where={"finding": "only_with_offices"},
    sources=_OF_COUNTIES,
)
ONLY_WITH_OTHERS = TableSpec(
    "adequacy_only_with_others",
    "Counties that pass only because of stand-alone or pharmacy-based centers",
    (
        _COUNTY,
        _TYPE,
        _PEOPLE,
        Shown(
            f"share_{BOTH_KINDS}",
            Kind.SHARE,
            name="share_both",
            heading="Within both limits of a hospital-based or office-based center",
        ),
        Shown(f"share_{EVERY_KIND}", Kind.SHARE, name="share_any", heading="Of any center"),
        _REQUIRED,
        Shown("people_gained_others", Kind.COUNT),
        _BAND,
        _HOLDS,
    ),
    where={"finding": "only_with_others"},
    sources=_OF_COUNTIES,
)
FAILING = TableSpec(
    "adequacy_failing",
    "{failing}",
    (
        _COUNTY,
        _TYPE,
        _PEOPLE,
        Shown(f"share_{EVERY_KIND}", Kind.SHARE, name="share_any", heading="Within both limits"),
        _REQUIRED,
        Shown("people_short", Kind.COUNT),
        Shown("people_outside", Kind.COUNT),
        _BAND,
        _HOLDS,
    ),
    where={"finding": "fails_with_all"},
    sources=_OF_COUNTIES,
)


def by_type_table(facts: Facts, findings: Mapping[str, str]) -> Table:
    """Show the counties and their people by type and by finding; `findings` are those told, with headings."""
    spec = TableSpec(
        "adequacy_by_type",
        "Which counties pass, by county type",
        (
            _TYPE,
            Shown("counties_of_type", Kind.COUNT, name="counties", heading="Counties"),
            *(
                Shown(
                    what,
                    Kind.COUNT,
                    name=f"{{code}}_{what}",
                    heading=f"{{word}}: {what}",
                    spread=True,
                )
                for what in ("counties", "people")
            ),
        ),
        "Types run from the densest counties to those with extreme access considerations (CEAC).",
        across=("finding", findings),
    )
    return build(
        spec,
        facts.tables["out.adequacy_by_type"],
        codes={"cms_county_type": (*CMS_COUNTY_TYPES, ALL_TYPES), "finding": tuple(findings)},
    )


def bands_table(facts: Facts, findings: Mapping[str, str]) -> Table:
    """List how far the counts of counties move, and what moves them."""
    spec = TableSpec(
        "adequacy_bands",
        "How far the counts move when an assumption is varied",
        (
            Shown("figure", words=findings),
            Shown("value", Kind.COUNT),
            Shown("low", Kind.COUNT),
            Shown("high", Kind.COUNT),
            Shown("low_variant", words=lambda row: variant_name(row["low_variant"])),
            Shown("high_variant", words=lambda row: variant_name(row["high_variant"])),
        ),
        "Varied are how long driving takes, what counts as a center, both together, and how exactly centers "
        "are placed. “As measured” means that no variation goes beyond the report’s own count.",
        where={"scenario": None, "dimension": OVER_ALL},
    )
    return build(spec, facts.tables["out.adequacy_bands"], codes={"figure": tuple(findings)})


def values_table(facts: Facts, findings: Mapping[str, str]) -> Table:
    """Show the counties with each finding under each variation, the report's own first."""
    spec = TableSpec(
        "adequacy_values",
        "Counties under each variation",
        (
            Shown("variant", words=lambda row: capital(variant_name(row["variant"]))),
            Shown("value", Kind.COUNT, name="{code}", heading="{word}", spread=True),
        ),
        where={"scenario": None},
        across=("figure", findings),
    )
    values = facts.tables["out.adequacy_values"]
    return build(
        spec, values[values["dimension"] != THERAPY_LINE], codes={"figure": tuple(findings)}
    )


def scenarios_table(facts: Facts) -> Table:
    """Show the counties that pass and fail under each scenario that differs from the others."""
    bands = facts.tables["out.adequacy_bands"]
    passing = bands[(bands["figure"] == "passing") & (bands["dimension"] == OVER_ALL)]
    source = beside(facts.tables["out.adequacy_by_scenario"], (passing, ["scenario"]))
    return build(BY_SCENARIO, source, codes={"scenario": SCENARIOS})


def limits_table(facts: Facts) -> Table:
    """List the limits of each county type that occurs."""
    limits = facts.tables["out.adequacy_limits_by_type"]
    return build(LIMITS_BY_TYPE, limits, codes={"cms_county_type": CMS_COUNTY_TYPES})


def county_tables(facts: Facts, findings: Mapping[str, str]) -> tuple[Table, ...]:
    """List the counties that pass only with offices or freestanding centers, those that fail, and every one."""
    counties = _counties(facts)
    largest = counties.sort_values(["people", "county_fips"], ascending=[False, True])
    rows = facts.tables.rows("out.adequacy_by_scenario", distinct=True)
    scenarios = sorted((row["scenario"] for row in rows), key=SCENARIOS.index)
    every = TableSpec(
        "adequacy_counties",
        "Every county under every scenario",
        (
            _COUNTY,
            Shown("county_fips", heading="FIPS code"),
            _TYPE,
            *_LIMITS,
            Shown("limit_source", words=LIMIT_SOURCES.names),
            _PEOPLE,
            _REQUIRED,
            *(
                Shown(
                    f"share_{scenario}",
                    Kind.SHARE,
                    heading=f"Within both limits: {SCENARIOS.heading(scenario).lower()}",
                )
                for scenario in scenarios
            ),
            Shown("finding", words=findings),
            _HOLDS,
        ),
        "A dash stands in a county without people.",
        sources=_OF_COUNTIES,
    )
    depending = largest if decides(facts) else largest.iloc[:0]
    failing = "Counties that fail"
    failing += "" if facts.words.comparable else " with the centers that are listed"
    return (
        build(ONLY_WITH_OFFICES, depending),
        build(ONLY_WITH_OTHERS, depending),
        build(FAILING, largest, fills={"failing": failing}),
        build(every, counties.sort_values(["county", "county_fips"])),
    )


def _counties(facts: Facts) -> pd.DataFrame:
    """Return every county with its name, finding, band, limits, and its share under each scenario."""
    adequacy = facts.tables["out.adequacy"]
    shares = adequacy.pivot(index="county_fips", columns="scenario", values="share_within")
    key = ["county_fips"]
    return with_county_names(
        beside(
            facts.tables["out.adequacy_findings"],
            (facts.tables["out.adequacy_county_bands"], key),
            (adequacy[adequacy["scenario"] == EVERY_KIND], key),
            (shares.add_prefix("share_").reset_index(), key),
        ),
        facts.county_names,
    )
