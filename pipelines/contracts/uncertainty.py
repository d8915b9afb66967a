"""How far the headline figures move with the assumptions, and with the survey's margins of error."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.adequacy import PEOPLE_COUNTED, SCENARIO
from pipelines.contracts.columns import (
    COUNTY_FIPS,
    NO_PEOPLE,
    SITE_OR_ANY,
    STRATUM_GROUP,
    WITHIN_MIN,
    Contract,
    boolean,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.uncertainty import GRAINS, REASONS

_VARIED = {
    "dimension": text("what is varied; 'base': nothing", "What is varied"),
    "variant": text("to what", "What is varied"),
}
_FIGURE = {
    "stratum": STRATUM_GROUP,
    "site_of_care": replace(SITE_OR_ANY, null="the figure compares two"),
    "figure": text("which headline figure"),
}
_ADEQUACY_FIGURE = {
    "scenario": replace(SCENARIO, null="the figure is a finding"),
    "figure": text(
        "'passing' (counties), 'people_outside', or a finding of out.adequacy_findings (counties)",
        "Counties that",
    ),
}
_NONE = "there is none"
_BAND = {
    "dimension": text("what is varied, or 'all'", "What is varied"),
    "value": number("the area's own figure", "This report", null=_NONE),
    "low": number("least of it and of the variants' values", "Least", null=_NONE),
    "high": number("greatest of them", "Greatest", null=_NONE),
    "low_variant": text(
        "which variant is the low end; 'base': none goes beyond", "Least when", null=_NONE
    ),
    "high_variant": text("which variant is the high end", "Greatest when", null=_NONE),
    "variants": whole("how many variants"),
    "variants_without_value": whole("how many of them have no such figure"),
}
_REASON = text("why there is no value", "Why none", null="there is a value", among=REASONS)
_MARGIN = "half-width of the 90 % interval by the survey's own margins of error"

UNCERTAINTY = {
    "out.coarseness": Contract(
        "A stratum, everyone starting from the middle of a smaller or larger unit: who has neither kind near.",
        ("grain", "stratum"),
        {
            "grain": text("where everyone is taken to start", "Measured from", among=GRAINS),
            "stratum": STRATUM_GROUP,
            "starts": whole("from how many points of the area was driven"),
            "gap_min": number("the threshold", unit="minutes", low=0),
            "population": people("people of the stratum", "People"),
            "population_none": people("people with neither kind within gap_min", "Neither"),
            "share_none": share("their share of all people", "Neither", null=NO_PEOPLE),
            "population_unknown": people("people who would start where the data hold no road"),
        },
    ),
    "out.sensitivity_values": Contract(
        "A headline figure under one variant.",
        ("dimension", "variant", "stratum", "site_of_care", "figure"),
        {
            **_VARIED,
            **_FIGURE,
            "value": number("the figure", null="as `reason` says"),
            "reason": _REASON,
        },
    ),
    "out.sensitivity": Contract(
        "A headline figure and a dimension: its band.",
        ("stratum", "site_of_care", "figure", "dimension"),
        {**_FIGURE, **_BAND},
    ),
    "out.definition_figures": Contract(
        "A headline figure under one definition of a center.",
        ("definition", "stratum", "site_of_care", "figure"),
        {
            "definition": text("a definition, or 'without_coarse': the area's own without such"),
            **_FIGURE,
            "value": number("the figure", null=_NONE),
            "low": number("least under any definition", "Least", null=_NONE),
            "high": number("greatest under any definition", "Greatest", null=_NONE),
            "spread": number("high - low", null=_NONE),
            "ratio": number("high / low - 1", null="there is none, or low is 0"),
        },
    ),
    "out.adequacy_values": Contract(
        "A figure of network adequacy under one variant.",
        ("dimension", "variant", "scenario", "figure"),
        {
            **_VARIED,
            **_ADEQUACY_FIGURE,
            "value": number("counties or people", null="as `reason` says", low=0),
            "reason": _REASON,
        },
    ),
    "out.adequacy_bands": Contract(
        "A figure of network adequacy and a dimension: its band.",
        ("scenario", "figure", "dimension"),
        {**_ADEQUACY_FIGURE, **_BAND},
    ),
    "out.adequacy_county_bands": Contract(
        "A county: whether its finding holds.",
        ("county_fips",),
        {
            "county_fips": COUNTY_FIPS,
            "share_within": share(
                "share within both limits of a hospital-based or office-based center",
                "Within both limits of either",
                null=NO_PEOPLE,
            ),
            "share_low": share("least of it and of the variants' shares", null=NO_PEOPLE),
            "share_high": share("greatest of them", null=NO_PEOPLE),
            "holds": boolean(
                "whether every variant has the same finding",
                "Finding in every variation",
                null=NO_PEOPLE,
            ),
            "variants": whole("how many have another finding"),
            "other_findings": text("which others", null="none"),
        },
    ),
    "out.margins": Contract(
        "A stratum, a site of care and a threshold: the survey's error in the people within it.",
        ("stratum", "site_of_care", "within_min"),
        {
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "within_min": WITHIN_MIN,
            "people": people("people of the group, where count and margin are known", "People"),
            "people_margin": people(f"of people: {_MARGIN}", "Give or take"),
            "people_within": people("those within the threshold", "People within"),
            "people_within_margin": people(f"of people_within: {_MARGIN}", "Give or take"),
            "share": share("their share", "Share within", null=NO_PEOPLE),
            "share_margin": number(
                f"of share: {_MARGIN}", "Give or take", unit="share", null=NO_PEOPLE, low=0
            ),
            "places_left_out": whole("places whose count or margin is unknown"),
            "people_left_out": replace(PEOPLE_COUNTED, heading="People left out"),
        },
    ),
}
"""Contracts of uncertainty, by full name."""
