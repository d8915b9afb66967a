"""The Social Vulnerability Index of counties: where each ranks among all counties, in all and by theme.

Publisher and address: Centers for Disease Control and Prevention and Agency for Toxic Substances and Disease
Registry, https://svi.cdc.gov/Documents/Data/2022/csv/states_counties/SVI_2022_US_county.csv (the page that
offers it: https://www.atsdr.cdc.gov/place-health/php/svi/svi-data-documentation-download.html).
Vintage: every two years; that of 2022 rests on the American Community Survey of 2018-2022 and has Connecticut's
planning regions (09110-09190), that of 2020 its eight old counties.
Licence: US government work, public domain.

Quirks: a byte order mark in some copies; FIPS codes without leading zero; -999 where a rank could not be made.
The files of one state rank its counties among themselves and look the same: the name of the file tells. The
files of tracts have the same columns, with codes of eleven digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.area import Source
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text
from pipelines.vocabulary.equity import VULNERABILITY

SOURCE = "svi"

NOT_RANKED = ("-999", "-999.0")

_COLUMNS = {
    "county_fips": ("FIPS",),
    "svi": ("RPL_THEMES",),
    "svi_socioeconomic": ("RPL_THEME1",),
    "svi_household": ("RPL_THEME2",),
    "svi_minority": ("RPL_THEME3",),
    "svi_housing": ("RPL_THEME4",),
}


def read_svi(files: Sequence[Path], settings: Source) -> Reading:
    """Read the index of counties.

    Parameters
    ----------
    files
        The CSV of the counties of the United States.

    Returns
    -------
    Reading
        One row a county: county_fips, then each of `VULNERABILITY`, the share of counties that rank lower or
        as low (0 to 1, 1 the most vulnerable); null where the publisher has none, which is noted.

    Raises
    ------
    SourceError
        The file is of tracts, lacks a column, or most rows cannot be used.
    """
    checks = RowChecks(read_text(files, _COLUMNS), SOURCE)
    if checks.rows["county_fips"].str.len().gt(9).any():
        raise SourceError(
            files[0],
            "ranks tracts",
            column="FIPS",
            mend="take the file of counties of the whole country, SVI_2022_US_county.csv",
        )
    county_fips = checks.code("county_fips", 5)
    checks.unique(county_fips, "county_fips")
    ranks = {
        name: checks.number(name, low=0, high=1, nulls=NOT_RANKED).astype("float64")
        for name in VULNERABILITY
    }
    for name in VULNERABILITY:
        checks.note(
            checks.rows[name].isin(NOT_RANKED).to_numpy(dtype=bool), name, f"{name} is not ranked"
        )
    return checks.reading({"county_fips": county_fips, **ranks})
