"""A network without the nodes that no trip has to stop at: dead ends, and nodes on the way.

A trip between two places asked for never turns round in a dead end, and on a road without
crossings it passes from end to end. Leaving both out takes two passes over the network, a few
hundredths of a second for a million nodes, which pays within one matrix.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import LONGEST_DM, LONGEST_MS
from pipelines.routing.graph import Int32
from pipelines.routing.joins import Joins
from pipelines.routing.router import Router, ring_size
from pipelines.routing.search import Network, UInt32

STAYS, ON_THE_WAY, DEAD_END = np.uint8(0), np.uint8(1), np.uint8(2)

LEAST_SHARE = 1 / 8
"""Of the nodes, to be left out; below, the searches would hardly be shorter."""

UInt8 = NDArray[np.uint8]
Node = np.uint32 | int


def joined_nodes(n_nodes: int, *joins: Joins) -> NDArray[np.bool_]:
    """Return which nodes centers or points join, bool (n_nodes,)."""
    joined = np.zeros(n_nodes, np.bool_)
    for some in joins:
        some.check_within(n_nodes)
        joined[some.node] = True
    return joined


def thinned(router: Router, keep: NDArray[np.bool_]) -> Router:
    """Leave out nodes that trips between the nodes to keep only pass through, or never enter.

    Parameters
    ----------
    router : Router
        Of a whole network.
    keep : bool (n,)
        The nodes that centers and points join, see `joined_nodes`.

    Returns
    -------
    Router
        With the same times and lengths between the nodes that it searches, which are at least
        those to keep; the others get no answer. The router itself if that leaves out too few.
    """
    role, n_arcs = _roles(router.network, keep)
    searched = np.flatnonzero(role == STAYS).astype(np.int32)
    if len(role) - len(searched) < LEAST_SHARE * len(role):
        return router
    indptr, arcs = _joined_up(router.network, role, searched, n_arcs)
    width_bits = router.network.width_bits
    ring = ring_size(int(arcs[:, 1].max(initial=0)), width_bits)
    return replace(router, network=Network(indptr, arcs, width_bits), ring=ring, searched=searched)


@kernel
def _roles(network: Network, keep: NDArray[np.bool_]) -> tuple[UInt8, int]:
    """Return what each node is for a trip, and the number of arcs into nodes that stay."""
    indptr, arcs, _ = network
    n = len(indptr) - 1
    role = np.full(n, STAYS, np.uint8)
    n_out, n_in = np.zeros(n, np.int32), np.zeros(n, np.int32)
    for node in range(n):
        n_in[node] = indptr[node + 1] - indptr[node]
        for arc in range(indptr[node], indptr[node + 1]):
            n_out[arcs[arc, 0]] += 1
    for end in range(n):
        last = np.uint32(end)
        while n_in[last] == 1 and n_out[last] == 1 and not keep[last] and role[last] == STAYS:
            neighbor = _origin(network, role, last, last)
            if neighbor == last or not _has_origin(network, neighbor, last):
                break
            role[last] = DEAD_END
            n_in[neighbor] -= 1
            n_out[neighbor] -= 1
            last = neighbor
    n_arcs = 0
    for node in range(n):
        if role[node] == DEAD_END:
            continue
        if not keep[node] and _is_on_the_way(network, role, np.uint32(node), n_in, n_out):
            role[node] = ON_THE_WAY
        else:
            n_arcs += n_in[node]
    return role, n_arcs


@kernel
def _is_on_the_way(network: Network, role: UInt8, node: Node, n_in: Int32, n_out: Int32) -> bool:
    """Return whether the node lies between two others: both ways, or one way from one to the other.

    Dead ends do not count any more. A node with two arcs in from the same neighbor stays.
    """
    if n_in[node] != n_out[node] or n_in[node] == 0 or n_in[node] > 2:
        return False
    one = _origin(network, role, node, node)
    if one == node:
        return False
    if n_in[node] == 1:
        return True  # were it the only way out too, this would be a dead end
    other = _origin(network, role, node, one)
    return bool(
        other != one
        and other != node
        and _has_origin(network, one, node)
        and _has_origin(network, other, node)
    )


@kernel
def _origin(network: Network, role: UInt8, node: Node, but: Node) -> np.uint32:
    """Return where the first arc into the node comes from, ``but`` aside, or else ``but``."""
    for arc in range(network.indptr[node], network.indptr[np.uint64(node) + np.uint64(1)]):
        origin = network.arcs[arc, 0]
        if origin != but and role[origin] != DEAD_END:
            return np.uint32(origin)
    return np.uint32(but)


@kernel
def _has_origin(network: Network, node: Node, origin: Node) -> bool:
    """Return whether there is an arc from the origin into the node."""
    for arc in range(network.indptr[node], network.indptr[np.uint64(node) + np.uint64(1)]):
        if network.arcs[arc, 0] == origin:
            return True
    return False


@kernel
def _joined_up(
    network: Network, role: UInt8, searched: Int32, n_arcs: int
) -> tuple[UInt32, UInt32]:
    """Return the arcs among the nodes that stay, each over all nodes on its way."""
    indptr, arcs, _ = network
    number = np.zeros(len(role), np.uint32)
    for i in range(len(searched)):
        number[searched[i]] = i
    starts = np.zeros(len(searched) + 1, np.uint32)
    joined = np.empty((n_arcs, 3), np.uint32)
    n_joined = 0
    for i in range(len(searched)):
        node = np.uint32(searched[i])
        for arc in range(indptr[node], indptr[np.uint64(node) + np.uint64(1)]):
            origin = arcs[arc, 0]
            if role[origin] == DEAD_END:
                continue
            time_ms, length_dm = np.int64(arcs[arc, 1]), np.int64(arcs[arc, 2])
            behind = node
            while role[origin] == ON_THE_WAY:
                before = _arc_before(network, role, origin, behind)
                time_ms += np.int64(arcs[before, 1])
                length_dm += np.int64(arcs[before, 2])
                behind, origin = origin, arcs[before, 0]
            if origin == node:
                continue
            joined[n_joined, 0] = number[origin]
            # Cut to just beyond what can be told, so that a search finds it too long as before.
            joined[n_joined, 1] = min(time_ms, np.int64(LONGEST_MS + 1))
            joined[n_joined, 2] = min(length_dm, np.int64(LONGEST_DM + 1))
            n_joined += 1
        starts[i + 1] = n_joined
    return starts, joined[:n_joined].copy()


@kernel
def _arc_before(network: Network, role: UInt8, node: Node, behind: Node) -> Node:
    """Return the arc into a node on the way that does not come from the node left behind."""
    arc = np.uint32(network.indptr[node])
    while network.arcs[arc, 0] == behind or role[network.arcs[arc, 0]] == DEAD_END:
        arc += np.uint32(1)
    return arc
