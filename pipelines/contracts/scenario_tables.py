"""What the tables of bands, what-ifs, sites, cost and travel promise."""

from __future__ import annotations

from pipelines.contracts.columns import (
    LAT,
    LON,
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
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE

_FIGURE: dict[str, ColumnSpec] = {
    "stratum": STRATUM_GROUP,
    "site_of_care": (
        text(null=True, among=(*SITES_OF_CARE, ANY_SITE)),
        "site of care, or 'any'; null for figures that compare two",
    ),
    "figure": (text(), "which headline figure"),
}
_ADEQUACY_FIGURE: dict[str, ColumnSpec] = {
    "scenario": (text(null=True), "which centers count, as in out.adequacy; null for findings"),
    "figure": (
        text(),
        "'passing' (counties), 'people_outside', or a finding of out.adequacy_findings (counties)",
    ),
}


def _band() -> dict[str, ColumnSpec]:
    return {
        "dimension": (text(), "what is varied, or 'all'"),
        "value": (number(null=True), "the area's own figure"),
        "low": (number(null=True), "least of it and of the variants' values; null without any"),
        "high": (number(null=True), "greatest of them; null without any"),
        "low_variant": (
            text(null=True),
            "which variant is the low end; 'base': none goes beyond",
        ),
        "high_variant": (text(null=True), "which variant is the high end"),
        "variants": (whole(), "how many variants"),
        "variants_without_value": (whole(), "how many of them have no such figure"),
    }


_WHAT_IF: ColumnSpec = (text(), "which what-if: 'closures', or 'opening: ' and its name")
_MARGIN = "half-width of the 90 % interval by the survey's own margins of error"

SCENARIOS: dict[str, Contract] = {
    "out.sensitivity_values": contract(
        ("dimension", "variant", "stratum", "site_of_care", "figure"),
        {
            "dimension": (text(), "what is varied; 'base': nothing"),
            "variant": (text(), "to what"),
            **_FIGURE,
            "value": (
                number(null=True),
                "the figure; null without people, or where nobody is reached",
            ),
        },
    ),
    "out.sensitivity": contract(
        ("stratum", "site_of_care", "figure", "dimension"),
        {
            **_FIGURE,
            **_band(),
        },
    ),
    "out.adequacy_values": contract(
        ("dimension", "variant", "scenario", "figure"),
        {
            "dimension": (text(), "what is varied; 'base': nothing"),
            "variant": (text(), "to what"),
            **_ADEQUACY_FIGURE,
            "value": (
                number(0, null=True),
                "counties or people; null where the scenario counts no center at all",
            ),
        },
    ),
    "out.adequacy_bands": contract(
        ("scenario", "figure", "dimension"),
        {
            **_ADEQUACY_FIGURE,
            **_band(),
        },
    ),
    "out.adequacy_county_bands": contract(
        ("county_fips",),
        {
            "county_fips": (text(), "five-digit county FIPS code"),
            "share_within": (
                number(0, 1, null=True),
                "share within both limits of a hospital-based or office-based center; null: no people",
            ),
            "share_low": (number(0, 1, null=True), "least of it and of the variants' shares"),
            "share_high": (number(0, 1, null=True), "greatest of them"),
            "holds": (boolean(), "whether every variant has the same finding; null: no people"),
            "variants": (whole(), "how many have another finding"),
            "other_findings": (text(null=True), "which others; null where none"),
        },
    ),
    "out.margins": contract(
        ("stratum", "site_of_care", "within_min"),
        {
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "within_min": (number(0), "threshold in minutes, inclusive"),
            "people": (number(0), "people of the group, where count and margin are known"),
            "people_margin": (number(0), f"of people: {_MARGIN}"),
            "people_within": (number(0), "those within the threshold"),
            "people_within_margin": (number(0), f"of people_within: {_MARGIN}"),
            "share": (number(0, 1, null=True), "their share; null: no people"),
            "share_margin": (number(0, null=True), f"of share: {_MARGIN}; null: no people"),
            "places_left_out": (whole(), "places whose count or margin is unknown"),
            "people_left_out": (number(0), "people counted there"),
        },
    ),
    "out.what_if": contract(
        ("what_if", "stratum", "site_of_care"),
        {
            "what_if": _WHAT_IF,
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "population": (number(0), "people of the group"),
            "population_longer": (number(0), "people whose drive gets longer"),
            "population_shorter": (number(0), "people whose drive gets shorter"),
            "population_moved": (number(0), "people whose drive changes"),
            "population_cut_off": (number(0), "people who were reached before and are not after"),
            "population_connected": (number(0), "people who are reached only after"),
            "population_within_before": (number(0), "people within the threshold before"),
            "population_within_after": (number(0), "people within the threshold after"),
            "share_within_before": (number(0, 1, null=True), "their share before; null: no people"),
            "share_within_after": (number(0, 1, null=True), "their share after; null: no people"),
            "drive_time_min_median_before": (
                number(0, null=True),
                "minutes; null where nobody is reached",
            ),
            "drive_time_min_median_after": (
                number(0, null=True),
                "minutes; null where nobody is reached",
            ),
            "change_min_mean": (
                number(null=True),
                "after minus before, over the people whose drive changes; null without any",
            ),
            "person_minutes": (number(), "sum of those changes, one way"),
        },
    ),
    "out.what_if_adequacy": contract(
        ("what_if", "county_fips", "scenario"),
        {
            "what_if": _WHAT_IF,
            "county_fips": (text(), "five-digit county FIPS code"),
            "scenario": (text(), "which centers count, as in out.adequacy"),
            "cms_county_type": (text(among=CMS_COUNTY_TYPES), "county type that sets the limits"),
            "required_share": (number(0, 1), "share that the rule asks for"),
            "people": (number(0), "people counted"),
            "people_within_before": (number(0), "people within both limits before"),
            "people_within_after": (number(0), "people within both limits after"),
            "share_before": (number(0, 1, null=True), "their share before; null: no people"),
            "share_after": (number(0, 1, null=True), "their share after; null: no people"),
            "adequate_before": (boolean(), "whether the county passes before; null: no people"),
            "adequate_after": (boolean(), "whether it passes after; null: no people"),
            "change": (
                text(null=True, among=("lost", "gained")),
                "what became of its adequacy; null where it is what it was",
            ),
        },
    ),
    "out.siting": contract(
        ("problem", "sites_asked"),
        {
            "problem": (text(among=("mclp", "p_median", "lscp")), "what is asked"),
            "sites_asked": (whole(null=True), "how many sites; null where the fewest are sought"),
            "sites": (whole(), "how many are chosen"),
            "within_min": (number(0), "threshold in minutes, inclusive"),
            "cap_min": (number(0), "longer drives count as so many minutes"),
            "required_share": (number(0, 1, null=True), "share to be reached; null where none is"),
            "method": (text(among=("exact", "greedy")), "how it was solved"),
            "status": (text(), "'optimal', 'time_limit', 'greedy' or 'out_of_reach'"),
            "objective": (number(null=True), "what is reached, in the unit"),
            "bound": (number(null=True), "what no choice can go beyond, in the unit"),
            "unit": (text(), "of objective and bound"),
            "gap": (
                number(0, null=True),
                "what may be missed, as a share; null where out of reach",
            ),
            "population": (number(0), "people of the area"),
            "population_within_before": (
                number(0),
                "people within the threshold of existing centers",
            ),
            "population_within_after": (number(0), "people within it of those and the new ones"),
            "population_newly_within": (number(0), "people whom the new ones bring within it"),
            "share_within_before": (number(0, 1, null=True), "their share before; null: no people"),
            "share_within_after": (number(0, 1, null=True), "their share after; null: no people"),
            "person_minutes_before": (number(0), "one way, capped"),
            "person_minutes_after": (number(0), "one way, capped"),
            "person_hours_saved": (number(0), "their difference in hours, one way"),
            "candidates": (whole(), "how many sites could be chosen"),
            "pairs": (whole(), "useful pairs of candidate and place"),
        },
    ),
    "out.siting_candidates": contract(
        ("candidate_id",),
        {
            "candidate_id": (text(), "geoid of the place where it stands"),
            "lon": LON,
            "lat": LAT,
            "population_newly_within": (
                number(0),
                "people it would bring within the threshold if it alone opened",
            ),
            "population_shorter": (number(0), "people whose drive it would shorten, drives capped"),
            "person_minutes_saved": (number(0), "one way, capped"),
        },
    ),
    "out.siting_sites": contract(
        ("problem", "sites_asked", "rank"),
        {
            "problem": (text(among=("mclp", "p_median", "lscp")), "as in out.siting"),
            "sites_asked": (whole(null=True), "as in out.siting"),
            "rank": (whole(1), "in the order in which each adds most"),
            "candidate_id": (text(), "geoid of the place where it stands"),
            "county_fips": (text(null=True), "county in which it stands"),
            "lon": LON,
            "lat": LAT,
            "gain": (number(), "what it adds to those before it, in the unit of the problem"),
            "population_newly_within": (number(0), "people it brings within the threshold"),
        },
    ),
}
"""Contracts of the tables of scenarios, by full name."""
