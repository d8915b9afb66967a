"""Connecticut's two sets of counties: eight old ones and, since 2022, nine planning regions.

The two overlap many to many, but a tract kept its last six digits when its county digits changed, so that a
tract, and any zone within one, leads to both. The table of the 879 tracts with land is
`data/ct_planning_regions.csv`, compiled from the Census Bureau's TIGER/Line files of 2020 and 2022 (public
domain) by the Connecticut Data Collaborative (2022-tract-crosswalk). The four tracts of open water, where
nobody lives, are not in it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files

import pandas as pd

STATE_FIPS = "09"
COUNTY_DIGITS, TRACT_DIGITS = 5, 11
"""How many leading digits of a geoid name its county and its tract."""

VINTAGES = ("county_fips", "region_fips")
"""Columns of the crosswalk: the eight counties (until 2021) and the nine planning regions (from 2022)."""


@cache
def _crosswalk() -> pd.DataFrame:
    with files("pipelines.demand").joinpath("data/ct_planning_regions.csv").open() as table:
        return pd.read_csv(table, dtype="str", index_col="tract")


def counties_of(geoid: pd.Series[str]) -> pd.DataFrame:
    """Return the old county and the planning region that each zone of Connecticut lies in.

    Parameters
    ----------
    geoid
        Tracts, block groups or blocks by their standard codes; other zones are allowed.

    Returns
    -------
    DataFrame
        Columns of `VINTAGES`, index of `geoid`; null where a zone is not in Connecticut, is larger than a
        tract, is open water, or is of another census whose tracts were numbered otherwise.
    """
    tract = geoid.str.slice(COUNTY_DIGITS, TRACT_DIGITS)
    here = geoid.str.startswith(STATE_FIPS) & (geoid.str.len() >= TRACT_DIGITS)
    found = _crosswalk().reindex(tract.where(here)).set_axis(geoid.index, axis=0)
    own = geoid.str.slice(0, COUNTY_DIGITS)
    return found.where((own == found["county_fips"]) | (own == found["region_fips"]))


def tract_key(geoid: pd.Series[str]) -> pd.Series[str]:
    """Return the tract of each zone, Connecticut's by its old county whichever the zone is coded by.

    Parameters
    ----------
    geoid
        Tracts, block groups or blocks.

    Returns
    -------
    Series of str
        Eleven digits; null where the geoid is shorter.
    """
    tract = geoid.str.slice(0, TRACT_DIGITS).where(geoid.str.len() >= TRACT_DIGITS)
    old = counties_of(geoid)["county_fips"]
    return (old + tract.str.slice(COUNTY_DIGITS, TRACT_DIGITS)).fillna(tract)


def county_in_vintage(
    geoid: pd.Series[str], county_fips: pd.Series[str], known: Collection[str]
) -> pd.Series[str]:
    """Return the county of each zone in the vintage that another table is keyed by.

    Parameters
    ----------
    geoid, county_fips
        Zones and the counties that they came with.
    known
        The counties of the other table.

    Returns
    -------
    Series of str
        `county_fips` where the other table knows it; else, in Connecticut, the old county or the planning
        region that it knows; null where it knows neither.
    """
    found = county_fips.where(county_fips.isin(known))
    alternatives = counties_of(geoid)
    for vintage in VINTAGES:
        other = alternatives[vintage]
        found = found.fillna(other.where(other.isin(known)))
    return found


@cache
def overlapping_counties(fips: str) -> tuple[str, ...]:
    """Return the counties of the other vintage that share a tract with one of Connecticut's.

    Parameters
    ----------
    fips
        An old county or a planning region; any other county is allowed.

    Returns
    -------
    tuple of str
        Planning regions for an old county, old counties for a planning region, in order; empty for a county
        of another state.
    """
    table = _crosswalk()
    for own, other in (VINTAGES, VINTAGES[::-1]):
        shared = table.loc[table[own] == fips, other]
        if len(shared):
            return tuple(sorted(shared.unique()))
    return ()
