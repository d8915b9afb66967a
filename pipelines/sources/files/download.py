"""Files of public sources: fetched once, checked, and kept with a record of their origin.

Beside each downloaded `NAME` lies `NAME.fetched.json` with its address, checksum, size and time. Only a
complete and checked file takes its name, so a run that was killed at any moment finds the whole file, or a
part that it can go on with. A file that was put there by hand, for want of internet, is taken as it is.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipelines.area import OSMNX_PREFIX, RAW_PREFIX, Source, StudyArea
from pipelines.digest import file_digest
from pipelines.sources.files.catalogue import CATALOGUE_PREFIX, file_named_by
from pipelines.sources.files.linked_page import PAGE_PREFIX, file_linked_by, page_and_pattern
from pipelines.sources.files.names import WEB, base_name, file_names, sources_in
from pipelines.sources.files.recognition import not_as_named
from pipelines.sources.files.sharing import one_fetches, record_path, take_from_beside
from pipelines.sources.files.transfer import Patience, Progress, Transfer, read_json, write_json
from pipelines.sources.reading import SourceError
from pipelines.sources.redaction import public

log = logging.getLogger(__name__)

_locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True)
class SourceFile:
    """A file of a source, where it came from and its checksum.

    Attributes
    ----------
    path
        The file.
    url
        Its address without what opens it (`redaction.public`); None for a file that was local from the start.
    sha256
        Hex digest of its content.
    bytes
        Its size.
    fetched_at
        When it was fetched (UTC); for a file that was put there by hand, when it was last changed.
    from_cache
        Whether it was there already.
    changed_ns
        When the file was last changed, as the disk tells it: nanoseconds.
    """

    path: Path
    url: str | None
    sha256: str
    bytes: int
    fetched_at: datetime
    from_cache: bool
    changed_ns: int


def locate(
    source: Source,
    area: StudyArea,
    raw_folder: Path,
    *,
    refresh: bool = False,
    progress: Progress | None = None,
    patience: Patience | None = None,
    beside: Path | None = None,
) -> list[SourceFile]:
    """Return the files of a source, fetching those that are given as addresses.

    Parameters
    ----------
    source
        One of the sources of `area`.
    area
        The area; its folder is where relative paths start.
    raw_folder
        The area's own folder, data/raw/<area>, with its downloads and `raw:NAME` files.
    refresh
        Ask for a newer version of what is there already.
    progress
        Told of the bytes of each download.
    patience
        When to give up a server.
    beside
        The folder with the raw folders of all areas, where one may take what another fetched; without it this
        area fetches for itself.

    Returns
    -------
    list of SourceFile
        In the order of `source.files`.

    Raises
    ------
    SourceError
        A file is not there, cannot be fetched, or has another checksum than expected.
    """
    names = file_names(area)
    checksums = source.sha256 or (None,) * len(source.files)
    get = partial(
        fetch,
        folder=raw_folder,
        refresh=refresh,
        progress=progress,
        patience=patience,
        beside=beside,
    )
    found = []
    for written, sha256 in zip(source.files, checksums, strict=True):
        if written.startswith(CATALOGUE_PREFIX):
            # The entry, or page, is kept like any file: it pins the release until the run is told to refresh.
            entry = get(written.removeprefix(CATALOGUE_PREFIX), name=names[written])
            fetched = get(file_named_by(entry.path), sha256=sha256)
        elif written.startswith(PAGE_PREFIX):
            address, pattern = page_and_pattern(written)
            page = get(address, name=names[written])
            fetched = get(file_linked_by(page.path, address, pattern), sha256=sha256)
        elif written.startswith(OSMNX_PREFIX):
            fetched = _by_osmnx(written, raw_folder / names[written], sha256, refresh=refresh)
        elif written.startswith(WEB):
            fetched = get(written, name=names[written], sha256=sha256)
        elif "://" in written:
            raise SourceError(written, "only http and https addresses are fetched")
        elif written.startswith(RAW_PREFIX):
            path = _there(
                raw_folder / written.removeprefix(RAW_PREFIX), "put it there, or run what writes it"
            )
            fetched = _local(path, sha256)
        else:
            fetched = _local(_own_file(written, area), sha256)
        found.append(fetched)
    return found


def not_fetched(source: Source, area: StudyArea, raw_folder: Path) -> list[str]:
    """Return the addresses of a source whose files have not been fetched yet, to be told; nobody is asked."""
    names = file_names(area)
    return [
        public(written)
        for written in source.files
        if written in names and not (raw_folder / names[written]).exists()
    ]


def fetch(
    url: str,
    folder: Path,
    *,
    name: str | None = None,
    sha256: str | None = None,
    refresh: bool = False,
    progress: Progress | None = None,
    patience: Patience | None = None,
    beside: Path | None = None,
) -> SourceFile:
    """Fetch a file unless it is there, going on where an earlier attempt was cut.

    Parameters
    ----------
    url
        Its address.
    folder
        Where it is kept; made if need be.
    name
        Its name there; by default the last part of the address.
    sha256
        Expected checksum (hex).
    refresh
        Ask for a newer version although it is there; the old one stays where there is none, or none can be had.
    progress
        Told of the bytes that have come.
    patience
        When to give up.
    beside
        As in `locate`.

    Returns
    -------
    SourceFile
        The complete file.

    Raises
    ------
    SourceError
        The server refuses, keeps failing, or sends a web page, nothing or another content than expected; or the
        kept file was changed since it was fetched.
    """
    target = folder / (name or base_name(url))
    with _locks[target.resolve()]:  # two sources of an area may share a file
        try:
            folder.mkdir(parents=True, exist_ok=True)
            cached = _cached(target, url, sha256, refresh=refresh)
            if cached is not None and not refresh:
                return cached
            with one_fetches(url, beside) if beside else nullcontext():
                if cached is None and beside and take_from_beside(target, url, beside, sha256):
                    cached = _cached(target, url, sha256, refresh=refresh)
                    if cached is not None and not refresh:
                        return cached
                known = read_json(record_path(target)).get("validator") if cached else None
                transfer = Transfer(url, target, progress, known)
                if not transfer.complete(patience or Patience()) and cached is not None:
                    return cached
                return _finish(transfer, sha256)
        except OSError as error:
            raise SourceError(
                target, f"cannot be written: {error}", mend="check the disk and its rights"
            ) from error


def _finish(transfer: Transfer, sha256: str | None) -> SourceFile:
    """Check the complete part, record where it came from and give it its name."""
    fault = not_as_named(transfer.part, transfer.target.name)
    if fault is not None:
        transfer.discard()
        raise SourceError(
            transfer.url,
            f"what the server sent as {transfer.target.name} {fault}",
            mend=f"look at the address in a browser, or put the file there by hand as {transfer.target}",
        )
    digest = file_digest(transfer.part)
    if sha256 is not None and digest != sha256.lower():
        transfer.discard()
        raise SourceError(
            transfer.url,
            f"has the checksum {digest}, not the expected {sha256}",
            mend="the publisher changed the file: look at it, then correct sha256 in the area file",
        )
    about = transfer.part.stat()
    fetched = SourceFile(
        path=transfer.target,
        url=public(transfer.url),
        sha256=digest,
        bytes=about.st_size,
        fetched_at=datetime.now(UTC),
        from_cache=False,
        changed_ns=about.st_mtime_ns,
    )
    # In this order a kill leaves a record without a file, which is fetched (or settled from its part) again;
    # never a file with the record of another.
    transfer.target.unlink(missing_ok=True)
    write_json(
        record_path(transfer.target),
        {
            "url": fetched.url,
            "sha256": digest,
            "bytes": fetched.bytes,
            "fetched_at": fetched.fetched_at.isoformat(),
            "validator": transfer.validator,
        },
    )
    transfer.settle()
    return fetched


def _cached(target: Path, url: str, sha256: str | None, *, refresh: bool) -> SourceFile | None:
    """Return the file that is there, unless it is of another address, or cannot be what its name says."""
    if not target.exists():
        return None
    record = read_json(record_path(target))
    if record and public(str(record.get("url"))) != public(url):
        return None
    fault = not_as_named(target, target.name)
    if fault is not None:
        log.warning("%s %s: it is fetched again", target, fault)
        return None
    if record and record["url"] != public(url):
        write_json(record_path(target), record | {"url": public(url)})
    digest = file_digest(target)
    mend = "delete it to fetch it again"
    if record and digest != record.get("sha256"):
        if refresh:
            return None
        raise SourceError(target, "was changed since it was fetched", mend=mend)
    if not refresh:
        _check_expected(target, digest, sha256, mend)
    return _described(target, public(url), digest, record.get("fetched_at"))


def check_unchanged(files: Sequence[SourceFile]) -> None:
    """See that files are those that were found: provenance tells of these, and what was read is told of them.

    Raises
    ------
    SourceError
        One was replaced or changed in between.
    """
    for file in files:
        about = file.path.stat() if file.path.exists() else None
        if about is None or (about.st_size, about.st_mtime_ns) != (file.bytes, file.changed_ns):
            raise SourceError(
                file.path, "was changed while it was being read", mend="start the run again"
            )


def check_own_files(area: StudyArea) -> None:
    """See that the files that an area names by their paths are there, before any is read or fetched.

    Raises
    ------
    SourceError
        One is not there; the first in the order of the sources is named.
    """
    for source in sources_in(area):
        for written in source.files:
            if "://" not in written and not written.startswith((RAW_PREFIX, OSMNX_PREFIX)):
                _own_file(written, area)


def _own_file(written: str, area: StudyArea) -> Path:
    path = area.folder / Path(written).expanduser()
    return _there(path, f"{written!r} starts from the area file's folder")


def _there(path: Path, mend: str) -> Path:
    if not path.is_file():
        fault = "is a folder, not a file" if path.is_dir() else "there is no such file"
        raise SourceError(path, fault, mend=mend)
    return path


def _local(path: Path, sha256: str | None) -> SourceFile:
    digest = file_digest(path)
    _check_expected(path, digest, sha256, "correct sha256 in the area file")
    return _described(path, None, digest, None)


def _by_osmnx(written: str, path: Path, sha256: str | None, *, refresh: bool) -> SourceFile:
    """Return the streets of a place, asking OpenStreetMap only where they are not there."""
    # OSMnx takes seconds to import, which runs without it need not wait for.
    from pipelines.sources.roads.osmnx_graph import save_osmnx

    there, place = path.exists() and not refresh, written.removeprefix(OSMNX_PREFIX).strip()
    if refresh:
        # The old streets stay where no new ones can be had.
        fresh = path.with_name(f"fresh-{path.name}")
        fresh.unlink(missing_ok=True)
        save_osmnx(place, fresh).replace(path)
    else:
        save_osmnx(place, path)
    digest = file_digest(path)
    _check_expected(path, digest, sha256, "OpenStreetMap changes daily: correct or remove sha256")
    return replace(_described(path, written, digest, None), from_cache=there)


def _described(path: Path, url: str | None, digest: str, fetched_at: str | None) -> SourceFile:
    about = path.stat()
    return SourceFile(
        path=path,
        url=url,
        sha256=digest,
        bytes=about.st_size,
        fetched_at=datetime.fromisoformat(fetched_at)
        if fetched_at
        else datetime.fromtimestamp(about.st_mtime, UTC),
        from_cache=True,
        changed_ns=about.st_mtime_ns,
    )


def _check_expected(path: Path, digest: str, sha256: str | None, mend: str) -> None:
    if sha256 is not None and digest != sha256.lower():
        raise SourceError(path, f"has the checksum {digest}, not the expected {sha256}", mend=mend)
