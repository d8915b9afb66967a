"""Edges by direction of travel: which directions are open, and which follow each other at a node.

Direction 2 * edge leads along an edge to its head, 2 * edge + 1 against it to its tail; `direction ^ 1` is the
way back.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges, ranges

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class Directions:
    """Both directions of all edges (e edges, n nodes).

    Attributes
    ----------
    tail, head : int32 (2 e,)
        Where each begins and ends.
    is_open : bool (2 e,)
        Whether a car may go there.
    n_ends : int64 (n,)
        Ends of edges at each node; a loop has two.
    """

    def __init__(self, edges: Edges, n_nodes: int) -> None:
        self.tail: Int32 = np.stack([edges.tail, edges.head], axis=1).reshape(-1)
        self.head: Int32 = np.stack([edges.head, edges.tail], axis=1).reshape(-1)
        both = np.stack([edges.forward_ms, edges.backward_ms], axis=1).reshape(-1)
        self.is_open: Bool = both != CLOSED
        self.n_ends: Int64 = np.bincount(self.tail, minlength=n_nodes)
        leaving = np.flatnonzero(self.is_open)
        self._leaving = leaving[np.argsort(self.tail[leaving], kind="stable")]
        self._indptr = np.searchsorted(self.tail[self._leaving], np.arange(n_nodes + 1))

    def onward(self, arc: int) -> list[int]:
        """Return the open directions that leave where one arrives."""
        node = self.head[arc]
        found: list[int] = self._leaving[self._indptr[node] : self._indptr[node + 1]].tolist()
        return found

    def turns(self, arrive: Int64) -> tuple[Int64, Int64]:
        """Return all turns at the ends of directions: which of `arrive` comes, and what it turns into."""
        node = self.head[arrive]
        n_turns = self._indptr[node + 1] - self._indptr[node]
        at, _ = ranges(self._indptr[node], n_turns)
        return np.repeat(np.arange(len(arrive)), n_turns), self._leaving[at]

    def connected(self, along: tuple[int, ...]) -> bool:
        """Tell whether a car can drive along these one after the other."""
        way = list(along)
        return bool(self.is_open[way].all() and (self.head[way[:-1]] == self.tail[way[1:]]).all())

    def with_joints(self, chosen: Bool) -> Bool:
        """Add to nodes those next to them, and so on, at which one road goes on and nothing else meets.

        Whoever may not turn round at a node may not do so there either.
        """
        joint = self.n_ends == 2
        while True:
            beside = np.zeros(len(chosen), dtype=np.bool_)
            beside[self.head[chosen[self.tail]]] = True
            more = beside & joint & ~chosen
            if not more.any():
                return chosen
            chosen = chosen | more
