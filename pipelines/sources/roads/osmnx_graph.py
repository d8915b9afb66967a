"""Streets by OSMnx: a place or polygon fetched once from OpenStreetMap, or any graph saved as GraphML.

OpenStreetMap contributors, ODbL, through the Overpass API. Meant for small areas: a town or a county. A place
is saved as GraphML at once, so that later runs read the same streets; for a state use a PBF extract.

Quirks: OSMnx turns a two-way street into two edges, of which the one marked `reversed` repeats the other; a
simplified graph has lists where it joined ways (the first class counts, the lowest speed); which ways are in it
depends on the filter it was made with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import osmnx
import shapely

from pipelines.sources.reading import SourceError
from pipelines.sources.roads.osm_nodes import NODE_KEYS
from pipelines.sources.roads.osm_pbf import HIGHWAYS, WAY_KEYS, OsmRoads, Tags

_ROADS = f'["highway"~"^({"|".join(HIGHWAYS)})$"]["area"!~"yes"]'
_FERRIES = '["route"="ferry"]'

_NOT_AS_SAVED = (ValueError, TypeError, OverflowError, SyntaxError, RecursionError, MemoryError)

Street = tuple[int, int, dict[str, Any]]

_TRUE = frozenset({"True", "true", "yes", "1"})
_TELLING_HIGHWAYS = frozenset({"traffic_signals", "stop", "give_way"})


def save_osmnx(where: str | shapely.Polygon | shapely.MultiPolygon, path: Path) -> Path:
    """Fetch the streets of a place and save them as GraphML, unless the file is there.

    Parameters
    ----------
    where
        A name that OpenStreetMap's geocoder knows ('Plymouth, New Hampshire'), or a polygon in WGS 84 degrees.
    path
        Where the graph is kept.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    SourceError
        The place is unknown, holds no streets, or the server does not answer.
    """
    if path.exists():
        return path
    fetch = osmnx.graph_from_place if isinstance(where, str) else osmnx.graph_from_polygon
    try:
        with _all_tags():
            graph = fetch(where, simplify=False, retain_all=True, custom_filter=[_ROADS, _FERRIES])
    except (ValueError, TypeError, OSError, nx.NetworkXException) as error:
        raise SourceError(
            str(where)[:80],
            f"its streets cannot be fetched from OpenStreetMap: {error}",
            mend="check the name of the place and the connection, or name a saved GraphML file",
        ) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    osmnx.save_graphml(graph, part)
    part.replace(path)
    return path


@contextmanager
def _all_tags() -> Iterator[None]:
    """Have OSMnx keep the tags that we read; its settings are global, so they are put back."""
    before = osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node
    osmnx.settings.useful_tags_way = list(WAY_KEYS)
    osmnx.settings.useful_tags_node = list(NODE_KEYS)
    try:
        yield
    finally:
        osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node = before


def read_osmnx(path: Path) -> OsmRoads:
    """Read a graph that OSMnx saved as GraphML, simplified or not.

    Parameters
    ----------
    path
        The GraphML file, in WGS 84 degrees.

    Returns
    -------
    OsmRoads
        Each street once, as if from an extract; points of a simplified street's geometry are nodes of it.

    Raises
    ------
    SourceError
        The file is missing, is no such graph, or is projected or undirected.
    """
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    try:
        return streets_of_graph(osmnx.load_graphml(path), path)
    except SourceError:
        raise
    # GraphML may hold any value in any place, and whoever takes it for a number or a list fails in his own way.
    except (ParseError, nx.NetworkXException, LookupError, *_NOT_AS_SAVED) as error:
        raise SourceError(
            path,
            f"is no graph that OSMnx saved: {str(error)[:200]}",
            mend="save it with osmnx.save_graphml",
        ) from error


def streets_of_graph(graph: nx.MultiDiGraph, name: Path | str) -> OsmRoads:
    """Return the streets of a graph that OSMnx made, as `read_osmnx` returns them.

    Parameters
    ----------
    graph
        In WGS 84 degrees.
    name
        What an error calls it.

    Raises
    ------
    SourceError
        The graph is projected, undirected or empty.
    """
    if not graph.is_directed():
        raise SourceError(
            name,
            "is undirected, so that its one-way streets have lost their direction",
            mend="save the graph before osmnx.convert.to_undirected, or fetch it again",
        )
    if "4326" not in str(graph.graph.get("crs", "epsg:4326")):
        raise SourceError(
            name,
            f"is projected to {graph.graph['crs']}",
            mend="save the graph before projecting it",
        )
    _refuse_places_off_the_globe(graph, name)
    streets = _each_once(graph)
    if not streets:
        raise SourceError(name, "holds no street")
    return _as_ways(graph, streets)


def _refuse_places_off_the_globe(graph: nx.MultiDiGraph, name: Path | str) -> None:
    for node, data in graph.nodes(data=True):
        place = data.get("x"), data.get("y")
        if not all(isinstance(part, int | float) and abs(part) <= 180 for part in place):
            raise SourceError(
                name,
                f"its node {node} lies at x = {place[0]}, y = {place[1]}, which is no place in degrees",
                mend="save it with osmnx.save_graphml, before projecting it",
            )


def _each_once(graph: nx.MultiDiGraph) -> list[Street]:
    """Return one-way edges, and of the two edges of a two-way street the one drawn in the way's order."""
    streets = sorted(
        graph.edges(data=True),
        key=lambda street: (
            *_street_key(street),
            _holds(street[2], "reversed"),
            street[0],
            street[1],
        ),
    )
    once: list[Street] = []
    seen: set[tuple[Any, ...]] = set()
    for street in streets:
        key = _street_key(street)
        if _holds(street[2], "oneway"):
            once.append(street)
        elif key not in seen:
            seen.add(key)
            once.append(street)
    return once


def _street_key(street: Street) -> tuple[int, int, str, float]:
    tail, head, data = street
    ways = ";".join(sorted(_values(data.get("osmid", ""))))
    return min(tail, head), max(tail, head), ways, round(float(data.get("length", 0.0)), 1)


def _as_ways(graph: nx.MultiDiGraph, streets: list[Street]) -> OsmRoads:
    """Turn edges into ways, numbered from 1; shape points of simplified streets get negative node ids."""
    places = {int(node): (data["x"], data["y"]) for node, data in graph.nodes(data=True)}
    sets: dict[tuple[tuple[str, str], ...], int] = {}
    way_tags, refs = [], []
    for tail, head, data in streets:
        between = []
        if "geometry" in data:
            for point in list(data["geometry"].coords)[1:-1]:
                between.append(-1 - len(places))
                places[between[-1]] = (point[0], point[1])
        refs.append([int(tail), *between, int(head)])
        way_tags.append(sets.setdefault(tuple(sorted(_way_tags(data).items())), len(sets)))
    node_id = np.array(sorted(places), dtype=np.int64)
    lon_lat = np.array([places[node] for node in node_id.tolist()], dtype=np.float64)
    told = {int(node): _node_tags(data) for node, data in graph.nodes(data=True)}
    tagged = np.array(sorted(node for node, tags in told.items() if tags), dtype=np.int64)
    lengths = [len(nodes) for nodes in refs]
    return OsmRoads(
        way_id=np.arange(1, len(refs) + 1, dtype=np.int64),
        way_tags=np.array(way_tags, dtype=np.int32),
        tag_sets=tuple(dict(pairs) for pairs in sets),
        ref_indptr=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        ref=np.searchsorted(node_id, np.concatenate(refs)).astype(np.int32),
        node_id=node_id,
        node_lon=lon_lat[:, 0].copy(),
        node_lat=lon_lat[:, 1].copy(),
        tagged_node=np.searchsorted(node_id, tagged).astype(np.int32),
        node_tags=np.arange(len(tagged), dtype=np.int32),
        node_tag_sets=tuple(told[node] for node in tagged.tolist()),
        counts={
            "ways_read": len(refs),
            "ways_repeated": 0,
            "ways_cut": 0,
            "nodes_read": len(node_id),
            "nodes_missing": 0,
        },
    )


def _way_tags(data: dict[str, Any]) -> Tags:
    """Return the tags of an edge; of the values that OSMnx joined to a list all are kept with ';'."""
    tags = {key: ";".join(_values(data[key])) for key in WAY_KEYS if key in data}
    if "highway" in tags:
        tags["highway"] = tags["highway"].split(";")[0]
    # OSMnx made its own reading of `oneway`; where it saw none, the way's class still may imply one.
    tags.pop("oneway", None)
    if _holds(data, "oneway"):
        # OSMnx has turned round what is one-way against the way's order.
        tags["oneway"] = "yes"
    return tags


def _node_tags(data: dict[str, Any]) -> Tags:
    tags = {key: str(data[key]) for key in NODE_KEYS if key in data}
    telling = tags.get("highway") in _TELLING_HIGHWAYS or "barrier" in tags
    return tags if telling else {}


def _holds(data: dict[str, Any], key: str) -> bool:
    """Tell whether a mark of OSMnx is set, on all of what it joined."""
    return key in data and set(_values(data[key])) <= _TRUE


def _values(value: Any) -> list[str]:
    """Return the values of an attribute, which GraphML may hold as the text of a list."""
    if isinstance(value, str) and value.startswith("["):
        value = ast.literal_eval(value)
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
