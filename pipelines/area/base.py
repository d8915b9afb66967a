"""The base of all settings, and types that they share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

PositiveFloat = Annotated[float, Field(gt=0)]
NotNegativeFloat = Annotated[float, Field(ge=0)]


class Settings(BaseModel):
    """Frozen settings that refuse what they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
