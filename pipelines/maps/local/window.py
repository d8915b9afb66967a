"""What a printed map shows, and where projected metres lie on it in points."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.maps.drawing.layout import Extent
from pipelines.maps.local import svg

TALLEST, FLATTEST = 1.25, 0.8
"""Height per width of a map; around what is taller or flatter more of the surroundings is shown."""

_LEAST_M = 8_000.0
"""Least width of what is shown: a tiny county is no blot."""

Float = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A map's box.

    Attributes
    ----------
    extent
        What it shows, projected metres.
    width
        Its width in points.
    """

    extent: Extent
    width: float

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.width * self.extent.aspect

    def points(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Float:
        """Return projected coordinates as points from the top left, float64 (n, 2)."""
        scale = self.width / (self.extent.right - self.extent.left)
        return np.column_stack(
            [(np.asarray(x) - self.extent.left) * scale, (self.extent.top - np.asarray(y)) * scale]
        )

    def cut(self, land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the rows that are seen, cut a little beyond the box."""
        left, bottom, right, top = self._box
        margin = 0.02 * (right - left)
        box = (left - margin, bottom - margin, right + margin, top + margin)
        near = land.iloc[np.sort(land.sindex.query(shapely.box(*box)))]
        cut = near.assign(geometry=shapely.clip_by_rect(near.geometry.to_numpy(), *box))
        return cut[~cut.geometry.is_empty]

    def path(self, shape: shapely.Geometry) -> str:
        """Return a projected shape's outline as path data."""
        drawn = shapely.transform(shape, lambda at: self.points(at[:, 0], at[:, 1]))
        return svg.outline(shapely.simplify(drawn, 0.12))

    def within(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows whose `x` and `y` are seen."""
        left, bottom, right, top = self._box
        return rows[rows["x"].between(left, right) & rows["y"].between(bottom, top)]

    @property
    def _box(self) -> tuple[float, float, float, float]:
        return self.extent.left, self.extent.bottom, self.extent.right, self.extent.top


def window_around(counties: gpd.GeoDataFrame, width: float, margin: float) -> Window:
    """Return a box of so many points around counties.

    Parameters
    ----------
    counties
        In a projected CRS, metres.
    width
        Of the box, points.
    margin
        Land shown on every side, as a share of the longer side of the counties.
    """
    left, bottom, right, top = counties.total_bounds
    x, y = (left + right) / 2, (bottom + top) / 2
    more = (1 + 2 * margin) * max(right - left, top - bottom, _LEAST_M)
    wide = right - left + more - max(right - left, top - bottom)
    high = top - bottom + more - max(right - left, top - bottom)
    wide, high = max(wide, high / TALLEST), max(high, wide * FLATTEST)
    return Window(Extent(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), width)
