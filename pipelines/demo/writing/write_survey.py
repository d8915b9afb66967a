"""Write tables of the American Community Survey as its summary file has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.groups import Groups
from pipelines.demo.land.rurality import county_numbers, tract_number
from pipelines.demo.land.settlement import IntArray, Settlement
from pipelines.demo.writing.write_census import WATER_TRACT, water_counties

SURVEY_TABLES = ("B01001", "B25044", "C17002")
"""Sex by age, tenure by vehicles, and income over the poverty line."""

SURVEY = tuple(f"acsdt5y2023-{table.casefold()}.dat" for table in SURVEY_TABLES)
"""Name of each table's file."""

CONTROLLED = -555555555
"""Margin of a count that is controlled to a known total."""

_MARGIN_PER_ROOT = 1.645 * np.sqrt(12.0)
"""Margin at 90 % confidence of a count of one: a survey of a twelfth or so of the people."""

_LEAST_MARGIN = 12
"""Margin of a count of nobody."""


def write_survey(
    folder: Path, geography: Geography, settlement: Settlement, groups: Groups
) -> None:
    """Write the state, its counties and block groups in each table.

    Parameters
    ----------
    folder
        Where the files of `SURVEY` go.
    geography, settlement
        Counties and block groups; those of water have nobody.
    groups
        Counts of the block groups of `settlement`.

    Notes
    -----
    Separated by '|'; GEO_ID, then the estimate and the margin of each variable in turn, as
    B25044_E001 and B25044_M001. How many people a county has is controlled to the census.
    """
    numbers = county_numbers()
    counties = [f"{plan.STATE_FIPS}{number:03d}" for number in numbers.tolist()]
    geoids = [
        f"{counties[county]}{tract_number(tract)}{group + 1}"
        for county, tract, group in zip(
            settlement.county.tolist(),
            settlement.tract.tolist(),
            settlement.block_group.tolist(),
            strict=True,
        )
    ]
    water = [f"{counties[n]}{WATER_TRACT}0" for n in water_counties(geography)]
    tables = (_with_totals(groups.ages), _with_totals(groups.vehicles), _of_poverty(groups.poverty))
    for table, name, counts in zip(SURVEY_TABLES, SURVEY, tables, strict=True):
        of_counties = np.zeros((len(counties), counts.shape[1]), dtype=np.int64)
        np.add.at(of_counties, settlement.county, counts)
        rows = {f"0400000US{plan.STATE_FIPS}": counts.sum(axis=0)}
        rows |= {f"0500000US{fips}": of_counties[n] for n, fips in enumerate(counties)}
        rows |= {f"1500000US{geoid}": counts[n] for n, geoid in enumerate(geoids)}
        rows |= {f"1500000US{geoid}": np.zeros_like(counts[0]) for geoid in water}
        _write_table(folder / name, table, rows)


def _with_totals(counts: IntArray) -> IntArray:
    """Put the total before two kinds, and each kind's before its classes; shape (n, 1 + 2 (1 + k))."""
    of_kinds = np.concatenate([counts.sum(axis=2, keepdims=True), counts], axis=2)
    total = counts.sum(axis=(1, 2))[:, None]
    return np.hstack([total, of_kinds.reshape(len(counts), -1)])


def _of_poverty(counts: IntArray) -> IntArray:
    return np.hstack([counts.sum(axis=1, keepdims=True), counts])


def _write_table(path: Path, table: str, rows: dict[str, IntArray]) -> None:
    variables = range(1, 1 + len(next(iter(rows.values()))))
    names = [f"{table}_{kind}{number:03d}" for number in variables for kind in "EM"]
    lines = ["|".join(["GEO_ID", *names])]
    for geoid, counts in sorted(rows.items()):
        margins = np.maximum(np.rint(_MARGIN_PER_ROOT * np.sqrt(counts)), _LEAST_MARGIN)
        if not geoid.startswith("15") and table != "B25044":
            margins[0] = CONTROLLED
        cells = np.column_stack([counts, margins.astype(np.int64)]).ravel()
        lines.append("|".join([geoid, *cells.astype(str).tolist()]))
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="")
