"""Simplify closed lines together, so that none of them comes to touch itself or another.

Vertices are dropped by the size of the triangle with their two neighbors, the small ones first
(after Visvalingam and Whyatt 1993). A vertex stays while another vertex of any line lies in its
triangle: only then could the line, drawn straight past it, meet another. On whole numbers that test
is exact.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.compiled import kernel
from pipelines.routing.graph import Int64

Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

FEWEST = 3
"""Vertices that a closed line keeps."""

ROUNDS = 8
"""Each drops triangles up to a larger size. That many leave as few vertices as an order by size
would, but for one in five hundred."""


def kept_vertices(drawn: Int64, judged: Float64, starts: Int64, smallest: float) -> Bool:
    """Choose the vertices that closed lines keep.

    Parameters
    ----------
    drawn : int64 (vertices, 2)
        Where the lines are, in whole numbers no more than 10**9 apart. Lines do not touch.
    judged : float64 (vertices, 2)
        The same vertices in the plane that triangles are measured in.
    starts : int64 (lines + 1,)
        The vertices of line ``i`` are ``starts[i]:starts[i + 1]``; the last joins the first.
    smallest : float
        Vertices with smaller triangles are dropped; in squares of the unit of `judged`.

    Returns
    -------
    bool (vertices,)
        Whether each stays. Each line keeps at least three, lines do not touch, and what lay inside
        of one still does.
    """
    n_stripes = int(np.sqrt(len(drawn))) + 1
    x, y = (drawn - drawn.min(axis=0, initial=2**62)).T
    height = int(y.max(initial=0)) // n_stripes + 1
    stripe = y // height
    # Numbered along stripes, vertices that may lie in a triangle stand beside its corners.
    order = np.argsort(stripe * (int(x.max(initial=0)) + 1) + x)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    stripes = np.searchsorted(stripe[order], np.arange(n_stripes + 1))
    sizes = smallest * np.arange(1, ROUNDS + 1) / ROUNDS
    kept = np.ones(len(order), dtype=bool)
    _drop(x[order], y[order], judged[order], number, starts, sizes, height, stripes, kept)
    return kept[number]


@kernel
def _drop(
    x: Int64,
    y: Int64,
    judged: Float64,
    number: Int64,
    starts: Int64,
    sizes: Float64,
    height: int,
    stripes: Int64,
    kept: Bool,
) -> None:
    """Clear `kept` of what goes; vertex ``number[i]`` is the ``i``-th along the lines."""
    before, after = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    line, left = np.empty(len(x), np.int64), np.diff(starts)
    for i in range(len(left)):
        last = number[starts[i + 1] - 1]
        for place in range(starts[i], starts[i + 1]):
            vertex = number[place]
            line[vertex], before[vertex], after[last] = i, last, vertex
            last = vertex
    for size in sizes:
        for vertex in range(len(x)):
            if not kept[vertex] or left[line[vertex]] <= FEWEST:
                continue
            a, c = before[vertex], after[vertex]
            if _area(judged, a, vertex, c) < size and _empty(
                x, y, a, vertex, c, height, stripes, kept
            ):
                kept[vertex] = False
                left[line[vertex]] -= 1
                after[a], before[c] = c, a


@kernel
def _area(at: Float64, a: int, b: int, c: int) -> float:
    """Return the area of a triangle."""
    ux, uy = at[b, 0] - at[a, 0], at[b, 1] - at[a, 1]
    vx, vy = at[c, 0] - at[a, 0], at[c, 1] - at[a, 1]
    area: float = abs(ux * vy - uy * vx) / 2
    return area


@kernel
def _turn(x: Int64, y: Int64, a: int, b: int, c: int) -> int:
    """Return above 0 if the way from a over b to c turns left, below 0 if it turns right."""
    turn: int = (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a])
    return turn


@kernel
def _empty(
    x: Int64, y: Int64, a: int, b: int, c: int, height: int, stripes: Int64, kept: Bool
) -> bool:
    """Return whether no vertex but its corners lies in a triangle or on its sides."""
    west, east = min(x[a], x[b], x[c]), max(x[a], x[b], x[c])
    low, high = min(y[a], y[b], y[c]), max(y[a], y[b], y[c])
    for stripe in range(low // height, high // height + 1):
        first, stop = stripes[stripe], stripes[stripe + 1]
        for other in range(first + np.searchsorted(x[first:stop], west), stop):
            if x[other] > east:
                break
            if not kept[other] or not low <= y[other] <= high or other in (a, b, c):
                continue
            turns = (_turn(x, y, a, b, other), _turn(x, y, b, c, other), _turn(x, y, c, a, other))
            if min(turns) >= 0 or max(turns) <= 0:
                return False
    return True
