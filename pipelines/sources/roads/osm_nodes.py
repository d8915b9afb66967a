"""Where the nodes of roads lie: one pass over the nodes of an extract that keeps those asked for.

Memory follows the nodes of roads, not those of houses, woods and rivers, which are most of an extract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.sources.roads.osm_sql import pairs_of, unreadable

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
Float64 = npt.NDArray[np.float64]
Tags = Mapping[str, str]

NODE_KEYS = (
    "access",
    "barrier",
    "crossing",
    "direction",
    "highway",
    "motor_vehicle",
    "motorcar",
    "stop",
    "traffic_signals:direction",
    "vehicle",
)
"""Tags of nodes that stop or slow a car."""

_TELLING = (
    "list_contains(['traffic_signals', 'stop', 'give_way'], tags['highway'])"
    " OR tags['barrier'] IS NOT NULL"
)
_COLUMNS = f"id, lon, lat, CASE WHEN {_TELLING} THEN {pairs_of(NODE_KEYS)} END AS tags"
_ROWS_AT_ONCE = 200_000


@dataclass(frozen=True, eq=False)
class RoadNodes:
    """The nodes that roads name (n asked for, c of them with a signal, a sign or a barrier).

    Attributes
    ----------
    seen : bool (n,)
        Whether an extract holds it.
    lon, lat : float64 (n,)
        WGS 84 degrees; NaN where it is not seen.
    tagged : int32 (c,)
        Index of each node that slows or stops a car, ascending.
    tags : int32 (c,)
        Row of `tag_sets`.
    tag_sets : tuple of dict
        Distinct sets of the tags in `NODE_KEYS`.
    """

    seen: npt.NDArray[np.bool_]
    lon: Float64
    lat: Float64
    tagged: Int32
    tags: Int32
    tag_sets: tuple[Tags, ...]


def find_nodes(
    database: duckdb.DuckDBPyConnection, files: Sequence[Path], wanted: Int64
) -> RoadNodes:
    """Look up nodes in one or several extracts.

    Parameters
    ----------
    database
        With the spatial extension.
    files
        Extracts; where two hold the same node, the first file listed counts.
    wanted : int64 (n,)
        OpenStreetMap ids, ascending.

    Raises
    ------
    SourceError
        A file cannot be read.
    """
    seen = np.zeros(len(wanted), dtype=np.bool_)
    lon, lat = np.full((2, len(wanted)), np.nan)
    told: dict[int, tuple[tuple[str, str], ...]] = {}
    for path in files if len(wanted) else ():
        for batch in _batches(database, path, _COLUMNS):
            index, row = rows_of(wanted, batch["id"].to_numpy())
            new = ~seen[index]
            index, row = index[new], row[new]
            seen[index] = True
            lon[index], lat[index] = batch["lon"].to_numpy()[row], batch["lat"].to_numpy()[row]
            tags = batch["tags"]
            for at in np.flatnonzero(tags.is_valid().to_numpy(zero_copy_only=False)[row]).tolist():
                pairs = tags[int(row[at])].as_py()
                told[int(index[at])] = tuple((pair["key"], pair["value"]) for pair in pairs)
    sets = sorted(set(told.values()))
    number = {pairs: row for row, pairs in enumerate(sets)}
    tagged = sorted(told)
    return RoadNodes(
        seen,
        lon,
        lat,
        np.array(tagged, dtype=np.int32),
        np.array([number[told[index]] for index in tagged], dtype=np.int32),
        tuple(dict(pairs) for pairs in sets),
    )


def rows_of(wanted: Int64, ids: Int64) -> tuple[Int64, Int64]:
    """Return which of the wanted ids, ascending, are among others, and where there.

    A batch of a file sorted by id spans few of the wanted ones, which are fewer than its own.
    """
    if not len(ids):
        return ids, ids
    order = None if np.all(ids[1:] > ids[:-1]) else np.argsort(ids, kind="stable")
    ascending = ids if order is None else ids[order]
    first, stop = np.searchsorted(wanted, (ascending[0], ascending[-1] + 1))
    asked = wanted[first:stop]
    at = np.searchsorted(ascending, asked)
    there = np.flatnonzero(ascending[at] == asked)
    row = at[there]
    return first + there, row if order is None else order[row]


def nodes_inside(
    database: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    bbox: tuple[float, float, float, float],
) -> Int64:
    """Return the ids of all nodes, of roads or not, that an extract has inside a box, ascending.

    Parameters
    ----------
    database
        With the spatial extension.
    files
        Extracts.
    bbox
        (west, south, east, north), WGS 84 degrees, edges included.

    Raises
    ------
    SourceError
        A file cannot be read.
    """
    found = [np.empty(0, dtype=np.int64)]
    box = dict(zip(("west", "south", "east", "north"), bbox, strict=True))
    where = "lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north"
    for path in files:
        found += [batch["id"].to_numpy() for batch in _batches(database, path, "id", where, box)]
    return np.unique(np.concatenate(found))


def _batches(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    columns: str,
    where: str = "true",
    values: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[Any]:
    sql = f"SELECT {columns} FROM ST_ReadOSM($path) WHERE kind = 'node' AND {where}"
    try:
        read = database.execute(sql, {"path": str(path), **values})
        yield from read.to_arrow_reader(_ROWS_AT_ONCE)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from error


def positions(ids: Int64, wanted: Int64) -> Int32:
    """Return where each wanted id stands among ascending ids, -1 where it does not, int32 (wanted,)."""
    found = np.full(len(wanted), -1, dtype=np.int32)
    if not len(ids):
        return found
    for start in range(0, len(wanted), _ROWS_AT_ONCE):
        asked = wanted[start : start + _ROWS_AT_ONCE]
        at = np.minimum(np.searchsorted(ids, asked), len(ids) - 1)
        found[start : start + _ROWS_AT_ONCE] = np.where(ids[at] == asked, at, -1)
    return found
