"""Counties and their people counted by what network adequacy found: by type, scenario, limits and reason."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from pipelines.measures.adequacy.adequacy import CLOSED, GROUPS_OF_SCENARIO
from pipelines.vocabulary.adequacy import (
    ALL_FINDINGS,
    ALL_TYPES,
    CMS_COUNTY_TYPES,
    FINDINGS,
    SCENARIOS,
)

_SUMMED = ("people", "people_gained", "people_gained_others", "people_outside")


def adequacy_by_type(findings: pd.DataFrame, county_bands: pd.DataFrame) -> pd.DataFrame:
    """Count counties and people by county type and finding.

    Parameters
    ----------
    findings
        From `adequacy_findings`.
    county_bands
        From `adequacy_bands.county_bands`: county_fips and `holds`.

    Returns
    -------
    DataFrame
        out.adequacy_by_type, a row a county type that occurs or 'all', and a finding or 'all' (every county
        that has one): counties; people in them; people_gained, people_gained_others and people_outside, as in
        `findings`; counties_steady (the same finding under every variant); counties_of_type (those without a
        finding too).
    """
    table = findings.merge(county_bands[["county_fips", "holds"]], how="left", on="county_fips")
    rows = []
    for county_type, of_type in _by_type(table):
        for finding in (*FINDINGS, ALL_FINDINGS):
            has = of_type["finding"].notna() & (
                (of_type["finding"] == finding).fillna(False) | (finding == ALL_FINDINGS)
            )
            mine = of_type[has]
            rows.append(
                {
                    "cms_county_type": county_type,
                    "finding": finding,
                    "counties": len(mine),
                    **{name: float(mine[name].sum()) for name in _SUMMED},
                    "counties_steady": int(mine["holds"].fillna(False).sum()),
                    "counties_of_type": len(of_type),
                }
            )
    return pd.DataFrame(rows).astype(
        {"cms_county_type": "str", "finding": "str"}
        | dict.fromkeys(("counties", "counties_steady", "counties_of_type"), "Int64")
    )


def adequacy_by_scenario(
    table: pd.DataFrame, sites: Collection[str], *, closing: bool
) -> pd.DataFrame:
    """Count counties that pass and fail under each scenario.

    Parameters
    ----------
    table
        From `adequacy`.
    sites
        Sites of care that have a center.
    closing
        Whether a scenario closes hospitals.

    Returns
    -------
    DataFrame
        out.adequacy_by_scenario, a row a scenario of `table`: counties_passing, counties_failing (a county
        without people does neither), people_in_failing; people, people_outside and share_outside of all
        counties (null without people); distinct (whether it counts any center, and others than every scenario
        before it).
    """
    known = {*sites, CLOSED} if closing else set(sites)
    seen: set[frozenset[str]] = set()
    rows = []
    for scenario in SCENARIOS:
        mine = table[table["scenario"] == scenario]
        groups = frozenset(known & set(GROUPS_OF_SCENARIO[scenario]))
        distinct = bool(groups - {CLOSED}) and groups not in seen
        seen.add(groups)
        if mine.empty:
            continue
        failing = mine["adequate"].eq(False).fillna(False)
        people, outside = float(mine["people"].sum()), float(mine["people_outside"].sum())
        rows.append(
            {
                "scenario": scenario,
                "counties_passing": int(mine["adequate"].fillna(False).sum()),
                "counties_failing": int(failing.sum()),
                "people_in_failing": float(mine.loc[failing, "people"].sum()),
                "people": people,
                "people_outside": outside,
                "share_outside": outside / people if people > 0 else np.nan,
                "distinct": distinct,
            }
        )
    return pd.DataFrame(rows).astype(
        {"scenario": "str", "distinct": "boolean"}
        | dict.fromkeys(("counties_passing", "counties_failing"), "Int64")
    )


def adequacy_limits_by_type(table: pd.DataFrame) -> pd.DataFrame:
    """Tell what the rule asks for in each county type, and for how many counties it asks something else.

    Parameters
    ----------
    table
        From `adequacy`.

    Returns
    -------
    DataFrame
        out.adequacy_limits_by_type, a row a county type that occurs, or 'all': limit_min, limit_mi (null where
        every county of the type has limits of its own, and for 'all'), required_share (null for 'all');
        counties, counties_customised (with limits of their own), counties_from_file and counties_derived
        (whose limits CMS published, or follow from population and density).
    """
    counties = table.drop_duplicates("county_fips")
    rows = []
    for county_type, mine in _by_type(counties):
        custom = mine["customised"].fillna(False).astype(bool)
        plain = mine[~custom] if county_type != ALL_TYPES else mine.head(0)
        from_file = int((mine["limit_source"] == "hsd").sum())
        rows.append(
            {
                "cms_county_type": county_type,
                "limit_min": _first(plain["limit_min"]),
                "limit_mi": _first(plain["limit_mi"]),
                "required_share": np.nan
                if county_type == ALL_TYPES
                else _first(mine["required_share"]),
                "counties": len(mine),
                "counties_customised": int(custom.sum()),
                "counties_from_file": from_file,
                "counties_derived": len(mine) - from_file,
            }
        )
    numbers = ("counties", "counties_customised", "counties_from_file", "counties_derived")
    return pd.DataFrame(rows).astype({"cms_county_type": "str"} | dict.fromkeys(numbers, "Int64"))


def adequacy_unjudged_by_reason(unjudged: pd.DataFrame) -> pd.DataFrame:
    """Count the counties that cannot be judged.

    Parameters
    ----------
    unjudged
        From `unjudged_counties`.

    Returns
    -------
    DataFrame
        out.adequacy_unjudged_by_reason, a row a reason: counties, people.
    """
    counted = unjudged.groupby("reason", as_index=False).agg(
        counties=("county_fips", "size"), people=("people", "sum")
    )
    return counted.astype({"reason": "str", "counties": "Int64", "people": "float64"})


def _by_type(counties: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Split counties by the types that occur, then all."""
    groups = [
        (name, mine)
        for name in CMS_COUNTY_TYPES
        if not (mine := counties[counties["cms_county_type"] == name]).empty
    ]
    return [*groups, (ALL_TYPES, counties)]


def _first(values: pd.Series[float]) -> float:
    return np.nan if values.empty else float(values.iloc[0])
