"""Streets with signed turn bans (reisterstown_md.osm.pbf) against Valhalla, with the bans and without.

Places lie in the middle of streets, so that both set out and arrive in the same ways.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import osmium
import pandas as pd

from pipelines.area import Roads
from pipelines.roads.build import build_network
from pipelines.roads.edges import edges_of
from pipelines.roads.joining.splitting import places_along
from pipelines.roads.network import RoadNetwork
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from pipelines.trips import MS_PER_MIN, join_network, pairs_within
from pipelines.units import DM_PER_M

SEED = 2026
PLACES = 100
SHORTEST_MIN, LONGEST_MIN = 1.0, 60.0
LONGER_MIN = 0.1
SAME_WAY_KM = 0.1
SEARCHES = 30

Bool = npt.NDArray[np.bool_]


class Trips(NamedTuple):
    """Minutes and kilometres, float64 (homes, centers); NaN without a trip."""

    minutes: npt.NDArray[np.float64]
    km: npt.NDArray[np.float64]


def streets(data: Path) -> Path:
    """Return the extract."""
    return data / "real_samples" / "osm" / "reisterstown_md.osm.pbf"


def table(data: Path, peers_python: Path, folder: Path) -> str:
    """Return a Markdown table, a row for the network without the bans and one with them."""
    pbf = streets(data)
    segments = osm_segments(read_osm_pbf([pbf]), Roads())
    free = build_network(replace(segments, turn_rules=()), Roads())
    bound = build_network(segments, Roads())
    homes, centers = places(free)
    networks = {"no": free, "yes": bound}
    found = {name: ours(network, homes, centers) for name, network in networks.items()}
    theirs = valhalla(pbf, homes, centers, peers_python, folder)
    changed = found["yes"].minutes - found["no"].minutes > LONGER_MIN
    every = np.ones_like(changed)
    ratios = search_ratios(free, bound, homes, centers)
    rows = [
        f"| {name} | {networks[name].n_nodes:,} | {_agreement(found[name], theirs, every)} "
        f"| {_agreement(found[name], theirs, changed)} | {ratio:.2f} |"
        for name, ratio in zip(networks, ratios, strict=True)
    ]
    return "\n".join(
        [
            f"Trips of {SHORTEST_MIN:g} to {LONGEST_MIN:g} min; longer is by {LONGER_MIN:g} min at least.",
            "",
            "| bans | nodes | all trips | trips that the bans make longer | search time |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


def places(network: RoadNetwork) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return homes and centers in the middle of streets that are driven both ways."""
    edges = edges_of(network)
    rng = np.random.default_rng(SEED)
    both_ways = (edges.forward_ms > 0) & (edges.backward_ms > 0) & edges.departs & edges.arrives
    edge = rng.choice(np.flatnonzero(both_ways), 2 * PLACES, replace=False)
    lon, lat = places_along(edges, edge, np.full(len(edge), 0.5))
    places = pd.DataFrame({"lon": lon, "lat": lat})
    return places[:PLACES], places[PLACES:].reset_index(drop=True)


def ours(network: RoadNetwork, homes: pd.DataFrame, centers: pd.DataFrame) -> Trips:
    """Return our trips from all homes to all centers."""
    found = pairs_within(join_network(network, Roads(), centers, homes), LONGEST_MIN)
    minutes, km = np.full((2, len(homes), len(centers)), np.nan)
    center = np.repeat(np.arange(len(centers)), np.diff(found.center_indptr))
    minutes[found.point, center] = found.time_ms / MS_PER_MIN
    km[found.point, center] = found.length_dm / (DM_PER_M * 1000)
    return Trips(minutes, km)


def valhalla(
    pbf: Path, homes: pd.DataFrame, centers: pd.DataFrame, python: Path, folder: Path
) -> Trips:
    """Return Valhalla's trips from all homes to all centers on the same file."""
    pairs, answers, tiles = folder / "pairs.csv", folder / "answers.csv", folder / "turns"
    tiles.mkdir()
    ends = homes.merge(centers, how="cross", suffixes=("_1", "_2"))
    ends.to_csv(pairs, index=False)
    script = Path(__file__).with_name("valhalla_minutes.py")
    ordered = folder / "ordered.osm.pbf"
    _sorted(pbf, ordered)
    words = (python, script, ordered, pairs, answers, tiles)
    subprocess.run([str(word) for word in words], check=True)
    found = pd.read_csv(answers)
    shape = len(homes), len(centers)
    return Trips(*(found[name].to_numpy().reshape(shape) for name in ("minutes", "km")))


def _sorted(pbf: Path, ordered: Path) -> None:
    """Write the same nodes, ways and relations by id, the only order that Valhalla takes."""
    things = osmium.MergeInputReader()
    things.add_file(str(pbf))
    with osmium.SimpleWriter(str(ordered)) as writer:
        things.apply(writer)


def _agreement(ours: Trips, theirs: Trips, asked: Bool) -> str:
    told = asked & (theirs.minutes >= SHORTEST_MIN) & np.isfinite(ours.minutes)
    off = np.abs(ours.minutes[told] / theirs.minutes[told] - 1)
    same_way = np.abs(ours.km[told] - theirs.km[told]) < SAME_WAY_KM
    return (
        f"{told.sum():,}: minutes off by {np.median(off):.1%} in the median, as long as Valhalla's to "
        f"{SAME_WAY_KM * 1000:g} m {same_way.mean():.0%}"
    )


def search_ratios(
    free: RoadNetwork, bound: RoadNetwork, homes: pd.DataFrame, centers: pd.DataFrame
) -> list[float]:
    """Return how long searches take, alternating, as ratios to the network without bans."""
    joined = [join_network(network, Roads(), centers, homes) for network in (free, bound)]
    seconds = np.zeros((SEARCHES, 2))
    for row in range(SEARCHES):
        for at, network in enumerate(joined):
            started = time.perf_counter()
            pairs_within(network, LONGEST_MIN)
            seconds[row, at] = time.perf_counter() - started
    median = np.median(seconds, axis=0)
    return (median / median[0]).tolist()
