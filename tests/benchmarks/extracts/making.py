"""A large extract of OpenStreetMap: the streets of a small one again and again, among houses and footways.

Copies lie side by side, each a degree and a half east or south of the last, with ids of their own. Of seven
nodes one is of a street, four are corners of a house, two are of footways. The one complete extract at hand
(Felton, California) has more besides its streets: 8 of 100 nodes are of roads for cars.

Hundreds of millions of nodes are too many for objects of a library, so that the file is written here as the
format has it (https://wiki.openstreetmap.org/wiki/PBF_Format). What copies share is encoded once.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import osmium

Int64 = npt.NDArray[np.int64]

STEP = 15_000_000
"""From copy to copy, 1e-7 degrees."""
COLUMNS = 12
BESIDE = 1_000
NODES_A_STREET_NODE = 7
"""A node of a street, four of a house, two of footways."""
STREET_NODES_A_FOOTWAY = 4
MANY = 10**7
"""Ids of a copy: more than a small extract has."""
A_BLOCK = 8_000
LENGTH = 2
"""Wire type of a field whose length stands before it."""

Ways = list[tuple[list[int], dict[str, str]]]


class _Way(NamedTuple):
    """A way as all copies have it: its tags, its first node in the first copy, the rest as they are written."""

    tags: bytes
    first: int
    onward: bytes


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
    place, streets = _read(small)
    ways = [*streets, *_houses(len(place)), *_footways(len(place))]
    texts = ["", *sorted({text for _, tags in ways for pair in tags.items() for text in pair})]
    number = {text: index for index, text in enumerate(texts)}
    table = _field(1, b"".join(_field(1, text.encode()) for text in texts))
    written = [_written(refs, tags, number) for refs, tags in ways]
    with large.open("wb") as file:
        features = (b"OsmSchema-V0.6", b"DenseNodes")
        file.write(_blob(b"OSMHeader", b"".join(_field(4, name) for name in features)))
        for copy in range(copies):
            for block in _nodes(place, copy):
                file.write(_blob(b"OSMData", _field(1, b"") + block))
        for copy in range(copies):
            for first in range(0, len(written), A_BLOCK):
                group = _ways(written[first : first + A_BLOCK], copy, copy * len(written) + first)
                file.write(_blob(b"OSMData", table + _field(2, group)))
    return large


def _nodes(place: Int64, copy: int) -> Iterator[bytes]:
    """Yield the groups of the nodes of a copy, from the places of its streets' nodes, (n, 2)."""
    row, column = divmod(copy, COLUMNS)
    beside = np.arange(NODES_A_STREET_NODE) * BESIDE
    lon = ((place[:, 0] + column * STEP)[:, None] + beside).reshape(-1)
    lat = np.repeat(place[:, 1] - row * STEP, NODES_A_STREET_NODE)
    ids = copy * MANY + 1 + np.arange(len(lon))
    for start in range(0, len(ids), A_BLOCK):
        piece = slice(start, start + A_BLOCK)
        columns = (_field(key, _deltas(of[piece])) for key, of in ((1, ids), (8, lat), (9, lon)))
        yield _field(2, _field(2, b"".join(columns)))


def _ways(ways: Iterable[_Way], copy: int, before: int) -> bytes:
    """Return the group of some ways of a copy, of which so many were written before."""
    found = []
    for number, way in enumerate(ways, start=before + 1):
        first = _varint((copy * MANY + way.first) << 1)
        refs = b"\x42" + _varint(len(first) + len(way.onward)) + first + way.onward
        found.append(_field(3, b"\x08" + _varint(number) + way.tags + refs))
    return b"".join(found)


def _written(refs: list[int], tags: dict[str, str], number: dict[str, int]) -> _Way:
    keys, values = (b"".join(_varint(number[text]) for text in of) for of in (tags, tags.values()))
    steps = [to - at for at, to in pairwise(refs)]
    onward = b"".join(_varint(step << 1 if step >= 0 else ~step << 1 | 1) for step in steps)
    return _Way(_field(2, keys) + _field(3, values), refs[0], onward)


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def _deltas(numbers: Int64) -> bytes:
    """Return the first number and the steps from each to the next, each as zigzag and varint."""
    steps = np.diff(numbers, prepend=0)
    zigzag = ((steps << 1) ^ (steps >> 63)).astype(np.uint64)
    size = np.ones(len(zigzag), dtype=np.int64)
    for bits in range(7, 64, 7):
        size += zigzag >= np.uint64(1) << np.uint64(bits)
    row = np.repeat(np.arange(len(size)), size)
    at = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    found = (zigzag[row] >> (at * 7).astype(np.uint64)).astype(np.uint8) & 127
    return bytes(np.where(at < size[row] - 1, found | 128, found).astype(np.uint8))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | LENGTH) + _varint(len(content)) + content


def _blob(kind: bytes, content: bytes) -> bytes:
    blob = b"\x10" + _varint(len(content)) + _field(3, zlib.compress(content))
    header = _field(1, kind) + b"\x18" + _varint(len(blob))
    return struct.pack(">I", len(header)) + header + blob


def _houses(n_nodes: int) -> Iterator[tuple[list[int], dict[str, str]]]:
    for number in range(n_nodes):
        first = _id(number) + 1
        tags = {"building": "house", "addr:housenumber": str(number % 997), "addr:state": "NH"}
        yield [first, first + 1, first + 2, first + 3, first], tags


def _footways(n_nodes: int) -> Iterator[tuple[list[int], dict[str, str]]]:
    for number in range(0, n_nodes - STREET_NODES_A_FOOTWAY, STREET_NODES_A_FOOTWAY):
        along = (_id(number + i) for i in range(STREET_NODES_A_FOOTWAY))
        refs = [node for first in along for node in (first + 5, first + 6)]
        yield refs, {"highway": "footway", "footway": "sidewalk", "surface": "concrete"}


def _id(number: int) -> int:
    """Return the id, in the first copy, of a street's node by its number from 0."""
    return number * NODES_A_STREET_NODE + 1


def _read(small: Path) -> tuple[Int64, Ways]:
    """Return where nodes lie, 1e-7 degrees, (n, 2), and ways with the ids of their nodes in the first copy."""
    places: list[tuple[int, int]] = []
    ids: dict[int, int] = {}
    ways: Ways = []
    for thing in osmium.FileProcessor(str(small)):
        if thing.is_node():
            ids[thing.id] = _id(len(places))
            places.append((thing.location.x, thing.location.y))
        elif thing.is_way():
            refs = [ids[node.ref] for node in thing.nodes if node.ref in ids]
            ways.append((refs, dict(thing.tags)))
    return np.array(places, dtype=np.int64), ways
