"""Which tracts of 2010 each tract of 2020 is made of, and how much of its land is in each.

Publisher and address: US Census Bureau, relationship files,
https://www2.census.gov/geo/docs/maps-data/data/rel2020/tract/tab20_tract20_tract10_natl.txt
(one state: `tab20_tract20_tract10_st17.txt`). Vintage: 2020.
Licence: US government work, public domain.

Quirks: separated by '|', with a byte order mark; a row a pair of tracts that overlap, slivers of a few square
metres among them; Connecticut by its eight old counties; a tract that kept its number may have other borders.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "tract_crosswalk"

_COLUMNS = {
    "tract_2020": ("GEOID_TRACT_20",),
    "tract_2010": ("GEOID_TRACT_10",),
    "land_m2": ("AREALAND_PART",),
}


def read_tract_crosswalk(files: Sequence[Path], settings: Source) -> Reading:
    """Read the relationship of tracts.

    Parameters
    ----------
    files
        The text file of the country, or those of states.

    Returns
    -------
    Reading
        One row a pair: tract_2020 and tract_2010 (eleven digits), land_m2 (square metres of land that both
        have). A malformed code, a blank area and a pair that was there already reject a row.
    """
    checks = RowChecks(read_text(files, _COLUMNS, delimiters="|"), SOURCE)
    new, old = checks.code("tract_2020", 11), checks.code("tract_2010", 11)
    land = checks.number("land_m2", low=0, required=True)
    checks.unique(new.str.cat(old, sep=" and "), "tract_2020")
    return checks.reading({"tract_2020": new, "tract_2010": old, "land_m2": land})
