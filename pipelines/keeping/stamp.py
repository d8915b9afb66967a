"""What a warehouse holds, as the run that wrote it noted it: good while the file is what was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.digest import file_digest
from pipelines.keeping.records import write_whole

_NAME = "warehouse.json"


@dataclass(frozen=True)
class Stamp:
    """A note of what was written into a warehouse.

    Attributes
    ----------
    digest
        Of the file, after it was written.
    results
        Step that writes layers -> key of the result that it wrote.
    tables
        Full name of a table -> what tells its content from another.
    """

    digest: str
    results: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    def without(self, layer: str) -> Stamp:
        """Return what is left when a layer is dropped; the results stay, of which another may replace one."""
        kept = {
            name: told for name, told in self.tables.items() if not name.startswith(f"{layer}.")
        }
        return Stamp(self.digest, self.results, kept)


def stamp_of(kept: Path, warehouse: Path) -> Stamp:
    """Return what is known of a warehouse.

    Parameters
    ----------
    kept
        The folder of kept results.
    warehouse
        The DuckDB file, which may be missing.

    Returns
    -------
    Stamp
        As it was noted if the file is still that one, else one that knows of no result and no table.
    """
    if not warehouse.exists():
        return Stamp("none")
    digest = file_digest(warehouse)
    unwritten = warehouse.with_name(f"{warehouse.name}.wal")
    try:
        stamp = Stamp(**json.loads((kept / _NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stamp(digest)
    return stamp if stamp.digest == digest and not unwritten.exists() else Stamp(digest)


def put_stamp(kept: Path, stamp: Stamp) -> None:
    """Note what was written into a warehouse."""
    write_whole(kept / _NAME, json.dumps(asdict(stamp), indent=1).encode())
