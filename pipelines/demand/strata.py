"""Strata: urban, suburban, small metro and rural under each of the four schemes.

The schemes differ, and none is right; a report names the one it uses. The codes of all four are kept.
"""

from __future__ import annotations

import pandas as pd

NCHS_STRATA = {
    1: "urban",
    2: "suburban",
    3: "small_metro",
    4: "small_metro",
    5: "rural",
    6: "rural",
}
"""NCHS code -> stratum: large central metro, large fringe metro, medium and small metro, and the
nonmetropolitan (micropolitan and noncore). National Center for Health Statistics, Vital and Health
Statistics 2(166), 2014."""

RUCC_STRATA = {1: "urban", 2: "small_metro", 3: "small_metro"} | dict.fromkeys(
    range(4, 10), "rural"
)
"""RUCC -> stratum: metropolitan areas of a million people and more, smaller metropolitan areas, and the
nonmetropolitan (USDA Economic Research Service, Rural-Urban Continuum Codes 2023). A RUCC does not tell the
suburbs of a large metropolitan area from its city, so both are urban here and no place is suburban."""

RUCA_URBAN = (1.0, 1.1)
RUCA_SUBURBAN = (2.0, 2.1, 4.0, 4.1)
"""Secondary RUCA codes of urban and suburban tracts; all others are rural: the rule of the Opioid Environment
Policy Scan (Center for Spatial Data Science, University of Chicago). It has no small metro."""

CMS_STRATA = {
    "Large Metro": "urban",
    "Metro": "small_metro",
    "Micro": "rural",
    "Rural": "rural",
    "CEAC": "rural",
}
"""CMS county type -> stratum. The types follow from population and density alone (42 CFR 422.116(c)), so a
suburban county is Large Metro or Metro as its density makes it, and no place is suburban."""


def strata(codes: pd.DataFrame, scheme: str) -> pd.Series[str]:
    """Return the stratum of each row under a scheme.

    Parameters
    ----------
    codes
        Columns nchs, rucc, ruca and cms_county_type as in core.population, null where not coded.
    scheme
        Which of them to follow.

    Returns
    -------
    Series of str
        One of `pipelines.area.STRATA`; null where the row has no code in the scheme.
    """
    if scheme == "nchs":
        return codes["nchs"].map(NCHS_STRATA).astype("str")
    if scheme == "rucc":
        return codes["rucc"].map(RUCC_STRATA).astype("str")
    if scheme == "cms":
        return codes["cms_county_type"].map(CMS_STRATA).astype("str")
    return _by_ruca(codes["ruca"])


def _by_ruca(ruca: pd.Series[float]) -> pd.Series[str]:
    # Codes are labels with one decimal; comparing them in tenths keeps clear of binary fractions.
    tenths = (ruca * 10).round()
    stratum = pd.Series("rural", index=ruca.index, dtype="str")
    stratum[tenths.isin([round(code * 10) for code in RUCA_SUBURBAN])] = "suburban"
    stratum[tenths.isin([round(code * 10) for code in RUCA_URBAN])] = "urban"
    return stratum.mask(ruca.isna())
