"""Numbers and codes of two runs, cell by cell: those of strata, of counties and of places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from pipelines.comparison.finished_run import FinishedRun
from pipelines.comparison.pairs import differ, side_by_side
from pipelines.comparison.provenance import comparable
from pipelines.contracts import CONTRACTS
from pipelines.vocabulary.strata import ALL_STRATA

STRATUM_TABLES = (
    "out.coverage",
    "out.gaps_by_stratum",
    "out.nearness",
    "out.times_by_stratum",
    "out.office_advantage",
    "out.accessibility_by_stratum",
    "out.adequacy_by_scenario",
    "out.centers_by_site",
)
"""Tables with a row a stratum; those without that column tell of the whole area."""

COUNTY_TABLES = ("out.counties", "out.adequacy")
PLACE_TABLES = ("core.population", "out.drive_times", "out.gaps", "out.accessibility")

STRATUM_CODES = {"out.nearness": ("finding",)}
COUNTY_CODES = {
    "out.counties": ("stratum",),
    "core.adequacy_limits": ("cms_county_type",),
    "out.adequacy": ("adequate",),
    "out.adequacy_findings": ("finding",),
}
PLACE_CODES = {
    "core.population": ("county_fips", "stratum"),
    "out.drive_times": ("unreached_reason",),
    "out.gaps": ("gap", "nearer"),
}

_SETTINGS = {"gap_min", "nearer_by_min", "within_min"}
"""Columns that repeat a setting; where it differs, compare.settings says so."""

_FIGURE = (
    *("from_table", "figure", "of", "unit", "a", "b"),
    *("change", "no_value_a", "no_value_b", "comparable"),
)
_FINDING = (
    *("level", "id", "from_table", "figure", "of"),
    *("value_a", "value_b", "comparable"),
)


def figures(
    a: FinishedRun,
    b: FinishedRun,
    bearing: Collection[str],
    tables: Sequence[str],
    by: str,
    *,
    in_both: bool,
) -> pd.DataFrame:
    """Put every number of some tables side by side.

    Parameters
    ----------
    a, b
        The runs.
    bearing
        Codes of the settings that differ, for whether figures mean the same.
    tables
        Full names; both, one or none of the runs may have one.
    by
        Column that names whose figures they are: `stratum`, `county_fips` or `geoid`.
    in_both
        Whether only what both runs have is told, by that column.

    Returns
    -------
    DataFrame
        `by`, then the columns of compare.strata from `from_table` on; unknown numbers are null with a reason.
    """
    parts = [
        part
        for table in tables
        for part in _figures_of_table(a, b, bearing, table, by, in_both=in_both)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[by, *_FIGURE])


def changed_only(rows: pd.DataFrame, a: str = "a", b: str = "b") -> pd.DataFrame:
    """Keep the rows whose two columns differ: by a value, or by having one."""
    return rows[differ(rows[a], rows[b])].reset_index(drop=True)


def codes_of(
    a: FinishedRun,
    b: FinishedRun,
    bearing: Collection[str],
    level: str,
    codes: Mapping[str, tuple[str, ...]],
    by: str,
) -> pd.DataFrame:
    """Put every code of what both runs have side by side, in the columns of compare.findings.

    Parameters
    ----------
    a, b, bearing
        As of `figures`.
    level
        What they are of, a code of `LEVELS`.
    codes
        Full name of a table -> its columns of codes.
    by
        Column that names whose codes they are.
    """
    parts = []
    for table, columns in codes.items():
        both = _both(a, b, table, by)
        if both is None:
            continue
        paired, of = both
        paired, of = paired[paired["side"].eq("both")], of[paired["side"].eq("both")]
        for column in columns:
            one, other = paired[f"{column}_a"], paired[f"{column}_b"]
            stratum = "any" if column == "stratum" else None
            parts.append(
                pd.DataFrame(
                    {
                        "level": level,
                        "id": paired[by],
                        "from_table": table,
                        "figure": column,
                        "of": of,
                        "value_a": _words(one),
                        "value_b": _words(other),
                        "comparable": comparable(bearing, table, stratum),
                    }
                )
            )
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(_FINDING))


def _both(
    a: FinishedRun, b: FinishedRun, table: str, by: str
) -> tuple[pd.DataFrame, pd.Series[str]] | None:
    """Pair a table's rows; with what the further columns of the key say. None where neither run has it."""
    frames = [run.table(table) for run in (a, b)]
    known = [frame for frame in frames if frame is not None]
    if not known:
        return None
    contract = CONTRACTS[table]
    frame_a, frame_b = (_of_all(frame, known[0], by) for frame in frames)
    key = [by, *(name for name in contract.key if name != by)]
    values = [name for name in contract.columns if name not in key and name in known[0]]
    paired = side_by_side(frame_a, frame_b, key, values)
    return paired, _further(paired, key[1:])


def _of_all(frame: pd.DataFrame | None, like: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = pd.DataFrame(like.iloc[:0] if frame is None else frame)
    return rows if by in rows else rows.assign(**{by: ALL_STRATA})


def _further(paired: pd.DataFrame, key: Sequence[str]) -> pd.Series[str]:
    if not key:
        return pd.Series(None, index=paired.index, dtype="object")
    columns = [f"{name} " + _words(paired[name]).fillna("unknown") for name in key]
    joined = columns[0]
    for column in columns[1:]:
        joined = joined + ", " + column
    return joined


def _figures_of_table(
    a: FinishedRun,
    b: FinishedRun,
    bearing: Collection[str],
    table: str,
    by: str,
    *,
    in_both: bool,
) -> Iterator[pd.DataFrame]:
    both = _both(a, b, table, by)
    if both is None:
        return
    paired, of = both
    if in_both:
        kept = paired[by].isin(_ids(a, table, by)) & paired[by].isin(_ids(b, table, by))
        paired, of = paired[kept], of[kept]
    names = paired[by].tolist()
    means = {
        name: comparable(bearing, table, name if by == "stratum" else None) for name in set(names)
    }
    for column, declared in CONTRACTS[table].columns.items():
        if declared.type not in ("number", "whole number") or column in _SETTINGS:
            continue
        if f"{column}_a" not in paired or paired.empty:
            continue
        one, other = (paired[f"{column}_{side}"].astype("float64") for side in ("a", "b"))
        yield pd.DataFrame(
            {
                by: paired[by],
                "from_table": table,
                "figure": column,
                "of": of,
                "unit": declared.unit or None,
                "a": one,
                "b": other,
                "change": (other - one).where(differ(one, other) | one.isna() | other.isna(), 0.0),
                "no_value_a": _reason(one, paired["side"].eq("right_only"), declared.null),
                "no_value_b": _reason(other, paired["side"].eq("left_only"), declared.null),
                "comparable": [means[name] for name in names],
            }
        )


def _ids(run: FinishedRun, table: str, by: str) -> set[str]:
    frame = run.table(table)
    return set() if frame is None else set(frame[by])


def _reason(values: pd.Series[float], absent: pd.Series[bool], null: str) -> pd.Series[str]:
    """Say why a number is missing: its run has no such row, or what null means in its column."""
    why = pd.Series(null or "not told by the sources", index=values.index, dtype="object")
    return why.mask(absent, "the run has no such row").where(values.isna(), None)


def _words(values: pd.Series[str]) -> pd.Series[str]:
    """Write codes and keys as text, numbers without needless decimals."""
    return values.map(
        lambda value: f"{value:g}" if isinstance(value, float) else str(value), na_action="ignore"
    ).astype("object")
