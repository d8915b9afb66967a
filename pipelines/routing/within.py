"""All trips to each center within a time bound: the sparse matrix behind floating catchments."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import (
    LENGTH_BITS,
    LENGTH_MASK,
    LONGEST_DM,
    NO_COST,
    TOO_LONG,
    limit_cost,
    pack,
)
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.joins import Joins
from pipelines.routing.router import PackedCenters, Router, Workspace, in_threads, packed_centers
from pipelines.routing.search import BLOCK_BITS, Network, UInt32, forget, search
from pipelines.routing.thinning import joined_nodes, thinned

TASKS_PER_THREAD = 8  # enough to even out centers in dense and in empty country
SAMPLE_EVERY = 32  # centers: that many are searched ahead, to learn how far searches go
FEWEST_TO_SAMPLE = 64
THINNING_PAYS = 16  # when each node would be searched so often
FIRST_PAIRS = 1 << 12
SORT_SHARE = 20  # sorting a point costs about as much as looking at so many


@dataclass(frozen=True)
class Pairs:
    """The trips to each center, sorted by center and then by point.

    Parameters
    ----------
    center_indptr : int64 (c + 1,)
        The trips to center ``i`` are ``center_indptr[i]:center_indptr[i + 1]``.
    point : int32 (pairs,)
        Where the trip begins.
    time_ms, length_dm : int32 (pairs,)
    """

    center_indptr: Int64
    point: Int32
    time_ms: Int32
    length_dm: Int32

    def __len__(self) -> int:
        return len(self.point)

    def centers(self) -> Int32:
        """Return the center of each trip, int32 (pairs,)."""
        n_centers = len(self.center_indptr) - 1
        return np.repeat(np.arange(n_centers, dtype=np.int32), np.diff(self.center_indptr))

    def chosen(self, kept: NDArray[np.bool_]) -> "Pairs":
        """Return some of the trips; centers and points keep their numbers."""
        before = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
        return Pairs(
            before[self.center_indptr], self.point[kept], self.time_ms[kept], self.length_dm[kept]
        )


class PairsPart(NamedTuple):
    """The trips to some of the centers, one center's after another's."""

    centers: Int32
    sizes: Int64
    """(centers,): how many trips each has; -1 if they are too long to be told."""
    point: Int32
    time_ms: Int32
    length_dm: Int32
    nodes_touched: int
    """By all searches, in whole blocks."""


class PointsByNode(NamedTuple):
    """The joins of points in the order of their nodes, so that those of one block lie side by side."""

    block_indptr: Int64
    node: Int32
    cost: Int64
    point: Int32
    n_points: int


def within(
    router: Router,
    centers: Joins,
    points: Joins,
    limit_ms: int,
    threads: int = 1,
    *,
    enough: Int64 | None = None,
) -> Pairs:
    """Find every trip from a point to a center that takes at most ``limit_ms``.

    Parameters
    ----------
    router : Router
    centers, points : Joins
    limit_ms : int
        Longest trip, joins included; exactly this long counts.
    threads : int
        Searches side by side. The answer does not depend on it.
    enough : int64 (n,), optional
        The cost at each node of the whole network that a trip on from there must beat. With the cost to
        the nearest of other centers every trip is found that is better than to those, and few that are
        not: each search stays in the region that its center would win from them.

    Returns
    -------
    Pairs

    Raises
    ------
    ValueError
        If a join names a node that is not there, or ``limit_ms`` or ``threads`` is impossible.
    OverflowError
        If a trip is longer than `LONGEST_DM`.
    """
    limit = limit_cost(limit_ms)
    order = _neighbors_together(centers)
    sampled = np.zeros(len(order), dtype=np.bool_)
    if router.searched is None and len(order) >= FEWEST_TO_SAMPLE:
        sampled[::SAMPLE_EVERY] = True
    parts = _searched(router, centers, points, order[sampled], limit, threads, enough)
    touched = SAMPLE_EVERY * sum(part.nodes_touched for part in parts)
    if touched > THINNING_PAYS * router.n_nodes:
        router = thinned(router, joined_nodes(router.n_nodes, centers, points))
    parts += _searched(router, centers, points, order[~sampled], limit, threads, enough)
    return _assembled(len(centers), parts)


def _searched(
    router: Router,
    centers: Joins,
    points: Joins,
    wanted: Int32,
    limit: int,
    threads: int,
    enough: Int64 | None,
) -> list[PairsPart]:
    """Find the trips to these centers, in tasks of neighbors."""
    packed = packed_centers(router, centers)
    ordered = points_by_node(router, points)
    if enough is not None and router.searched is not None:
        enough = enough[router.searched]

    def batch(task: Int32, space: Workspace) -> PairsPart:
        return _trips_to(router.network, packed, ordered, task, limit, space, enough)

    n_tasks = max(1, min(len(wanted), TASKS_PER_THREAD * threads))
    return in_threads(batch, np.array_split(wanted, n_tasks), router.workspace, threads)


def points_by_node(router: Router, points: Joins) -> PointsByNode:
    """Return the joins of points by searched node, with the place where each block of nodes begins."""
    searched = router.searched_nodes(points)
    order = np.argsort(searched, kind="stable")
    node = searched[order]
    n_blocks = (router.n_searched >> BLOCK_BITS) + 1
    first_nodes = np.arange(n_blocks + 1, dtype=np.int64) << BLOCK_BITS
    cost = pack(points.time_ms, points.length_dm)[order]
    return PointsByNode(
        np.searchsorted(node, first_nodes).astype(np.int64),
        node,
        cost,
        points.owners()[order],
        len(points),
    )


def _neighbors_together(centers: Joins) -> Int32:
    """Return the centers by their first node, so that those of one task share the caches."""
    joined = np.flatnonzero(np.diff(centers.indptr))
    first_node = np.zeros(len(centers), np.int32)
    first_node[joined] = centers.node[centers.indptr[joined]]
    return np.argsort(first_node, kind="stable").astype(np.int32)


def _assembled(n_centers: int, parts: list[PairsPart]) -> Pairs:
    """Put the pairs of all tasks in the order of the centers."""
    counts = np.zeros(n_centers + 1, np.int64)
    for part in parts:
        if np.any(part.sizes < 0):
            raise OverflowError(TOO_LONG)
        counts[part.centers + 1] = part.sizes
    indptr = np.cumsum(counts)
    point, time_ms, length_dm = (np.empty(indptr[-1], np.int32) for _ in range(3))
    for part in parts:
        _place(indptr, part.centers, part.sizes, part.point, point)
        _place(indptr, part.centers, part.sizes, part.time_ms, time_ms)
        _place(indptr, part.centers, part.sizes, part.length_dm, length_dm)
    return Pairs(indptr, point, time_ms, length_dm)


@kernel
def _place(indptr: Int64, centers: Int32, sizes: Int64, values: Int32, column: Int32) -> None:
    start = 0
    for i in range(len(centers)):
        first = indptr[centers[i]]
        column[first : first + sizes[i]] = values[start : start + sizes[i]]
        start += sizes[i]


@kernel
def _trips_to(
    network: Network,
    centers: PackedCenters,
    points: PointsByNode,
    wanted: Int32,
    limit: int,
    space: Workspace,
    enough: Int64 | None,
) -> PairsPart:
    """Search from one center after another."""
    label, block_seen, blocks, queue = space
    best = np.full(points.n_points, NO_COST, np.int64)
    reached = np.empty(points.n_points, np.int32)
    sizes = np.zeros(len(wanted), np.int64)
    point = np.empty(FIRST_PAIRS, np.int32)
    time_ms = np.empty(FIRST_PAIRS, np.int32)
    length_dm = np.empty(FIRST_PAIRS, np.int32)
    total, touched = 0, 0
    for i in range(len(wanted)):
        first, last = centers.indptr[wanted[i]], centers.indptr[wanted[i] + 1]
        n_blocks, queue = search(
            network,
            centers.node[first:last],
            centers.cost[first:last],
            centers.center[first:last],
            limit,
            label,
            None,
            block_seen,
            blocks,
            queue,
            enough,
        )
        if n_blocks < 0:
            sizes[i] = -1
            break
        touched += n_blocks << BLOCK_BITS
        n_reached = _points_of_blocks(points, label, blocks, n_blocks, limit, best, reached)
        forget(label, block_seen, blocks, n_blocks)
        there = _ascending(reached[:n_reached], best)
        while total + n_reached > len(point):
            point = _with_room(point)
            time_ms = _with_room(time_ms)
            length_dm = _with_room(length_dm)
        for j in range(n_reached):
            cost = best[there[j]]
            best[there[j]] = NO_COST
            if cost & LENGTH_MASK > LONGEST_DM:
                sizes[i] = -1
            point[total + j] = there[j]
            time_ms[total + j] = cost >> LENGTH_BITS
            length_dm[total + j] = cost & LENGTH_MASK
        if sizes[i] < 0:
            break
        sizes[i] = n_reached
        total += n_reached
    return PairsPart(
        wanted,
        sizes,
        point[:total].copy(),
        time_ms[:total].copy(),
        length_dm[:total].copy(),
        touched,
    )


@kernel
def _points_of_blocks(
    points: PointsByNode,
    label: Int64,
    blocks: UInt32,
    n_blocks: int,
    limit: int,
    best: Int64,
    reached: Int32,
) -> int:
    """Write each point's best cost over joins in touched blocks; return how many were reached."""
    n_reached = 0
    for i in range(n_blocks):
        first = points.block_indptr[blocks[i]]
        last = points.block_indptr[blocks[i] + 1]
        for join in range(first, last):
            onward = label[points.node[join]]
            if onward == NO_COST:
                continue
            cost = points.cost[join] + onward
            if cost > limit:
                continue
            point = points.point[join]
            if best[point] == NO_COST:
                reached[n_reached] = point
                n_reached += 1
            if cost < best[point]:
                best[point] = cost
    return n_reached


@kernel
def _ascending(reached: Int32, best: Int64) -> Int32:
    """Return the reached points in order: sorted if they are few, else found by looking at all."""
    if len(reached) * SORT_SHARE < len(best):
        return np.sort(reached)
    n_found = 0
    for point in range(len(best)):
        if best[point] != NO_COST:
            reached[n_found] = point
            n_found += 1
    return reached


@kernel
def _with_room(column: Int32) -> Int32:
    larger = np.empty(2 * len(column), np.int32)
    larger[: len(column)] = column
    return larger
