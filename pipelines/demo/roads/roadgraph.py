"""The road network while it is being drawn: nodes, edges and what each edge is.

Edges are straight until `streets`, `highways` and `details` are done with them; shape nodes come last.
An edge belongs to a `line` (one street or highway) and has a place `pos` along it, so that edges can be
strung into ways.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipelines.demo.land.geography import FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

CLASSES = (
    *("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"),
    *("motorway_link", "service"),
)
"""Values of `highway` that the network has; an edge's `kind` is an index into it."""

MOTORWAY, TRUNK, PRIMARY, SECONDARY, TERTIARY, UNCLASSIFIED, RESIDENTIAL, LINK, SERVICE = range(
    len(CLASSES)
)


@dataclass(frozen=True)
class RoadGraph:
    """Roads as nodes and straight edges.

    Attributes
    ----------
    xy
        Nodes, shape (n, 2), metres.
    u, v
        Nodes where each edge begins and ends, int64 (m,).
    kind
        Index into `CLASSES`, int64 (m,).
    line, pos
        The street or highway that an edge is part of, and its place along it.
    oneway, bridge, ring
        Whether traffic runs only from u to v; whether the edge is a bridge; whether it is of a roundabout.
    """

    xy: FloatArray
    u: IntArray
    v: IntArray
    kind: IntArray
    line: IntArray
    pos: FloatArray
    oneway: BoolArray
    bridge: BoolArray
    ring: BoolArray

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.xy)

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.u)

    @property
    def length_m(self) -> FloatArray:
        """Straight length of each edge, metres."""
        return np.asarray(np.hypot(*(self.xy[self.v] - self.xy[self.u]).T))

    @property
    def middle(self) -> FloatArray:
        """Middle of each edge, shape (m, 2), metres."""
        return (self.xy[self.u] + self.xy[self.v]) / 2

    def degree(self) -> IntArray:
        """Return how many edges meet at each node."""
        return np.bincount(np.concatenate([self.u, self.v]), minlength=self.n_nodes)

    def take(self, edges: npt.NDArray[np.generic]) -> RoadGraph:
        """Return the graph of some edges (an index or a mask); the nodes stay as they are."""
        return replace(
            self,
            **{
                name: getattr(self, name)[edges]
                for name in ("u", "v", "kind", "line", "pos", "oneway", "bridge", "ring")
            },
        )

    def compact(self) -> RoadGraph:
        """Return the graph without nodes that no edge touches."""
        used, ends = np.unique(np.concatenate([self.u, self.v]), return_inverse=True)
        return replace(self, xy=self.xy[used], u=ends[: self.n_edges], v=ends[self.n_edges :])

    def components(self, *, strong: bool = False) -> IntArray:
        """Return the number of the connected component of each node, the largest being 0.

        Parameters
        ----------
        strong
            Whether one-way edges count in their direction only.
        """
        two_way = ~self.oneway if strong else np.zeros(self.n_edges, dtype=bool)
        tail = np.concatenate([self.u, self.v[two_way]])
        head = np.concatenate([self.v, self.u[two_way]])
        matrix = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), (self.n_nodes,) * 2)
        count, label = connected_components(
            matrix, directed=strong, connection="strong" if strong else "weak"
        )
        size = np.bincount(label, minlength=count)
        rank = np.empty(count, dtype=np.int64)
        rank[np.argsort(-size, kind="stable")] = np.arange(count)
        return np.asarray(rank[label])


def graph_of(
    xy: FloatArray,
    ends: IntArray,
    *,
    kind: IntArray | int,
    line: IntArray | int,
    pos: FloatArray | None = None,
    oneway: bool = False,
    ring: bool = False,
    bridge: bool = False,
) -> RoadGraph:
    """Return a graph of nodes and edges whose remaining properties are all alike.

    Parameters
    ----------
    xy
        Nodes, shape (n, 2), metres.
    ends
        First and last node of each edge, shape (m, 2).
    kind, line
        One value, or one an edge.
    pos
        Place along the line; by default the order in which the edges come.
    oneway, ring, bridge
        Of all edges.
    """
    count = len(ends)
    return RoadGraph(
        xy=np.asarray(xy, dtype=float).reshape(-1, 2),
        u=np.asarray(ends[:, 0], dtype=np.int64),
        v=np.asarray(ends[:, 1], dtype=np.int64),
        kind=np.broadcast_to(np.asarray(kind, dtype=np.int64), (count,)).copy(),
        line=np.broadcast_to(np.asarray(line, dtype=np.int64), (count,)).copy(),
        pos=np.arange(count, dtype=float) if pos is None else pos,
        oneway=np.full(count, oneway),
        bridge=np.full(count, bridge),
        ring=np.full(count, ring),
    )


def join(graph: RoadGraph, other: RoadGraph) -> RoadGraph:
    """Return both graphs as one; `other` has no nodes of its own if it numbers those of `graph`.

    Edges of `other` number their nodes as if its `xy` followed that of `graph`.
    """
    columns = ("u", "v", "kind", "line", "pos", "oneway", "bridge", "ring")
    return replace(
        graph,
        xy=np.vstack([graph.xy, other.xy]),
        **{name: np.concatenate([getattr(graph, name), getattr(other, name)]) for name in columns},
    )


def polylines(
    lines: list[FloatArray], *, first_node: int, kinds: list[int], first_line: int
) -> RoadGraph:
    """Return a graph of chains, one line each, whose nodes are numbered from `first_node`."""
    xy, ends, kind, line, pos = [], [], [], [], []
    start = first_node
    for number, (points, what) in enumerate(zip(lines, kinds, strict=True)):
        steps = np.arange(len(points) - 1)
        xy.append(points)
        ends.append(np.column_stack([start + steps, start + steps + 1]))
        kind.append(np.full(len(steps), what))
        line.append(np.full(len(steps), first_line + number))
        pos.append(steps.astype(float))
        start += len(points)
    return graph_of(
        np.vstack(xy),
        np.vstack(ends),
        kind=np.concatenate(kind),
        line=np.concatenate(line),
        pos=np.concatenate(pos),
    )
