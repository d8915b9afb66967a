"""The one way from a study area's road files to its network, and from places to that network.

The network is stored with a digest of its files, of the settings that shaped it and of this code, so that a
second run with the same roads reads the arrays and nothing else. Both modes of snapping have the same calls.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import Roads, RoadsSource, StudyArea
from pipelines.digest import file_digest
from pipelines.errors import InputError
from pipelines.keeping.code import code_of
from pipelines.roads.build import connect_edges
from pipelines.roads.contract import Contraction, contract
from pipelines.roads.joining.connectors import connect
from pipelines.roads.joining.joins import RoadJoins
from pipelines.roads.joining.snapping import CentersJoined, insert_centers, snap_points
from pipelines.roads.network import RoadNetwork, load_network, save_network
from pipelines.roads.segments import Segments
from pipelines.roads.speeds import CLASSES
from pipelines.roads.ways.gmns_links import gmns_segments
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.reading import SourceError, no_rejections
from pipelines.sources.roads.gmns import read_gmns
from pipelines.sources.roads.osm_pbf import read_osm_pbf

log = logging.getLogger(__name__)

Bbox = tuple[float, float, float, float]
Float64 = npt.NDArray[np.float64]

AFTERWARDS = frozenset(
    {
        "speed_factor",
        "class_speed_factors",
        "peak_factors",
        "max_snap_mi",
        "off_road_mph",
        "connector_mph",
        "connector_detour",
        "connector_delay_s",
        "connector_count",
        "connector_max_mi",
        "direct_max_mi",
    }
)
"""Road settings that work on a finished network and do not shape it."""


def prepare_network(
    area: StudyArea, files: Sequence[Path], bbox: Bbox | None, folder: Path
) -> RoadNetwork:
    """Return the road network of a study area, built or as it was stored.

    Parameters
    ----------
    area
        `sources.roads` and `roads` are used.
    files
        The road files, in the order of `sources.roads.files`.
    bbox
        (west, south, east, north) of area and buffer, WGS 84 degrees; None takes all roads.
    folder
        Where the network is stored; replaced if it was made from anything else.

    Returns
    -------
    RoadNetwork
        Free-flow times, memory-mapped.

    Raises
    ------
    SourceError
        A road file cannot be used.
    InputError
        A setting gives a speed to a class of road that does not exist.
    """
    made_from = _made_from(area, files, bbox)
    stored = load_network(folder, made_from=made_from)
    if stored is not None:
        _check_class_names(area.roads, stored)
        log.info("network: %s nodes, as stored", f"{stored.n_nodes:,}")
        return stored
    contraction, rejected = _read_and_contract(area, files, bbox)
    built = network_of(contraction, area.roads)
    save_network(built, rejected, folder, made_from=made_from)
    network = load_network(folder, made_from=made_from)
    if network is None:
        raise RuntimeError(f"{folder}: the network was changed while it was being written")
    return network


def _read_and_contract(
    area: StudyArea, files: Sequence[Path], bbox: Bbox | None
) -> tuple[Contraction, pd.DataFrame]:
    """Return the contracted roads and the refused rows; what was read goes out of memory here."""
    segments, rejected = read_segments(area.sources.roads, area.roads, files, bbox)
    return contract_roads(segments, files[0], bbox), rejected


def contract_roads(segments: Segments, name: Path | str, bbox: Bbox | None = None) -> Contraction:
    """Contract what was read, and refuse what makes no network.

    Parameters
    ----------
    segments
        As `read_segments` returned them.
    name
        What an error calls the source.
    bbox
        The box that was read, for an error to tell.

    Raises
    ------
    SourceError
        There is no road for cars.
    """
    if not len(segments.tail):
        counted = ", ".join(f"{name} {n:,}" for name, n in segments.counts.items())
        raise SourceError(
            name,
            f"holds no road that a car may use{f' within {bbox}' if bbox else ''} ({counted})",
            mend="check that it covers the study area with roads for cars",
        )
    log.info("roads: %s segments read", f"{len(segments.tail):,}")
    return contract(segments)


def network_of(contraction: Contraction, roads: Roads) -> RoadNetwork:
    """Build the network of contracted roads.

    Raises
    ------
    InputError
        A setting gives a speed to a class of road that does not exist.
    """
    network = connect_edges(contraction, roads)
    _check_class_names(roads, network)
    return network


def _check_class_names(roads: Roads, network: RoadNetwork) -> None:
    """Refuse a speed for a class of road that exists neither in the network nor in general."""
    known = {*CLASSES, *network.classes}
    for setting in ("speeds_mph", "class_speed_factors"):
        unknown = sorted(set(getattr(roads, setting)) - known)
        if unknown:
            raise InputError(
                f"roads.{setting} of the area file names {', '.join(unknown)}, which is no class of road "
                f"(name some of {', '.join(sorted(known))})"
            )


def read_segments(
    source: RoadsSource, roads: Roads, files: Sequence[Path], bbox: Bbox | None
) -> tuple[Segments, pd.DataFrame]:
    """Read the road files of a source, of whatever kind, as segments.

    Parameters
    ----------
    source
        `kind` and units.
    roads
        Settings.
    files
        The road files.
    bbox
        (west, south, east, north), WGS 84 degrees, or None.

    Returns
    -------
    segments : Segments
    rejected : DataFrame
        Refused rows with the columns of `raw.rejected`; what OpenStreetMap leaves out is in
        `segments.counts`.
    """
    if source.kind == "gmns":
        gmns = read_gmns(files, source, bbox=bbox)
        rejected = pd.concat([gmns.nodes.rejected, gmns.links.rejected], ignore_index=True)
        return gmns_segments(gmns, roads), rejected
    if source.kind == "osmnx":
        # OSMnx takes a second to import, which runs without it need not wait for.
        from pipelines.sources.roads.osmnx_graph import read_osmnx

        # A saved graph is as large as its maker wanted it; the box does not cut it.
        (path,) = files
        return osm_segments(read_osmnx(path), roads), no_rejections()
    return osm_segments(read_osm_pbf(files, bbox=bbox), roads), no_rejections()


def join_centers(network: RoadNetwork, roads: Roads, lon: Float64, lat: Float64) -> CentersJoined:
    """Join centers to the network, the way that `roads.snapping` says.

    Parameters
    ----------
    network
        As `prepare_network` or `reweight` returned it.
    roads
        Settings.
    lon, lat : float64 (c,)
        WGS 84 degrees.

    Returns
    -------
    CentersJoined
        The network to go on with (cut at the centers when snapping to edges) and the centers' joins.
    """
    if roads.snapping == "connectors":
        return CentersJoined(network, connect(network, roads, lon, lat))
    return insert_centers(network, roads, lon, lat)


def join_points(network: RoadNetwork, roads: Roads, lon: Float64, lat: Float64) -> RoadJoins:
    """Join population points to the network, the way that `roads.snapping` says.

    Parameters
    ----------
    network
        As `join_centers` returned it.
    roads
        Settings.
    lon, lat : float64 (p,)
        WGS 84 degrees.
    """
    if roads.snapping == "connectors":
        return connect(network, roads, lon, lat)
    return snap_points(network, roads, lon, lat)


def _made_from(area: StudyArea, files: Sequence[Path], bbox: Bbox | None) -> str:
    """Return the digest of everything that shapes the network."""
    settings = {
        "code": code_of(__name__),
        "files": [_sha256(path) for path in files],
        "bbox": bbox,
        "source": area.sources.roads.model_dump(
            include={"kind", "length_unit", "speed_unit"}, mode="json"
        ),
        "roads": area.roads.model_dump(exclude=set(AFTERWARDS), mode="json"),
    }
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    return file_digest(path)
