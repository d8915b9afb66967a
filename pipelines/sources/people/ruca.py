"""Rural-Urban Commuting Area codes by Census tract.

Publisher and address: USDA Economic Research Service,
https://www.ers.usda.gov/media/5443/2020-rural-urban-commuting-area-codes-census-tracts.csv
Vintage: 2020 tracts; the 2010 codes in a CSV of tract_geoid, ruca_primary and ruca_secondary are read as well.
(The 2010 workbook itself is not: save its sheet as such a CSV, and set `census = 2010`.)
Licence: US government work, public domain.

Quirks: Windows encoding although the server says UTF-8; `TractFIPS20` is the key that meets 2020 block groups
(`TractFIPS23` has the planning regions of Connecticut, and blanks); 99 stands for 'not coded': nobody lives
there. Secondary codes are labels with a decimal point, not numbers, and are kept as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area.sources import RucaSource
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "ruca"

_COLUMNS = {
    "tract_geoid": ("TractFIPS20", "tract_geoid"),
    "ruca": ("PrimaryRUCA", "ruca_primary"),
    "ruca_secondary": ("SecondaryRUCA", "ruca_secondary"),
    "land_sqmi": ("LandArea",),
    "people_per_sqmi": ("PopDensity",),
}
_OPTIONAL = ("land_sqmi", "people_per_sqmi")
_COLUMN_OF_2020 = "tractfips20"
_NOT_CODED = ("99", "99.0")
_SECONDARY = r"(?:[1-9]|10)(?:\.[0-9])?"


def read_ruca(files: Sequence[Path], settings: RucaSource) -> Reading:
    """Read RUCA codes.

    Parameters
    ----------
    files
        The CSV, in the layout of ERS 2020 or with the three columns alone.
    settings
        `census` of a file whose columns do not name it.

    Returns
    -------
    Reading
        One row a tract: tract_geoid (11 digits), ruca (primary code 1-10), ruca_secondary (text with one
        decimal: `1.0`, `10.3`). Both are null where the tract is not coded, which is noted. Then land_sqmi
        and people_per_sqmi, null where the file lacks them, and census: whose tracts they are (2010 or 2020),
        null where neither columns nor settings tell.
    """
    text = read_text(files, _COLUMNS, optional=_OPTIONAL)
    checks = RowChecks(text, SOURCE)
    of_2020 = [any(name.casefold() == _COLUMN_OF_2020 for name in found) for found in text.found]
    census = checks.rows["file"].map(
        {index: 2020 if named else settings.census for index, named in enumerate(of_2020)}
    )
    tract_geoid = checks.code("tract_geoid", 11)
    ruca = checks.number("ruca", low=1, high=10, whole=True, nulls=_NOT_CODED)
    words = checks.text("ruca_secondary", nulls=_NOT_CODED)
    wrong = words.notna() & ~words.str.fullmatch(_SECONDARY).fillna(False).astype(bool)
    checks.note(wrong, "ruca_secondary", "ruca_secondary " + words.fillna("") + " is no RUCA code")
    checks.unique(tract_geoid, "tract_geoid")
    written = checks.rows["ruca"]
    uncoded = written.eq("") | written.isin(_NOT_CODED)
    checks.note(uncoded, "ruca", "the tract is not coded")
    return checks.reading(
        {
            "tract_geoid": tract_geoid,
            "ruca": ruca.astype("Int64"),
            "ruca_secondary": _with_decimal(words.mask(wrong)),
            "land_sqmi": checks.number("land_sqmi", low=0),
            "people_per_sqmi": checks.number("people_per_sqmi", low=0),
            "census": census.astype("Int64"),
        }
    )


def _with_decimal(codes: pd.Series) -> pd.Series:
    return codes.mask(~codes.str.contains(".", regex=False).fillna(True).astype(bool), codes + ".0")
