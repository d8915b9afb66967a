"""What-ifs and assumptions: the part of the settings that asks how far an answer holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from pipelines.area.base import Factor, Minutes, PositiveFloat, Settings, Share, Size, Unit
from pipelines.vocabulary.centers import Definition
from pipelines.vocabulary.sites_of_care import SiteOfCare

Visits = Annotated[float, Field(gt=0, le=1000)]
"""Infusions a year: not even one that is given three times a day is given more often."""


class Opening(Settings):
    """A center that does not exist, to see who would gain."""

    name: str = Field(
        description="Name in tables, unlike any other opening's",
        examples=["an office in the south"],
    )
    lon: Annotated[float, Field(ge=-180, le=180), Unit("degrees")] = Field(
        description="Longitude, WGS 84; west is negative", examples=[-75.52]
    )
    lat: Annotated[float, Field(ge=-90, le=90), Unit("degrees")] = Field(
        description="Latitude, WGS 84", examples=[38.91]
    )
    site_of_care: SiteOfCare = Field(
        default="office_based", description="What kind of center it is"
    )


class Case(Settings):
    """Centers that close, centers that open, other speeds and another list of centers, asked together."""

    name: Annotated[str, Field(min_length=1)] = Field(
        description="Name in tables and over its map, unlike any other case's",
        examples=["the rural hospitals close in a slow winter"],
    )
    closures: tuple[str, ...] = Field(
        default=(), description="center_id (in core.centers) of centers that close"
    )
    openings: tuple[Opening, ...] = Field(
        default=(), description="Centers that do not exist and open, all of them together"
    )
    time_factor: Factor = Field(
        default=1.0,
        description="Multiplies the time on the road, not delays at junctions: 1.25 is a quarter longer",
    )
    definition: Definition | None = Field(
        default=None,
        description="Which places count as centers, where it is not `facilities.definition`; needs registries",
    )

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        _refuse_repeats(
            closures=self.closures, openings=[opening.name for opening in self.openings]
        )
        changed = (self.closures, self.openings, self.time_factor != 1, self.definition)
        if not any(changed):
            raise ValueError(
                f"the case {self.name!r} changes nothing: give it closures, openings, a time_factor or a "
                "definition"
            )
        return self


class Schedule(Settings):
    """How often a therapy is infused, beside the packaged table of FDA labels."""

    therapy: str = Field(
        description="Name in tables, unlike that of a packaged schedule",
        examples=["a new antibody"],
    )
    visits_first_year: Annotated[Visits, Unit("infusions")] = Field(
        description="In the first year, starting doses included", examples=[14]
    )
    visits_per_year: Annotated[Visits, Unit("infusions a year")] = Field(
        description="In each later year", examples=[13]
    )
    source: str = Field(
        description="Where the schedule is published, as pages cite it",
        examples=["FDA label, March 2026"],
    )


class Scenarios(Settings):
    """What is varied, closed, opened and assumed."""

    time_factors: Annotated[tuple[Factor, ...], Field(min_length=1)] = Field(
        default=(0.9, 1.0, 1.25, 1.5),
        description="Multiply the time on the road, not delays at junctions: 1.25 is a quarter longer, 0.9 "
        "a tenth less; 1 must be among them; the greatest is also "
        "varied together with what counts as a center",
    )
    closures: tuple[str, ...] = Field(
        default=(),
        description="center_id (in core.centers) of centers that close, to see who would lose",
    )
    openings: tuple[Opening, ...] = Field(
        default=(),
        description="Centers that do not exist, to see who would gain; each is asked alone",
    )
    case: tuple[Case, ...] = Field(
        default=(),
        description="What-ifs by name, each of one or several changes at once, with a map of who gains and "
        "who loses",
    )
    siting_new_sites: tuple[Annotated[int, Field(ge=1, le=10_000)], ...] = Field(
        default=(1, 3, 5),
        description="For how many new office-based sites the best places are sought; empty: for none",
    )
    siting_within_min: Minutes = Field(
        default=30.0, description="A site serves people within so many minutes, inclusive"
    )
    siting_cap_min: Minutes = Field(
        default=120.0,
        description="Longer drives count as so many minutes where person-minutes are added up, and so do "
        "people whom no road leads to a center",
    )
    siting_share: Share = Field(
        default=0.9, description="Share of people that the fewest new sites must bring within reach"
    )
    siting_existing: Annotated[tuple[SiteOfCare, ...], Field(min_length=1)] = Field(
        default=("hospital_based", "office_based"),
        description="Sites of care whose existing centers count as serving people already",
    )
    siting_spacing_mi: Annotated[float, Field(ge=0, le=500), Unit("miles")] = Field(
        default=0.0,
        description="Candidate sites lie at least so far apart in a straight line, the most populous first; "
        "0: every place is a candidate. More than 0 leaves places out, which pages tell, and suits a whole "
        "country, whose pairs of candidate and place would fill the memory",
    )
    siting_looked_at: Size = Field(
        default=200_000_000,
        description="How many useful pairs of candidate and place are looked at, each once a round, to prove "
        "that a choice is best and to leave out candidates that are in no better one; a state needs fewer",
    )
    siting_exact_pairs: Size = Field(
        default=200_000,
        description="Where a choice is not proved by then: largest number of pairs of the candidates left "
        "that is solved exactly; above, the best that was found counts, with a bound on what is missed",
    )
    siting_time_limit_s: Annotated[PositiveFloat, Unit("seconds")] = Field(
        default=60.0,
        description="Time for each exact solution; when it is over the best found counts, with its distance "
        "from the bound",
    )
    policy_year: Annotated[int, Field(ge=2000, le=2100)] = Field(
        default=2026,
        description="Calendar year whose payment rules and rates tell what a site of care costs",
    )
    treated_per_1000: Annotated[float, Field(gt=0, le=1000), Unit("people in 1,000")] | None = (
        Field(
            default=None,
            examples=[4.5],
            description="People in 1,000 who are infused in a year, where a source for the area tells it; "
            "without it costs are told per treated patient and never summed over people",
        )
    )
    therapies: tuple[str, ...] = Field(
        default=("infliximab", "vedolizumab", "natalizumab", "ocrelizumab"),
        description="Therapies of the packaged table of schedules for which trips and costs are told",
    )
    schedules: tuple[Schedule, ...] = Field(
        default=(),
        description="Schedules of therapies that the packaged table lacks; they are told as well",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (
            list(self.time_factors) != sorted(set(self.time_factors))
            or 1.0 not in self.time_factors
        ):
            raise ValueError("time_factors must ascend without repeats and have 1 among them")
        if list(self.siting_new_sites) != sorted(set(self.siting_new_sites)):
            raise ValueError("siting_new_sites must ascend without repeats")
        if self.siting_cap_min < self.siting_within_min:
            raise ValueError("siting_cap_min must not be below siting_within_min")
        _refuse_repeats(
            closures=self.closures,
            openings=[opening.name for opening in self.openings],
            case=[case.name for case in self.case],
            therapies=self.therapies,
            schedules=[schedule.therapy for schedule in self.schedules],
        )
        return self


def _refuse_repeats(**named: Sequence[str]) -> None:
    """Refuse a setting that names something twice."""
    for what, names in named.items():
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{what} names {', '.join(twice)} twice")
