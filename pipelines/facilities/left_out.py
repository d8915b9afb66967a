"""Rows of raw.rejected about centers: too far away, lying nowhere, or answered by the geocoder elsewhere."""

from __future__ import annotations

import pandas as pd

from pipelines.demand.study_region import StudyRegion
from pipelines.sources.reading import ROW_KEPT, no_rejections, rejections

TOO_FAR = "lies outside the area and its buffer: not counted"


def too_far_rows(centers_list: pd.DataFrame | None, region: StudyRegion) -> pd.DataFrame:
    """Return the rows of a list whose centers lie too far from the area."""
    if centers_list is None:
        return no_rejections()
    placed = centers_list[centers_list["lon"].notna()]
    far = ~region.reaches(placed["lon"].to_numpy(), placed["lat"].to_numpy())
    lost = placed[far]
    text = lost["center_id"].fillna("") + ", " + lost["name"]
    return rejections(lost, "centers", "lat", TOO_FAR, text)


def unplaced_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that lie nowhere, of `pipelines.facilities.placed_sources.ROW_COLUMNS`."""
    lost = rows[rows["unplaced_reason"].notna()]
    return rejections(lost, lost["source"], "address", lost["unplaced_reason"], _in_words(lost))


def doubted_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose geocoder was not believed, which stay, in the middle of their ZIP area or town."""
    doubted = rows[rows["doubt"].notna() & rows["unplaced_reason"].isna()]
    reason = doubted["doubt"] + f"; {ROW_KEPT}, in the middle of its ZIP area or town"
    return rejections(doubted, doubted["source"], "address", reason, _in_words(doubted))


def _in_words(rows: pd.DataFrame) -> pd.Series[str]:
    name, address = (rows[column].fillna("").astype("str") for column in ("name", "address"))
    return rows["record_id"].astype("str") + ", " + name + ", " + address
