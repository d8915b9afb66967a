"""Polygons from any vector file that GDAL reads, with their attributes as text that `RowChecks` takes.

Geometry leaves in EPSG:4326, valid, and with an area; what has none, or lies off the globe, rejects its row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import pyproj.exceptions
import shapely

from pipelines.sources.files.bombs import MOST_HELD_BYTES, check_archive
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import DECLARED, ROW_TEXT_CHARACTERS, TEXT, TextTable

WGS84 = "EPSG:4326"
"""CRS of everything that leaves a reader."""

Geometries = npt.NDArray[np.object_]


def read_vector(
    files: Sequence[Path],
    columns: Mapping[str, Sequence[str]],
    *,
    optional: Collection[str] = (),
    layer: str | None = None,
    assume_crs: str | None = None,
) -> tuple[TextTable, Geometries]:
    """Read vector files.

    Parameters
    ----------
    files
        Shapefiles (also zipped), GeoPackage, GeoJSON, TopoJSON and so on, of one kind.
    columns
        Our name -> the fields that may hold it, letter case aside; none for what is not declared.
    optional
        Those that a file may lack: their text is then blank.
    layer
        Which layer is read, where a file has several.
    assume_crs
        CRS of a file that names none.

    Returns
    -------
    tuple
        Attributes as text, a row a feature, and their geometry in EPSG:4326 as it came.

    Raises
    ------
    SourceError
        A file cannot be read, has several layers of which none is named, lacks a CRS or a column.
    """
    paths = [Path(path) for path in files]
    frames = [_read_one(path, layer, assume_crs) for path in paths]
    geometry = np.concatenate([frame.geometry.to_numpy() for frame in frames])
    return _as_text(paths, frames, columns, optional), geometry


def polygons(checks: RowChecks, geometry: Geometries) -> pd.Series:
    """Return valid polygons with the index of the rows, rejecting what has no area or lies off the globe."""
    empty = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    checks.reject(empty, "geometry", "the geometry is empty")
    flat = ~empty & (shapely.get_dimensions(geometry) < 2)
    checks.reject(flat, "geometry", "the geometry is a point or a line, not an area")
    west, south, east, north = shapely.bounds(geometry).T
    on_globe = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    checks.reject(
        ~empty & ~flat & ~on_globe,
        "geometry",
        "the geometry lies off the globe: its CRS is not the one that is stated or assumed",
    )
    sound = ~empty & ~flat & on_globe
    made = np.full(len(geometry), None, dtype=object)
    made[sound] = [_valid_area(shape) for shape in geometry[sound]]
    collapsed = sound & shapely.is_empty(made)
    checks.reject(collapsed, "geometry", "the geometry has no area once it is made valid")
    return pd.Series(made, index=checks.rows.index, dtype=object)


def _read_one(path: Path, layer: str | None, assume_crs: str | None) -> gpd.GeoDataFrame:
    if not path.exists():
        raise SourceError(path, "there is no such file", mend="check the path")
    check_archive(path, MOST_HELD_BYTES)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if layer is None and len(layers) > 1:
            raise SourceError(
                path,
                f"has {len(layers)} layers: {', '.join(layers)}",
                mend="name one of them as `layer`",
            )
        frame = pyogrio.read_dataframe(path, layer=layer)
    except pyogrio.errors.DataLayerError as error:
        raise SourceError(
            path, f"has no layer {layer!r}", mend=f"its layers are {', '.join(layers)}"
        ) from error
    # GDAL reports a damaged file in whichever of these ways its driver prefers.
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.GeometryError,
        shapely.errors.ShapelyError,
        UnicodeDecodeError,
        RuntimeError,
    ) as error:
        raise SourceError(
            path,
            f"cannot be read as a vector file: {str(error)[:200]}",
            mend="fetch it again, or check that it is a shapefile, GeoPackage or GeoJSON",
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(path, "has no geometry", mend="check that this is the right file")
    return _in_wgs84(path, frame, assume_crs)


def _in_wgs84(path: Path, frame: gpd.GeoDataFrame, assume_crs: str | None) -> gpd.GeoDataFrame:
    if frame.crs is None and assume_crs is None:
        raise SourceError(
            path, "does not say in which CRS it is", mend="set assume_crs, as 'EPSG:4326'"
        )
    try:
        if frame.crs is None:
            frame = frame.set_crs(assume_crs)
        return frame.to_crs(WGS84)
    except pyproj.exceptions.ProjError as error:
        raise SourceError(
            path, f"its CRS cannot be used: {error}", mend="correct assume_crs"
        ) from error


def _as_text(
    files: Sequence[Path],
    frames: Sequence[gpd.GeoDataFrame],
    columns: Mapping[str, Sequence[str]],
    optional: Collection[str],
) -> TextTable:
    """Put the attributes into the shape that the checks of text tables take."""
    parts = []
    for index, (path, frame) in enumerate(zip(files, frames, strict=True)):
        attributes = _texts(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
        by_case = {str(name).casefold(): name for name in attributes}
        places = {
            name: next((by_case[one] for one in map(str.casefold, fields) if one in by_case), None)
            for name, fields in columns.items()
        }
        missing = [
            " or ".join(map(repr, fields)) or repr(name)
            for name, fields in columns.items()
            if places[name] is None and name not in optional
        ]
        if missing:
            raise SourceError(
                path,
                f"lacks the field {', '.join(missing)}; it has "
                f"{', '.join(repr(str(name)) for name in attributes)}",
                mend=DECLARED,
            )
        part = pd.DataFrame(
            {
                name: attributes[place]
                if (place := places[name]) is not None
                else pd.Series("", index=attributes.index, dtype=TEXT)
                for name in columns
            }
        )
        joined = attributes.iloc[:, 0].str.cat(attributes.iloc[:, 1:], sep=",")
        part["row_text"] = joined.str.slice(0, ROW_TEXT_CHARACTERS)
        part["file"] = index
        part["source_file"] = pd.Series(path.name, index=part.index, dtype=TEXT)
        part["source_row"] = np.arange(1, len(part) + 1)
        parts.append(part)
    return TextTable(
        rows=pd.concat(parts, ignore_index=True),
        rejected=pd.DataFrame({name: [] for name in (*REJECTED_COLUMNS, "file")}, dtype=TEXT),
        rows_read=tuple(len(frame) for frame in frames),
        files=tuple(files),
        found=tuple(tuple(map(str, frame.columns)) for frame in frames),
        mend=DECLARED,
    )


def _texts(attributes: pd.DataFrame) -> pd.DataFrame:
    """Return the attributes as text; whole numbers without the point that a null beside them brings."""
    return pd.DataFrame(
        {
            name: values.astype(TEXT).str.removesuffix(".0").str.strip().fillna("")
            for name, values in attributes.items()
        },
        dtype=TEXT,
    )


def _valid_area(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a geometry made valid; the lines that a repair can leave are dropped."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
