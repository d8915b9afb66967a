"""The post-office town of each ZIP code, of those too that have no area of their own.

Publisher and address: USDA Economic Research Service, RUCA codes of 2020 by ZIP code,
https://www.ers.usda.gov/data-products/rural-urban-commuting-area-codes (`RUCA-codes-2020-zipcode.csv`).
Vintage: 2020.
Licence: US government work, public domain.

Quirks: a ZIP code of one building or of post-office boxes (type `Post Office or large volume customer`) is no
area and so has no centroid in the Census Bureau's files, but it has a post office, whose town has areas. Any
CSV with the columns zip, town and state does as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.area import Source
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text

SOURCE = "zip_towns"

_COLUMNS = {"zip": ("ZIPCode", "zip"), "town": ("POName", "town"), "state": ("State",)}


def read_zip_towns(files: Sequence[Path], settings: Source) -> Reading:
    """Read the towns of ZIP codes.

    Parameters
    ----------
    files
        CSV files.

    Returns
    -------
    Reading
        One row a ZIP code: zip (five digits, text), town and state (postal letters) as they are written.
    """
    checks = RowChecks(read_text(files, _COLUMNS), SOURCE)
    zip_code = checks.code("zip", 5, lost_zeros=2)
    town = checks.text("town", required=True)
    state = checks.text("state", required=True)
    checks.unique(zip_code, "zip")
    return checks.reading({"zip": zip_code, "town": town, "state": state})
