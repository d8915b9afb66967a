"""Free-flow speeds: what is signed where it is known, otherwise by road class, held back by the surface.

The class speeds are what a car keeps up between junctions in free flow, not speed limits: delays at junctions,
signals and stops come on top (`pipelines.roads.delays`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipelines.area import Roads

MPH_PER_KMH = 1 / 1.609344

CLASS_MPH: Mapping[str, float] = {
    # OpenStreetMap, `highway`. Motorway to residential follow the usual US statutory limits of rural roads
    # (FHWA, Speed Limit Basics; 65 to 70 on rural interstates, 55 on two-lane highways, 25 to 30 on
    # residential streets), lowered where unsigned roads of that class are narrow and winding, as in Valhalla's
    # table (105, 90, 75, 60, 50, 40, 35, 25 km/h).
    "motorway": 65.0,
    "motorway_link": 40.0,
    "trunk": 55.0,
    "trunk_link": 35.0,
    "primary": 47.0,
    "primary_link": 30.0,
    "secondary": 40.0,
    "secondary_link": 25.0,
    "tertiary": 33.0,
    "tertiary_link": 25.0,
    "unclassified": 27.0,
    "residential": 22.0,
    "living_street": 10.0,
    "service": 12.0,
    "road": 22.0,
    "track": 10.0,
    "ferry": 12.0,
    # GMNS `facility_type` of the numbered US highways: averages between junctions, with the towns on the way,
    # measured against OSRM on full OpenStreetMap (tests/benchmarks/drive_times).
    "interstate": 58.0,
    "freeway": 58.0,
    "us_route": 46.0,
    "state_route": 42.0,
    "us_route_business": 36.0,
    "interstate_business": 36.0,
}
"""Free-flow mph by road class where nothing is signed; `roads.speeds_mph` of the area file goes first."""

CLASSES = tuple(CLASS_MPH)

SIGNED_WORDS_MPH: Mapping[str, float] = {
    "walk": 4.0,
    "us:urban": 25.0,
    "us:residential": 25.0,
    "us:rural": 55.0,
    "us:trunk": 55.0,
    "us:motorway": 65.0,
    "us:freeway": 65.0,
}
"""Words in place of a number. `none`, `signals`, `variable` say nothing: the class speed stands."""

SURFACE_CAP_MPH: Mapping[str, float] = {
    # OSRM's car profile (surface_speeds), 40, 80, 60, 20 and 10 km/h as mph.
    "cement": 50.0,
    "compacted": 50.0,
    "fine_gravel": 50.0,
    "paving_stones": 37.0,
    "metal": 37.0,
    "bricks": 37.0,
    "grass": 25.0,
    "wood": 25.0,
    "sett": 25.0,
    "grass_paver": 25.0,
    "gravel": 25.0,
    "unpaved": 25.0,
    "ground": 25.0,
    "dirt": 25.0,
    "earth": 25.0,
    "pebblestone": 25.0,
    "cobblestone": 19.0,
    "clay": 19.0,
    "stone": 12.0,
    "rocky": 12.0,
    "sand": 12.0,
    "mud": 6.0,
}
"""Fastest mph on a surface."""

SMOOTHNESS_CAP_MPH: Mapping[str, float] = {
    "intermediate": 50.0,
    "bad": 25.0,
    "very_bad": 12.0,
    "horrible": 6.0,
    "very_horrible": 3.0,
}
TRACKTYPE_CAP_MPH: Mapping[str, float] = {
    "grade1": 37.0,
    "grade2": 25.0,
    "grade3": 19.0,
    "grade4": 15.0,
    "grade5": 12.0,
}
"""Fastest mph by smoothness and by track grade (OSRM's car profile: smoothness_speeds, tracktype_speeds)."""

LOWEST_SIGNED_MPH = 3.0
HIGHEST_SIGNED_MPH = 90.0
"""Signed speeds beyond these are slips of the mapper; the class speed stands."""

SIGNED_PACE = 0.95
"""Share of a signed speed that is kept up in free flow, curves and slopes included; OSRM's 0.8 holds its
delays at junctions as well, which are apart here."""

_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(mph|mp/h|km/h|kmh|kph|knots)?$")
_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,3}):(\d{2})$")
_ISO = re.compile(r"^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$")
_MPH_PER_UNIT = {"mph": 1.0, "mp/h": 1.0, "knots": 1.150779}


def signed_mph(text: str) -> float | None:
    """Read one `maxspeed` value.

    Parameters
    ----------
    text
        Such as '35 mph', '50' (km/h), '40;50 mph', '55 mph;25 mph @ (Mo-Fr 07:00-09:00)', 'US:rural', 'none'.
        Of several values the lowest counts; one that holds only at times ('@') does not.

    Returns
    -------
    float or None
        mph; None where it says nothing that can be used.
    """
    unconditional = [part for part in re.split(r"[;|]", text.lower()) if "@" not in part]
    readings = [_one_speed(part.strip()) for part in unconditional]
    usable = [mph for mph in readings if mph is not None]
    return min(usable) if usable else None


def _one_speed(word: str) -> float | None:
    if word in SIGNED_WORDS_MPH:
        return SIGNED_WORDS_MPH[word]
    match = _NUMBER.match(word)
    if not match:
        return None
    mph = float(match[1]) * _MPH_PER_UNIT.get(match[2] or "km/h", MPH_PER_KMH)
    return mph if LOWEST_SIGNED_MPH <= mph <= HIGHEST_SIGNED_MPH else None


def way_class(tags: Mapping[str, str]) -> str:
    """Return the road class of a way: 'ferry', also where the road that it carries is named, or `highway`."""
    return "ferry" if tags.get("route") == "ferry" else tags.get("highway", "")


def way_mph(tags: Mapping[str, str], class_mph: Mapping[str, float]) -> tuple[float, float]:
    """Return the free-flow speed along a way and against it.

    Parameters
    ----------
    tags
        Tags of the way.
    class_mph
        mph by road class.

    Returns
    -------
    (float, float)
        mph. A signed speed (an advisory one first) takes the place of the class speed; surface,
        smoothness and track grade hold it back.
    """
    cap = min(
        SURFACE_CAP_MPH.get(tags.get("surface", "").split(";")[0], HIGHEST_SIGNED_MPH),
        SMOOTHNESS_CAP_MPH.get(tags.get("smoothness", ""), HIGHEST_SIGNED_MPH),
        TRACKTYPE_CAP_MPH.get(tags.get("tracktype", ""), HIGHEST_SIGNED_MPH),
    )
    forward, backward = (
        min(_signed(tags, side) or class_mph[way_class(tags)], cap)
        for side in ("forward", "backward")
    )
    return forward, backward


def _signed(tags: Mapping[str, str], side: str) -> float | None:
    for key in ("maxspeed:advisory", f"maxspeed:{side}", "maxspeed"):
        mph = signed_mph(tags[key]) if key in tags else None
        if mph is not None:
            return mph * SIGNED_PACE
    return None


def duration_s(text: str) -> float | None:
    """Read a ferry's `duration`: 'H:MM', 'HH:MM:SS', 'PT1H30M' or plain minutes; None if it is unreadable."""
    text = text.strip().upper()
    if text.isdigit():
        return float(text) * 60 or None
    if match := _ISO.match(text):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds or None
    if match := _CLOCK.match(text):
        first, second, third = match.groups()
        if first is None:
            return float(second) * 3600 + float(third) * 60 or None
        return float(first) * 3600 + float(second) * 60 + float(third) or None
    return None


def class_mph(roads: Roads) -> dict[str, float]:
    """Return mph by road class: the area's `speeds_mph` over the defaults."""
    return {**CLASS_MPH, **roads.speeds_mph}
