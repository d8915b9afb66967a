"""Real streets (north-country.osm.pbf): minutes against Valhalla's, and how long the roads take to be read.

Valhalla charges every turn by its angle and kind; our network charges the junction instead. It crawls on
unpaved roads (half the speed, where we hold 25 mph), which is most of what is left of the difference.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import osmium
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.area import Roads
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.roads.osm_ways import osm_segments
from pipelines.sources.osm_pbf import read_osm_pbf

SEED = 2026
PAIRS = 2000
SHORTEST_MIN, LONGEST_MIN = 5.0, 90.0
PAIRS_AN_ORIGIN = 20
ROUNDS = 3

# Each in a process of its own; imports are not counted.
_CLOCKED = """
import sys, time
from pathlib import Path
{imports}
started = time.perf_counter()
{job}
print(time.perf_counter() - started)
"""
_OURS = ("from tests.benchmarks.drive_times.streets import _network", "_network(Path({pbf!r}))")
_OSMNX = ("import osmnx", "osmnx.graph_from_xml({xml!r}, simplify=False, retain_all=True)")
_PYROSM = ("import pyrosm", "pyrosm.OSM({pbf!r}).get_network('driving')")


def streets(data: Path) -> Path:
    """Return the extract."""
    return data / "north-country" / "roads" / "north-country.osm.pbf"


def against_valhalla(data: Path, peers_python: Path, folder: Path) -> str:
    """Return one line on how our minutes agree with Valhalla's over random pairs of junctions."""
    pbf = streets(data)
    network = _network(pbf)
    pairs = _random_pairs(network)
    pairs.to_csv(folder / "pairs.csv", index=False)
    script = Path(__file__).with_name("valhalla_minutes.py")
    answers = folder / "answers.csv"
    subprocess.run(
        [
            str(peers_python),
            str(script),
            str(pbf),
            str(folder / "pairs.csv"),
            str(answers),
            str(folder),
        ],
        check=True,
    )
    both = pd.concat([pairs, pd.read_csv(answers)], axis=1)
    asked = both[both["minutes"].between(SHORTEST_MIN, LONGEST_MIN)].head(PAIRS)
    ratio = asked["ours"] / asked["minutes"]
    difference = (ratio - 1).abs()
    return (
        f"{len(asked):,} pairs of {SHORTEST_MIN:g} to {LONGEST_MIN:g} min by Valhalla: median relative "
        f"difference {difference.median():.1%}, nine in ten within {difference.quantile(0.9):.1%}, "
        f"median ratio {ratio.median():.3f}, correlation "
        f"{np.corrcoef(asked['ours'], asked['minutes'])[0, 1]:.3f}."
    )


def reading_times(data: Path, peers_python: Path | None, folder: Path) -> str:
    """Return a Markdown table: seconds from PBF to our network, and for others to read it."""
    pbf = streets(data)
    xml = folder / "north-country.osm"
    with osmium.SimpleWriter(str(xml), overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(pbf)):
            writer.add(thing)
    runs = {
        "PBF to finished network (ours)": (sys.executable, _OURS),
        "OSMnx, reading alone (from XML, which it needs)": (sys.executable, _OSMNX),
    }
    if peers_python is not None:
        runs["pyrosm, reading alone"] = (str(peers_python), _PYROSM)
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (python, (imports, job)) in runs.items():
            program = _CLOCKED.format(imports=imports, job=job.format(pbf=str(pbf), xml=str(xml)))
            done = subprocess.run(
                [python, "-c", program], capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                seconds[name].append(float(done.stdout.split()[-1]))
    rows = [f"| what | seconds, median of {ROUNDS} |", "|---|---|"]
    for name, taken in seconds.items():
        rows.append(
            f"| {name} | {np.median(taken):.1f} |" if taken else f"| {name} | not installed |"
        )
    return "\n".join(rows)


def _network(pbf: Path) -> RoadNetwork:
    roads = Roads()
    return build_network(osm_segments(read_osm_pbf([pbf]), roads), roads)


def _random_pairs(network: RoadNetwork) -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    arcs = pd.DataFrame({"tail": network.tails(), "head": network.head, "ms": network.time_ms})
    arcs = arcs.sort_values("ms").drop_duplicates(["tail", "head"])
    graph = csr_array(
        (arcs["ms"].to_numpy(dtype=float), (arcs["tail"], arcs["head"])), (network.n_nodes,) * 2
    )
    origins = rng.choice(network.n_nodes, 2 * PAIRS // PAIRS_AN_ORIGIN, replace=False)
    minutes = dijkstra(graph, indices=origins) / 60_000
    frames = []
    for origin, row in zip(origins, minutes, strict=True):
        near = np.flatnonzero((row > SHORTEST_MIN / 2) & (row < LONGEST_MIN * 1.5))
        goals = rng.choice(near, min(PAIRS_AN_ORIGIN, len(near)), replace=False)
        frames.append(pd.DataFrame({"origin": origin, "goal": goals, "ours": row[goals]}))
    pairs = pd.concat(frames, ignore_index=True)
    for number, end in ((1, "origin"), (2, "goal")):
        pairs[f"lon_{number}"] = network.node_lon[pairs[end]]
        pairs[f"lat_{number}"] = network.node_lat[pairs[end]]
    return pairs.sample(frac=1, random_state=SEED, ignore_index=True)
