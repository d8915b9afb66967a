"""Which ways a car may use at all, and which only at the beginning or the end of a trip.

After the OpenStreetMap wiki's access hierarchy: the most specific key that is tagged decides
(motorcar, then motor_vehicle, vehicle, access).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from pipelines.sources.roads.osm_pbf import HIGHWAYS

Tags = Mapping[str, str]

ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
"""From the most specific to the least."""

OPEN = frozenset({"yes", "designated", "permissive", "official", "public", "unknown"})
"""Values that let everyone through."""

TRIP_END = frozenset(
    {"private", "destination", "customers", "delivery", "permit", "residents", "visitors"}
)
"""Values that let a car in to reach a place there, but not drive through."""

MINOR_SERVICE = frozenset({"driveway", "parking_aisle", "drive-through", "parking"})
"""Service roads within a plot: too short to matter for a drive time, and most of all service roads."""

PASSABLE_BARRIERS = frozenset(
    {
        "arch",
        "border_control",
        "bump_gate",
        "cattle_grid",
        "entrance",
        "gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "no",
        "sally_port",
        "swing_gate",
        "toll_booth",
    }
)
"""Barriers that a car passes, if access does not forbid it; every other barrier stops it (as in OSRM)."""

GATES = frozenset({"bump_gate", "gate", "lift_gate", "sally_port", "swing_gate"})
"""Passable barriers that must be opened first."""


class Use(Enum):
    """What a car may do on a way."""

    THROUGH = "through"
    TRIP_END = "trip_end"
    CLOSED = "closed"
    NOT_A_ROAD = "not_a_road"
    MINOR_SERVICE = "minor_service"


def way_use(tags: Tags) -> Use:
    """Say what a car may do on a way with these tags.

    Parameters
    ----------
    tags
        Tags of the way.

    Returns
    -------
    Use
        `THROUGH`, `TRIP_END`, or why the way is left out: `CLOSED` to cars, `NOT_A_ROAD` (an area, a footway,
        a runaway truck ramp, a track that nobody opened to cars), `MINOR_SERVICE` (driveways and parking
        aisles).
    """
    allowed = _allowed(tags)
    highway = tags.get("highway")
    is_road = highway in HIGHWAYS
    if tags.get("area") == "yes" or not (is_road or tags.get("route") == "ferry"):
        return Use.NOT_A_ROAD
    if highway == "track" and (allowed is None or allowed not in OPEN):
        return Use.NOT_A_ROAD
    walked = "foot" in tags or highway is not None
    if not is_road and walked and not set(ACCESS_KEYS) & set(tags):
        # A ferry that names walkers and no vehicle, or that is part of a path, carries walkers.
        return Use.CLOSED
    if tags.get("impassable") == "yes" or tags.get("smoothness") == "impassable":
        return Use.CLOSED
    if tags.get("oneway") == "reversible" or tags.get("service") == "emergency_access":
        return Use.CLOSED
    if allowed is not None and allowed not in OPEN and allowed not in TRIP_END:
        return Use.CLOSED
    if highway == "service" and tags.get("service") in MINOR_SERVICE:
        return Use.MINOR_SERVICE
    return Use.TRIP_END if allowed in TRIP_END else Use.THROUGH


def stops_car(tags: Tags) -> bool:
    """Tell whether a node with these tags cannot be driven past."""
    barrier = tags.get("barrier")
    if barrier is None:
        return False
    allowed = _allowed(tags)
    if allowed is not None:
        return allowed not in OPEN and allowed not in TRIP_END
    return barrier not in PASSABLE_BARRIERS


def _allowed(tags: Tags) -> str | None:
    """Return the first value of the most specific access key; what holds only at times ('@') is no value."""
    for key in ACCESS_KEYS:
        if key in tags and "@" not in tags[key]:
            return tags[key].split(";")[0].strip().lower()
    return None
