"""Rurality codes joined to people: RUCA by tract, RUCC and NCHS by county."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.demand.connecticut import VINTAGES, counties_of, tract_key


@dataclass(frozen=True, eq=False)
class RuralityCodes:
    """The tables of codes; one that the area has no source for is None and leaves its column null.

    Attributes
    ----------
    ruca
        tract_geoid, ruca (primary code), ruca_secondary (text with one decimal, null where unknown).
    rucc
        county_fips, rucc.
    nchs
        county_fips, nchs.
    """

    ruca: pd.DataFrame | None = None
    rucc: pd.DataFrame | None = None
    nchs: pd.DataFrame | None = None


def codes_of_zones(
    geoid: pd.Series[str], county_fips: pd.Series[str], codes: RuralityCodes
) -> pd.DataFrame:
    """Return the three codes of each zone.

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
        nchs as floats, index of `geoid`; null where not coded.
    """
    return pd.DataFrame(
        {
            "ruca": _ruca(geoid, codes.ruca),
            "rucc": _county_code(geoid, county_fips, codes.rucc, "rucc"),
            "nchs": _county_code(geoid, county_fips, codes.nchs, "nchs"),
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


def most_common_code(
    county_fips: pd.Series[str], code: pd.Series[float], people: pd.Series[float]
) -> pd.Series[float]:
    """Return the code that most people of each county live under.

    Parameters
    ----------
    county_fips, code, people
        One entry a zone; zones without a code or without people do not count.

    Returns
    -------
    Series of float
        By county_fips, for the counties where some people are coded; of two codes with equally many people
        the smaller.
    """
    coded = code.notna() & (people > 0)
    zones = pd.DataFrame({"county_fips": county_fips, "code": code, "people": people})[coded]
    totals = zones.groupby(["county_fips", "code"])["people"].sum().reset_index()
    ranked = totals.sort_values(["county_fips", "people", "code"], ascending=[True, False, True])
    first: pd.Series[float] = ranked.drop_duplicates("county_fips").set_index("county_fips")["code"]
    return first


def _ruca(geoid: pd.Series[str], table: pd.DataFrame | None) -> pd.Series[float]:
    if table is None:
        return pd.Series(np.nan, index=geoid.index)
    secondary = pd.to_numeric(table["ruca_secondary"]).astype("float64")
    code = secondary.fillna(table["ruca"].astype("float64"))
    by_tract = code.set_axis(tract_key(table["tract_geoid"]))
    by_tract = by_tract[by_tract.notna()]
    if not by_tract.index.is_unique:
        repeated = by_tract.index[by_tract.index.duplicated()][0]
        raise ValueError(f"the RUCA table codes tract {repeated} twice")
    return by_tract.reindex(tract_key(geoid)).set_axis(geoid.index)


def _county_code(
    geoid: pd.Series[str], county_fips: pd.Series[str], table: pd.DataFrame | None, name: str
) -> pd.Series[float]:
    found = county_code(county_fips, table, name)
    alternatives = counties_of(geoid)
    for vintage in VINTAGES:
        found = found.fillna(county_code(alternatives[vintage], table, name))
    return found
