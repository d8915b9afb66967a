"""The report's tables of what the site of care and the trips to it cost."""

from __future__ import annotations

import pandas as pd

from pipelines.out_tables import Row, records
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.burden import COSTS, DEPENDENCE
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.wording import limit

_THERAPY = Column("therapy", "Therapy")
_STRATUM = Column("stratum", "Stratum")
_STRATUM_ORDER = STRATUM_GROUPS
LATER = "later"


def costs_table(ranges: pd.DataFrame, sources: pd.DataFrame) -> Table:
    """List the ranges of published costs, each end with who published it."""
    columns = (
        Column("measure", "What (scenario)"),
        Column("unit", "Unit"),
        Column("low", "Least", Kind.DECIMAL),
        Column("low_source", "Published by"),
        Column("high", "Greatest", Kind.DECIMAL),
        Column("high_source", "Published by"),
        Column("sources", "Sources", Kind.COUNT),
    )
    publisher = {row["source_id"]: _published_by(row) for row in records(sources)}
    told = {row["measure"]: row for row in records(ranges)}
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            heading,
            told[name]["unit"],
            told[name]["low"],
            publisher[told[name]["low_source"]],
            told[name]["high"],
            publisher[told[name]["high_source"]],
            float(told[name]["sources"]),
        )
        for name, heading in COSTS.headings.items()
        if name in told
    )
    return Table(
        "cost_ranges",
        "What hospitals cost against offices: published ranges",
        columns,
        rows,
        "An end that is not confirmed stands as others cite it: the publication itself was not found."
        if (sources["checked"] != "yes").any()
        else "",
    )


def _published_by(source: Row) -> str:
    return f"{source['publisher']}{'' if source['checked'] == 'yes' else ' (not confirmed)'}"


def cost_people_table(cost_people: pd.DataFrame, facts: Facts) -> Table:
    """Count the people of each stratum to whom a hospital is the only or the nearer option."""
    near = limit(facts.gap_min)
    summed = bool(cost_people["extra_usd_low"].notna().any())
    columns = [
        _STRATUM,
        *(
            Column(group, heading.format(near=near), Kind.PEOPLE_SHARE)
            for group, heading in DEPENDENCE.headings.items()
        ),
    ]
    if summed:
        columns += [
            Column("extra_usd_low", "Extra cost a year, least (scenario)", Kind.MONEY),
            Column("extra_usd_high", "Extra cost a year, greatest (scenario)", Kind.MONEY),
        ]
    told = {(row["stratum"], row["group"]): row for row in records(cost_people)}
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        groups = [told[stratum, group] for group in DEPENDENCE]
        cells: list[Value] = [PeopleShare(one["population"], one["share"]) for one in groups]
        if summed:
            cells += [
                sum(one[name] for one in groups) for name in ("extra_usd_low", "extra_usd_high")
            ]
        rows.append((STRATUM_GROUPS.heading(stratum), *cells))
    return Table(
        "cost_people",
        "People for whom a hospital is the only or the nearer option",
        tuple(columns),
        tuple(rows),
    )


def cost_sources_table(sources: pd.DataFrame) -> Table:
    """List every published figure with who published it and their interest."""
    columns = (
        Column("publisher", "Published by"),
        Column("published", "Year"),
        Column("interest", "Interest"),
        Column("kind", "What"),
        Column("site_of_care", "Site of care"),
        Column("low", "Least", Kind.DECIMAL),
        Column("high", "Greatest", Kind.DECIMAL),
        Column("unit", "Unit"),
        Column("per", "Per"),
        Column("checked", "Confirmed"),
        Column("checked_against", "Against"),
        Column("url", "Where it is from", Kind.LINK),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(_plain(column, row[column.name]) for column in columns) for row in records(sources)
    )
    return Table(
        "cost_sources",
        "The published figures, with the interest of who published them",
        columns,
        rows,
        "A dash stands where nothing is known.",
    )


def schedules_table(schedules: pd.DataFrame) -> Table:
    """List how often each therapy is infused."""
    columns = (
        _THERAPY,
        Column("treats", "Treats"),
        Column("visits_first_year", "Infusions in the first year", Kind.MINUTES),
        Column("visits_per_year", "In each later year", Kind.MINUTES),
        Column("source", "Source"),
        Column("url", "Where it is from", Kind.LINK),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(_plain(column, row[column.name]) for column in columns) for row in records(schedules)
    )
    return Table(
        "therapy_schedules",
        "How often a therapy is infused",
        columns,
        rows,
        "A physician may choose other intervals. A dash stands where the settings name none.",
    )


def burden_table(burden: pd.DataFrame, facts: Facts) -> Table:
    """Tell what a later year's trips to the nearest center come to, by therapy, stratum and kind."""
    absent = absent_kinds(facts)
    sites = [*(site for site in COMPARED_SITES if site not in absent), ANY_SITE]
    columns = (
        _THERAPY,
        _STRATUM,
        Column("site_of_care", "Nearest center of this kind"),
        Column("hours_median", "Hours a year, median", Kind.MINUTES),
        Column("hours_p90", "1 in 10 more than, hours", Kind.MINUTES),
        Column("miles_median", "Miles a year, median", Kind.COUNT),
        Column("driving_usd_low", "Driving cost, least", Kind.MONEY),
        Column("driving_usd_high", "Driving cost, greatest", Kind.MONEY),
    )
    therapies = list(pd.unique(burden["therapy"]))
    told = [row for row in records(burden[burden["year"] == LATER]) if row["site_of_care"] in sites]
    told.sort(
        key=lambda row: (
            therapies.index(row["therapy"]),
            _STRATUM_ORDER.index(row["stratum"]),
            sites.index(row["site_of_care"]),
        )
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row["therapy"],
            STRATUM_GROUPS.heading(row["stratum"]),
            SITES_OR_ANY.heading(row["site_of_care"]),
            *(row[column.name] for column in columns[3:]),
        )
        for row in told
    )
    return Table(
        "travel_burden",
        "A year of trips, after the first year",
        columns,
        rows,
        "Both ways, over the people who can be driven there; time in the chair is not counted. The cost is the "
        "median’s miles at the tax authority’s rates: fuel and wear, and the whole cost of a car.",
        headers=2,
    )


def gap_burden_table(burden: pd.DataFrame, facts: Facts) -> Table:
    """Tell what a gap adds to a year's trips."""
    near = limit(facts.gap_min)
    columns = [
        _THERAPY,
        Column("gap", f"Within {near} minutes"),
        Column("population", "People", Kind.COUNT),
        Column("hours_median", "Hours a year, median", Kind.MINUTES),
        Column("extra_hours_median", "More than with both kinds, hours", Kind.MINUTES),
        Column("miles_median", "Miles a year, median", Kind.COUNT),
    ]
    if burden["extra_hours_median"].isna().all():
        columns = [column for column in columns if column.name != "extra_hours_median"]
    therapies = list(pd.unique(burden["therapy"]))
    everyone = (burden["year"] == LATER) & (burden["stratum"] == ALL_STRATA)
    told = records(burden[everyone])
    told.sort(key=lambda row: (therapies.index(row["therapy"]), GAPS.index(row["gap"])))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (row["therapy"], GAPS.heading(row["gap"]), *(row[column.name] for column in columns[2:]))
        for row in told
    )
    return Table(
        "gap_burden",
        "What a gap adds to a year of trips, everyone",
        tuple(columns),
        rows,
        "To the nearer of the nearest hospital-based and office-based center, both ways.",
        headers=2,
    )


def _plain(column: Column, value: object) -> Value:
    if value is None:
        return None
    if column.kind.numeric:
        return float(str(value))
    text = str(value)
    return text.replace("_", " ") if column.name in ("kind", "site_of_care") else text
