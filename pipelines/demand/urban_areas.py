"""Whether the point of a place lies in an urban area of the Census Bureau."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.vocabulary.strata import CENSUS_CODES

_INSIDE, _OUTSIDE = CENSUS_CODES


def in_urban_areas(places: pd.DataFrame, areas: gpd.GeoDataFrame | None) -> pd.DataFrame | None:
    """Tell which places lie in an urban area, its edge included.

    Parameters
    ----------
    places
        geoid, lon and lat (WGS 84 degrees).
    areas
        raw.urban_areas, those of everywhere that there are places; None where the area reads none.

    Returns
    -------
    DataFrame or None
        geoid and census (one of `CENSUS_CODES`), a row a place; None without areas.
    """
    if areas is None:
        return None
    points = shapely.points(*(places[name].to_numpy(dtype=np.float64) for name in ("lon", "lat")))
    place, _ = shapely.STRtree(areas["geometry"].to_numpy()).query(points, predicate="intersects")
    inside = np.isin(np.arange(len(places)), place)
    census = pd.Series(np.where(inside, _INSIDE, _OUTSIDE), index=places.index, dtype="str")
    return pd.DataFrame({"geoid": places["geoid"], "census": census})
