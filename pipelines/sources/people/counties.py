"""County boundaries, from any vector file that GDAL reads.

Publisher and address: US Census Bureau, cartographic boundary files,
https://www2.census.gov/geo/tiger/GENZ2023/shp/cb_2023_us_county_500k.zip
Vintage: yearly.
Licence: US government work, public domain.

Quirks: NAD 83 (EPSG:4269). The boundaries are generalised and end at the shore, so the area of a county is its
ALAND (square metres of land), not that of its geometry. From 2022 on Connecticut has nine planning regions
(09110-09190) instead of eight counties: population of another vintage will not find its county. Boundaries of
us-atlas (TopoJSON) carry neither CRS nor state nor area, and one geometry in it is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import pyproj.exceptions
import shapely

from pipelines.area import CountiesSource
from pipelines.sources.files.bombs import MOST_HELD_BYTES, check_archive
from pipelines.sources.reading import REJECTED_COLUMNS, Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import DECLARED, ROW_TEXT_CHARACTERS, TEXT, TextTable

SOURCE = "counties"

WGS84 = "EPSG:4326"
"""CRS of everything that leaves a reader."""

_NEEDED = ("county_fips", "name")
_NAMES = ("county_fips", "name", "state", "land_area_m2")


def read_counties(files: Sequence[Path], settings: CountiesSource) -> Reading:
    """Read county boundaries.

    Parameters
    ----------
    files
        Vector files: shapefiles (also zipped), GeoPackage, GeoJSON, TopoJSON and so on.
    settings
        Layer, columns, and the CRS of a file that carries none.

    Returns
    -------
    Reading
        Its table is a GeoDataFrame in EPSG:4326: county_fips, name, state (postal code; the two-digit FIPS code
        where the file has no states), land_area_m2 (null where the file has none: take it from the geometry),
        geometry (valid polygons). An empty geometry, one that is no area or lies off the globe, and a
        county that was there already reject a row.

    Raises
    ------
    SourceError
        A file cannot be read, has several layers of which none is named, lacks a CRS or a column.
    """
    unknown = sorted(set(settings.columns) - set(_NAMES))
    if unknown or not files:
        raise SourceError(
            files[0] if files else "(no file)",
            f"its settings name {', '.join(unknown) or 'no file'}",
            mend=f"the columns are {', '.join(_NAMES)}",
        )
    frames = [_read_one(Path(path), settings) for path in files]
    text = _as_text([Path(path) for path in files], frames, settings)
    geometry = np.concatenate([frame.geometry.to_numpy() for frame in frames])
    checks = RowChecks(text, SOURCE)
    county_fips = checks.code("county_fips", 5)
    name = checks.text("name", required=True)
    polygons = _polygons(checks, geometry)
    checks.unique(county_fips, "county_fips")
    reading = checks.reading(
        {
            "county_fips": county_fips,
            "name": name,
            "state": checks.text("state").fillna(county_fips.str.slice(0, 2)),
            "land_area_m2": checks.number("land_area_m2", low=0),
            "geometry": pd.Series(polygons, index=county_fips.index, dtype=object),
        }
    )
    return Reading(
        table=gpd.GeoDataFrame(reading.table, geometry="geometry", crs=WGS84),
        rejected=reading.rejected,
        rows_read=reading.rows_read,
        files=reading.files,
    )


def _read_one(path: Path, settings: CountiesSource) -> gpd.GeoDataFrame:
    if not path.exists():
        raise SourceError(path, "there is no such file", mend="check the path")
    check_archive(path, MOST_HELD_BYTES)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if settings.layer is None and len(layers) > 1:
            raise SourceError(
                path,
                f"has {len(layers)} layers: {', '.join(layers)}",
                mend="name one of them as `layer`",
            )
        frame = pyogrio.read_dataframe(path, layer=settings.layer)
    except pyogrio.errors.DataLayerError as error:
        raise SourceError(
            path, f"has no layer {settings.layer!r}", mend=f"its layers are {', '.join(layers)}"
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
    return _in_wgs84(path, frame, settings.assume_crs)


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
    files: Sequence[Path], frames: Sequence[gpd.GeoDataFrame], settings: CountiesSource
) -> TextTable:
    """Put the attributes into the shape that the checks of text tables take."""
    parts = []
    for index, (path, frame) in enumerate(zip(files, frames, strict=True)):
        attributes = _texts(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
        by_case = {str(name).casefold(): name for name in attributes}
        places = {name: by_case.get(field.casefold()) for name, field in settings.columns.items()}
        missing = [
            repr(settings.columns.get(name, name)) for name in _NEEDED if places.get(name) is None
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
                if (place := places.get(name)) is not None
                else pd.Series("", index=attributes.index, dtype=TEXT)
                for name in _NAMES
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


def _polygons(checks: RowChecks, geometry: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return valid polygons, rejecting what has no area or lies off the globe."""
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
    polygons = np.full(len(geometry), None, dtype=object)
    polygons[sound] = [_valid_area(shape) for shape in geometry[sound]]
    collapsed = sound & shapely.is_empty(polygons)
    checks.reject(collapsed, "geometry", "the geometry has no area once it is made valid")
    return polygons


def _valid_area(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a geometry made valid; the lines that a repair can leave are dropped."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
