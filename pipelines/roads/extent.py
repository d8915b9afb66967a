"""How far the roads of a study area are read: the area and its buffer, as a box."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

MI_PER_DEGREE = 69.0
"""Miles in a degree of latitude (68.7 to 69.4): the box is never too small by more than a mile."""


def road_extent(counties: gpd.GeoDataFrame, buffer_mi: float) -> tuple[float, float, float, float]:
    """Return the box around the area and its buffer.

    Parameters
    ----------
    counties
        core.counties: geometry in WGS 84 and `in_area`.
    buffer_mi
        Width of the buffer in miles.

    Returns
    -------
    tuple of float
        (west, south, east, north), WGS 84 degrees, within the globe.
    """
    west, south, east, north = counties[counties["in_area"]].total_bounds
    rise = buffer_mi / MI_PER_DEGREE
    south, north = max(south - rise, -90.0), min(north + rise, 90.0)
    # A degree of longitude is shortest where the box is farthest from the equator.
    shrink = np.cos(np.radians(min(max(abs(south), abs(north)), 89.0)))
    widen = rise / shrink
    return (
        float(max(west - widen, -180.0)),
        float(south),
        float(min(east + widen, 180.0)),
        float(north),
    )
