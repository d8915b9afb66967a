"""Strata: what the codes of each scheme make of a place.

The schemes differ, and none is right; a report names the one it uses. The codes of all are kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.vocabulary.strata import CENSUS_CODES, HRSA_CODES, RURAL, STRATA

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

RUCA_STRATA = (
    dict.fromkeys(range(1, 4), "metropolitan")
    | dict.fromkeys(range(4, 7), "micropolitan")
    | dict.fromkeys(range(7, 10), "small_town")
    | {10: "rural_area"}
)
"""Primary RUCA code -> stratum, the four groups of the USDA Economic Research Service; 4 and above are rural
(`pipelines.vocabulary.strata.RURAL_STRATA`), as the Federal Office of Rural Health Policy has it."""

CMS_STRATA = {
    "Large Metro": "urban",
    "Metro": "small_metro",
    "Micro": "rural",
    "Rural": "rural",
    "CEAC": "rural",
}
"""CMS county type -> stratum. The types follow from population and density alone (42 CFR 422.116(c)), so a
suburban county is Large Metro or Metro as its density makes it, and no place is suburban."""

HRSA_STRATA = dict.fromkeys(HRSA_CODES, RURAL) | {"not_rural": "not_rural"}
"""`hrsa` -> stratum."""

CENSUS_STRATA = dict(zip(CENSUS_CODES, ("urban", RURAL), strict=True))
"""`census` -> stratum."""

_STRATA_OF_CODE: dict[str, tuple[str, Mapping[int, str] | Mapping[str, str]]] = {
    "nchs": ("nchs", NCHS_STRATA),
    "ruca": ("ruca", RUCA_STRATA),
    "rucc": ("rucc", RUCC_STRATA),
    "cms": ("cms_county_type", CMS_STRATA),
    "hrsa": ("hrsa", HRSA_STRATA),
    "census": ("census", CENSUS_STRATA),
    "custom": ("custom_stratum", {name: name for name in STRATA}),
}


def strata(codes: pd.DataFrame, scheme: str | None) -> pd.Series[str]:
    """Return the stratum of each row under a scheme.

    Parameters
    ----------
    codes
        Columns nchs, rucc, ruca, cms_county_type, hrsa, census and custom_stratum as in core.population, null
        where not coded. Of a secondary RUCA code such as 4.1 the primary counts.
    scheme
        Which of them to follow; None for none.

    Returns
    -------
    Series of str
        One of `pipelines.vocabulary.strata.STRATA`; null where the row has no code in the scheme.
    """
    if scheme is None:
        return pd.Series(None, index=codes.index, dtype="str")
    column, stratum_of = _STRATA_OF_CODE[scheme]
    code = np.floor(codes[column]) if scheme == "ruca" else codes[column]
    return code.map(stratum_of).astype("str")
