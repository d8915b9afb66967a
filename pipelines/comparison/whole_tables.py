"""Every table of core and out of two runs, row by row: for whoever checks a change of the program."""

from __future__ import annotations

import pandas as pd

from pipelines.comparison.finished_run import FinishedRun
from pipelines.comparison.pairs import differ, side_by_side
from pipelines.contracts import CONTRACTS

_COLUMNS = (
    *("name", "rows_a", "rows_b", "only_a", "only_b"),
    *("rows_changed", "columns_changed", "not_compared"),
)


def compared_tables(a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    """Return compare.tables: how far the rows of each table are the same.

    Rows are matched by the key of the contract, cells that are null in both are the same, and so are numbers
    that differ by rounding only. Geometry is compared as it is.
    """
    names = [name for name in CONTRACTS if name in a.tables or name in b.tables]
    rows = [{"name": name, **_compared(name, a, b)} for name in names]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _compared(name: str, a: FinishedRun, b: FinishedRun) -> dict[str, object]:
    one, other = a.table(name), b.table(name)
    counts: dict[str, object] = {
        "rows_a": None if one is None else len(one),
        "rows_b": None if other is None else len(other),
    }
    key = CONTRACTS[name].key
    if one is None or other is None:
        return counts | {"not_compared": "only one of the runs has this table"}
    if not key:
        return counts | {"not_compared": "its rows have no key"}
    values = list(
        dict.fromkeys(
            str(column) for frame in (one, other) for column in frame if column not in key
        )
    )
    paired = side_by_side(pd.DataFrame(one), pd.DataFrame(other), key, values)
    both = paired[paired["side"] == "both"]
    unlike = pd.DataFrame(
        {column: differ(both[f"{column}_a"], both[f"{column}_b"]) for column in values},
        index=both.index,
    )
    changed = [column for column in values if unlike[column].any()]
    return counts | {
        "only_a": int(paired["side"].eq("left_only").sum()),
        "only_b": int(paired["side"].eq("right_only").sum()),
        "rows_changed": int(unlike.any(axis=1).sum()),
        "columns_changed": ", ".join(changed) or None,
        "not_compared": None,
    }
