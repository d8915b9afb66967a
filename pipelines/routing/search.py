"""Exact shortest paths with a bucket queue: the kernel under every bounded search.

Labels are settled bucket by bucket, as in Dial's algorithm (1969) with buckets wider than one
millisecond: within a bucket a node that improves is looked at again until nothing changes, the
rule of delta-stepping (Meyer & Sanders 2003), so the width changes the speed and never the answer.
Buckets form a ring; the few arcs longer than the ring wait in a binary heap, so that neither huge
nor zero weights can break it or slow it beyond a heap's pace.
"""

from typing import NamedTuple, TypeVar

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import LENGTH_BITS, LENGTH_MASK, LONGEST_DM, NO_COST, UNREACHED
from pipelines.routing.graph import Int32, Int64

BLOCK_BITS = 8  # nodes are watched in blocks of 256: 2 KiB of labels, a few cache lines
NONE = np.int32(-1)

Integers = TypeVar("Integers", Int32, Int64)


class Network(NamedTuple):
    """A network as kernels see it: arcs against the direction of travel, and the bucket width."""

    indptr: Int32
    """(n + 1): the arcs by which a trip can arrive at node ``v`` are ``indptr[v]:indptr[v+1]``."""
    arcs: Int32
    """(m, 3): node the arc comes from, its time_ms and its length_dm, side by side."""
    width_bits: int
    """A bucket is ``2**width_bits`` ms wide."""


class Queue(NamedTuple):
    """The waiting nodes: a ring of linked lists, and a heap of those beyond the ring."""

    bucket: Int32
    """(ring,): first entry of each bucket, a power of two of them."""
    item: Int64
    """(capacity,): the node of each entry, and above 32 bits its center where one is carried."""
    follower: Int32
    """(capacity,): the next entry of the same bucket."""
    far: Int64
    """(capacity,): ``time_ms << 32 | entry``, a binary heap."""


def new_queue(ring: int, capacity: int) -> Queue:
    """Return an empty queue; ``capacity`` grows when needed."""
    return Queue(
        np.full(ring, NONE, np.int32),
        np.empty(capacity, np.int64),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int64),
    )


@kernel
def search(
    network: Network,
    seed_node: Int32,
    seed_cost: Int64,
    seed_center: Int32,
    limit: int,
    label: Int64,
    owner: Int32,
    block_seen: Int32,
    blocks: Int32,
    queue: Queue,
) -> tuple[int, Queue]:
    """Write the cost of every node within the limit into ``label`` (all `NO_COST` on entry).

    Where ``owner`` has an entry for each node, it receives the center reached; of centers at
    the same cost the one with the smallest number. An empty ``owner`` skips this.

    Returns
    -------
    int
        How many blocks of nodes were touched; ``blocks`` names them and ``block_seen`` marks them.
        -1 if a path is longer than `LONGEST_DM`.
    Queue
        The queue, empty again, with larger arrays if it had to grow.
    """
    indptr, arcs, width_bits = network
    slot_bits = width_bits + LENGTH_BITS
    bucket, item, follower, far = queue
    ring = len(bucket)
    n_far, top, free = 0, np.int32(0), NONE
    waiting, n_blocks = 0, 0
    current = np.int64(0)
    owned = len(owner) > 0
    center = UNREACHED

    for seed in range(len(seed_node)):
        node, cost = seed_node[seed], seed_cost[seed]
        if cost > limit or cost > label[node]:
            continue
        if owned and (cost < label[node] or seed_center[seed] < owner[node]):
            owner[node] = seed_center[seed]
        if label[node] == NO_COST and block_seen[node >> BLOCK_BITS] == 0:
            block_seen[node >> BLOCK_BITS] = 1
            blocks[n_blocks] = node >> BLOCK_BITS
            n_blocks += 1
        label[node] = cost
        while top + 1 >= len(item):
            item, follower, far = grown(item), grown(follower), grown(far)
        entry = top
        top += 1
        item[entry] = node
        n_far = push_far(far, n_far, (cost >> LENGTH_BITS << 32) | entry)

    while waiting > 0 or n_far > 0:
        if waiting == 0:
            current = far[0] >> (32 + width_bits)
        while n_far > 0 and far[0] >> (32 + width_bits) < current + ring:
            slot = far[0] >> (32 + width_bits)
            entry = np.int32(far[0] & 0x7FFFFFFF)
            n_far = pop_far(far, n_far)
            follower[entry] = bucket[slot & (ring - 1)]
            bucket[slot & (ring - 1)] = entry
            waiting += 1
        place = current & (ring - 1)
        while bucket[place] != NONE:
            chain = bucket[place]
            bucket[place] = NONE
            while chain != NONE:
                entry = chain
                chain = follower[entry]
                follower[entry] = free
                free = entry
                waiting -= 1
                node = item[entry]
                cost = label[node]
                if cost >> slot_bits != current:
                    continue
                if cost & LENGTH_MASK > LONGEST_DM:
                    return -1, Queue(bucket, item, follower, far)
                if owned:
                    center = owner[node]
                first, last = indptr[node], indptr[node + 1]
                while top + (last - first) >= len(item):
                    item, follower, far = grown(item), grown(follower), grown(far)
                for arc in range(first, last):
                    origin = arcs[arc, 0]
                    offer = cost + ((np.int64(arcs[arc, 1]) << LENGTH_BITS) | arcs[arc, 2])
                    known = label[origin]
                    if offer > known or offer > limit:
                        continue
                    if offer == known and not (owned and center < owner[origin]):
                        continue
                    label[origin] = offer
                    if owned:
                        owner[origin] = center
                    if known == NO_COST and block_seen[origin >> BLOCK_BITS] == 0:
                        block_seen[origin >> BLOCK_BITS] = 1
                        blocks[n_blocks] = origin >> BLOCK_BITS
                        n_blocks += 1
                    slot = offer >> slot_bits
                    if slot == known >> slot_bits and slot != current:
                        continue
                    if free != NONE:
                        entry = free
                        free = follower[entry]
                    else:
                        entry = top
                        top += 1
                    item[entry] = origin
                    if slot < current + ring:
                        follower[entry] = bucket[slot & (ring - 1)]
                        bucket[slot & (ring - 1)] = entry
                        waiting += 1
                    else:
                        n_far = push_far(far, n_far, (offer >> LENGTH_BITS << 32) | entry)
        current += 1
    return n_blocks, Queue(bucket, item, follower, far)


@kernel
def forget(label: Int64, block_seen: Int32, blocks: Int32, n_blocks: int) -> None:
    """Make ``label`` and ``block_seen`` as new again, touching only the blocks that were used."""
    for i in range(n_blocks):
        first = blocks[i] << BLOCK_BITS
        label[first : first + (1 << BLOCK_BITS)] = NO_COST
        block_seen[blocks[i]] = 0


@kernel
def grown(array: Integers) -> Integers:
    """Return a copy with room for twice as many entries and a few more."""
    larger = np.empty(2 * len(array) + 64, array.dtype)
    larger[: len(array)] = array
    return larger


@kernel
def push_far(heap: Int64, size: int, key: int) -> int:
    """Insert a key into a binary min-heap and return its new size."""
    hole = size
    while hole > 0:
        parent = (hole - 1) >> 1
        if heap[parent] <= key:
            break
        heap[hole] = heap[parent]
        hole = parent
    heap[hole] = key
    return size + 1


@kernel
def pop_far(heap: Int64, size: int) -> int:
    """Remove the smallest key, ``heap[0]``, and return the new size."""
    size -= 1
    key = heap[size]
    hole, child = 0, 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if key <= heap[child]:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = key
    return size
