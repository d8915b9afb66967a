"""What the records of one center say together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

PRECISION_ORDER = ("rooftop", "address", "street", "registry", "listed", "zip", "city")
"""Whose coordinates are believed first."""

_BOTH_LINES = "both"
_PLACE = ("lon", "lat", "geocode_precision", "place_radius_mi", "place_note")


def merged(records: pd.DataFrame, center: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Bring the records of each center together.

    Parameters
    ----------
    records
        `pipelines.facilities.candidates.CANDIDATE_COLUMNS` and any others; those that win where sources differ
        come first; center_id is unique.
    center
        The number of each record's center.

    Returns
    -------
    DataFrame
        One row a center, in the order of its first record, which gives center_id. Each value is that of the
        first record that has one; the coordinates are those of the most precise record; therapy lines that
        differ make `both`; evidence is that of all records. `members` holds all their ids.
    """
    joined = records.groupby(center, sort=False)
    first = joined.first()
    lines = joined["therapy_line"].nunique()
    first["therapy_line"] = first["therapy_line"].mask(lines > 1, _BOTH_LINES)
    first["evidence"] = joined["evidence"].agg("; ".join)
    first["members"] = joined["center_id"].agg(" ".join)
    rank = records["geocode_precision"].map(PRECISION_ORDER.index)
    best = records.assign(center=center).iloc[np.argsort(rank, kind="stable")]
    places = best.drop_duplicates("center").set_index("center")[list(_PLACE)]
    first[list(_PLACE)] = places.reindex(first.index)
    return first.astype({"therapy_line": "str", "evidence": "str", "members": "str"}).reset_index(
        drop=True
    )
