"""How centers and population points join the network: through one node, several, or none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.routing.graph import (
    Int32,
    Int64,
    as_int32,
    check_int32,
    check_not_negative,
    check_offsets,
)


@dataclass(frozen=True, eq=False)
class Joins:
    """Where centers are entered from the network, or where population points enter it.

    Center ``i`` is entered from ``node[indptr[i]:indptr[i + 1]]``; the way from that node to the
    center takes ``time_ms`` over ``length_dm``. Point ``i`` leaves to those nodes at that cost. A
    place on a two-way street joins both ends; one without a join is never reached.

    Parameters
    ----------
    indptr : integers (t + 1,)
    node, time_ms, length_dm : int32 (joins,)
        Nodes, milliseconds and decimetres, not negative.
    """

    indptr: Int32 | Int64
    node: Int32
    time_ms: Int32
    length_dm: Int32

    def __post_init__(self) -> None:
        check_offsets("indptr", self.indptr, len(self.node))
        for name in ("node", "time_ms", "length_dm"):
            check_int32(name, getattr(self, name), len(self.node))
            check_not_negative(name, getattr(self, name))

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def owners(self) -> Int32:
        """Return which center or point each join belongs to, int32 (joins,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.indptr))

    def check_within(self, n_nodes: int) -> None:
        """Raise ValueError if a join names a node that a network of ``n_nodes`` lacks."""
        if len(self.node) and self.node.max() >= n_nodes:
            at = int(self.node.argmax())
            raise ValueError(
                f"number {self.owners()[at]} joins node {self.node[at]}, "
                f"but the nodes are 0 to {n_nodes - 1}"
            )


def joins_at(node: ArrayLike) -> Joins:
    """Return centers or points that lie exactly on one node each, at no extra cost."""
    nodes = as_int32("node", node)
    nothing = np.zeros(len(nodes), dtype=np.int32)
    return Joins(np.arange(len(nodes) + 1, dtype=np.int64), nodes, nothing, nothing)


def chosen_joins(joins: Joins, chosen: NDArray[np.bool_]) -> Joins:
    """Return the same centers or points, those not chosen without any join (numbers stay the same)."""
    if chosen.shape != (len(joins),):
        raise ValueError(f"chosen has {len(chosen)} entries for {len(joins)} centers")
    kept = chosen[joins.owners()]
    sizes = np.where(chosen, np.diff(joins.indptr), 0)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Joins(indptr, joins.node[kept], joins.time_ms[kept], joins.length_dm[kept])
