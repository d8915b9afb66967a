"""How far each headline figure moves when what it rests on is varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from pipelines.vocabulary.wording import minutes, percent

NO_SITE = ""
"""`site_of_care` of a band that compares two kinds."""

OVER_ALL = "all"
"""`dimension` of the band over everything that makes a figure uncertain."""


class Band(NamedTuple):
    """Least and greatest value of a figure."""

    low: float
    high: float


Bands = Mapping[tuple[str, str, str], Band]
"""(stratum, site of care, figure) -> band."""


def read_bands(sensitivity: pd.DataFrame) -> Bands:
    """Take the bands over all uncertainties from out.sensitivity; figures without a value have none."""
    told = sensitivity[(sensitivity["dimension"] == OVER_ALL) & sensitivity["low"].notna()]
    return {
        (row["stratum"], row["site_of_care"], row["figure"]): Band(row["low"], row["high"])
        for row in told.fillna({"site_of_care": NO_SITE}).to_dict("records")
    }


def count_band(band: Band | None) -> str:
    """Write a band of counts: '12 to 15'; empty where there is none."""
    if band is None:
        return ""
    low, high = f"{band.low:,.0f}", f"{band.high:,.0f}"
    return low if low == high else f"{low} to {high}"


def minutes_band(band: Band | None) -> str:
    """Write a band of minutes: '8 to 12 minutes across scenarios'; empty where there is none."""
    if band is None:
        return ""
    low, high = f"{band.low:.0f}", f"{band.high:.0f}"
    if low == high:
        return f"{minutes(band.low)} in every scenario"
    return f"{low} to {minutes(band.high)} across scenarios"


def exact_minutes_band(band: Band | None) -> str:
    """Write a band of minutes as `minutes_band` does, with a decimal, beside a figure that has one."""
    if band is None:
        return ""
    low, high = f"{band.low:.1f}", f"{band.high:.1f}"
    if low == high:
        return f"{low} minutes in every scenario"
    return f"{low} to {high} minutes across scenarios"


def share_band(band: Band | None) -> str:
    """Write a band of shares: '4% to 12% across scenarios'; empty where there is none."""
    if band is None:
        return ""
    low, high = percent(band.low), percent(band.high)
    return f"{low} in every scenario" if low == high else f"{low} to {high} across scenarios"


def index_band(band: Band | None) -> str:
    """Write a band of an index: '0.42 to 0.46 across scenarios'; empty where there is none."""
    if band is None:
        return ""
    low, high = f"{band.low:.2f}", f"{band.high:.2f}"
    return f"{low} in every scenario" if low == high else f"{low} to {high} across scenarios"


def in_brackets(band: str) -> str:
    """Write a band behind its figure: ' (4% to 12% across scenarios)'; nothing where there is none."""
    return f" ({band})" if band else ""
