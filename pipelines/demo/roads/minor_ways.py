"""Ways beside the road network: rivers, a ferry, tracks, gates, private drives.

A router must know some of them and must not fall for the others. None is part of the road graph; each is
drawn as a way of its own, from a node of the graph where it joins it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import KDTree

from pipelines.demo.land.geography import FloatArray, Geography, inside
from pipelines.demo.land.places import Place
from pipelines.demo.roads.roadgraph import RESIDENTIAL, TERTIARY, UNCLASSIFIED, IntArray, RoadGraph
from pipelines.units import M_PER_MILE

_FERRY_MPH = 17.0


@dataclass(frozen=True)
class MinorWay:
    """A way outside the road graph.

    Attributes
    ----------
    points
        New vertices, shape (n, 2), metres.
    tags
        Tags of the way.
    start, end
        Nodes of the road graph before and after the new vertices; -1 for none.
    node_tags
        Tags of new vertices, by their place.
    """

    points: FloatArray
    tags: dict[str, str]
    start: int = -1
    end: int = -1
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)


def draw_minor_ways(
    graph: RoadGraph, geography: Geography, hospitals: list[Place], seed: int, detail: float
) -> list[MinorWay]:
    """Draw rivers, the ferry, the islet's roads, tracks, paths, gated and private roads.

    Parameters
    ----------
    graph, geography, hospitals
        What they join.
    seed
        The same seed draws the same ways.
    detail
        Share of the full number of tracks, paths and drives.
    """
    rng = np.random.default_rng([seed, 12])
    rivers = [
        MinorWay(np.array(course.coords), {"waterway": "river", "name": name})
        for name, course in geography.rivers
    ]
    return [
        *rivers,
        _ferry(graph, geography),
        *_islet_roads(geography),
        *_car_parks(graph, hospitals),
        *_small_ways(graph, rng, detail),
    ]


def _ferry(graph: RoadGraph, geography: Geography) -> MinorWay:
    """Return the ferry from the island to the nearest landing of the mainland."""
    on_island = inside(geography.ferry_island, graph.xy)
    island, mainland = np.flatnonzero(on_island), np.flatnonzero(~on_island)
    found = KDTree(graph.xy[mainland]).query(graph.xy[island])
    apart, nearest = np.asarray(found[0]), np.asarray(found[1])
    pick = int(np.argmin(apart))
    start, end = int(island[pick]), int(mainland[nearest[pick]])
    course = np.linspace(graph.xy[start], graph.xy[end], 6)[1:-1]
    minutes = round(float(apart[pick]) / M_PER_MILE / _FERRY_MPH * 60 / 5) * 5 + 5
    tags = {
        "route": "ferry",
        "name": "Gannet Isle Ferry",
        "motor_vehicle": "yes",
        "duration": f"{minutes // 60:02d}:{minutes % 60:02d}",
    }
    return MinorWay(course, tags, start, end)


def _islet_roads(geography: Geography) -> list[MinorWay]:
    """Return the lighthouse roads of an islet that nothing connects to the rest."""
    centre = np.array(geography.islet.centroid.coords[0])
    reach = 0.45 * np.sqrt(geography.islet.area / np.pi)
    angle = np.linspace(0, 2 * np.pi, 9)
    loop = centre + reach * np.column_stack([np.cos(angle), 0.8 * np.sin(angle)])
    return [
        MinorWay(loop, {"highway": "residential", "name": "Lighthouse Loop"}),
        MinorWay(loop[:3] * 0.5 + centre * 0.5, {"highway": "unclassified"}),
    ]


def _car_parks(graph: RoadGraph, hospitals: list[Place]) -> list[MinorWay]:
    """Return parking aisles and a drive for ambulances at each hospital."""
    ways = []
    for place in hospitals:
        door, road = np.array(place.xy), graph.xy[place.node]
        ahead = (door - road) / np.hypot(*(door - road))
        side = np.array([-ahead[1], ahead[0]])
        aisle = np.array([door + 25 * side, door + 60 * side + 15 * ahead])
        ways.append(
            MinorWay(aisle, {"highway": "service", "service": "parking_aisle"}, start=place.node)
        )
        if place.open:
            entry = np.array([road - 20 * side, door - 20 * side])
            tags = {"highway": "service", "service": "emergency_access", "access": "emergency"}
            ways.append(MinorWay(entry, tags, start=place.node))
    return ways


def _walk(start: FloatArray, steps: int, step_m: float, rng: np.random.Generator) -> FloatArray:
    """Return a meandering course from a place, without the place itself, shape (steps, 2)."""
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.35, steps))
    stride = step_m * rng.uniform(0.7, 1.3, steps)
    step = stride[:, None] * np.column_stack([np.cos(heading), np.sin(heading)])
    return np.asarray(start + np.cumsum(step, axis=0))


_SMALL_WAYS: tuple[tuple[str, int, int, float, dict[str, str]], ...] = (
    ("country", 260, 6, 190.0, {"highway": "track", "tracktype": "grade3"}),
    ("country", 120, 4, 160.0, {"highway": "path"}),
    ("town", 260, 3, 60.0, {"highway": "footway"}),
    ("town", 60, 5, 110.0, {"highway": "cycleway"}),
    ("country", 220, 3, 45.0, {"highway": "service", "service": "driveway", "access": "private"}),
    ("town", 90, 3, 40.0, {"highway": "service", "service": "alley"}),
    (
        "country",
        60,
        4,
        90.0,
        {"highway": "residential", "access": "private", "name": "Private Road"},
    ),
    ("town", 12, 4, 130.0, {"highway": "construction", "construction": "residential"}),
    ("town", 12, 3, 120.0, {"highway": "residential", "access": "no"}),
)
"""Where, how many, vertices, metres between them and tags of small ways."""


def _small_ways(graph: RoadGraph, rng: np.random.Generator, detail: float) -> list[MinorWay]:
    """Return tracks, paths, drives and streets that a car may not use, each from a node of the graph."""
    nodes = {
        "country": _nodes_of(graph, UNCLASSIFIED),
        "town": _nodes_of(graph, RESIDENTIAL),
    }
    ways = []
    for where, count, steps, step_m, tags in _SMALL_WAYS:
        for _ in range(max(1, round(count * detail))):
            start = int(rng.choice(nodes[where]))
            course = _walk(graph.xy[start], steps, step_m, rng)
            gated = tags.get("access") == "private" and rng.uniform() < 0.5
            ways.append(
                MinorWay(course, tags, start, node_tags={0: {"barrier": "gate"}} if gated else {})
            )
    return ways


def _nodes_of(graph: RoadGraph, kind: int) -> IntArray:
    """Return the nodes where only streets up to tertiary meet, one of them of a kind, ascending."""
    mine = graph.kind == kind
    larger = graph.kind < TERTIARY
    nodes = np.unique(np.concatenate([graph.u[mine], graph.v[mine]]))
    return np.setdiff1d(nodes, np.concatenate([graph.u[larger], graph.v[larger]]))
