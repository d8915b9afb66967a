"""Where the answers of a land come from: the files of its parts, each once, and the runs of the parts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipelines.provenance import PART, SOURCE
from pipelines.roll_up.core import stacked
from pipelines.roll_up.parts import AreaPart

_SIZES = ("nodes", "arcs", "edges")


@dataclass(frozen=True)
class RoadsOfParts:
    """What is told of the roads of all parts; those of buffers are in several of them, and count each time."""

    counts: dict[str, int]
    digests: tuple[str, ...]

    @property
    def n_nodes(self) -> int:
        """Junctions."""
        return self.counts["nodes"]

    @property
    def n_arcs(self) -> int:
        """Stretches, each direction by itself."""
        return self.counts["arcs"]

    @property
    def n_edges(self) -> int:
        """Stretches."""
        return self.counts["edges"]

    def digest(self) -> str:
        """Return the SHA-256 hex digest of the digests of the parts' networks."""
        return hashlib.sha256(" ".join(self.digests).encode()).hexdigest()


def roads_of(parts: Sequence[AreaPart]) -> RoadsOfParts:
    """Add up what the runs of the parts tell of their roads."""
    total: Counter[str] = Counter(dict.fromkeys(_SIZES, 0))
    for part in parts:
        total.update(json.loads(part.run["network_counts"]))
    return RoadsOfParts(dict(total), tuple(str(part.run["network_digest"]) for part in parts))


def sources_of(parts: Sequence[AreaPart]) -> pd.DataFrame:
    """Return the rows of out.provenance of the files that parts read, a file that several read once."""
    rows = stacked(parts, "out.provenance")
    files = rows[rows["kind"] == SOURCE]
    return files.drop_duplicates(["source", "file", "sha256"]).reset_index(drop=True)


def runs_of(parts: Sequence[AreaPart]) -> pd.DataFrame:
    """Return a row of out.provenance a part: its run."""
    return pd.DataFrame([part.run | {"kind": PART} for part in parts])


def rejected_of(parts: Sequence[AreaPart]) -> pd.DataFrame:
    """Return the rows of raw.rejected that every part refused which read the file.

    A center too far from one part lies in another: only what no part could use is refused for the land. Files
    of one name and another content are others.
    """
    file, row = ["source", "source_file", "sha256"], ["source_row", "column_name", "reason"]
    read = [
        part.tables["raw.sources"].rename(columns={"file": "source_file"})[file].drop_duplicates()
        for part in parts
    ]
    refused = [
        part.tables["raw.rejected"].merge(files, on=["source", "source_file"], how="left")
        for part, files in zip(parts, read, strict=True)
    ]
    readers = pd.concat(read).value_counts().rename("readers")
    rows = pd.concat(refused, ignore_index=True).merge(readers, on=file, how="left")
    times = rows.groupby([*file, *row], dropna=False)["source"].transform("size")
    kept = rows[times >= rows["readers"].fillna(1)].drop_duplicates([*file, *row])
    return kept.drop(columns=["sha256", "readers"]).reset_index(drop=True)
