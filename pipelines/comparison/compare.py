"""The tables that say what changed between two runs."""

from __future__ import annotations

import pandas as pd

from pipelines.comparison.centers import center_changes
from pipelines.comparison.drives import drive_changes, place_drives
from pipelines.comparison.figures import (
    COUNTY_CODES,
    COUNTY_TABLES,
    PLACE_CODES,
    PLACE_TABLES,
    STRATUM_CODES,
    STRATUM_TABLES,
    changed_only,
    codes_of,
    figures,
)
from pipelines.comparison.finished_run import FinishedRun
from pipelines.comparison.pairs import differ
from pipelines.comparison.provenance import (
    bearing_codes,
    changed_settings,
    changed_sources,
    file_facts,
    run_facts,
    same_land,
)
from pipelines.comparison.whole_tables import compared_tables
from pipelines.contracts import check_contract

Tables = dict[str, pd.DataFrame]


def compare(a: FinishedRun, b: FinishedRun) -> Tables:
    """Compare two runs: two areas, or two vintages of one.

    Parameters
    ----------
    a, b
        The runs; a change is from A to B.

    Returns
    -------
    dict
        Full name -> table, as `pipelines.contracts.comparison` declares them. Strata and totals stand side by
        side whatever the land; counties and places are only those that both have.
    """
    settings = changed_settings(a, b)
    bearing = bearing_codes(settings)
    one_land = same_land(settings)
    near_a, near_b = (a, b) if one_land else (_landless(a), _landless(b))
    counties = figures(near_a, near_b, bearing, COUNTY_TABLES, "county_fips", in_both=True)
    all_places = figures(near_a, near_b, bearing, PLACE_TABLES, "geoid", in_both=True)
    centers, counts = center_changes(
        a.tables["core.centers"],
        b.tables["core.centers"],
        _ids(a, "core.counties", "county_fips"),
        _ids(b, "core.counties", "county_fips"),
        same_land=one_land,
    )
    codes = pd.concat(
        [
            codes_of(a, b, bearing, "stratum", STRATUM_CODES, "stratum"),
            codes_of(near_a, near_b, bearing, "county", COUNTY_CODES, "county_fips"),
            codes_of(near_a, near_b, bearing, "place", PLACE_CODES, "geoid"),
        ],
        ignore_index=True,
    )
    tables = {
        "compare.strata": figures(a, b, bearing, STRATUM_TABLES, "stratum", in_both=False),
        "compare.counties": _with_names(counties, b),
        "compare.places": changed_only(all_places),
        "compare.findings": changed_only(codes, "value_a", "value_b"),
        "compare.drives": drive_changes(near_a, near_b),
        "compare.place_drives": place_drives(near_a, near_b),
        "compare.centers": centers,
        "compare.center_counts": counts,
        "compare.sources": changed_sources(a, b),
        "compare.settings": settings,
        "compare.tables": compared_tables(a, b),
    }
    tables["compare.land"] = _land(near_a, near_b, a, b)
    tables["compare.summary"] = _summary(a, b, tables, {"places": all_places, "findings": codes})
    return {name: check_contract(name, frame) for name, frame in tables.items()}


def _landless(run: FinishedRun) -> FinishedRun:
    """Return a run without places and counties, whose codes mean another land than the other run's."""
    apart = {*COUNTY_TABLES, *COUNTY_CODES, *PLACE_TABLES, *PLACE_CODES, "core.counties"}
    return FinishedRun(
        {
            name: frame.iloc[:0] if name in apart - STRATUM_CODES.keys() else frame
            for name, frame in run.tables.items()
        }
    )


def _with_names(counties: pd.DataFrame, b: FinishedRun) -> pd.DataFrame:
    names = b.tables["out.counties"].set_index("county_fips")["name"].dropna().to_dict()
    codes = counties["county_fips"]
    counties.insert(1, "county", codes.map(names).fillna(codes))
    return counties


def _land(near_a: FinishedRun, near_b: FinishedRun, a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    rows = []
    for unit, table, code in (
        ("counties", "out.counties", "county_fips"),
        ("places", "core.population", "geoid"),
    ):
        both = _ids(near_a, table, code) & _ids(near_b, table, code)
        counts = [float(len(_ids(run, table, code))) for run in (a, b)]
        rows.append({"unit": unit, "a": counts[0], "b": counts[1], "both": float(len(both))})
    people = [float(run.tables["core.population"]["population"].sum()) for run in (a, b)]
    rows.append({"unit": "people", "a": people[0], "b": people[1], "both": None})
    return pd.DataFrame(rows)


def _summary(a: FinishedRun, b: FinishedRun, tables: Tables, whole: Tables) -> pd.DataFrame:
    """Count what was compared: numbers that are there, centers, facts, tables."""
    rows: list[tuple[object, ...]] = []
    for name, one, other in (
        ("strata", "a", "b"),
        ("counties", "a", "b"),
        ("places", "a", "b"),
        ("findings", "value_a", "value_b"),
    ):
        told = whole.get(name, tables[f"compare.{name}"])
        there = [told[column].notna() for column in (one, other)]
        changed = changed_only(told, one, other)
        rows.append(
            (name, there[0].sum(), there[1].sum(), (there[0] & there[1]).sum(), len(changed))
        )
    centers = [run.tables["core.centers"]["center_id"] for run in (a, b)]
    alone = tables["compare.centers"]["center_id_b"].isna().sum()
    changed_centers = len(tables["compare.centers"])
    rows.append(("centers", *map(len, centers), len(centers[0]) - alone, changed_centers))
    for name, facts in (("sources", file_facts), ("settings", run_facts)):
        one_facts, other_facts = set(facts(a)), set(facts(b))
        both = len(one_facts & other_facts)
        changed_facts = len(tables[f"compare.{name}"])
        rows.append((name, len(one_facts), len(other_facts), both, changed_facts))
    of_tables = tables["compare.tables"]
    there_a, there_b = of_tables["rows_a"].notna(), of_tables["rows_b"].notna()
    unlike = of_tables[["only_a", "only_b", "rows_changed"]].fillna(0).gt(0).any(axis=1)
    unlike |= differ(of_tables["rows_a"], of_tables["rows_b"])
    rows.append(("tables", there_a.sum(), there_b.sum(), (there_a & there_b).sum(), unlike.sum()))
    return pd.DataFrame(rows, columns=["compared", "in_a", "in_b", "in_both", "changed"])


def _ids(run: FinishedRun, table: str, code: str) -> set[str]:
    return set(run.tables[table][code])
