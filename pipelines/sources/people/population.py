"""Population points: Census centers of population, or any CSV whose columns are declared.

Publisher and address: US Census Bureau, Centers of Population 2020,
https://www2.census.gov/geo/docs/reference/cenpop2020/blkgrp/CenPop2020_Mean_BG.txt
(one state: `CenPop2020_Mean_BG{SS}.txt`; tracts: `../tract/CenPop2020_Mean_TR.txt`).
Vintage: 2020 Census, 2020 geography: Connecticut has its eight old counties, not the planning regions.
Licence: US government work, public domain.

Quirks: the file starts with a byte order mark, coordinates carry a plus sign and leading zeros
(`+32.464466`, `-086.486302`), the identifier comes in four parts, and block groups of water (group `0` of tract
`99xxxx`) have coordinates and nobody in them. Rows with a population of zero are kept: they weigh nothing and
can still be drawn. The datum is NAD 83, within a metre or two of WGS 84.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import PopulationSource
from pipelines.area.sources import PLACED_COLUMNS
from pipelines.sources.people.lost_zeros import disagree
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import DECLARED, TextTable, read_text

SOURCE = "population"

COUNTY_DIGITS = 5

MOST_IN_COUNTY, MOST_IN_ZONE = 20_000_000, 1_000_000
"""No zone holds more people: the largest county has ten millions, the largest tract 40,000 (Census 2020). One
row beyond would outweigh all others in every share of people."""

_PARTS = {"STATEFP": 2, "COUNTYFP": 3, "TRACTCE": 6, "BLKGRPCE": 1}
_CENPOP = {
    **{part: (part,) for part in _PARTS},
    "population": ("POPULATION",),
    "lat": ("LATITUDE",),
    "lon": ("LONGITUDE",),
}


def read_population(
    files: Sequence[Path], settings: PopulationSource, *, counties: pd.DataFrame | None = None
) -> Reading:
    """Read population points.

    Parameters
    ----------
    files
        Text files, plain or compressed; several (one a state) make one table.
    settings
        Kind, declared columns and length of the geoid.
    counties
        All counties with their geometry, by which a lost zero is known; None where they are not read yet.

    Returns
    -------
    Reading
        One row a zone: geoid (text), county_fips (its first five digits), lon and lat (WGS 84 degrees),
        population (people, zero allowed), then the other declared counts (null where blank, or unusable,
        which is noted).
        A negative, missing or impossibly large population, coordinates that are impossible or swapped, and a
        geoid that is malformed, was there already or lost a zero in a county where it does not lie reject a
        row.
    """
    counts = [name for name in settings.columns if name not in PLACED_COLUMNS]
    if settings.kind == "cenpop":
        checks = RowChecks(_read_cenpop(files), SOURCE)
        geoid = _joined_geoid(checks)
    else:
        columns = {name: (column,) for name, column in settings.columns.items()}
        checks = RowChecks(read_text(files, columns, mend=DECLARED), SOURCE)
        # data.census.gov writes 1500000US170310101001; what follows US is the geoid.
        checks.rows["geoid"] = checks.rows["geoid"].str.replace("^[0-9]{7}US", "", regex=True)
        geoid = checks.code("geoid", settings.geoid_digits)
    lon, lat = checks.point()
    if settings.kind == "csv" and counties is not None:
        _refuse_wrong_zeros(checks, geoid, (lon, lat), counties)
    most = MOST_IN_COUNTY if settings.geoid_digits == COUNTY_DIGITS else MOST_IN_ZONE
    population = checks.number("population", low=0, high=most, required=True)
    checks.unique(geoid, "geoid")
    return checks.reading(
        {
            "geoid": geoid,
            "county_fips": geoid.str.slice(0, 5),
            "lon": lon,
            "lat": lat,
            "population": population,
            **{name: checks.number(name, low=0, high=MOST_IN_COUNTY) for name in counts},
        }
    )


def _refuse_wrong_zeros(
    checks: RowChecks, geoid: pd.Series, point: tuple[pd.Series, pd.Series], counties: pd.DataFrame
) -> None:
    """Refuse codes that a zero was put before, where the zone lies elsewhere: they are of larger zones."""
    written = checks.rows["geoid"].str.removesuffix(".0")
    mended = checks.usable & geoid.ne(written).to_numpy() & geoid.notna().to_numpy()
    if not mended.any():
        return
    lon, lat = (values[mended] for values in point)
    wrong = mended.copy()
    wrong[mended] = disagree(geoid[mended].str.slice(0, 5), lon, lat, counties)
    digits = written.str.len().astype("str")
    checks.reject(
        wrong,
        "geoid",
        "geoid "
        + written
        + " has "
        + digits
        + " digits, and with a zero before it would lie in another county than its point "
        "(if it is of a larger zone, set geoid_digits = " + digits + ")",
    )


def _read_cenpop(files: Sequence[Path]) -> TextTable:
    # Tract files have no block group; the geoid then ends with the tract.
    return read_text(files, _CENPOP, optional=("BLKGRPCE",))


def _joined_geoid(checks: RowChecks) -> pd.Series:
    has_groups = checks.rows["BLKGRPCE"].ne("").any()
    parts = [
        checks.code(part, digits, lost_zeros=digits - 1)
        for part, digits in _PARTS.items()
        if has_groups or part != "BLKGRPCE"
    ]
    return parts[0].str.cat(pd.concat(parts[1:], axis=1))
