"""What the tables of the policy measures promise: adequacy, accessibility, inequality, stratum schemes."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.access_tables import ACCESS
from pipelines.contracts.columns import (
    SITE_OR_ANY,
    STRATUM_GROUP,
    ColumnSpec,
    Contract,
    boolean,
    contract,
    number,
    text,
    whole,
)
from pipelines.contracts.nearness import NEARNESS
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.adequacy import (
    ALL_FINDINGS,
    CMS_COUNTY_TYPES,
    COUNTY_TYPE_GROUPS,
    FINDINGS,
    SCENARIOS,
)

_COUNTY: ColumnSpec = (text(), "five-digit county FIPS code")
_TYPE: ColumnSpec = (text(among=CMS_COUNTY_TYPES), "county type that sets the limits")
_PEOPLE: ColumnSpec = (number(0), "people counted")
_GROUP: dict[str, ColumnSpec] = {
    "stratum": STRATUM_GROUP,
    "population": (number(0), "people of the group"),
}
_SCHEME: dict[str, ColumnSpec] = {
    "scheme": (text(among=("nchs", "ruca", "rucc", "cms")), "which scheme the strata follow")
}


def _minutes_and_miles() -> dict[str, ColumnSpec]:
    return {
        f"{value}_{statistic}": (
            number(0, null=True),
            f"{statistic} over the people reached, {unit}; null where nobody is",
        )
        for value, unit in (("drive_time_min", "minutes"), ("distance_mi", "miles"))
        for statistic in ("mean", "median", "p90")
    }


_TIMES = contract(
    ("stratum", "site_of_care"),
    {
        **_GROUP,
        "site_of_care": SITE_OR_ANY,
        "population_reached": (number(0), "people who can be driven there"),
        "population_unreached": (number(0), "people who cannot"),
        **_minutes_and_miles(),
    },
)
_ADVANTAGE = contract(
    ("stratum",),
    {
        **_GROUP,
        "population_compared": (number(0), "people who reach both kinds"),
        **{
            f"office_advantage_min_{name}": (
                number(null=True),
                f"{name} over people of hospital minutes minus office minutes; null where none compare",
            )
            for name in ("mean", "p10", "p25", "median", "p75", "p90")
        },
    },
)


def _by_scheme(one: Contract) -> Contract:
    """Return the contract of a table by stratum for the table that has it once a scheme."""
    scheme = contract(("scheme",), _SCHEME)
    columns = {**scheme.schema.columns, **one.schema.columns}
    schema = one.schema.remove_columns(list(one.schema.columns)).add_columns(columns)
    key = ("scheme", *one.key)
    schema.unique = list(key)
    return replace(one, schema=schema, key=key, meaning=scheme.meaning | one.meaning)


MEASURES: dict[str, Contract] = {
    "core.adequacy_limits": contract(
        ("county_fips",),
        {
            "county_fips": _COUNTY,
            "cms_county_type": (
                text(null=True, among=CMS_COUNTY_TYPES),
                "county type; null where neither CMS nor population and area tell it",
            ),
            "limit_min": (number(0, null=True), "maximum minutes; null without a type"),
            "limit_mi": (number(0, null=True), "maximum miles; null without a type"),
            "required_share": (
                number(0, 1, null=True),
                "share that the rule asks for; null without a type",
            ),
            "limit_source": (
                text(null=True, among=("hsd", "derived")),
                "limits as CMS published them for the county, or those of its population and density",
            ),
            "customised": (boolean(), "whether CMS set limits other than those of the type"),
            "beneficiaries": (
                number(0, null=True),
                "people in Medicare, from the file; null where derived",
            ),
        },
    ),
    "out.adequacy": contract(
        ("county_fips", "scenario"),
        {
            "county_fips": _COUNTY,
            "scenario": (text(), "which centers count"),
            "cms_county_type": _TYPE,
            "limit_min": (number(0), "maximum minutes"),
            "limit_mi": (number(0), "maximum miles"),
            "share_within": (number(0, 1, null=True), "share within both limits; null: no people"),
            "required_share": (number(0, 1), "share that the rule asks for"),
            "adequate": (
                boolean(),
                "whether the county passes; null: no people",
            ),
            "margin": (number(-1, 1, null=True), "share_within - required_share; null: no people"),
            "people": _PEOPLE,
            "people_within": (number(0), "those within both limits"),
            "people_outside": (number(0), "those who are not"),
            "people_short": (
                number(0, null=True),
                "how many more would have to be within both limits to pass; null: no people",
            ),
            "limit_source": (text(among=("hsd", "derived")), "as in core.adequacy_limits"),
            "customised": (boolean(), "as in core.adequacy_limits"),
            "beneficiaries": (number(0, null=True), "as in core.adequacy_limits"),
        },
    ),
    "out.adequacy_findings": contract(
        ("county_fips",),
        {
            "county_fips": _COUNTY,
            "cms_county_type": _TYPE,
            "finding": (
                text(
                    null=True, among=("hospitals_suffice", "only_with_offices", "fails_with_both")
                ),
                "passes with hospitals alone, only with offices as well, or not even then; null: no people",
            ),
            "offices_suffice": (
                boolean(),
                "whether office-based centers alone would do; null: no people",
            ),
            "people": _PEOPLE,
            "people_gained": (
                number(0),
                "within both limits only thanks to an office-based center",
            ),
            "people_outside": (number(0), "beyond every hospital-based and office-based center"),
            "limit_source": (text(among=("hsd", "derived")), "as in core.adequacy_limits"),
        },
    ),
    "out.adequacy_unjudged": contract(
        ("county_fips",),
        {
            "county_fips": _COUNTY,
            "people": _PEOPLE,
            "reason": (text(), "why the county cannot be judged"),
        },
    ),
    "out.adequacy_by_type": contract(
        ("cms_county_type", "finding"),
        {
            "cms_county_type": (
                text(among=COUNTY_TYPE_GROUPS),
                "county type that sets the limits, or 'all'",
            ),
            "finding": (
                text(among=(*FINDINGS, ALL_FINDINGS)),
                "as in out.adequacy_findings, or 'all': every county that has one",
            ),
            "counties": (whole(), "counties of the type with the finding"),
            "people": _PEOPLE,
            "people_gained": (number(0), "of these, people_gained of out.adequacy_findings"),
            "people_outside": (number(0), "of these, people_outside of out.adequacy_findings"),
            "counties_steady": (whole(), "those with the same finding under every variant"),
            "counties_of_type": (whole(), "all of the type, those without a finding too"),
        },
    ),
    "out.adequacy_by_scenario": contract(
        ("scenario",),
        {
            "scenario": (text(among=SCENARIOS), "which centers count"),
            "counties_passing": (whole(), "counties that pass"),
            "counties_failing": (whole(), "counties that fail; one without people does neither"),
            "people_in_failing": (number(0), "people in those that fail"),
            "people": _PEOPLE,
            "people_outside": (number(0), "people beyond the limits, in all counties"),
            "share_outside": (number(0, 1, null=True), "their share; null: no people"),
            "distinct": (
                boolean(),
                "whether it counts any center, and others than every scenario before it",
            ),
        },
    ),
    "out.adequacy_limits_by_type": contract(
        ("cms_county_type",),
        {
            "cms_county_type": (text(among=COUNTY_TYPE_GROUPS), "county type, or 'all'"),
            "limit_min": (
                number(0, null=True),
                "maximum minutes; null where every county has its own, and for 'all'",
            ),
            "limit_mi": (number(0, null=True), "maximum miles; null as limit_min"),
            "required_share": (
                number(0, 1, null=True),
                "share that the rule asks for; null for 'all'",
            ),
            "counties": (whole(), "counties of the type"),
            "counties_customised": (whole(), "those with limits of their own"),
            "counties_from_file": (whole(), "those whose limits CMS published"),
            "counties_derived": (whole(), "those whose limits follow from population and density"),
        },
    ),
    "out.adequacy_unjudged_by_reason": contract(
        ("reason",),
        {
            "reason": (text(), "why counties cannot be judged"),
            "counties": (whole(), "how many cannot"),
            "people": _PEOPLE,
        },
    ),
    "out.accessibility": contract(
        ("geoid", "measure"),
        {
            "geoid": (text(), "as in core.population"),
            "measure": (
                text(),
                "which score: e2sfca, 2sfca, 3sfca, m2sfca, gravity, cumulative_T or raam",
            ),
            "score": (
                number(0, null=True),
                "supply a person (floating catchments), supply in reach (gravity, cumulative) or cost (raam)",
            ),
            "null_reason": (
                text(null=True, among=(*UNREACHED_REASONS, "no_people")),
                "why there is no score; null where there is one",
            ),
        },
    ),
    "out.accessibility_by_stratum": contract(
        ("measure", "stratum"),
        {
            "measure": (text(), "as in out.accessibility"),
            **_GROUP,
            "population_without_score": (number(0), "people whose place has no score"),
            "population_zero": (number(0), "people whose score is 0"),
            "population_none": (number(0), "people whose place has no score, or whose score is 0"),
            "share_none": (number(0, 1, null=True), "their share; null: no people"),
            **{
                f"score_{name}": (
                    number(0, null=True),
                    f"{name} over the people with a score; null without any",
                )
                for name in ("mean", "p10", "median", "p90")
            },
            **{
                f"score_median_{end}": (
                    number(0, null=True),
                    f"{word} of the median and of those under other decays; null without any",
                )
                for end, word in (("low", "least"), ("high", "greatest"))
            },
        },
    ),
    "out.inequality": contract(
        ("burden", "index"),
        {
            "burden": (text(), "minutes to the nearest center of this site of care, or of 'any'"),
            "index": (
                text(),
                "which index; 'mean' and those that begin with kolm_pollak are minutes",
            ),
            "result": (number(null=True), "the index; null where undefined"),
            "people": _PEOPLE,
            "people_left_out": (
                number(0),
                "people without a drive time, or for 'concentration' a rank",
            ),
            "share_of_theil": (
                number(0, 1, null=True),
                "share of Theil's two parts in it; null for other indices, and where it is 0",
            ),
        },
    ),
    "out.times_by_stratum": _TIMES,
    "out.office_advantage": _ADVANTAGE,
    "out.coverage_by_scheme": _by_scheme(ACCESS["out.coverage"]),
    "out.times_by_scheme": _by_scheme(_TIMES),
    "out.nearness_by_scheme": _by_scheme(NEARNESS["out.nearness"]),
    "out.office_advantage_by_scheme": _by_scheme(_ADVANTAGE),
    "out.measure_notes": contract(
        ("measure", "note"),
        {
            "measure": (text(), "family of measures"),
            "note": (text(), "what is noted"),
            "value": (text(), "the note"),
        },
    ),
}
"""Contracts of the tables of the policy measures, by full name."""
