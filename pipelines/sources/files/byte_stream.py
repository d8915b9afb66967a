"""Bytes of a file too large to hold: plain, gzipped or a member of a zip archive, block by block.

Reading a member straight out of its archive needs no room on the disk, and takes little longer than unpacking
alone, because the next block is unpacked while the one before it is being used.
"""

from __future__ import annotations

import gzip
import threading
import weakref
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt

from pipelines.sources.files.bombs import Bounded, check_archive
from pipelines.sources.files.content import refuse_binary, unpacking
from pipelines.sources.reading import SourceError

BLOCK_BYTES = 1 << 23
"""Eight mebibytes: several thousand rows of the widest public table, and little memory."""

HEADROOM = 1 << 20
"""Room before a block, for the beginning of a row that the block before it ends with."""

Item = TypeVar("Item")
Bytes = npt.NDArray[np.uint8]


@contextmanager
def opened(path: Path, member: str = "*") -> Iterator[BinaryIO]:
    """Open a file for reading, unpacking it on the way.

    Parameters
    ----------
    path
        A plain or gzipped file, or a zip archive.
    member
        Of a zip archive: pattern of the one member that is meant, as `npidata_pfile_*.csv`; letter case and
        folders make no difference, and one that only holds a header line (`*fileheader*`) is never meant.

    Raises
    ------
    SourceError
        The file is missing, damaged or made to fill the disk (`bombs`), or not exactly one member fits the
        pattern. Damage further on shows
        while the stream is read (`blocks`, or `content.unpacking` around another way of reading).
    """
    with ExitStack() as stack:
        with unpacking(path):
            raw = stack.enter_context(path.open("rb"))
            start = raw.read(4)
            raw.seek(0)
            stream: BinaryIO = raw
            if start[:2] == b"\x1f\x8b":
                packed = cast(BinaryIO, stack.enter_context(gzip.open(raw)))
                stream = cast(BinaryIO, Bounded(path, packed, path.stat().st_size))
            elif start == b"PK\x03\x04":
                check_archive(path)
                archive = stack.enter_context(zipfile.ZipFile(raw))
                found = archive.open(_only_member(path, archive, member))
                stream = cast(BinaryIO, stack.enter_context(found))
        yield stream


def members(path: Path) -> list[str]:
    """Return the names of the files in a zip archive; empty for a file of another kind.

    Raises
    ------
    SourceError
        The file is missing, or is an archive that is damaged.
    """
    with unpacking(path), path.open("rb") as raw:
        if raw.read(4) != b"PK\x03\x04":
            return []
        with zipfile.ZipFile(raw) as archive:
            return [name for name in archive.namelist() if not name.endswith("/")]


def fits(name: str, pattern: str) -> bool:
    """Tell whether a member of an archive is meant by a pattern; see `opened`."""
    base = name.rpartition("/")[2].casefold()
    return fnmatchcase(base, pattern.casefold()) and "fileheader" not in base


class Block(NamedTuple):
    """Some bytes of a stream; they are the reader's as long as it holds any part of them."""

    room: Bytes
    """The memory they lie in, with `HEADROOM` bytes free in front."""
    begin: int
    end: int

    @property
    def content(self) -> Bytes:
        """The bytes themselves."""
        return self.room[self.begin : self.end]


def blocks(path: Path, stream: BinaryIO) -> Iterator[Block]:
    """Yield a stream's bytes in blocks of `BLOCK_BYTES`, the last one shorter.

    Raises
    ------
    SourceError
        The stream is empty, is no text, or is damaged.
    """
    shelf = _Shelf()
    with unpacking(path):
        block = _read(stream, shelf.take())
    start = block.content[:_LOOKED_AT].tobytes()
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise SourceError(path, "the file is empty", mend="fetch it again")
    refuse_binary(path, start)
    while block.end > block.begin:
        yield block
        with unpacking(path):
            block = _read(stream, shelf.take())


class _Shelf:
    """Memory for blocks, used again as soon as nobody holds a part of it.

    New memory for each block would cost more time than cutting it into rows, or, where the allocator keeps what
    is given back, half a gigabyte.
    """

    def __init__(self) -> None:
        self._taken: list[tuple[bytearray, weakref.ref[Bytes]]] = []

    def take(self) -> Bytes:
        """Return a free block; every slice of it keeps it from being taken again."""
        free = [at for at, (_, use) in enumerate(self._taken) if use() is None]
        if free:
            memory, _ = self._taken.pop(free[0])
        else:
            memory = bytearray(HEADROOM + BLOCK_BYTES)
        block = np.frombuffer(memory, dtype=np.uint8)
        self._taken.append((memory, weakref.ref(block)))
        return block


class Ahead(Iterator[Item]):
    """Items, the next one being made by another thread while the caller uses the one before.

    A context: when it is left, nothing is being made any more, so that what the items come from can be closed.
    Another thread that asks then is told that there are no more.

    Parameters
    ----------
    items
        Never None.
    """

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._is_closed = False
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1)
        self._waiting = self._worker.submit(next, items, None)

    def __enter__(self) -> Ahead[Item]:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_closed = True
        self._worker.shutdown(wait=True)

    def __next__(self) -> Item:
        item = self._waiting.result()
        with self._lock:
            if item is None or self._is_closed:
                raise StopIteration
            self._waiting = self._worker.submit(next, self._items, None)
        return item


_LOOKED_AT = 1 << 20  # what is no text shows it within a mebibyte


def _read(stream: BinaryIO, room: Bytes) -> Block:
    """Read the next block; a stream may hand over less than was asked for before its end."""
    view = room.data
    end = HEADROOM
    while end < len(room):
        # readinto is there on every stream that `opened` yields, though not in its type.
        count = stream.readinto(view[end:])  # type: ignore[attr-defined]
        if not count:
            break
        end += count
    return Block(room, HEADROOM, end)


def _only_member(path: Path, archive: zipfile.ZipFile, pattern: str) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    meant = [name for name in names if fits(name, pattern)]
    if len(meant) != 1:
        listed = ", ".join(names[:12]) or "nothing"
        raise SourceError(
            path,
            f"is an archive with {len(meant) or 'no'} members like {pattern}; it holds {listed}",
            mend="name the archive that the publisher offers, or the unpacked file",
        )
    return meant[0]
