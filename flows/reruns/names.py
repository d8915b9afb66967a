"""The names of steps and of what they read besides settings and tables; what tells one of it from another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.digest import file_digest
from pipelines.keeping.records import Record
from pipelines.sources.files.download import SourceFile

GENERATE, STORE_SOURCES, STORE_ANSWERS = (
    "generate raw files",
    "store raw and core",
    "store answers",
)
GENERATED, ANSWERS = "the generated files", "the geocoder's answers"
ABOUT_FILES, ABOUT_ROADS = "what is told of the files", "what is told of the roads"
COMPUTED_AT = "when answers were computed"
PICTURES, ASKED = "the pictures", "how the area is asked for"


def told_by(step: str) -> str:
    """Return the name by which what a step told is known."""
    return f"what {step} told"


def files_of(source: str) -> str:
    """Return the name by which the files of a source are known."""
    return f"files of {source}"


def listed(files: Sequence[SourceFile]) -> str:
    """Return what tells the files of a source from others: names and digests, as JSON."""
    return json.dumps([(file.path.name, file.sha256) for file in files])


def digest_of_folder(folder: Path) -> str:
    """Return what tells the files of a folder, which may be missing, from others."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    return json.dumps([(path.relative_to(folder).as_posix(), file_digest(path)) for path in files])


def about_pictures(drawn: Record) -> str:
    """Return what tells pictures and the words with them from others, as JSON."""
    return json.dumps([dict(drawn.files), dict(drawn.told)], sort_keys=True)


def about_files(files: Mapping[str, Sequence[SourceFile]]) -> str:
    """Return what provenance tells of the files of sources, as JSON."""
    return json.dumps(
        [
            (name, file.path.name, file.url, file.sha256, file.fetched_at.isoformat())
            for name, some in sorted(files.items())
            for file in some
        ]
    )
