"""Putting what a run wrote where it belongs, in the place of what the run before wrote, and of nothing else."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from pipelines.errors import InputError

WRITTEN = ".written.json"
"""In a folder that runs write to: the files that the last one wrote, by their paths from there."""


class FolderError(InputError):
    """A folder that cannot be written to; the message says which, why and how to mend it."""


def check_writable(folder: Path, option: str) -> None:
    """See that a folder can be made and written to, before anything is computed for it.

    Parameters
    ----------
    folder
        Made if it is missing.
    option
        By which it is named, as `--reports`.

    Raises
    ------
    FolderError
        It cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderError(
            f"{option} {folder}: cannot be written to: {error.strerror or error} (name another folder by "
            f"{option}, or mend its rights)"
        ) from error


def put_in_place(part: Path, folder: Path, standing: Collection[str] = ()) -> None:
    """Move the files of `part` into a folder, and remove those that only the run before wrote there.

    Parameters
    ----------
    part
        What a run wrote, whole; it is gone afterwards.
    folder
        Where it goes. A file that no run wrote stays, unless one of the same name was written now.
    standing
        Files that an earlier run wrote there and that stand, by their paths from there.

    Raises
    ------
    FolderError
        The folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder}: is a file, where a folder is needed (move it away)")
    moved = sorted(str(path.relative_to(part)) for path in part.rglob("*") if path.is_file())
    new = sorted({*moved, *standing})
    old = _written(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Killed from here on, the next run still knows whatever either of the two wrote.
    _note(folder, sorted({*old, *new}))
    for name in moved:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (part / name).replace(folder / name)
    for name in sorted({*old} - {*new}):
        _remove(folder / name, folder)
    _note(folder, new)
    shutil.rmtree(part)


def _written(folder: Path) -> list[str]:
    """Return what the run before wrote, as it noted it; paths that lead out of the folder are none."""
    try:
        noted = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    names = [name for name in noted if isinstance(name, str)] if isinstance(noted, list) else []
    return [name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts]


def _note(folder: Path, names: list[str]) -> None:
    part = folder / f"{WRITTEN}.part"
    part.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / WRITTEN)


def _remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders above it that are then empty."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == top or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
