"""Thresholds of the answers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from pipelines.area.names import PositiveFloat, Settings, SiteOfCare, StratumScheme


class Measures(Settings):
    """Thresholds of the answers."""

    within_min: Annotated[tuple[PositiveFloat, ...], Field(min_length=1)] = Field(
        default=(15.0, 30.0, 45.0, 60.0),
        description="Catchment thresholds in minutes; within 30 is <= 30.0",
    )
    catchment_sites: tuple[SiteOfCare, ...] = Field(
        default=("hospital_based", "office_based"),
        description="Sites of care that get catchment polygons",
    )
    catchment_cell_m: PositiveFloat = Field(
        default=250.0, description="Resolution of catchment polygons in metres"
    )
    gap_min: PositiveFloat = Field(
        default=30.0,
        description="A site of care within so many minutes counts as a choice in out.gaps",
    )
    stratum_scheme: StratumScheme = Field(
        default="nchs",
        description="Which scheme `stratum` follows; the codes of all schemes are kept",
    )

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.within_min) != sorted(set(self.within_min)):
            raise ValueError("within_min must ascend without repeats")
        return self
