"""What makes roads real: one-way streets, roundabouts, drives up to hospitals, and no loose ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree

from pipelines.demo.land.geography import Geography, inside
from pipelines.demo.land.places import Place
from pipelines.demo.land.settlement import Town
from pipelines.demo.roads.roadgraph import (
    LINK,
    RESIDENTIAL,
    SERVICE,
    TERTIARY,
    TRUNK,
    IntArray,
    RoadGraph,
    graph_of,
    join,
)

ROUNDABOUT_LINES = 30_000_000
SERVICE_LINES = 40_000_000

_ONEWAY_CITY = 60_000
"""Cities with so many people have one-way streets in their middle."""

_ONEWAY_RADII = 0.5
_ROUNDABOUTS = 45
_ROUNDABOUT_RADIUS_M = 19.0
_ROUNDABOUT_ARM_M = 90.0


def keep_connected(graph: RoadGraph, geography: Geography) -> RoadGraph:
    """Return the roads of the mainland and of the ferry island that hang together.

    Parameters
    ----------
    graph
        Roads, some cut off by water or by streets that were left out.
    geography
        Mainland and ferry island.
    """
    label = graph.components()
    on_island = label[inside(geography.ferry_island, graph.xy)]
    island = np.bincount(on_island[on_island > 0]).argmax() if (on_island > 0).any() else 0
    return graph.take((label[graph.u] == 0) | (label[graph.u] == island)).compact()


def make_oneways(graph: RoadGraph, towns: tuple[Town, ...]) -> RoadGraph:
    """Make streets one-way in the middle of cities, alternately, as far as every place can still be left.

    Parameters
    ----------
    graph
        Roads.
    towns
        Where cities are.
    """
    downtown = np.zeros(graph.n_edges, dtype=bool)
    for town in towns:
        if town.population >= _ONEWAY_CITY:
            away = np.hypot(*(graph.middle - town.xy).T)
            downtown |= away <= _ONEWAY_RADII * town.radius_m
    street = (graph.kind == RESIDENTIAL) & downtown
    number = graph.line // 2
    street &= number % 3 != 0
    turned = street & (number % 2 == 0)
    made = replace(
        graph,
        u=np.where(turned, graph.v, graph.u),
        v=np.where(turned, graph.u, graph.v),
        # A street drawn against its line is strung into ways from its other end.
        pos=np.where(turned, -graph.pos, graph.pos),
        oneway=graph.oneway | street,
    )
    weak, strong = made.components(), made.components(strong=True)
    main = np.bincount(strong[weak == 0]).argmax()
    trapped = (strong != main) & (weak == 0)
    two_way = street & (trapped[made.u] | trapped[made.v])
    return replace(made, oneway=made.oneway & ~two_way)


def build_roundabouts(graph: RoadGraph, seed: int, detail: float) -> RoadGraph:
    """Replace some junctions of collector roads by roundabouts, driven counter-clockwise.

    Parameters
    ----------
    graph
        Roads.
    seed
        The same seed chooses the same junctions.
    detail
        Share of the full number of roundabouts.
    """
    rng = np.random.default_rng([seed, 11])
    degree = graph.degree()
    fit = (degree >= 3) & (degree <= 4)
    collector = np.zeros(graph.n_nodes, dtype=bool)
    unfit = (graph.kind < TERTIARY) | (graph.kind == LINK) | (graph.length_m < _ROUNDABOUT_ARM_M)
    unfit |= graph.oneway | graph.bridge
    for end in (graph.u, graph.v):
        fit[end[unfit]] = False
        collector[end[graph.kind == TERTIARY]] = True
    candidates = np.flatnonzero(fit & collector)
    chosen = rng.permutation(candidates)[: max(2, round(_ROUNDABOUTS * detail))]
    pairs = KDTree(graph.xy[chosen]).query_pairs(4 * _ROUNDABOUT_ARM_M)
    chosen = np.delete(chosen, sorted({max(pair) for pair in pairs}))
    u, v = graph.u.copy(), graph.v.copy()
    points, ends, lines = [], [], []
    first = graph.n_nodes
    for number, node in enumerate(chosen):
        arms = np.flatnonzero((u == node) | (v == node))
        far = np.where(u[arms] == node, v[arms], u[arms])
        out = graph.xy[far] - graph.xy[node]
        angle = np.arctan2(out[:, 1], out[:, 0]) % (2 * np.pi)
        order = np.argsort(angle, kind="stable")
        arms, angle = arms[order], angle[order]
        # Two more corners between each pair of arms make the ring round.
        gap = np.diff(np.append(angle, angle[0] + 2 * np.pi))
        corners = (angle[:, None] + gap[:, None] * np.array([0, 1 / 3, 2 / 3])).ravel()
        points.append(
            graph.xy[node]
            + _ROUNDABOUT_RADIUS_M * np.column_stack([np.cos(corners), np.sin(corners)])
        )
        ring = first + np.arange(len(corners))
        ends.append(np.column_stack([ring, np.roll(ring, -1)]))
        lines.append(np.full(len(corners), ROUNDABOUT_LINES + number))
        for arm, corner in zip(arms, ring[::3], strict=True):
            if u[arm] == node:
                u[arm] = corner
            else:
                v[arm] = corner
        first += len(corners)
    rings = graph_of(
        np.vstack(points),
        np.vstack(ends),
        kind=TERTIARY,
        line=np.concatenate(lines),
        oneway=True,
        ring=True,
    )
    return join(replace(graph, u=u, v=v), rings).compact()


def add_hospital_drives(graph: RoadGraph, hospitals: list[Place]) -> RoadGraph:
    """Add a service road from each hospital's main road to its door.

    Parameters
    ----------
    graph
        Roads; its nodes keep their numbers.
    hospitals
        Each stands at the end of its drive.
    """
    count = len(hospitals)
    drives = graph_of(
        np.array([place.xy for place in hospitals]),
        np.column_stack([[place.node for place in hospitals], graph.n_nodes + np.arange(count)]),
        kind=SERVICE,
        line=SERVICE_LINES + np.arange(count),
    )
    return join(graph, drives)


def crossing_nodes(graph: RoadGraph, *, lowest: int) -> IntArray:
    """Return how many edges of a class from trunk down to `lowest` meet at each node, int64 (n,)."""
    main = (graph.kind >= TRUNK) & (graph.kind <= lowest)
    return np.bincount(np.concatenate([graph.u[main], graph.v[main]]), minlength=graph.n_nodes)
