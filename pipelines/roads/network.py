"""The compact road network: flat arrays in memory-mapped files, with a digest of their content.

Nodes are junctions; chains of degree-two nodes are one edge whose shape is kept. An *edge* is a stretch of
road between two junctions; an *arc* is one direction of an edge that a car may take. Arcs are kept in CSR
order by tail, so `indptr`, `head`, `time_ms` and `length_dm` are a graph as `pipelines.routing` takes it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.digest import file_digest

log = logging.getLogger(__name__)

FORMAT = 3
"""Version of the folder layout; a folder of another format is rebuilt, never converted."""

_META = "network.json"
_REJECTED = "rejected.parquet"


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """A directed road network of n nodes, m arcs, e edges and s shape points.

    Attributes
    ----------
    node_lon, node_lat : float64 (n,)
        Junctions, WGS 84 degrees.
    indptr : int64 (n + 1,)
        Arcs of node i are indptr[i]:indptr[i + 1].
    head : int32 (m,)
        Node where the arc ends.
    time_ms : int32 (m,)
        Free-flow travel time with the delay at its end junction, milliseconds.
    delay_ms : int32 (m,)
        The part of `time_ms` that is lost at the end junction, whatever the speed on the road.
    length_dm : int32 (m,)
        Length along the road, decimetres.
    edge : int32 (m,)
        The edge that the arc travels.
    along : bool (m,)
        True where the arc travels its edge in the order of the edge's shape.
    edge_class : uint8 (e,)
        Index into `classes`.
    edge_departs, edge_arrives : bool (e,)
        Whether a trip may begin, and whether it may end along the edge (neither on a motorway, a ramp or a
        ferry; roads for trip ends are there once for each, see `trip_ends`).
    shape_indptr : int64 (e + 1,)
        Shape of edge j, both end nodes included, is shape_indptr[j]:shape_indptr[j + 1].
    shape_lon, shape_lat : float64 (s,)
        WGS 84 degrees.
    classes : tuple of str
        Names of the road classes.
    counts : dict
        What was read and what was left out, by reason: ways, nodes, edges outside the largest part, ...
    """

    node_lon: npt.NDArray[np.float64]
    node_lat: npt.NDArray[np.float64]
    indptr: npt.NDArray[np.int64]
    head: npt.NDArray[np.int32]
    time_ms: npt.NDArray[np.int32]
    delay_ms: npt.NDArray[np.int32]
    length_dm: npt.NDArray[np.int32]
    edge: npt.NDArray[np.int32]
    along: npt.NDArray[np.bool_]
    edge_class: npt.NDArray[np.uint8]
    edge_departs: npt.NDArray[np.bool_]
    edge_arrives: npt.NDArray[np.bool_]
    shape_indptr: npt.NDArray[np.int64]
    shape_lon: npt.NDArray[np.float64]
    shape_lat: npt.NDArray[np.float64]
    classes: tuple[str, ...]
    counts: dict[str, int]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_lon)

    @property
    def n_arcs(self) -> int:
        """Number of arcs."""
        return len(self.head)

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.edge_class)

    def tails(self) -> npt.NDArray[np.int32]:
        """Return the node where each arc begins, int32 (m,)."""
        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.indptr))

    def digest(self) -> str:
        """Return the SHA-256 hex digest of all arrays and class names."""
        total = hashlib.sha256(json.dumps([FORMAT, self.classes]).encode())
        for name in _array_names():
            array = np.ascontiguousarray(getattr(self, name))
            total.update(f"{name}:{array.dtype.str}:{array.shape}".encode())
            total.update(array.data)
        return total.hexdigest()


def _array_names() -> list[str]:
    return [f.name for f in fields(RoadNetwork) if f.name not in ("classes", "counts")]


def save_network(
    network: RoadNetwork, rejected: pd.DataFrame, folder: Path, *, made_from: str
) -> None:
    """Write a network as one .npy an array, whole or not at all.

    Parameters
    ----------
    network
        What to write.
    rejected
        The road rows that were refused as it was made, with the columns of `raw.rejected`.
    folder
        Replaced if it exists.
    made_from
        Digest of the sources and settings that the network was made from; `load_network` compares it.
    """
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in _array_names():
        np.save(part / f"{name}.npy", getattr(network, name))
    rejected.to_parquet(part / _REJECTED)
    meta = {
        "format": FORMAT,
        "made_from": made_from,
        "digest": network.digest(),
        "rejected_sha256": file_digest(part / _REJECTED),
        "classes": network.classes,
        "counts": network.counts,
    }
    told = json.dumps(meta | {"sha256": _digest_of(meta)}, indent=1)
    (part / _META).write_text(told, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)


def load_network(folder: Path, *, made_from: str | None = None) -> RoadNetwork | None:
    """Memory-map a network that `save_network` wrote, if it still is what was written.

    Parameters
    ----------
    folder
        Where it was written.
    made_from
        If given, a network made from anything else is not returned.

    Returns
    -------
    RoadNetwork or None
        None where there is no network of this format made from these sources, or where one of its files is
        missing or not as it was written, which is said as a warning.
    """
    if not folder.exists():
        return None
    try:
        meta = _read_meta(folder)
        if meta.get("format") != FORMAT or made_from not in (None, meta.get("made_from")):
            return None
        return _verified(folder, meta)
    # Whatever a damaged file makes its reader raise: the network is made of its sources, and can be again.
    except Exception as fault:
        log.warning("the road network stored in %s is damaged and not used: %s", folder, fault)
        return None


def rejected_roads(folder: Path) -> pd.DataFrame:
    """Return the rows that were refused when the network in this folder was made, as `raw.rejected`."""
    return pd.read_parquet(folder / _REJECTED)


def _read_meta(folder: Path) -> dict[str, Any]:
    meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    if not isinstance(meta, dict):
        raise ValueError(f"{_META} is no record")
    return meta


def _verified(folder: Path, meta: dict[str, Any]) -> RoadNetwork:
    """Return the network in a folder, each of its files compared with the digest that was kept of it."""
    kept = {name: value for name, value in meta.items() if name != "sha256"}
    if _digest_of(kept) != meta.get("sha256"):
        raise ValueError(f"{_META} was changed")
    if file_digest(folder / _REJECTED) != meta["rejected_sha256"]:
        raise ValueError(f"{_REJECTED} was changed")
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _array_names()}
    network = RoadNetwork(**arrays, classes=tuple(meta["classes"]), counts=meta["counts"])
    if network.digest() != meta["digest"]:
        raise ValueError("its arrays are not those that were written")
    return network


def _digest_of(meta: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()
