"""Rows of raw.rejected about centers: listed ones too far away, registered ones that lie nowhere."""

from __future__ import annotations

import pandas as pd

from pipelines.demand.study_region import StudyRegion
from pipelines.sources.reading import no_rejections

TOO_FAR = "lies outside the area and its buffer: not counted"


def too_far_rows(centers_list: pd.DataFrame | None, region: StudyRegion) -> pd.DataFrame:
    """Return the rows of a list whose centers lie too far from the area."""
    if centers_list is None:
        return no_rejections()
    far = ~region.reaches(centers_list["lon"].to_numpy(), centers_list["lat"].to_numpy())
    lost = centers_list[far]
    text = lost["center_id"].fillna("") + ", " + lost["name"]
    return _rejected(lost, "centers", "lat", TOO_FAR, text)


def unplaced_rows(unplaced: pd.DataFrame) -> pd.DataFrame:
    """Return the registered places that lie nowhere, from `Centers.unplaced`."""
    name, address = (unplaced[column].fillna("") for column in ("name", "address"))
    text = unplaced["record_id"] + ", " + name + ", " + address
    return _rejected(unplaced, "nppes", "address", unplaced["unplaced_reason"], text)


def _rejected(
    rows: pd.DataFrame, source: str, column: str, reason: str | pd.Series, text: pd.Series
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source": source,
            "source_file": rows["source_file"],
            "source_row": rows["source_row"],
            "column_name": column,
            "reason": reason,
            "row_text": text,
        }
    )
