"""Minutes to the nearest two PCI hospitals, ours on the numbered highways against OSRM's on every street.

OSRM's minutes (car profile, OpenStreetMap of May 2026) are a model too: its free-flow speeds are 0.8 of what is
signed. The settings are the program's defaults, one set for the nation. They were chosen with these states in
view: speeds, junctions and local streets by the nearest hospitals of Illinois and Delaware, the delay of bends
by Vermont. The second nearest hospitals were not looked at, so that their rows tell how far the settings carry.
In Vermont 121 block groups have theirs in Plattsburgh, by a ferry over Lake Champlain that the highways lack.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Roads, RoadsSource
from pipelines.roads.build import build_network
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import read_segments
from pipelines.routing.direct import merge_direct
from pipelines.routing.k_nearest import k_nearest
from pipelines.trips import join_network

STATES = ("illinois", "delaware", "vermont")
NEAR_MIN = 5.0
ROADS = Roads(snapping="connectors")

RUCC_GROUPS = {"metro (RUCC 1-3)": (1, 2, 3), "rural (RUCC 4-9)": (4, 5, 6, 7, 8, 9)}


@dataclass(frozen=True)
class Compared:
    """Places with OSRM's minutes and ours, and how many hospitals and nodes took part."""

    places: pd.DataFrame
    hospitals: int
    nodes: int


def highways(data: Path) -> RoadNetwork:
    """Build the network of the numbered US highways."""
    files = [data / "us" / "roads" / name for name in ("node.csv.gz", "link.csv.gz")]
    source = RoadsSource(
        kind="gmns",
        files=tuple(path.name for path in files),
        vintage="August 2026",
        publisher="Travel Mapping",
        licence="not stated",
    )
    segments, _ = read_segments(source, ROADS, files, None)
    return build_network(segments, ROADS)


def compare(data: Path) -> Compared:
    """Compute our minutes for every block group that has OSRM's."""
    hospitals = pd.read_csv(data / "us" / "facilities" / "pci_hospitals.csv", dtype={"ccn": str})
    places = _places(data)
    network = highways(data)
    joined = join_network(network, ROADS, hospitals, places)
    assert joined.direct is not None
    found = merge_direct(k_nearest(joined.router, joined.centers, 2, joined.places), joined.direct)
    minutes = np.where(found.center >= 0, found.time_ms / 60_000, np.nan)
    return Compared(
        places.assign(first_min=minutes[:, 0], second_min=minutes[:, 1]),
        hospitals=len(hospitals),
        nodes=network.n_nodes,
    )


def table(places: pd.DataFrame) -> str:
    """Return the comparison as a Markdown table: rows by state and rurality, both hospitals."""
    rows = [
        "| hospital | places | block groups | MAE min | MAE by people | bias min | within 5 min |",
        "|---|---|---|---|---|---|---|",
    ]
    for hospital in ("first", "second"):
        for name, chosen in _groups(places):
            some = places[chosen & places[f"osrm_{hospital}_min"].notna()]
            error = (some[f"{hospital}_min"] - some[f"osrm_{hospital}_min"]).to_numpy()
            people = some["adults_20_plus"].to_numpy()
            if np.isnan(error).any():
                raise AssertionError(f"{name}: {np.isnan(error).sum()} places are unreached")
            size = np.abs(error)
            rows.append(
                f"| {hospital} | {name} | {len(some):,} | {size.mean():.2f} | "
                f"{np.average(size, weights=people):.2f} | {error.mean():+.2f} | "
                f"{(size <= NEAR_MIN).mean():.0%} |"
            )
    return "\n".join(rows)


def _groups(places: pd.DataFrame) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    everywhere = np.ones(len(places), dtype=bool)
    groups = [(state.title(), (places["state"] == state).to_numpy()) for state in STATES]
    for name, codes in RUCC_GROUPS.items():
        groups.append((name, places["rucc"].isin(codes).to_numpy()))
    groups += [
        (f"RUCC {code}", (places["rucc"] == code).to_numpy())
        for code in sorted(places["rucc"].unique())
    ]
    return [*groups, ("all", everywhere)]


def _places(data: Path) -> pd.DataFrame:
    minutes = pd.concat(
        pd.read_csv(
            data / "validation" / f"osrm_pci_minutes_{state}.csv", dtype={"geoid": str}
        ).assign(state=state)
        for state in STATES
    )
    points = pd.read_csv(data / "us" / "population" / "block_groups.csv.gz", dtype={"geoid": str})
    codes = pd.read_csv(
        data / "us" / "rurality" / "Ruralurbancontinuumcodes2023.csv", encoding="latin-1"
    )
    codes = codes[codes["Attribute"] == "RUCC_2023"]
    rucc = dict(
        zip(codes["FIPS"].astype(str).str.zfill(5), codes["Value"].astype(int), strict=True)
    )
    places = minutes.merge(points, on="geoid", validate="1:1")
    return places.assign(rucc=places["geoid"].str[:5].map(rucc))
