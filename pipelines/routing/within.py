"""All trips to each center within a time bound: the sparse matrix behind floating catchments."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.core import joined_nodes
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
from pipelines.routing.joins import Links, Seeds
from pipelines.routing.router import PackedSeeds, Router, Workspace, in_threads, packed_seeds
from pipelines.routing.search import BLOCK_BITS, Network, UInt32, forget, search
from pipelines.routing.thinning import thinned

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


class Found(NamedTuple):
    """The trips to some of the centers, one center's after another's."""

    centers: Int32
    sizes: Int64
    """(centers,): how many trips each has; -1 if they are too long to be told."""
    point: Int32
    time_ms: Int32
    length_dm: Int32
    nodes_touched: int
    """By all searches, in whole blocks."""


class SortedLinks(NamedTuple):
    """The links in the order of their nodes, so that one block's links lie side by side."""

    block_indptr: Int64
    node: Int32
    cost: Int64
    point: Int32
    n_points: int


def within(router: Router, seeds: Seeds, links: Links, limit_ms: int, threads: int = 1) -> Pairs:
    """Find every trip from a point to a center that takes at most ``limit_ms``.

    Parameters
    ----------
    router : Router
    seeds : Seeds
        The centers.
    links : Links
        The points.
    limit_ms : int
        Longest trip, joins included; exactly this long counts.
    threads : int
        Searches side by side. The answer does not depend on it.

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
    centers = _neighbors_together(seeds)
    sampled = np.zeros(len(centers), dtype=np.bool_)
    if router.searched is None and len(centers) >= FEWEST_TO_SAMPLE:
        sampled[::SAMPLE_EVERY] = True
    parts = _searched(router, seeds, links, centers[sampled], limit, threads)
    touched = SAMPLE_EVERY * sum(part.nodes_touched for part in parts)
    if touched > THINNING_PAYS * router.n_nodes:
        router = thinned(router, joined_nodes(router.n_nodes, seeds, links))
    parts += _searched(router, seeds, links, centers[~sampled], limit, threads)
    return _assembled(len(seeds), parts)


def _searched(
    router: Router, seeds: Seeds, links: Links, centers: Int32, limit: int, threads: int
) -> list[Found]:
    """Find the trips to these centers, in tasks of neighbors."""
    packed = packed_seeds(router, seeds)
    ordered = sorted_links(router, links)

    def batch(task: Int32, space: Workspace) -> Found:
        return _trips_to(router.network, packed, ordered, task, limit, space)

    n_tasks = max(1, min(len(centers), TASKS_PER_THREAD * threads))
    return in_threads(batch, np.array_split(centers, n_tasks), router.workspace, threads)


def sorted_links(router: Router, links: Links) -> SortedLinks:
    """Return the links by searched node, with the place where each block of nodes begins."""
    searched = router.searched_nodes(links)
    order = np.argsort(searched, kind="stable")
    node = searched[order]
    n_blocks = (router.n_searched >> BLOCK_BITS) + 1
    first_nodes = np.arange(n_blocks + 1, dtype=np.int64) << BLOCK_BITS
    cost = pack(links.time_ms, links.length_dm)[order]
    return SortedLinks(
        np.searchsorted(node, first_nodes).astype(np.int64),
        node,
        cost,
        links.owners()[order],
        len(links),
    )


def _neighbors_together(seeds: Seeds) -> Int32:
    """Return the centers by their first node, so that those of one task share the caches."""
    joined = np.flatnonzero(np.diff(seeds.indptr))
    first_node = np.zeros(len(seeds), np.int32)
    first_node[joined] = seeds.node[seeds.indptr[joined]]
    return np.argsort(first_node, kind="stable").astype(np.int32)


def _assembled(n_centers: int, parts: list[Found]) -> Pairs:
    """Put the pairs of all tasks in the order of the centers."""
    counts = np.zeros(n_centers + 1, np.int64)
    for found in parts:
        if np.any(found.sizes < 0):
            raise OverflowError(TOO_LONG)
        counts[found.centers + 1] = found.sizes
    indptr = np.cumsum(counts)
    point, time_ms, length_dm = (np.empty(indptr[-1], np.int32) for _ in range(3))
    for found in parts:
        _place(indptr, found.centers, found.sizes, found.point, point)
        _place(indptr, found.centers, found.sizes, found.time_ms, time_ms)
        _place(indptr, found.centers, found.sizes, found.length_dm, length_dm)
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
    seeds: PackedSeeds,
    links: SortedLinks,
    centers: Int32,
    limit: int,
    space: Workspace,
) -> Found:
    """Search from one center after another."""
    label, block_seen, blocks, queue = space
    best = np.full(links.n_points, NO_COST, np.int64)
    reached = np.empty(links.n_points, np.int32)
    sizes = np.zeros(len(centers), np.int64)
    point = np.empty(FIRST_PAIRS, np.int32)
    time_ms = np.empty(FIRST_PAIRS, np.int32)
    length_dm = np.empty(FIRST_PAIRS, np.int32)
    total, touched = 0, 0
    for i in range(len(centers)):
        first, last = seeds.indptr[centers[i]], seeds.indptr[centers[i] + 1]
        n_blocks, queue = search(
            network,
            seeds.node[first:last],
            seeds.cost[first:last],
            seeds.center[first:last],
            limit,
            label,
            None,
            block_seen,
            blocks,
            queue,
        )
        if n_blocks < 0:
            sizes[i] = -1
            break
        touched += n_blocks << BLOCK_BITS
        n_reached = _points_of_blocks(links, label, blocks, n_blocks, limit, best, reached)
        forget(label, block_seen, blocks, n_blocks)
        found = _ascending(reached[:n_reached], best)
        while total + n_reached > len(point):
            point = _with_room(point)
            time_ms = _with_room(time_ms)
            length_dm = _with_room(length_dm)
        for j in range(n_reached):
            cost = best[found[j]]
            best[found[j]] = NO_COST
            if cost & LENGTH_MASK > LONGEST_DM:
                sizes[i] = -1
            point[total + j] = found[j]
            time_ms[total + j] = cost >> LENGTH_BITS
            length_dm[total + j] = cost & LENGTH_MASK
        if sizes[i] < 0:
            break
        sizes[i] = n_reached
        total += n_reached
    return Found(
        centers,
        sizes,
        point[:total].copy(),
        time_ms[:total].copy(),
        length_dm[:total].copy(),
        touched,
    )


@kernel
def _points_of_blocks(
    links: SortedLinks,
    label: Int64,
    blocks: UInt32,
    n_blocks: int,
    limit: int,
    best: Int64,
    reached: Int32,
) -> int:
    """Write each point's best cost over links in touched blocks; return how many were reached."""
    n_reached = 0
    for i in range(n_blocks):
        first = links.block_indptr[blocks[i]]
        last = links.block_indptr[blocks[i] + 1]
        for link in range(first, last):
            onward = label[links.node[link]]
            if onward == NO_COST:
                continue
            cost = links.cost[link] + onward
            if cost > limit:
                continue
            point = links.point[link]
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
