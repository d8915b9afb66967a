"""Roads for trip ends only: private and destination roads are reached, but never driven through.

A search knows no difference between the middle and the end of a trip, so the difference is built into the
network. Private ground that touches the public roads in more than one place stands there twice: once to leave
by, from which the public roads can be reached but never entered again, and once to arrive by, which the public
roads lead into and never out of. A trip that begins and ends on the same ground crosses from the first to the
second anywhere. So every gate is used in the direction in which it is open, and no trip leads through. Ground
with one gate cannot be driven through anyhow and stays as it is.

Roads that no car reaches but over such roads are for trip ends too, whatever their own tags say: the streets of
an estate behind its private drive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pipelines.roads.edges import CLOSED, Edges, steps

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NoThroughRoads:
    """Edges without a way through private ground, and all nodes.

    Attributes
    ----------
    edges : Edges
        Those that no trip could be led through, then those to leave by, those to arrive by, and stretches of
        no length that lead from one of these to the other.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    n_doubled : int
        Edges that now stand twice.
    """

    edges: Edges
    node_lon: Float64
    node_lat: Float64
    n_doubled: int


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
        Without ground that could be driven through the edges are those that were given.
    """
    public, closed = _public_nodes(edges, trip_end_only, len(node_lon))
    private = closed[edges.tail] & (trip_end_only | ~(public[edges.tail] & public[edges.head]))
    private[private] = _could_be_driven_through(edges.take(private), public)
    n_doubled = int(private.sum())
    if not n_doubled:
        return NoThroughRoads(edges, node_lon, node_lat, 0)
    inside = edges.take(private)
    ends = np.stack([inside.tail, inside.head])
    at_gate = public[ends]
    outside = ends[at_gate]
    # Each end of a private edge at a public node becomes a gate of its own; the ground lies behind it.
    ends[at_gate] = len(node_lon) + np.arange(len(outside), dtype=np.int32)
    lon, lat = (np.concatenate([xy, xy[outside]]) for xy in (node_lon, node_lat))
    gates = np.arange(len(node_lon), len(lon), dtype=np.int32)
    ground = np.unique(ends)
    arriving = np.zeros(len(lon), dtype=np.int32)
    arriving[ground] = len(lon) + np.arange(len(ground), dtype=np.int32)
    no = np.zeros(len(inside), dtype=np.bool_)
    leave = replace(inside, tail=ends[0], head=ends[1], arrives=no)
    arrive = replace(inside, tail=arriving[ends[0]], head=arriving[ends[1]], departs=no)
    lon, lat = (np.concatenate([xy, xy[ground]]) for xy in (lon, lat))
    tail = np.concatenate([gates, outside, ground])
    head = np.concatenate([outside, arriving[gates], arriving[ground]])
    across = steps(tail, head, np.full(len(tail), inside.road_class[0]), lon, lat)
    doubled = edges.take(~private).followed_by(leave, arrive, across)
    return NoThroughRoads(doubled, lon, lat, n_doubled)


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


def _could_be_driven_through(inside: Edges, public: Bool) -> Bool:
    """Tell which private edges lie on ground that touches public roads at more than one node."""
    n = len(inside)
    ends = np.concatenate([inside.tail, inside.head])
    edge = np.tile(np.arange(n), 2)
    # Edges hang together at private nodes only: at a public one a car has left the ground.
    behind = ~public[ends]
    touches = csr_array(
        (np.ones(int(behind.sum()), dtype=np.int8), (edge[behind], ends[behind])),
        shape=(n, len(public)),
    )
    count, ground = connected_components(touches @ touches.T, directed=False)
    gates = np.unique(np.stack([ground[edge[~behind]], ends[~behind]]), axis=1)
    through: Bool = (np.bincount(gates[0], minlength=count) > 1)[ground]
    return through
