"""OpenStreetMap extracts (PBF): the ways that a car might use, and the nodes along them.

OpenStreetMap contributors, ODbL; state extracts are published by Geofabrik. The file is read by DuckDB's
spatial extension straight into arrays: a way is never a Python object, and equal sets of tags are kept once.
Which of the ways a car may really use, and how fast, is for `pipelines.roads` to say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from duckdb_extensions import import_extension

from pipelines.sources.reading import SourceError
from pipelines.sources.roads.osm_nodes import find_nodes, nodes_inside, positions
from pipelines.sources.roads.osm_sql import PAIRS, pairs_of, texts, unreadable
from pipelines.sources.roads.osm_turns import (
    IS_TURN_SQL,
    TURN_KEYS,
    TurnRelation,
    turn_relations,
)
from pipelines.sources.roads.pbf_blobs import check_blobs

Tags = Mapping[str, str]
ArrowTable = Any
Bbox = tuple[float, float, float, float]

DATABASE_MEMORY = "1GB"
"""What holds the ways until they are sorted; the rest goes to disk."""

_WAYS_AT_ONCE = 50_000

HIGHWAYS = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
)
"""Values of `highway` that are read; footways, cycleways, building sites and plans are not."""

WAY_KEYS = (
    "access",
    "access:backward",
    "access:forward",
    "area",
    "duration",
    "foot",
    "highway",
    "impassable",
    "junction",
    "maxspeed",
    "maxspeed:advisory",
    "maxspeed:backward",
    "maxspeed:forward",
    "motor_vehicle",
    "motor_vehicle:backward",
    "motor_vehicle:forward",
    "motorcar",
    "motorcar:backward",
    "motorcar:forward",
    "motorroad",
    "oneway",
    "oneway:motor_vehicle",
    "oneway:motorcar",
    "oneway:vehicle",
    "route",
    "service",
    "smoothness",
    "surface",
    "tracktype",
    "vehicle",
    "vehicle:backward",
    "vehicle:forward",
)
"""Tags of ways that say who may drive there, which way and how fast."""


@dataclass(frozen=True, eq=False)
class OsmRoads:
    """Ways of one or several extracts (w ways, r node references, n nodes, c tagged nodes).

    Attributes
    ----------
    way_id : int64 (w,)
        OpenStreetMap ids, ascending.
    way_tags : int32 (w,)
        Row of `tag_sets`.
    tag_sets : tuple of dict
        Distinct sets of the tags in `WAY_KEYS`.
    ref_indptr : int64 (w + 1,)
        Nodes of way i are ref[ref_indptr[i]:ref_indptr[i + 1]].
    ref : int32 (r,)
        Index of the node; -1 where the extract was cut and lacks it.
    node_id : int64 (n,)
        OpenStreetMap ids, ascending.
    node_lon, node_lat : float64 (n,)
        WGS 84 degrees.
    tagged_node : int32 (c,)
        Index of each node with a signal, a sign or a barrier.
    node_tags : int32 (c,)
        Row of `node_tag_sets`.
    node_tag_sets : tuple of dict
        Distinct sets of the tags in `NODE_KEYS`.
    counts : dict
        `ways_read`, `ways_repeated`, `ways_outside`, `ways_cut`, `nodes_missing`, `nodes_read`.
    turns : tuple of TurnRelation
        Turn restrictions, by id; those that name other roads are among them.
    """

    way_id: npt.NDArray[np.int64]
    way_tags: npt.NDArray[np.int32]
    tag_sets: tuple[Tags, ...]
    ref_indptr: npt.NDArray[np.int64]
    ref: npt.NDArray[np.int32]
    node_id: npt.NDArray[np.int64]
    node_lon: npt.NDArray[np.float64]
    node_lat: npt.NDArray[np.float64]
    tagged_node: npt.NDArray[np.int32]
    node_tags: npt.NDArray[np.int32]
    node_tag_sets: tuple[Tags, ...]
    counts: dict[str, int]
    turns: tuple[TurnRelation, ...] = ()


def read_osm_pbf(files: Sequence[Path], *, bbox: Bbox | None = None) -> OsmRoads:
    """Read the ways that a car might use, and ferries, from one or several PBF extracts.

    Parameters
    ----------
    files
        Extracts; where two hold the same way or node, the first file listed counts.
    bbox
        (west, south, east, north), WGS 84 degrees. Ways with a node inside are kept whole; memory follows
        these, not what the extracts hold besides.

    Returns
    -------
    OsmRoads
        In order of id, whatever the order in the files.

    Raises
    ------
    SourceError
        A file is missing, cut off, damaged, not PBF, or no way is left.
    """
    for path in files:
        check_blobs(path)
    with tempfile.TemporaryDirectory(prefix="osm_pbf_") as spill:
        database = duckdb.connect(
            config={
                "temp_directory": spill,
                "autoinstall_known_extensions": False,
                "memory_limit": DATABASE_MEMORY,
            }
        )
        try:
            import_extension("spatial", con=database)
            database.load_extension("spatial")
            ways_seen = _load_ways(database, files)
            outside = _drop_outside(database, files, bbox) if bbox is not None else 0
            roads = _gathered(database, files, ways_seen, outside)
        finally:
            database.close()
    if bbox is not None and len(roads.way_id):
        roads = _within(roads, bbox)
    if not len(roads.way_id):
        named = ", ".join(path.name for path in files)
        raise SourceError(
            named,
            "holds no road that a car may use" + (f" within {bbox}" if bbox else ""),
            mend="check that the extract covers the study area and its buffer",
        )
    return roads


def _load_ways(database: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> int:
    """Make tables `ways` (id, tags, refs) and `turns`, and return how many ways the files hold in all."""
    database.execute(
        "CREATE TEMP TABLE every_way "
        f"(file INT, id BIGINT, tags {PAIRS}, refs BIGINT[], types VARCHAR[], roles VARCHAR[])"
    )
    for number, path in enumerate(files):
        _insert(
            database,
            path,
            f"INSERT INTO every_way SELECT {number}, id, "
            f"CASE kind WHEN 'way' THEN {pairs_of(WAY_KEYS)} ELSE {pairs_of(TURN_KEYS)} END, "
            "refs, ref_types, ref_roles "
            f"FROM ST_ReadOSM($path) WHERE ({IS_TURN_SQL}) OR (kind = 'way' AND len(refs) > 1 AND "
            f"(list_contains({texts(HIGHWAYS)}, tags['highway']) OR tags['route'] = 'ferry'))",
        )
    # Ids of ways and of relations are counted apart.
    database.execute(
        "CREATE TEMP TABLE every_turn AS SELECT * FROM every_way WHERE types IS NOT NULL;"
        "DELETE FROM every_way WHERE types IS NOT NULL"
    )
    _keep_first(database, "every_turn", "turns")
    return _keep_first(database, "every_way", "ways")


def _keep_first(database: duckdb.DuckDBPyConnection, every: str, kept: str) -> int:
    """Make a table with one row an id, from the first file that has it; return how many rows there were."""
    rows, ids = database.execute(
        f"SELECT count(*), count(DISTINCT id) FROM {every}"
    ).fetchone() or (0, 0)
    if rows == ids:
        database.execute(f"ALTER TABLE {every} RENAME TO {kept}")
    else:
        database.execute(
            f"CREATE TEMP TABLE {kept} AS SELECT * FROM {every} "
            "QUALIFY row_number() OVER (PARTITION BY id ORDER BY file) = 1"
        )
        database.execute(f"DROP TABLE {every}")
    return int(rows)


def _insert(database: duckdb.DuckDBPyConnection, path: Path, sql: str) -> None:
    try:
        database.execute(sql, {"path": str(path)})
    except duckdb.Error as error:
        raise unreadable(path, error) from error


def _tag_sets(
    database: duckdb.DuckDBPyConnection, table: str
) -> tuple[tuple[Tags, ...], ArrowTable]:
    """Return the distinct tag sets of a table, and which of them each id has."""
    database.execute(
        f"CREATE TEMP TABLE {table}_sets AS "
        "SELECT (row_number() OVER (ORDER BY tags) - 1)::INT AS tag_set, tags "
        f"FROM (SELECT DISTINCT tags FROM {table} WHERE tags IS NOT NULL)"
    )
    distinct = _fetch(database, f"SELECT tags FROM {table}_sets ORDER BY tag_set")
    sets = tuple(
        {pair["key"]: pair["value"] for pair in pairs} for pairs in distinct["tags"].to_pylist()
    )
    return sets, _fetch(
        database, f"SELECT id, tag_set FROM {table} JOIN {table}_sets USING (tags) ORDER BY id"
    )


def _fetch(database: duckdb.DuckDBPyConnection, sql: str) -> ArrowTable:
    return database.execute(sql).to_arrow_table().combine_chunks()


def _gathered(
    database: duckdb.DuckDBPyConnection, files: Sequence[Path], ways_seen: int, outside: int
) -> OsmRoads:
    """Take the ways out of the database, look up their nodes and turn node ids into indices."""
    tag_sets, way_tags = _tag_sets(database, "ways")
    turns = _fetch(database, "SELECT id, tags, refs, types, roles FROM turns ORDER BY id")
    ref_indptr, ref_id = _refs(database)
    database.execute("DROP TABLE ways; DROP TABLE ways_sets")
    node_id = _distinct(ref_id)
    ref = positions(node_id, ref_id)
    del ref_id
    nodes = find_nodes(database, files, node_id)
    seen = nodes.seen
    n_ways = len(ref_indptr) - 1
    way_of_missing = np.searchsorted(ref_indptr, np.flatnonzero(~seen[ref]), side="right")
    roads = OsmRoads(
        way_id=way_tags["id"].to_numpy(),
        way_tags=way_tags["tag_set"].to_numpy(),
        tag_sets=tag_sets,
        ref_indptr=ref_indptr,
        ref=ref,
        node_id=node_id,
        node_lon=nodes.lon,
        node_lat=nodes.lat,
        tagged_node=nodes.tagged,
        node_tags=nodes.tags,
        node_tag_sets=nodes.tag_sets,
        counts={
            "ways_read": ways_seen,
            "ways_repeated": ways_seen - outside - n_ways,
            "ways_outside": outside,
            "ways_cut": len(np.unique(way_of_missing)),
            "nodes_read": int(seen.sum()),
            "nodes_missing": int((~seen).sum()),
        },
        turns=turn_relations(turns.to_pylist()),
    )
    return roads if seen.all() else _with_nodes(roads, ref, seen)


def _refs(
    database: duckdb.DuckDBPyConnection,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where the nodes of each way begin, and their ids, way by way in order of id."""
    ways, refs = database.execute(
        "SELECT count(*), sum(len(refs))::BIGINT FROM ways"
    ).fetchone() or (0, 0)
    indptr, ref_id = np.zeros(ways + 1, dtype=np.int64), np.empty(refs or 0, dtype=np.int64)
    way = 0
    sql = "SELECT refs FROM ways ORDER BY id"
    for batch in database.execute(sql).to_arrow_reader(_WAYS_AT_ONCE):
        ends = indptr[way] + np.cumsum(batch["refs"].value_lengths().to_numpy())
        indptr[way + 1 : way + 1 + len(ends)] = ends
        ref_id[indptr[way] : ends[-1]] = batch["refs"].flatten().to_numpy()
        way += len(ends)
    return indptr, ref_id


def _distinct(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the distinct ids, ascending: `np.unique` takes several times as long and as much memory."""
    ids = np.sort(ids)
    return ids[np.diff(ids, prepend=ids[:1] - 1) > 0]


def _with_nodes(
    roads: OsmRoads, ref: npt.NDArray[np.int32], kept: npt.NDArray[np.bool_]
) -> OsmRoads:
    """Return the roads with the nodes that are kept, numbered anew, and references to these."""
    number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    tagged = kept[roads.tagged_node]
    return replace(
        roads,
        ref=np.where(ref >= 0, number[ref], -1).astype(np.int32),
        node_id=roads.node_id[kept],
        node_lon=roads.node_lon[kept],
        node_lat=roads.node_lat[kept],
        tagged_node=number[roads.tagged_node[tagged]],
        node_tags=roads.node_tags[tagged],
    )


def _drop_outside(database: duckdb.DuckDBPyConnection, files: Sequence[Path], bbox: Bbox) -> int:
    """Drop ways of which no file has a node inside the box, before their nodes are read; return how many."""
    inside = nodes_inside(database, files, bbox)
    kept = [np.empty(0, dtype=np.int64)]
    for batch in database.execute("SELECT id, refs FROM ways").to_arrow_reader(_WAYS_AT_ONCE):
        refs = batch["refs"]
        ends = np.cumsum(refs.value_lengths().to_numpy())
        found = positions(inside, refs.flatten().to_numpy()) >= 0
        touches = np.logical_or.reduceat(found, np.concatenate([[0], ends[:-1]]))
        kept.append(batch["id"].to_numpy()[touches])
    database.register("ways_inside", pa.table({"id": np.concatenate(kept)}))
    (dropped,) = database.execute(
        "DELETE FROM ways WHERE id NOT IN (SELECT id FROM ways_inside)"
    ).fetchone() or (0,)
    database.unregister("ways_inside")
    return int(dropped)


def _within(roads: OsmRoads, bbox: Bbox) -> OsmRoads:
    """Keep the ways that have a node inside the box where the first file has it, whole, and their nodes."""
    west, south, east, north = bbox
    inside = (
        (roads.node_lon >= west)
        & (roads.node_lon <= east)
        & (roads.node_lat >= south)
        & (roads.node_lat <= north)
    )
    ref_inside = (roads.ref >= 0) & inside[roads.ref]
    kept = np.logical_or.reduceat(ref_inside, roads.ref_indptr[:-1])
    lengths = np.diff(roads.ref_indptr)
    ref = roads.ref[np.repeat(kept, lengths)]
    used = np.zeros(len(inside), dtype=np.bool_)
    used[ref[ref >= 0]] = True
    return replace(
        _with_nodes(roads, ref, used),
        way_id=roads.way_id[kept],
        way_tags=roads.way_tags[kept],
        ref_indptr=np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64),
        counts={
            **roads.counts,
            "ways_outside": roads.counts["ways_outside"] + int((~kept).sum()),
        },
    )
