"""Which directions of a way a car may take."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.roads.ways.access import closed_directions

Tags = Mapping[str, str]

ONEWAY_KEYS = ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
"""From the most specific to the least."""

FORWARD = frozenset({"yes", "true", "1"})
BACKWARD = frozenset({"-1", "reverse"})
BOTH = frozenset({"no", "false", "0", "alternating"})
"""`alternating` is one lane used in turns: both directions are open, one at a time."""

ROUNDABOUTS = frozenset({"roundabout", "circular"})


def directions(tags: Tags) -> tuple[bool, bool]:
    """Say whether a car may go along a way and against it.

    Parameters
    ----------
    tags
        Tags of the way.

    Returns
    -------
    (bool, bool)
        In the order of the way's nodes, and against it. A motorway, a roundabout and a circular junction
        are one-way unless they are tagged otherwise; a ramp is not (many are two-way stubs). What access
        closes to cars in one direction is closed besides.
    """
    along, against = _without_access(tags)
    closed_along, closed_against = closed_directions(tags)
    return along and not closed_along, against and not closed_against


def _without_access(tags: Tags) -> tuple[bool, bool]:
    for key in ONEWAY_KEYS:
        value = tags.get(key, "").strip().lower()
        if value in FORWARD:
            return True, False
        if value in BACKWARD:
            return False, True
        if value in BOTH:
            return True, True
    if tags.get("highway") == "motorway" or tags.get("junction") in ROUNDABOUTS:
        return True, False
    return True, True
