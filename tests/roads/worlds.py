"""Small road worlds on a metric grid: written as PBF, or as segments, with the middle at 44 N, 72 W."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium

from pipelines.area import Roads, RoadsSource
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.roads.segments import Between, Kinds, Segments
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from pipelines.sphere import EARTH_RADIUS_M

LAT, LON = 44.0, -72.0
M_PER_DEGREE = EARTH_RADIUS_M * np.pi / 180

MPH_60_M_PER_S = 60 * 1609.344 / 3600

NO_DELAYS = {
    "junction_delay_s": 0,
    "yield_delay_s": 0,
    "signal_delay_s": 0,
    "stop_delay_s": 0,
    "gate_delay_s": 0,
    "border_delay_s": 0,
    "separate_piece_nodes": 1000,
}
PACE = {"residential": 30.0, "primary": 60.0, "service": 15.0, "motorway": 60.0, "ferry": 12.0}


def degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """Return lon and lat of metres east and north of the middle."""
    lat = LAT + y_m / M_PER_DEGREE
    return LON + x_m / (M_PER_DEGREE * np.cos(np.radians(LAT))), lat


def places(*points: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return lon and lat columns of metres."""
    lon, lat = np.array([degrees(*point) for point in points]).reshape(-1, 2).T
    return lon.copy(), lat.copy()


def roads(**settings) -> Roads:
    """Settings without delays and with round speeds, unless told otherwise."""
    return Roads(**{**NO_DELAYS, "speeds_mph": PACE, **settings})


def source(kind: str = "gmns", **settings) -> RoadsSource:
    files = ("node.csv", "link.csv") if kind == "gmns" else ("roads.osm.pbf",)
    return RoadsSource(
        kind=kind, files=files, vintage="test", publisher="test", licence="test", **settings
    )


@dataclass
class Town:
    """Nodes by number at metres (x, y), and ways as (node numbers, tags)."""

    nodes: dict[int, tuple[float, float]]
    ways: list[tuple[list[int], dict[str, str]]]
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    turns: list[tuple[str, list[tuple[str, str, int]]]] = field(default_factory=list)
    """Turn restrictions as (value, members), a member as (role, 'w' or 'n', number)."""

    def write(self, path: Path, *, first_way: int = 1, without: tuple[int, ...] = ()) -> Path:
        """Write a PBF; `without` leaves nodes out, as a cut extract does."""
        writer = osmium.SimpleWriter(str(path), overwrite=True)
        for number, (x, y) in self.nodes.items():
            if number not in without:
                writer.add_node(
                    osmium.osm.mutable.Node(
                        id=number, location=degrees(x, y), tags=self.node_tags.get(number, {})
                    )
                )
        for way, (nodes, tags) in enumerate(self.ways, start=first_way):
            writer.add_way(osmium.osm.mutable.Way(id=way, nodes=nodes, tags=tags))
        for number, (value, members) in enumerate(self.turns, start=1):
            tags = {"type": "restriction", "restriction": value}
            members = [(of, ref, role) for role, of, ref in members]
            writer.add_relation(osmium.osm.mutable.Relation(id=number, members=members, tags=tags))
        writer.close()
        return path

    def segments(self, tmp_path: Path, **settings) -> Segments:
        osm = read_osm_pbf([self.write(tmp_path / "town.osm.pbf")])
        return osm_segments(osm, roads(**settings))

    def network(self, tmp_path: Path, **settings) -> RoadNetwork:
        return build_network(self.segments(tmp_path, **settings), roads(**settings))


def node_at(network: RoadNetwork, x: float, y: float) -> int:
    """Return the node within a metre of a place."""
    lon, lat = degrees(x, y)
    east = (network.node_lon - lon) * M_PER_DEGREE * np.cos(np.radians(LAT))
    north = (network.node_lat - lat) * M_PER_DEGREE
    near = np.flatnonzero(np.hypot(east, north) < 1)
    assert len(near) == 1, f"{len(near)} nodes at {x}, {y}"
    return int(near[0])


def arcs(network: RoadNetwork) -> dict[tuple[int, int], tuple[int, int]]:
    """Return {(tail, head): (time_ms, length_dm)}, the fastest of parallel arcs."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    rows = zip(network.tails(), network.head, network.time_ms, network.length_dm, strict=True)
    for tail, head, time, length in rows:
        key, cost = (int(tail), int(head)), (int(time), int(length))
        found[key] = min(found.get(key, cost), cost)
    return found


def segments_of(
    places_m: list[tuple[float, float]],
    rows: list[tuple[int, int, int]],
    kinds: list[tuple[int, float, float, bool, bool]],
    *,
    head_delay_ms: list[int] | None = None,
    kept: tuple[int, ...] = (),
) -> Segments:
    """Segments from rows (tail, head, kind) and kinds (class, mph forward and backward, snappable, private)."""
    lon, lat = places(*places_m)
    tail, head, kind = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    xy = np.array(places_m, dtype=float)
    table = np.array(kinds, dtype=float)
    node_kept = np.zeros(len(lon), dtype=bool)
    node_kept[list(kept)] = True
    delay = np.array(head_delay_ms or [0] * len(tail), dtype=np.int32)
    return Segments(
        node_lon=lon,
        node_lat=lat,
        node_kept=node_kept,
        tail=tail.copy(),
        head=head.copy(),
        kind=kind.copy(),
        length_m=np.hypot(*(xy[head] - xy[tail]).T),
        head_delay_ms=delay,
        tail_delay_ms=np.zeros_like(delay),
        between=Between.nothing(len(tail)),
        kinds=Kinds(
            table[:, 0].astype(np.uint8),
            table[:, 1],
            table[:, 2],
            table[:, 3].astype(bool),
            table[:, 4].astype(bool),
        ),
        classes=("primary", "residential"),
        counts={},
    )
