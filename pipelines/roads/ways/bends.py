"""Bends: how far a drawn road turns at each of its points.

Where a coarse drawing turns, the road itself winds: it is longer than drawn, and a car slows down for curves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipelines.sphere import mercator

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]


def bend_degrees(tail: Int32, head: Int32, node_lon: Float64, node_lat: Float64) -> Float64:
    """Return by how many degrees the road turns at each node, float64 (n,).

    Parameters
    ----------
    tail, head : int32 (s,)
        End nodes of straight segments.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.

    Returns
    -------
    float64 (n,)
        0 straight on, 180 straight back; 0 where other than two segments meet (a junction or an end).
    """
    x, y = mercator(node_lon, node_lat)
    away = np.arctan2(y[head] - y[tail], x[head] - x[tail])
    end = np.concatenate([tail, head])
    bearing = np.concatenate([away, away + np.pi])
    pairs = np.flatnonzero(np.bincount(end, minlength=len(x)) == 2)
    order = np.argsort(end, kind="stable")
    first = np.searchsorted(end[order], pairs)
    between = bearing[order[first]] - bearing[order[first + 1]]
    opening = np.abs((between + np.pi) % (2 * np.pi) - np.pi)
    bends = np.zeros(len(x))
    bends[pairs] = np.degrees(np.pi - opening)
    return bends
