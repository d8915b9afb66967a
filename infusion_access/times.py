"""Two tables of drive times side by side: how far they are apart, where, and what could not be compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from infusion_access.points import points_of
from pipelines.errors import InputError
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE

PAIR = ["origin", "destination"]
MINUTES = "minutes"

LENGTHS_MIN = (0.0, 15.0, 30.0, 60.0, np.inf)
"""Ends of the classes of length; a pair's is the mean of both sources, so that neither sorts the pairs."""

NEAR_SHARE, NEAR_MIN = 0.1, 5.0
FEWEST_TO_CORRELATE = 3

NOT_CODED = "not coded"


@dataclass(frozen=True, eq=False)
class ComparedTimes:
    """Two tables of drive times side by side; `compare_times` makes it.

    Attributes
    ----------
    pairs
        A row a pair that both have minutes for: origin, destination, ours_min, theirs_min, difference_min
        (ours - theirs) and length (class of the mean of both, minutes).
    left_out
        The pairs that could not be compared: reason and pairs (how many).
    """

    pairs: pd.DataFrame
    left_out: pd.DataFrame

    def summary(self, by: str | pd.Series | None = None) -> pd.DataFrame:
        """Tell how far the two are apart.

        Parameters
        ----------
        by
            A column of `pairs`, such as ``length``, or a group for each origin (a Series with origins as its
            index): a row each. Origins without a group are told as `not coded`.

        Returns
        -------
        DataFrame
            A row a group: pairs, median_difference_min (ours - theirs), median_apart_min (the same without its
            sign), share_within_10_percent (of theirs), share_within_5_min, and correlation (Pearson's; null
            with fewer than three pairs, or where one of the two does not vary).
        """
        group: pd.Series = pd.Series("all", index=self.pairs.index, name="")
        if isinstance(by, pd.Series):
            known = by.set_axis(by.index.astype(str))
            group = self.pairs["origin"].map(known).astype("object").fillna(NOT_CODED)
            group.name = by.name
        elif by is not None:
            group = self.pairs[by]
        groups = list(self.pairs.groupby(group, observed=True))
        names = pd.Index([name for name, _ in groups], name=group.name)
        columns = list(_told(self.pairs))
        table = pd.DataFrame([_told(rows) for _, rows in groups], index=names, columns=columns)
        return table.astype({"pairs": "int64"})


def compare_times(ours: pd.DataFrame, theirs: pd.DataFrame) -> ComparedTimes:
    """Set two tables of drive times side by side.

    Parameters
    ----------
    ours, theirs
        Columns origin, destination and minutes (null where there is no drive). Names of origins and
        destinations are compared as text.

    Returns
    -------
    ComparedTimes

    Raises
    ------
    InputError
        A column is missing, a pair stands twice, or minutes are negative or no numbers.
    """
    both = _checked(ours, "ours").merge(
        _checked(theirs, "theirs"),
        on=PAIR,
        how="outer",
        suffixes=("_ours", "_theirs"),
        indicator=True,
    )
    one, other = both.pop("minutes_ours"), both.pop("minutes_theirs")
    there = both.pop("_merge")
    reason = np.select(
        [
            there == "left_only",
            there == "right_only",
            one.isna() & other.isna(),
            one.isna(),
            other.isna(),
        ],
        [
            "only in ours",
            "only in theirs",
            "no minutes in either",
            "no minutes in ours",
            "no minutes in theirs",
        ],
        default="",
    )
    left_out = pd.Series(reason[reason != ""], dtype="object").value_counts()
    kept = reason == ""
    pairs = both[kept].assign(ours_min=one[kept], theirs_min=other[kept])
    pairs["difference_min"] = pairs["ours_min"] - pairs["theirs_min"]
    pairs["length"] = length_class((pairs["ours_min"] + pairs["theirs_min"]) / 2)
    told = left_out.rename("pairs").rename_axis("reason").reset_index()
    return ComparedTimes(pairs.reset_index(drop=True), told)


def length_class(minutes: pd.Series) -> pd.Series:
    """Return the class of length of drives, such as '15 to 30 min', which includes its upper end."""
    ends = [f"{low:g} to {high:g} min" for low, high in pairwise(LENGTHS_MIN)]
    ends[-1] = f"over {LENGTHS_MIN[-2]:g} min"
    classes: pd.Series = pd.cut(minutes, list(LENGTHS_MIN), labels=ends, include_lowest=True)
    return classes


def read_times(
    path: str | Path,
    *,
    origin: str = "origin",
    destination: str = "destination",
    minutes: str = MINUTES,
) -> pd.DataFrame:
    """Read a table of drive times, such as a router wrote.

    Parameters
    ----------
    path
        A CSV file with a row a pair.
    origin, destination, minutes
        What the file calls its columns. Names are read as text, so that a leading 0 of a GEOID stays.

    Returns
    -------
    DataFrame
        origin, destination and minutes; null where the file has nothing.

    Raises
    ------
    InputError
        The file or a column is missing, a pair stands twice, or minutes are negative or no numbers.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f"{file}: there is no such file")
    table = pd.read_csv(file, dtype=str)
    names = {origin: "origin", destination: "destination", minutes: MINUTES}
    for name in names:
        if name not in table:
            there = ", ".join(table.columns)
            raise InputError(
                f"{file}: no column {name!r} (there are {there}; name yours as origin=, destination=, minutes=)"
            )
    return _checked(table[list(names)].rename(columns=names), file.name, first_row=2)


def straight_line_miles(
    pairs: pd.DataFrame, places: gpd.GeoDataFrame, centers: gpd.GeoDataFrame
) -> npt.NDArray[np.float64]:
    """Return how far each destination is from its origin as the crow flies.

    Parameters
    ----------
    pairs
        Columns origin and destination: labels of the rows of `places` and `centers`.
    places, centers
        Points in any CRS.

    Returns
    -------
    float64 (pairs,)
        Miles.

    Raises
    ------
    InputError
        A pair names no row of `places` or `centers`, or a frame has no points.
    """
    ends = (
        located(pairs, "origin", places, "places"),
        located(pairs, "destination", centers, "centers"),
    )
    (lon, lat), (to_lon, to_lat) = ((end["lon"].to_numpy(), end["lat"].to_numpy()) for end in ends)
    miles: npt.NDArray[np.float64] = great_circle_m(lon, lat, to_lon, to_lat) / M_PER_MILE
    return miles


def located(pairs: pd.DataFrame, column: str, frame: gpd.GeoDataFrame, what: str) -> pd.DataFrame:
    """Return lon and lat of one end of each pair.

    Raises
    ------
    InputError
        A pair names no row of the frame.
    """
    points = points_of(frame, what)
    points.index = points.index.astype(str)
    labels = pairs[column].astype(str)
    unknown = labels[~labels.isin(points.index)]
    if len(unknown):
        raise InputError(
            f"{what}: no row is called {unknown.iloc[0]!r}, as the {column} of a pair is"
        )
    return points.loc[list(labels)]


def _checked(table: pd.DataFrame, what: str, first_row: int = 0) -> pd.DataFrame:
    """Return origin and destination as text and minutes as numbers, each pair once."""
    for name in (*PAIR, MINUTES):
        if name not in table:
            raise InputError(
                f"{what}: no column {name!r} (there are {', '.join(map(str, table.columns))})"
            )
    table = table[[*PAIR, MINUTES]].reset_index(drop=True)
    for name in PAIR:
        _refuse(table[name].isna(), table, what, first_row, f"no {name}")
    table[PAIR] = table[PAIR].astype(str)
    numbers = pd.to_numeric(table[MINUTES], errors="coerce").astype("float64")
    _refuse(
        numbers.isna() & table[MINUTES].notna(),
        table,
        what,
        first_row,
        "minutes that are no number",
    )
    _refuse(
        (numbers < 0) | np.isinf(numbers), table, what, first_row, "minutes that no drive takes"
    )
    _refuse(table.duplicated(PAIR), table, what, first_row, "a pair that stands there twice")
    return table.assign(minutes=numbers)


def _refuse(bad: pd.Series, table: pd.DataFrame, what: str, first_row: int, fault: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        told = ", ".join(str(value) for value in table.iloc[row])
        raise InputError(f"{what}: row {row + first_row} has {fault} ({told})")


def _told(pairs: pd.DataFrame) -> dict[str, float]:
    ours, theirs = pairs["ours_min"], pairs["theirs_min"]
    apart = pairs["difference_min"].abs()
    varies = len(pairs) >= FEWEST_TO_CORRELATE and ours.nunique() > 1 and theirs.nunique() > 1
    return {
        "pairs": len(pairs),
        "median_difference_min": pairs["difference_min"].median(),
        "median_apart_min": apart.median(),
        "share_within_10_percent": (apart <= NEAR_SHARE * theirs).mean(),
        "share_within_5_min": (apart <= NEAR_MIN).mean(),
        "correlation": ours.corr(theirs) if varies else np.nan,
    }
