"""From metres of the plan to longitude and latitude."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.demo.land.geography import FloatArray
from pipelines.demo.land.plan import LOCAL_CRS

DECIMALS = 7
"""Decimals of a degree that are kept; 0.1 mm to 1 cm, as OpenStreetMap keeps them."""


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(LOCAL_CRS, "EPSG:4269", always_xy=True)


def to_lon_lat(xy: FloatArray) -> FloatArray:
    """Return longitude and latitude (NAD 83, degrees) of places in metres, shape (n, 2)."""
    lon, lat = _transformer().transform(xy[:, 0], xy[:, 1])
    return np.round(np.column_stack([lon, lat]), DECIMALS)


def shape_to_lon_lat(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in metres as one in longitude and latitude (NAD 83, degrees)."""
    return shapely.transform(shape, to_lon_lat)
