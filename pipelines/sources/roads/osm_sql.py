"""SQL over `ST_ReadOSM` that several readers of an extract share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.sources.reading import SourceError

PAIRS = "STRUCT(key VARCHAR, value VARCHAR)[]"
"""Type of tags: DuckDB compares lists, but not maps."""


def texts(values: Sequence[str]) -> str:
    """Return SQL for a list of texts."""
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def pairs_of(keys: Sequence[str]) -> str:
    """Return SQL for the tags of these keys as sorted (key, value) pairs."""
    return (
        "list_sort(list_filter(map_entries(tags), "
        f"lambda entry: list_contains({texts(keys)}, entry.key)))"
    )


def unreadable(path: Path, error: Exception) -> SourceError:
    """Return the error for an extract on which the extension gave up."""
    return SourceError(
        path,
        f"cannot be read as PBF: {str(error).splitlines()[0]}",
        mend="delete it and download it again",
    )
