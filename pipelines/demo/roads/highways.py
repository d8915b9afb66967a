"""State highways that join the towns, and how they meet the roads that they cross."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, KDTree
from shapely.geometry import Polygon

from pipelines.demo.land.geography import FloatArray, Geography, aridity, fractal_line, inside
from pipelines.demo.land.settlement import Town
from pipelines.demo.roads.roadgraph import (
    PRIMARY,
    SECONDARY,
    TERTIARY,
    TRUNK,
    IntArray,
    RoadGraph,
    join,
    polylines,
)

HIGHWAY_LINES = 10_000_000
"""Lines of highways are numbered from here, above those of streets."""

_TRUNK_SEAT = 13_500
"""County seats with so many people are joined by trunk roads."""

_PRIMARY_TOWN = 3_500
"""Towns with so many people, and all county seats, are joined by primary roads; the rest by secondary."""

_OVER_LAND = 0.94
"""Share of a straight line between two towns that must be land for a highway to follow it."""

_NO_BRIDGE = 0.8
"""Share of the small roads at a river that end there."""

_VERTEX_EVERY_M = 650.0
_ROUGHNESS, _RUGGED_ROUGHNESS = 0.045, 0.09
_STRAIGHTENING = (1.0, 0.5, 0.2, 0.0)
"""Factors on the roughness, tried until the road stays on land."""


def gabriel(xy: FloatArray) -> IntArray:
    """Return the pairs of places whose diameter circle holds no third place, shape (m, 2).

    Gabriel and Sokal, Systematic Zoology 18 (1969); road networks between towns resemble it.
    """
    triangles = Delaunay(xy).simplices
    pairs = np.unique(
        np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])),
        axis=0,
    )
    middle = (xy[pairs[:, 0]] + xy[pairs[:, 1]]) / 2
    radius = np.hypot(*(xy[pairs[:, 1]] - xy[pairs[:, 0]]).T) / 2
    nearest, _ = KDTree(xy).query(middle)
    return np.asarray(pairs[nearest >= radius * (1 - 1e-9)])


def town_links(towns: tuple[Town, ...], mainland: Polygon) -> tuple[IntArray, IntArray]:
    """Return which towns a highway joins, shape (m, 2), and the class of each."""
    xy = np.array([town.xy for town in towns])
    pairs = gabriel(xy)
    straight = shapely.linestrings(xy[pairs])
    shapely.prepare(mainland)
    dry = shapely.length(shapely.intersection(straight, mainland)) / shapely.length(straight)
    pairs = pairs[dry >= _OVER_LAND]
    kind = np.full(len(pairs), SECONDARY)
    # A long empty stretch costs more than its miles, so that highways pass through the towns between.
    cost = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) ** 1.15
    matrix = coo_array((cost, (pairs[:, 0], pairs[:, 1])), (len(xy), len(xy))).tocsr()
    number = {tuple(pair): n for n, pair in enumerate(pairs.tolist())}
    people = np.array([town.population for town in towns])
    seat = np.array([town.seat for town in towns])
    tiers = ((PRIMARY, seat | (people >= _PRIMARY_TOWN)), (TRUNK, seat & (people >= _TRUNK_SEAT)))
    for what, member in tiers:
        members = np.flatnonzero(member)
        _, before = dijkstra(matrix, directed=False, indices=members, return_predecessors=True)
        for a, b in gabriel(xy[members]):
            at = int(members[b])
            while before[a, at] >= 0:
                last = int(before[a, at])
                kind[number[min(at, last), max(at, last)]] = what
                at = last
    return pairs, kind


def _course(
    start: FloatArray,
    end: FloatArray,
    every_m: float,
    mainland: Polygon,
    rng: np.random.Generator,
) -> FloatArray:
    """Return the vertices of a highway between two places, on land if that can be."""
    length = float(np.hypot(*(end - start)))
    depth = max(1, round(np.log2(length / every_m)))
    rough = _ROUGHNESS + _RUGGED_ROUGHNESS * float(aridity((start + end) / 2))
    ends = np.vstack([start, end])
    state = rng.integers(1 << 32)
    for factor in _STRAIGHTENING:
        again = np.random.default_rng(state)
        course = fractal_line(ends, roughness=rough * factor, depth=depth, rng=again)
        if inside(mainland, course).all():
            break
    return course


def split_edges(graph: RoadGraph, edge: IntArray, share: FloatArray, node: IntArray) -> RoadGraph:
    """Cut edges at nodes that lie on them.

    Parameters
    ----------
    graph
        Its nodes already hold the new ones.
    edge
        Which edge to cut, once for every cut, shape (k,).
    share
        Where, from 0 at u to 1 at v; no two cuts of an edge at the same place.
    node
        The node at which it is cut.

    Returns
    -------
    RoadGraph
        With k edges more, in the order of the old ones.
    """
    old = np.concatenate([np.arange(graph.n_edges), edge])
    begin = np.concatenate([np.zeros(graph.n_edges), share])
    tail = np.concatenate([graph.u, node])
    order = np.lexsort((begin, old))
    old, begin, tail = old[order], begin[order], tail[order]
    last = np.append(old[1:] != old[:-1], True)
    head = np.where(last, graph.v[old], np.roll(tail, -1))
    end = np.where(last, 1.0, np.roll(begin, -1))
    cut = graph.take(old)
    # Places along a line are whole numbers or cell coordinates, at least 1 apart: a share keeps their order.
    return RoadGraph(
        xy=graph.xy,
        u=tail,
        v=head,
        kind=cut.kind,
        line=cut.line,
        pos=cut.pos + np.minimum(begin, 0.999999 * end),
        oneway=cut.oneway,
        bridge=cut.bridge,
        ring=cut.ring,
    )


def crossings(
    first: FloatArray, second: FloatArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Find where segments of one set cross segments of another.

    Parameters
    ----------
    first, second
        Segments, shapes (a, 2, 2) and (b, 2, 2): begin and end of each.

    Returns
    -------
    i, j
        Which segments cross, ascending in i, then j.
    share_i, share_j
        Where on each, strictly between 0 and 1.
    """
    tree = shapely.STRtree(shapely.linestrings(second))
    i, j = tree.query(shapely.linestrings(first))
    p, q = first[i, 0], second[j, 0]
    d, e = first[i, 1] - p, second[j, 1] - q
    cross = d[:, 0] * e[:, 1] - d[:, 1] * e[:, 0]
    gap = q - p
    with np.errstate(divide="ignore", invalid="ignore"):
        share_i = (gap[:, 0] * e[:, 1] - gap[:, 1] * e[:, 0]) / cross
        share_j = (gap[:, 0] * d[:, 1] - gap[:, 1] * d[:, 0]) / cross
    small = 1e-9
    meet = (share_i > small) & (share_i < 1 - small) & (share_j > small) & (share_j < 1 - small)
    i, j, share_i, share_j = i[meet], j[meet], share_i[meet], share_j[meet]
    order = np.lexsort((j, i))
    return i[order], j[order], share_i[order], share_j[order]


def segments(graph: RoadGraph) -> FloatArray:
    """Return the two ends of each edge, shape (m, 2, 2), metres."""
    return np.stack([graph.xy[graph.u], graph.xy[graph.v]], axis=1)


def meet_at_grade(graph: RoadGraph, crossing: IntArray) -> RoadGraph:
    """Make a junction wherever one of the given edges crosses another edge of the graph.

    Parameters
    ----------
    graph
        Roads.
    crossing
        Edges that are tried against all others.
    """
    ends = segments(graph)
    i, j, share_i, share_j = crossings(ends[crossing], ends)
    i = crossing[i]
    once = ~np.isin(j, crossing) | (i < j)
    i, j, share_i, share_j = i[once], j[once], share_i[once], share_j[once]
    place = ends[i, 0] + share_i[:, None] * (ends[i, 1] - ends[i, 0])
    node = graph.n_nodes + np.arange(len(i))
    graph = RoadGraph(**{**vars(graph), "xy": np.vstack([graph.xy, place])})
    return split_edges(
        graph,
        np.concatenate([i, j]),
        np.concatenate([share_i, share_j]),
        np.concatenate([node, node]),
    )


def build_highways(
    streets: RoadGraph, geography: Geography, towns: tuple[Town, ...], seed: int, detail: float
) -> RoadGraph:
    """Add the highways between towns to the streets.

    Parameters
    ----------
    streets
        Local streets; a town's highways meet at the main street's junction nearest to its middle.
    geography
        Land.
    towns
        What the highways join.
    seed
        The same seed builds the same highways.
    detail
        With less of it, their vertices lie farther apart.

    Returns
    -------
    RoadGraph
        Streets and highways, with a junction wherever they cross.
    """
    rng = np.random.default_rng([seed, 6])
    pairs, kinds = town_links(towns, geography.mainland)
    main = np.unique(np.concatenate([streets.u, streets.v])[np.tile(streets.kind <= TERTIARY, 2)])
    main = main[streets.components()[main] == 0]
    _, nearest = KDTree(streets.xy[main]).query(np.array([town.xy for town in towns]))
    hub = main[nearest]
    # With little detail two neighbouring towns may share their junction; no highway is needed then.
    apart = hub[pairs[:, 0]] != hub[pairs[:, 1]]
    pairs, kinds = pairs[apart], kinds[apart]
    every_m = _VERTEX_EVERY_M / float(np.sqrt(detail))
    courses = [
        _course(streets.xy[hub[a]], streets.xy[hub[b]], every_m, geography.mainland, rng)
        for a, b in pairs
    ]
    added = polylines(
        courses, first_node=streets.n_nodes, kinds=kinds.tolist(), first_line=HIGHWAY_LINES
    )
    both = join(streets, added)
    # The first and last vertex of a course is the town's own junction.
    size = np.array([len(course) for course in courses])
    first = streets.n_nodes + np.concatenate([[0], np.cumsum(size)[:-1]])
    same = np.arange(both.n_nodes)
    same[first], same[first + size - 1] = hub[pairs[:, 0]], hub[pairs[:, 1]]
    both = RoadGraph(**{**vars(both), "u": same[both.u], "v": same[both.v]})
    highway = np.flatnonzero(both.line >= HIGHWAY_LINES)
    return meet_at_grade(both, highway)


def bridge_rivers(graph: RoadGraph, geography: Geography, seed: int) -> RoadGraph:
    """Leave out most small roads that would cross a river, and make the others bridges.

    Parameters
    ----------
    graph
        Roads.
    geography
        Rivers.
    seed
        The same seed keeps the same bridges.
    """
    rng = np.random.default_rng([seed, 7])
    course = np.vstack(
        [
            np.stack([xy[:-1], xy[1:]], axis=1)
            for xy in (np.array(r.coords) for _, r in geography.rivers)
        ]
    )
    _, edge, _, _ = crossings(course, segments(graph))
    edge = np.unique(edge)
    small = graph.kind[edge] >= TERTIARY
    gone = edge[small & (rng.uniform(size=len(edge)) < _NO_BRIDGE)]
    bridge = graph.bridge.copy()
    bridge[edge] = True
    keep = np.ones(graph.n_edges, dtype=bool)
    keep[gone] = False
    return RoadGraph(**{**vars(graph), "bridge": bridge}).take(keep)
