"""The base of all settings, and the quantities that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

STATE_PATTERN = r"^([A-Za-z]{2}|\d{2})$"
"""How a state is written, as an editor checks it: postal letters or FIPS digits."""


@dataclass(frozen=True)
class Unit:
    """Unit of a setting, as `docs/settings.md` tells it."""

    name: str


# What lies beyond these bounds is a slip of the pen, and would be cast to a number that nobody wrote: times are
# whole milliseconds of 32 bits, 24 days in all.
PositiveFloat = Annotated[float, Field(gt=0, le=1e6)]
Factor = Annotated[float, Field(ge=0.1, le=10)]
"""Ten times as slow as the map says is a standstill, ten times as fast an aircraft."""
Minutes = Annotated[float, Field(gt=0, le=1440), Unit("minutes")]
"""Up to a day: nobody is infused farther away."""
Threshold = Annotated[Minutes, Field(ge=0.1)]
"""A drive up to which people are counted: what a car can do within a day, in the resolution of a map."""
Meters = Annotated[float, Field(ge=10, le=100_000), Unit("metres")]
"""Side of a raster's cell: below 10 m a state has more cells than a memory, above 100 km less than one."""
Miles = Annotated[float, Field(gt=0, le=500), Unit("miles")]
"""Up to a day's drive."""
Mph = Annotated[float, Field(ge=1, le=1000), Unit("miles per hour")]
"""From below walking pace to beyond what drives."""
DelaySeconds = Annotated[float, Field(ge=0, le=3600), Unit("seconds")]
"""Lost at one junction, gate or border: up to an hour."""
Share = Annotated[float, Field(gt=0, le=1), Unit("share")]
Size = Annotated[int, Field(ge=0, le=10**15)]
"""A number of things that a computation may look at: what a computer does within years."""


class Settings(BaseModel):
    """Frozen settings that refuse what they do not know, and numbers without an end (TOML has `inf`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
