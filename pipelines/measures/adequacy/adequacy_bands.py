"""How far network adequacy moves when what it rests on is varied: counts of counties, and each county's share.

As with every band, the ends are scenarios without a probability. A limit is
a sharp line: where many people live just inside it, a little more time on the road fails a whole county.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipelines.measures.adequacy.adequacy import (
    GROUPS,
    GROUPS_OF_SCENARIO,
    adequacy,
    adequacy_findings,
)
from pipelines.measures.center_search import CenterSearch, within_both
from pipelines.measures.uncertainty.sensitivity import LOST, NOT_REACHED, bands
from pipelines.measures.uncertainty.variants import BASE, THERAPY_LINE, Variant
from pipelines.vocabulary.adequacy import FINDINGS
from pipelines.vocabulary.sites_of_care import COMPARED_SITES

VARIED_SCENARIOS = (
    "all",
    "hospital_based",
    "office_based",
    "hospital_and_office",
    "without_stand_alone",
)
"""Scenarios of adequacy that are judged again under every variant."""

PASSING = "passing"
PEOPLE_OUTSIDE = "people_outside"
FIGURES = {
    PASSING: "counties that pass with the centers that the scenario counts",
    **dict.fromkeys(FINDINGS, "counties with this finding"),
    PEOPLE_OUTSIDE: "people beyond both limits of every center that the scenario counts",
}
"""Figures that get a band; findings compare two scenarios and are told for none."""

KEY = ("scenario", "figure")


class Judged(NamedTuple):
    """Network adequacy under one variant.

    Attributes
    ----------
    table
        out.adequacy of `VARIED_SCENARIOS`.
    existing
        Scenarios that count any center at all; a count of the others is none, and no low one.
    """

    table: pd.DataFrame
    existing: frozenset[str]


def judge_again(
    searched: CenterSearch,
    places: pd.DataFrame,
    limits: pd.DataFrame,
    *,
    counted: str = "population",
    threads: int = 1,
) -> Judged:
    """Judge every county under `VARIED_SCENARIOS`.

    Parameters
    ----------
    searched
        What the centers that count are.
    places, limits
        core.population in the order in which it was searched, and `adequacy_limits.county_limits`.
    counted
        Column of `places` whose people are counted.
    threads
        Searches side by side.
    """
    near = within_both(searched, places, limits, threads=threads)
    table = adequacy(places, limits, near, counted=counted, scenarios=VARIED_SCENARIOS)
    present = {GROUPS[number] for number in np.unique(searched.group) if number >= 0}
    return Judged(
        table,
        frozenset(name for name in VARIED_SCENARIOS if present & set(GROUPS_OF_SCENARIO[name])),
    )


def adequacy_values(base: Judged, varied: Mapping[Variant, Judged]) -> pd.DataFrame:
    """Count counties and people under every variant.

    Parameters
    ----------
    base, varied
        Network adequacy of the area as it is, and those under each variant.

    Returns
    -------
    DataFrame
        out.adequacy_values, a row a variant, scenario (null for findings) and figure: dimension and variant
        (both 'base' for the area's own), scenario, figure (one of `FIGURES`), value (null for a scenario that
        counts no center at all, and for what rests on both kinds where a variant leaves out every center of
        one) and reason (one of `REASONS`; null beside a value).
    """
    rows = [
        (variant.dimension, variant.name, *row)
        for variant, told in {BASE: base, **varied}.items()
        for row in _figures(told, _lost(base, told))
    ]
    columns = ["dimension", "variant", *KEY, "value", "reason"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(columns, "str") | {"value": "float64"})


def _lost(base: Judged, told: Judged) -> str | None:
    gone = base.existing - told.existing
    return next((reason for site, reason in LOST.items() if site in gone), None)


def _figures(told: Judged, lost: str | None) -> list[tuple[str | None, str, float, str | None]]:
    rows: list[tuple[str | None, str, float, str | None]] = []
    for name in VARIED_SCENARIOS:
        mine = told.table[told.table["scenario"] == name]
        passing, outside = mine["adequate"].fillna(False).sum(), mine["people_outside"].sum()
        reason = None if name in told.existing else NOT_REACHED
        if lost is not None and name not in COMPARED_SITES:
            reason = lost
        for figure, count in ((PASSING, passing), (PEOPLE_OUTSIDE, outside)):
            rows.append((name, figure, np.nan if reason else float(count), reason))
    found = _finding(told.table)
    for name in FINDINGS:
        count = (found == name).fillna(False).sum()
        rows.append((None, name, np.nan if lost else float(count), lost))
    return rows


def adequacy_bands(values: pd.DataFrame) -> pd.DataFrame:
    """Put a band round each figure of network adequacy.

    Parameters
    ----------
    values
        From `adequacy_values`.

    Returns
    -------
    DataFrame
        out.adequacy_bands: scenario, figure, then as `sensitivity.bands` tells.
    """
    return bands(values, KEY)


def county_bands(base: Judged, varied: Mapping[Variant, Judged]) -> pd.DataFrame:
    """Tell of each county whether its finding holds under every variant, and how far its share moves.

    Parameters
    ----------
    base, varied
        As `adequacy_values` takes them. The lines of therapy ask another question and are left out, and
        so are variants that leave out every center of a kind.

    Returns
    -------
    DataFrame
        out.adequacy_county_bands, a row a county: county_fips; share_within (of centers of any
        kind; null without people), share_low and share_high (the least and the
        greatest of it and of the variants' shares); holds (whether every variant has the same finding; null
        without people), variants (how many have another finding), other_findings (which, null where none).

    Raises
    ------
    ValueError
        A variant judges other counties.
    """
    told = [
        one.table
        for variant, one in varied.items()
        if variant.dimension != THERAPY_LINE and _lost(base, one) is None
    ]
    own, share = _finding(base.table), _share(base.table)
    if not all(_finding(table).index.equals(own.index) for table in told):
        raise ValueError("the variants do not judge the same counties as the base")
    shares = np.column_stack([share, *(_share(table) for table in told)])
    found = [_finding(table).to_numpy(dtype=object) for table in told]
    differing = [
        [str(labels[row]) for labels in found if labels[row] != finding]
        if pd.notna(finding)
        else []
        for row, finding in enumerate(own.to_numpy(dtype=object))
    ]
    other = [sorted(set(names), key=FINDINGS.index) for names in differing]
    peopled = own.notna().to_numpy(dtype=bool)
    holds = pd.array([not names for names in other], dtype="boolean")
    holds[~peopled] = pd.NA
    return pd.DataFrame(
        {
            "county_fips": own.index.astype("str"),
            "share_within": share.to_numpy(),
            "share_low": shares.min(axis=1),
            "share_high": shares.max(axis=1),
            "holds": holds,
            "variants": [len(names) for names in differing],
            "other_findings": pd.Series([", ".join(names) or None for names in other], dtype="str"),
        }
    )


def _finding(table: pd.DataFrame) -> pd.Series[str]:
    return adequacy_findings(table).set_index("county_fips")["finding"]


def _share(table: pd.DataFrame) -> pd.Series[float]:
    every = table[table["scenario"] == "all"]
    return every.set_index("county_fips")["share_within"]
