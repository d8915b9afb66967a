"""How roads become minutes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipelines.area.base import NotNegativeFloat, PositiveFloat, Settings
from pipelines.vocabulary.strata import Stratum


class Roads(Settings):
    """How roads become minutes."""

    snapping: Literal["edges", "connectors"] = Field(
        default="edges",
        description="`edges`: the network has local streets, snap to the nearest one a car may use; "
        "`connectors`: only main roads, reach them at local speed with a detour factor",
    )
    speeds_mph: dict[str, PositiveFloat] = Field(
        default_factory=dict,
        description="Free-flow mph by road class, over the defaults of pipelines/roads/speeds.py",
    )
    speed_factor: PositiveFloat = Field(
        default=1.0,
        description="Divides every drive time's speed-dependent part: 0.8 is 20 % slower",
    )
    class_speed_factors: dict[str, PositiveFloat] = Field(
        default_factory=dict,
        description="Speed factor by road class, on top of speed_factor: {motorway = 0.7}",
    )
    peak_factors: dict[Stratum, PositiveFloat] = Field(
        default_factory=dict,
        description="Speed factor at the time of day that is studied by the stratum a road begins in, on top "
        "of the others: {urban = 0.7, suburban = 0.85}; a stratum not named keeps 1",
    )
    junction_delay_s: NotNegativeFloat = Field(
        default=1.5, description="Seconds lost on average where roads of one rank meet"
    )
    yield_delay_s: NotNegativeFloat = Field(
        default=4.0, description="Seconds lost on average where a road meets one of higher rank"
    )
    signal_delay_s: NotNegativeFloat = Field(
        default=6.0, description="Seconds lost on average at a mapped traffic signal"
    )
    stop_delay_s: NotNegativeFloat = Field(
        default=4.0, description="Seconds lost at a mapped stop sign; half at a give-way sign"
    )
    gate_delay_s: NotNegativeFloat = Field(
        default=60.0, description="Seconds to open a gate across the road (OSRM's car profile: 60)"
    )
    border_delay_s: NotNegativeFloat = Field(
        default=600.0,
        description="Seconds at a border control (Valhalla's country_crossing_cost: 600)",
    )
    separate_piece_nodes: Annotated[int, Field(ge=2)] = Field(
        default=1000,
        description="Roads that do not hang together with the rest (an island without a ferry) are kept if "
        "the piece has at least so many junctions; smaller pieces are left out and counted",
    )
    max_snap_mi: PositiveFloat = Field(
        default=5.0,
        description="With edges: farthest that a point may lie from a road; farther is unreached",
    )
    off_road_mph: PositiveFloat = Field(
        default=12.0,
        description="Speed over the gap between a point and its road (driveways, tracks)",
    )
    connector_mph: PositiveFloat = Field(default=28.0, description="Local speed of connectors")
    connector_detour: Annotated[float, Field(ge=1)] = Field(
        default=1.3, description="Road miles per straight mile on connectors"
    )
    connector_delay_s: NotNegativeFloat = Field(
        default=30.0,
        description="Seconds lost at either end of a trip with connectors: out of the yard, onto the road",
    )
    main_junction_delay_s: NotNegativeFloat = Field(
        default=12.0,
        description="With connectors: seconds lost on average where main roads meet at grade, in place of the "
        "other delays, because the network shows neither signals nor side streets",
    )
    bend_delay_s: NotNegativeFloat = Field(
        default=1.0,
        description="With connectors: seconds lost for each degree that a drawn main road turns; where a "
        "coarse drawing turns, the road winds",
    )
    connector_count: Annotated[int, Field(ge=1)] = Field(
        default=12,
        description="How many of the nearest surface-road points a connector may lead to",
    )
    connector_max_mi: PositiveFloat = Field(
        default=30.0,
        description="Farthest straight miles of a connector; where no main road is nearer, unreached",
    )
    direct_max_mi: PositiveFloat = Field(
        default=10.0,
        description="With connectors, trips up to so many straight miles may keep to local streets",
    )
