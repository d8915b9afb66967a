"""Rurality codes joined to people: RUCA by tract, RUCC and NCHS by county, HRSA's, one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.demand.connecticut import VINTAGES, counties_of, tract_key
from pipelines.demand.tract_crosswalk import carried_codes
from pipelines.vocabulary.strata import HRSA_CODES

_OF_TRACT = ("land_sqmi", "people_per_sqmi")


@dataclass(frozen=True, eq=False)
class RuralityCodes:
    """The tables of codes; one that the area has no source for is None and leaves its column null.

    Attributes
    ----------
    ruca
        tract_geoid, ruca (primary code), ruca_secondary (text with one decimal, null where unknown),
        land_sqmi and people_per_sqmi of the tract (null where unknown), census (year whose tracts they are,
        null where unknown).
    rucc
        county_fips, rucc.
    nchs
        county_fips, nchs.
    strata
        zone (county, tract, block group or block), stratum: a list of the area's own.
    census
        geoid, census (`pipelines.demand.urban_areas.in_urban_areas`).
    tract_crosswalk
        Pairs of tracts, by which codes of the tracts of 2010 find those of 2020.
    """

    ruca: pd.DataFrame | None = None
    rucc: pd.DataFrame | None = None
    nchs: pd.DataFrame | None = None
    strata: pd.DataFrame | None = None
    census: pd.DataFrame | None = None
    tract_crosswalk: pd.DataFrame | None = None


LARGE_TRACT_SQMI, SPARSE_PER_SQMI = 400.0, 35.0
"""From this much land on, and up to so many people a square mile, HRSA counts a metropolitan tract with a RUCA
code of 2 or 3 as rural (hrsa.gov/rural-health/about-us/what-is-rural)."""


def codes_of_zones(
    geoid: pd.Series[str], county_fips: pd.Series[str], codes: RuralityCodes
) -> pd.DataFrame:
    """Return the codes of each zone.

    A zone of Connecticut finds the code of a county table in whichever vintage the table is keyed by: its own
    county first, then its old county, then its planning region.

    Parameters
    ----------
    geoid, county_fips
        The zones and their counties.
    codes
        Tables of codes.

    Returns
    -------
    DataFrame
        ruca (the secondary code as a number such as 1.1; the primary where there is no secondary), rucc and
        nchs as floats; hrsa (one of `HRSA_CODES`), census (one of `CENSUS_CODES`) and custom_stratum; null
        where not coded. ruca_missing (one of `UNCODED`) tells why there is no ruca, null where there is one
        or no source; ruca_carried (one of `CARRIED`) how a crosswalk found it, null where none did. Index of
        `geoid`.
    """
    tracts = _tracts(geoid, codes)
    rucc = code_of_own_county(geoid, county_fips, codes.rucc, "rucc")
    nchs = code_of_own_county(geoid, county_fips, codes.nchs, "nchs")
    return pd.DataFrame(
        {
            "ruca": tracts["ruca"],
            "rucc": rucc,
            "nchs": nchs,
            "hrsa": _hrsa(tracts, rucc.ge(4).where(rucc.notna(), nchs.ge(5).where(nchs.notna()))),
            "census": _of_place(geoid, codes.census),
            "custom_stratum": _listed(geoid, county_fips, codes.strata),
            "ruca_missing": _why_uncoded(geoid, tracts, codes.ruca),
            "ruca_carried": tracts["ruca_carried"],
        },
        index=geoid.index,
    )


def county_code(
    county_fips: pd.Series[str], table: pd.DataFrame | None, name: str
) -> pd.Series[float]:
    """Return one code of each county as its table has it, float, null where it has none."""
    if table is None:
        return pd.Series(np.nan, index=county_fips.index)
    by_county: pd.Series[float] = table.set_index("county_fips")[name].astype("float64")
    return by_county.reindex(county_fips).set_axis(county_fips.index)


def code_of_own_county(
    geoid: pd.Series[str], county_fips: pd.Series[str], table: pd.DataFrame | None, name: str
) -> pd.Series[float]:
    """Return what a table says of each zone's county, float, null where it says nothing.

    Parameters
    ----------
    geoid, county_fips
        The zones and their counties.
    table
        By county_fips, of whichever vintage; None for no table.
    name
        Its column.
    """
    found = county_code(county_fips, table, name)
    alternatives = counties_of(geoid)
    for vintage in VINTAGES:
        found = found.fillna(county_code(alternatives[vintage], table, name))
    return found


def most_common_code(
    county_fips: pd.Series[str], code: pd.Series[Any], people: pd.Series[float]
) -> pd.Series[Any]:
    """Return the code that most people of each county live under.

    Parameters
    ----------
    county_fips, code, people
        One entry a zone; zones without a code or without people do not count.

    Returns
    -------
    Series
        By county_fips, of the type of `code`, for the counties where some people are coded; of two codes
        with equally many people the smaller.
    """
    coded = code.notna() & (people > 0)
    zones = pd.DataFrame({"county_fips": county_fips, "code": code, "people": people})[coded]
    totals = zones.groupby(["county_fips", "code"])["people"].sum().reset_index()
    ranked = totals.sort_values(["county_fips", "people", "code"], ascending=[True, False, True])
    first: pd.Series[Any] = ranked.drop_duplicates("county_fips").set_index("county_fips")["code"]
    return first


def _of_place(geoid: pd.Series[str], table: pd.DataFrame | None) -> pd.Series[str]:
    if table is None:
        return pd.Series(None, index=geoid.index, dtype="str")
    return geoid.map(table.set_index("geoid")["census"]).astype("str")


def _tracts(geoid: pd.Series[str], codes_by_source: RuralityCodes) -> pd.DataFrame:
    """Return ruca, land_sqmi, people_per_sqmi, ruca_carried and named of each zone's tract.

    `named` tells whether the codes, or the crosswalk that carries them, have the tract.
    """
    table, crosswalk = codes_by_source.ruca, codes_by_source.tract_crosswalk
    if table is None:
        empty = pd.DataFrame(np.nan, index=geoid.index, columns=["ruca", *_OF_TRACT])
        return empty.assign(ruca_carried=pd.Series(None, index=geoid.index, dtype="str"))
    secondary = pd.to_numeric(table["ruca_secondary"]).astype("float64")
    codes = secondary.fillna(table["ruca"].astype("float64"))
    by_tract = table[list(_OF_TRACT)].assign(ruca=codes, tract=tract_key(table["tract_geoid"]))
    by_tract = by_tract[by_tract["tract"].notna()].set_index("tract")
    if not by_tract.index.is_unique:
        repeated = by_tract.index[by_tract.index.duplicated()][0]
        raise ValueError(f"the RUCA table codes tract {repeated} twice")
    by_tract["ruca_carried"] = pd.Series(None, index=by_tract.index, dtype="str")
    if crosswalk is not None:
        carried = carried_codes(by_tract.drop(columns="ruca_carried"), crosswalk)
        by_tract = pd.concat([carried, by_tract[~by_tract.index.isin(carried.index)]])
    key = tract_key(geoid)
    found = by_tract.reindex(key).set_axis(geoid.index, axis=0)
    # Series.isin would look at each of a nation's tracts in Python.
    return found.assign(named=by_tract.index.get_indexer(pd.Index(key)) >= 0)


def _why_uncoded(
    geoid: pd.Series[str], tracts: pd.DataFrame, table: pd.DataFrame | None
) -> pd.Series[str]:
    """Tell why a zone has no RUCA code, one of `UNCODED`; null where it has one or there is no table."""
    why = pd.Series(None, index=geoid.index, dtype="str")
    if table is None:
        return why
    older = bool((table["census"] == 2010).any())
    absent = "other_tracts" if older else "not_named"
    reason = np.where(tracts["named"], "not_coded", absent)
    return why.mask(tracts["ruca"].isna(), pd.Series(reason, index=why.index))


def _hrsa(tracts: pd.DataFrame, nonmetro: pd.Series) -> pd.Series[str]:
    """Tell what makes each zone rural for HRSA; null where its codes leave that open.

    Parameters
    ----------
    tracts
        ruca, land_sqmi and people_per_sqmi of each zone.
    nonmetro
        Whether its county is nonmetropolitan, null where unknown.
    """
    ruca = np.floor(tracts["ruca"])
    large = tracts["land_sqmi"].ge(LARGE_TRACT_SQMI) & tracts["people_per_sqmi"].le(SPARSE_PER_SQMI)
    found = np.select(
        [
            nonmetro.eq(True),
            ruca.ge(4),
            large & ruca.between(2, 3),
            nonmetro.eq(False) & ruca.ge(1),
        ],
        list(HRSA_CODES),
        "",
    )
    code = pd.Series(found, index=tracts.index, dtype="str")
    return code.mask(code.eq(""))


def _listed(
    geoid: pd.Series[str], county_fips: pd.Series[str], table: pd.DataFrame | None
) -> pd.Series[str]:
    """Return the stratum of the zone or, where the list is of larger ones, of that which it lies in."""
    found = pd.Series(None, index=geoid.index, dtype="str")
    if table is None:
        return found
    stratum_of = table.set_index("zone")["stratum"]
    for digits in sorted(set(table["zone"].str.len()), reverse=True):
        zone = geoid.str.slice(0, digits).where(geoid.str.len() >= digits)
        found = found.fillna(zone.map(stratum_of))
    return found.fillna(county_fips.map(stratum_of)).astype("str")
