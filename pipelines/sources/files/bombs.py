"""Limits of unpacking: an archive of a few megabytes can be made to fill any memory and any disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

from pipelines.sources.reading import SourceError

SMALL_BYTES = 64 << 20
"""Whatever unpacks to less is unpacked, however well it was packed."""

MOST_RATIO = 150
"""Public tables unpack to 5 to 30 times their size; the packing itself can reach a thousand."""

MOST_HELD_BYTES = 4 << 30
"""What is held in memory whole: the largest such table, of hospital cost reports, has half a gigabyte."""


def check_ratio(path: Path, packed: int, unpacked: int, most: int | None = None) -> None:
    """Refuse to unpack what would become too large.

    Parameters
    ----------
    path
        The file, for messages.
    packed, unpacked
        Bytes before and after; the second may still grow.
    most
        Bytes that may come of it, where it is held in memory.

    Raises
    ------
    SourceError
        It is more than `most`, or more than `SMALL_BYTES` and `MOST_RATIO` times what it was.
    """
    mend = "it is no table of a publisher; if it is, unpack it by hand and name the unpacked file"
    if most is not None and unpacked > most:
        raise SourceError(path, f"unpacks to more than {most / 1e9:.1f} GB", mend=mend)
    if unpacked > max(SMALL_BYTES, MOST_RATIO * packed):
        raise SourceError(path, f"unpacks to more than {MOST_RATIO} times its size", mend=mend)


def check_archive(path: Path, most: int | None = None) -> None:
    """Refuse a zip archive (a workbook and a zipped shapefile are some) that would become too large.

    Its own word is taken: zipfile and GDAL unpack no more of a member than its entry announces. A file that is
    no archive, or a damaged one, passes: its reader tells of that.

    Raises
    ------
    SourceError
        As of `check_ratio`, for a member or for all together.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile):
        return
    for entry in entries:
        check_ratio(path, entry.compress_size, entry.file_size)
    check_ratio(path, path.stat().st_size, sum(entry.file_size for entry in entries), most)


def read_bounded(path: Path, stream: BinaryIO, packed: int) -> bytes:
    """Return all of a stream that is unpacked as it is read, as long as it stays within `check_ratio`."""
    content = io.BytesIO()
    while block := stream.read(1 << 20):
        content.write(block)
        check_ratio(path, packed, content.tell(), MOST_HELD_BYTES)
    return content.getvalue()


class Bounded(io.RawIOBase):
    """A stream that is unpacked as it is read, and refuses to go on beyond `check_ratio`."""

    def __init__(self, path: Path, stream: BinaryIO, packed: int) -> None:
        super().__init__()
        self._path, self._stream, self._packed, self._count = path, stream, packed, 0

    def readable(self) -> bool:
        """Tell that it is for reading."""
        return True

    def readinto(self, room: object) -> int:
        """Read into a buffer, as of `io.RawIOBase`."""
        # readinto is there on every unpacking stream, though not in the type.
        count: int = self._stream.readinto(room)  # type: ignore[attr-defined]
        self._count += count
        check_ratio(self._path, self._packed, self._count)
        return count
