"""Exact shortest paths with a bucket queue: the kernel under every search for one answer a node.

Labels are settled bucket by bucket, as in Dial's algorithm (1969) with buckets wider than one
millisecond: within a bucket a node that improves is looked at again until nothing changes, the
rule of delta-stepping (Meyer & Sanders 2003), so the width changes the speed and never the answer.
Buckets form a ring; the few arcs longer than the ring wait in a binary heap, so that neither huge
nor zero weights can break it or slow it beyond a heap's pace.

A search waits for memory more than it computes. The nodes of a bucket are known before they are
looked at, so their arcs are fetched ahead; numbers are unsigned, so that indexing needs no check
for negative ones. Together that halved the time.
"""

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import LENGTH_BITS, LENGTH_MASK, LONGEST_DM, NO_COST, UNREACHED
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.prefetch import prefetch

BLOCK_BITS = 8  # nodes are watched in blocks of 256: 2 KiB of labels, a few cache lines
AHEAD = 8  # nodes between asking for a node's arcs and using them
ARCS_A_LINE = 5  # arcs of 12 bytes in a cache line of 64
NONE = np.uint32(2**32 - 1)

UInt32 = NDArray[np.uint32]
Column = TypeVar("Column", UInt32, Int32, Int64)


class Network(NamedTuple):
    """A network as kernels see it: arcs against the direction of travel, and the bucket width."""

    indptr: UInt32
    """(n + 1): the arcs by which a trip can arrive at node ``v`` are ``indptr[v]:indptr[v+1]``."""
    arcs: UInt32
    """(m, 3): node the arc comes from, its time_ms and its length_dm, side by side."""
    width_bits: int
    """A bucket is ``2**width_bits`` ms wide."""


class Queue(NamedTuple):
    """The waiting nodes: a ring of linked lists, and a heap of those beyond the ring."""

    bucket: UInt32
    """(ring,): first entry of each bucket, a power of two of them."""
    node: UInt32
    """(capacity,): the node of each entry."""
    follower: UInt32
    """(capacity,): the next entry of the same bucket."""
    batch: UInt32
    """(capacity + AHEAD,): the nodes of the bucket at work."""
    far: Int64
    """(capacity,): ``time_ms << 32 | entry``, a binary heap."""


def new_queue(ring: int, capacity: int) -> Queue:
    """Return an empty queue; ``capacity`` grows when needed."""
    return Queue(
        np.full(ring, NONE, np.uint32),
        np.empty(capacity, np.uint32),
        np.empty(capacity, np.uint32),
        np.zeros(capacity + AHEAD, np.uint32),
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
    owner: Int32 | None,
    block_seen: UInt32,
    blocks: UInt32,
    queue: Queue,
    enough: Int64 | None = None,
) -> tuple[int, Queue]:
    """Write the cost of every node within the limit into ``label`` (all `NO_COST` on entry).

    ``owner``, one entry a node, receives the center reached; of centers at the same cost the one
    with the smallest number. ``enough``, one entry a node, is the cost that a node must beat: where it
    does not, it gets no answer, and nothing is searched beyond it. None skips either, and its checks
    are not even compiled.

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
    bucket, entry_node, follower, batch, far = queue
    ring = len(bucket)
    n_far, waiting, n_blocks = 0, 0, 0
    top, free = np.uint32(0), NONE
    current = np.int64(0)
    center = UNREACHED

    for seed in range(len(seed_node)):
        origin, offer = np.uint32(seed_node[seed]), seed_cost[seed]
        known = label[origin]
        if offer > limit or offer > known:
            continue
        if enough is not None:  # noqa: SIM102  (the compiler drops a branch on None alone)
            if offer >= enough[origin]:
                continue
        if owner is not None:  # noqa: SIM102  (the compiler drops a branch on None alone)
            if offer < known or seed_center[seed] < owner[origin]:
                owner[origin] = seed_center[seed]
        label[origin] = offer
        block = origin >> BLOCK_BITS
        if known == NO_COST and block_seen[block] == 0:
            block_seen[block] = 1
            blocks[n_blocks] = block
            n_blocks += 1
        if top == len(far):
            entry_node, follower, far = grown(entry_node), grown(follower), grown(far)
        entry_node[top] = origin
        n_far = push_far(far, n_far, (offer >> LENGTH_BITS << 32) | np.int64(top))
        top += np.uint32(1)

    while waiting > 0 or n_far > 0:
        if waiting == 0:
            current = far[0] >> (32 + width_bits)
        while n_far > 0 and far[0] >> (32 + width_bits) < current + ring:
            place = np.uint64(far[0] >> (32 + width_bits)) & np.uint64(ring - 1)
            entry = np.uint32(far[0] & 0xFFFFFFFF)
            n_far = pop_far(far, n_far)
            follower[entry] = bucket[place]
            bucket[place] = entry
            waiting += 1
        here = np.uint64(current) & np.uint64(ring - 1)
        while bucket[here] != NONE:
            while len(batch) < len(far) + AHEAD:
                batch = grown(batch)
            entry = bucket[here]
            bucket[here] = NONE
            n_batch = np.uint64(0)
            node = np.uint32(0)
            while entry != NONE:
                node = entry_node[entry]
                prefetch(indptr, node)
                batch[n_batch] = node
                n_batch += np.uint64(1)
                following = follower[entry]
                follower[entry] = free
                free = entry
                entry = following
            waiting -= int(n_batch)
            for i in range(AHEAD):
                batch[n_batch + np.uint64(i)] = node
            for i in range(n_batch):
                coming = indptr[batch[i + np.uint64(AHEAD)]]
                prefetch(arcs, coming)
                prefetch(arcs, coming + ARCS_A_LINE)
                node = batch[i]
                cost = label[node]
                if cost >> slot_bits != current:
                    continue
                if cost & LENGTH_MASK > LONGEST_DM:
                    return -1, Queue(bucket, entry_node, follower, batch, far)
                if owner is not None:
                    center = owner[node]
                first, last = indptr[node], indptr[np.uint64(node) + np.uint64(1)]
                while top + (last - first) > len(far):
                    entry_node, follower, far = grown(entry_node), grown(follower), grown(far)
                for arc in range(first, last):
                    origin = arcs[arc, 0]
                    offer = cost + ((np.int64(arcs[arc, 1]) << LENGTH_BITS) | arcs[arc, 2])
                    known = label[origin]
                    if offer > limit:
                        continue
                    if enough is not None:  # noqa: SIM102  (as above)
                        if offer >= enough[origin]:
                            continue
                    if owner is None:
                        if offer >= known:
                            continue
                    else:
                        if offer > known or (offer == known and center >= owner[origin]):
                            continue
                        owner[origin] = center
                    label[origin] = offer
                    if known == NO_COST:
                        block = origin >> BLOCK_BITS
                        if block_seen[block] == 0:
                            block_seen[block] = 1
                            blocks[n_blocks] = block
                            n_blocks += 1
                    slot = offer >> slot_bits
                    if slot == known >> slot_bits and slot != current:
                        continue
                    if free != NONE:
                        entry = free
                        free = follower[entry]
                    else:
                        entry = top
                        top += np.uint32(1)
                    entry_node[entry] = origin
                    if slot < current + ring:
                        place = np.uint64(slot) & np.uint64(ring - 1)
                        follower[entry] = bucket[place]
                        bucket[place] = entry
                        waiting += 1
                    else:
                        n_far = push_far(far, n_far, (offer >> LENGTH_BITS << 32) | np.int64(entry))
        current += 1
    return n_blocks, Queue(bucket, entry_node, follower, batch, far)


@kernel
def forget(label: Int64, block_seen: UInt32, blocks: UInt32, n_blocks: int) -> None:
    """Make ``label`` and ``block_seen`` as new again, touching only the blocks that were used."""
    for i in range(n_blocks):
        first = np.int64(blocks[i]) << BLOCK_BITS
        label[first : first + (1 << BLOCK_BITS)] = NO_COST
        block_seen[blocks[i]] = 0


@kernel
def grown(array: Column) -> Column:
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
