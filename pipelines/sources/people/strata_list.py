"""A list of the area's own that names the stratum of counties, tracts, block groups or blocks.

Publisher, vintage and licence are whoever wrote it: a state that draws its rural places by its own rule, a
study that is repeated. A CSV with one row a zone: `geoid` (or `county_fips`) and `stratum`, in the words of one
of the schemes of `FAMILIES` (`pipelines.vocabulary.strata.STRATA_OF_SCHEME`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area.sources import StrataSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text
from pipelines.vocabulary.strata import STRATA, STRATA_OF_SCHEME
from pipelines.vocabulary.wording import listed

SOURCE = "strata"

FAMILIES = ("nchs", "ruca", "hrsa")
"""Schemes whose words a list may use, those of one only."""

_ZONE_DIGITS = (5, 11, 12, 15)
"""Digits of codes of counties, tracts, block groups and blocks."""

_STATE_DIGITS, _COUNTY_DIGITS = 2, 5

_COLUMNS = {"geoid": ("geoid", "county_fips"), "stratum": ("stratum",)}


def read_strata(
    files: Sequence[Path], settings: StrataSource, *, counties: pd.DataFrame | None = None
) -> Reading:
    """Read a list of strata.

    Parameters
    ----------
    files
        The CSV.
    settings
        How many digits its zones have.
    counties
        All counties, by which a lost zero is told from a larger zone; None where they are not read yet.

    Returns
    -------
    Reading
        One row a zone: zone (digits), stratum. A row with another code or another word is rejected; so is a
        code of a digit too few that may be whole, that of a larger zone.

    Raises
    ------
    SourceError
        The list mixes the words of two schemes, or most rows cannot be used.
    """
    checks = RowChecks(read_text(files, _COLUMNS), SOURCE)
    zone = checks.code("geoid", settings.geoid_digits)
    _refuse_larger_zones(checks, zone, counties)
    stratum = checks.among("stratum", STRATA, required=True)
    checks.unique(zone, "geoid")
    reading = checks.reading({"zone": zone, "stratum": stratum})
    families = [set(STRATA_OF_SCHEME[scheme]) for scheme in FAMILIES]
    for row, name in zip(reading.table["source_row"], reading.table["stratum"], strict=True):
        fitting = [family for family in families if name in family]
        if not fitting:
            raise SourceError(
                files[0],
                f"has {name!r} beside {reading.table['stratum'].iloc[0]!r}, which are of two classifications",
                row=int(row),
                column="stratum",
                mend="use the words of one: "
                + "; or ".join(listed(STRATA_OF_SCHEME[scheme]) for scheme in FAMILIES),
            )
        families = fitting
    return reading


def _refuse_larger_zones(checks: RowChecks, zone: pd.Series, counties: pd.DataFrame | None) -> None:
    """Refuse codes that a zero was put before, unless as they stand they are of no county there is.

    17031010100 is a tract of Illinois, and no block group of Alabama that lost its zero; 10010201001 can only
    be that, for no county is 10010.
    """
    written = checks.rows["geoid"].str.removesuffix(".0")
    mended = checks.usable & zone.notna().to_numpy() & zone.ne(written).to_numpy()
    digits = written.str.len()
    whole = digits.isin(_ZONE_DIGITS)
    if counties is not None:
        known = counties["county_fips"]
        states = set(known.str.slice(0, _STATE_DIGITS))
        lost = zone.str.slice(0, _STATE_DIGITS).isin(states)
        whole &= written.str.slice(0, _COUNTY_DIGITS).isin(known) | ~lost
    told = digits.astype("str")
    checks.reject(
        mended & whole.to_numpy(dtype=bool),
        "geoid",
        "geoid "
        + written
        + " has "
        + told
        + " digits and may be a whole code, not one that lost its zero "
        "(if the list is of such zones, set geoid_digits = " + told + ")",
    )
