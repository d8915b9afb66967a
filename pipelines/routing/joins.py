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


@dataclass(frozen=True)
class _Joins:
    """Extra costs between things beside the network and its nodes, grouped by thing."""

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
        """Return which thing each join belongs to, int32 (joins,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.indptr))

    def check_within(self, n_nodes: int) -> None:
        """Raise ValueError if a join names a node that a network of ``n_nodes`` lacks."""
        if len(self.node) and self.node.max() >= n_nodes:
            at = int(self.node.argmax())
            raise ValueError(
                f"{type(self).__name__} {self.owners()[at]} joins node {self.node[at]}, "
                f"but the nodes are 0 to {n_nodes - 1}"
            )


@dataclass(frozen=True)
class Seeds(_Joins):
    """The centers as they are entered from the network.

    Center ``i`` is entered from ``node[indptr[i]:indptr[i + 1]]``; the trip from that node to the
    center takes ``time_ms`` over ``length_dm``. A center on a two-way street is entered from both
    ends; one without a join is never reached.

    Parameters
    ----------
    indptr : integers (c + 1,)
    node, time_ms, length_dm : int32 (joins,)
        Nodes, milliseconds and decimetres, not negative.
    """


@dataclass(frozen=True)
class Links(_Joins):
    """The population points as they enter the network.

    Point ``j`` leaves to ``node[indptr[j]:indptr[j + 1]]`` at a cost of ``time_ms`` over
    ``length_dm``. A point without a link is never reached.

    Parameters
    ----------
    indptr : integers (p + 1,)
    node, time_ms, length_dm : int32 (joins,)
        Nodes, milliseconds and decimetres, not negative.
    """


def seeds_at(node: ArrayLike) -> Seeds:
    """Return centers that lie exactly on one node each, at no extra cost."""
    return Seeds(*_on_nodes(node))


def links_at(node: ArrayLike) -> Links:
    """Return points that lie exactly on one node each, at no extra cost."""
    return Links(*_on_nodes(node))


def chosen_seeds(seeds: Seeds, chosen: NDArray[np.bool_]) -> Seeds:
    """Return the same centers, those not chosen without any join (numbers stay the same)."""
    if chosen.shape != (len(seeds),):
        raise ValueError(f"chosen has {len(chosen)} entries for {len(seeds)} centers")
    kept = chosen[seeds.owners()]
    sizes = np.where(chosen, np.diff(seeds.indptr), 0)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Seeds(indptr, seeds.node[kept], seeds.time_ms[kept], seeds.length_dm[kept])


def _on_nodes(node: ArrayLike) -> tuple[Int64, Int32, Int32, Int32]:
    nodes = as_int32("node", node)
    nothing = np.zeros(len(nodes), dtype=np.int32)
    return np.arange(len(nodes) + 1, dtype=np.int64), nodes, nothing, nothing
