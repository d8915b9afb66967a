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

DIRECTIONS = ("forward", "backward")

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
    ways = [_allowed(tags, direction) for direction in DIRECTIONS]
    allowed = max(ways, key=_openness)
    highway = tags.get("highway")
    is_road = highway in HIGHWAYS
    if tags.get("area") == "yes" or not (is_road or tags.get("route") == "ferry"):
        return Use.NOT_A_ROAD
    if highway == "track" and (allowed is None or allowed not in OPEN):
        return Use.NOT_A_ROAD
    walked = tags.get("foot", "no") != "no" or highway is not None
    if not is_road and walked and not set(ACCESS_KEYS) & set(tags):
        # A ferry that names walkers and no vehicle, or that is part of a path, carries walkers.
        return Use.CLOSED
    if not is_road and allowed == "customers":
        return Use.THROUGH  # whoever pays the fare is a customer, and drives on at the other side
    if tags.get("impassable") == "yes" or tags.get("smoothness") == "impassable":
        return Use.CLOSED
    if tags.get("oneway") == "reversible" or tags.get("service") == "emergency_access":
        return Use.CLOSED
    if allowed is not None and allowed not in OPEN and allowed not in TRIP_END:
        return Use.CLOSED
    if highway == "service" and tags.get("service") in MINOR_SERVICE:
        return Use.MINOR_SERVICE
    return Use.TRIP_END if allowed in TRIP_END else Use.THROUGH


def closed_directions(tags: Tags) -> tuple[bool, bool]:
    """Tell whether access closes a way to cars along its nodes' order, and against it.

    `motor_vehicle:backward=no` closes one direction. A direction that only trip ends may use, while the other
    lets everyone through, counts as closed.
    """
    along, against = (_openness(_allowed(tags, direction)) for direction in DIRECTIONS)
    best = max(along, against)
    return along < best, against < best


def barrier_use(tags: Tags) -> Use:
    """Say what a car may do at a node with these tags: pass it, pass it only to a trip's end, or not at all."""
    barrier = tags.get("barrier")
    if barrier is None:
        return Use.THROUGH
    allowed = _allowed(tags)
    if allowed is None:
        return Use.THROUGH if barrier in PASSABLE_BARRIERS else Use.CLOSED
    return (Use.CLOSED, Use.TRIP_END, Use.THROUGH)[_openness(allowed)]


def _openness(allowed: str | None) -> int:
    """Return 2 where everyone may go through, 1 where only trip ends may, 0 where nobody may."""
    if allowed is None or allowed in OPEN:
        return 2
    return 1 if allowed in TRIP_END else 0


def _allowed(tags: Tags, direction: str = "") -> str | None:
    """Return the first value of the most specific access key; what holds only at times ('@') is no value.

    `direction` is "forward" or "backward": of one key, what is tagged for the direction goes before the rest.
    """
    for key in ACCESS_KEYS:
        for name in (f"{key}:{direction}", key):
            if name in tags and "@" not in tags[name]:
                return tags[name].split(";")[0].strip().lower()
    return None
