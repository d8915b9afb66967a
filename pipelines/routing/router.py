"""A network made ready for searches from centers back to the homes they can be reached from."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import NamedTuple, TypeVar

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import LONGEST_MS, NO_COST, pack
from pipelines.routing.graph import Graph, Int32, Int64
from pipelines.routing.joins import Joins
from pipelines.routing.search import BLOCK_BITS, Network, Queue, UInt32, new_queue

LARGEST_RING = 1 << 12  # 16 KiB of buckets, so that the ring stays in the first-level cache
SMALLEST_RING = 1 << 4
TYPICAL_QUANTILE = 0.10  # buckets about as wide as a short arc are seldom gone over twice
FIRST_CAPACITY = 1 << 12

Answer = TypeVar("Answer")
Task = TypeVar("Task")


class Workspace(NamedTuple):
    """The arrays one thread needs to search a network of n nodes."""

    label: Int64
    """(n,) costs, rounded up to whole blocks."""
    block_seen: UInt32
    blocks: UInt32
    queue: Queue


@dataclass(frozen=True)
class Router:
    """The arcs of a network turned against the direction of travel, ready to be searched.

    The router holds its own compact copy (12 bytes an arc, 4 a node), so the graph it was prepared
    from can be released. It never changes and may be shared between threads.

    Attributes
    ----------
    n_nodes : int
        Number of nodes of the graph.
    network : Network
        What kernels search.
    ring : int
        Number of buckets, a power of two.
    searched : int32 (searched nodes,), optional
        Which nodes a thinned network searched in place of the whole one has, ascending; the other
        nodes get no answer.
    """

    n_nodes: int
    network: Network
    ring: int
    searched: Int32 | None = None

    @classmethod
    def prepare(cls, graph: Graph) -> "Router":
        """Turn the graph round once, for any number of searches.

        Raises
        ------
        ValueError
            If the graph has 2**31 arcs or more.
        """
        if graph.n_arcs >= 2**31:
            raise ValueError(f"{graph.n_arcs} arcs; at most 2**31 - 1 can be numbered")
        indptr, arcs = _arcs_by_head(graph.indptr, graph.head, graph.time_ms, graph.length_dm)
        width_bits, ring = bucket_shape(graph.time_ms)
        return cls(graph.n_nodes, Network(indptr, arcs, width_bits), ring)

    @property
    def n_searched(self) -> int:
        """Return the number of nodes that are searched: those of the thinned network if there is one."""
        return len(self.network.indptr) - 1

    @property
    def nbytes(self) -> int:
        """Return the bytes that the arrays take."""
        arrays = (self.network.indptr, self.network.arcs, self.searched)
        return sum(array.nbytes for array in arrays if array is not None)

    def check_whole(self) -> None:
        """Raise ValueError if the network is thinned, so that not every node gets an answer."""
        if self.searched is not None:
            raise ValueError("a thinned network has answers for the nodes it keeps, not for all")

    def workspace(self) -> Workspace:
        """Return fresh arrays for one thread: 8 bytes a node searched."""
        n_blocks = (self.n_searched >> BLOCK_BITS) + 1
        return Workspace(
            np.full(n_blocks << BLOCK_BITS, NO_COST, np.int64),
            np.zeros(n_blocks, np.uint32),
            np.empty(n_blocks, np.uint32),
            new_queue(self.ring, FIRST_CAPACITY),
        )

    def searched_nodes(self, joins: Joins) -> Int32:
        """Return the nodes that centers or points join, as they are numbered in the search.

        Raises
        ------
        ValueError
            If the network lacks such a node or does not search it.
        """
        joins.check_within(self.n_nodes)
        if self.searched is None:
            return np.array(joins.node, dtype=np.int32)
        place = np.searchsorted(self.searched, joins.node).astype(np.int32)
        kept = np.append(self.searched, np.int32(-1))[place] == joins.node
        if not kept.all():
            at = int(np.flatnonzero(~kept)[0])
            raise ValueError(
                f"number {joins.owners()[at]} joins node {joins.node[at]}, which is not searched"
            )
        return place


class PackedCenters(NamedTuple):
    """Centers as kernels see them."""

    indptr: Int64
    node: Int32
    cost: Int64
    center: Int32


def packed_centers(router: Router, centers: Joins) -> PackedCenters:
    """Return the joins of the centers as the router searches them, with one cost each."""
    return PackedCenters(
        np.asarray(centers.indptr, dtype=np.int64),
        router.searched_nodes(centers),
        pack(centers.time_ms, centers.length_dm),
        centers.owners(),
    )


def bucket_shape(time_ms: Int32) -> tuple[int, int]:
    """Return the bits of a bucket's width in milliseconds, and how many buckets form the ring.

    A bucket is about as wide as a short arc is long; the ring covers the longest arc unless that
    would take more than `LARGEST_RING` buckets.
    """
    usable = time_ms[(time_ms > 0) & (time_ms <= LONGEST_MS)]
    if len(usable) == 0:
        return 0, SMALLEST_RING
    sample = usable[:: max(1, len(usable) // 100_000)]
    typical = float(np.quantile(sample, TYPICAL_QUANTILE))
    width_bits = max(0, int(np.log2(typical)))
    return width_bits, ring_size(int(usable.max()), width_bits)


def ring_size(longest_ms: int, width_bits: int) -> int:
    """Return how many buckets of ``2**width_bits`` ms the longest arc asks for, within limits."""
    span = (longest_ms >> width_bits) + 2
    ring = 1 << int(span - 1).bit_length()
    return min(max(ring, SMALLEST_RING), LARGEST_RING)


def in_threads(
    work: Callable[[Task, Workspace], Answer],
    tasks: list[Task],
    make_workspace: Callable[[], Workspace],
    threads: int,
) -> list[Answer]:
    """Return the answers of independent tasks in their order, each thread with its own arrays.

    Raises
    ------
    ValueError
        If ``threads`` is below 1.
    """
    if threads < 1:
        raise ValueError(f"threads is {threads}; at least 1 is needed")
    threads = max(1, min(threads, len(tasks)))
    spaces: SimpleQueue[Workspace] = SimpleQueue()
    for _ in range(threads):
        spaces.put(make_workspace())

    @contextmanager
    def borrowed() -> Iterator[Workspace]:
        space = spaces.get()
        try:
            yield space
        finally:
            spaces.put(space)

    def one(task: Task) -> Answer:
        with borrowed() as space:
            return work(task, space)

    if threads == 1:
        return [one(task) for task in tasks]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, tasks))


@kernel
def _arcs_by_head(
    indptr: Int32 | Int64, head: Int32, time_ms: Int32, length_dm: Int32
) -> tuple[UInt32, UInt32]:
    """Return ``indptr`` (n + 1) and arcs (m, 3) of the network turned round."""
    n = len(indptr) - 1
    starts = np.zeros(n + 1, np.uint32)
    for node in head:
        starts[node + 1] += 1
    for node in range(n):
        starts[node + 1] += starts[node]
    place = starts[:-1].copy()
    arcs = np.empty((len(head), 3), np.uint32)
    for tail in range(n):
        for arc in range(indptr[tail], indptr[tail + 1]):
            slot = place[head[arc]]
            place[head[arc]] = slot + 1
            arcs[slot, 0] = tail
            arcs[slot, 1] = min(time_ms[arc], LONGEST_MS + 1)
            arcs[slot, 2] = length_dm[arc]
    return starts, arcs
