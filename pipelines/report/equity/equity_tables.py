"""The report's tables of stratum schemes, accessibility scores and inequality."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.out_tables import records
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.accessibility import (
    PER_PEOPLE,
    PER_PERSON_SCORES,
    score_name,
    score_order,
)
from pipelines.vocabulary.equity import INDICES
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, SCHEMES, STRATUM_GROUPS
from pipelines.vocabulary.wording import limit

_STRATUM = Column("stratum", "Stratum")
_PEOPLE = Column("population", "People", Kind.COUNT)
_INDEX_KIND = {
    "mean": Kind.MINUTES,
    "kolm_pollak_equivalent": Kind.MINUTES,
    "kolm_pollak_penalty": Kind.MINUTES,
}
_STRATUM_ORDER = STRATUM_GROUPS


def schemes_table(frames: Mapping[str, pd.DataFrame], facts: Facts) -> Table:
    """Set coverage, typical drives and who gains from offices side by side under every scheme."""
    near = limit(facts.gap_min)
    sites = [site for site in COMPARED_SITES if site not in absent_kinds(facts)]
    compared = len(sites) == len(COMPARED_SITES)
    columns = [Column("scheme", "Definition"), _STRATUM, _PEOPLE]
    for site in sites:
        name = SITES_OR_ANY.heading(site)
        columns += [
            Column(f"{site}_median_min", f"{name}: typical drive, minutes", Kind.MINUTES),
            Column(f"{site}_within", f"{name} within {near} minutes", Kind.PEOPLE_SHARE),
        ]
    if compared:
        columns.append(Column("no_gain", "For whom no office is nearer", Kind.PEOPLE_SHARE))
    coverage = frames["coverage_by_scheme"]
    within = {
        (row["scheme"], row["stratum"], row["site_of_care"]): row
        for row in records(coverage[coverage["within_min"] == facts.gap_min])
    }
    times = {
        (row["scheme"], row["stratum"], row["site_of_care"]): row
        for row in records(frames["times_by_scheme"])
    }
    rows: list[tuple[Value, ...]] = []
    order = {name: position for position, name in enumerate(SCHEMES)}
    for row in sorted(
        records(frames["nearness_by_scheme"]),
        key=lambda one: (order[one["scheme"]], _STRATUM_ORDER.index(one["stratum"])),
    ):
        scheme, stratum, everyone = row["scheme"], row["stratum"], row["population"]
        if everyone == 0 and stratum != ALL_STRATA:
            continue
        cells: list[Value] = [SCHEMES.heading(scheme), STRATUM_GROUPS.heading(stratum), everyone]
        for site in sites:
            key = scheme, stratum, site
            cells += [
                times[key]["drive_time_min_median"],
                PeopleShare(within[key]["population_within"], within[key]["share"]),
            ]
        if compared:
            no_gain = everyone - row["population_office_nearer"]
            cells.append(PeopleShare(no_gain, no_gain / everyone if everyone > 0 else None))
        rows.append(tuple(cells))
    note = "The last column counts people for whom no office is nearer than the nearest hospital."
    return Table(
        "stratum_schemes",
        "Drives and people within reach, under four definitions",
        tuple(columns),
        tuple(rows),
        note if compared else "",
        headers=2,
    )


def advantage_table(advantage: pd.DataFrame) -> Table:
    """Tell how the minutes that the office-based center is nearer are spread over people."""
    columns = (
        _STRATUM,
        Column("population_compared", "People who can be driven to both", Kind.COUNT),
        Column("p10", "1 in 10 less than", Kind.MINUTES),
        Column("p25", "1 in 4 less than", Kind.MINUTES),
        Column("median", "Median", Kind.MINUTES),
        Column("p75", "1 in 4 more than", Kind.MINUTES),
        Column("p90", "1 in 10 more than", Kind.MINUTES),
    )
    ordered = sorted(records(advantage), key=lambda one: _STRATUM_ORDER.index(one["stratum"]))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            STRATUM_GROUPS.heading(row["stratum"]),
            row["population_compared"],
            *(row[f"office_advantage_min_{column.name}"] for column in columns[2:]),
        )
        for row in ordered
    )
    return Table(
        "office_advantage",
        "Minutes that the office-based center is nearer than the hospital-based one",
        columns,
        rows,
        "Below zero the hospital-based center is nearer.",
    )


def scores_table(by_stratum: pd.DataFrame, notes: Mapping[str, str]) -> Table:
    """List the accessibility scores of each stratum."""
    columns = (
        Column("measure", "Score"),
        _STRATUM,
        Column("mean", "Mean", Kind.DECIMAL),
        Column("p10", "1 in 10 has less than", Kind.DECIMAL),
        Column("median", "Median", Kind.DECIMAL),
        Column("p90", "1 in 10 has more than", Kind.DECIMAL),
        Column("none", "People with none in the catchment", Kind.PEOPLE_SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for row in sorted(
        records(by_stratum),
        key=lambda one: (*score_order(one["measure"]), _STRATUM_ORDER.index(one["stratum"])),
    ):
        measure, everyone = row["measure"], row["population"]
        factor = PER_PEOPLE if measure in PER_PERSON_SCORES else 1
        figures = (row[f"score_{name}"] for name in ("mean", "p10", "median", "p90"))
        none = row["population_zero"] + row["population_without_score"]
        rows.append(
            (
                score_name(measure, notes["supply_unit"]),
                STRATUM_GROUPS.heading(row["stratum"]),
                *(None if value is None else factor * value for value in figures),
                PeopleShare(none, none / everyone if everyone > 0 else None),
            )
        )
    return Table(
        "accessibility_by_stratum",
        "Accessibility scores by stratum",
        columns,
        tuple(rows),
        "Higher is better, but for the rational agent access model (RAAM), a cost, where lower is better. A "
        "dash stands where nobody has a score.",
        headers=2,
    )


def inequality_table(table: pd.DataFrame, facts: Facts) -> Table:
    """Set the indices of inequality of each site of care side by side."""
    found = {(row["burden"], row["index"]): row for row in records(table)}
    shown = [index for index in INDICES.headings if any(key[1] == index for key in found)]
    columns = (
        Column("burden", "Drive to the nearest"),
        *(
            Column(index, INDICES.heading(index), _INDEX_KIND.get(index, Kind.DECIMAL))
            for index in shown
        ),
        Column("people_left_out", "People without a drive time", Kind.COUNT),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            SITES_OR_ANY.heading(site),
            *(found[site, index]["result"] for index in shown),
            found[site, "mean"]["people_left_out"],
        )
        for site in (ANY_SITE, *(one for one in SITES_OR_ANY if one != ANY_SITE))
        if (site, "mean") in found
    )
    return Table(
        "inequality",
        "How unevenly drives are spread over people",
        columns,
        rows,
        "Gini and Theil are 0 where everyone drives as long; they compare how uneven two drives are, not how "
        "long. A dash stands where an index has no value.",
    )
