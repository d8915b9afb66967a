"""Edges: stretches of road between junctions, the form in which a network is cut and put together.

A `RoadNetwork` lists arcs by node, as a search wants them; `Edges` lists stretches with both directions, as
cutting wants them. `edges_of` and `assemble` lead from one to the other and back without loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from pipelines.roads.network import RoadNetwork

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

CLOSED = -1
"""Travel time of a direction that a car may not take."""

AT_ONCE = 1_000_000
"""Points that are worked on at once: what a step needs besides its answer is bounded by it."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Stretches of road between nodes (e edges, s shape points).

    Attributes
    ----------
    tail, head : int32 (e,)
        End nodes; the shape runs from tail to head.
    road_class : uint8 (e,)
        Index into the classes.
    departs, arrives : bool (e,)
        Whether a trip may begin, and whether it may end along the edge.
    length_dm : int32 (e,)
        Length along the road, decimetres.
    forward_ms, backward_ms : int32 (e,)
        Driving time to the head and to the tail, milliseconds, without delay; `CLOSED` where not allowed.
    forward_delay_ms, backward_delay_ms : int32 (e,)
        Delay on arriving at the head and at the tail.
    shape_indptr : int64 (e + 1,)
        Shape of edge j, both end nodes included, is shape_indptr[j]:shape_indptr[j + 1].
    shape_lon, shape_lat : float64 (s,)
        WGS 84 degrees.
    """

    tail: Int32
    head: Int32
    road_class: npt.NDArray[np.uint8]
    departs: npt.NDArray[np.bool_]
    arrives: npt.NDArray[np.bool_]
    length_dm: Int32
    forward_ms: Int32
    backward_ms: Int32
    forward_delay_ms: Int32
    backward_delay_ms: Int32
    shape_indptr: Int64
    shape_lon: npt.NDArray[np.float64]
    shape_lat: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.tail)

    def take(self, rows: npt.NDArray[np.integer] | npt.NDArray[np.bool_]) -> Self:
        """Return the edges of these rows, in the order of `rows`."""
        index = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        columns = {name: getattr(self, name)[index] for name in _columns()}
        start, length = self.shape_indptr[index], np.diff(self.shape_indptr)[index]
        indptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        lon, lat = np.empty((2, indptr[-1]))
        for piece in pieces(length):
            at, _ = ranges(start[piece], length[piece])
            points = slice(indptr[piece.start], indptr[piece.stop])
            lon[points], lat[points] = self.shape_lon[at], self.shape_lat[at]
        return type(self)(**columns, shape_indptr=indptr, shape_lon=lon, shape_lat=lat)

    def followed_by(self, *others: Self) -> Self:
        """Return these edges and then the others."""
        parts = (self, *others)
        columns = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in (*_columns(), "shape_lon", "shape_lat")
        }
        lengths = np.concatenate([np.diff(part.shape_indptr) for part in parts])
        indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return type(self)(**columns, shape_indptr=indptr)


def _columns() -> list[str]:
    return [f.name for f in fields(Edges) if not f.name.startswith("shape_")]


def ranges(start: Int64, length: Int64) -> tuple[Int64, Int64]:
    """Return the numbers of many ranges one after the other, and where each range begins.

    Parameters
    ----------
    start, length : int64 (r,)
        Range i holds start[i], start[i] + 1, ..., start[i] + length[i] - 1.

    Returns
    -------
    numbers : int64 (length.sum(),)
    indptr : int64 (r + 1,)
    """
    indptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    numbers = np.arange(indptr[-1]) + np.repeat(start - indptr[:-1], length)
    return numbers, indptr


def pieces(length: Int64) -> Iterator[slice]:
    """Yield ranges in pieces of some `AT_ONCE` numbers, as slices of their rows; at least one range each.

    Parameters
    ----------
    length : int64 (r,)
        How many numbers each range holds.
    """
    ends = np.cumsum(length)
    begin = 0
    while begin < len(length):
        before = ends[begin] - length[begin]
        end = max(begin + 1, int(np.searchsorted(ends, before + AT_ONCE, side="right")))
        yield slice(begin, end)
        begin = end


def steps(
    tail: Int32,
    head: Int32,
    road_class: npt.NDArray[np.uint8],
    node_lon: Float64,
    node_lat: Float64,
) -> Edges:
    """Return edges that lead from one node to another at the same place, in no time and in one direction.

    Parameters
    ----------
    tail, head : int32 (s,)
        Nodes.
    road_class : uint8 (s,)
        Index into the classes.
    node_lon, node_lat : float64 (n,)
        All nodes, WGS 84 degrees.
    """
    n = len(tail)
    nothing = np.zeros(n, dtype=np.int32)
    no = np.zeros(n, dtype=np.bool_)
    return Edges(
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        road_class=road_class,
        departs=no,
        arrives=no,
        length_dm=nothing,
        forward_ms=nothing,
        backward_ms=np.full(n, CLOSED, dtype=np.int32),
        forward_delay_ms=nothing,
        backward_delay_ms=nothing,
        shape_indptr=np.arange(0, 2 * n + 1, 2, dtype=np.int64),
        shape_lon=np.repeat(node_lon[tail], 2),
        shape_lat=np.repeat(node_lat[tail], 2),
    )


def edges_of(network: RoadNetwork) -> Edges:
    """Return the edges of a network, in their order."""
    n_edges = network.n_edges
    tails = network.tails()
    by_side: dict[str, Int32] = {}
    for side, arcs in (
        ("forward", np.flatnonzero(network.along)),
        ("backward", np.flatnonzero(~network.along)),
    ):
        run = np.full(n_edges, CLOSED, dtype=np.int32)
        delay = np.zeros(n_edges, dtype=np.int32)
        run[network.edge[arcs]] = network.time_ms[arcs] - network.delay_ms[arcs]
        delay[network.edge[arcs]] = network.delay_ms[arcs]
        by_side |= {f"{side}_ms": run, f"{side}_delay_ms": delay}
    length = np.zeros(n_edges, dtype=np.int32)
    length[network.edge] = network.length_dm
    tail, head = np.empty((2, n_edges), dtype=np.int32)
    tail[network.edge] = np.where(network.along, tails, network.head)
    head[network.edge] = np.where(network.along, network.head, tails)
    return Edges(
        tail=tail,
        head=head,
        road_class=np.asarray(network.edge_class),
        departs=np.asarray(network.edge_departs),
        arrives=np.asarray(network.edge_arrives),
        length_dm=length,
        **by_side,
        shape_indptr=np.asarray(network.shape_indptr),
        shape_lon=np.asarray(network.shape_lon),
        shape_lat=np.asarray(network.shape_lat),
    )


def assemble(
    node_lon: npt.NDArray[np.float64],
    node_lat: npt.NDArray[np.float64],
    edges: Edges,
    classes: tuple[str, ...],
    counts: dict[str, int],
) -> RoadNetwork:
    """Put edges together to a network; every edge must be open in at least one direction."""
    forward = np.flatnonzero(edges.forward_ms != CLOSED)
    backward = np.flatnonzero(edges.backward_ms != CLOSED)
    edge = np.concatenate([forward, backward])
    along = np.arange(len(edge)) < len(forward)
    tail = np.where(along, edges.tail[edge], edges.head[edge])
    head = np.where(along, edges.head[edge], edges.tail[edge])
    delay = np.where(along, edges.forward_delay_ms[edge], edges.backward_delay_ms[edge])
    run = np.where(along, edges.forward_ms[edge], edges.backward_ms[edge])
    order = np.lexsort((edge, head, tail))
    n_nodes = len(node_lon)
    return RoadNetwork(
        node_lon=node_lon,
        node_lat=node_lat,
        indptr=np.searchsorted(tail[order], np.arange(n_nodes + 1)).astype(np.int64),
        head=head[order],
        time_ms=(run + delay)[order],
        delay_ms=delay[order],
        length_dm=edges.length_dm[edge][order],
        edge=edge[order].astype(np.int32),
        along=along[order],
        edge_class=edges.road_class,
        edge_departs=edges.departs,
        edge_arrives=edges.arrives,
        shape_indptr=edges.shape_indptr,
        shape_lon=edges.shape_lon,
        shape_lat=edges.shape_lat,
        classes=classes,
        counts=counts,
    )
