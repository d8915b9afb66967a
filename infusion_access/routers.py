"""Drive times asked of a router that runs elsewhere: the table services of OSRM and Valhalla."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import geopandas as gpd
import httpx
import numpy as np
import pandas as pd

from infusion_access.times import MINUTES, PAIR, located
from pipelines.errors import InputError
from pipelines.units import MS_PER_MIN, MS_PER_S

ORIGINS_AT_ONCE = 50
"""Fewer than a server refuses as it comes: OSRM over 100 points of a table, Valhalla over 2,500 pairs."""

TIMEOUT_S = 60.0

Router = Literal["osrm", "valhalla"]


def router_times(
    address: str,
    pairs: pd.DataFrame,
    places: gpd.GeoDataFrame,
    centers: gpd.GeoDataFrame,
    router: Router = "osrm",
    profile: str | None = None,
) -> pd.DataFrame:
    """Ask a running router for the drive times of pairs.

    Parameters
    ----------
    address
        Of the server, such as ``http://localhost:5000``. Coordinates of places and centers are sent to it.
    pairs
        Columns origin and destination: labels of the rows of `places` and `centers`.
    places, centers
        Points in any CRS.
    router
        ``osrm`` (its `table service <https://project-osrm.org/docs/v5.24.0/api/#table-service>`_) or
        ``valhalla`` (its `matrix service <https://valhalla.github.io/valhalla/api/matrix/api-reference/>`_).
    profile
        OSRM's profile or Valhalla's costing; ``driving`` and ``auto`` by default.

    Returns
    -------
    DataFrame
        A row a pair, those of one destination together: origin, destination and minutes, null where the router
        finds no way.

    Raises
    ------
    InputError
        A pair names no row of `places` or `centers`, or the server gives no such table; the message holds
        what it said.
    """
    ask = {"osrm": _ask_osrm, "valhalla": _ask_valhalla}[router]
    asked = pairs[PAIR].astype(str).reset_index(drop=True)
    start = located(asked, "origin", places, "places").to_numpy()
    end = located(asked, "destination", centers, "centers").to_numpy()
    seconds = np.full(len(asked), np.nan)
    with httpx.Client(base_url=address, timeout=TIMEOUT_S) as client:
        for rows in _batches(asked):
            seconds[rows] = ask(client, start[rows], end[rows[0]], profile)
    told = asked.assign(**{MINUTES: seconds * MS_PER_S / MS_PER_MIN})
    return told.sort_values("destination", kind="stable", ignore_index=True)


def _batches(pairs: pd.DataFrame) -> Iterator[list[int]]:
    """Yield rows that share a destination, not too many at once."""
    numbers = pd.Series(range(len(pairs)))
    for _, rows in numbers.groupby(pairs["destination"]):
        for first in range(0, len(rows), ORIGINS_AT_ONCE):
            yield rows.iloc[first : first + ORIGINS_AT_ONCE].tolist()


def _ask_osrm(client: httpx.Client, start: Any, end: Any, profile: str | None) -> list[float]:
    points = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in [*start, end])
    origins = ";".join(map(str, range(len(start))))
    asked = client.build_request(
        "GET",
        f"/table/v1/{profile or 'driving'}/{points}",
        params={"sources": origins, "destinations": str(len(start))},
    )
    answer = _answer(client, asked)
    return [_seconds(row[0]) for row in _part(client, answer, "durations", len(start))]


def _ask_valhalla(client: httpx.Client, start: Any, end: Any, profile: str | None) -> list[float]:
    origins, target = (
        [{"lon": lon, "lat": lat} for lon, lat in points] for points in (start, [end])
    )
    body = {"sources": origins, "targets": target, "costing": profile or "auto"}
    answer = _answer(client, client.build_request("POST", "/sources_to_targets", json=body))
    rows = _part(client, answer, "sources_to_targets", len(start))
    return [_seconds(row[0]["time"]) for row in rows]


def _answer(client: httpx.Client, asked: httpx.Request) -> dict[str, Any]:
    try:
        answer = client.send(asked)
        told = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise InputError(
            f"{client.base_url}: no answer ({fault}; is the router running there?)"
        ) from fault
    except ValueError as fault:
        raise InputError(
            f"{client.base_url}: answered {answer.status_code}, not as a router does"
        ) from fault
    if not isinstance(told, dict) or answer.is_error:
        said = told.get("message") or told.get("error") if isinstance(told, dict) else told
        raise InputError(f"{client.base_url}: answered {answer.status_code}: {said}")
    return told


def _part(client: httpx.Client, answer: dict[str, Any], name: str, rows: int) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list) or len(found) != rows:
        raise InputError(
            f"{client.base_url}: its answer has no {name} of {rows} origins (is it the right router?)"
        )
    return found


def _seconds(told: float | None) -> float:
    return np.nan if told is None else float(told)
