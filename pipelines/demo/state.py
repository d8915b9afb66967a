"""The fictional state as a whole: draw it, and write it as raw files in the real sources' formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.demo.details import (
    add_hospital_drives,
    build_roundabouts,
    keep_connected,
    make_oneways,
)
from pipelines.demo.extras import draw_extras
from pipelines.demo.geography import Geography, make_geography
from pipelines.demo.highways import bridge_rivers, build_highways
from pipelines.demo.motorways import build_motorways
from pipelines.demo.osm_ways import string_ways
from pipelines.demo.places import Place, place_centers, place_hospitals
from pipelines.demo.roadgraph import RoadGraph
from pipelines.demo.rurality import CountyCodes
from pipelines.demo.settlement import Settlement, settle
from pipelines.demo.streets import Density, lay_streets
from pipelines.demo.write_census import write_cenpop, write_counties
from pipelines.demo.write_facilities import write_centers, write_hospitals
from pipelines.demo.write_osm import write_roads
from pipelines.demo.write_rurality import write_rurality

CENPOP = "CenPop2020_Mean_BG03.txt"
COUNTIES = "cb_2022_03_county_500k.zip"
ROADS = "roads.osm.pbf"
HOSPITALS = "hifld_hospitals.csv"
CENTERS = "centers.csv"
RUCC = "rucc_2023.csv"
NCHS = "nchs_2023.csv"
RUCA = "ruca_2020.csv"

FILES = (CENPOP, COUNTIES, ROADS, HOSPITALS, CENTERS, RUCC, NCHS, RUCA)
"""Names of the files that `write_demo` writes."""

DEFAULT_SEED = 2026


@dataclass(frozen=True)
class State:
    """Everything that is known of the state before it is written.

    Attributes
    ----------
    geography, settlement
        Land and people.
    density
        People per square kilometre.
    graph
        Roads that a car may use, straight between junctions.
    hospitals, centers
        Hospitals of every type, open and closed; centers that are no hospitals.
    """

    geography: Geography
    settlement: Settlement
    density: Density
    graph: RoadGraph
    hospitals: list[Place]
    centers: list[Place]


@dataclass(frozen=True)
class Demo:
    """What was written, and the truth that readers must find again.

    Attributes
    ----------
    files
        The written files, in the order of `FILES`.
    state
        What they tell of.
    codes
        Each county's codes, in the order of `plan.COUNTIES`.
    block_groups
        Rows of the block-group file, those of water included.
    osm_nodes, osm_ways
        Nodes and ways of the roads file.
    """

    files: tuple[Path, ...]
    state: State
    codes: list[CountyCodes]
    block_groups: int
    osm_nodes: int
    osm_ways: int


def draw_state(seed: int = DEFAULT_SEED, detail: float = 1.0) -> State:
    """Draw the state.

    Parameters
    ----------
    seed
        The same seed draws the same state.
    detail
        Share of the full number of block groups and streets, above 0 and at most 1. Counties, towns,
        facilities and the population of each county stay as they are; block groups grow larger.
    """
    if not 0 < detail <= 1:
        raise ValueError(f"detail must be above 0 and at most 1, not {detail}")
    geography = make_geography(seed)
    settlement = settle(geography, seed, detail)
    density = Density(settlement.samples_xy, settlement.people_per_sample)
    towns = settlement.towns
    graph = lay_streets(geography, settlement.samples_xy, density, seed)
    graph = build_highways(graph, geography, towns, seed, detail)
    graph = bridge_rivers(graph, geography, seed)
    graph = build_motorways(graph, geography, towns, density, seed)
    graph = keep_connected(graph, geography)
    graph = make_oneways(graph, towns)
    graph = build_roundabouts(graph, seed, detail)
    hospitals = place_hospitals(settlement, graph, geography, seed)
    centers = place_centers(settlement, graph, geography, seed)
    graph = add_hospital_drives(graph, hospitals)
    return State(geography, settlement, density, graph, hospitals, centers)


def write_demo(folder: Path, seed: int = DEFAULT_SEED, detail: float = 1.0) -> Demo:
    """Write the fictional state as raw files in the formats of the Census Bureau, OSM, HIFLD, USDA and NCHS.

    Parameters
    ----------
    folder
        Where to; made if it is missing. Files of the same name are replaced.
    seed
        The same seed and detail write the same bytes.
    detail
        As in `draw_state`; small for tests.

    Returns
    -------
    Demo
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = draw_state(seed, detail)
    block_groups = write_cenpop(folder / CENPOP, state.geography, state.settlement)
    write_counties(folder / COUNTIES, state.geography)
    extras = draw_extras(state.graph, state.geography, state.hospitals, seed, detail)
    ways = string_ways(state.graph, state.density, seed, detail)
    osm_nodes, osm_ways = write_roads(folder / ROADS, ways, extras)
    write_hospitals(folder / HOSPITALS, state.hospitals, seed)
    write_centers(folder / CENTERS, state.centers)
    codes = write_rurality(folder, (RUCC, NCHS, RUCA), state.geography, state.settlement)
    return Demo(
        files=tuple(folder / name for name in FILES),
        state=state,
        codes=codes,
        block_groups=block_groups,
        osm_nodes=osm_nodes,
        osm_ways=osm_ways,
    )
