"""Cutting edges at places along them, so that the places become nodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges
from pipelines.sphere import great_circle_m

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Split:
    """Edges after a cut.

    Attributes
    ----------
    edges : Edges
        Those that were not cut, in their order, then the pieces edge by edge from tail to head.
    node : int32 (c,)
        The new node at each cut; cuts at the same place of the same edge share one.
    node_lon, node_lat : float64 (new nodes,)
        WGS 84 degrees.
    origin : int64 (edges after,)
        The edge that each edge was, or was part of.
    """

    edges: Edges
    node: Int32
    node_lon: Float64
    node_lat: Float64
    origin: Int64


def split_edges(edges: Edges, n_nodes: int, edge: Int64, fraction: Float64) -> Split:
    """Cut edges at fractions of their length.

    Parameters
    ----------
    edges
        All edges.
    n_nodes
        Nodes so far; the new ones are numbered from here on, by edge and fraction.
    edge : int64 (c,)
        Edge of each cut, in any order.
    fraction : float64 (c,)
        Strictly between 0 (tail) and 1 (head).

    Returns
    -------
    Split
        Times and lengths of the pieces of an edge add up to its own, to the millisecond and decimetre; its
        delays stay with the pieces that end at its ends.
    """
    places, place_of_cut = np.unique(np.column_stack([edge, fraction]), axis=0, return_inverse=True)
    place_of_cut = place_of_cut.reshape(-1)
    place_edge = places[:, 0].astype(np.int64)
    cut_edges, n_cuts = np.unique(place_edge, return_counts=True)
    old = edges.take(cut_edges)
    number = np.arange(len(places), dtype=np.int32) + np.int32(n_nodes)

    # Bounds of the pieces: each cut edge has its places between 0 and 1.
    n_pieces = n_cuts + 1
    piece_edge = np.repeat(np.arange(len(cut_edges)), n_pieces)
    begins = np.zeros(len(piece_edge), dtype=np.bool_)
    begins[np.cumsum(n_pieces) - n_pieces] = True
    ends = np.roll(begins, -1)
    start, stop = np.zeros(len(piece_edge)), np.ones(len(piece_edge))
    start[~begins] = places[:, 1]
    stop[~ends] = places[:, 1]
    tail, head = old.tail[piece_edge], old.head[piece_edge]
    tail[~begins] = number
    head[~ends] = number

    pieces = _shaped_pieces(old, piece_edge, start)
    split = Edges(
        tail=tail,
        head=head,
        road_class=old.road_class[piece_edge],
        departs=old.departs[piece_edge],
        arrives=old.arrives[piece_edge],
        length_dm=_share(old.length_dm[piece_edge], start, stop),
        forward_ms=_share_or_closed(old.forward_ms[piece_edge], start, stop),
        backward_ms=_share_or_closed(old.backward_ms[piece_edge], start, stop),
        forward_delay_ms=np.where(ends, old.forward_delay_ms[piece_edge], 0).astype(np.int32),
        backward_delay_ms=np.where(begins, old.backward_delay_ms[piece_edge], 0).astype(np.int32),
        shape_indptr=pieces[0],
        shape_lon=pieces[1],
        shape_lat=pieces[2],
    )
    kept = np.ones(len(edges), dtype=np.bool_)
    kept[cut_edges] = False
    last_of_piece = pieces[0][1:] - 1
    return Split(
        edges=edges.take(kept).followed_by(split),
        node=number[place_of_cut],
        node_lon=pieces[1][last_of_piece[~ends]],
        node_lat=pieces[2][last_of_piece[~ends]],
        origin=np.concatenate([np.flatnonzero(kept), cut_edges[piece_edge]]),
    )


def _share(total: Int32, start: Float64, stop: Float64) -> Int32:
    """Return what of whole numbers lies between two fractions; shares of neighbors add up."""
    return (np.round(total * stop) - np.round(total * start)).astype(np.int32)


def _share_or_closed(total: Int32, start: Float64, stop: Float64) -> Int32:
    return np.where(total == CLOSED, CLOSED, _share(total, start, stop)).astype(np.int32)


def shape_fractions(edges: Edges) -> Float64:
    """Return how far along its edge each shape point lies, float64 (s,), 0 to 1.

    An edge of no length counts its points evenly.
    """
    lon, lat, indptr = edges.shape_lon, edges.shape_lat, edges.shape_indptr
    step = np.zeros(len(lon))
    step[1:] = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    step[indptr[:-1]] = 0
    run = np.cumsum(step)
    sizes = np.diff(indptr)
    along = run - np.repeat(run[indptr[:-1]], sizes)
    total = np.repeat(along[indptr[1:] - 1], sizes)
    evenly = (np.arange(len(lon)) - np.repeat(indptr[:-1], sizes)) / np.repeat(sizes - 1, sizes)
    fractions = np.where(total > 0, along / np.where(total > 0, total, 1), evenly)
    fractions[indptr[1:] - 1] = 1.0
    return fractions


def places_along(edges: Edges, edge: Int64, fraction: Float64) -> tuple[Float64, Float64]:
    """Return longitude and latitude of fractions along edges, straight between shape points."""
    along = shape_fractions(edges)
    # Fractions grow within an edge and edges follow each other: one sorted key for all shape points.
    key = np.repeat(np.arange(len(edges)), np.diff(edges.shape_indptr)) * 2.0 + along
    after = np.searchsorted(key, edge * 2.0 + fraction, side="left")
    after = np.clip(after, edges.shape_indptr[edge] + 1, edges.shape_indptr[edge + 1] - 1)
    span = along[after] - along[after - 1]
    share = np.where(span > 0, (fraction - along[after - 1]) / np.where(span > 0, span, 1), 0)
    lon = edges.shape_lon[after - 1] + share * (edges.shape_lon[after] - edges.shape_lon[after - 1])
    lat = edges.shape_lat[after - 1] + share * (edges.shape_lat[after] - edges.shape_lat[after - 1])
    return lon, lat


def _shaped_pieces(old: Edges, piece_edge: Int64, start: Float64) -> tuple[Int64, Float64, Float64]:
    """Return the shapes of pieces: where one starts, the old points within, where it stops."""
    along = shape_fractions(old)
    owner = np.repeat(np.arange(len(old)), np.diff(old.shape_indptr))
    # All points sort by edge and place; a cut stands twice: it ends one piece and begins the next.
    cuts = np.flatnonzero(start > 0)
    cut_lon, cut_lat = places_along(old, piece_edge[cuts], start[cuts])
    point_edge = np.concatenate([owner, piece_edge[cuts], piece_edge[cuts]])
    point_at = np.concatenate([along, start[cuts], start[cuts]])
    # At equal place: an old point first, then the end of a piece, then the beginning of the next.
    rank = np.concatenate([np.zeros(len(along)), np.ones(len(cuts)), np.full(len(cuts), 2.0)])
    lon = np.concatenate([old.shape_lon, cut_lon, cut_lon])
    lat = np.concatenate([old.shape_lat, cut_lat, cut_lat])
    order = np.lexsort((np.arange(len(rank)), rank, point_at, point_edge))
    begins = np.concatenate([old.shape_indptr[:-1], len(along) + len(cuts) + np.arange(len(cuts))])
    is_begin = np.zeros(len(rank), dtype=np.bool_)
    is_begin[begins] = True
    indptr = np.concatenate([np.flatnonzero(is_begin[order]), [len(rank)]]).astype(np.int64)
    return indptr, lon[order], lat[order]
