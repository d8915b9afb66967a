"""CMS county types from population and density, as 42 CFR 422.116(c) defines them.

CMS publishes the type of each county in its HSD reference file; the derived type agrees with it for about 98 %
of counties and stands in where that file is not used or does not name the county.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PUBLISHED, DERIVED = "hsd", "derived"
"""`cms_county_type_source` of a type that CMS published, or that follows from population and density."""

CEAC_BELOW_PER_SQMI = 10.0
"""A county with fewer people per square mile has extreme access considerations, however many live there."""

TYPE_FLOORS: tuple[tuple[float, tuple[tuple[float, str], ...]], ...] = (
    (1_000_000, ((1_000, "Large Metro"), (10, "Metro"))),
    (500_000, ((1_500, "Large Metro"), (10, "Metro"))),
    (200_000, ((5_000, "Large Metro"), (10, "Metro"))),
    (50_000, ((5_000, "Large Metro"), (100, "Metro"), (10, "Micro"))),
    (10_000, ((5_000, "Large Metro"), (1_000, "Metro"), (50, "Micro"), (10, "Rural"))),
    (0, ((5_000, "Large Metro"), (10, "Rural"))),
)
"""Least population -> (least people per square mile, type), both from the largest down. Each class ends at
`CEAC_BELOW_PER_SQMI`, so that every county has a type. 42 CFR 422.116(c), added at 85 FR 33904 (2020)."""


def derived_county_types(
    population: pd.Series[float], area_sqmi: pd.Series[float]
) -> pd.Series[str]:
    """Return the CMS county type of each county from its population and land area.

    Parameters
    ----------
    population
        People, null where unknown.
    area_sqmi
        Square miles of land.

    Returns
    -------
    Series of str
        One of `pipelines.contracts.CMS_COUNTY_TYPES`; null where population or area is unknown or the area
        is zero.
    """
    people = population.to_numpy(dtype=np.float64, na_value=np.nan)
    area = area_sqmi.to_numpy(dtype=np.float64, na_value=np.nan)
    usable = ~np.isnan(people) & (area > 0)
    density = np.divide(people, area, out=np.full(len(people), np.nan), where=usable)
    conditions, types = [density < CEAC_BELOW_PER_SQMI], ["CEAC"]
    for least_people, floors in TYPE_FLOORS:
        for least_density, county_type in floors:
            conditions.append((people >= least_people) & (density >= least_density))
            types.append(county_type)
    found = pd.Series(np.select(conditions, types, ""), index=population.index, dtype="str")
    return found.mask(~usable)
