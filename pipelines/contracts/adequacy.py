"""Network adequacy: the limits of each county, and which centers it takes to keep them."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.columns import (
    COUNTY_FIPS,
    COUNTY_TYPE,
    NO_PEOPLE,
    Contract,
    boolean,
    miles,
    minutes,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.adequacy import (
    ALL_FINDINGS,
    COUNTY_TYPE_GROUPS,
    FINDINGS,
    LIMIT_SOURCES,
    SCENARIOS,
)

_NO_TYPE = "there is no type"
PEOPLE_COUNTED = people("people counted", "People")
REQUIRED_SHARE = share("share that the rule asks for", "Share that the rule asks for")
SCENARIO = text("which centers count", "Centers that count")

_LIMIT_MIN = minutes("maximum", "Most minutes")
_LIMIT_MI = miles("maximum", "Most miles")
_LIMIT_SOURCE = text(
    "limits as CMS published them for the county, or those of the type that the people counted there and their "
    "density give",
    "Limits from",
    among=LIMIT_SOURCES,
)
_CUSTOMISED = boolean("whether CMS set limits other than those of the type")
_TYPE_OR_ALL = text(
    "county type that sets the limits, or 'all'", "County type", among=COUNTY_TYPE_GROUPS
)
_OWN_LIMITS = "every county has its own, or the row is of all types"
_BENEFICIARIES = people("people in Medicare, from the file", null="limits are derived")

ADEQUACY = {
    "core.adequacy_limits": Contract(
        "A county: its limits.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "cms_county_type": replace(
                COUNTY_TYPE, null="neither CMS nor population and area tell it"
            ),
            "limit_min": replace(_LIMIT_MIN, null=_NO_TYPE),
            "limit_mi": replace(_LIMIT_MI, null=_NO_TYPE),
            "required_share": replace(REQUIRED_SHARE, null=_NO_TYPE),
            "limit_source": replace(_LIMIT_SOURCE, null=_NO_TYPE),
            "customised": _CUSTOMISED,
            "beneficiaries": _BENEFICIARIES,
        },
    ),
    "out.adequacy": Contract(
        "A county and a scenario: whether it passes with the centers that count.",
        ("county_fips", "scenario"),
        {
            "county_fips": COUNTY_FIPS,
            "scenario": SCENARIO,
            "cms_county_type": COUNTY_TYPE,
            "limit_min": _LIMIT_MIN,
            "limit_mi": _LIMIT_MI,
            "share_within": share("share within both limits", "Within both limits", null=NO_PEOPLE),
            "required_share": REQUIRED_SHARE,
            "adequate": boolean("whether the county passes", null=NO_PEOPLE),
            "margin": number("share_within - required_share", null=NO_PEOPLE, low=-1, high=1),
            "people": PEOPLE_COUNTED,
            "people_within": people("those within both limits"),
            "people_outside": people("those who are not", "People beyond the limits"),
            "people_short": people(
                "how many more would have to be within both limits to pass",
                "People missing to pass",
                null=NO_PEOPLE,
            ),
            "limit_source": _LIMIT_SOURCE,
            "customised": _CUSTOMISED,
            "beneficiaries": _BENEFICIARIES,
        },
    ),
    "out.adequacy_findings": Contract(
        "A county: what office-based and freestanding centers decide.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "cms_county_type": COUNTY_TYPE,
            "finding": text(
                "passes with hospitals alone, only with offices as well, only with freestanding ones as "
                "well, or not even then",
                null=NO_PEOPLE,
                among=FINDINGS,
            ),
            "offices_suffice": boolean(
                "whether office-based centers alone would do", null=NO_PEOPLE
            ),
            "people": PEOPLE_COUNTED,
            "people_gained": people(
                "within both limits only thanks to an office-based center",
                "People within both limits only thanks to an office",
            ),
            "people_gained_others": people(
                "within both limits only thanks to a stand-alone or pharmacy-based center",
                "People within both limits only thanks to a stand-alone or pharmacy-based center",
            ),
            "people_outside": people("beyond every center", "People beyond the limits"),
            "limit_source": _LIMIT_SOURCE,
        },
    ),
    "out.adequacy_unjudged": Contract(
        "A county that cannot be judged.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "people": PEOPLE_COUNTED,
            "reason": text("why the county cannot be judged", "Why"),
        },
    ),
    "out.adequacy_by_type": Contract(
        "A county type and a finding: the counties with it.",
        ("cms_county_type", "finding"),
        {
            "cms_county_type": _TYPE_OR_ALL,
            "finding": text(
                "as in out.adequacy_findings, or 'all': every county that has one",
                among=(*FINDINGS, ALL_FINDINGS),
            ),
            "counties": whole("counties of the type with the finding"),
            "people": PEOPLE_COUNTED,
            "people_gained": people("of these, people_gained of out.adequacy_findings"),
            "people_gained_others": people(
                "of these, people_gained_others of out.adequacy_findings"
            ),
            "people_outside": people("of these, people_outside of out.adequacy_findings"),
            "counties_steady": whole("those with the same finding under every variant"),
            "counties_of_type": whole("all of the type, those without a finding too"),
        },
    ),
    "out.adequacy_by_scenario": Contract(
        "A scenario: how many counties pass.",
        ("scenario",),
        {
            "scenario": replace(SCENARIO, among=SCENARIOS),
            "counties_passing": whole("counties that pass", "Counties that pass"),
            "counties_failing": whole(
                "counties that fail; one without people does neither", "Counties that fail"
            ),
            "people_in_failing": people("people in those that fail", "People in those that fail"),
            "people": PEOPLE_COUNTED,
            "people_outside": people(
                "people beyond the limits, in all counties",
                "People beyond the limits, all counties",
            ),
            "share_outside": share("their share", null=NO_PEOPLE),
            "distinct": boolean(
                "whether it counts any center, and others than every scenario before it",
                null="unknown",
            ),
        },
    ),
    "out.adequacy_limits_by_type": Contract(
        "A county type: its limits, and how many counties have others.",
        ("cms_county_type",),
        {
            "cms_county_type": _TYPE_OR_ALL,
            "limit_min": replace(_LIMIT_MIN, null=_OWN_LIMITS),
            "limit_mi": replace(_LIMIT_MI, null=_OWN_LIMITS),
            "required_share": replace(REQUIRED_SHARE, null="the row is of all types"),
            "counties": whole("counties of the type"),
            "counties_customised": whole(
                "those with limits of their own", "Counties with limits of their own"
            ),
            "counties_from_file": whole("those whose limits CMS published"),
            "counties_derived": whole(
                "those whose limits follow from the people counted there and their density"
            ),
        },
    ),
    "out.adequacy_unjudged_by_reason": Contract(
        "A reason: the counties that cannot be judged for it.",
        ("reason",),
        {
            "reason": text("why counties cannot be judged", "Why"),
            "counties": whole("how many cannot"),
            "people": PEOPLE_COUNTED,
        },
    ),
}
"""Contracts of network adequacy, by full name."""
