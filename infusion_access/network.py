"""Roads from a file or a graph, ready to have places and centers joined to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.area import Roads, RoadsSource
from pipelines.errors import InputError
from pipelines.roads.edges import CLOSED, edges_of
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import contract_roads, network_of, read_segments
from pipelines.roads.reweight import reweight
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.reading import no_rejections
from pipelines.units import DM_PER_MILE, MS_PER_MIN

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal["osm_pbf", "osmnx", "gmns"]

KINDS: dict[str, Kind] = {".pbf": "osm_pbf", ".graphml": "osmnx", ".csv": "gmns"}


@dataclass(frozen=True, eq=False)
class Network:
    """A road network; `read_roads` or `Run.network` makes it.

    Attributes
    ----------
    roads
        The junctions and the stretches of road between them, as flat arrays.
    settings
        How roads became minutes, and how places join them.
    rejected
        Rows of GMNS tables that could not be used: file, row and reason.
    """

    roads: RoadNetwork
    settings: Roads
    rejected: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Network: {self.roads.n_nodes:,} junctions, {self.roads.n_edges:,} stretches of road>"
        )

    @property
    def counts(self) -> dict[str, int]:
        """What was read and what was left out, by reason."""
        return dict(self.roads.counts)

    def to_frame(self) -> gpd.GeoDataFrame:
        """Return the stretches of road.

        Returns
        -------
        GeoDataFrame
            A row a stretch between two junctions (EPSG:4326): road_class, length_mi, and forward_min and
            backward_min, the drive along its line and against it without the delay at its end; null where
            cars may not go that way. Each stretch stands there once, those of no length not at all.
        """
        edges = edges_of(self.roads)
        # Private ground that could be driven through stands in the network twice, joined by steps of no length.
        once = (edges.departs | ~edges.arrives) & (edges.length_dm > 0)
        edges = edges.take(once)
        owner = np.repeat(np.arange(len(edges)), np.diff(edges.shape_indptr))
        return gpd.GeoDataFrame(
            {
                "road_class": np.array(self.roads.classes)[edges.road_class],
                "length_mi": edges.length_dm / DM_PER_MILE,
                "forward_min": _minutes(edges.forward_ms),
                "backward_min": _minutes(edges.backward_ms),
            },
            geometry=shapely.linestrings(edges.shape_lon, edges.shape_lat, indices=owner),
            crs="EPSG:4326",
        )


def read_roads(
    *source: str | Path | nx.MultiDiGraph,
    bbox: tuple[float, float, float, float] | None = None,
    length_unit: Literal["mile", "km", "m", "foot"] = "mile",
    speed_unit: Literal["mph", "kmh"] = "mph",
    **settings: Any,
) -> Network:
    """Read roads into a network.

    Parameters
    ----------
    *source
        OpenStreetMap extracts (``.osm.pbf``, one or more), one graph that OSMnx saved (``.graphml``) or holds
        in memory (not projected), or the node table and the link table of a GMNS network (``.csv``).
    bbox
        (west, south, east, north), WGS 84 degrees; leaves out roads beyond. A graph is taken whole.
    length_unit, speed_unit
        Units of GMNS links.
    **settings
        Settings of ``[roads]`` in an area file, such as ``speeds_mph={"residential": 20}`` or
        ``snapping="connectors"`` for a network without local streets; the defaults are those of a run.

    Returns
    -------
    Network

    Raises
    ------
    InputError
        A file cannot be used, or holds no road for cars; the message says how to mend it.
    ValueError
        A setting is not known or out of its range.
    """
    roads = Roads(**settings)
    if roads.peak_factors:
        raise InputError(
            "peak_factors need the stratum of each road, which only a run knows (use speed_factor)"
        )
    files = [Path(one) for one in source if isinstance(one, str | Path)]
    if len(files) == len(source):
        reading = _source(files, length_unit=length_unit, speed_unit=speed_unit)
        segments, rejected = read_segments(reading, roads, files, bbox)
        name: Path | str = files[0]
    elif len(source) == 1:
        from pipelines.sources.roads.osmnx_graph import streets_of_graph

        name, rejected = "the graph", no_rejections()
        segments = osm_segments(streets_of_graph(source[0], name), roads)
    else:
        raise InputError("one graph at a time can be read")
    network = network_of(contract_roads(segments, name), roads)
    return Network(reweight(network, roads), roads, rejected)


def _source(files: Sequence[Path], **units: Any) -> RoadsSource:
    """Return the source as an area file would name it, its kind told by the files' ending."""
    endings = {path.suffix.lower() for path in files}
    kind = KINDS.get(endings.pop()) if len(endings) == 1 else None
    if kind is None:
        named = ", ".join(path.name for path in files) or "nothing"
        raise InputError(
            f"roads cannot be read from {named} (give .osm.pbf files, one .graphml, or the node table and the "
            "link table of a GMNS network, both .csv)"
        )
    names = tuple(str(path) for path in files)
    told = {"vintage": "not told", "publisher": "not told", "licence": "not told"}
    return RoadsSource(kind=kind, files=names, **told, **units)


def _minutes(time_ms: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    return np.where(time_ms == CLOSED, np.nan, time_ms / MS_PER_MIN)
