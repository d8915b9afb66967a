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


PositiveFloat = Annotated[float, Field(gt=0)]
Minutes = Annotated[PositiveFloat, Unit("minutes")]
Threshold = Annotated[Minutes, Field(ge=0.1, le=1440)]
"""A drive up to which people are counted: what a car can do within a day, in the resolution of a map."""
Meters = Annotated[PositiveFloat, Unit("metres")]
Miles = Annotated[PositiveFloat, Unit("miles")]
Mph = Annotated[PositiveFloat, Unit("miles per hour")]
DelaySeconds = Annotated[float, Field(ge=0), Unit("seconds")]
Share = Annotated[float, Field(gt=0, le=1), Unit("share")]


class Settings(BaseModel):
    """Frozen settings that refuse what they do not know, and numbers without an end (TOML has `inf`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
