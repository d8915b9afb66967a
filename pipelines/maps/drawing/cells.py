"""The land that each place speaks for, as polygons: the part of its county that is nearest to its point.

Population points have no borders of their own. A cell is no block group: it only says which point is nearest.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

ORPHAN_REACH_M = 60_000.0
"""How far a place whose county is not on the map may speak for land of a county without places."""


def place_cells(counties: gpd.GeoDataFrame, places: pd.DataFrame) -> gpd.GeoDataFrame:
    """Divide counties among their places.

    Parameters
    ----------
    counties
        county_fips and valid polygons in a projected CRS, metres.
    places
        geoid, county_fips, and x, y in the same CRS.

    Returns
    -------
    GeoDataFrame
        geoid and geometry in the CRS of `counties`, a row a place that has land, in the order of `places`: the
        land of its county that is nearer to it than to the county's other places (Voronoi). Cells meet without
        gap or overlap, and together they are the counties that have places. Of places at one spot the first has
        the land. A place whose county is not among these speaks for the nearest county without places, if that
        is within `ORPHAN_REACH_M`; else it has no land.
    """
    placed = places[["geoid", "county_fips", "x", "y"]].reset_index(drop=True)
    placed["county_fips"] = _county_on_map(counties, placed)
    placed = placed.drop_duplicates(["county_fips", "x", "y"], ignore_index=True)
    shape_of = dict(zip(counties["county_fips"], counties.geometry, strict=True))
    cells = np.full(len(placed), None, dtype=object)
    for fips, rows in placed.groupby("county_fips", sort=True):
        cells[rows.index] = _cells(shape_of[str(fips)], rows[["x", "y"]].to_numpy())
    kept = ~(shapely.is_missing(cells) | shapely.is_empty(cells))
    return gpd.GeoDataFrame(
        {"geoid": placed.loc[kept, "geoid"].to_numpy()},
        geometry=cells[kept],
        crs=counties.crs,
    )


def _county_on_map(counties: gpd.GeoDataFrame, places: pd.DataFrame) -> pd.Series[str]:
    """Return the county whose land each place divides; null where there is none."""
    known = places["county_fips"].isin(counties["county_fips"])
    without = counties[~counties["county_fips"].isin(places["county_fips"])]
    county = places["county_fips"].where(known)
    if known.all() or without.empty:
        return county
    lost = places[~known]
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(lost["x"], lost["y"]), index=lost.index, crs=counties.crs
    )
    found = points.sjoin_nearest(
        without[["county_fips", "geometry"]], max_distance=ORPHAN_REACH_M, how="inner"
    )
    found = found[~found.index.duplicated()]
    county[found.index] = found["county_fips"]
    return county


def _cells(county: shapely.Geometry, points: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    if len(points) == 1:
        return np.array([county], dtype=object)
    nearest = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=county, ordered=True)
    cells: npt.NDArray[np.object_] = shapely.get_parts(nearest)
    shapely.prepare(county)
    cut = ~shapely.contains_properly(county, cells)
    cells[cut] = shapely.intersection(cells[cut], county)
    return cells
