"""The fictional state as a whole: draw it, and write it as raw files in the real sources' formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.demo.land.geography import Geography, make_geography
from pipelines.demo.land.groups import draw_groups
from pipelines.demo.land.places import Place, place_centers, place_hospitals
from pipelines.demo.land.rurality import CountyCodes
from pipelines.demo.land.settlement import Settlement, settle
from pipelines.demo.registries.geocoder_answers import ANSWERS, GEOCODER, write_geocoder_answers
from pipelines.demo.registries.lookalikes import place_departments, place_lookalikes
from pipelines.demo.registries.registered_places import (
    infusing_hospitals,
    listed_addresses,
    own_list,
    true_places,
)
from pipelines.demo.registries.registrations import register_places
from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.registries.true_places import TruePlace
from pipelines.demo.registries.truth import TRUTH, truth_table, write_truth
from pipelines.demo.roads.details import (
    add_hospital_drives,
    build_roundabouts,
    keep_connected,
    make_oneways,
)
from pipelines.demo.roads.highways import bridge_rivers, build_highways
from pipelines.demo.roads.minor_ways import draw_minor_ways
from pipelines.demo.roads.motorways import build_motorways
from pipelines.demo.roads.osm_ways import string_ways
from pipelines.demo.roads.roadgraph import RoadGraph
from pipelines.demo.roads.streets import Density, lay_streets
from pipelines.demo.writing.write_census import write_cenpop, write_counties
from pipelines.demo.writing.write_claims import CLAIMS, write_claims
from pipelines.demo.writing.write_facilities import write_centers, write_hospitals
from pipelines.demo.writing.write_hospital_evidence import (
    COST_REPORTS,
    SERVICES,
    write_cost_reports,
    write_services,
)
from pipelines.demo.writing.write_nppes import DEACTIVATED, NPPES, write_nppes
from pipelines.demo.writing.write_osm import write_roads
from pipelines.demo.writing.write_rurality import write_rurality
from pipelines.demo.writing.write_survey import SURVEY, write_survey
from pipelines.demo.writing.write_svi import SVI, write_svi
from pipelines.demo.writing.write_urban_areas import URBAN_AREAS, write_urban_areas
from pipelines.demo.writing.write_zip_centroids import ZIP_CENTROIDS, write_zip_centroids

CENPOP = "CenPop2020_Mean_BG03.txt"
COUNTIES = "cb_2022_03_county_500k.zip"
ROADS = "roads.osm.pbf"
HOSPITALS = "hifld_hospitals.csv"
CENTERS = "centers.csv"
RUCC = "rucc_2023.csv"
NCHS = "nchs_2023.csv"
RUCA = "ruca_2020.csv"

SOURCE_FILES = (
    *(CENPOP, COUNTIES, ROADS, *SURVEY, HOSPITALS, CENTERS, RUCC, NCHS, RUCA, SVI, URBAN_AREAS),
    *(NPPES, DEACTIVATED, CLAIMS, SERVICES, COST_REPORTS, ZIP_CENTROIDS),
)
"""Names of the files that are sources of the area."""

FILES = (*SOURCE_FILES, f"{GEOCODER}/{ANSWERS}", TRUTH)
"""Names of the files that `write_demo` writes: sources, answers of the geocoder, and the truth."""

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
    others
        Hospitals' departments off campus, and places that only look like centers.
    listed
        Which centers the user's own list has: positions in `centers`.
    """

    geography: Geography
    settlement: Settlement
    density: Density
    graph: RoadGraph
    hospitals: list[Place]
    centers: list[Place]
    others: list[Place]
    listed: list[int]


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
    places
        Every place that registries know, as it is.
    block_groups
        Rows of the block-group file, those of water included.
    osm_nodes, osm_ways
        Nodes and ways of the roads file.
    """

    files: tuple[Path, ...]
    state: State
    codes: list[CountyCodes]
    places: list[TruePlace]
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
    others = place_departments(
        infusing_hospitals(hospitals), settlement, graph, geography, seed
    ) + place_lookalikes(settlement, graph, geography, centers, seed)
    graph = add_hospital_drives(graph, hospitals)
    return State(
        geography=geography,
        settlement=settlement,
        density=density,
        graph=graph,
        hospitals=hospitals,
        centers=centers,
        others=others,
        listed=own_list(centers, seed),
    )


def write_demo(
    folder: Path, seed: int = DEFAULT_SEED, detail: float = 1.0, mess: Mess | None = None
) -> Demo:
    """Write the fictional state in the formats of the Census Bureau, OSM, HIFLD, CMS, USDA and NCHS.

    Centers are to be found: a list has only a part of them, the others are in registries with their mess. What
    is true of each place is written too, so that what is found can be scored (`demo.registries.truth`).

    Parameters
    ----------
    folder
        Where to; made if it is missing. Files of the same name are replaced.
    seed
        The same seed and detail write the same bytes.
    detail
        As in `draw_state`; small for tests.
    mess
        What is wrong with registries; None for the usual.

    Returns
    -------
    Demo
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = draw_state(seed, detail)
    block_groups = write_cenpop(folder / CENPOP, state.geography, state.settlement)
    write_counties(folder / COUNTIES, state.geography)
    around = state.density(state.settlement.xy)
    groups = draw_groups(state.settlement, around, seed)
    write_survey(folder, state.geography, state.settlement, groups)
    write_urban_areas(folder / URBAN_AREAS, state.geography, state.settlement)
    write_svi(folder / SVI, state.geography, state.settlement, groups, seed)
    minor_ways = draw_minor_ways(state.graph, state.geography, state.hospitals, seed, detail)
    ways = string_ways(state.graph, state.density, seed, detail)
    osm_nodes, osm_ways = write_roads(folder / ROADS, ways, minor_ways)
    write_hospitals(folder / HOSPITALS, state.hospitals, seed)
    places = write_registries(folder, state, seed, mess)
    write_centers(folder / CENTERS, state.centers, listed_addresses(places))
    codes = write_rurality(folder, (RUCC, NCHS, RUCA), state.geography, state.settlement)
    return Demo(
        files=tuple(folder / name for name in FILES),
        state=state,
        codes=codes,
        places=places,
        block_groups=block_groups,
        osm_nodes=osm_nodes,
        osm_ways=osm_ways,
    )


def write_registries(folder: Path, state: State, seed: int, mess: Mess | None) -> list[TruePlace]:
    """Write registries of providers and claims, where their addresses lie, and the truth.

    Parameters
    ----------
    folder, seed, mess
        As in `write_demo`.
    state
        Whose hospitals, centers and other places they tell of.

    Returns
    -------
    list of TruePlace
        What is true.
    """
    mess = mess or Mess()
    places = true_places(state.hospitals, state.centers, state.others, state.listed, seed)
    made = register_places(places, seed, mess)
    write_nppes(folder, made)
    write_claims(folder, made)
    write_services(folder, made)
    write_cost_reports(folder, made)
    write_zip_centroids(folder, state.geography, state.settlement, places)
    write_geocoder_answers(folder, made, places, seed, mess)
    write_truth(folder, truth_table(places, made))
    return places
