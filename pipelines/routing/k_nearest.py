"""The k nearest distinct centers of every node or population point."""

from dataclasses import dataclass

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import (
    LENGTH_BITS,
    LENGTH_MASK,
    LONGEST_DM,
    NO_COST,
    TOO_LONG,
    UNREACHED,
    limit_cost,
    pack,
    unpack,
)
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.joins import Joins
from pipelines.routing.ranking import insert_center
from pipelines.routing.router import FIRST_CAPACITY, PackedCenters, Router, packed_centers
from pipelines.routing.search import NONE, Network, Queue, grown, new_queue, pop_far, push_far


@dataclass(frozen=True)
class KNearest:
    """The k nearest distinct centers, nearest first: by time, then length, then center number.

    Parameters
    ----------
    time_ms, length_dm : int32 (places, k)
        Time and length of the trip to each; `NO_TRIP` where fewer than k centers are reached.
    center : int32 (places, k)
        Number of the center; `UNREACHED` where fewer than k are reached.
    """

    time_ms: Int32
    length_dm: Int32
    center: Int32


def k_nearest(
    router: Router,
    centers: Joins,
    k: int,
    points: Joins | None = None,
    limit_ms: int | None = None,
) -> KNearest:
    """Find the k nearest distinct centers of every point, or of every node without ``points``.

    One search carries up to k centers through each node. That is enough: if k other centers are
    nearer than center c at a node, they are nearer too wherever the way to c leads through it.

    Parameters
    ----------
    router : Router
    centers : Joins
    k : int
        How many, at least 1.
    points : Joins, optional
    limit_ms : int, optional
        Trips that take longer are not followed; exactly this long still counts.

    Returns
    -------
    KNearest
        ``(p, k)`` or ``(n, k)``.

    Raises
    ------
    ValueError
        If ``k`` or ``limit_ms`` is impossible or a join names a node that is not there.
    OverflowError
        If a trip is longer than `LONGEST_DM`.
    """
    if k < 1:
        raise ValueError(f"k is {k}; at least 1 is needed")
    if points is None:
        router.check_whole()
    limit = limit_cost(limit_ms)
    cost = np.full((router.n_searched, k), NO_COST, np.int64)
    center = np.full((router.n_searched, k), UNREACHED, np.int32)
    queue = new_queue(router.ring, FIRST_CAPACITY)
    told = _search_k(router.network, packed_centers(router, centers), limit, cost, center, queue)
    if points is not None:
        cost, center = _k_at_points(
            np.asarray(points.indptr, dtype=np.int64),
            router.searched_nodes(points),
            pack(points.time_ms, points.length_dm),
            limit,
            cost,
            center,
        )
    if not told or np.any(cost[cost < NO_COST] & LENGTH_MASK > LONGEST_DM):
        raise OverflowError(TOO_LONG)
    return KNearest(*unpack(cost), center)


@kernel
def _search_k(
    network: Network, centers: PackedCenters, limit: int, cost: Int64, center: Int32, queue: Queue
) -> bool:
    """Fill the lists of all nodes; return False if a path is too long to be told.

    An entry of the queue is a node with a center; it is looked at if that center is still in the
    node's list at a cost that belongs to the bucket.
    """
    indptr, arcs, width_bits = network
    slot_bits = width_bits + LENGTH_BITS
    bucket, entry_node, follower, _, far = queue
    entry_center = np.empty(len(far), np.int32)
    ring = len(bucket)
    k = cost.shape[1]
    n_far, waiting = 0, 0
    top, free = np.uint32(0), NONE
    current = np.int64(0)

    for seed in range(len(centers.node)):
        origin, offer, which = centers.node[seed], centers.cost[seed], centers.center[seed]
        if offer > limit or not insert_center(cost[origin], center[origin], offer, which):
            continue
        if top == len(far):
            entry_node, entry_center = grown(entry_node), grown(entry_center)
            follower, far = grown(follower), grown(far)
        entry_node[top], entry_center[top] = origin, which
        n_far = push_far(far, n_far, (offer >> LENGTH_BITS << 32) | np.int64(top))
        top += np.uint32(1)

    while waiting > 0 or n_far > 0:
        if waiting == 0:
            current = far[0] >> (32 + width_bits)
        while n_far > 0 and far[0] >> (32 + width_bits) < current + ring:
            place = (far[0] >> (32 + width_bits)) & (ring - 1)
            entry = np.uint32(far[0] & 0xFFFFFFFF)
            n_far = pop_far(far, n_far)
            follower[entry] = bucket[place]
            bucket[place] = entry
            waiting += 1
        here = current & (ring - 1)
        while bucket[here] != NONE:
            chain = bucket[here]
            bucket[here] = NONE
            while chain != NONE:
                entry = chain
                chain = follower[entry]
                follower[entry] = free
                free = entry
                waiting -= 1
                node, which = entry_node[entry], entry_center[entry]
                rank = 0
                while rank < k and center[node, rank] != which:
                    rank += 1
                if rank == k or cost[node, rank] >> slot_bits != current:
                    continue
                onward = cost[node, rank]
                if onward & LENGTH_MASK > LONGEST_DM:
                    return False
                first, last = indptr[node], indptr[np.uint64(node) + np.uint64(1)]
                while top + (last - first) > len(far):
                    entry_node, entry_center = grown(entry_node), grown(entry_center)
                    follower, far = grown(follower), grown(far)
                for arc in range(first, last):
                    origin = arcs[arc, 0]
                    offer = onward + ((np.int64(arcs[arc, 1]) << LENGTH_BITS) | arcs[arc, 2])
                    if offer > limit:
                        continue
                    if not insert_center(cost[origin], center[origin], offer, which):
                        continue
                    if free != NONE:
                        entry = free
                        free = follower[entry]
                    else:
                        entry = top
                        top += np.uint32(1)
                    entry_node[entry], entry_center[entry] = origin, which
                    slot = offer >> slot_bits
                    if slot < current + ring:
                        place = slot & (ring - 1)
                        follower[entry] = bucket[place]
                        bucket[place] = entry
                        waiting += 1
                    else:
                        n_far = push_far(far, n_far, (offer >> LENGTH_BITS << 32) | np.int64(entry))
        current += 1
    return True


@kernel
def _k_at_points(
    join_indptr: Int64,
    join_node: Int32,
    join_cost: Int64,
    limit: int,
    cost: Int64,
    center: Int32,
) -> tuple[Int64, Int32]:
    """Return the lists of the points from those of the nodes they enter the network by."""
    n_points, k = len(join_indptr) - 1, cost.shape[1]
    costs = np.full((n_points, k), NO_COST)
    centers = np.full((n_points, k), UNREACHED)
    for point in range(n_points):
        for join in range(join_indptr[point], join_indptr[point + 1]):
            node = join_node[join]
            for i in range(k):
                if center[node, i] == UNREACHED:
                    break
                total = join_cost[join] + cost[node, i]
                if total <= limit:
                    insert_center(costs[point], centers[point], total, center[node, i])
    return costs, centers
