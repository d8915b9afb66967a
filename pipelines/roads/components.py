"""What hangs together: roads from which one cannot get back are left out, and counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from pipelines.roads.edges import AT_ONCE, CLOSED, Edges, pieces
from pipelines.sphere import EARTH_RADIUS_M, m_to_chord, mercator, unit_vectors

Bool = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

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
    main = within & stays[piece[edges.tail]]
    small = edges.take(within & ~main)
    owner = np.repeat(piece[small.tail], np.diff(small.shape_indptr))
    lon, lat = small.shape_lon, small.shape_lat
    for near in (_near_points, _near_lines):
        if not len(owner):
            break
        left = ~np.isin(owner, owner[near(edges, main, lon, lat, gap_m)])
        owner, lon, lat = owner[left], lon[left], lat[left]
    return np.unique(owner)


def _near_points(edges: Edges, main: Bool, lon: Float64, lat: Float64, gap_m: float) -> Bool:
    """Tell which places lie nearer than the gap to a point of a main road."""
    cells = _Cells(lon, lat, gap_m)
    of_main = np.repeat(main, np.diff(edges.shape_indptr))
    found = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(of_main), AT_ONCE):
        at = start + np.flatnonzero(of_main[start : start + AT_ONCE])
        found.append(at[cells.hold(edges.shape_lon[at], edges.shape_lat[at])])
    at = np.concatenate(found)
    if not len(at):
        return np.zeros(len(lon), dtype=np.bool_)
    tree = KDTree(unit_vectors(edges.shape_lon[at], edges.shape_lat[at]))
    off = tree.query(unit_vectors(lon, lat), distance_upper_bound=m_to_chord(gap_m))[0]
    near: Bool = np.isfinite(off)
    return near


def _near_lines(edges: Edges, main: Bool, lon: Float64, lat: Float64, gap_m: float) -> Bool:
    """Tell which places lie nearer than the gap to a main road, also between the points of a straight one."""
    points = shapely.points(np.column_stack(mercator(lon, lat)))
    reach = gap_m / np.cos(np.radians(lat))
    about = edges.take(_beside(edges, np.flatnonzero(main), shapely.STRtree(points), reach.max()))
    lines = shapely.linestrings(
        np.column_stack(mercator(about.shape_lon, about.shape_lat)),
        indices=np.repeat(np.arange(len(about)), np.diff(about.shape_indptr)),
    )
    near = np.zeros(len(lon), dtype=np.bool_)
    near[shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach)[0]] = True
    return near


def _beside(edges: Edges, rows: Int64, places: shapely.STRtree, reach: float) -> Int64:
    """Return which of these edges have a place in the box around them."""
    found = [np.empty(0, dtype=np.int64)]
    # Few main roads are beside the few places that are left, and all of them are most of a country.
    for part in pieces(np.diff(edges.shape_indptr)[rows]):
        some = edges.take(rows[part])
        x, y = mercator(some.shape_lon, some.shape_lat)
        begin = some.shape_indptr[:-1]
        boxes = shapely.box(
            np.minimum.reduceat(x, begin) - reach,
            np.minimum.reduceat(y, begin) - reach,
            np.maximum.reduceat(x, begin) + reach,
            np.maximum.reduceat(y, begin) + reach,
        )
        found.append(rows[part][np.unique(places.query(boxes)[0])])
    return np.concatenate(found)


class _Cells:
    """The cells, at least as wide as the gap, of some places and those beside them."""

    def __init__(self, lon: Float64, lat: Float64, gap_m: float) -> None:
        self._height = max(np.degrees(gap_m / EARTH_RADIUS_M), _LEAST_CELL_DEGREES)
        farthest = min(np.abs(lat).max() + self._height, _FARTHEST_NORTH)
        self._columns = max(int(360 * np.cos(np.radians(farthest)) / self._height), 1)
        column, row = self._of(lon, lat)
        beside = [
            (row + up) * self._columns + (column + right) % self._columns
            for up in (-1, 0, 1)
            for right in (-1, 0, 1)
        ]
        self._cells = np.unique(np.concatenate(beside))

    def hold(self, lon: Float64, lat: Float64) -> Bool:
        """Tell which points lie in one: all that are nearer to a place than the gap do."""
        column, row = self._of(lon, lat)
        cell = row * self._columns + column
        at = np.minimum(np.searchsorted(self._cells, cell), len(self._cells) - 1)
        held: Bool = self._cells[at] == cell
        return held

    def _of(self, lon: Float64, lat: Float64) -> tuple[Int64, Int64]:
        column = np.floor((lon + 180) / 360 * self._columns).astype(np.int64) % self._columns
        return column, np.floor(lat / self._height).astype(np.int64)
