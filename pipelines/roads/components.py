"""What hangs together: roads from which one cannot get back are left out, and counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from pipelines.roads.edges import CLOSED, Edges, pieces
from pipelines.sphere import EARTH_RADIUS_M, m_to_chord, mercator, unit_vectors

Bool = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]

_LEAST_CELL_DEGREES = 1e-4
_FARTHEST_NORTH = 89.0


def kept_nodes(
    edges: Edges, junction: npt.NDArray[np.int64], *, separate_piece_nodes: int, island_gap_m: float
) -> tuple[Bool, dict[str, int]]:
    """Tell which nodes lie in the largest strongly connected part, or in another that stays by itself.

    Parameters
    ----------
    edges
        All edges.
    junction : int64 (n_nodes,)
        The junction that each node is, or is a part of: these are counted.
    separate_piece_nodes
        Other strongly connected parts with at least so many junctions are kept as they are: an island's roads
        serve its people, though nobody drives there from the mainland.
    island_gap_m
        So are smaller ones that lie farther than so many metres from all of these. A nearer one is a gap in
        the map, not in the land.

    Returns
    -------
    kept : bool (n_nodes,)
    counts : dict
        `nodes_largest_piece`, `separate_pieces`, `nodes_separate_pieces` (kept), `nodes_unconnected`
        and `edges_unconnected` (left out).
    """
    n_nodes = len(junction)
    forward, backward = edges.forward_ms != CLOSED, edges.backward_ms != CLOSED
    tail = np.concatenate([edges.tail[forward], edges.head[backward]])
    head = np.concatenate([edges.head[forward], edges.tail[backward]])
    used = np.zeros(n_nodes, dtype=np.bool_)
    used[tail] = used[head] = True
    arcs = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    _, piece = connected_components(arcs, directed=True, connection="strong")
    n_pieces = int(piece.max(initial=0)) + 1
    # A junction may lie in several parts: a road that can only be entered leads into its node of its own.
    counted = np.unique(junction[used] * n_pieces + piece[used]) % n_pieces
    sizes = np.bincount(counted, minlength=n_pieces)
    stays = sizes >= separate_piece_nodes
    # Of equally large parts the one with the lowest node number is the largest.
    largest = piece[np.argmax(sizes[piece] * used)]
    stays[largest] = True
    stays[_islands(edges, piece, stays, island_gap_m)] = True
    kept = stays[piece] & used
    inside = kept[edges.tail] & kept[edges.head]
    return kept, {
        "nodes_largest_piece": int(sizes[largest]),
        "separate_pieces": int(stays.sum()) - 1,
        "nodes_separate_pieces": int(sizes[stays].sum() - sizes[largest]),
        "nodes_unconnected": len(np.setdiff1d(junction[used], junction[kept])),
        "edges_unconnected": int((~inside).sum()),
    }


def _islands(
    edges: Edges, piece: npt.NDArray[np.int32], stays: Bool, gap_m: float
) -> npt.NDArray[np.integer]:
    """Return the pieces with a road of their own that lie farther than the gap from all that stay."""
    within = piece[edges.tail] == piece[edges.head]
    ours = within & ~stays[piece[edges.tail]]
    small = edges.take(ours)
    owner = np.repeat(piece[small.tail], np.diff(small.shape_indptr))
    main = np.flatnonzero(within & stays[piece[edges.tail]])
    lon, lat = small.shape_lon, small.shape_lat
    for near in (_near_points, _near_lines):
        # Roads that stay are most of a country: they are looked at in parts.
        for part in pieces(np.diff(edges.shape_indptr)[main]):
            if not len(owner):
                return owner
            found = owner[near(edges.take(main[part]), lon, lat, gap_m)]
            left = ~np.isin(owner, found)
            owner, lon, lat = owner[left], lon[left], lat[left]
    return np.unique(owner)


def _near_points(main: Edges, lon: Float64, lat: Float64, gap_m: float) -> Bool:
    """Tell which places lie nearer than the gap to a point of a road."""
    about = _in_cells_about(main.shape_lon, main.shape_lat, lon, lat, gap_m)
    points = unit_vectors(main.shape_lon[about], main.shape_lat[about])
    if not len(points):
        return np.zeros(len(lon), dtype=np.bool_)
    asked = unit_vectors(lon, lat)
    near: Bool = np.isfinite(KDTree(points).query(asked, distance_upper_bound=m_to_chord(gap_m))[0])
    return near


def _in_cells_about(
    lon: Float64, lat: Float64, about_lon: Float64, about_lat: Float64, gap_m: float
) -> Bool:
    """Tell which points lie in the cell of a place or in one beside it; all that are nearer than the gap do."""
    height = max(np.degrees(gap_m / EARTH_RADIUS_M), _LEAST_CELL_DEGREES)
    farthest = min(np.abs(about_lat).max() + height, _FARTHEST_NORTH)
    columns = max(int(360 * np.cos(np.radians(farthest)) / height), 1)

    def cells(at_lon: Float64, at_lat: Float64) -> tuple[npt.NDArray[np.int64], ...]:
        column = np.floor((at_lon + 180) / 360 * columns).astype(np.int64) % columns
        return column, np.floor(at_lat / height).astype(np.int64)

    column, row = cells(about_lon, about_lat)
    beside = [
        (row + up) * columns + (column + right) % columns
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
    ]
    column, row = cells(lon, lat)
    return np.isin(row * columns + column, np.concatenate(beside))


def _near_lines(main: Edges, lon: Float64, lat: Float64, gap_m: float) -> Bool:
    """Tell which places lie nearer than the gap to a road: between the points of a long straight one, too."""
    points = shapely.points(np.column_stack(mercator(lon, lat)))
    reach = gap_m / np.cos(np.radians(lat))
    x, y = mercator(main.shape_lon, main.shape_lat)
    begin, wide = main.shape_indptr[:-1], reach.max()
    boxes = shapely.box(
        np.minimum.reduceat(x, begin) - wide,
        np.minimum.reduceat(y, begin) - wide,
        np.maximum.reduceat(x, begin) + wide,
        np.maximum.reduceat(y, begin) + wide,
    )
    # Few roads come near the few places that are left: only these are drawn.
    main = main.take(np.unique(shapely.STRtree(points).query(boxes)[0]))
    lines = shapely.linestrings(
        np.column_stack(mercator(main.shape_lon, main.shape_lat)),
        indices=np.repeat(np.arange(len(main)), np.diff(main.shape_indptr)),
    )
    near = np.zeros(len(lon), dtype=np.bool_)
    near[shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach)[0]] = True
    return near
