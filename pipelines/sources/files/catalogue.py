"""Entries of an open-data catalogue, which name the file of the current release.

The Provider Data Catalog of CMS (DKAN software, `metastore/schemas/dataset/items/ID`) moves a file to another
folder with each release; the entry's address stays. An entry is JSON whose `distribution` names one or several
files by `downloadURL`, directly or within `data`, depending on whether references are asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.sources.reading import SourceError

CATALOGUE_PREFIX = "catalogue+"
"""Before the address of an entry in an area file: `catalogue+https://...` is the file that the entry names."""


def file_named_by(entry: Path) -> str:
    """Return the address of the file that a catalogue entry names.

    Parameters
    ----------
    entry
        The entry, JSON.

    Returns
    -------
    str
        Its first distribution's `downloadURL`.

    Raises
    ------
    SourceError
        The file is no such entry, or names no file.
    """
    try:
        described = json.loads(entry.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SourceError(entry, f"is not a catalogue entry (JSON): {error}") from error
    for distribution in _list_of(described, "distribution"):
        data = distribution.get("data")
        address = (data if isinstance(data, dict) else distribution).get("downloadURL")
        if isinstance(address, str):
            return address
    raise SourceError(
        entry,
        "names no file: no distribution has a downloadURL",
        mend="look at the entry in a browser; give the file's own address instead",
    )


def _list_of(described: Any, key: str) -> list[dict[str, Any]]:
    value = described.get(key) if isinstance(described, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
