"""core.adequacy_limits: the rule of network adequacy for each county of an area, from what its sources say."""

from __future__ import annotations

import pandas as pd

from pipelines.measures.adequacy.adequacy_limits import county_limits, hsd_by_county
from pipelines.sources.people.hsd import SOURCE
from pipelines.sources.reading import no_rejections, rejections


def county_rules(
    places: pd.DataFrame, hsd: pd.DataFrame | None, ssa_fips: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the limits of each county that has places.

    Parameters
    ----------
    places
        core.population: county_fips and cms_county_type. Its counties are those that are judged, in whichever
        vintage the places have.
    hsd, ssa_fips
        raw.hsd and raw.ssa_fips; None where the area does not read them.

    Returns
    -------
    limits : DataFrame
        core.adequacy_limits, from `county_limits`.
    noted : DataFrame
        With the columns of raw.rejected: rows of the HSD file that stand for no county.
    """
    counties = places[["county_fips", "cms_county_type"]].drop_duplicates("county_fips")
    if hsd is None or ssa_fips is None:
        return county_limits(counties), no_rejections()
    named, unnamed = hsd_by_county(hsd, ssa_fips)
    told = unnamed["county_name"] + "," + unnamed["state"] + "," + unnamed["ssa_county"]
    noted = rejections(unnamed, SOURCE, "ssa_county", unnamed["reason"], told)
    return county_limits(counties, named), noted


def published_types(
    county_fips: pd.Series[str], hsd: pd.DataFrame | None, ssa_fips: pd.DataFrame | None
) -> pd.Series[str]:
    """Return the CMS types of counties that CMS published, by county_fips; empty without its file.

    Parameters
    ----------
    county_fips
        Counties, each once.
    hsd, ssa_fips
        As in `county_rules`.
    """
    if hsd is None or ssa_fips is None:
        return pd.Series([], index=pd.Index([], dtype="str"), dtype="str")
    unknown = pd.DataFrame({"county_fips": county_fips, "cms_county_type": None}).astype("str")
    limits = county_limits(unknown, hsd_by_county(hsd, ssa_fips)[0])
    return limits.set_index("county_fips")["cms_county_type"].dropna()
