"""The tables of bands, margins of error, what-ifs and new sites."""

from __future__ import annotations

from pipelines.out_tables import Row, records
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import OVER_ALL
from pipelines.report.telling.figures import (
    compared_sites,
    figure_name,
    figures_told,
    sites_of_figures,
)
from pipelines.report.telling.findings import none_near
from pipelines.report.telling.specs import Codes, Shown, TableSpec, build, with_county_names
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.adequacy import SCENARIOS
from pipelines.vocabulary.sites_of_care import ANY_SITE, noun_of
from pipelines.vocabulary.siting import PROBLEMS, STATUSES
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.uncertainty import GRAINS, NOT_ADDED_UP, REASONS, variant_name
from pipelines.vocabulary.what_if import COUNTY_CHANGES, what_if_name
from pipelines.vocabulary.wording import capital, limit, percent

_STRATUM = Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum")
_WHAT_IF = Shown("what_if")
_COUNTY = Shown("county", heading="County")
_UNITS = {
    Kind.MINUTES: ("minutes", "Minutes"),
    Kind.SHARE: ("shares", "Shares of people"),
    Kind.DECIMAL: ("indices", "Indices of inequality"),
}
"""Kind -> what the name of its table ends in, and its words."""

MARGINS = TableSpec(
    "margins",
    "People within reach, with the margins of error of the survey that counts them",
    (
        _STRATUM,
        Shown(
            "site_of_care",
            words=lambda row: capital(noun_of(row["site_of_care"])),
            heading="Nearest",
        ),
        Shown("people_within", Kind.COUNT, heading="People within {near} minutes"),
        Shown("people_within_margin", Kind.COUNT, heading="Give or take"),
        Shown("share", Kind.SHARE, heading="Share within {near} minutes"),
        Shown(
            "share_margin",
            Kind.DECIMAL,
            times=100,
            name="share_margin_points",
            heading="Give or take, points",
        ),
    ),
    "Half-widths of 90 % intervals. A dash stands where nobody lives.",
    headers=2,
)
WHAT_IF = TableSpec(
    "what_if",
    "Who gains and who loses, by the nearest center of any kind",
    (
        _WHAT_IF,
        _STRATUM,
        Shown("population_longer", Kind.COUNT),
        Shown("population_shorter", Kind.COUNT),
        Shown("population_cut_off", Kind.COUNT),
        Shown("change_min_mean", Kind.MINUTES),
        *(
            Shown(
                f"population_within_{when}",
                Kind.PEOPLE_SHARE,
                share=f"share_within_{when}",
                name=f"within_{when}",
                heading=f"Within {{near}} minutes {when}",
            )
            for when in ("before", "after")
        ),
    ),
    "People follow the nearest center that is left; whether it has room for them is not asked. A dash stands "
    "where nobody’s drive changes.",
    where={"site_of_care": ANY_SITE},
    headers=2,
)
WHAT_IF_ADEQUACY = TableSpec(
    "what_if_adequacy",
    "Counties in which more or fewer people are within both limits of the rule",
    (
        _WHAT_IF,
        _COUNTY,
        Shown("scenario", words=SCENARIOS.headings),
        Shown("share_before", Kind.SHARE_IN_TENTHS),
        Shown("share_after", Kind.SHARE_IN_TENTHS),
        Shown("required_share", Kind.SHARE),
        Shown(
            "change", words=lambda row: COUNTY_CHANGES.names.get(row["change"], "the verdict stays")
        ),
    ),
    headers=2,
)


def sensitivity_table(facts: Facts, unit: Kind) -> Table:
    """List the headline figures of everyone and of the people in focus with their bands.

    Parameters
    ----------
    facts
        Whose people are in focus, and which kinds are compared.
    unit
        `Kind.MINUTES`, `Kind.SHARE` or `Kind.DECIMAL` (indices): which of the figures.
    """
    name, words = _UNITS[unit]
    spec = TableSpec(
        f"sensitivity_{name}",
        f"{words} with their bands",
        (
            Shown("figure", words=lambda row: figure_name(row, facts)),
            _STRATUM,
            Shown("value", unit),
            Shown("low", unit),
            Shown("high", unit),
            Shown("low_variant", words=lambda row: variant_name(row["low_variant"])),
            Shown("high_variant", words=lambda row: variant_name(row["high_variant"])),
        ),
        "“As measured” means that no variant goes beyond the report’s own value.",
        where={"dimension": OVER_ALL},
        headers=2,
        sources=("out.sensitivity",),
    )
    told = {ALL_STRATA, *facts.focus}
    strata = [stratum for stratum in STRATUM_GROUPS if stratum in told]
    return _figures(spec, facts, unit, {"stratum": strata})


def coarseness_table(facts: Facts) -> Table:
    """Set the share with neither kind near side by side by where people are taken to start."""
    spec = TableSpec(
        "coarseness",
        "People with {none_near} within {near} minutes, measured from smaller and larger units",
        (
            _STRATUM,
            Shown(
                "population_none",
                Kind.PEOPLE_SHARE,
                share="share_none",
                name="{code}",
                heading="{word}",
                spread=True,
            ),
        ),
        "Everyone starts from the place itself, or from the population-weighted centroid of tract or county.",
        across=("grain", GRAINS.headings),
    )
    present = {row["grain"] for row in facts.tables.rows("out.coarseness")}
    return build(
        spec,
        facts.tables["out.coarseness"],
        codes={"stratum": STRATUM_GROUPS, "grain": [name for name in GRAINS if name in present]},
        fills={"none_near": none_near(facts), "near": limit(facts.gap_min)},
    )


def variants_table(facts: Facts, unit: Kind) -> Table:
    """Tell everyone's figures under each variant, or why none; parameters as in `sensitivity_table`."""
    name, words = _UNITS[unit]
    spec = TableSpec(
        f"sensitivity_by_variant_{name}",
        f"Each variant: {words.lower()}",
        (
            Shown("figure", words=lambda row: figure_name(row, facts), heading="Figure, everyone"),
            Shown("variant", words=lambda row: capital(variant_name(row["variant"]))),
            Shown("value", unit),
            Shown("reason", words=REASONS.names),
        ),
        "A variant without a value is no end of a band. Where a line of therapy is varied, only centers that "
        "serve it count: another question, and no part of the bands above.",
        where={"stratum": ALL_STRATA},
        headers=2,
        sources=("out.sensitivity_values",),
    )
    codes: Codes = {"figure": figures_told(facts, unit), "site_of_care": sites_of_figures(facts)}
    values = facts.tables["out.sensitivity_values"]
    # The method says of an area that was put together which figures no sum tells; a row for each says no more.
    return build(spec, values[values["reason"] != NOT_ADDED_UP], codes=codes)


def _figures(spec: TableSpec, facts: Facts, unit: Kind, rest: Codes) -> Table:
    sensitivity = facts.tables["out.sensitivity"]
    codes: Codes = {
        "figure": figures_told(facts, unit),
        "site_of_care": sites_of_figures(facts),
        **rest,
    }
    return build(spec, sensitivity[sensitivity["low"].notna()], codes=codes)


def margins_table(facts: Facts) -> Table:
    """List the people and the share within the threshold with the survey's own margins of error."""
    return build(
        MARGINS,
        facts.tables.rows("out.margins", within_min=facts.gap_min),
        codes={"stratum": STRATUM_GROUPS, "site_of_care": compared_sites(facts)},
        fills={"near": limit(facts.gap_min)},
    )


def what_if_table(facts: Facts) -> Table:
    """Show by stratum who gains and who loses, by the nearest center of any kind."""
    rows = _named(facts.tables.rows("out.what_if"), facts)
    asked = list(dict.fromkeys(row["what_if"] for row in rows))
    return build(
        WHAT_IF,
        rows,
        codes={"what_if": asked, "stratum": STRATUM_GROUPS},
        fills={"near": limit(facts.gap_min)},
    )


def what_if_adequacy_table(facts: Facts) -> Table:
    """List the counties in which network adequacy, or the people within both limits, change."""
    changes = with_county_names(facts.tables["out.what_if_adequacy"], facts.county_names)
    return build(WHAT_IF_ADEQUACY, _named(records(changes), facts))


def _named(rows: list[Row], facts: Facts) -> list[Row]:
    return [{**row, "what_if": what_if_name(row["what_if"], facts.closed_names)} for row in rows]


def siting_table(facts: Facts) -> Table:
    """List what the chosen sites would bring under each question."""

    def problem(row: Row) -> str:
        share = row["required_share"]
        return PROBLEMS.heading(row["problem"]).format(
            within=limit(row["within_min"]), share="" if share is None else percent(share)
        )

    spec = TableSpec(
        "siting",
        "What new office-based sites would bring",
        (
            Shown("problem", words=problem),
            Shown("sites", Kind.COUNT),
            Shown("population_newly_within", Kind.COUNT, name="newly_within"),
            Shown("share_within_before", Kind.SHARE_IN_TENTHS, name="share_before"),
            Shown("share_within_after", Kind.SHARE_IN_TENTHS, name="share_after"),
            Shown("person_hours_saved", Kind.COUNT),
            Shown("status", words=STATUSES.names, name="how"),
            Shown("gap", Kind.SHARE),
            Shown("candidates", Kind.COUNT),
        ),
        "“At most missed” is how far from the best possible the choice can be, as a share of it; a dash stands "
        "where no choice does what is asked.",
        headers=2,
    )
    siting = facts.tables["out.siting"].sort_values(
        "sites_asked", na_position="first", kind="stable"
    )
    return build(spec, siting, codes={"problem": PROBLEMS})


def sites_table(facts: Facts) -> Table:
    """List the chosen sites in the order in which each adds most."""
    settings = facts.area.scenarios
    within, share = limit(settings.siting_within_min), percent(settings.siting_share)
    problems = {
        problem: heading.format(within=within, share=share)
        for problem, heading in PROBLEMS.headings.items()
    }
    spec = TableSpec(
        "siting_sites",
        "The chosen sites",
        (
            Shown("problem", words=problems),
            Shown("sites_asked", Kind.COUNT),
            Shown("rank", Kind.COUNT),
            _COUNTY,
            Shown("candidate_id"),
            Shown("lat", Kind.DECIMAL),
            Shown("lon", Kind.DECIMAL),
            Shown("population_newly_within", Kind.COUNT),
        ),
        "A site is a place where people live, not a building that is to let; a dash stands where the fewest "
        "sites are sought.",
    )
    sites = facts.tables["out.siting_sites"].sort_values(
        ["sites_asked", "rank"], na_position="first", kind="stable"
    )
    named = with_county_names(sites, facts.county_names)
    return build(spec, named, codes={"problem": PROBLEMS})
