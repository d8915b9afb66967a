"""The warehouse: one DuckDB file an area, in the layers raw, core and out.

One process writes, in one transaction a layer, so that a run which is killed leaves the layer as it was; every
other connection is read-only. Geometry is DuckDB's own GEOMETRY type in WGS 84, which needs no extension.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import shapely

from pipelines.contracts import CONTRACTS, Contract, check_contract
from pipelines.errors import InputError

_LOCKED = "Could not set lock on file"
_HEADER_BYTES = 12  # a checksum, then the word DUCK

LAYERS = ("raw", "core", "out")
"""The layers from left to right; each is made only from those to its left."""

CRS = "EPSG:4326"
"""CRS of every geometry in the warehouse."""

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class WarehouseError(InputError):
    """A warehouse that is missing, lacks a table or is in use; the message says how to mend it."""


class DamagedError(WarehouseError):
    """A warehouse that is not as it was written, or a file that is none."""


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse read-only.

    Parameters
    ----------
    path
        The DuckDB file.

    Returns
    -------
    DuckDBPyConnection
        Read-only; extensions are never downloaded.

    Raises
    ------
    WarehouseError
        There is no such file, it is no warehouse, or a run is writing to it.
    """
    if not path.exists():
        raise WarehouseError(f"{path}: no warehouse yet (make it with `infusion-access run AREA`)")
    return _open(path, read_only=True)


def _open(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open the file, which DuckDB lets either one process write or several read."""
    try:
        return duckdb.connect(str(path), read_only=read_only, config=_OFFLINE)
    except duckdb.Error as error:
        # Not by its whole text, which holds the path: that may hold any word.
        said = str(error).replace(str(path), "")
        if _LOCKED not in said:
            raise _unopened(path, said, read_only=read_only) from error
        holder = re.search(r"PID (\d+)", said)
        user = f"process {holder[1]}" if holder else "another process"
        mend = (
            "it is being written: try again in a few seconds"
            if read_only
            else "close the notebook or program that reads it, or wait for the other run, and start again"
        )
        raise WarehouseError(f"{path}: is in use by {user} ({mend})") from error


@contextmanager
def _telling(path: Path, fault: str) -> Iterator[None]:
    """Tell of a full disk, too little memory or a damaged block as what they are, and no defect of ours."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        raise WarehouseError(
            f"{path}: {fault}: {error} (see whether the disk and the memory suffice; a damaged file is made "
            "anew by `infusion-access run AREA`)"
        ) from error


def _unopened(path: Path, said: str, *, read_only: bool) -> WarehouseError:
    """Tell why a file cannot be opened that nobody else has open."""
    if not path.is_file():
        return WarehouseError(f"{path}: is no file (name another data folder)")
    rights = os.R_OK if read_only else os.R_OK | os.W_OK
    if not os.access(path, rights) or not os.access(path.parent, rights):
        what = "read" if read_only else "written"
        return WarehouseError(
            f"{path}: may not be {what} by this user, or its disk is read-only (mend the rights, or name "
            "another data folder; the file may be sound)"
        )
    with path.open("rb") as file:
        start = file.read(_HEADER_BYTES)
    if len(start) == _HEADER_BYTES and start[8:12] == b"DUCK" and "version number" in said:
        return WarehouseError(f"{path}: was written by another version of DuckDB ({said.strip()})")
    return DamagedError(
        f"{path}: is damaged, or no warehouse: {said.strip()} (`infusion-access run AREA` puts it aside and "
        "makes it anew)"
    )


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Read one table whole, in the order of its key.

    Parameters
    ----------
    path
        The DuckDB file.
    table
        Full name, such as ``out.coverage``.

    Returns
    -------
    DataFrame or GeoDataFrame
        A GeoDataFrame (EPSG:4326) where the table has geometry; its first geometry column is the active one.

    Raises
    ------
    WarehouseError
        The file or the table is missing.
    """
    with connect(path) as warehouse, _telling(path, "cannot be read"):
        return read_from(warehouse, table)


def read_from(
    warehouse: duckdb.DuckDBPyConnection, table: str, where: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """Read one table over an open connection, or its rows that hold these values; see `read_table`."""
    layer, name = table.split(".")
    known = warehouse.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        [layer, name],
    ).fetchone()
    if known is None:
        stage = {"raw": "ingest", "core": "ingest", "out": "access"}[layer]
        raise WarehouseError(
            f"{table}: no such table (make it with `infusion-access {stage} AREA`)"
        )
    where = where or {}
    chosen = " AND ".join(["true", *(f"{column} = ${column}" for column in where)])
    rows = f"SELECT * FROM {layer}.{name} WHERE {chosen} ORDER BY rowid"
    return as_frame(warehouse.sql(rows, params=dict(where)) if where else warehouse.sql(rows))


def holds_table(warehouse: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Tell whether a table, by its full name, is there: some runs have no reason to write it."""
    schema, name = table.split(".")
    found = warehouse.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        [schema, name],
    ).fetchone()
    return bool(found and found[0])


def as_frame(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """Turn a query's result into a frame, its geometry columns into shapely objects (EPSG:4326)."""
    frame = relation.df()
    geometry = [
        name
        for name, kind in zip(relation.columns, relation.types, strict=True)
        if str(kind).startswith("GEOMETRY")
    ]
    for name in geometry:
        frame[name] = gpd.GeoSeries(shapely.from_wkb(frame[name].map(bytes).to_numpy()), crs=CRS)
    return gpd.GeoDataFrame(frame, geometry=geometry[0], crs=CRS) if geometry else frame


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse for writing in one transaction: all of it is kept, or none.

    Parameters
    ----------
    path
        The DuckDB file; made with its folder if it is missing.

    Raises
    ------
    WarehouseError
        Another process has it open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _telling(path, "cannot be written"), _open(path, read_only=False) as warehouse:
        warehouse.execute("BEGIN TRANSACTION")
        try:
            yield warehouse
        except BaseException:
            warehouse.execute("ROLLBACK")
            raise
        warehouse.execute("COMMIT")


def set_damaged_aside(path: Path) -> Path | None:
    """Rename a warehouse that is damaged, so that another can be made in its place.

    Parameters
    ----------
    path
        The DuckDB file, which may be missing.

    Returns
    -------
    Path or None
        What it is called now; None where nothing is the matter with it.

    Raises
    ------
    WarehouseError
        Another process has it open, or it may not be written.
    """
    try:
        check_unused(path)
    except DamagedError:
        aside = path.with_name(f"{path.name}.damaged")
        path.replace(aside)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)  # it is of the damaged one
        return aside
    return None


def check_unused(path: Path) -> None:
    """Tell before a long computation, and not after it, that its tables could not be written.

    Parameters
    ----------
    path
        The DuckDB file; one that is missing is in nobody's way.

    Raises
    ------
    WarehouseError
        Another process has it open.
    """
    if path.exists():
        _open(path, read_only=False).close()


def replace_layers(
    warehouse: duckdb.DuckDBPyConnection, tables: Mapping[str, pd.DataFrame | gpd.GeoDataFrame]
) -> None:
    """Write tables as the whole content of their layers, and drop what stands to the right.

    Parameters
    ----------
    warehouse
        A connection from `writing`.
    tables
        Full name -> rows. Each is checked against its contract and kept in the order of its key.

    Raises
    ------
    ContractError
        A table breaks its contract; nothing is written.
    """
    checked = {name: _in_order(name, check_contract(name, frame)) for name, frame in tables.items()}
    layers = {name.split(".")[0] for name in tables}
    first = min(LAYERS.index(layer) for layer in layers)
    for layer in LAYERS[first:]:
        warehouse.execute(f"DROP SCHEMA IF EXISTS {layer} CASCADE")
        warehouse.execute(f"CREATE SCHEMA {layer}")
    for name, frame in checked.items():
        _write(warehouse, name, frame)


def _in_order(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    contract = CONTRACTS.get(table)
    if contract is None or not contract.key:
        return frame
    return frame.sort_values(list(contract.key), kind="stable", ignore_index=True)


def _write(warehouse: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    flat = pd.DataFrame(frame).copy()
    geometry = [name for name in flat if _holds_geometry(flat[name])]
    for name in geometry:
        flat[name] = pd.Series(
            shapely.to_wkb(flat[name].to_numpy()), index=flat.index, dtype="object"
        )
    columns = ", ".join(
        f'ST_GeomFromWKB("{name}"::BLOB)::GEOMETRY(\'OGC:CRS84\') AS "{name}"'
        if name in geometry
        else f'"{name}"'
        for name in flat
    )
    warehouse.register("rows_to_write", flat)
    warehouse.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM rows_to_write")
    warehouse.unregister("rows_to_write")
    contract = CONTRACTS.get(table)
    if contract is not None:
        _comment(warehouse, table, contract, flat)


def _comment(
    warehouse: duckdb.DuckDBPyConnection, table: str, contract: Contract, frame: pd.DataFrame
) -> None:
    """Keep beside table and columns what they mean, so that whoever opens the file can read it there.

    Keys stand in the comment and are no PRIMARY KEY: every key was checked before, and DuckDB's index of them
    doubles the file and takes a second of a run of the demo.
    """
    warehouse.execute(f"COMMENT ON TABLE {table} IS {_literal(contract.sentence)}")
    for name in map(str, frame):
        known = contract.columns.get(name)
        meaning = contract.further if known is None else known.sentence
        if meaning:
            comment = _literal(meaning)
            warehouse.execute(f'COMMENT ON COLUMN {table}."{name}" IS {comment}')


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _holds_geometry(values: pd.Series[Any]) -> bool:
    if str(values.dtype) == "geometry":
        return True
    first = values.dropna().head(1)
    return (
        values.dtype == object and len(first) == 1 and isinstance(first.iloc[0], shapely.Geometry)
    )
