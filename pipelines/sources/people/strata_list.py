"""A list of the area's own that names the stratum of counties, tracts, block groups or blocks.

Publisher, vintage and licence are whoever wrote it: a state that draws its rural places by its own rule, a
study that is repeated. A CSV with one row a zone: `geoid` (or `county_fips`) and `stratum`, in the words of one
of the schemes of `FAMILIES` (`pipelines.vocabulary.strata.STRATA_OF_SCHEME`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.area.sources import StrataSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text
from pipelines.vocabulary.strata import STRATA, STRATA_OF_SCHEME
from pipelines.vocabulary.wording import listed

SOURCE = "strata"

FAMILIES = ("nchs", "ruca", "hrsa")
"""Schemes whose words a list may use, those of one only."""

_COLUMNS = {"geoid": ("geoid", "county_fips"), "stratum": ("stratum",)}


def read_strata(files: Sequence[Path], settings: StrataSource) -> Reading:
    """Read a list of strata.

    Parameters
    ----------
    files
        The CSV.
    settings
        How many digits its zones have.

    Returns
    -------
    Reading
        One row a zone: zone (digits), stratum. A row with another code or another word is rejected.

    Raises
    ------
    SourceError
        The list mixes the words of two schemes, or most rows cannot be used.
    """
    checks = RowChecks(read_text(files, _COLUMNS), SOURCE)
    zone = checks.code("geoid", settings.geoid_digits)
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
