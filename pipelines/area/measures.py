"""Thresholds of the answers."""

from __future__ import annotations

from operator import sub
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pipelines.area.base import Meters, Minutes, PositiveFloat, Settings, Threshold, Unit
from pipelines.vocabulary.accessibility import Score
from pipelines.vocabulary.sites_of_care import SiteOfCare
from pipelines.vocabulary.strata import StratumScheme

NARROWEST_BAND = 0.005
"""Share of the longest threshold that must lie between two: borders nearer than that would touch when drawn."""


class Measures(Settings):
    """Thresholds of the answers, and how the policy measures count."""

    within_min: Annotated[tuple[Threshold, ...], Field(min_length=1)] = Field(
        default=(15.0, 30.0, 45.0, 60.0),
        description="Drives up to which people are counted as having access; within 30 is at most 30.0",
    )
    catchment_sites: tuple[SiteOfCare, ...] = Field(
        default=("hospital_based", "office_based"),
        description="Sites of care whose catchments (where a center is within reach) are drawn as polygons",
    )
    catchment_cell_m: Meters = Field(
        default=250.0,
        description="Side of a cell of the raster from which catchment polygons are drawn; smaller is finer "
        "and slower",
    )
    gap_min: Threshold = Field(
        default=30.0,
        description="A site of care within so many minutes counts as a choice; out.gaps tells who has which",
    )
    nearer_by_min: Annotated[float, Field(ge=0, le=1440), Unit("minutes")] = Field(
        default=5.0,
        description="By how much the nearest center of one kind must be nearer than that of the other to be "
        "called nearer; less is 'about as near'",
    )
    stratum_scheme: StratumScheme | None = Field(
        default=None,
        examples=["ruca"],
        description="Which codes make a place rural or not: `nchs`, `rucc` and `cms` by county, `ruca` by "
        "tract, `hrsa` by both, `census` by urban areas, `custom` from sources.strata; the codes of all "
        "schemes are kept. Without it `nchs` where its codes are a source, else people are told all together",
    )

    counted: str | None = Field(
        default=None,
        examples=["population"],
        description="Column of the population source whose people network adequacy counts (every "
        "`out.adequacy` table and out.what_if_adequacy), because Medicare counts beneficiaries; without it "
        "'adults_65_plus' where the source's columns declare it, else 'population'. With `margin`, "
        "out.margins counts them too; every other table counts 'population'",
    )
    margin: str | None = Field(
        default=None,
        examples=["population_moe"],
        description="Column of the population source with the margin of error of `counted` ('population' "
        "without it) at 90 % confidence, as the American Community Survey publishes it; without it no "
        "margins are told",
    )
    scores: Annotated[tuple[Score, ...], Field(min_length=1)] = Field(
        default=("e2sfca",),
        description="Accessibility scores (supply in reach, shared with all who compete for it) that are "
        "computed; `raam`, the rational agent access model, takes long for a whole country",
    )
    decay: Literal["steps", "gaussian"] = Field(
        default="steps",
        description="How a center counts less the longer the drive, within an hour: `steps` of 10, 20, 30 "
        "and 60 minutes (Wan, Zou & Sternberg 2012), or the Gaussian curve through them",
    )
    decay_sigma_min: Minutes = Field(
        default=17.9,
        description="For `gaussian`: minutes after which a center counts 0.61; 17.9 gives the weights of the "
        "steps in the middle of each",
    )
    null_capacity: Literal["equal", "known"] = Field(
        default="equal",
        description="`equal`: each center offers as much as any other; `known`: as its capacity says, and "
        "centers of unknown capacity are left out of the scores",
    )
    raam_tau_min: Minutes = Field(
        default=60.0,
        description="For `raam`: minutes of driving that weigh as much as an average load at the center",
    )
    inequality_aversion: PositiveFloat = Field(
        default=1.0,
        description="How much more the worst off weigh in the Kolm-Pollak equivalent of drive times (one "
        "drive time that would be as good if all had it); greater: more",
    )
    deprivation: str | None = Field(
        default=None,
        examples=["deprivation_index"],
        description="Column of the population source that ranks places by deprivation, for the concentration "
        "index (whether long drives fall to deprived places); without it there is no such index",
    )

    @property
    def thresholds_min(self) -> tuple[float, ...]:
        """Thresholds of tables that also tell of `gap_min`, ascending."""
        return tuple(sorted({*self.within_min, self.gap_min}))

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.within_min) != sorted(set(self.within_min)):
            raise ValueError("within_min must ascend without repeats")
        step = NARROWEST_BAND * self.within_min[-1]
        if min(map(sub, self.within_min, (0.0, *self.within_min))) <= step:
            raise ValueError(
                f"within_min {list(self.within_min)} lie too close together, or to 0, to be drawn as "
                f"catchments: more than {step:g} minutes (0.5 % of the longest) must lie between"
            )
        return self
