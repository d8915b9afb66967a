"""Files that several areas fetch: one fetches, the others take it from the folder beside theirs."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.digest import file_digest
from pipelines.sources.files.transfer import read_json, write_json
from pipelines.sources.redaction import public

try:
    import fcntl
except ImportError:  # Windows has no such locks; there each area fetches for itself
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

LOCKS = ".fetching"
"""Among the folders of areas: a file an address, locked while some process fetches it. The lock ends with the
process, however that ends; the file stays."""


def record_path(target: Path) -> Path:
    """Return where it is recorded from where a file was fetched."""
    return target.with_name(target.name + ".fetched.json")


@contextmanager
def one_fetches(url: str, areas: Path) -> Iterator[None]:
    """Wait until no other process fetches from an address, and have others wait while the block lasts.

    Parameters
    ----------
    url
        The address.
    areas
        The folder with the raw folders of all areas.
    """
    if fcntl is None:
        yield
        return
    (areas / LOCKS).mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(public(url).encode()).hexdigest()[:16]
    with (areas / LOCKS / name).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.info("another area is fetching %s: waiting for it", public(url))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def take_from_beside(target: Path, url: str, areas: Path, sha256: str | None) -> bool:
    """Take a file that another area fetched from the same address, if one did.

    Parameters
    ----------
    target
        Where it goes; what lies there is replaced.
    url
        Its address.
    areas
        As in `one_fetches`.
    sha256
        Expected checksum (hex); a file of another one is not taken.

    Returns
    -------
    bool
        Whether one was taken. It shares the disk's space with the other where the disk can; whoever fetches
        anew puts another file in its place, and does not write into it.
    """
    for other in sorted(areas.glob(f"*/{target.name}")):
        record = read_json(record_path(other))
        kept = record.get("sha256")
        wanted = record.get("url") == public(url) and (sha256 is None or sha256.lower() == kept)
        if other == target or not wanted or file_digest(other) != kept:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.taken")
        part.unlink(missing_ok=True)
        try:
            os.link(other, part)
        except OSError:
            shutil.copy2(other, part)
        # In the order of a download: a kill leaves no file with the record of another.
        target.unlink(missing_ok=True)
        write_json(record_path(target), record)
        part.replace(target)
        log.info("%s: taken from %s, which fetched it", target.name, other.parent.name)
        return True
    return False
