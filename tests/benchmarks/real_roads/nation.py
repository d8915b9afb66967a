"""The nation's job: every block group and every open general or critical-access hospital, on main roads.

`python -m tests.benchmarks.real_roads.nation DATA` prints seconds and the peak of this process as JSON. What is
counted begins with the network and the places in memory: joining them to the roads is a part of the job.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.routing.direct import merge_direct
from pipelines.routing.k_nearest import k_nearest
from pipelines.trips import join_network, nearest_at_nodes, nearest_at_places, pairs_within
from tests.benchmarks.drive_times.osrm import ROADS, highways
from tests.benchmarks.routing.child import peak_mb

TYPES = ("GENERAL ACUTE CARE", "CRITICAL ACCESS")
LIMIT_MIN, RANKS, THREADS = 60.0, 3, 2


def main(data: Path) -> None:
    started = time.perf_counter()
    network = highways(data)
    hospitals = open_hospitals(data)
    places = pd.read_csv(data / "us" / "population" / "block_groups.csv.gz")
    report: dict[str, float] = {"read": time.perf_counter() - started}
    category = np.zeros(len(hospitals), dtype=np.int64)
    clock = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal clock
        report[name] = time.perf_counter() - clock
        clock = time.perf_counter()

    joined = join_network(network, ROADS, hospitals, places)
    lap("join")
    nearest_at_places(joined, nearest_at_nodes(joined, category, 1, threads=THREADS), category)
    lap("nearest")
    found = k_nearest(joined.router, joined.centers, RANKS, joined.places)
    assert joined.direct is not None
    merge_direct(found, joined.direct)
    lap("three nearest")
    pairs = pairs_within(joined, LIMIT_MIN, threads=THREADS)
    lap("pairs")
    counts = {"hospitals": len(hospitals), "places": len(places), "found": len(pairs)}
    print(json.dumps({**report, **counts, "peak_mb": peak_mb()}))


def open_hospitals(data: Path) -> pd.DataFrame:
    """Return lon and lat of the hospitals with an outpatient department that are open."""
    rows = pd.read_csv(data / "us" / "facilities" / "hifld_hospitals.csv", encoding="utf-8-sig")
    rows = rows[rows["TYPE"].isin(TYPES) & (rows["STATUS"] == "OPEN")]
    rows = rows.rename(columns={"LONGITUDE": "lon", "LATITUDE": "lat"})
    return rows[["lon", "lat"]].reset_index(drop=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
