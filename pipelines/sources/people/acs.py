"""Counts of the American Community Survey with their margins of error, by block group or tract.

Publisher and address: US Census Bureau. Answers of the API, an array of arrays of text with the codes of the
zone at the right,
https://api.census.gov/data/2023/acs/acs5?get=B25044_003E,B25044_003M&for=block%20group:*&in=state:17%20county:*
and tables of the summary file, separated by '|', every zone of the country in one,
https://www2.census.gov/programs-surveys/acs/summary_file/2023/table-based-SF/data/5YRData/acsdt5y2023-b25044.dat
Vintage: five years that end with the one in the address; from 2022 on Connecticut has planning regions.
Licence: US government work, public domain.

Quirks: the number of a variable stands before the letter in the API (B25044_003E) and behind it in the files
(B25044_E003). A margin of -555555555 or ***** belongs to a count that is controlled to a known total: it is 0.
Every other large negative number, in counts and margins, says why there is none: null.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area.sources import MARGIN_SUFFIX, AcsSource
from pipelines.sources.files.content import unpacked
from pipelines.sources.reading import Reading, SourceError, all_rejections
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import TextTable, find_columns, parse_rows, read_text

SOURCE = "acs"

CONTROLLED = ("-555555555", "*****")
"""Margins of counts that are controlled to a known total: 0."""

UNKNOWN = (
    *("-222222222", "-333333333", "-666666666", "-888888888", "-999999999"),
    *("null", "**", "***", "-", "N", "(X)"),
)
"""What stands where there is no number."""

_ZONE_PARTS = ("state", "county", "tract", "block group")
_JOINED = "geoid of its parts"

Float = npt.NDArray[np.float64]


def read_acs(files: Sequence[Path], settings: AcsSource) -> Reading:
    """Read counts and margins, each the sum of its variables.

    Parameters
    ----------
    files
        Answers of the API or tables of the summary file; each may have other variables, or other zones.
    settings
        Kind, digits of the zones, and the variables of each count.

    Returns
    -------
    Reading
        One row a zone: geoid (digits), then for each count its number and `{name}_moe`, its margin of error at
        90 % confidence; null where a part is not known. The margin of a sum is the root of the sum of squares,
        those of parts that are 0 counted once, by the largest (Census Bureau, ACS Handbook 2020, chapter 8).
        Zones of other sizes are passed over.

    Raises
    ------
    SourceError
        A file is not of the kind, no file has a variable, or two tell it of one zone.
    """
    variables = sorted({one for parts in settings.columns.values() for one in parts})
    readings = [_read_file(path, settings, variables) for path in files]
    for variable in variables:
        if not any(variable in reading.table for reading in readings):
            raise SourceError(
                files[0],
                f"no file of sources.acs has the variable {variable}",
                mend="add the file of its table, or ask the API for it",
            )
    rows = pd.concat([reading.table for reading in readings], ignore_index=True)
    _refuse_told_twice(rows, variables, files)
    zones = rows.groupby("geoid", as_index=False, sort=True).first()
    counts: dict[str, Float] = {}
    for name, parts in settings.columns.items():
        value, margin = (
            np.column_stack([zones[one + of].to_numpy(dtype=np.float64) for one in parts])
            for of in ("", MARGIN_SUFFIX)
        )
        counts[name] = value.sum(axis=1)
        counts[f"{name}{MARGIN_SUFFIX}"] = _margin_of_sum(value, margin)
    return Reading(
        pd.DataFrame({"geoid": zones["geoid"], **counts}).join(
            zones[["source_file", "source_row"]]
        ),
        all_rejections([reading.rejected for reading in readings]),
        sum(reading.rows_read for reading in readings),
        list(files),
    )


def _read_file(path: Path, settings: AcsSource, variables: Sequence[str]) -> Reading:
    """Read one file: geoid, and of each variable that it has the count and its margin, null if it has none."""
    names: dict[str, tuple[str, ...]] = {"geoid": (_JOINED, "GEO_ID")}
    for variable in variables:
        table, number = variable.split("_")
        names[variable] = (f"{variable}E", f"{table}_E{number}")
        names[variable + MARGIN_SUFFIX] = (f"{variable}M", f"{table}_M{number}")
    if settings.kind == "census_api":
        text = _read_answer(path, names)
    else:
        text = read_text([path], names, optional=[*names][1:], delimiters="|")
    header = {name.casefold() for name in text.found[0]}
    checks = RowChecks(text, SOURCE)
    digits = checks.rows["geoid"].str.replace("^[0-9]{3}[0-9A-Z]{4}US", "", regex=True)
    checks.rows["geoid"] = digits
    # The summary file has every size of zone, from the nation to the block group, in one.
    other = digits.str.len().ne(settings.geoid_digits)
    if other.all() and len(digits):
        raise SourceError(
            path,
            f"none of its {len(digits):,} zones has a GEOID of {settings.geoid_digits} digits; the first is "
            f"{digits.iloc[0]!r}",
            mend="fetch the zones that geoid_digits says, or set geoid_digits as in the file",
        )
    checks.set_aside(other.to_numpy(dtype=bool))
    geoid = checks.code("geoid", settings.geoid_digits, lost_zeros=0)
    checks.unique(geoid, "geoid")
    columns = {"geoid": geoid}
    for variable in variables:
        if not header & {name.casefold() for name in names[variable]}:
            continue
        columns[variable] = checks.number(variable, low=0, nulls=UNKNOWN)
        margin = checks.rows[variable + MARGIN_SUFFIX]
        checks.rows[variable + MARGIN_SUFFIX] = margin.mask(margin.isin(CONTROLLED), "0")
        columns[variable + MARGIN_SUFFIX] = checks.number(
            variable + MARGIN_SUFFIX, low=0, nulls=UNKNOWN
        )
    return checks.reading(columns)


def _read_answer(path: Path, names: Mapping[str, Sequence[str]]) -> TextTable:
    """Read an answer of the API as the table of text that it is."""
    mend = "what the API answers is an array of arrays; a page of text says that the key or the query is wrong"
    try:
        rows = json.loads(unpacked(path))
    except ValueError as error:
        raise SourceError(path, f"is not JSON: {error}", mend=mend) from error
    if not (isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows)):
        raise SourceError(path, "is not an array of arrays", mend=mend)
    header = [str(name) for name in rows[0]]
    parts = [header.index(name) for name in _ZONE_PARTS if name in header]
    if len(parts) < 2:
        raise SourceError(
            path, "names no zones below the state", mend="ask 'for' block groups or tracts"
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_JOINED, *header])
    for row in rows[1:]:
        geoid = "".join(str(row[part]) for part in parts) if len(row) == len(header) else ""
        writer.writerow([geoid, *("" if cell is None else cell for cell in row)])
    full = [_JOINED, *header]
    places = find_columns(path, full, names, [*names][1:], ",")
    return parse_rows(0, path, out.getvalue().encode(), ",", full, places)


def _refuse_told_twice(rows: pd.DataFrame, variables: Sequence[str], files: Sequence[Path]) -> None:
    for variable in variables:
        known = rows.loc[rows[variable].notna(), "geoid"]
        twice = known[known.duplicated()]
        if len(twice):
            raise SourceError(
                files[0],
                f"{variable} of {twice.iloc[0]} stands in two files of sources.acs",
                mend="name each file and each zone once",
            )


def _margin_of_sum(value: Float, margin: Float) -> Float:
    """Return the margin of each row's sum; null where a part of it is not known."""
    squares = np.square(margin)
    nothing = value == 0
    of_zeros = np.where(nothing, squares, 0.0).max(axis=1, initial=0.0)
    total: Float = np.sqrt(np.where(nothing, 0.0, squares).sum(axis=1) + of_zeros)
    return np.where(np.isnan(value).any(axis=1), np.nan, total)
