"""Print, as Markdown, how long roads that exist take, and whether the answers are scipy's.

`python -m tests.benchmarks.real_roads [--peers PYTHON]`: the Python of an environment with OSRM and
Valhalla adds their rows. Without the real data beside the checkout only the fictional state is timed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from tests.benchmarks.drive_times.__main__ import DATA
from tests.benchmarks.real_roads.isochrone_job import BANDS_MS, bands
from tests.benchmarks.real_roads.jobs import Seconds, off_scipy_ms, ours, scipys
from tests.benchmarks.real_roads.reading import reading_times
from tests.benchmarks.real_roads.worlds import (
    CENTERS,
    POINTS,
    World,
    fictional,
    nation,
    real_streets,
)

THREADS = 2
PEERS = ("osrm, CH", "osrm, MLD", "valhalla")
PEER_LIMIT_S = 100
NOTES = {
    "infusion-access": "preparation is reading the roads",
    "scipy": "",
    "osrm, CH": "contraction hierarchies; turns cost time, no cut-off",
    "osrm, MLD": "multi-level Dijkstra; turns cost time, no cut-off",
    "valhalla": "matrix, scaled from a sample; turns cost time, no cut-off",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.real_roads")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--out", type=Path, help="the tables; printed as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        worlds = [fictional(Path(folder) / "demo")]
        if DATA.is_dir():
            worlds += [real_streets(DATA), nation(DATA)]
        lines = [
            (
                f"{CENTERS} centers in two categories and {POINTS:,} points. (a) the nearest center of each "
                "category from every node; (b) all pairs of center and point within 60 minutes. "
                f"{THREADS} threads, medians of 3."
            ),
            "",
            "| roads | nodes | engine | preparation s | (a) s | (b) s | (a) x scipy | (b) x scipy | remarks |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        for world in worlds:
            lines += _rows(world, options.peers, Path(folder))
        lines += ["", *_isochrones(worlds)]
        read = [""]
        for world in worlds[1:2]:
            assert world.pbf is not None
            read += [*reading_times(world.pbf, options.peers, Path(folder)), ""]
    lines += [
        "",
        "OSRM and Valhalla read OpenStreetMap, which the highways are not.",
        "",
        "Against scipy's `dijkstra`:",
        "",
    ]
    for world in worlds:
        worst, compared = off_scipy_ms(world)
        lines.append(f"- {world.name}: {compared:,} times, at most {worst:g} ms off.")
    lines += [
        *read,
        _nation() if DATA.is_dir() else "The real data are not beside this checkout.",
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")


def _rows(world: World, peers: Path | None, folder: Path) -> list[str]:
    mine, reference = ours(world, THREADS), scipys(world)
    found: dict[str, Seconds | str] = {
        "infusion-access": mine._replace(prepared=mine.prepared + world.built_s),
        "scipy": reference,
    }
    for name in PEERS if world.pbf is not None else ():
        found[name] = _peer(name, world, peers, folder / f"{world.name}-{name[-3:].strip()}")
    rows = []
    for name, seconds in found.items():
        start = f"| {world.name} | {world.network.n_nodes:,} | {name} "
        if isinstance(seconds, str):
            rows.append(f"{start}| | | | | | not run: {seconds} |")
            continue
        prepared = "" if seconds.prepared is None else f"{seconds.prepared:.1f}"
        told, ratios = ["", f"{seconds.pairs:.3f}"], ["", f"{reference.pairs / seconds.pairs:.2g}"]
        if seconds.nearest is not None:
            told[0] = f"{seconds.nearest:.4f}"
            ratios[0] = f"{reference.nearest / seconds.nearest:.2g}"
        rows.append(f"{start}| {' | '.join([prepared, *told, *ratios, NOTES[name]])} |")
    return rows


def _isochrones(worlds: list[World]) -> list[str]:
    minutes = ", ".join(f"{ms // 60_000}" for ms in BANDS_MS)
    rows = [
        f"(c) isochrones of {minutes} minutes of both categories, in degrees:",
        "",
        "| roads | cells | rasters s | polygons s | s a category | nodes on the wrong side |",
        "|---|---|---|---|---|---|",
    ]
    for world in worlds:
        drawn = bands(world, THREADS)
        wrong = "" if drawn.wrong is None else f"{drawn.wrong:.2%}"
        rows.append(
            f"| {world.name} | {drawn.cells:,} of {world.cell_m:,.0f} m | {drawn.raster_s:.2f} "
            f"| {drawn.polygon_s:.2f} | {(drawn.raster_s + drawn.polygon_s) / 2:.2f} | {wrong} |"
        )
    return rows


def _peer(name: str, world: World, peers: Path | None, folder: Path) -> Seconds | str:
    """Return seconds of preparation and of the job, or why there are none."""
    if peers is None:
        return "no environment of peers was named"
    folder.mkdir()
    assert world.pbf is not None
    places = pd.DataFrame(
        {
            "role": ["center"] * CENTERS + ["point"] * POINTS,
            "lon": [*world.network.node_lon[world.centers], *world.network.node_lon[world.points]],
            "lat": [*world.network.node_lat[world.centers], *world.network.node_lat[world.points]],
        }
    )
    places.to_csv(folder / "places.csv", index=False)
    script = Path(__file__).with_name("engines.py")
    command = [peers, script, name, world.pbf, folder / "places.csv", folder]
    # In a session of its own, so that what it has started ends with it.
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        try:
            out, errors = running.communicate(timeout=PEER_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return f"not done after {PEER_LIMIT_S} s"
    if running.returncode != 0:
        return (errors.strip().splitlines() or [f"status {running.returncode}"])[-1]
    prepared, job = json.loads(out.splitlines()[-1])
    return Seconds(prepared, None, job)


def _nation() -> str:
    command = [sys.executable, "-m", "tests.benchmarks.real_roads.nation", str(DATA)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout.splitlines()[-1])
    parts = ("join", "nearest", "three nearest", "pairs")
    told = ", ".join(f"{part} {report[part]:.1f} s" for part in parts)
    return (
        f"The nation: {report['places']:,} block groups, {report['hospitals']:,} hospitals, numbered "
        f"highways with connectors, {THREADS} threads: {told} ({report['found']:,} pairs within 60 "
        f"minutes); in all {sum(report[part] for part in parts):.1f} s and at most "
        f"{report['peak_mb']:,.0f} MiB. Reading the files and building the network took "
        f"{report['read']:.1f} s before that."
    )


if __name__ == "__main__":
    main()
