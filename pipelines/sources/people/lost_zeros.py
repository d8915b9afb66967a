"""Leading zeros that zone codes lost, put back only where the zone's point lies in the county that they make.

A table that went through a spreadsheet writes the block group 010010201001 of Alabama as 10010201001. The
tracts of Illinois have as many digits: 17031010100, with a zero before it, would be a block group of state 01.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

NEAR_DEG = 0.1
"""How far outside its county a zone's point may lie, degrees: boundaries are generalised, and the nearest other
state that a wrong zero could name is farther."""


def disagree(
    county_fips: pd.Series[str],
    lon: pd.Series[float],
    lat: pd.Series[float],
    counties: pd.DataFrame,
) -> npt.NDArray[np.bool_]:
    """Tell which zones lie in no county that their code could mean.

    Parameters
    ----------
    county_fips
        County of each zone's code, its zero put back.
    lon, lat
        The zone's point, WGS 84 degrees.
    counties
        county_fips and geometry (WGS 84) of all counties, as `read_counties` returns them.

    Returns
    -------
    bool (z,)
        False where the point lies in or near the county; where the boundaries do not have it (they are of
        another year), where it lies in or near any county of its state.
    """
    points = shapely.points(lon.to_numpy(np.float64), lat.to_numpy(np.float64))
    shapes = counties["geometry"].to_numpy()
    zone, other = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=NEAR_DEG)
    claimed = county_fips.to_numpy(dtype=object)[zone].astype(str)
    around = counties["county_fips"].to_numpy(dtype=object)[other].astype(str)
    known = np.isin(claimed, counties["county_fips"].to_numpy(dtype=object).astype(str))
    same_state = np.array([one[:2] == two[:2] for one, two in zip(claimed, around, strict=True)])
    agrees = (claimed == around) | (~known & same_state.astype(bool))
    wrong = np.ones(len(county_fips), dtype=bool)
    wrong[zone[agrees]] = False
    return wrong
