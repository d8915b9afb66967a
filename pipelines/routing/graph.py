"""The road network as compressed sparse rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.routing.compiled import kernel

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """A directed road network, arcs grouped by the node they leave.

    Parallel arcs, self-loops, arcs that take no time and unconnected nodes are all allowed.

    Parameters
    ----------
    indptr : integers (n + 1,)
        The arcs that leave node ``u`` are ``indptr[u]:indptr[u + 1]``.
    head : int32 (m,)
        The node each arc leads to.
    time_ms : int32 (m,)
        Time along each arc, milliseconds, not negative.
    length_dm : int32 (m,)
        Length of each arc, decimetres, not negative.

    Raises
    ------
    ValueError
        With the first offending arc, if the arrays do not describe a network.
    """

    indptr: Int32 | Int64
    head: Int32
    time_ms: Int32
    length_dm: Int32

    def __post_init__(self) -> None:
        check_offsets("indptr", self.indptr, len(self.head))
        for name in ("head", "time_ms", "length_dm"):
            check_int32(name, getattr(self, name), len(self.head))
        check_nodes("head", self.head, self.n_nodes)
        check_not_negative("time_ms", self.time_ms)
        check_not_negative("length_dm", self.length_dm)

    @property
    def n_nodes(self) -> int:
        """Return the number of nodes."""
        return len(self.indptr) - 1

    @property
    def n_arcs(self) -> int:
        """Return the number of arcs."""
        return len(self.head)

    @property
    def nbytes(self) -> int:
        """Return the bytes that the arrays take."""
        arrays = (self.indptr, self.head, self.time_ms, self.length_dm)
        return sum(array.nbytes for array in arrays)

    def tails(self) -> Int32:
        """Return the node each arc leaves, int32 (m,)."""
        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.indptr))


def build_graph(
    n: int, tail: ArrayLike, head: ArrayLike, time_ms: ArrayLike, length_dm: ArrayLike
) -> Graph:
    """Group arcs by tail; arcs that leave the same node keep their order.

    Parameters
    ----------
    n : int
        Number of nodes.
    tail, head, time_ms, length_dm : integers (m,)
        One entry an arc, in any order.

    Raises
    ------
    ValueError
        If a column is not of integers, has a wrong length, or holds an impossible value.
    """
    tails = as_int32("tail", tail)
    columns = {"head": head, "time_ms": time_ms, "length_dm": length_dm}
    arrays = {name: as_int32(name, values) for name, values in columns.items()}
    for name, array in arrays.items():
        check_int32(name, array, len(tails))
    check_nodes("tail", tails, n)
    check_nodes("head", arrays["head"], n)
    for name in ("time_ms", "length_dm"):
        check_not_negative(name, arrays[name])
    indptr, order = _arc_order(n, tails)
    return Graph(indptr, *(array[order] for array in arrays.values()))


def reversed_graph(graph: Graph) -> Graph:
    """Return the network with every arc turned round."""
    indptr, order = _arc_order(graph.n_nodes, graph.head)
    return Graph(indptr, graph.tails()[order], graph.time_ms[order], graph.length_dm[order])


def as_int32(name: str, values: ArrayLike) -> Int32:
    """Return one column as contiguous int32; refuse fractions and numbers that do not fit."""
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(0, dtype=np.int32)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be one column of integers, not {array.dtype}{array.shape}")
    limit = np.iinfo(np.int32)
    if array.min() < limit.min or array.max() > limit.max:
        raise ValueError(f"{name} holds {array.min()} to {array.max()}, beyond 32-bit integers")
    return np.ascontiguousarray(array, dtype=np.int32)


def check_int32(name: str, array: NDArray[Any], length: int) -> None:
    """Raise ValueError unless the column is int32 of this length."""
    if array.ndim != 1 or array.dtype != np.int32:
        raise ValueError(f"{name} must be one column of int32, not {array.dtype}{array.shape}")
    if len(array) != length:
        raise ValueError(f"{name} has {len(array)} entries where {length} are needed")


def check_nodes(name: str, node: NDArray[Any], n: int) -> None:
    """Raise ValueError unless every entry is a node ``0 .. n - 1``."""
    if len(node) and (node.min() < 0 or node.max() >= n):
        at = int(np.flatnonzero((node < 0) | (node >= n))[0])
        raise ValueError(f"{name}[{at}] is {node[at]}, but the nodes are 0 to {n - 1}")


def check_not_negative(name: str, array: NDArray[Any]) -> None:
    """Raise ValueError, with the first offender, if an entry is below 0."""
    if len(array) and array.min() < 0:
        at = int(np.flatnonzero(array < 0)[0])
        raise ValueError(f"{name}[{at}] is {array[at]}; it must not be negative")


def check_offsets(name: str, indptr: NDArray[Any], length: int) -> None:
    """Raise ValueError unless ``indptr`` cuts ``length`` entries into consecutive runs."""
    if indptr.ndim != 1 or indptr.dtype.kind != "i" or len(indptr) == 0:
        raise ValueError(f"{name} must be one column of at least one integer")
    if indptr[0] != 0 or indptr[-1] != length:
        raise ValueError(f"{name} runs from {indptr[0]} to {indptr[-1]}, not from 0 to {length}")
    if np.any(indptr[1:] < indptr[:-1]):
        at = int(np.flatnonzero(indptr[1:] < indptr[:-1])[0])
        raise ValueError(f"{name} falls after entry {at}")


@kernel
def _arc_order(n: int, tail: Int32) -> tuple[Int64, Int64]:
    """Return ``indptr`` (n + 1) and the stable order of arcs (m,) that groups them by tail."""
    indptr = np.zeros(n + 1, np.int64)
    for node in tail:
        indptr[node + 1] += 1
    for node in range(n):
        indptr[node + 1] += indptr[node]
    place = indptr[:-1].copy()
    order = np.empty(len(tail), np.int64)
    for arc in range(len(tail)):
        order[place[tail[arc]]] = arc
        place[tail[arc]] += 1
    return indptr, order
