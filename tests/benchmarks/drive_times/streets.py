"""Real streets (north-country.osm.pbf): minutes against Valhalla's.

Valhalla charges every turn by its angle and kind; our network charges the junction instead. It crawls on
unpaved roads (half the speed, where we hold 25 mph), which is most of what is left of the difference.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.area import Roads
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf

SEED = 2026
PAIRS = 2000
SHORTEST_MIN, LONGEST_MIN = 5.0, 90.0
PAIRS_AN_ORIGIN = 20


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
