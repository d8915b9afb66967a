"""The report's tables of bands, what-ifs and new sites."""

from __future__ import annotations

import pandas as pd

from pipelines.out_tables import Row, records
from pipelines.report.facts import Facts
from pipelines.report.index.counties import county_names
from pipelines.report.telling.findings import absent_kinds
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.adequacy import SCENARIOS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.siting import PROBLEMS
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.uncertainty import DIMENSIONS, FIGURES, variant_name
from pipelines.vocabulary.what_if import what_if_name
from pipelines.vocabulary.wording import capital, limit, percent

_STRATUM = Column("stratum", "Stratum")
_WHAT_IF = Column("what_if", "What if")
_STRATUM_ORDER = STRATUM_GROUPS
_MINUTES = (
    "drive_time_min_median",
    "drive_time_min_mean",
    "kolm_pollak_equivalent",
    "office_advantage_min_median",
)
_INDICES = ("gini",)
_UNIT_WORDS = {
    Kind.MINUTES: "Minutes",
    Kind.SHARE: "Shares of people",
    Kind.DECIMAL: "Indices of inequality",
}
_STATUS_WORDS = {
    "optimal": "exact: no choice is better",
    "time_limit": "exact, stopped at the time limit",
    "greedy": "greedy",
    "out_of_reach": "out of reach",
}
_CHANGE_WORDS = {"lost": "passes no more", "gained": "passes now"}


def bands_table(sensitivity: pd.DataFrame, facts: Facts, unit: Kind) -> Table:
    """List the headline figures of everyone and of the people in focus with their bands.

    Parameters
    ----------
    sensitivity
        out.sensitivity.
    facts
        Whose people are in focus, and which kinds are compared.
    unit
        `Kind.MINUTES`, `Kind.SHARE` or `Kind.DECIMAL` (indices): which of the figures.
    """
    columns = (
        Column("figure", "Figure"),
        _STRATUM,
        Column("value", "This report", unit),
        Column("low", "Least", unit),
        Column("high", "Greatest", unit),
        Column("low_variant", "Least when"),
        Column("high_variant", "Greatest when"),
    )
    told = [
        row
        for row in _figures(sensitivity, facts, unit)
        if row["dimension"] == "all" and row["stratum"] in (ALL_STRATA, *facts.focus)
    ]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            _figure_name(row, facts),
            STRATUM_GROUPS.heading(row["stratum"]),
            *(row[name] for name in ("value", "low", "high")),
            *(variant_name(row[name]) for name in ("low_variant", "high_variant")),
        )
        for row in told
    )
    return Table(
        f"bands_{unit}",
        f"{_UNIT_WORDS[unit]} with their bands",
        columns,
        rows,
        "One assumption is varied at a time; two together may go beyond. “As measured” means that no variation "
        "goes beyond the report’s own value.",
        headers=2,
    )


def dimensions_table(sensitivity: pd.DataFrame, facts: Facts, unit: Kind) -> Table:
    """Tell how far each assumption alone moves everyone's figures; parameters as in `bands_table`."""
    columns = (
        Column("figure", "Figure, everyone"),
        Column("dimension", "What is varied"),
        Column("low", "Least", unit),
        Column("high", "Greatest", unit),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            _figure_name(row, facts),
            DIMENSIONS.heading(row["dimension"]),
            *(row[name] for name in ("low", "high")),
        )
        for row in _figures(sensitivity, facts, unit)
        if row["dimension"] != "all" and row["stratum"] == ALL_STRATA
    )
    return Table(
        f"bands_by_assumption_{unit}",
        f"What moves them: {_UNIT_WORDS[unit].lower()}",
        columns,
        rows,
        "Where a line of therapy is varied, only centers that serve it count: another question, and no part "
        "of the bands above.",
        headers=2,
    )


def margins_table(margins: pd.DataFrame, facts: Facts) -> Table:
    """List the people and the share within the threshold with the survey's own margins of error."""
    near = limit(facts.gap_min)
    columns = (
        _STRATUM,
        Column("site_of_care", "Nearest"),
        Column("people_within", f"People within {near} minutes", Kind.COUNT),
        Column("people_within_margin", "Give or take", Kind.COUNT),
        Column("share", f"Share within {near} minutes", Kind.SHARE),
        Column("share_margin_points", "Give or take, points", Kind.DECIMAL),
    )
    told = [row for row in records(margins) if row["within_min"] == facts.gap_min]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            STRATUM_GROUPS.heading(row["stratum"]),
            capital(noun_of(row["site_of_care"])),
            row["people_within"],
            row["people_within_margin"],
            row["share"],
            None if row["share_margin"] is None else 100 * row["share_margin"],
        )
        for row in told
        if _is_told(row, facts)
    )
    return Table(
        "margins",
        "People within reach, with the margins of error of the survey that counts them",
        columns,
        rows,
        "Half-widths of 90 % intervals. A dash stands where nobody lives.",
        headers=2,
    )


def _figures(sensitivity: pd.DataFrame, facts: Facts, unit: Kind) -> list[Row]:
    """Return the rows of the compared sites that have a value, in the order of every table."""
    figures, dimensions = FIGURES, DIMENSIONS
    sites = (*COMPARED_SITES, ANY_SITE, None)
    told = [
        row
        for row in records(sensitivity)
        if _unit(row["figure"]) is unit and _is_told(row, facts) and row["value"] is not None
    ]
    return sorted(
        told,
        key=lambda row: (
            figures.index(row["figure"]),
            sites.index(row["site_of_care"]),
            _STRATUM_ORDER.index(row["stratum"]),
            dimensions.index(row["dimension"]),
        ),
    )


def _unit(figure: str) -> Kind:
    if figure in _INDICES:
        return Kind.DECIMAL
    return Kind.MINUTES if figure in _MINUTES else Kind.SHARE


def _is_told(row: Row, facts: Facts) -> bool:
    """Leave out sites of care that the report does not compare, and comparisons without both kinds."""
    absent = absent_kinds(facts)
    if row["site_of_care"] is None:
        return not absent
    return row["site_of_care"] in (*COMPARED_SITES, ANY_SITE) and row["site_of_care"] not in absent


def _figure_name(row: Row, facts: Facts) -> str:
    site = row["site_of_care"]
    center = ""
    if site is not None:
        center = center_of(site) if _unit(row["figure"]) is Kind.SHARE else noun_of(site)
    return FIGURES.heading(row["figure"]).format(center=center, near=limit(facts.gap_min))


def what_if_table(what_if: pd.DataFrame, facts: Facts) -> Table:
    """Count by stratum who gains and who loses, by the nearest center of any kind."""
    near = limit(facts.gap_min)
    columns = (
        _WHAT_IF,
        _STRATUM,
        Column("population_longer", "People who drive longer", Kind.COUNT),
        Column("population_shorter", "People who drive less", Kind.COUNT),
        Column("population_cut_off", "People cut off", Kind.COUNT),
        Column("change_min_mean", "Mean change of those, minutes", Kind.MINUTES),
        Column("within_before", f"Within {near} minutes before", Kind.PEOPLE_SHARE),
        Column("within_after", f"Within {near} minutes after", Kind.PEOPLE_SHARE),
    )
    names = list(pd.unique(what_if["what_if"]))
    told = [row for row in records(what_if) if row["site_of_care"] == ANY_SITE]
    told.sort(key=lambda row: (names.index(row["what_if"]), _STRATUM_ORDER.index(row["stratum"])))
    rows: list[tuple[Value, ...]] = []
    for row in told:
        everyone = row["population"]
        within = (
            PeopleShare(row[name], row[name] / everyone if everyone > 0 else None)
            for name in ("population_within_before", "population_within_after")
        )
        rows.append(
            (
                what_if_name(row["what_if"]),
                STRATUM_GROUPS.heading(row["stratum"]),
                *(row[column.name] for column in columns[2:6]),
                *within,
            )
        )
    return Table(
        "what_if",
        "Who gains and who loses, by the nearest center of any kind",
        columns,
        tuple(rows),
        "People follow the nearest center that is left; whether it has room for them is not asked. A dash "
        "stands where nobody’s drive changes.",
        headers=2,
    )


def county_changes_table(changes: pd.DataFrame, facts: Facts) -> Table:
    """List the counties in which network adequacy, or the people within both limits, change."""
    columns = (
        _WHAT_IF,
        Column("county", "County"),
        Column("scenario", "Centers that count"),
        Column("share_before", "Within both limits before", Kind.SHARE),
        Column("share_after", "Within both limits after", Kind.SHARE),
        Column("required_share", "Share that the rule asks for", Kind.SHARE),
        Column("change", "What changes"),
    )
    names = county_names(facts.counties)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            what_if_name(row["what_if"]),
            names.get(row["county_fips"], row["county_fips"]),
            SCENARIOS.heading(row["scenario"]),
            row["share_before"],
            row["share_after"],
            row["required_share"],
            _CHANGE_WORDS.get(row["change"] or "", "the verdict stays"),
        )
        for row in records(changes)
    )
    return Table(
        "what_if_counties",
        "Counties in which more or fewer people are within both limits of the rule",
        columns,
        rows,
        headers=2,
    )


def siting_table(siting: pd.DataFrame) -> Table:
    """List what the chosen sites would bring under each question."""
    columns = (
        Column("problem", "What is asked"),
        Column("sites", "New sites", Kind.COUNT),
        Column("newly_within", "People brought within the minutes", Kind.COUNT),
        Column("share_before", "Share within before", Kind.SHARE),
        Column("share_after", "Share within after", Kind.SHARE),
        Column("person_hours_saved", "Person-hours saved, one way", Kind.COUNT),
        Column("how", "How good the choice is"),
        Column("gap", "At most missed", Kind.SHARE),
    )
    order = PROBLEMS
    rows: list[tuple[Value, ...]] = []
    for row in sorted(
        records(siting), key=lambda one: (order.index(one["problem"]), one["sites_asked"] or 0)
    ):
        required = row["required_share"]
        saved = row["person_minutes_before"] - row["person_minutes_after"]
        rows.append(
            (
                PROBLEMS.heading(row["problem"]).format(
                    within=limit(row["within_min"]),
                    share="" if required is None else percent(required),
                ),
                float(row["sites"]),
                row["population_within_after"] - row["population_within_before"],
                row["share_within_before"],
                row["share_within_after"],
                saved / 60,
                _STATUS_WORDS[row["status"]],
                row["gap"],
            )
        )
    return Table(
        "siting",
        "What new office-based sites would bring",
        columns,
        tuple(rows),
        "“At most missed” is how far from the best possible the choice can be, as a share of it; a dash stands "
        "where no choice does what is asked.",
        headers=2,
    )


def sites_table(sites: pd.DataFrame, facts: Facts) -> Table:
    """List the chosen sites in the order in which each adds most."""
    columns = (
        Column("problem", "What is asked"),
        Column("sites_asked", "Sites asked for", Kind.COUNT),
        Column("rank", "Order", Kind.COUNT),
        Column("county", "County"),
        Column("candidate_id", "Place"),
        Column("lat", "Latitude", Kind.DECIMAL),
        Column("lon", "Longitude", Kind.DECIMAL),
        Column("population_newly_within", "People it brings within the minutes", Kind.COUNT),
    )
    names = county_names(facts.counties)
    scenarios = facts.area.scenarios
    words = {
        "within": limit(scenarios.siting_within_min),
        "share": percent(scenarios.siting_share),
    }
    order = PROBLEMS
    told = sorted(
        records(sites),
        key=lambda one: (order.index(one["problem"]), one["sites_asked"] or 0, one["rank"]),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            PROBLEMS.heading(row["problem"]).format(**words),
            None if row["sites_asked"] is None else float(row["sites_asked"]),
            float(row["rank"]),
            names.get(row["candidate_id"][:5], row["candidate_id"][:5]),
            row["candidate_id"],
            row["lat"],
            row["lon"],
            row["population_newly_within"],
        )
        for row in told
    )
    return Table(
        "siting_sites",
        "The chosen sites",
        columns,
        rows,
        "A site is a place where people live, not a building that is to let; a dash stands where the fewest "
        "sites are sought.",
    )
