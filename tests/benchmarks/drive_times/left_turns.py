"""What left turns that take time do to minutes, to the size of the network and to searches: beside Valhalla."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.area import Roads
from pipelines.roads.build import build_network
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from tests.benchmarks.drive_times.turn_bans import ours, places, search_ratios, valhalla

DELAYS_S = (0.0, 1.5, 5.0)


def table(pbf: Path, shortest_min: float, peers_python: Path, folder: Path) -> str:
    """Return a Markdown table, a row a delay, over trips that take Valhalla at least so many minutes."""
    segments = osm_segments(read_osm_pbf([pbf]), Roads())
    networks = [build_network(segments, Roads(left_turn_delay_s=s)) for s in DELAYS_S]
    homes, centers = places(networks[0])
    theirs = valhalla(pbf, homes, centers, peers_python, folder).minutes
    rows = [
        "| s a left turn | nodes | arcs | search time | trips | off | ratio |",
        "|---" * 7 + "|",
    ]
    for delay_s, network in zip(DELAYS_S, networks, strict=True):
        minutes = ours(network, homes, centers).minutes
        told = (theirs >= shortest_min) & np.isfinite(minutes)
        ratio = minutes[told] / theirs[told]
        times = search_ratios(networks[0], network, homes, centers)[1]
        rows.append(
            f"| {delay_s:g} | {network.n_nodes:,} | {network.n_arcs:,} | {times:.1f} | {told.sum():,} "
            f"| {np.median(np.abs(ratio - 1)):.1%} | {np.median(ratio):.3f} |"
        )
    return "\n".join(rows)
