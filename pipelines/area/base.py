"""Names of the field that settings, tables and maps share, and the base of all settings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SITES_OF_CARE = ("hospital_based", "office_based", "pharmacy_based", "stand_alone")
"""The four sites of care, in the order in which every table and map shows them."""

ANY_SITE = "any"
"""`site_of_care` of the row that answers for the nearest center of whatever kind."""

STRATA = ("urban", "suburban", "small_metro", "rural")
"""Strata from the densest to the sparsest; not every scheme has all four."""

SiteOfCare = Literal["hospital_based", "office_based", "pharmacy_based", "stand_alone"]
StratumScheme = Literal["nchs", "ruca", "rucc", "cms"]
PositiveFloat = Annotated[float, Field(gt=0)]
NotNegativeFloat = Annotated[float, Field(ge=0)]
Stratum = Literal["urban", "suburban", "small_metro", "rural"]


class Settings(BaseModel):
    """Frozen settings that refuse what they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
