"""A small network between the places asked for, from which all other nodes can be reached again.

Most nodes of a road network lie on the way. They are taken out patch by patch, patches of
neighboring nodes side by side in threads: once with the network's own patches, whose rims have to
stay, and once more with larger patches of what is left. What is taken out is remembered, so that
one sweep in the opposite order gives every node its answer (Delling et al. 2013, PHAST).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.contraction import Removed, contract_patch
from pipelines.routing.cost import LENGTH_BITS, LENGTH_MASK, pack
from pipelines.routing.graph import Graph, Int32, Int64, arc_order
from pipelines.routing.joins import Joins

PATCH_NODES = 1 << 15  # a patch of this size changes within the second-level cache
ROUNDS = 2


@dataclass(frozen=True)
class Core:
    """A contracted network; plain arrays, to be stored and used again with the same places.

    Attributes
    ----------
    graph : Graph
        The core, its nodes in the order they have in the whole network.
    node : int32 (core nodes,)
        Which node of the whole network each node of the core is.
    n_nodes : int
        Number of nodes of the whole network.
    removed : Removed
        The other nodes in the order they were taken out, numbered as in the whole network.
    """

    graph: Graph
    node: Int32
    n_nodes: int
    removed: Removed

    @property
    def nbytes(self) -> int:
        """Return the bytes that the arrays take."""
        return self.graph.nbytes + self.node.nbytes + sum(a.nbytes for a in self.removed)


@dataclass(frozen=True)
class _Rest:
    """What is left of the network after a round."""

    indptr: Int64
    head: Int32
    cost: Int64
    node: Int32
    keep: NDArray[np.bool_]


def joined_nodes(n_nodes: int, *joins: Joins) -> NDArray[np.bool_]:
    """Return which nodes centers and points join, bool (n,): the ones a core has to keep."""
    joined = np.zeros(n_nodes, dtype=np.bool_)
    for some in joins:
        some.check_within(n_nodes)
        joined[some.node] = True
    return joined


def contract(
    graph: Graph, keep: NDArray[np.bool_], threads: int = 1, patch_nodes: int = PATCH_NODES
) -> Core:
    """Contract a network to a core that keeps the nodes asked for.

    Worth its time (a few seconds for a million nodes) when there are many searches, or the same
    ones under many settings. Nodes should be in `hilbert_order`, so that patches are compact.

    Parameters
    ----------
    graph : Graph
    keep : bool (n,)
        The nodes that centers and points join, see `joined_nodes`.
    threads : int
        Patches worked on side by side. The core does not depend on it.
    patch_nodes : int
        Nodes of a patch.

    Returns
    -------
    Core

    Raises
    ------
    ValueError
        If ``keep`` does not fit the graph or ``threads`` is below 1.
    """
    if keep.shape != (graph.n_nodes,) or keep.dtype != np.bool_:
        raise ValueError(f"keep must be {graph.n_nodes} booleans, not {keep.dtype}{keep.shape}")
    if threads < 1:
        raise ValueError(f"threads is {threads}; at least 1 is needed")
    rest = _Rest(
        np.asarray(graph.indptr, dtype=np.int64),
        graph.head,
        pack(graph.time_ms, graph.length_dm),
        np.arange(graph.n_nodes, dtype=np.int32),
        keep,
    )
    nothing = np.empty(0, np.int32)
    parts = [Removed(nothing, np.zeros(1, np.int64), nothing, np.empty(0, np.int64))]
    for _ in range(ROUNDS):
        rest, removed = _round(rest, threads, patch_nodes)
        parts.extend(removed)
    core = Graph(
        rest.indptr,
        rest.head,
        (rest.cost >> LENGTH_BITS).astype(np.int32),
        (rest.cost & LENGTH_MASK).astype(np.int32),
    )
    return Core(core, rest.node, graph.n_nodes, _joined(parts))


def _round(rest: _Rest, threads: int, patch_nodes: int) -> tuple[_Rest, list[Removed]]:
    """Contract every patch of neighboring nodes once."""
    n = len(rest.node)
    fixed = _rims(rest.indptr, rest.head, patch_nodes) | rest.keep

    def one(first: int) -> tuple[Removed, tuple[Int32, Int32, Int64]]:
        last = min(first + patch_nodes, n)
        tail, head, cost = _arcs_within(rest.indptr, rest.head, rest.cost, first, last)
        return contract_patch(last - first, tail, head, cost, fixed[first:last].astype(np.int32))

    firsts = range(0, n, patch_nodes)
    with ThreadPoolExecutor(threads) as pool:
        patches = list(pool.map(one, firsts))
    crossing = _arcs_across(rest.indptr, rest.head, rest.cost, patch_nodes)
    tails, heads, costs = [crossing[0]], [crossing[1]], [crossing[2]]
    stays = np.ones(n, dtype=np.bool_)
    removed = []
    for first, (out, (tail, head, cost)) in zip(firsts, patches, strict=True):
        stays[first + out.node] = False
        removed.append(
            Removed(rest.node[first + out.node], out.indptr, rest.node[first + out.head], out.cost)
        )
        tails.append(tail + np.int32(first))
        heads.append(head + np.int32(first))
        costs.append(cost)
    renumbered = np.cumsum(stays, dtype=np.int32) - np.int32(1)
    n_left = int(np.count_nonzero(stays))
    indptr, order = arc_order(n_left, renumbered[np.concatenate(tails)])
    head = renumbered[np.concatenate(heads)][order]
    left = _Rest(indptr, head, np.concatenate(costs)[order], rest.node[stays], rest.keep[stays])
    return left, removed


def _joined(parts: list[Removed]) -> Removed:
    """Put the parts one behind the other."""
    starts = np.cumsum([0, *(len(part.head) for part in parts)])
    ends = [part.indptr[1:] + start for part, start in zip(parts, starts[:-1], strict=True)]
    return Removed(
        np.concatenate([part.node for part in parts]),
        np.concatenate([np.zeros(1, np.int64), *ends]),
        np.concatenate([part.head for part in parts]),
        np.concatenate([part.cost for part in parts]),
    )


@kernel
def _rims(indptr: Int64, head: Int32, size: int) -> NDArray[np.bool_]:
    """Return which nodes have an arc to or from another patch."""
    n = len(indptr) - 1
    rim = np.zeros(n, np.bool_)
    for node in range(n):
        for arc in range(indptr[node], indptr[node + 1]):
            if head[arc] // size != node // size:
                rim[node] = True
                rim[head[arc]] = True
    return rim


@kernel
def _arcs_within(
    indptr: Int64, head: Int32, cost: Int64, first: int, last: int
) -> tuple[Int32, Int32, Int64]:
    """Return the arcs between nodes ``first .. last - 1``, numbered from 0."""
    capacity = indptr[last] - indptr[first]
    tails, heads = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    costs = np.empty(capacity, np.int64)
    count = 0
    for node in range(first, last):
        for arc in range(indptr[node], indptr[node + 1]):
            if first <= head[arc] < last:
                tails[count], heads[count], costs[count] = (
                    node - first,
                    head[arc] - first,
                    cost[arc],
                )
                count += 1
    return tails[:count], heads[:count], costs[:count]


@kernel
def _arcs_across(indptr: Int64, head: Int32, cost: Int64, size: int) -> tuple[Int32, Int32, Int64]:
    """Return the arcs between different patches."""
    count = 0
    for node in range(len(indptr) - 1):
        for arc in range(indptr[node], indptr[node + 1]):
            count += head[arc] // size != node // size
    tails, heads = np.empty(count, np.int32), np.empty(count, np.int32)
    costs = np.empty(count, np.int64)
    count = 0
    for node in range(len(indptr) - 1):
        for arc in range(indptr[node], indptr[node + 1]):
            if head[arc] // size != node // size:
                tails[count], heads[count], costs[count] = node, head[arc], cost[arc]
                count += 1
    return tails, heads, costs
