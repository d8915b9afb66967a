"""A large extract of OpenStreetMap: the streets of a small one again and again, with houses as real ones have.

Copies lie side by side, each a degree and a half east or north of the last, with ids of their own. Half of the
nodes and of the bytes are houses of five nodes, as in state extracts.
"""

from __future__ import annotations

from pathlib import Path

import osmium

LON_STEP, LAT_STEP = 1.5, 1.5
COLUMNS = 12
HOUSE_DEGREES = 1e-4
NODES_OF_HOUSE = 4
MANY = 10**7
"""Ids of a copy: more than a small extract has."""


def make(small: Path, copies: int, large: Path) -> Path:
    """Write `copies` of an extract beside each other.

    Parameters
    ----------
    small
        Any extract with streets.
    copies
        How many.
    large
        Where to; replaced.
    """
    nodes, ways = _read(small)
    with osmium.SimpleWriter(str(large), overwrite=True) as writer:
        for copy in range(copies):
            for number, (lon, lat) in enumerate(nodes, start=1):
                _add_node(writer, copy * MANY + number, lon, lat, copy)
                _add_node(writer, copy * MANY + MANY // 2 + number, lon + HOUSE_DEGREES, lat, copy)
        number = 0
        for copy in range(copies):
            for refs, tags in ways:
                number += 1
                moved = [copy * MANY + ref for ref in refs]
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=moved, tags=tags))
            for first in range(1, len(nodes) - NODES_OF_HOUSE, NODES_OF_HOUSE):
                number += 1
                corners = [copy * MANY + MANY // 2 + first + i for i in range(NODES_OF_HOUSE)]
                tags = {"building": "yes"}
                house = osmium.osm.mutable.Way(id=number, nodes=[*corners, corners[0]], tags=tags)
                writer.add_way(house)
    return large


def _add_node(writer: osmium.SimpleWriter, number: int, lon: float, lat: float, copy: int) -> None:
    column, row = copy % COLUMNS, copy // COLUMNS
    place = (lon + column * LON_STEP, lat - row * LAT_STEP)
    writer.add_node(osmium.osm.mutable.Node(id=number, location=place))


def _read(
    small: Path,
) -> tuple[list[tuple[float, float]], list[tuple[list[int], dict[str, str]]]]:
    """Return nodes in order, and ways with the numbers of their nodes from 1."""
    nodes: list[tuple[float, float]] = []
    numbers: dict[int, int] = {}
    ways: list[tuple[list[int], dict[str, str]]] = []
    for thing in osmium.FileProcessor(str(small)):
        if thing.is_node():
            nodes.append((thing.lon, thing.lat))
            numbers[thing.id] = len(nodes)
        elif thing.is_way():
            refs = [numbers[node.ref] for node in thing.nodes if node.ref in numbers]
            ways.append((refs, dict(thing.tags)))
    return nodes, ways
