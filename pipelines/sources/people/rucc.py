"""Rural-Urban Continuum Codes by county.

Publisher and address: USDA Economic Research Service,
https://www.ers.usda.gov/media/5768/2023-rural-urban-continuum-codes.csv
Vintage: 2023; Connecticut by planning region (09110-09190), Alaska with 02063 and 02066.
Licence: US government work, public domain.

Quirks: the CSV is long, three rows a county (Population_2020, RUCC_2023, Description), and the workbook's sheet
saved as CSV is wide; Windows encoding (Doña Ana); some copies lost the leading zero of the FIPS code; two areas
without people have no code. Codes 1-3 are metropolitan, 4-9 are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "rucc"

_ATTRIBUTE = "RUCC_2023"
_COLUMNS = {
    "county_fips": ("FIPS",),
    "rucc": ("RUCC_2023", "Value"),
    "attribute": ("Attribute",),
}


def read_rucc(files: Sequence[Path], settings: Source) -> Reading:
    """Read Rural-Urban Continuum Codes.

    Parameters
    ----------
    files
        The CSV, long as published or wide.

    Returns
    -------
    Reading
        One row a county: county_fips, rucc (1-9). `rows_read` counts the lines of the file, three a county in
        the long layout. A county whose lines hold no code is in `rejected`.
    """
    text = read_text(files, _COLUMNS, optional=("attribute",))
    long = [any(name.casefold() == "attribute" for name in found) for found in text.found]
    checks = RowChecks(text, SOURCE)
    is_long = np.asarray(long)[checks.rows["file"].to_numpy()]
    other = is_long & checks.rows["attribute"].ne(_ATTRIBUTE).to_numpy()
    county_fips = checks.code("county_fips", 5)
    coded = set(county_fips[~other])
    first = ~county_fips.duplicated().to_numpy()
    uncoded = other & first & county_fips.notna().to_numpy() & ~county_fips.isin(coded).to_numpy()
    checks.reject(uncoded, "rucc", f"the county has no {_ATTRIBUTE}")
    checks.set_aside(other)
    rucc = checks.number("rucc", low=1, high=9, whole=True, required=True)
    checks.unique(county_fips, "county_fips")
    return checks.reading({"county_fips": county_fips, "rucc": rucc.astype("Int64")})
