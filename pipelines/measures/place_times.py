"""Drive times side by side with the people they are measured for, as the measures take them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.weighted import Ranked, ranked
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PlaceTimes:
    """Drive times of p places to each of `SITES_OR_ANY`, places in the order of their geoid.

    That order makes every sum over places independent of the order of the tables' rows.

    Attributes
    ----------
    places : DataFrame (p rows)
        The rows of core.population, index 0 to p - 1.
    minutes, miles : float64 (5, p)
        Of the drive to the nearest center; NaN where there is none.
    on_road : bool (p,)
        Where the road files hold a road within reach; elsewhere they say nothing of any drive.
    """

    places: pd.DataFrame
    minutes: Float
    miles: Float
    on_road: Bool
    _ranked: dict[str, Ranked] = field(default_factory=dict, init=False, repr=False)

    @property
    def people(self) -> Float:
        """People counted at each place, float64 (p,)."""
        return self.places["population"].to_numpy(dtype=np.float64)

    def minutes_to(self, site_of_care: str) -> Float:
        """Return minutes to the nearest center of one of `SITES_OR_ANY`, float64 (p,)."""
        row: Float = self.minutes[SITES_OR_ANY.index(site_of_care)]
        return row

    def miles_to(self, site_of_care: str) -> Float:
        """Return miles of that drive, float64 (p,)."""
        row: Float = self.miles[SITES_OR_ANY.index(site_of_care)]
        return row

    def ranked_minutes(self, site_of_care: str) -> Ranked:
        """Return the minutes in order, people as weights; sorted when first asked for."""
        return self._in_order(f"minutes {site_of_care}", self.minutes_to(site_of_care))

    def ranked_miles(self, site_of_care: str) -> Ranked:
        """Return the miles in order, people as weights; sorted when first asked for."""
        return self._in_order(f"miles {site_of_care}", self.miles_to(site_of_care))

    def office_advantage(self) -> Float:
        """Return hospital minutes minus office minutes, float64 (p,); NaN where one kind is not reached."""
        return self.minutes_to("hospital_based") - self.minutes_to("office_based")

    def ranked_office_advantage(self) -> Ranked:
        """Return the office advantage in order, people as weights; sorted when first asked for."""
        return self._in_order("office advantage", self.office_advantage())

    def with_stratum(self, stratum: pd.Series[str]) -> PlaceTimes:
        """Return the same drive times under another stratum of each place; what is in order stays so."""
        other = replace(self, places=self.places.assign(stratum=stratum))
        other._ranked.update(self._ranked)
        return other

    def counting(self, column: str) -> PlaceTimes:
        """Return the same drive times for other people: those that a column counts, nobody where it is null."""
        counts = self.places[column].astype("float64").fillna(0.0)
        return PlaceTimes(
            self.places.assign(population=counts), self.minutes, self.miles, self.on_road
        )

    def _in_order(self, name: str, values: Float) -> Ranked:
        if name not in self._ranked:
            self._ranked[name] = ranked(values, self.people)
        return self._ranked[name]


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
    site = pd.Index(SITES_OR_ANY).get_indexer(pd.Index(drive_times["site_of_care"]))
    for column, found in (("geoid", place), ("site_of_care", site)):
        if (found < 0).any():
            stranger = drive_times[column].iloc[int(np.argmax(found < 0))]
            raise ValueError(f"out.drive_times has an unknown {column} {stranger!r}")
    cell = site * len(places) + place
    rows = np.bincount(cell, minlength=len(SITES_OR_ANY) * len(places))
    if (rows != 1).any():
        number = int(np.argmax(rows != 1))
        raise ValueError(
            f"out.drive_times has {rows[number]} rows, not one, for geoid "
            f"{geoids[number % len(places)]!r} and {SITES_OR_ANY[number // len(places)]!r}"
        )
    return PlaceTimes(
        places,
        _spread(drive_times["drive_time_min"], cell, len(places)),
        _spread(drive_times["distance_mi"], cell, len(places)),
        ~np.isnan(_spread(drive_times["snap_m"], cell, len(places))[0]),
    )


def _spread(values: pd.Series[float], cell: npt.NDArray[np.intp], n_places: int) -> Float:
    wide = np.empty(len(SITES_OR_ANY) * n_places)
    wide[cell] = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return wide.reshape(len(SITES_OR_ANY), n_places)
