"""Roads for trip ends only: private and destination roads are reached, but never driven through.

A search knows no difference between the middle and the end of a trip, so the difference is built into the
network. Each stretch of such roads stands there twice: once to leave by, from which the public roads can be
reached but never entered again, and once to arrive by, which the public roads lead into and never out of. A
trip that begins and ends on the same private ground crosses from the first to the second anywhere. So every
gate is used in the direction in which it is open, and no trip leads through.

Roads that no car reaches but over such roads are for trip ends too, whatever their own tags say: the streets of
an estate behind its private drive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pipelines.roads.edges import CLOSED, Edges
from pipelines.roads.joining.splitting import split_edges

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NoThroughRoads:
    """Edges without a way through private ground, and all nodes.

    Attributes
    ----------
    edges : Edges
        Public edges, then those to leave by, those to arrive by, and the crossings between these two.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    n_private : int
        Edges that only trip ends may use, each counted once.
    n_behind : int
        Those of them that are open to all and only reached over the others.
    """

    edges: Edges
    node_lon: Float64
    node_lat: Float64
    n_private: int
    n_behind: int


def close_to_through_traffic(
    edges: Edges, trip_end_only: Bool, node_lon: Float64, node_lat: Float64
) -> NoThroughRoads:
    """Let roads for trip ends be left and arrived at, but not driven through.

    Parameters
    ----------
    edges
        All edges; those of one piece can be driven from one to any other and back.
    trip_end_only : bool (e,)
        Which of them only trip ends may use.
    node_lon, node_lat : float64 (n,)
        Nodes.

    Returns
    -------
    NoThroughRoads
        Without roads for trip ends the edges are those that were given.
    """
    n_nodes = len(node_lon)
    public, closed = _public_nodes(edges, trip_end_only, n_nodes)
    private = closed[edges.tail] & (trip_end_only | ~(public[edges.tail] & public[edges.head]))
    n_private, n_behind = int(private.sum()), int((private & ~trip_end_only).sum())
    if not n_private:
        return NoThroughRoads(edges, node_lon, node_lat, 0, 0)
    inside, node_lon, node_lat = _with_inner_nodes(edges.take(private), public, node_lon, node_lat)
    public = np.concatenate([public, np.zeros(len(node_lon) - len(public), dtype=np.bool_)])
    # Private nodes keep their number to leave by, and have another one to arrive by.
    behind = np.unique(np.concatenate([inside.tail, inside.head]))
    behind = behind[~public[behind]]
    arriving = np.arange(len(node_lon), dtype=np.int32)
    arriving[behind] = len(node_lon) + np.arange(len(behind), dtype=np.int32)
    leave = replace(
        inside,
        forward_ms=np.where(public[inside.tail], CLOSED, inside.forward_ms).astype(np.int32),
        backward_ms=np.where(public[inside.head], CLOSED, inside.backward_ms).astype(np.int32),
        arrives=np.zeros(len(inside), dtype=np.bool_),
    )
    arrive = replace(
        inside,
        tail=arriving[inside.tail],
        head=arriving[inside.head],
        forward_ms=np.where(public[inside.head], CLOSED, inside.forward_ms).astype(np.int32),
        backward_ms=np.where(public[inside.tail], CLOSED, inside.backward_ms).astype(np.int32),
        departs=np.zeros(len(inside), dtype=np.bool_),
    )
    crossings = _crossings(inside, behind, arriving, node_lon, node_lat)
    return NoThroughRoads(
        edges.take(~private)
        .followed_by(_open(leave))
        .followed_by(_open(arrive))
        .followed_by(crossings),
        np.concatenate([node_lon, node_lon[behind]]),
        np.concatenate([node_lat, node_lat[behind]]),
        n_private,
        n_behind,
    )


def _public_nodes(edges: Edges, trip_end_only: Bool, n_nodes: int) -> tuple[Bool, Bool]:
    """Tell which nodes belong to the largest part of their piece that hangs together without private roads.

    Returns these, and the nodes of pieces that have such a part; a piece of private roads alone has none.
    """
    _, piece = _strong_parts(edges, n_nodes)
    through = edges.take(~trip_end_only)
    n_parts, part = _strong_parts(through, n_nodes)
    used = np.zeros(n_nodes, dtype=np.bool_)
    used[through.tail] = used[through.head] = True
    size = np.bincount(part[used], minlength=n_parts)
    # Of the parts of a piece the largest comes first, of equally large ones that of the lowest node.
    first = np.full(n_parts, n_nodes)
    np.minimum.at(first, part, np.arange(n_nodes))
    piece_of_part = piece[first]
    order = np.lexsort((first, -size, piece_of_part))
    leading = np.ones(n_parts, dtype=np.bool_)
    leading[1:] = piece_of_part[order][1:] != piece_of_part[order][:-1]
    largest = np.zeros(n_parts, dtype=np.bool_)
    largest[order[leading]] = True
    public: Bool = largest[part] & used
    return public, np.isin(piece, piece[public])


def _strong_parts(edges: Edges, n_nodes: int) -> tuple[int, Int32]:
    forward, backward = edges.forward_ms != CLOSED, edges.backward_ms != CLOSED
    tail = np.concatenate([edges.tail[forward], edges.head[backward]])
    head = np.concatenate([edges.head[forward], edges.tail[backward]])
    arcs = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    count, part = connected_components(arcs, directed=True, connection="strong")
    return int(count), part


def _with_inner_nodes(
    inside: Edges, public: Bool, node_lon: Float64, node_lat: Float64
) -> tuple[Edges, Float64, Float64]:
    """Cut private edges from one public node to another in the middle, so that each has ground to arrive at."""
    across = np.flatnonzero(public[inside.tail] & public[inside.head])
    if not len(across):
        return inside, node_lon, node_lat
    split = split_edges(inside, len(node_lon), across, np.full(len(across), 0.5))
    return (
        split.edges,
        np.concatenate([node_lon, split.node_lon]),
        np.concatenate([node_lat, split.node_lat]),
    )


def _open(edges: Edges) -> Edges:
    """Leave out edges that are closed in both directions."""
    return edges.take((edges.forward_ms != CLOSED) | (edges.backward_ms != CLOSED))


def _crossings(
    inside: Edges, behind: npt.NDArray[np.integer], arriving: Int32, lon: Float64, lat: Float64
) -> Edges:
    """Lead from each private node to leave by to its twin to arrive by, in no time and one direction."""
    n = len(behind)
    nothing = np.zeros(n, dtype=np.int32)
    road_class = np.zeros(len(lon), dtype=inside.road_class.dtype)
    road_class[inside.tail] = inside.road_class
    road_class[inside.head] = inside.road_class
    no = np.zeros(n, dtype=np.bool_)
    return Edges(
        tail=behind.astype(np.int32),
        head=arriving[behind],
        road_class=road_class[behind],
        departs=no,
        arrives=no,
        length_dm=nothing,
        forward_ms=nothing,
        backward_ms=np.full(n, CLOSED, dtype=np.int32),
        forward_delay_ms=nothing,
        backward_delay_ms=nothing,
        shape_indptr=np.arange(0, 2 * n + 1, 2, dtype=np.int64),
        shape_lon=np.repeat(lon[behind], 2),
        shape_lat=np.repeat(lat[behind], 2),
    )
