"""The time from each cell of a grid over connectors: a few of the nearest road points lead on.

Cells of a block look at the same few candidates, so that each finds its own nearest road points
without searching for them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pipelines.routing.compiled import kernel
from pipelines.routing.cost import UNREACHED
from pipelines.routing.graph import Int32, Int64

FIRST_CANDIDATES = 32
ROUNDING = 1e-9  # relative; what lies exactly at the bound of a query is left out of it

Float64 = NDArray[np.float64]


class Candidates(NamedTuple):
    """What the cells of each block may join: ``indptr`` (blocks + 1,) and numbers, ascending."""

    indptr: Int64
    number: Int32


class Reach(NamedTuple):
    """How far and how fast connectors lead; distances in the unit of the positions.

    Parameters
    ----------
    farthest : float
        Longest straight way.
    ms : float
        Milliseconds a unit of straight distance.
    delay_ms : float
        Lost on each way.
    """

    farthest: float
    ms: float
    delay_ms: float


def near_blocks(
    places: Float64, middle: Float64, radius: Float64, count: int, farthest: float
) -> Candidates:
    """List, for each block, all places that may be among the nearest of a cell in it.

    Parameters
    ----------
    places : float64 (p, 3)
        Positions.
    middle : float64 (blocks, 3)
        A point of each block.
    radius : float64 (blocks,)
        No cell of the block is farther than that from its middle.
    count : int
        How many nearest are asked for; all that are just as near as the last are listed.
    farthest : float
        Places farther than that from every cell of a block may be left out.
    """
    owner, number = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    left = np.arange(len(middle) if len(places) else 0)
    tree = cKDTree(places)
    count = min(count, len(places))
    wide = min(max(FIRST_CANDIDATES, 2 * count), len(places))
    bound = (farthest + float(radius.max(initial=0.0))) * (1 + ROUNDING)
    while len(left):
        # Of two cells, or of a cell and the middle, either has its last nearest place no farther
        # than the other's and the way between them.
        found = tree.query(middle[left], k=np.arange(1, wide + 1), distance_upper_bound=bound)
        distance, near = np.asarray(found[0]), np.asarray(found[1])  # inf beyond the bound
        enough = distance[:, count - 1] + 2 * radius[left]
        last = distance[:, -1]
        done = (last > enough) | np.isinf(last) | (wide == len(places))
        counts = np.isfinite(distance) & (distance <= enough[:, None])
        row, column = np.nonzero(counts & done[:, None])
        owner.append(left[row])
        number.append(near[row, column])
        left = left[~done]
        wide = min(2 * wide, len(places))
    return _by_block(len(middle), np.concatenate(owner), np.concatenate(number))


def within_blocks(places: Float64, middle: Float64, radius: Float64, farthest: float) -> Candidates:
    """List, for each block, all places within a distance of any cell in it; else as `near_blocks`."""
    blocks, tree = cKDTree(middle), cKDTree(places)
    pairs = tree.sparse_distance_matrix(
        blocks, farthest + float(radius.max(initial=0.0)), output_type="ndarray"
    )
    return _by_block(len(middle), pairs["j"], pairs["i"])


def times_over_connectors(
    cells: Float64,
    block: Int32,
    nodes: tuple[Float64, Candidates],
    node_ms: Int32,
    count: int,
    connectors: Reach,
    centers: tuple[Float64, Candidates],
    category: Int64,
    direct: Reach,
) -> Int32:
    """Return the time from cells to the nearest center of each category.

    Parameters
    ----------
    cells : float64 (cells, 3)
        Positions.
    block : int32 (cells,)
        The block of each.
    nodes, centers : positions and candidates
        Road points that connectors lead to, and centers that may be driven to without them.
    node_ms : int32 (categories, nodes)
        Time from each road point to the nearest center; -1 where none is reached.
    count : int
        A cell may join so many of its nearest road points; a tie goes to the smaller number.
    connectors, direct : Reach
        Distances are of the straight line through space; they grow by the arc as they are turned
        to time, so positions lie on the unit sphere.
    category : int64 (centers,)
        Of each center.

    Returns
    -------
    int32 (categories, cells)
        Milliseconds; -1 where no center is reached.
    """
    times = np.full((len(node_ms), len(cells)), UNREACHED)
    _times(cells, block, *nodes, node_ms, count, connectors, *centers, category, direct, times)
    return times


def _by_block(n_blocks: int, owner: NDArray[np.integer], number: NDArray[np.integer]) -> Candidates:
    order = np.lexsort((number, owner))
    indptr = np.searchsorted(owner[order], np.arange(n_blocks + 1)).astype(np.int64)
    return Candidates(indptr, number[order].astype(np.int32))


@kernel
def _arc(square: float) -> float:
    """Return the arc on the unit sphere over a chord; the series is off by less than 1e-9 below 0.1."""
    chord: float = np.sqrt(square)
    return chord * (1.0 + square / 24.0 + 3.0 * square * square / 640.0)


@kernel
def _off(a: Float64, i: int, b: Float64, j: int) -> float:
    dx, dy, dz = a[i, 0] - b[j, 0], a[i, 1] - b[j, 1], a[i, 2] - b[j, 2]
    square: float = dx * dx + dy * dy + dz * dz
    return square


@kernel
def _times(
    cells: Float64,
    block: Int32,
    nodes: Float64,
    near_nodes: Candidates,
    node_ms: Int32,
    count: int,
    connectors: Reach,
    centers: Float64,
    near_centers: Candidates,
    category: Int64,
    direct: Reach,
    times: Int32,
) -> None:
    n_categories = len(node_ms)
    chosen = np.empty(count, np.int32)
    square = np.empty(count, np.float64)
    nearest = np.empty(n_categories, np.float64)
    for cell in range(len(cells)):
        mine = block[cell]
        n_chosen = 0
        for i in range(near_nodes.indptr[mine], near_nodes.indptr[mine + 1]):
            node = near_nodes.number[i]
            off = _off(cells, cell, nodes, node)
            if n_chosen == count and off >= square[count - 1]:
                continue
            hole = min(n_chosen, count - 1)
            while hole > 0 and square[hole - 1] > off:
                square[hole], chosen[hole] = square[hole - 1], chosen[hole - 1]
                hole -= 1
            square[hole], chosen[hole] = off, node
            n_chosen = min(n_chosen + 1, count)
        for i in range(n_chosen):
            arc = _arc(square[i])
            if arc > connectors.farthest:
                break
            way = np.int32(np.rint(arc * connectors.ms + connectors.delay_ms))
            for kind in range(n_categories):
                onward = node_ms[kind, chosen[i]]
                if onward == UNREACHED:
                    continue
                if times[kind, cell] == UNREACHED or way + onward < times[kind, cell]:
                    times[kind, cell] = way + onward
        nearest[:] = np.inf
        for i in range(near_centers.indptr[mine], near_centers.indptr[mine + 1]):
            center = near_centers.number[i]
            off = _off(cells, cell, centers, center)
            nearest[category[center]] = min(nearest[category[center]], off)
        for kind in range(n_categories):
            arc = _arc(nearest[kind]) if nearest[kind] < 1.0 else np.inf
            if arc <= direct.farthest:
                way = np.int32(np.rint(arc * direct.ms + direct.delay_ms))
                if times[kind, cell] == UNREACHED or way < times[kind, cell]:
                    times[kind, cell] = way
