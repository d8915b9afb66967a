"""What counts as a center where registries are read, and who tells where their addresses lie."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipelines.area.base import PositiveFloat, Settings, Unit
from pipelines.vocabulary.centers import Definition

MIN_INFUSIONS = 52.0
"""Infusions a year, billed to Medicare in an office, that count as routine: one a week. Other payers, Medicare
Advantage and whatever concerns fewer than eleven people are not in that count: real volumes are higher."""


class Facilities(Settings):
    """How centers are found in registries of providers, and who tells where addresses lie.

    Without `sources.nppes` only the geocoder is used: for hospitals and listed centers without coordinates.
    """

    definition: Definition = Field(
        default="combined",
        description="Which places are centers: `registry` by what they are registered as, `billing` by what "
        "Medicare was billed for, `combined` by all that is known; the report shows all three",
    )
    min_infusions: Annotated[PositiveFloat, Unit("infusions a year")] = Field(
        default=MIN_INFUSIONS,
        description="Infusions billed to Medicare in an office that count as routine; the default is one a "
        "week",
    )
    geocoder: Literal["off", "census"] = Field(
        default="off",
        description="`census`: addresses that `data/raw/<area>/geocoder` does not answer are sent to the "
        "Census Bureau's batch geocoder; `off`: nobody is asked, and they lie in the middle of their ZIP area "
        "or town",
    )
    geocoder_url: str | None = Field(
        default=None,
        examples=["https://geocoder.example.org/locations/addressbatch"],
        description="Address of another service that answers as the Census Bureau's does, such as a copy of "
        "one's own",
    )
    geocoder_benchmark: str = Field(
        default="Public_AR_Current",
        description="Which edition of the Census Bureau's address ranges is searched",
    )
