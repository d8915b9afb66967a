"""OpenStreetMap extracts (PBF): the ways that a car might use, and the nodes along them.

OpenStreetMap contributors, ODbL; state extracts are published by Geofabrik. The file is read by DuckDB's
spatial extension straight into arrays: a way is never a Python object, and equal sets of tags are kept once.
Which of the ways a car may really use, and how fast, is for `pipelines.roads` to say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
from duckdb_extensions import import_extension

from pipelines.sources.reading import SourceError
from pipelines.sources.roads.osm_turns import (
    IS_TURN_SQL,
    TURN_KEYS,
    TurnRelation,
    turn_relations,
)
from pipelines.sources.roads.pbf_blobs import check_blobs

Tags = Mapping[str, str]
ArrowTable = Any

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

_TELLING_NODE = (
    "list_contains(['traffic_signals', 'stop', 'give_way'], tags['highway'])"
    " OR tags['barrier'] IS NOT NULL"
)

_PAIRS = "STRUCT(key VARCHAR, value VARCHAR)[]"


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


def read_osm_pbf(
    files: Sequence[Path], *, bbox: tuple[float, float, float, float] | None = None
) -> OsmRoads:
    """Read the ways that a car might use, and ferries, from one or several PBF extracts.

    Parameters
    ----------
    files
        Extracts; where two hold the same way or node, the first file listed counts.
    bbox
        (west, south, east, north), WGS 84 degrees. Ways with a node inside are kept whole.

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
            config={"temp_directory": spill, "autoinstall_known_extensions": False}
        )
        try:
            import_extension("spatial", con=database)
            database.load_extension("spatial")
            ways_seen = _load_ways(database, files)
            _load_nodes(database, files)
            roads = _gathered(database, ways_seen)
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
        f"(file INT, id BIGINT, tags {_PAIRS}, refs BIGINT[], types VARCHAR[], roles VARCHAR[])"
    )
    for number, path in enumerate(files):
        _insert(
            database,
            path,
            f"INSERT INTO every_way SELECT {number}, id, "
            f"CASE kind WHEN 'way' THEN {_pairs_of(WAY_KEYS)} ELSE {_pairs_of(TURN_KEYS)} END, "
            "refs, ref_types, ref_roles "
            f"FROM ST_ReadOSM($path) WHERE ({IS_TURN_SQL}) OR (kind = 'way' AND len(refs) > 1 AND "
            f"(list_contains({_texts(HIGHWAYS)}, tags['highway']) OR tags['route'] = 'ferry'))",
        )
    # Ids of ways and of relations are counted apart.
    database.execute(
        "CREATE TEMP TABLE every_turn AS SELECT * FROM every_way WHERE types IS NOT NULL;"
        "DELETE FROM every_way WHERE types IS NOT NULL"
    )
    _keep_first(database, "every_turn", "turns")
    return _keep_first(database, "every_way", "ways")


def _load_nodes(database: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Make table `nodes` (id, lon, lat, tags or null) of the nodes that the ways name."""
    database.execute(
        "CREATE TEMP TABLE needed AS SELECT DISTINCT unnest(refs) AS id FROM ways;"
        "CREATE TEMP TABLE every_node "
        f"(file INT, id BIGINT, lon DOUBLE, lat DOUBLE, tags {_PAIRS})"
    )
    for number, path in enumerate(files):
        _insert(
            database,
            path,
            f"INSERT INTO every_node SELECT {number}, id, lon, lat, "
            f"CASE WHEN {_TELLING_NODE} THEN {_pairs_of(NODE_KEYS)} END "
            "FROM ST_ReadOSM($path) SEMI JOIN needed USING (id) WHERE kind = 'node'",
        )
    _keep_first(database, "every_node", "nodes")


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
        raise SourceError(
            path,
            f"cannot be read as PBF: {str(error).splitlines()[0]}",
            mend="delete it and download it again",
        ) from error


def _texts(values: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def _pairs_of(keys: Sequence[str]) -> str:
    """Return SQL for the tags of these keys as sorted (key, value) pairs."""
    return (
        "list_sort(list_filter(map_entries(tags), "
        f"lambda entry: list_contains({_texts(keys)}, entry.key)))"
    )


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


def _gathered(database: duckdb.DuckDBPyConnection, ways_seen: int) -> OsmRoads:
    """Fetch both tables and turn node ids into indices."""
    tag_sets, way_tags = _tag_sets(database, "ways")
    node_tag_sets, tagged = _tag_sets(database, "nodes")
    nodes = _fetch(database, "SELECT id, lon, lat FROM nodes ORDER BY id")
    refs = _fetch(database, "SELECT refs FROM ways ORDER BY id")["refs"].combine_chunks()
    node_id = nodes["id"].to_numpy()
    ref_id = refs.flatten().to_numpy()
    ref = _positions(node_id, ref_id)
    ref_indptr = np.concatenate([[0], np.cumsum(refs.value_lengths().to_numpy())]).astype(np.int64)
    missing = ref < 0
    way_of_ref = np.repeat(np.arange(len(refs)), np.diff(ref_indptr))
    return OsmRoads(
        way_id=way_tags["id"].to_numpy(),
        way_tags=way_tags["tag_set"].to_numpy(),
        tag_sets=tag_sets,
        ref_indptr=ref_indptr,
        ref=ref,
        node_id=node_id,
        node_lon=nodes["lon"].to_numpy(),
        node_lat=nodes["lat"].to_numpy(),
        tagged_node=_positions(node_id, tagged["id"].to_numpy()),
        node_tags=tagged["tag_set"].to_numpy(),
        node_tag_sets=node_tag_sets,
        counts={
            "ways_read": ways_seen,
            "ways_repeated": ways_seen - len(refs),
            "ways_cut": len(np.unique(way_of_ref[missing])),
            "nodes_read": len(node_id),
            "nodes_missing": len(np.unique(ref_id[missing])),
        },
        turns=turn_relations(
            _fetch(
                database, "SELECT id, tags, refs, types, roles FROM turns ORDER BY id"
            ).to_pylist()
        ),
    )


def _positions(ids: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Return where each wanted id stands among ascending ids, -1 where it does not."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int32)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[at] == wanted, at, -1).astype(np.int32)


def _within(roads: OsmRoads, bbox: tuple[float, float, float, float]) -> OsmRoads:
    """Keep the ways that have a node inside the box, whole, and their nodes."""
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
    number = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
    tagged = used[roads.tagged_node]
    return OsmRoads(
        way_id=roads.way_id[kept],
        way_tags=roads.way_tags[kept],
        tag_sets=roads.tag_sets,
        ref_indptr=np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64),
        ref=np.where(ref >= 0, number[ref], -1).astype(np.int32),
        node_id=roads.node_id[used],
        node_lon=roads.node_lon[used],
        node_lat=roads.node_lat[used],
        tagged_node=number[roads.tagged_node[tagged]],
        node_tags=roads.node_tags[tagged],
        node_tag_sets=roads.node_tag_sets,
        counts={**roads.counts, "ways_outside": int((~kept).sum())},
        turns=roads.turns,
    )
