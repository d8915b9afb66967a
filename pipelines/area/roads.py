"""How roads become minutes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipelines.area.base import DelaySeconds, Factor, Miles, Mph, Settings
from pipelines.vocabulary.strata import Stratum


class Roads(Settings):
    """How roads become minutes."""

    snapping: Literal["edges", "connectors"] = Field(
        default="edges",
        description="`edges`: the network has local streets, snap to the nearest one a car may use; "
        "`connectors`: only main roads, reach them at local speed with a detour factor",
    )
    speeds_mph: dict[str, Mph] = Field(
        default_factory=dict,
        description="Speed on an empty road by its class, in place of the defaults of "
        "pipelines/roads/speeds.py: {residential = 20}",
    )
    speed_factor: Factor = Field(
        default=1.0,
        description="Multiplies all speeds on roads, not delays at junctions: 0.8 is 20 % slower",
    )
    class_speed_factors: dict[str, Factor] = Field(
        default_factory=dict,
        description="Speed factor by road class, on top of speed_factor: {motorway = 0.7}",
    )
    peak_factors: dict[Stratum, Factor] = Field(
        default_factory=dict,
        description="Speed factor at the time of day that is studied by the stratum a road begins in, on top "
        "of the others: {urban = 0.7, suburban = 0.85}; a stratum not named keeps 1",
    )
    junction_delay_s: DelaySeconds = Field(
        default=1.5, description="Lost on average where roads of one rank meet"
    )
    yield_delay_s: DelaySeconds = Field(
        default=4.0, description="Lost on average where a road meets one of higher rank"
    )
    signal_delay_s: DelaySeconds = Field(
        default=6.0, description="Lost on average at a mapped traffic signal"
    )
    stop_delay_s: DelaySeconds = Field(
        default=4.0, description="Lost at a mapped stop sign; half at a give-way sign"
    )
    left_turn_delay_s: DelaySeconds = Field(
        default=0.0,
        description="With edges and OpenStreetMap: lost by turning left across other traffic at a junction "
        "without signals, on top of the junction's delay, which is an average over all turns; 0 adds nothing "
        "(Valhalla: 1.5 more than for a right turn). The network grows fourfold, a search takes "
        "five times as long",
    )
    gate_delay_s: DelaySeconds = Field(
        default=60.0, description="Lost to open a gate across the road (OSRM's car profile: 60)"
    )
    border_delay_s: DelaySeconds = Field(
        default=600.0,
        description="Lost at a border control (Valhalla's country_crossing_cost: 600)",
    )
    separate_piece_nodes: Annotated[int, Field(ge=2, le=10**9)] = Field(
        default=1000,
        description="Roads that do not hang together with the rest (an island without a ferry) are kept if "
        "the piece has at least so many junctions; smaller pieces are left out and counted",
    )
    island_gap_mi: Miles = Field(
        default=0.6,
        description="A smaller piece is kept too if it lies farther than so many miles from the roads that are "
        "kept: an island, whose people are never taken across the water. With connectors, if it lies farther "
        "than they reach",
    )
    max_snap_mi: Miles = Field(
        default=5.0,
        description="With edges: farthest that a point may lie from a road; beyond, no drive time is told",
    )
    off_road_mph: Mph = Field(
        default=12.0,
        description="Speed over the gap between a point and its road (driveways, tracks)",
    )
    connector_mph: Mph = Field(
        default=28.0,
        description="Speed on connectors, the straight lines that stand for the local streets to a main road",
    )
    connector_detour: Annotated[float, Field(ge=1, le=10)] = Field(
        default=1.3,
        description="Road miles per straight mile on connectors, because streets are not straight",
    )
    connector_delay_s: DelaySeconds = Field(
        default=30.0,
        description="Lost at either end of a trip with connectors: out of the yard, onto the road",
    )
    main_junction_delay_s: DelaySeconds = Field(
        default=12.0,
        description="With connectors: lost on average where main roads meet at grade, in place of "
        "the other delays, because the network shows neither signals nor side streets",
    )
    bend_delay_s: DelaySeconds = Field(
        default=1.0,
        description="With connectors: lost for each degree that a drawn main road turns; where a "
        "coarse drawing turns, the road winds",
    )
    connector_count: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=12,
        description="To how many of the nearest points of main roads (not motorways) connectors lead; the "
        "quickest is taken",
    )
    connector_max_mi: Miles = Field(
        default=30.0,
        description="Longest connector, straight; where no main road is nearer, no drive time is told",
    )
    direct_max_mi: Miles = Field(
        default=10.0,
        description="With connectors: trips up to so many straight miles may keep to local streets",
    )
