"""Counties of the area and its buffer: land area, people and rurality."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

from pipelines.demand.county_types import DERIVED, PUBLISHED, derived_county_types
from pipelines.demand.rurality import (
    RuralityCodes,
    codes_of_zones,
    county_code,
    most_common_code,
)
from pipelines.demand.strata import strata
from pipelines.demand.study_region import StudyRegion
from pipelines.units import SQM_PER_SQMI
from pipelines.vocabulary.strata import StratumScheme

AREA_SOURCES = ("land_area", "geometry")
"""Whether `area_sqmi` is the land area that the source states, or the geodesic area of the boundary, which
counts inland water and follows a generalised shore."""

_ELLIPSOID = Geod(ellps="GRS80")


def core_counties(
    boundaries: gpd.GeoDataFrame,
    region: StudyRegion,
    people: pd.DataFrame,
    codes: RuralityCodes,
    scheme: StratumScheme | None,
    published_types: pd.Series[str] | None = None,
) -> gpd.GeoDataFrame:
    """Describe each county of the area and its buffer.

    Parameters
    ----------
    boundaries
        county_fips, name, state, land_area_m2 (null where unknown) and geometry in EPSG:4326.
    region
        Which counties are in the area or its buffer.
    people
        The studied people: geoid, county_fips, population.
    codes
        Tables of codes by tract and county.
    scheme
        Which scheme `stratum` follows; None where the area has the codes of none.
    published_types
        CMS county types as CMS published them, by county_fips; they hold before those that follow from the
        people counted, who may be a part of all (adults).

    Returns
    -------
    GeoDataFrame
        core.counties in the order of county_fips, with `in_area`, `area_source` (one of `AREA_SOURCES`),
        `cms_county_type_source` (null where there is no type) and `stratum` beside the contract's columns.
        Population is that of `people`: null outside the area, zero in a county of the area without points.
        RUCC and NCHS are the county's own; where its table does not name the county, and always for RUCA
        (primary code) and what else may differ within a county, the code that most of its people live under.
    """
    kept = boundaries.merge(
        pd.DataFrame(region.counties[["county_fips", "in_area"]]),
        on="county_fips",
        validate="one_to_one",
    ).sort_values("county_fips", ignore_index=True)
    fips = kept["county_fips"]
    stated = kept["land_area_m2"].astype("float64")
    geodesic = pd.Series([_geodesic_m2(shape) for shape in kept.geometry], index=kept.index)
    area_sqmi = stated.fillna(geodesic) / SQM_PER_SQMI
    in_order = people.sort_values("geoid")
    counted = in_order.groupby("county_fips")["population"].sum()
    population = fips.map(counted).astype("float64").fillna(0.0).where(kept["in_area"])
    zones = codes_of_zones(in_order["geoid"], in_order["county_fips"], codes)
    zones["ruca"] = np.floor(zones["ruca"])

    def by_people(name: str) -> pd.Series[Any]:
        common = most_common_code(in_order["county_fips"], zones[name], in_order["population"])
        by_county: pd.Series[Any] = fips.map(common).astype(zones[name].dtype)
        return by_county

    derived = derived_county_types(population, area_sqmi)
    published = fips.map({} if published_types is None else published_types).astype("str")
    county_type = published.fillna(derived)
    described = gpd.GeoDataFrame(
        {
            "county_fips": fips,
            "name": kept["name"],
            "state": kept["state"],
            "area_sqmi": area_sqmi,
            "area_source": pd.Series(
                np.where(stated.notna(), *AREA_SOURCES), index=kept.index, dtype="str"
            ),
            "population": population,
            "in_area": kept["in_area"],
            "ruca": by_people("ruca"),
            "rucc": county_code(fips, codes.rucc, "rucc").fillna(by_people("rucc")),
            "nchs": county_code(fips, codes.nchs, "nchs").fillna(by_people("nchs")),
            "hrsa": by_people("hrsa"),
            "census": by_people("census"),
            "custom_stratum": by_people("custom_stratum"),
            "cms_county_type": county_type,
            "cms_county_type_source": pd.Series(DERIVED, index=kept.index, dtype="str")
            .mask(published.notna(), PUBLISHED)
            .where(county_type.notna()),
        },
        geometry=kept.geometry,
        crs=boundaries.crs,
    )
    described["stratum"] = strata(described, scheme)
    return described


def _geodesic_m2(shape: object) -> float:
    area, _ = _ELLIPSOID.geometry_area_perimeter(shape)
    return abs(float(area))
