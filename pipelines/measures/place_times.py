"""Drive times side by side with the people they are measured for, as the measures take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import ANY_SITE, SITES_OF_CARE

ALL_SITES = (*SITES_OF_CARE, ANY_SITE)
"""The four sites of care and 'any', in the order of every table."""

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PlaceTimes:
    """Drive times of p places to each of `ALL_SITES`, places in the order of their geoid.

    That order makes every sum over places independent of the order of the tables' rows.

    Attributes
    ----------
    places : DataFrame (p rows)
        The rows of core.population, index 0 to p - 1.
    minutes, miles : float64 (5, p)
        Of the drive to the nearest center; NaN where there is none.
    """

    places: pd.DataFrame
    minutes: Float
    miles: Float

    @property
    def people(self) -> Float:
        """People counted at each place, float64 (p,)."""
        return self.places["population"].to_numpy(dtype=np.float64)

    def minutes_to(self, site_of_care: str) -> Float:
        """Return minutes to the nearest center of one of `ALL_SITES`, float64 (p,)."""
        row: Float = self.minutes[ALL_SITES.index(site_of_care)]
        return row

    def miles_to(self, site_of_care: str) -> Float:
        """Return miles of that drive, float64 (p,)."""
        row: Float = self.miles[ALL_SITES.index(site_of_care)]
        return row


def place_times(drive_times: pd.DataFrame, population: pd.DataFrame) -> PlaceTimes:
    """Set drive times beside the people they belong to.

    Parameters
    ----------
    drive_times
        out.drive_times: one row a geoid and site of care, in any order.
    population
        core.population, in any order.

    Returns
    -------
    PlaceTimes

    Raises
    ------
    ValueError
        A place is named twice, or a place and site of care has no row, two rows, or a row but no people.
    """
    places = population.sort_values("geoid", kind="stable", ignore_index=True)
    geoids = pd.Index(places["geoid"])
    if not geoids.is_unique:
        raise ValueError(f"core.population names {geoids[geoids.duplicated()][0]!r} twice")
    place = geoids.get_indexer(pd.Index(drive_times["geoid"]))
    site = pd.Index(ALL_SITES).get_indexer(pd.Index(drive_times["site_of_care"]))
    for column, found in (("geoid", place), ("site_of_care", site)):
        if (found < 0).any():
            stranger = drive_times[column].iloc[int(np.argmax(found < 0))]
            raise ValueError(f"out.drive_times has an unknown {column} {stranger!r}")
    cell = site * len(places) + place
    rows = np.bincount(cell, minlength=len(ALL_SITES) * len(places))
    if (rows != 1).any():
        number = int(np.argmax(rows != 1))
        raise ValueError(
            f"out.drive_times has {rows[number]} rows, not one, for geoid "
            f"{geoids[number % len(places)]!r} and {ALL_SITES[number // len(places)]!r}"
        )
    return PlaceTimes(
        places,
        _spread(drive_times["drive_time_min"], cell, len(places)),
        _spread(drive_times["distance_mi"], cell, len(places)),
    )


def _spread(values: pd.Series[float], cell: npt.NDArray[np.intp], n_places: int) -> Float:
    wide = np.empty(len(ALL_SITES) * n_places)
    wide[cell] = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return wide.reshape(len(ALL_SITES), n_places)
