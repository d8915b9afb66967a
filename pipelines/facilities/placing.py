"""Where a registered address lies: on its street, else in the middle of its ZIP code, else nowhere, and why."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pipelines.facilities.matching.addresses import address_parts

Geocode = Callable[[pd.DataFrame], pd.DataFrame]
"""Returns status, lon and lat of addresses (street, city, state, zip), with the same index."""

STREET, ZIP = "street", "zip"

_REASONS = {
    "tie": "the geocoder knows several such addresses",
    "no_match": "the geocoder does not know the address",
    "failed": "the geocoder did not answer",
    "not_asked": "no geocoder was asked, or the address has no street",
}


def placed_addresses(
    addresses: pd.DataFrame, geocoded: pd.DataFrame | None, zip_centroids: pd.DataFrame | None
) -> pd.DataFrame:
    """Give addresses the best coordinates that are known.

    Parameters
    ----------
    addresses
        `zip` of each, five digits or empty.
    geocoded
        status, lon and lat of the same addresses, as `sources.facilities.geocoder.geocode` tells; None where no
        geocoder answers.
    zip_centroids
        zip, lon, lat; None without such a source.

    Returns
    -------
    DataFrame
        With the index of `addresses`: lon, lat (WGS 84 degrees) and geocode_precision, `street` or `zip`, null
        where neither is known; `unplaced_reason`, null where one is.
    """
    if geocoded is None:
        status = pd.Series("not_asked", index=addresses.index, dtype="str")
        nothing = pd.Series(float("nan"), index=addresses.index)
        geocoded = pd.DataFrame({"status": status, "lon": nothing, "lat": nothing})
    by_zip = (
        pd.DataFrame({"lon": [], "lat": []}, dtype="float64")
        if zip_centroids is None
        else zip_centroids.set_index("zip")[["lon", "lat"]]
    )
    centroid = by_zip.reindex(addresses["zip"]).set_axis(addresses.index)
    matched = geocoded["status"].eq("match")
    lon = geocoded["lon"].where(matched, centroid["lon"])
    lat = geocoded["lat"].where(matched, centroid["lat"])
    precision = pd.Series(ZIP, index=addresses.index, dtype="str").mask(matched, STREET)
    zips = addresses["zip"].fillna("")
    why = (
        geocoded["status"].map(_REASONS).astype("str")
        + ", and no centroid is known of "
        + ("ZIP code " + zips).where(zips.ne(""), "its ZIP code, which is not told")
    )
    placed = lon.notna()
    return pd.DataFrame(
        {
            "lon": lon.astype("float64"),
            "lat": lat.astype("float64"),
            "geocode_precision": precision.where(placed),
            "unplaced_reason": why.mask(placed).astype("str"),
        }
    )


def on_their_street(places: pd.DataFrame, geocode: Geocode) -> pd.DataFrame:
    """Move places that are only known to the ZIP code to their street, where the geocoder knows it.

    Parameters
    ----------
    places
        address, city, state, zip, lon, lat and geocode_precision among other columns.
    geocode
        Asked only if some place is known to the ZIP code alone.

    Returns
    -------
    DataFrame
        The same rows and columns; what is known better than to the ZIP code stays where it is.
    """
    by_zip = places["geocode_precision"].eq(ZIP)
    if not by_zip.any():
        return places
    geocoded = geocode(address_parts(places.assign(address_1=places["address"])))
    moved = geocoded["status"].eq("match") & by_zip
    return places.assign(
        lon=places["lon"].mask(moved, geocoded["lon"]),
        lat=places["lat"].mask(moved, geocoded["lat"]),
        geocode_precision=places["geocode_precision"].mask(moved, STREET),
    )
