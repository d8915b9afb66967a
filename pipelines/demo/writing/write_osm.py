"""Write roads as an OpenStreetMap PBF extract, sorted as Geofabrik's are: nodes by id, then ways by id."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from osmium.osm import mutable

from pipelines.demo.land.geography import FloatArray
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.roads.minor_ways import MinorWay
from pipelines.demo.roads.osm_ways import Ways

FIRST_NODE_ID = 9_000_000_001
FIRST_WAY_ID = 900_000_001
"""Ids need 64 bits, as those of the real map do."""

_TIMESTAMP = "2026-01-01T00:00:00Z"
"""Date of the extract in its header; a fixed one, so that the same state is the same file."""


def write_roads(path: Path, ways: Ways, minor_ways: list[MinorWay]) -> tuple[int, int]:
    """Write roads and extra ways.

    Parameters
    ----------
    path
        File to write; its name ends in .osm.pbf.
    ways
        Roads.
    minor_ways
        Ways outside the road graph.

    Returns
    -------
    nodes, ways
        How many were written.
    """
    xy, refs, tags, node_tags = _merge(ways, minor_ways)
    lon_lat = to_lon_lat(xy)
    header = osmium.io.Header()
    header.set("generator", "fictional state, Infusion Access")
    header.set("osmosis_replication_timestamp", _TIMESTAMP)
    west, south = lon_lat.min(axis=0)
    east, north = lon_lat.max(axis=0)
    header.add_box(
        osmium.osm.Box(osmium.osm.Location(west, south), osmium.osm.Location(east, north))
    )
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path), header=header)
    try:
        # One object is filled again and again: making one a node would take longer than writing it.
        node, way = mutable.Node(version=1), mutable.Way(version=1)
        for number, place in enumerate(map(tuple, lon_lat.tolist())):
            node.id, node.location, node.tags = FIRST_NODE_ID + number, place, node_tags.get(number)
            writer.add_node(node)
        for number, (members, own) in enumerate(zip(refs, tags, strict=True)):
            way.id, way.nodes, way.tags = FIRST_WAY_ID + number, members, own
            writer.add_way(way)
    finally:
        writer.close()
    return len(xy), len(refs)


def _merge(
    ways: Ways, minor_ways: list[MinorWay]
) -> tuple[FloatArray, list[list[int]], list[dict[str, str]], dict[int, dict[str, str]]]:
    """Return nodes, node ids of each way, tags of each way and tags of nodes, roads and minor_ways together."""
    ids = (ways.refs + FIRST_NODE_ID).tolist()
    bounds = ways.indptr.tolist()
    refs = [ids[a:b] for a, b in pairwise(bounds)]
    tags = list(ways.tags)
    node_tags = dict(ways.node_tags)
    first = len(ways.xy)
    points = [ways.xy]
    for extra in minor_ways:
        own = range(first, first + len(extra.points))
        whole = [
            *([extra.start] if extra.start >= 0 else []),
            *own,
            *([extra.end] if extra.end >= 0 else []),
        ]
        refs.append([FIRST_NODE_ID + node for node in whole])
        tags.append(extra.tags)
        node_tags |= {first + place: own_tags for place, own_tags in extra.node_tags.items()}
        points.append(extra.points)
        first += len(extra.points)
    return np.vstack(points), refs, tags, node_tags
