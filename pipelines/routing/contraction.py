"""Take nodes out of a patch of the network and put shortcuts in, so that no trip changes.

The step of contraction hierarchies (Geisberger et al. 2008), stopped early: a node is taken out
while that adds few arcs. A shortcut is left out where a witness, another way of at most three
arcs, is as good; missing one costs an arc and never an answer.
"""

import heapq
from typing import NamedTuple

import numpy as np

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import LENGTH_BITS, LENGTH_MASK, LONGEST_DM, LONGEST_MS, NO_COST
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.search import grown

MOST_NEIGHBORS = 8  # a node with more is never taken out
MOST_SHORTCUTS = MOST_NEIGHBORS * (MOST_NEIGHBORS - 1)
MOST_ADDED_ARCS = 2  # arcs that taking a node out may add on balance
REFUSED = 1 << 20  # arcs added by taking out a node that must not be
END = -1


class Patch(NamedTuple):
    """A part of the network that changes: each node with a linked list of its neighbors.

    A pair of neighbors has two entries, one in each list, that hold the same two costs.
    """

    first: Int32
    """(nodes,): the first entry of each node, `END` if it has none."""
    neighbor: Int32
    """(capacity,)"""
    onward: Int64
    """(capacity,): cost from the node to its neighbor, `NO_COST` if there is no such arc."""
    inward: Int64
    """(capacity,): cost from the neighbor to the node."""
    follower: Int32
    """(capacity,): the next entry in the same list."""
    spare: Int64
    """(2,): the first entry that is free again, and how many were ever used."""


class Removed(NamedTuple):
    """The nodes taken out, in that order, each with its arcs to nodes that outlived it."""

    node: Int32
    indptr: Int64
    head: Int32
    cost: Int64


class Shortcuts(NamedTuple):
    """Room for the arcs that taking one node out asks for."""

    tail: Int32
    head: Int32
    cost: Int64


class Nearby(NamedTuple):
    """What the neighbor at hand reaches by ways of up to two arcs without the node to take out."""

    cost: Int64
    """(nodes,): of the best such way, where ``round`` is the latest."""
    round: Int64
    """(nodes + 1,): when ``cost`` was written; in the last place the latest round."""


@kernel
def contract_patch(
    n: int, tail: Int32, head: Int32, cost: Int64, fixed: Int32
) -> tuple[Removed, tuple[Int32, Int32, Int64]]:
    """Take out what can cheaply be taken out of a patch of ``n`` nodes.

    Parameters
    ----------
    n : int
        Number of nodes.
    tail, head : int32 (arcs,)
        All arcs between nodes of the patch.
    cost : int64 (arcs,)
    fixed : int32 (n,)
        Not 0 for nodes that must stay: they are asked for, or have arcs that leave the patch.

    Returns
    -------
    Removed
        What was taken out.
    tail, head, cost
        The arcs among the nodes that are left.
    """
    patch = _new_patch(n, tail, head, cost)
    shortcuts = Shortcuts(
        np.empty(MOST_SHORTCUTS, np.int32),
        np.empty(MOST_SHORTCUTS, np.int32),
        np.empty(MOST_SHORTCUTS, np.int64),
    )
    nearby = Nearby(np.empty(n, np.int64), np.zeros(n + 1, np.int64))
    order, indptr = np.empty(n, np.int32), np.zeros(n + 1, np.int64)
    out_head, out_cost = np.empty(2 * n + 64, np.int32), np.empty(2 * n + 64, np.int64)
    n_removed, n_out = 0, 0
    depth = np.zeros(n, np.int64)
    waits = fixed == 0
    rank = np.zeros(n, np.int64)
    for node in range(n):
        rank[node] = _rank(_degree(patch, node), 0, node)
    queue = [rank[node] for node in range(n) if waits[node]]
    heapq.heapify(queue)
    while len(queue) > 0:
        key = heapq.heappop(queue)
        node = key & 0x7FFFFFFF
        added, n_shortcuts = _plan(patch, node, shortcuts, nearby)
        now = _rank(added, depth[node], node)
        rank[node] = now
        if added > MOST_ADDED_ARCS:
            waits[node] = False
            continue
        if now > key:
            heapq.heappush(queue, now)
            continue
        while patch.spare[1] + 2 * MOST_SHORTCUTS > len(patch.neighbor):
            patch = _larger(patch)
        if n_out + MOST_NEIGHBORS > len(out_head):
            out_head, out_cost = grown(out_head), grown(out_cost)
        order[n_removed] = node
        n_removed += 1
        entry = patch.first[node]
        while entry != END:
            other = patch.neighbor[entry]
            if patch.onward[entry] != NO_COST:
                out_head[n_out], out_cost[n_out] = other, patch.onward[entry]
                n_out += 1
            _disconnect(patch, other, node)
            depth[other] = max(depth[other], depth[node] + 1)
            if fixed[other] == 0 and not waits[other]:
                waits[other] = True
                heapq.heappush(queue, rank[other])
            entry = patch.follower[entry]
        indptr[n_removed] = n_out
        _release(patch, node)
        for i in range(n_shortcuts):
            _connect(patch, shortcuts.tail[i], shortcuts.head[i], shortcuts.cost[i])
    removed = Removed(
        order[:n_removed].copy(),
        indptr[: n_removed + 1].copy(),
        out_head[:n_out].copy(),
        out_cost[:n_out].copy(),
    )
    return removed, _arcs_left(patch)


@kernel
def _rank(added: int, depth: np.int64 | int, node: np.int64 | int) -> np.int64:
    """Return a key: few added arcs first, then shallow nodes, then the smaller number."""
    return ((np.int64(2 * added + depth) + 4 * REFUSED) << 32) | np.int64(node)


@kernel
def _plan(patch: Patch, node: int, shortcuts: Shortcuts, nearby: Nearby) -> tuple[int, int]:
    """Write the shortcuts that replace a node; return arcs added on balance and how many they are.

    `REFUSED` if the node has too many neighbors or a shortcut would be too long to be told.
    """
    if _degree(patch, node) > MOST_NEIGHBORS:
        return REFUSED, 0
    n_arcs = 0
    entry = patch.first[node]
    while entry != END:
        n_arcs += (patch.onward[entry] != NO_COST) + (patch.inward[entry] != NO_COST)
        entry = patch.follower[entry]
    n_shortcuts = 0
    left = patch.first[node]
    while left != END:
        tail, into = patch.neighbor[left], patch.inward[left]
        if into == NO_COST:
            left = patch.follower[left]
            continue
        farthest = np.int64(-1)
        right = patch.first[node]
        while right != END:
            via = into + patch.onward[right]
            if right != left and via >> LENGTH_BITS <= LONGEST_MS:
                if via & LENGTH_MASK > LONGEST_DM:
                    return REFUSED, 0
                farthest = max(farthest, via)
            right = patch.follower[right]
        if farthest >= 0:
            _look_around(patch, node, tail, farthest, nearby)
            right = patch.first[node]
            while right != END:
                via = into + patch.onward[right]
                usable = right != left and via >> LENGTH_BITS <= LONGEST_MS
                if usable and not _is_witnessed(patch, patch.neighbor[right], via, nearby):
                    shortcuts.tail[n_shortcuts] = tail
                    shortcuts.head[n_shortcuts] = patch.neighbor[right]
                    shortcuts.cost[n_shortcuts] = via
                    n_shortcuts += 1
                right = patch.follower[right]
        left = patch.follower[left]
    return n_shortcuts - n_arcs, n_shortcuts


@kernel
def _degree(patch: Patch, node: int) -> int:
    """Return how many neighbors a node has."""
    degree, entry = 0, patch.first[node]
    while entry != END:
        degree += 1
        entry = patch.follower[entry]
    return degree


@kernel
def _look_around(
    patch: Patch, avoided: int, tail: int, farthest: int | np.int64, nearby: Nearby
) -> None:
    """Write what ways of up to two arcs reach from a node, but not over or to the avoided one."""
    nearby.round[-1] += 1
    now = nearby.round[-1]
    nearby.cost[tail], nearby.round[tail] = 0, now
    one = patch.first[tail]
    while one != END:
        middle, so_far = patch.neighbor[one], patch.onward[one]
        if middle != avoided and so_far <= farthest:
            if nearby.round[middle] != now or so_far < nearby.cost[middle]:
                nearby.cost[middle], nearby.round[middle] = so_far, now
            two = patch.first[middle]
            while two != END:
                last, farther = patch.neighbor[two], so_far + patch.onward[two]
                if farther <= farthest and (
                    nearby.round[last] != now or farther < nearby.cost[last]
                ):
                    nearby.cost[last], nearby.round[last] = farther, now
                two = patch.follower[two]
        one = patch.follower[one]
    nearby.round[avoided] = 0


@kernel
def _is_witnessed(patch: Patch, target: int, via: int, nearby: Nearby) -> bool:
    """Return whether a way of up to three arcs, the first two looked at before, costs no more."""
    now = nearby.round[-1]
    if nearby.round[target] == now and nearby.cost[target] <= via:
        return True
    entry = patch.first[target]
    while entry != END:
        last = patch.neighbor[entry]
        if nearby.round[last] == now and nearby.cost[last] + patch.inward[entry] <= via:
            return True
        entry = patch.follower[entry]
    return False


@kernel
def _new_patch(n: int, tail: Int32, head: Int32, cost: Int64) -> Patch:
    """Return the patch with its arcs; of parallel arcs the best stays, loops and endless ones go."""
    capacity = 2 * len(tail) + 4 * MOST_SHORTCUTS
    patch = Patch(
        np.full(n, END, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int64),
        np.empty(capacity, np.int64),
        np.empty(capacity, np.int32),
        np.array([END, 0], np.int64),
    )
    for arc in range(len(tail)):
        if tail[arc] != head[arc] and cost[arc] >> LENGTH_BITS <= LONGEST_MS:
            _connect(patch, tail[arc], head[arc], cost[arc])
    return patch


@kernel
def _larger(patch: Patch) -> Patch:
    return Patch(
        patch.first,
        grown(patch.neighbor),
        grown(patch.onward),
        grown(patch.inward),
        grown(patch.follower),
        patch.spare,
    )


@kernel
def _connect(patch: Patch, tail: int, head: int, cost: int) -> None:
    """Insert an arc, or make the one that is there better."""
    entry = _entry(patch, tail, head)
    patch.onward[entry] = min(patch.onward[entry], cost)
    entry = _entry(patch, head, tail)
    patch.inward[entry] = min(patch.inward[entry], cost)


@kernel
def _entry(patch: Patch, node: int, neighbor: int) -> np.int64:
    """Return the entry of a neighbor in a node's list, a new one without arcs if there is none."""
    entry = np.int64(patch.first[node])
    while entry != END:
        if patch.neighbor[entry] == neighbor:
            return entry
        entry = np.int64(patch.follower[entry])
    entry = patch.spare[0]
    if entry != END:
        patch.spare[0] = patch.follower[entry]
    else:
        entry = patch.spare[1]
        patch.spare[1] += 1
    patch.neighbor[entry] = neighbor
    patch.onward[entry] = NO_COST
    patch.inward[entry] = NO_COST
    patch.follower[entry] = patch.first[node]
    patch.first[node] = entry
    return np.int64(entry)


@kernel
def _disconnect(patch: Patch, node: int, neighbor: int) -> None:
    """Take a neighbor out of a node's list."""
    before, entry = np.int64(END), np.int64(patch.first[node])
    while patch.neighbor[entry] != neighbor:
        before, entry = entry, np.int64(patch.follower[entry])
    if before == END:
        patch.first[node] = patch.follower[entry]
    else:
        patch.follower[before] = patch.follower[entry]
    patch.follower[entry] = patch.spare[0]
    patch.spare[0] = entry


@kernel
def _release(patch: Patch, node: int) -> None:
    """Free all entries of a node's own list."""
    entry = np.int64(patch.first[node])
    while entry != END:
        following = np.int64(patch.follower[entry])
        patch.follower[entry] = patch.spare[0]
        patch.spare[0] = entry
        entry = following
    patch.first[node] = END


@kernel
def _arcs_left(patch: Patch) -> tuple[Int32, Int32, Int64]:
    """Return tail, head and cost of all arcs, by tail."""
    capacity = patch.spare[1]
    tail, head = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    cost = np.empty(capacity, np.int64)
    n_arcs = 0
    for node in range(len(patch.first)):
        entry = patch.first[node]
        while entry != END:
            if patch.onward[entry] != NO_COST:
                tail[n_arcs], head[n_arcs] = node, patch.neighbor[entry]
                cost[n_arcs] = patch.onward[entry]
                n_arcs += 1
            entry = patch.follower[entry]
    return tail[:n_arcs].copy(), head[:n_arcs].copy(), cost[:n_arcs].copy()
