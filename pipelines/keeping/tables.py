"""Tables as files that give back what was put in, to the type of each column and of each value."""

from __future__ import annotations

import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def table_bytes(table: pd.DataFrame) -> bytes | None:
    """Return a table as a Parquet file; None where that would give back another table.

    Parameters
    ----------
    table
        A DataFrame or GeoDataFrame. The same one gives the same bytes.
    """
    buffer = io.BytesIO()
    try:
        table.to_parquet(buffer, compression="zstd")
        content = buffer.getvalue()
        return content if _same(table, table_of(content, geo=_is_geo(table))) else None
    # Columns that Parquet has no type for: numbers beside texts, shapes outside of a GeoDataFrame.
    except (pa.ArrowException, TypeError, ValueError):
        return None


def table_of(content: bytes, *, geo: bool) -> pd.DataFrame:
    """Return the table that `table_bytes` was given: `geo` tells whether it was a GeoDataFrame."""
    table = (gpd.read_parquet if geo else pd.read_parquet)(io.BytesIO(content))
    # Parquet has no dates in whole seconds: they lie in it as milliseconds.
    for column in (pq.read_schema(io.BytesIO(content)).pandas_metadata or {}).get("columns", ()):
        name, kind = column["name"], column["numpy_type"]
        if kind == "datetime64[s]" and name in table:
            table[name] = table[name].astype(kind)
    return table


def _is_geo(table: pd.DataFrame) -> bool:
    return isinstance(table, gpd.GeoDataFrame)


def _same(table: pd.DataFrame, other: pd.DataFrame) -> bool:
    if type(table) is not type(other) or not table.index.equals(other.index):
        return False
    if list(table.columns) != list(other.columns) or list(table.dtypes) != list(other.dtypes):
        return False
    if (
        isinstance(table, gpd.GeoDataFrame)
        and table.active_geometry_name != other.active_geometry_name
    ):
        return False
    return all(_same_values(table[name], other[name]) for name in table)


def _same_values(values: pd.Series, others: pd.Series) -> bool:
    if str(values.dtype) == "geometry":
        same_crs = gpd.GeoSeries(values).crs == gpd.GeoSeries(others).crs
        return same_crs and bool(
            np.array_equal(gpd.GeoSeries(values).to_wkb(), gpd.GeoSeries(others).to_wkb())
        )
    if values.dtype == object:
        return all(
            type(one) is type(two) and (one == two or one != one)
            for one, two in zip(values, others, strict=True)
        )
    return values.equals(others)
