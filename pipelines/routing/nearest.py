"""The nearest center of each category, for every node and every population point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import (
    LENGTH_BITS,
    LENGTH_MASK,
    LONGEST_DM,
    NO_COST,
    NO_TRIP,
    TOO_LONG,
    UNREACHED,
    limit_cost,
    pack,
)
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.joins import Joins
from pipelines.routing.router import Router, Workspace, in_threads, packed_centers
from pipelines.routing.search import Network, search


@dataclass(frozen=True)
class Nearest:
    """The nearest center by category; the trip runs from the place to the center.

    Of centers equally near in time the one over the shorter way counts, and of those the one with
    the smallest number, so the answer does not depend on the order of nodes or arcs.

    Parameters
    ----------
    time_ms, length_dm : int32 (categories, places)
        Time and length of that trip; `NO_TRIP` where no center is reached.
    center : int32 (categories, places)
        Number of the center; `UNREACHED` where none is.
    """

    time_ms: Int32
    length_dm: Int32
    center: Int32


def nearest(
    router: Router,
    centers: Joins,
    category: NDArray[Any],
    n_categories: int,
    limit_ms: int | None = None,
    threads: int = 1,
) -> Nearest:
    """Find the nearest center of each category from every node: one pass a category.

    Parameters
    ----------
    router : Router
    centers : Joins
    category : integers (c,)
        The category ``0 .. n_categories - 1`` of each center.
    n_categories : int
        Number of categories, with or without centers.
    limit_ms : int, optional
        Trips that take longer are not followed; exactly this long still counts.
    threads : int
        Categories are worked on side by side.

    Returns
    -------
    Nearest
        For the nodes, ``(n_categories, n)``.

    Raises
    ------
    ValueError
        If the columns do not fit together or ``limit_ms`` is negative.
    OverflowError
        If a trip is longer than `LONGEST_DM`.
    """
    kind = np.asarray(category)
    if kind.shape != (len(centers),):
        raise ValueError(f"category has shape {kind.shape} for {len(centers)} centers")
    if len(kind) and (kind.min() < 0 or kind.max() >= n_categories):
        raise ValueError(
            f"categories run from {kind.min()} to {kind.max()}, not from 0 to {n_categories - 1}"
        )
    limit = limit_cost(limit_ms)
    packed = packed_centers(router, centers)
    router.check_whole()
    kind_of_join = kind[packed.center]
    shape = (n_categories, router.n_nodes)
    times, lengths = np.empty(shape, np.int32), np.empty(shape, np.int32)
    owners = np.empty(shape, np.int32)

    def one_category(number: int, space: Workspace) -> bool:
        mine = kind_of_join == number
        columns = (packed.node[mine], packed.cost[mine], packed.center[mine])
        found = _costs_to(router.network, *columns, limit, space, owners[number])
        return _told(space.label, times[number], lengths[number]) and found

    done = in_threads(one_category, list(range(n_categories)), router.workspace, threads)
    if not all(done):
        raise OverflowError(TOO_LONG)
    return Nearest(times, lengths, owners)


def nearest_at_points(at_nodes: Nearest, points: Joins, limit_ms: int | None = None) -> Nearest:
    """Return the nearest center of each category from each population point.

    A point takes the best of its joins: by time, then length, then center. One without a join, or
    with joins only to nodes from which nothing is reached, is `UNREACHED`.

    Parameters
    ----------
    at_nodes : Nearest
        For the nodes, ``(categories, n)``.
    points : Joins
    limit_ms : int, optional
        Trips that take longer, join included, do not count; exactly this long still does.

    Returns
    -------
    Nearest
        For the points, ``(categories, p)``.

    Raises
    ------
    ValueError
        If a join names a node that is not there or ``limit_ms`` is negative.
    OverflowError
        If a trip is longer than `LONGEST_DM`.
    """
    points.check_within(at_nodes.center.shape[1])
    shape = (at_nodes.center.shape[0], len(points))
    answer = Nearest(np.full(shape, NO_TRIP), np.full(shape, NO_TRIP), np.full(shape, UNREACHED))
    told = _best_join(
        np.asarray(points.indptr, dtype=np.int64),
        points.node,
        pack(points.time_ms, points.length_dm),
        limit_cost(limit_ms),
        (at_nodes.time_ms, at_nodes.length_dm, at_nodes.center),
        (answer.time_ms, answer.length_dm, answer.center),
    )
    if not told:
        raise OverflowError(TOO_LONG)
    return answer


@kernel
def _costs_to(
    network: Network,
    seed_node: Int32,
    seed_cost: Int64,
    seed_center: Int32,
    limit: int,
    space: Workspace,
    owner: Int32,
) -> bool:
    """Write costs into the workspace and centers into ``owner``; return False if too long."""
    label, block_seen, blocks, queue = space
    label[:] = NO_COST
    block_seen[:] = 0
    owner[:] = UNREACHED
    n_blocks, _ = search(
        network, seed_node, seed_cost, seed_center, limit, label, owner, block_seen, blocks, queue
    )
    return n_blocks >= 0


@kernel
def _told(label: Int64, time_ms: Int32, length_dm: Int32) -> bool:
    """Write times and lengths apart; return False if a trip is too long to be told."""
    for node in range(len(time_ms)):
        if label[node] == NO_COST:
            time_ms[node] = NO_TRIP
            length_dm[node] = NO_TRIP
        elif label[node] & LENGTH_MASK > LONGEST_DM:
            return False
        else:
            time_ms[node] = label[node] >> LENGTH_BITS
            length_dm[node] = label[node] & LENGTH_MASK
    return True


@kernel
def _best_join(
    join_indptr: Int64,
    join_node: Int32,
    join_cost: Int64,
    limit: int,
    at_nodes: tuple[Int32, Int32, Int32],
    at_points: tuple[Int32, Int32, Int32],
) -> bool:
    """Write the best join of each point; return False if a trip is too long to be told."""
    node_ms, node_dm, node_center = at_nodes
    time_ms, length_dm, center = at_points
    for category in range(len(node_center)):
        for point in range(len(join_indptr) - 1):
            best, best_center = NO_COST, UNREACHED
            for join in range(join_indptr[point], join_indptr[point + 1]):
                node = join_node[join]
                there = node_center[category, node]
                if there == UNREACHED:
                    continue
                onward = np.int64(node_ms[category, node]) << LENGTH_BITS
                cost = join_cost[join] + (onward | node_dm[category, node])
                if cost > limit:
                    continue
                if cost < best or (cost == best and there < best_center):
                    best, best_center = cost, there
            if best == NO_COST:
                continue
            if best & LENGTH_MASK > LONGEST_DM:
                return False
            time_ms[category, point] = best >> LENGTH_BITS
            length_dm[category, point] = best & LENGTH_MASK
            center[category, point] = best_center
    return True
