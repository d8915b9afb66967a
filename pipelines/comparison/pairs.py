"""Two tables of one name side by side, row for row by their key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

SAME = 1e-9
"""Numbers are the same that differ by less than this share of the larger (or of 1): sums taken in another
order, or by another processor, differ by some 1e-15."""

Mask = npt.NDArray[np.bool_]


def side_by_side(
    a: pd.DataFrame, b: pd.DataFrame, key: Sequence[str], values: Sequence[str]
) -> pd.DataFrame:
    """Put the rows of two tables side by side.

    Parameters
    ----------
    a, b
        Tables with the columns of the key, which name each row.
    key
        Columns that name a row; null equals null.
    values
        Further columns to keep. One that a table lacks is null throughout.

    Returns
    -------
    DataFrame
        The key; every value as `NAME_a` and `NAME_b`; `side`: `left_only`, `right_only` or `both`. In the order
        of a, then what only b has.
    """
    wanted = [*key, *values]
    return a.reindex(columns=wanted).merge(
        b.reindex(columns=wanted),
        how="outer",
        on=list(key),
        suffixes=("_a", "_b"),
        indicator="side",
        validate="one_to_one",
        sort=False,
    )


def differ(a: pd.Series[float], b: pd.Series[float]) -> Mask:
    """Tell which cells differ: numbers by more than rounding (`SAME`), all else at all; null equals null."""
    if a.isna().all() and b.isna().all():
        return np.zeros(len(a), dtype=bool)
    if _numeric(a) and _numeric(b):
        one, other = (side.astype("float64").to_numpy() for side in (a, b))
        largest = np.fmax(1.0, np.fmax(np.abs(one), np.abs(other)))
        unlike: Mask = ~(np.abs(one - other) <= SAME * largest)
        return unlike & ~(np.isnan(one) & np.isnan(other))
    one_text, other_text = (side.astype("object").where(side.notna(), None) for side in (a, b))
    return np.array(
        [x != y for x, y in zip(one_text.tolist(), other_text.tolist(), strict=True)], dtype=bool
    )


def _numeric(values: pd.Series[float]) -> bool:
    return bool(values.isna().all()) or (
        pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    )
