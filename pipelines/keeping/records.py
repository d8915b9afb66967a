"""The records of steps: what each read, which code computed it, what it made, and when.

A folder holds a record of each result, under a key that is the digest of what the result was made from, and
the tables under the digest of their content. A file takes its name when it is whole, the record last, so that
a run which is killed at any moment leaves a result that can be taken, or none.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.errors import InputError
from pipelines.keeping.tables import table_bytes, table_of

log = logging.getLogger("pipelines.keeping")

KEPT_EACH = 2
"""Results of a step that are kept: the last, and the one before it for who changes a setting there and back."""

_TABLES, _RECORDS, _GEO = "tables", "steps", "geo-"


class KeptError(InputError):
    """A kept result that is not as it was written."""


@dataclass(frozen=True)
class Record:
    """A result of a step.

    Attributes
    ----------
    step
        The step's name.
    reads
        What it read, by name -> its value or digest.
    code, software
        As `pipelines.keeping.code` tells them.
    made
        Its tables by name -> the digest of their content.
    files
        The files that it left where they belong, by their path from the folder of all -> their digest.
    told
        What else it found, as JSON.
    made_at
        When it was computed, ISO 8601 in UTC.
    seconds
        How long that took.
    """

    step: str
    reads: Mapping[str, str]
    code: Mapping[str, str]
    software: Mapping[str, str]
    made: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    made_at: str = ""
    seconds: float = 0.0

    @property
    def key(self) -> str:
        """The digest of what the result was made from."""
        return _digest_of([self.step, self.reads, self.code, self.software])


class Records:
    """The kept results of a folder.

    Parameters
    ----------
    folder
        Made when the first result is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, step: str) -> list[Record]:
        """Return the results of a step, the last one first; a record that is damaged is none, which is said."""
        return [record for path in self._paths(step) if (record := _read_record(path)) is not None]

    def steps(self) -> list[str]:
        """Return the names of the steps of which results are kept, as their folders bear them."""
        return sorted(folder.name for folder in self._folders())

    def touch(self, record: Record) -> None:
        """Have a result that is taken be the last one of its step."""
        (self._of_step(record.step) / f"{record.key}.json").touch()

    def keep(self, record: Record, tables: Mapping[str, bytes] | None = None) -> None:
        """Write a result, and let go of those of its step that are older than the last ones.

        Parameters
        ----------
        record
            What it is; its `made` names the content of `tables`.
        tables
            The contents of its tables.
        """
        for name, content in (tables or {}).items():
            path = self._table(record.made[name])
            if not path.exists() or path.read_bytes() != content:
                write_whole(path, content)
        body = asdict(record)
        told = json.dumps(body | {"digest": _digest_of(body)}, ensure_ascii=False)
        write_whole(self._of_step(record.step) / f"{record.key}.json", told.encode())
        for path in self._paths(record.step)[KEPT_EACH:]:
            path.unlink(missing_ok=True)

    def damaged(self, record: Record) -> str | None:
        """Tell which table of a result is missing or not as it was written; None where all are sound."""
        for name, digest in record.made.items():
            path = self._table(digest)
            if (
                not path.exists()
                or _name_of(path.read_bytes(), geo=digest.startswith(_GEO)) != digest
            ):
                return name
        return None

    def table(self, digest: str) -> pd.DataFrame:
        """Return a table by the digest of its content.

        Raises
        ------
        KeptError
            It was damaged or removed since it was looked at.
        """
        path, geo = self._table(digest), digest.startswith(_GEO)
        content = path.read_bytes() if path.exists() else b""
        if _name_of(content, geo=geo) != digest:
            raise KeptError(f"{path}: was changed while a run was using it (start the run again)")
        return table_of(content, geo=geo)

    def forget(self, record: Record) -> None:
        """Remove the record of a result."""
        (self._of_step(record.step) / f"{record.key}.json").unlink(missing_ok=True)

    def tidy(self, steps: Collection[str]) -> None:
        """Remove the results of all but these steps, and tables that no record names."""
        folders = {self._of_step(step) for step in steps}
        named: set[str] = set()
        for folder in self._folders():
            for path in folder.iterdir():
                record = (
                    _read_record(path) if folder in folders and path.suffix == ".json" else None
                )
                if record is None:
                    path.unlink()
                else:
                    named.update(record.made.values())
            if folder not in folders:
                folder.rmdir()
        for path in (self.folder / _TABLES).glob("*"):
            if path.stem not in named or path.suffix != ".parquet":
                path.unlink()

    def _folders(self) -> Iterator[Path]:
        return (path for path in (self.folder / _RECORDS).glob("*") if path.is_dir())

    def _of_step(self, step: str) -> Path:
        name = "".join(letter if letter.isalnum() else "_" for letter in step)
        return self.folder / _RECORDS / name

    def _paths(self, step: str) -> list[Path]:
        paths = self._of_step(step).glob("*.json")
        return sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def _table(self, digest: str) -> Path:
        return self.folder / _TABLES / f"{digest}.parquet"


def as_content(table: pd.DataFrame) -> tuple[str, bytes] | None:
    """Return a table's digest and file content; None where it cannot be kept as it is."""
    content = table_bytes(table)
    geo = hasattr(table, "active_geometry_name")
    return None if content is None else (_name_of(content, geo=geo), content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that has its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def _name_of(content: bytes, *, geo: bool) -> str:
    return (_GEO if geo else "") + hashlib.sha256(content).hexdigest()


def _digest_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _read_record(path: Path) -> Record | None:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body.pop("digest") != _digest_of(body):
            raise ValueError("it was changed")
        return Record(**body)
    # Whatever a damaged file makes its reader raise: its step runs again.
    except Exception as fault:
        log.warning("%s is damaged, and its step runs again: %s", path, fault)
        return None
