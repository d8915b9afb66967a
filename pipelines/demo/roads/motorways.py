"""Interstates: two carriageways, ramps to the roads they cross, and junctions with one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from pipelines.demo.land import plan
from pipelines.demo.land.geography import FloatArray, Geography, fractal_line, inside
from pipelines.demo.land.settlement import Town
from pipelines.demo.roads.highways import crossings, segments, split_edges
from pipelines.demo.roads.roadgraph import (
    LINK,
    MOTORWAY,
    TERTIARY,
    IntArray,
    RoadGraph,
    graph_of,
    join,
)
from pipelines.demo.roads.streets import Density

MOTORWAY_LINES = 20_000_000
"""Lines of carriageways are numbered from here, two an interstate, in the order of `motorway_names`."""

_VERTEX_EVERY_M = 850.0
_ROUGHNESS = 0.035
_HALF_MEDIAN_M = 16.0
_RAMP_M = 380.0
_JUNCTION_M = 620.0
_FROM_END_M = 900.0

_URBAN_PER_KM2 = 700.0
_SUBURBAN_PER_KM2 = 120.0
_INTERCHANGE_EVERY_M = (2_300.0, 4_300.0, 9_500.0)
"""Least distance between interchanges in cities, suburbs and country, metres."""

_BYPASSED_BELOW = 90_000
"""An interstate passes beside a town with fewer people, and through a larger one."""

_BYPASS_RADII = 2.6
_END_SURFACE_M = 6_000.0


@dataclass(frozen=True)
class Interstate:
    """An interstate's course.

    Attributes
    ----------
    name
        Such as 'I 14'.
    course
        Vertices, shape (n, 2), metres.
    """

    name: str
    course: FloatArray

    @property
    def station_m(self) -> FloatArray:
        """Distance of each vertex from the first, metres."""
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.course, axis=0).T))])

    def at(self, station_m: FloatArray) -> FloatArray:
        """Return the places at some distances from the start, shape (k, 2)."""
        own = self.station_m
        return np.column_stack([np.interp(station_m, own, self.course[:, axis]) for axis in (0, 1)])

    def right(self, station_m: FloatArray) -> FloatArray:
        """Return the unit vector to the right of travel at some distances from the start, shape (k, 2)."""
        ahead = self.at(station_m + 60.0) - self.at(station_m - 60.0)
        unit = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / np.hypot(*ahead.T)[:, None]
        return np.asarray(unit)


def _via(towns: dict[str, Town], names: tuple[str, ...], rng: np.random.Generator) -> FloatArray:
    """Return where an interstate passes each of its towns, shape (k, 2)."""
    centre = np.array([towns[name].xy for name in names])
    along = np.gradient(centre, axis=0)
    side = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    places = centre.copy()
    for n, name in enumerate(names):
        town = towns[name]
        away = 500.0 if town.population >= _BYPASSED_BELOW else _BYPASS_RADII * town.radius_m
        places[n] += side[n] * away * (1 if rng.uniform() < 0.5 else -1)
    return places


def plan_interstates(geography: Geography, towns: tuple[Town, ...], seed: int) -> list[Interstate]:
    """Draw the courses of the interstates and of the metropolis's beltway.

    Parameters
    ----------
    geography
        Land, on which they stay.
    towns
        Towns that they pass.
    seed
        The same seed draws the same courses.
    """
    rng = np.random.default_rng([seed, 8])
    by_name = {town.name: town for town in towns}
    interstates = []
    for name, passed in plan.INTERSTATES:
        via = _via(by_name, passed, rng)
        parts: list[FloatArray] = []
        for start, end in pairwise(via):
            depth = max(1, round(np.log2(np.hypot(*(end - start)) / _VERTEX_EVERY_M)))
            state = rng.integers(1 << 32)
            for factor in (1.0, 0.5, 0.0):
                again = np.random.default_rng(state)
                part = fractal_line(
                    np.vstack([start, end]), roughness=_ROUGHNESS * factor, depth=depth, rng=again
                )
                if inside(geography.mainland, part).all():
                    break
            parts.append(part if not parts else part[1:])
        interstates.append(Interstate(name, np.vstack(parts)))
    name, radius_km, begin, end = plan.BELTWAY_KM
    angle = np.radians(np.arange(begin, end, 3.0))
    wobble = (
        1
        + 0.07 * np.sin(2 * angle + rng.uniform(0, 6))
        + 0.05 * np.sin(3 * angle + rng.uniform(0, 6))
    )
    ring = radius_km * plan.KM * wobble[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    course = np.array(by_name[plan.METROPOLIS].xy) + ring
    dry = inside(geography.mainland, course)
    wet = np.flatnonzero(~dry)
    stretch = max(np.split(np.arange(len(course)), wet), key=len)
    interstates.append(Interstate(name, course[stretch[dry[stretch]]]))
    return interstates


def _all_interchanges(
    roads: list[Interstate], graph: RoadGraph, density: Density
) -> list[tuple[IntArray, FloatArray, FloatArray]]:
    """Choose the roads that get ramps to each interstate: edges, where on them, and its stations there."""
    ends = [np.stack([road.course[:-1], road.course[1:]], axis=1) for road in roads]
    main = np.flatnonzero(graph.kind <= TERTIARY)
    i, j, share_i, share_j = crossings(np.vstack(ends), segments(graph)[main])
    first = np.cumsum([0, *(len(part) for part in ends)])
    chosen = []
    for n, road in enumerate(roads):
        own = (i >= first[n]) & (i < first[n + 1])
        step = i[own] - first[n]
        station = road.station_m
        at_m = station[step] + share_i[own] * (station[step + 1] - station[step])
        chosen.append(_interchanges(road, at_m, main[j[own]], share_j[own], graph, density))
    return chosen


def _interchanges(
    road: Interstate,
    at_m: FloatArray,
    edge: IntArray,
    share: FloatArray,
    graph: RoadGraph,
    density: Density,
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Choose among the roads that an interstate crosses: the larger first, none too near another."""
    end_m = float(road.station_m[-1]) - _FROM_END_M
    crowd = density(road.at(at_m))
    apart = np.select(
        [crowd >= _URBAN_PER_KM2, crowd >= _SUBURBAN_PER_KM2],
        _INTERCHANGE_EVERY_M[:2],
        _INTERCHANGE_EVERY_M[2],
    )
    chosen: list[int] = []
    for n in np.lexsort((at_m, graph.kind[edge])):
        if not _FROM_END_M <= at_m[n] <= end_m:
            continue
        if all(abs(at_m[n] - at_m[m]) >= apart[n] for m in chosen):
            chosen.append(int(n))
    chosen.sort(key=lambda n: at_m[n])
    return edge[chosen], share[chosen], at_m[chosen]


def _junctions(roads: list[Interstate]) -> list[tuple[int, int, float, float]]:
    """Find where interstates cross or one ends near another: both, and the station on each."""
    lines = [shapely.LineString(road.course) for road in roads]
    found = []
    for a in range(len(roads)):
        for b in range(a + 1, len(roads)):
            meet = shapely.get_coordinates(shapely.intersection(lines[a], lines[b]))
            places = [
                (lines[a].project(point), lines[b].project(point))
                for point in map(shapely.Point, meet)
            ]
            for first, second in ((a, b), (b, a)):
                for station in (0.0, lines[first].length):
                    end = lines[first].interpolate(station)
                    near = lines[second].project(end)
                    if not places and end.distance(lines[second]) < _END_SURFACE_M:
                        places.append((station, near) if first == a else (near, station))
            found += [(a, b, s, t) for s, t in places]
    return found


class _Carriageways:
    """The nodes of one interstate's two carriageways."""

    def __init__(self, road: Interstate, extra_m: list[float], first_node: int) -> None:
        length = float(road.station_m[-1])
        inside_m = np.clip(np.array(extra_m, dtype=float), 0, length)
        self.station_m = np.unique(np.round(np.concatenate([road.station_m, inside_m]), 1))
        self.station_m = np.minimum(self.station_m, length)
        middle, right = road.at(self.station_m), road.right(self.station_m)
        self.count = len(self.station_m)
        self.first_node = first_node
        self.xy = np.vstack([middle + _HALF_MEDIAN_M * right, middle - _HALF_MEDIAN_M * right])

    def forward(self, station_m: float) -> int:
        """Return the node of the forward carriageway at a station."""
        return self.first_node + int(np.argmin(np.abs(self.station_m - station_m)))

    def backward(self, station_m: float) -> int:
        """Return the node of the other carriageway at a station."""
        return self.forward(station_m) + self.count

    def ends(self) -> IntArray:
        """Return the edges of both carriageways in the direction of travel."""
        ahead = self.first_node + np.arange(self.count - 1)
        back = self.first_node + self.count + np.arange(self.count - 1)[::-1]
        return np.vstack([np.column_stack([ahead, ahead + 1]), np.column_stack([back + 1, back])])


def _junction_links(
    a: _Carriageways, b: _Carriageways, s: float, t: float
) -> list[tuple[int, int]]:
    """Return the ramps for every turn between two interstates that meet at stations s and t."""
    leave_a = (a.forward(s - _JUNCTION_M), a.backward(s + _JUNCTION_M))
    enter_a = (a.forward(s + _JUNCTION_M), a.backward(s - _JUNCTION_M))
    leave_b = (b.forward(t - _JUNCTION_M), b.backward(t + _JUNCTION_M))
    enter_b = (b.forward(t + _JUNCTION_M), b.backward(t - _JUNCTION_M))
    return [(x, y) for x in leave_a for y in enter_b] + [(x, y) for x in leave_b for y in enter_a]


def _end_links(
    carriageways: _Carriageways, road: Interstate, graph: RoadGraph, hubs: IntArray
) -> list[tuple[int, int]]:
    """Return the ramps at an interstate's two ends, to the nearest main road."""
    links = []
    for station, off, on in (
        (road.station_m[-1], carriageways.forward, carriageways.backward),
        (0.0, carriageways.backward, carriageways.forward),
    ):
        place = road.at(np.array([station]))[0]
        hub = int(hubs[np.argmin(np.hypot(*(graph.xy[hubs] - place).T))])
        links += [(off(station), hub), (hub, on(station))]
    return links


def build_motorways(
    graph: RoadGraph, geography: Geography, towns: tuple[Town, ...], density: Density, seed: int
) -> RoadGraph:
    """Add interstates, their ramps and their junctions with one another.

    Parameters
    ----------
    graph
        Streets and highways. Interstates pass over and under them; only ramps join.
    geography, towns, density
        Where land, towns and people are.
    seed
        The same seed builds the same interstates.
    """
    roads = plan_interstates(geography, towns, seed)
    chosen = _all_interchanges(roads, graph, density)
    edge = np.concatenate([c[0] for c in chosen])
    share = np.concatenate([c[1] for c in chosen])
    # Two interstates may have chosen the same edge; a node each is wanted all the same.
    ends = segments(graph)[edge]
    ramp_node = graph.n_nodes + np.arange(len(edge))
    place = ends[:, 0] + share[:, None] * (ends[:, 1] - ends[:, 0])
    graph = RoadGraph(**{**vars(graph), "xy": np.vstack([graph.xy, place])})
    graph = split_edges(graph, edge, share, ramp_node)

    junctions = _junctions(roads)
    extra: list[list[float]] = [[] for _ in roads]
    for (_, _, station), more in zip(chosen, extra, strict=True):
        more += [*(station - _RAMP_M), *(station + _RAMP_M)]
    for a, b, s, t in junctions:
        extra[a] += [s - _JUNCTION_M, s + _JUNCTION_M]
        extra[b] += [t - _JUNCTION_M, t + _JUNCTION_M]

    ways: list[_Carriageways] = []
    first_node = graph.n_nodes
    for road, more in zip(roads, extra, strict=True):
        ways.append(_Carriageways(road, more, first_node))
        first_node += 2 * ways[-1].count

    nodes = np.split(ramp_node, np.cumsum([len(c[0]) for c in chosen])[:-1])
    links = _end_links_of_all(roads, ways, graph)
    for way, (_, _, station), mine in zip(ways, chosen, nodes, strict=True):
        for at, node in zip(station.tolist(), mine.tolist(), strict=True):
            links += [(way.forward(at - _RAMP_M), node), (node, way.forward(at + _RAMP_M))]
            links += [(way.backward(at + _RAMP_M), node), (node, way.backward(at - _RAMP_M))]
    for a, b, s, t in junctions:
        links += _junction_links(ways[a], ways[b], s, t)
    return _with_interstates(graph, ways, links)


def _end_links_of_all(
    roads: Sequence[Interstate], ways: Sequence[_Carriageways], graph: RoadGraph
) -> list[tuple[int, int]]:
    """Return how the ends of interstates meet main roads."""
    main = graph.kind <= TERTIARY
    in_main = graph.components() == 0
    hubs = np.unique(np.concatenate([graph.u[main], graph.v[main]]))
    hubs = hubs[in_main[hubs]]
    return [
        link
        for road, way in zip(roads, ways, strict=True)
        for link in _end_links(way, road, graph, hubs)
    ]


def _with_interstates(
    graph: RoadGraph, ways: Sequence[_Carriageways], links: Sequence[tuple[int, int]]
) -> RoadGraph:
    """Join carriageways and their links to the other roads."""
    carriageway = graph_of(
        np.vstack([way.xy for way in ways]),
        np.vstack([way.ends() for way in ways]),
        kind=MOTORWAY,
        line=np.concatenate(
            [
                MOTORWAY_LINES + 2 * n + np.repeat([0, 1], way.count - 1)
                for n, way in enumerate(ways)
            ]
        ),
        oneway=True,
    )
    ramp_ends = np.unique(np.array([link for link in links if link[0] != link[1]]), axis=0)
    ramps = graph_of(
        np.empty((0, 2)),
        ramp_ends,
        kind=LINK,
        line=MOTORWAY_LINES + 2 * len(ways) + np.arange(len(ramp_ends)),
        oneway=True,
    )
    return join(join(graph, carriageway), ramps)


def motorway_names() -> tuple[str, ...]:
    """Return the names of the interstates, in the order of their lines."""
    return (*(name for name, _ in plan.INTERSTATES), plan.BELTWAY_KM[0])
