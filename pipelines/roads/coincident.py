"""Edges that are one road on the ground: where turns are built in, a road stands there once a direction.

A place lies on all of them. It leaves along any, and it is arrived at along any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import CLOSED, Edges

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


def same_road(edges: Edges) -> Int64:
    """Return for each edge the first that is the same road with the same use, int64 (e,); mostly itself.

    Only edges that are open in one direction can be another: where a road stands twice, each is one-way.
    """
    first = np.arange(len(edges))
    one_way = (edges.forward_ms == CLOSED) != (edges.backward_ms == CLOSED)
    rows = np.flatnonzero(one_way & (edges.departs | edges.arrives))
    if not len(rows):
        return first
    begin, stop = edges.shape_indptr[rows], edges.shape_indptr[rows + 1]
    points = (begin, (begin + stop) // 2, stop - 1)
    columns = [
        edges.departs[rows],
        edges.arrives[rows],
        edges.length_dm[rows],
        stop - begin,
        *(xy[at] for at in points for xy in (edges.shape_lon, edges.shape_lat)),
    ]
    order = np.lexsort((rows, *columns))
    differs = np.zeros(len(rows), dtype=np.bool_)
    differs[:1] = True
    for column in columns:
        differs[1:] |= np.diff(column[order].astype(np.float64)) != 0
    group_start = np.maximum.accumulate(np.where(differs, np.arange(len(rows)), 0))
    first[rows[order]] = rows[order][group_start]
    return first


def to_leave_by(edges: Edges) -> Edges:
    """Return edges such that a trip may leave a place along one of them alone.

    Parameters
    ----------
    edges
        All edges of a network.

    Returns
    -------
    Edges
        As many. The first of several that are the same road is open in each direction in which one of them is,
        and leads to where that one leads; no trip begins on the others.
    """
    first = same_road(edges)
    others = np.flatnonzero(first != np.arange(len(edges)))
    if not len(others):
        return edges
    departs = edges.departs.copy()
    departs[others] = False
    columns: dict[str, Any] = {"departs": departs}
    for node, ms, delay in (
        ("head", "forward_ms", "forward_delay_ms"),
        ("tail", "backward_ms", "backward_delay_ms"),
    ):
        closed = getattr(edges, ms)[first[others]] == CLOSED
        opens = others[closed & (getattr(edges, ms)[others] != CLOSED)]
        # Of several the first: a road that stands twice for a ban stands first for those it does not bind.
        opens = opens[np.unique(first[opens], return_index=True)[1]]
        for name in (node, ms, delay):
            column = getattr(edges, name).copy()
            column[first[opens]] = column[opens]
            columns[name] = column
    return replace(edges, **columns)


def lone_ends(edges: Edges) -> tuple[Bool, Bool]:
    """Tell which edges end at a node of their own, from which only steps of no length lead on.

    Returns
    -------
    at_tail, at_head : bool (e,)
        A place there does not lie at the junction itself, but that little within the road.
    """
    n_nodes = 1 + max(edges.tail.max(initial=-1), edges.head.max(initial=-1))
    step = ~edges.departs & ~edges.arrives & (edges.length_dm == 0) & (edges.forward_ms == 0)
    stepped = np.zeros(n_nodes, dtype=np.bool_)
    stepped[edges.tail[step]] = stepped[edges.head[step]] = True
    ends = np.concatenate([edges.tail[~step], edges.head[~step]])
    lone = stepped & (np.bincount(ends, minlength=n_nodes) == 1)
    return lone[edges.tail], lone[edges.head]
