"""Small sound files of every source and setting, and what reads each."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import osmnx
import shapely

from flows.folders import area_file
from pipelines.area import CountiesSource, HsdSource, load_area
from pipelines.area.sources import AcsSource
from pipelines.roads.build import build_network
from pipelines.roads.ways.gmns_links import gmns_segments
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.geocoder import read_answers
from pipelines.sources.people.acs import read_acs
from pipelines.sources.people.counties import read_counties
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.people.urban_areas import read_urban_areas
from pipelines.sources.roads.gmns import read_gmns
from pipelines.sources.roads.osm_pbf import OsmRoads, read_osm_pbf
from pipelines.sources.roads.osmnx_graph import read_osmnx
from tests.roads.worlds import Town, degrees, roads, source
from tests.sources.accounts import check_accounts
from tests.sources.claims_worlds import number_row, report_row
from tests.sources.samples import ABOUT, PLAIN, SAMPLES, Sample
from tests.sources.workbooks import write_hsd


@dataclass(frozen=True)
class Subject:
    """A file, and what reads it.

    Attributes
    ----------
    name
        Of the file.
    write
        Writes it to a path.
    read
        Reads it; raises an `InputError` for what cannot be used, and nothing else, and sees for itself that
        what it returns is sound.
    """

    name: str
    write: Callable[[Path], object]
    read: Callable[[Path], object]


def _read_sample(sample: Sample, path: Path) -> None:
    check_accounts(sample.read(path), may_be_empty=sample.may_be_empty)


def _write_packed(sample: Sample, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(sample.name, sample.text)


def _of_sample(sample: Sample) -> Subject:
    return Subject(
        sample.name, lambda path: path.write_text(sample.text), partial(_read_sample, sample)
    )


def _packed(sample: Sample) -> Subject:
    name = f"{Path(sample.name).stem}.zip"
    return Subject(name, partial(_write_packed, sample), partial(_read_sample, sample))


def _squares(columns: dict[str, list[str | int]]) -> gpd.GeoDataFrame:
    shapes = [shapely.box(-91, 39, -90, 40), shapely.box(-88, 30, -87, 31)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4269")


COUNTIES = _squares(
    {
        "GEOID": ["17001", "01003"],
        "NAME": ["Adams", "Baldwin"],
        "NAMELSAD": ["Adams County", "Baldwin County"],
        "STUSPS": ["IL", "AL"],
        "ALAND": [2214920000, 4117650000],
    }
)
URBAN_AREAS = _squares({"UACE20": ["16264", "00064"], "NAME20": ["Chicago, IL", "Abbeville, LA"]})


def _write_shapes(frame: gpd.GeoDataFrame, path: Path) -> None:
    folder = path.with_name("unpacked")
    folder.mkdir()
    frame.to_file(folder / f"{path.stem}.shp")
    shutil.make_archive(str(path.with_suffix("")), "zip", folder)


_BOUNDARIES = CountiesSource(**ABOUT)


def _read_counties(path: Path) -> None:
    check_accounts(read_counties([path], _BOUNDARIES))


_PEOPLE = {"columns": {"no_vehicle": ["B25044_003", "B25044_010"]}, **ABOUT}
_API = AcsSource.model_validate({"kind": "census_api", **_PEOPLE})
_TABLES = AcsSource.model_validate({"kind": "table_based", **_PEOPLE})
_VARIABLES = ["B25044_003E", "B25044_003M", "B25044_010E", "B25044_010M"]
_API_ANSWER = [
    ["NAME", *_VARIABLES, "state", "county", "tract", "block group"],
    ["Block Group 1, Cook County", "30", "3", "10", "4", "17", "031", "010100", "1"],
    ["Block Group 2, Cook County", "0", "12", "0", "9", "17", "031", "010100", "2"],
]
_TABLE = """\
GEO_ID|B25044_E003|B25044_M003|B25044_E010|B25044_M010
0500000US17031|9|9|9|9
1500000US170310101001|30|3|10|4
1500000US170310101002|0|-555555555|0|9
"""
_HSD = HsdSource(**ABOUT)


def _write_cost_reports(path: Path) -> None:
    reports = [report_row(1, "140001"), report_row(2, "140002")]
    numbers = [number_row(1, "06400", "00700", 1000.5), number_row(2, "06400", "00600", 50)]
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("HOSP10_2023_RPT.CSV", "\n".join([*reports, ""]))
        packed.writestr("HOSP10_2023_NMRC.CSV", "\n".join([*numbers, ""]))


TOWN = Town(
    nodes={1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 100), 5: (5000, 0)},
    ways=[
        ([1, 2, 3], {"highway": "primary", "name": "Main", "maxspeed": "35 mph"}),
        ([2, 4], {"highway": "residential", "oneway": "yes"}),
        ([4, 1], {"highway": "residential"}),
        ([3, 5], {"route": "ferry", "duration": "00:10"}),
    ],
    node_tags={2: {"highway": "traffic_signals"}},
    turns=[("no_left_turn", [("from", "w", 1), ("via", "n", 2), ("to", "w", 2)])],
)


def _network(osm: OsmRoads) -> None:
    network = build_network(osm_segments(osm, roads()), roads())
    assert network.node_lon.shape == network.node_lat.shape


def _write_graph(path: Path) -> None:
    graph = nx.MultiDiGraph(crs="epsg:4326", simplified=False, created_with="OSMnx")
    for number, at in TOWN.nodes.items():
        lon, lat = degrees(*at)
        graph.add_node(number, x=lon, y=lat, street_count=2)
    for number, (nodes, tags) in enumerate(TOWN.ways[:3]):
        for one, other in pairwise(nodes):
            street = {**tags, "oneway": False, "length": 100.0, "osmid": number}
            graph.add_edge(one, other, reversed=False, **street)
            graph.add_edge(other, one, reversed=True, **street)
    osmnx.save_graphml(graph, path)


def _point(x_m: float, y_m: float) -> str:
    return "{:.7f},{:.7f}".format(*degrees(x_m, y_m))


_NODES = f"node_id,x_coord,y_coord\na,{_point(0, 0)}\nb,{_point(1000, 0)}\nc,{_point(1000, 1000)}\n"
_LINKS = """\
link_id,from_node_id,to_node_id,directed,length,free_speed,facility_type,geometry
1,a,b,0,1.0,50,primary,
2,b,c,1,1.0,30,residential,
3,c,a,1,1.5,,residential,
"""
_GMNS = source(length_unit="km")


def _read_gmns(path: Path, *, other: str, text: str) -> None:
    path.with_name(other).write_text(text)
    links = gmns_segments(
        read_gmns([path.with_name("node.csv"), path.with_name("link.csv")], _GMNS), roads()
    )
    build_network(links, roads())


def _read_answers(path: Path) -> None:
    answers, rejected = read_answers(path.parent)
    assert answers.index.is_unique
    assert rejected["reason"].str.len().gt(0).all()


_ANSWERS = """\
"0a1b","1 MAIN ST, QUINCY, IL, 62301","Match","Exact","1 MAIN ST, QUINCY, IL, 62301","-91.38,39.93","1","L"
"0a1c","2 NOWHERE, QUINCY, IL, 62301","No_Match"
"0a1d","3 OAK AVE, QUINCY, IL, 62301","Tie"
"""


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


SUBJECTS = {
    **{name: _of_sample(sample) for name, sample in SAMPLES.items()},
    **{f"{name}, packed": _packed(sample) for name, sample in SAMPLES.items()},
    "counties": Subject("cb_2023_us_county.zip", partial(_write_shapes, COUNTIES), _read_counties),
    "counties as GeoJSON": Subject("c.geojson", lambda path: COUNTIES.to_file(path), _read_counties),
    "counties as GeoPackage": Subject("c.gpkg", lambda path: COUNTIES.to_file(path), _read_counties),
    "urban areas": Subject(
        "tl_2023_us_uac20.zip",
        partial(_write_shapes, URBAN_AREAS),
        lambda path: check_accounts(read_urban_areas([path], PLAIN)),
    ),
    "acs, answer": Subject(
        "acs.json", _text(json.dumps(_API_ANSWER)), lambda path: read_acs([path], _API)
    ),
    "acs, table": Subject("acsdt5y2023-b25044.dat", _text(_TABLE), lambda path: read_acs([path], _TABLES)),
    "hsd": Subject("hsd.xlsx", write_hsd, lambda path: read_hsd([path], _HSD)),
    "cost reports": Subject(
        "HOSP10FY2023.zip", _write_cost_reports, lambda path: read_cost_reports([path])
    ),
    "roads as OpenStreetMap": Subject(
        "roads.osm.pbf", TOWN.write, lambda path: _network(read_osm_pbf([path]))
    ),
    "roads as a graph": Subject("roads.graphml", _write_graph, lambda path: _network(read_osmnx(path))),
    "roads as GMNS, links": Subject(
        "link.csv", _text(_LINKS), partial(_read_gmns, other="node.csv", text=_NODES)
    ),
    "roads as GMNS, nodes": Subject(
        "node.csv", _text(_NODES), partial(_read_gmns, other="link.csv", text=_LINKS)
    ),
    "answers of the geocoder": Subject("answers.csv", _text(_ANSWERS), _read_answers),
    "settings": Subject(
        "area.toml", _text(area_file("demo").read_text(encoding="utf-8")), load_area
    ),
}  # fmt: skip
"""Every subject by its name."""
