"""What an analyst's points must hold before they are joined to roads, and the words where they do not."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.errors import InputError


def points_of(frame: gpd.GeoDataFrame, what: str) -> pd.DataFrame:
    """Return the points of a frame as the columns lon and lat.

    Parameters
    ----------
    frame
        Points, in any CRS.
    what
        What an error calls it.

    Returns
    -------
    DataFrame
        lon and lat, WGS 84 degrees, in the order and with the index of `frame`.

    Raises
    ------
    InputError
        The frame has no points, no CRS or an index that names two rows alike.
    """
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(
            f"{what}: a GeoDataFrame of points is needed, not a {type(frame).__name__} (make one with "
            "geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table.lon, table.lat), crs=4326))"
        )
    if frame.crs is None:
        raise InputError(f"{what}: has no CRS (name it with set_crs)")
    if frame.empty:
        raise InputError(f"{what}: has no rows")
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise InputError(f"{what}: the index names {twice!r} twice (reset_index numbers the rows)")
    points = frame.geometry
    _check(~(points.isna() | points.is_empty), points, what, "no geometry")
    _check(
        points.geom_type == "Point",
        points,
        what,
        "no point (take representative_point or centroid)",
    )
    degrees = points.to_crs("EPSG:4326")
    found = pd.DataFrame({"lon": degrees.x, "lat": degrees.y})
    _check(
        (found["lon"].abs() <= 180) & (found["lat"].abs() <= 90),
        points,
        what,
        f"no place on the globe (is its CRS {frame.crs.name}?)",
    )
    return found


def amounts_of(frame: gpd.GeoDataFrame, column: str, what: str) -> pd.Series[float]:
    """Return a column of amounts that are known and not negative.

    Raises
    ------
    InputError
        The column is missing, or an amount is null or negative.
    """
    values = pd.to_numeric(column_of(frame, column, what)).astype("float64")
    _check(values.notna(), values, what, f"no {column} (fill it in, or leave the row out)")
    _check(np.isfinite(values) & (values >= 0), values, what, f"no possible {column}")
    return values


def categories_of(
    frame: gpd.GeoDataFrame, column: str | None, what: str
) -> tuple[npt.NDArray[np.int64], list[Any]]:
    """Return the category of each row, and the categories' names in their order; all rows are one without.

    Raises
    ------
    InputError
        The column is missing or null somewhere.
    """
    if column is None:
        return np.zeros(len(frame), dtype=np.int64), [None]
    values = column_of(frame, column, what)
    _check(values.notna(), values, what, f"no {column} (fill it in, or leave the row out)")
    codes, names = pd.factorize(values, sort=True)
    return codes.astype(np.int64), list(names)


def column_of(frame: gpd.GeoDataFrame, column: str, what: str) -> pd.Series[Any]:
    """Return a column.

    Raises
    ------
    InputError
        There is none; the message lists those that are there.
    """
    if column not in frame:
        there = ", ".join(map(str, frame.columns.drop(frame.geometry.name)))
        raise InputError(f"{what}: no column {column!r} (there are {there or 'none'})")
    values: pd.Series[Any] = frame[column]
    return values


def _check(good: Any, rows: pd.Series[Any], what: str, fault: str) -> None:
    """Refuse the rows that are not good, by the first three names."""
    bad = rows.index[~np.asarray(good, dtype=bool)]
    if len(bad):
        named = ", ".join(map(repr, bad[:3].tolist())) + (", ..." if len(bad) > 3 else "")
        raise InputError(f"{what}: {len(bad)} of {len(rows)} rows have {fault}: {named}")
