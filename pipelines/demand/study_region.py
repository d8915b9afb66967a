"""Where the studied people live, how far around it centers still count, and which county a place is in."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from pipelines.area import StudyArea
from pipelines.errors import InputError
from pipelines.units import M_PER_MILE

WGS84 = "EPSG:4326"

SHORE_MI = 3.0
"""How far outside every county a place may lie and still belong to the nearest one: generalised boundaries
cut off piers, islets and harbour fronts. The seaward limit of most states is three nautical miles."""


class RegionError(InputError):
    """Boundaries and settings that do not meet: a county or state is not among them."""


@dataclass(frozen=True, eq=False)
class StudyRegion:
    """The study area on the ground.

    Attributes
    ----------
    counties : GeoDataFrame
        Counties in the area or within its buffer: county_fips, geometry (in `crs`), in_area.
    shape : geometry
        Union of the counties in the area, in `crs`.
    buffer_m
        How far outside it centers still count, metres.
    crs
        A projection in metres.
    """

    counties: gpd.GeoDataFrame
    shape: shapely.Geometry
    buffer_m: float
    crs: str

    def reaches(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.bool_]:
        """Tell which places (WGS 84 degrees) lie in the area or within its buffer."""
        near: npt.NDArray[np.bool_] = shapely.dwithin(
            self._points(lon, lat), self.shape, self.buffer_m
        )
        return near

    def county_of(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
    ) -> pd.Series[str]:
        """Return the county that each place lies in.

        Parameters
        ----------
        lon, lat : float64 (p,)
            WGS 84 degrees.

        Returns
        -------
        Series of str (p,)
            County FIPS; on a common border the smaller code; outside every county the nearest within
            `SHORE_MI`; else null.
        """
        points = self._points(lon, lat)
        by_code = self.counties.sort_values("county_fips", ignore_index=True)
        tree = shapely.STRtree(by_code.geometry.to_numpy())
        number = np.full(len(points), len(by_code))
        place, county = tree.query(points, predicate="intersects")
        np.minimum.at(number, place, county)
        outside = np.flatnonzero(number == len(by_code))
        stray, county = tree.query_nearest(
            points[outside], max_distance=SHORE_MI * M_PER_MILE, all_matches=True
        )
        np.minimum.at(number, outside[stray], county)
        codes: pd.Series[str] = by_code["county_fips"].reindex(number).reset_index(drop=True)
        return codes

    def miles_from_county(
        self,
        lon: npt.NDArray[np.float64],
        lat: npt.NDArray[np.float64],
        county_fips: pd.Series[str],
    ) -> npt.NDArray[np.float64]:
        """Return how far each place lies outside the county of its code.

        Parameters
        ----------
        lon, lat : float64 (p,)
            WGS 84 degrees.
        county_fips
            County of each place, (p,).

        Returns
        -------
        float64 (p,)
            Straight miles, 0 within it; NaN where the code is no county of the area or its buffer.
        """
        shapes = self.counties.set_index("county_fips").geometry.to_numpy()
        at = pd.Index(self.counties["county_fips"]).get_indexer(pd.Index(county_fips))
        far = shapely.distance(self._points(lon, lat), shapes[at]) / M_PER_MILE
        miles: npt.NDArray[np.float64] = np.where(at >= 0, far, np.nan)
        return miles

    def _points(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.object_]:
        x, y = Transformer.from_crs(WGS84, self.crs, always_xy=True).transform(lon, lat)
        points: npt.NDArray[np.object_] = shapely.points(x, y)
        return points


def study_region(boundaries: gpd.GeoDataFrame, area: StudyArea) -> StudyRegion:
    """Lay the study area and its buffer over the county boundaries.

    Parameters
    ----------
    boundaries
        county_fips and geometry of all counties, in any CRS.
    area
        Whose people are studied, how wide the buffer is, and the projection.

    Returns
    -------
    StudyRegion

    Raises
    ------
    RegionError
        No county is in the area, or the settings name a state or county that the boundaries lack.
    """
    crs = area.area.projected_crs
    counties = gpd.GeoDataFrame(boundaries[["county_fips", "geometry"]]).to_crs(crs)
    inside = counties["county_fips"].map(area.in_area).to_numpy(dtype=bool)
    if not inside.any():
        wanted = area.area.counties or area.area.states
        raise RegionError(
            f"none of the {len(counties)} counties in the boundaries is in the area "
            f"{', '.join(wanted[:10])} (check area.states, area.counties and sources.counties)"
        )
    _check_names(counties["county_fips"], area)
    shape = shapely.union_all(counties.geometry.to_numpy()[inside])
    shapely.prepare(shape)
    buffer_m = area.area.buffer_mi * M_PER_MILE
    near = inside.copy()
    near[~inside] = shapely.dwithin(counties.geometry.to_numpy()[~inside], shape, buffer_m)
    kept = counties.assign(in_area=inside)[near].reset_index(drop=True)
    return StudyRegion(kept, shape, buffer_m, crs)


def _check_names(county_fips: pd.Series[str], area: StudyArea) -> None:
    """Refuse a state or county of the settings that no boundary bears: its people would be missing unseen."""
    for setting, wanted, known in (
        ("counties", area.area.counties, set(county_fips)),
        ("states", area.area.states, set(county_fips.str[:2])),
    ):
        strangers = sorted(set(wanted) - known)
        if strangers:
            raise RegionError(
                f"area.{setting} names {', '.join(strangers[:10])}, which the boundaries do not have "
                f"(check area.{setting} and sources.counties)"
            )
