"""How far each headline figure moves when what it rests on is varied."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipelines.vocabulary.wording import index, minutes, percent

NO_SITE = ""
"""Site of care of a band that compares two kinds; null in the table."""

OVER_ALL = "all"
"""`dimension` of the band over everything that makes a figure uncertain."""


class Band(NamedTuple):
    """Least and greatest value of a figure."""

    low: float
    high: float


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
    return _across(band, "{:.1f}".format, " minutes")


def share_band(band: Band | None) -> str:
    """Write a band of shares: '4% to 12% across scenarios'; empty where there is none."""
    return _across(band, percent)


def index_band(band: Band | None) -> str:
    """Write a band of an index: '0.42 to 0.46 across scenarios'; empty where there is none."""
    return _across(band, index)


def in_brackets(band: str) -> str:
    """Write a band behind its figure: ' (4% to 12% across scenarios)'; nothing where there is none."""
    return f" ({band})" if band else ""


def _across(band: Band | None, write: Callable[[float], str], unit: str = "") -> str:
    if band is None:
        return ""
    low, high = write(band.low), write(band.high)
    if low == high:
        return f"{low}{unit} in every scenario"
    return f"{low} to {high}{unit} across scenarios"
