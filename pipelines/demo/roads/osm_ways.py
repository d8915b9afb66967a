"""From the road graph to OpenStreetMap ways: shape nodes, speed limits, names, and edges strung into ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.demo.land.geography import FloatArray, aridity
from pipelines.demo.land.invented_names import STREET_KINDS, STREETS
from pipelines.demo.roads.details import ROUNDABOUT_LINES, crossing_nodes
from pipelines.demo.roads.highways import HIGHWAY_LINES
from pipelines.demo.roads.motorways import MOTORWAY_LINES, motorway_names
from pipelines.demo.roads.roadgraph import (
    CLASSES,
    LINK,
    MOTORWAY,
    RESIDENTIAL,
    SECONDARY,
    SERVICE,
    TERTIARY,
    UNCLASSIFIED,
    IntArray,
    RoadGraph,
)
from pipelines.demo.roads.streets import Density

_SPEEDS_MPH = (
    (55, 65, 70),
    (45, 55, 65),
    (40, 45, 55),
    (35, 45, 55),
    (35, 40, 45),
    (30, 35, 45),
    (25, 25, 30),
    (0, 0, 0),
    (0, 0, 0),
)
"""Posted limit of each class in cities, suburbs and country, mph; 0: never posted."""

_POSTED = (1.0, 0.97, 0.9, 0.8, 0.6, 0.2, 0.55, 0.0, 0.0)
"""Share of the lines of each class whose limit is tagged."""

_CITY_PER_KM2, _SUBURB_PER_KM2 = 900.0, 200.0
_SHAPE_EVERY_M = 430.0
_MOST_SHAPES = 10
_LONGEST_WAY = 24
"""Edges of a way at most; mappers cut long roads."""

_GOLDEN = 0.6180339887
_UNPAVED_SHARE = 0.35


@dataclass(frozen=True)
class Ways:
    """Roads as ways.

    Attributes
    ----------
    xy
        All nodes, shape (n, 2), metres: those of the graph, then shape nodes.
    refs, indptr
        Nodes of way i are ``refs[indptr[i]:indptr[i + 1]]``.
    tags
        Tags of each way.
    node_tags
        Tags of nodes that have any, by node.
    """

    xy: FloatArray
    refs: IntArray
    indptr: IntArray
    tags: list[dict[str, str]]
    node_tags: dict[int, dict[str, str]]


def _shape_nodes(
    graph: RoadGraph, every_m: float, rng: np.random.Generator
) -> tuple[FloatArray, IntArray]:
    """Return shape nodes along long edges, in the order of edges, and how many each edge has."""
    length = graph.length_m
    count = np.minimum(length / every_m, _MOST_SHAPES).astype(np.int64)
    count[graph.kind == MOTORWAY] = 0
    count[graph.kind == LINK] = 1
    edge = np.repeat(np.arange(graph.n_edges), count)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    share = (place + 1) / (count[edge] + 1)
    start, step = graph.xy[graph.u], graph.xy[graph.v] - graph.xy[graph.u]
    # Two sine bends of random size an edge; more in rugged land, and none at its ends.
    rough = (0.012 + 0.05 * aridity(graph.middle)) * length
    rough[graph.kind == LINK] = 0.1 * length[graph.kind == LINK]
    first, second = rng.normal(size=(2, graph.n_edges)) * rough
    bend = first[edge] * np.sin(np.pi * share) + 0.6 * second[edge] * np.sin(2 * np.pi * share)
    side = np.column_stack([-step[:, 1], step[:, 0]]) / np.maximum(length, 1.0)[:, None]
    return start[edge] + share[:, None] * step[edge] + bend[:, None] * side[edge], count


def _limits_mph(graph: RoadGraph, density: Density) -> IntArray:
    """Return the tagged limit of each edge, mph, 0 for none."""
    crowd = density(graph.middle)
    column = np.where(crowd >= _CITY_PER_KM2, 0, np.where(crowd >= _SUBURB_PER_KM2, 1, 2))
    posted = (graph.line * _GOLDEN) % 1 < np.array(_POSTED)[graph.kind]
    return np.where(posted, np.array(_SPEEDS_MPH)[graph.kind, column], 0)


def _line_tags(line: int, kind: int) -> dict[str, str]:
    """Return name or number of a street or highway."""
    if line >= ROUNDABOUT_LINES:
        return {}
    if line >= MOTORWAY_LINES:
        names = motorway_names()
        number = (line - MOTORWAY_LINES) // 2
        return {"ref": names[number], "lanes": "2"} if number < len(names) else {}
    if line >= HIGHWAY_LINES:
        number = line - HIGHWAY_LINES
        if kind < SECONDARY:
            return {"ref": f"{'US' if kind == 1 else 'SR'} {200 + number}"}
        return {"ref": f"SR {200 + number}", "name": f"County Road {number}"}
    if kind >= RESIDENTIAL or kind <= TERTIARY:
        kinds = STREET_KINDS[: 3 if kind <= TERTIARY else 5]
        return {"name": f"{STREETS[line * 7 % len(STREETS)]} {kinds[line * 3 % len(kinds)]}"}
    return {"name": f"County Road {line % 900 + 100}"} if line % 4 == 0 else {}


def _junction_tags(
    graph: RoadGraph, density: Density, rng: np.random.Generator
) -> dict[int, dict[str, str]]:
    """Return traffic signals, stop signs and crossings, by node."""
    crowd = density(graph.xy)
    main, all_main = (crossing_nodes(graph, lowest=c) for c in (SECONDARY, TERTIARY))
    luck = rng.uniform(size=graph.n_nodes)
    signal = (main >= 3) & (crowd >= _SUBURB_PER_KM2)
    signal |= (main >= 2) & (all_main >= 4) & (crowd >= _SUBURB_PER_KM2) & (luck < 0.6)
    signal |= (all_main >= 4) & (crowd >= _CITY_PER_KM2) & (luck < 0.35)
    stop = ~signal & (all_main >= 2) & (graph.degree() >= 3) & (luck < 0.08)
    crossing = ~signal & ~stop & (crowd >= _CITY_PER_KM2) & (luck > 0.97)
    tags: dict[int, dict[str, str]] = {}
    for value, which in (("traffic_signals", signal), ("stop", stop), ("crossing", crossing)):
        tags |= {int(node): {"highway": value} for node in np.flatnonzero(which)}
    return tags


def string_ways(graph: RoadGraph, density: Density, seed: int, detail: float) -> Ways:
    """Join the edges of each line into ways of like properties.

    Parameters
    ----------
    graph
        Roads.
    density
        People per square kilometre: limits are lower and signals more frequent in town.
    seed
        The same seed bends the same roads.
    detail
        With less of it, shape nodes lie farther apart.
    """
    rng = np.random.default_rng([seed, 13])
    order = np.lexsort((graph.pos, graph.line))
    graph = graph.take(order)
    shapes, count = _shape_nodes(graph, _SHAPE_EVERY_M / np.sqrt(detail), rng)
    limit = _limits_mph(graph, density)
    unpaved = (
        (graph.kind == UNCLASSIFIED)
        & (aridity(graph.middle) > 0.5)
        & ((graph.line * _GOLDEN * 3) % 1 < _UNPAVED_SHARE)
    )
    fresh = np.ones(graph.n_edges, dtype=bool)
    fresh[1:] = graph.u[1:] != graph.v[:-1]
    for column in (graph.line, graph.kind, graph.oneway, graph.bridge, limit, unpaved):
        fresh[1:] |= column[1:] != column[:-1]
    number = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    # Long ways are cut after every so many edges, but a roundabout stays whole.
    inside_way = np.arange(graph.n_edges) - first[number]
    fresh |= (inside_way % _LONGEST_WAY == 0) & ~graph.ring
    first = np.flatnonzero(fresh)
    refs, indptr = _string(graph, count, first)
    tags = [
        _way_tags(*facts)
        for facts in zip(
            graph.line[first].tolist(),
            graph.kind[first].tolist(),
            graph.oneway[first].tolist(),
            graph.bridge[first].tolist(),
            graph.ring[first].tolist(),
            limit[first].tolist(),
            unpaved[first].tolist(),
            strict=True,
        )
    ]
    return Ways(
        xy=np.vstack([graph.xy, shapes]),
        refs=refs,
        indptr=indptr,
        tags=tags,
        node_tags=_junction_tags(graph, density, rng),
    )


def _string(
    graph: RoadGraph, count: IntArray, first: npt.NDArray[np.int64]
) -> tuple[IntArray, IntArray]:
    """Return the node references of ways that begin at the edges `first`, and where each way's begin."""
    way = np.zeros(graph.n_edges, dtype=np.int64)
    way[first] = 1
    way = np.cumsum(way) - 1
    last = np.append(first[1:], graph.n_edges) - 1
    size = np.bincount(way, 1 + count, len(first)).astype(np.int64) + 1
    indptr = np.concatenate([[0], np.cumsum(size)])
    refs = np.empty(int(indptr[-1]), dtype=np.int64)
    # An edge contributes its first node and its shape nodes; the way's last node closes it.
    begin = np.cumsum(1 + count) - (1 + count) + way
    refs[begin] = graph.u
    edge = np.repeat(np.arange(graph.n_edges), count)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    refs[begin[edge] + 1 + place] = graph.n_nodes + np.arange(len(edge))
    refs[indptr[1:] - 1] = graph.v[last]
    return refs, indptr


def _way_tags(
    line: int, kind: int, oneway: bool, bridge: bool, ring: bool, limit_mph: int, unpaved: bool
) -> dict[str, str]:
    """Return the tags of one way."""
    tags = {"highway": CLASSES[kind]}
    if kind != SERVICE:
        tags |= _line_tags(line, kind)
    if limit_mph:
        tags["maxspeed"] = f"{limit_mph} mph"
    if ring:
        tags["junction"] = "roundabout"
    elif oneway:
        tags["oneway"] = "yes"
    if bridge:
        tags |= {"bridge": "yes", "layer": "1"}
    if unpaved:
        tags["surface"] = "gravel"
    return tags
