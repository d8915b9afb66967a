"""ZIP areas and the towns of their post offices: a middle, and how far places lie from it.

The Census Bureau draws an area round the addresses of a ZIP code; a ZIP code of one building or of boxes has
none, but its post office names a town, whose other ZIP codes have areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from pipelines.facilities.matching.addresses import plain, written_towns
from pipelines.sphere import chord_to_m, great_circle_m, unit_vectors
from pipelines.units import M_PER_MILE
from pipelines.vocabulary.states import STATE_NAMES

NEIGHBOUR = 3
"""Which neighbouring middle is as far as an area reaches. Of the 1,885 hospitals that the Census geocoder found
(2018) in the ZIP code asked for, 83 % lie nearer to its middle than the first neighbour's does, 97 % than the
third's."""

_MIDDLE = ["lon", "lat", "radius_mi", "reach_mi"]
_POSTAL = {name.upper(): postal for (postal, _), name in STATE_NAMES.items()}


@dataclass(frozen=True, eq=False)
class ZipAreas:
    """What is known of ZIP codes; empty tables where nothing is.

    Attributes
    ----------
    areas
        By ZIP code: lon, lat (WGS 84 degrees), radius_mi (of the circle of the same land area where the source
        tells areas, else reach_mi), reach_mi (distance to the third nearest middle; null among less than four).
    town_of
        By ZIP code: its post office's town, as `town_keys` writes it.
    towns
        By town: lon, lat (the middle of its areas' middles), radius_mi (within which all its areas lie, each a
        circle of its own radius), reach_mi (the same).
    """

    areas: pd.DataFrame
    town_of: pd.Series[str]
    towns: pd.DataFrame

    def of_zip(self, zips: pd.Series[str]) -> pd.DataFrame:
        """Return lon, lat, radius_mi and reach_mi of ZIP codes, null where it is no area that is known."""
        return self.areas.reindex(zips).set_axis(zips.index)

    def of_town(self, addresses: pd.DataFrame) -> pd.DataFrame:
        """Return lon, lat, radius_mi and reach_mi of the towns of addresses, null where none is known.

        The town is that of the ZIP code's post office; where that is not known or has no area, the address's
        own city and state (`zip`, `city`, `state`).
        """
        index = addresses.index
        by_zip = self.towns.reindex(self.town_of.reindex(addresses["zip"])).set_axis(index)
        own = town_keys(addresses["city"], addresses["state"])
        return by_zip.fillna(self.towns.reindex(own).set_axis(index))


def zip_areas(zip_centroids: pd.DataFrame | None, zip_towns: pd.DataFrame | None) -> ZipAreas:
    """Bring together what the sources tell of ZIP codes.

    Parameters
    ----------
    zip_centroids
        zip, lon, lat and land_area_m2 (null where not told); None without such a source.
    zip_towns
        zip, town, state; None without such a source.
    """
    if zip_centroids is None:
        areas = pd.DataFrame(columns=_MIDDLE, index=pd.Index([], dtype="str"), dtype="float64")
    else:
        areas = _areas(zip_centroids)
    if zip_towns is None:
        town_of = pd.Series([], index=pd.Index([], dtype="str"), dtype="str")
    else:
        town_of = town_keys(zip_towns["town"], zip_towns["state"]).set_axis(zip_towns["zip"])
    return ZipAreas(areas, town_of, _towns(areas, town_of))


def town_keys(town: pd.Series[str], state: pd.Series[str]) -> pd.Series[str]:
    """Return towns in one spelling with their states, to compare by: 'Saint Louis, MO' is 'STLOUIS|MO'."""
    return written_towns(town).str.cat(postal_letters(state), sep="|")


def postal_letters(state: pd.Series[str]) -> pd.Series[str]:
    """Return states by their postal letters, whether they are written so or by name; empty where null."""
    return plain(state).replace(_POSTAL)


def _areas(zip_centroids: pd.DataFrame) -> pd.DataFrame:
    areas = zip_centroids.set_index("zip")[["lon", "lat", "land_area_m2"]].astype("float64")
    reach_mi = np.full(len(areas), np.nan)
    if len(areas) > NEIGHBOUR:
        vectors = unit_vectors(areas["lon"].to_numpy(), areas["lat"].to_numpy())
        chord, _ = cKDTree(vectors).query(vectors, k=[NEIGHBOUR + 1])
        reach_mi = chord_to_m(np.ravel(chord)) / M_PER_MILE
    areas["reach_mi"] = reach_mi
    of_circle_mi = np.sqrt(areas["land_area_m2"] / np.pi) / M_PER_MILE
    areas["radius_mi"] = of_circle_mi.fillna(areas["reach_mi"])
    return areas[_MIDDLE]


def _towns(areas: pd.DataFrame, town_of: pd.Series[str]) -> pd.DataFrame:
    housed = areas.assign(town=town_of.reindex(areas.index)).dropna(subset=["town"])
    vectors = unit_vectors(housed["lon"].to_numpy(), housed["lat"].to_numpy())
    middle = (
        pd.DataFrame(vectors, columns=["x", "y", "z"]).groupby(housed["town"].to_numpy()).mean()
    )
    towns = pd.DataFrame(
        {
            "lon": np.degrees(np.arctan2(middle["y"], middle["x"])),
            "lat": np.degrees(np.arctan2(middle["z"], np.hypot(middle["x"], middle["y"]))),
        }
    )
    of_area = towns.reindex(housed["town"])
    off_m = great_circle_m(
        *(of_area[name].to_numpy() for name in ("lon", "lat")),
        *(housed[name].to_numpy() for name in ("lon", "lat")),
    )
    within_mi = (housed["radius_mi"] + off_m / M_PER_MILE).groupby(housed["town"]).max()
    return towns.assign(radius_mi=within_mi, reach_mi=within_mi)[_MIDDLE]
