"""Where an address lies: on its street, else in the middle of its ZIP area or its town, else nowhere, and why.

One way for all sources: hospitals, lists and registered providers. A geocoder may answer with a like address
elsewhere ('200 MAIN ST, BURLINGTON, VT' in Iowa): an answer in another state, or in another ZIP code and far
from the one asked for, is not believed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipelines.facilities.matching.addresses import address_parts
from pipelines.facilities.matching.same_center import AREA_PRECISIONS
from pipelines.facilities.zip_areas import ZipAreas, postal_letters
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE

Geocode = Callable[[pd.DataFrame], pd.DataFrame]
"""Returns status, matched_address, lon and lat of addresses (street, city, state, zip), with the same index."""

STREET, ZIP, CITY = "street", "zip", "city"

PLACE_COLUMNS = ("lon", "lat", "geocode_precision", "place_radius_mi", "place_note")
"""Where a row lies.

lon and lat in WGS 84 degrees; `geocode_precision` a code of `vocabulary.centers.GEOCODE_PRECISIONS`;
`place_radius_mi` how far from there it may be, where that is the middle of a ZIP area or town (null: not told,
or it is known better); `place_note` what is odd about it, in words, else null.
"""

PLACED_COLUMNS = (*PLACE_COLUMNS, "unplaced_reason", "doubt")
"""Besides: why a row lies nowhere, and why its geocoder was not believed; null where that is not so."""

FAR = 2.0
"""An answer in another ZIP code than the one asked for is far beyond so many times the reach of that one's
area. Of 35 such answers about hospitals, all right, the farthest lies at 1.96 times."""

_REASONS = {
    "match": "the geocoder found it elsewhere",
    "tie": "the geocoder knows several such addresses",
    "no_match": "the geocoder does not know the address",
    "failed": "the geocoder did not answer",
    "not_asked": "no geocoder was asked, or the address has no street",
}
_MATCHED_END = r",\s*(?P<state>[A-Za-z]{2})(?:,\s*(?P<zip>\d{5}))?\s*$"


def placed_addresses(
    addresses: pd.DataFrame, geocoded: pd.DataFrame, areas: ZipAreas
) -> pd.DataFrame:
    """Give addresses the best coordinates that are known.

    Parameters
    ----------
    addresses
        `city`, `state` and `zip` of each, five digits; empty or null where not told.
    geocoded
        What a `Geocode` returned of them.
    areas
        ZIP areas and towns.

    Returns
    -------
    DataFrame
        `PLACED_COLUMNS` with the index of `addresses`; geocode_precision is `street`, `zip` or `city`.
    """
    in_zip, in_town = areas.of_zip(addresses["zip"]), areas.of_town(addresses)
    has_area = in_zip["lon"].notna()
    middle = in_zip.where(has_area, in_town)
    doubt = _doubt(addresses, geocoded, middle)
    on_street = geocoded["status"].eq("match") & doubt.isna()
    lon = geocoded["lon"].where(on_street, middle["lon"]).astype("float64")
    lat = geocoded["lat"].where(on_street, middle["lat"]).astype("float64")
    placed = lon.notna()
    precision = pd.Series(CITY, index=addresses.index, dtype="str").mask(has_area, ZIP)
    zips = addresses["zip"].fillna("")
    why = (
        geocoded["status"].map(_REASONS).astype("str")
        + ", and no area is known of "
        + ("ZIP code " + zips).where(zips.ne(""), "its ZIP code, which is not told,")
        + " or of its town"
    )
    frame = pd.DataFrame(
        {
            "lon": lon,
            "lat": lat,
            "geocode_precision": precision.mask(on_street, STREET).where(placed),
            "place_radius_mi": middle["radius_mi"].mask(on_street),
            "unplaced_reason": why.mask(placed).astype("str"),
            "doubt": doubt,
        }
    )
    frame["place_note"] = doubt.fillna(_beyond_its_zip(frame, addresses["zip"], areas))
    return frame[list(PLACED_COLUMNS)]


def placed_rows(rows: pd.DataFrame, geocode: Geocode, areas: ZipAreas) -> pd.DataFrame:
    """Place the rows of a list or of a registry of hospitals, which may tell coordinates themselves.

    Parameters
    ----------
    rows
        address, city, state, zip, lon, lat and geocode_precision among other columns.
    geocode
        Asked for rows without coordinates, or with those of a ZIP area or town only.
    areas
        ZIP areas and towns.

    Returns
    -------
    DataFrame
        The same rows with `PLACED_COLUMNS`. Coordinates that a row told are kept unless its street is found.
    """
    told = rows["lon"].notna()
    coarse = told & rows["geocode_precision"].isin(AREA_PRECISIONS)
    where = coarse | ~told
    some = rows[where]
    parts = address_parts(some[["city", "state", "zip"]].assign(address_1=some["address"]))
    found = placed_addresses(parts, geocode(parts), areas) if len(some) else None
    placed = rows.assign(
        place_radius_mi=np.nan,
        place_note=_beyond_its_zip(rows, rows["zip"], areas),
        unplaced_reason=pd.Series(None, index=rows.index, dtype="str"),
        doubt=pd.Series(None, index=rows.index, dtype="str"),
    )
    if found is None:
        return placed
    of_area = areas.of_zip(some["zip"]).where(
        some["geocode_precision"].eq(ZIP), areas.of_town(parts)
    )
    kept = coarse[where] & found["geocode_precision"].ne(STREET)
    own = some.loc[kept, ["lon", "lat", "geocode_precision"]]
    found.loc[kept, ["lon", "lat", "geocode_precision"]] = own
    found.loc[kept, "place_radius_mi"] = of_area.loc[kept, "radius_mi"]
    found.loc[kept, "unplaced_reason"] = None
    for name in PLACED_COLUMNS:
        placed.loc[where, name] = found[name]
    return placed


def placed_in_words(placed: pd.DataFrame) -> str:
    """Say how many rows lie on their street, how many in the middle of an area, how many nowhere."""
    precision = placed["geocode_precision"]
    in_zip, in_town = (int(precision.eq(name).sum()) for name in (ZIP, CITY))
    nowhere, doubted = int(placed["lon"].isna().sum()), int(placed["doubt"].notna().sum())
    exact = len(placed) - in_zip - in_town - nowhere
    words = (
        f"{len(placed):,}, of them {exact:,} on their street, {in_zip:,} in the middle of their ZIP area, "
        f"{in_town:,} of their town, {nowhere:,} nowhere"
    )
    return words + (f"; {doubted:,} answers of the geocoder lie elsewhere" if doubted else "")


def _doubt(addresses: pd.DataFrame, geocoded: pd.DataFrame, middle: pd.DataFrame) -> pd.Series[str]:
    """Say why matches are not believed; null for those that are, and for what is no match."""
    answer = geocoded["matched_address"].astype("str")
    told = answer.str.extract(_MATCHED_END)
    asked, answered = postal_letters(addresses["state"]), told["state"].str.upper()
    elsewhere = asked.ne("") & answered.notna() & answered.ne(asked)
    off_mi = _miles(geocoded, middle)
    far = told["zip"].ne(addresses["zip"]) & off_mi.gt(FAR * middle["reach_mi"])
    why = pd.Series(None, index=addresses.index, dtype="str")
    why = why.mask(
        far, _written(off_mi) + " miles from the middle of the ZIP area or town asked for"
    )
    why = why.mask(elsewhere, "in another state")
    doubt = "the geocoder answered " + answer.fillna("") + ", " + why + ": not believed"
    return doubt.where(geocoded["status"].eq("match")).astype("str")


def _beyond_its_zip(rows: pd.DataFrame, zips: pd.Series[str], areas: ZipAreas) -> pd.Series[str]:
    """Note which rows, known better than to their area, lie beyond the radius of their ZIP area."""
    middle = areas.of_zip(zips)
    off_mi = _miles(rows, middle)
    beyond = off_mi.gt(middle["radius_mi"]) & ~rows["geocode_precision"].isin(AREA_PRECISIONS)
    note = (
        "lies "
        + _written(off_mi)
        + " miles from the middle of ZIP area "
        + zips.fillna("")
        + ", which reaches about "
        + _written(middle["radius_mi"])
    )
    return note.where(beyond).astype("str")


def _miles(places: pd.DataFrame, others: pd.DataFrame) -> pd.Series[float]:
    ends = [
        frame[name].to_numpy(np.float64) for frame in (places, others) for name in ("lon", "lat")
    ]
    return pd.Series(great_circle_m(*ends) / M_PER_MILE, index=places.index)


def _written(miles: pd.Series[float]) -> pd.Series[str]:
    """Write miles with a decimal, empty where null."""
    return miles.map("{:,.1f}".format, na_action="ignore").astype("str").fillna("")
