"""OpenStreetMap ways cut to segments where something may happen; the points between only give their shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.roads.edges import AT_ONCE, pieces, ranges
from pipelines.roads.segments import Between
from pipelines.sources.roads.osm_nodes import positions
from pipelines.sources.roads.osm_pbf import OsmRoads
from pipelines.sphere import great_circle_m

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RoadSegments:
    """Segments as they were cut from ways (j nodes, s segments).

    Attributes
    ----------
    node : int64 (j,)
        Index into the nodes of `OsmRoads`, ascending: those at which segments end, and all with a tag or a turn
        restriction.
    tail, head : int32 (s,)
        Index into `node`.
    way : int32 (s,)
        Index of the way, ascending; the segments of a way follow its nodes.
    length_m : float64 (s,)
        Along all points, metres.
    between : Between
        The points between the ends.
    """

    node: Int64
    tail: Int32
    head: Int32
    way: Int32
    length_m: Float64
    between: Between


def cut_to_segments(osm: OsmRoads, usable: Bool) -> RoadSegments:
    """Cut ways at their ends, where they meet, and at nodes with a tag or a turn restriction.

    Parameters
    ----------
    osm
        What `read_osm_pbf` read.
    usable : bool (t,)
        By tag set, whether a car may use the way; the others are left out.

    Returns
    -------
    RoadSegments
        A way is interrupted where the extract lacks a node, and a node named twice in a row counts once.
    """
    lengths = np.diff(osm.ref_indptr)
    used = np.repeat(usable[osm.way_tags], lengths) & (osm.ref >= 0)
    tells = _nodes_that_tell(osm, used)
    cuts = _where(used, tells, osm.ref)
    first, last = cuts[:-1], cuts[1:]
    way = (np.searchsorted(osm.ref_indptr, first, side="right") - 1).astype(np.int32)
    whole = (last < osm.ref_indptr[way + 1]) & used[first + 1]
    whole &= (last > first + 1) | (osm.ref[first] != osm.ref[last])
    first, last, way = first[whole], last[whole], way[whole]
    node = np.flatnonzero(tells)
    number = np.full(len(tells), -1, dtype=np.int32)
    number[node] = np.arange(len(node), dtype=np.int32)
    return RoadSegments(
        node=node,
        tail=number[osm.ref[first]],
        head=number[osm.ref[last]],
        way=way,
        length_m=_lengths_m(osm, first, last),
        between=_between(osm, first, last),
    )


def _nodes_that_tell(osm: OsmRoads, used: Bool) -> Bool:
    """Tell at which nodes something may happen: roads begin, end, break off or meet, or a sign stands."""
    named = np.zeros(len(osm.node_id), dtype=np.int32)
    for start in range(0, len(used), AT_ONCE):
        piece = slice(start, start + AT_ONCE)
        np.add.at(named, osm.ref[piece][used[piece]], 1)
    tells = named > 1
    ends = used.copy()
    ends[1:-1] &= ~(used[:-2] & used[2:])
    ends[osm.ref_indptr[:-1]] = used[osm.ref_indptr[:-1]]
    ends[osm.ref_indptr[1:] - 1] = used[osm.ref_indptr[1:] - 1]
    tells[osm.ref[ends]] = True
    tells[osm.tagged_node] = True
    of_turns = {number for turn in osm.turns for _, of, number in turn.members if of == "node"}
    at = positions(osm.node_id, np.array(sorted(of_turns), dtype=np.int64))
    tells[at[at >= 0]] = True
    return tells


def _where(used: Bool, tells: Bool, ref: Int32) -> Int64:
    """Return the references that are used and name a node that tells, ascending."""
    found = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(used), AT_ONCE):
        at = start + np.flatnonzero(used[start : start + AT_ONCE])
        found.append(at[tells[ref[at]]])
    return np.concatenate(found)


def _lengths_m(osm: OsmRoads, first: Int64, last: Int64) -> Float64:
    """Return the length of each segment from one reference of a way to another."""
    length_m = np.zeros(len(first))
    for rows in pieces(last - first):
        at, indptr = ranges(first[rows], (last - first)[rows])
        tail, head = osm.ref[at], osm.ref[at + 1]
        step_m = great_circle_m(
            osm.node_lon[tail], osm.node_lat[tail], osm.node_lon[head], osm.node_lat[head]
        )
        length_m[rows] = np.add.reduceat(step_m, indptr[:-1])
    return length_m


def _between(osm: OsmRoads, first: Int64, last: Int64) -> Between:
    count = last - first - 1
    indptr = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    lon, lat = np.empty((2, indptr[-1]))
    for rows in pieces(count):
        at, _ = ranges(first[rows] + 1, count[rows])
        points = slice(indptr[rows.start], indptr[rows.stop])
        lon[points], lat[points] = osm.node_lon[osm.ref[at]], osm.node_lat[osm.ref[at]]
    return Between(indptr, lon, lat)
