"""Tables as files: CSV for everyone, Parquet with types, GeoParquet with its CRS where there are shapes."""

from __future__ import annotations

import io

import geopandas as gpd
import pandas as pd

from pipelines.warehouse import CRS

DIGITS = 6
"""Decimals of degrees in text: a tenth of a metre."""


def geometry_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold shapes."""
    return [str(name) for name in frame.columns if str(frame[name].dtype) == "geometry"]


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV (RFC 4180 but for the line ends of Unix; null is empty; shapes as well-known text).

    Parameters
    ----------
    frame
        Any table of the warehouse.

    Returns
    -------
    bytes
        UTF-8. True and false are written as `true` and `false`, numbers in full.
    """
    flat = pd.DataFrame(frame).copy()
    for name in geometry_columns(frame):
        flat[name] = gpd.GeoSeries(frame[name]).to_wkt(rounding_precision=DIGITS)
    for name in flat.columns:
        if pd.api.types.is_bool_dtype(flat[name].dtype):
            flat[name] = flat[name].map({True: "true", False: "false"}).astype("str")
    return flat.to_csv(index=False, lineterminator="\n").encode()


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Write a table as Parquet; as GeoParquet where it has shapes, or points told by `lon` and `lat`.

    Parameters
    ----------
    frame
        Any table of the warehouse.

    Returns
    -------
    bytes
        GeoParquet names the CRS (WGS 84) of every column of shapes; points are in the column `geometry`.
    """
    out = io.BytesIO()
    with_shapes(frame).to_parquet(out, index=False, compression="zstd")
    return out.getvalue()


def with_shapes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its shapes, or with the points that its coordinates tell; else as it is."""
    plain = pd.DataFrame(frame)
    if not geometry_columns(frame) and {"lon", "lat"} <= set(frame.columns):
        points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=CRS)
        plain = gpd.GeoDataFrame(plain, geometry=points)
    return gpd.GeoDataFrame(plain) if geometry_columns(plain) else plain
