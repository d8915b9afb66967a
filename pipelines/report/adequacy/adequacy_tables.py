"""The report's tables of network adequacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipelines.measures.adequacy.adequacy import CLOSED, GROUPS_OF_SCENARIO
from pipelines.measures.uncertainty.sensitivity import THERAPY_LINE
from pipelines.out_tables import Row, records
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import Band, count_band
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES, LIMIT_SOURCES, SCENARIOS
from pipelines.vocabulary.uncertainty import variant_name
from pipelines.vocabulary.wording import capital, percent

_COUNTY = Column("county", "County")
_TYPE = Column("cms_county_type", "County type")
_PEOPLE = Column("people", "People", Kind.COUNT)
_REQUIRED = Column("required_share", "Share that the rule asks for", Kind.SHARE)
_BAND = Column("share_band", "Within both limits of either, with an assumption varied")
_HOLDS = Column("holds", "Finding in every variation")
EVERY_TYPE = "All counties"


def scenario_names(facts: Facts) -> dict[str, str]:
    """Return the scenarios that differ here, with their names; one without any center is left out."""
    known = {site for site, count in facts.centers.items() if count > 0}
    known |= {CLOSED} if facts.area.scenarios.closures else set()
    told: dict[frozenset[str], str] = {}
    for name in SCENARIOS:
        groups = frozenset(known & set(GROUPS_OF_SCENARIO[name]))
        if groups - {CLOSED}:
            told.setdefault(groups, name)
    return {name: SCENARIOS.heading(name) for name in told.values()}


def findings_table(findings: Sequence[Row], names: Mapping[str, str]) -> Table:
    """Count counties and their people by type and by finding."""
    columns = (
        _TYPE,
        Column("counties", "Counties", Kind.COUNT),
        *(
            Column(f"{name}_{what}", f"{heading}: {what}", Kind.COUNT)
            for name, heading in names.items()
            for what in ("counties", "people")
        ),
    )
    rows = []
    for county_type in (*CMS_COUNTY_TYPES, EVERY_TYPE):
        mine = [row for row in findings if county_type in (row["cms_county_type"], EVERY_TYPE)]
        if not mine:
            continue
        cells: list[Value] = [county_type, float(len(mine))]
        for name in names:
            told = [row for row in mine if row["finding"] == name]
            cells += [float(len(told)), float(sum(row["people"] for row in told))]
        rows.append(tuple(cells))
    return Table(
        "adequacy_findings",
        "Which counties pass, by county type",
        columns,
        tuple(rows),
        "Types run from the densest counties to those with extreme access considerations (CEAC).",
    )


def adequacy_bands_table(bands: Mapping[tuple[str, str], Row], names: Mapping[str, str]) -> Table:
    """List how far the counts of counties move, and what moves them."""
    columns = (
        Column("figure", "Counties that"),
        Column("value", "This report", Kind.COUNT),
        Column("low", "Least", Kind.COUNT),
        Column("high", "Greatest", Kind.COUNT),
        Column("low_variant", "Least when"),
        Column("high_variant", "Greatest when"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            heading,
            *(row[name] for name in ("value", "low", "high")),
            *(variant_name(row[name]) for name in ("low_variant", "high_variant")),
        )
        for finding, heading in names.items()
        if (row := bands.get(("", finding))) is not None
    )
    return Table(
        "adequacy_bands",
        "How far the counts move when an assumption is varied",
        columns,
        rows,
        "One assumption is varied at a time: how long driving takes, what counts as a center, how exactly "
        "centers are placed. “As measured” means that no variation goes beyond the report’s own count.",
    )


def adequacy_variants_table(values: pd.DataFrame, names: Mapping[str, str]) -> Table:
    """Count counties by finding under each variation, the report's own counts first.

    Parameters
    ----------
    values
        out.adequacy_values.
    names
        The findings that are told, with their headings.
    """
    columns = (
        Column("variant", "What is varied"),
        *(Column(finding, heading, Kind.COUNT) for finding, heading in names.items()),
    )
    told = values[values["scenario"].isna() & (values["dimension"] != THERAPY_LINE)]
    by_variant = {
        name: dict(zip(block["figure"], block["value"], strict=True))
        for name, block in told.groupby("variant", sort=False)
    }
    return Table(
        "adequacy_variants",
        "Counties under each variation",
        columns,
        tuple(
            (capital(variant_name(str(name))), *(found[finding] for finding in names))
            for name, found in by_variant.items()
        ),
    )


def scenarios_table(
    by_scenario: pd.DataFrame, names: Mapping[str, str], bands: Mapping[tuple[str, str], Row]
) -> Table:
    """Count counties that pass and fail under each scenario.

    Parameters
    ----------
    by_scenario
        out.adequacy.
    names
        The scenarios that are told, with their names.
    bands
        (scenario, figure) -> row of out.adequacy_bands.
    """
    columns = (
        Column("scenario", "Centers that count"),
        Column("passing", "Counties that pass", Kind.COUNT),
        Column("passing_band", "With an assumption varied"),
        Column("failing", "Counties that fail", Kind.COUNT),
        Column("people_in_failing", "People in those that fail", Kind.COUNT),
        Column("people_outside", "People beyond the limits, all counties", Kind.PEOPLE_SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for name, heading in names.items():
        mine = by_scenario[by_scenario["scenario"] == name]
        if mine.empty:
            continue
        failing = mine["adequate"].eq(False).fillna(False)
        band = bands.get((name, "passing"))
        outside, everyone = float(mine["people_outside"].sum()), float(mine["people"].sum())
        rows.append(
            (
                heading,
                float(mine["adequate"].fillna(False).sum()),
                None
                if band is None or band["low"] is None
                else count_band(Band(band["low"], band["high"])),
                float(failing.sum()),
                float(mine.loc[failing, "people"].sum()),
                PeopleShare(outside, outside / everyone if everyone > 0 else None),
            )
        )
    return Table(
        "adequacy_scenarios",
        "Counties that pass, by which centers count",
        columns,
        tuple(rows),
        "A county without people neither passes nor fails. A dash stands where no such center is known.",
    )


def limits_table(by_scenario: pd.DataFrame) -> Table:
    """List the limits of each county type that occurs."""
    columns = (
        _TYPE,
        Column("limit_min", "Most minutes", Kind.COUNT),
        Column("limit_mi", "Most miles", Kind.COUNT),
        _REQUIRED,
        Column("counties", "Counties", Kind.COUNT),
        Column("customised", "Counties with limits of their own", Kind.COUNT),
    )
    counties = by_scenario.drop_duplicates("county_fips")
    custom = counties["customised"].fillna(False).astype(bool)
    rows: list[tuple[Value, ...]] = []
    for county_type in CMS_COUNTY_TYPES:
        mine = counties["cms_county_type"] == county_type
        if not mine.any():
            continue
        plain = counties[mine & ~custom].head(1)
        limits: list[Value] = (
            [None, None]
            if plain.empty
            else [float(plain[name].iloc[0]) for name in ("limit_min", "limit_mi")]
        )
        required = float(counties.loc[mine, "required_share"].iloc[0])
        count, own = float(mine.sum()), float((mine & custom).sum())
        rows.append((county_type, *limits, required, count, own))
    return Table(
        "adequacy_limits",
        "What the rule asks for, by county type",
        columns,
        tuple(rows),
        "Both limits must hold, for at least one center. A dash stands where every county of the type has "
        "limits of its own.",
    )


def depending_table(
    counties: Sequence[Row], by_scenario: pd.DataFrame, bands: Mapping[str, Row]
) -> Table:
    """List the counties that pass only because of office-based centers."""
    hospital, both = (
        _by_county(by_scenario, name) for name in ("hospital_based", "hospital_and_office")
    )
    columns = (
        _COUNTY,
        _TYPE,
        _PEOPLE,
        Column("share_hospital", "Within both limits of a hospital-based center", Kind.SHARE),
        Column("share_both", "Of a hospital-based or office-based one", Kind.SHARE),
        _REQUIRED,
        Column("people_gained", "People within both limits only thanks to an office", Kind.COUNT),
        _BAND,
        _HOLDS,
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row["name"],
            row["cms_county_type"],
            row["people"],
            hospital[row["county_fips"]]["share_within"],
            both[row["county_fips"]]["share_within"],
            both[row["county_fips"]]["required_share"],
            row["people_gained"],
            *_moved(bands[row["county_fips"]]),
        )
        for row in counties
    )
    return Table(
        "adequacy_only_with_offices",
        "Counties that pass only because of office-based centers",
        columns,
        rows,
    )


def failing_table(
    counties: Sequence[Row], by_scenario: pd.DataFrame, bands: Mapping[str, Row]
) -> Table:
    """List the counties that fail with hospital-based and office-based centers together."""
    both = _by_county(by_scenario, "hospital_and_office")
    columns = (
        _COUNTY,
        _TYPE,
        _PEOPLE,
        Column("share_both", "Within both limits", Kind.SHARE),
        _REQUIRED,
        Column("people_short", "People missing to pass", Kind.COUNT),
        Column("people_outside", "People beyond the limits", Kind.COUNT),
        _BAND,
        _HOLDS,
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row["name"],
            row["cms_county_type"],
            row["people"],
            both[row["county_fips"]]["share_within"],
            both[row["county_fips"]]["required_share"],
            both[row["county_fips"]]["people_short"],
            row["people_outside"],
            *_moved(bands[row["county_fips"]]),
        )
        for row in counties
    )
    return Table("adequacy_failing", "Counties that fail", columns, rows)


def all_counties_table(
    findings: Sequence[Row],
    by_scenario: pd.DataFrame,
    scenario_words: Mapping[str, str],
    finding_words: Mapping[str, str],
    bands: Mapping[str, Row],
) -> Table:
    """List every county with its limits and its share within them under each scenario."""
    scenarios = {
        name: _by_county(by_scenario, name)
        for name in scenario_words
        if by_scenario["scenario"].eq(name).any()
    }
    columns = (
        _COUNTY,
        Column("county_fips", "FIPS code"),
        _TYPE,
        Column("limit_min", "Most minutes", Kind.COUNT),
        Column("limit_mi", "Most miles", Kind.COUNT),
        Column("limit_source", "Limits from"),
        _PEOPLE,
        _REQUIRED,
        *(
            Column(
                f"share_{name}", f"Within both limits: {scenario_words[name].lower()}", Kind.SHARE
            )
            for name in scenarios
        ),
        Column("finding", "Finding"),
        _HOLDS,
    )
    rows: list[tuple[Value, ...]] = []
    for row in sorted(findings, key=lambda one: (one["name"], one["county_fips"])):
        fips = row["county_fips"]
        limits = next(iter(scenarios.values()))[fips]
        finding = row["finding"]
        rows.append(
            (
                row["name"],
                fips,
                row["cms_county_type"],
                limits["limit_min"],
                limits["limit_mi"],
                LIMIT_SOURCES.name(row["limit_source"]),
                row["people"],
                limits["required_share"],
                *(told[fips]["share_within"] for told in scenarios.values()),
                None if finding is None else finding_words[finding],
                _moved(bands[fips])[1],
            )
        )
    return Table(
        "adequacy_counties",
        "Every county under every scenario",
        columns,
        tuple(rows),
        "A dash stands in a county without people.",
    )


def _moved(band: Row) -> tuple[Value, Value]:
    """Write the band of a county's share, and whether its finding holds under every variant."""
    if band["holds"] is None:
        return None, None
    low, high = percent(band["share_low"]), percent(band["share_high"])
    return low if low == high else f"{low} to {high}", "the same" if band["holds"] else "changes"


def _by_county(by_scenario: pd.DataFrame, scenario: str) -> dict[str, Row]:
    mine = by_scenario[by_scenario["scenario"] == scenario]
    return {row["county_fips"]: row for row in records(mine)}
