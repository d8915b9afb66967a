"""Jobs (a) and (b), here and by scipy, and whether both give the same.

(a) is the nearest center of each of two categories from every node, (b) all pairs of center and point
within 60 minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.routing.joins import joins_at
from pipelines.routing.k_nearest import k_nearest
from pipelines.routing.nearest import nearest
from pipelines.routing.router import Router
from pipelines.routing.within import within
from tests.benchmarks.real_roads.worlds import World

LIMIT_MS = 3_600_000
ROUNDS = 3
ALLOWED_MS = 100
RANKS = 3


class Seconds(NamedTuple):
    """Medians; None for what an engine does not do, or needs no time for."""

    prepared: float | None
    nearest: float | None
    pairs: float


def timed(job: Callable[[], object]) -> float:
    """Return the median seconds of a few rounds, after one that compiles and loads."""
    job()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


def ours(world: World, threads: int) -> Seconds:
    """Return seconds of preparation and of both jobs."""
    graph = world.graph()
    centers, points = joins_at(world.centers), joins_at(world.points)
    router = Router.prepare(graph)
    return Seconds(
        timed(lambda: Router.prepare(graph)),
        timed(lambda: nearest(router, centers, world.category, 2, threads=threads)),
        timed(lambda: within(router, centers, points, LIMIT_MS, threads)),
    )


def reversed_matrix(world: World) -> csr_array:
    """Return the network turned round as scipy wants it; of parallel arcs the fastest."""
    graph = world.graph()
    arcs = pd.DataFrame({"to": graph.head, "of": graph.tails(), "ms": graph.time_ms.astype(float)})
    arcs = arcs.sort_values("ms").drop_duplicates(["to", "of"])
    return csr_array((arcs["ms"], (arcs["to"], arcs["of"])), shape=(graph.n_nodes,) * 2)


def scipys(world: World) -> Seconds:
    """Return scipy's seconds; (b) by one search a center so that its rows fit in memory."""
    matrix = reversed_matrix(world)

    def to_nearest() -> None:
        for number in (0, 1):
            dijkstra(matrix, indices=world.centers[world.category == number], min_only=True)

    def pairs() -> None:
        for center in world.centers:
            times = dijkstra(matrix, indices=center, limit=LIMIT_MS)[world.points]
            np.flatnonzero(times <= LIMIT_MS)

    return Seconds(None, timed(to_nearest), timed(pairs))


def off_scipy_ms(world: World) -> tuple[float, int]:
    """Return the largest difference from scipy in milliseconds, and over how many times.

    Compared are the nearest center of each category from every node, the three nearest of every point,
    and all pairs within the limit.

    Raises
    ------
    AssertionError
        If a time is further off than is allowed, or one of the two lacks a trip.
    """
    matrix = reversed_matrix(world)
    times = dijkstra(matrix, indices=world.centers)
    at_points = np.where(times <= LIMIT_MS, times, np.inf)[:, world.points]
    by_category = np.stack([times[world.category == number].min(axis=0) for number in (0, 1)])
    centers, points = joins_at(world.centers), joins_at(world.points)
    router, pairs = Router.prepare(world.graph()), np.full(at_points.shape, np.inf)
    found = within(router, centers, points, LIMIT_MS)
    pairs[found.centers(), found.point] = found.time_ms
    one = nearest(router, centers, world.category, 2)
    some = k_nearest(router, centers, RANKS, points)
    worst, compared = 0.0, 0
    for mine, theirs in (
        (pairs, at_points),
        (np.where(one.center < 0, np.inf, one.time_ms), by_category),
        (
            np.where(some.center < 0, np.inf, some.time_ms),
            np.sort(times[:, world.points], axis=0)[:RANKS].T,
        ),
    ):
        if not np.array_equal(np.isinf(mine), np.isinf(theirs)):
            raise AssertionError(f"{world.name}: other places are reached than by scipy")
        both = np.isfinite(mine)
        worst = max(worst, float(np.abs(mine[both] - theirs[both]).max(initial=0.0)))
        compared += int(both.sum())
    if worst > ALLOWED_MS:
        raise AssertionError(f"{world.name}: {worst} ms off scipy")
    return worst, compared
