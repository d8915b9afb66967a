"""Routers that run elsewhere, played by a server on this machine that answers in their formats."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import infusion_access as ia
from infusion_access.routers import ORIGINS_AT_ONCE

N_PLACES = ORIGINS_AT_ONCE + 7
ISLAND = 3.0
"""Longitude of a place that no road leads to."""


def seconds(lon, lat, to_lon, to_lat):
    """Return the invented drive from one point to another: direction counts."""
    return None if lon == ISLAND else 60 * (abs(lon - to_lon) + 2 * (to_lat - lat))


class Osrm(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        assert address.path.startswith("/table/v1/driving/")
        points = [
            tuple(map(float, one.split(",")))
            for one in unquote(address.path).rsplit("/", 1)[1].split(";")
        ]
        asked = parse_qs(address.query)
        rows, columns = (
            [points[int(one)] for one in asked[name][0].split(";")]
            for name in ("sources", "destinations")
        )
        table = [[seconds(*row, *column) for column in columns] for row in rows]
        self.answer(200, {"code": "Ok", "durations": table})

    def answer(self, status, told):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Valhalla(Osrm):
    def do_POST(self):
        assert self.path == "/sources_to_targets"
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["costing"] == "auto"
        table = [
            [
                {"time": seconds(*(one[name] for one in (a, b) for name in ("lon", "lat")))}
                for b in asked["targets"]
            ]
            for a in asked["sources"]
        ]
        self.answer(200, {"sources_to_targets": table})


class TooMuch(Osrm):
    def do_GET(self):
        self.answer(400, {"code": "TooBig", "message": "Too many table coordinates"})


class Page(Osrm):
    def do_GET(self):
        self.answer(200, b"<html>")


class Other(Osrm):
    def do_GET(self):
        self.answer(200, {"hello": "world"})


@contextmanager
def running(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def frame(prefix, lon, lat):
    index = [f"{prefix}{number}" for number in range(len(lon))]
    return gpd.GeoDataFrame(index=index, geometry=gpd.points_from_xy(lon, lat), crs=4326)


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(1)
    places = frame("p", np.arange(N_PLACES, dtype=float), rng.uniform(40, 41, N_PLACES).round(4))
    centers = frame("c", [2.5, 9.5], [41.5, 42.5])
    pairs = pd.DataFrame(
        {
            "origin": [*places.index, *places.index[:5]],
            "destination": ["c0"] * N_PLACES + ["c1"] * 5,
        }
    )
    return places, centers, pairs.sample(frac=1, random_state=2)


@pytest.mark.parametrize(("router", "handler"), [("osrm", Osrm), ("valhalla", Valhalla)])
def test_each_pair_gets_its_own_minutes(world, router, handler):
    places, centers, pairs = world
    with running(handler) as address:
        told = ia.router_times(address, pairs, places, centers, router)
    assert len(told) == len(pairs)
    assert not told.duplicated(["origin", "destination"]).any()
    for row in told.itertuples():
        start, end = places.geometry[row.origin], centers.geometry[row.destination]
        expected = seconds(start.x, start.y, end.x, end.y)
        if expected is None:
            assert np.isnan(row.minutes)
        else:
            assert row.minutes == pytest.approx(expected / 60, abs=1e-4)
    assert told["minutes"].isna().sum() == 2


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (TooMuch, "answered 400: Too many table coordinates"),
        (Page, "not as a router does"),
        (Other, "is it the right router"),
    ],
)
def test_what_is_no_table_is_told(world, handler, said):
    places, centers, pairs = world
    with running(handler) as address, pytest.raises(ia.InputError, match=said):
        ia.router_times(address, pairs, places, centers)


def test_a_router_that_does_not_run_is_told(world):
    places, centers, pairs = world
    with running(Osrm) as address:
        pass
    with pytest.raises(ia.InputError, match="is the router running there"):
        ia.router_times(address, pairs, places, centers)
    with pytest.raises(ia.InputError, match="is the router running there"):
        ia.router_times("localhost:5000", pairs, places, centers)
