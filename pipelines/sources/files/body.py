"""The bytes of an answer as they come: unpacked, complete, in time, and no more than there is room for.

A server may pack what it sends although it was asked not to (`Content-Encoding`); whether the packed bytes are
whole only the packing itself tells, not their announced number.
"""

from __future__ import annotations

import shutil
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

RESERVE_BYTES = 256 << 20
"""Left free on the disk by a download, for what is computed from it."""

_GZIP = 16 + zlib.MAX_WBITS


class TryAgainError(Exception):
    """A request that did not complete the file; another one may."""

    def __init__(self, fault: str, wait_s: float | None = None) -> None:
        super().__init__(fault)
        self.wait_s = wait_s


class OtherPackingError(Exception):
    """The server packed its answer in a way that it was not asked for."""


def unpacked_chunks(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield chunks as they were before the server packed them for the way.

    Parameters
    ----------
    chunks
        As they come over the wire.
    encoding
        The answer's `Content-Encoding`; `identity` where it has none.

    Raises
    ------
    TryAgainError
        They end before the packing does, or are damaged.
    OtherPackingError
        The packing is another than gzip.
    """
    if encoding == "identity":
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise OtherPackingError(encoding)
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for chunk in chunks:
            while chunk:
                if unpacker.eof:  # gzip may be several members, one after the other
                    unpacker = zlib.decompressobj(_GZIP)
                yield unpacker.decompress(chunk)
                chunk = unpacker.unused_data
    except zlib.error as error:
        raise TryAgainError(f"what the server packed cannot be unpacked: {error}") from error
    if not unpacker.eof:
        raise TryAgainError("what the server packed is cut short")


class Pace:
    """Refuses a body that comes too slowly to ever end.

    Parameters
    ----------
    least_bytes_s
        Bytes a second, on average over each window.
    window_s
        Seconds.
    """

    def __init__(self, least_bytes_s: float, window_s: float) -> None:
        self._least = least_bytes_s * window_s
        self._window_s = window_s
        self._since, self._bytes = time.monotonic(), 0

    def note(self, count: int) -> None:
        """Take note of so many further bytes.

        Raises
        ------
        TryAgainError
            The window is over, and fewer bytes came in it than should have.
        """
        self._bytes += count
        if time.monotonic() - self._since < self._window_s:
            return
        if self._bytes < self._least:
            raise TryAgainError(f"only {self._bytes} bytes came in {self._window_s:g} s")
        self._since, self._bytes = time.monotonic(), 0


def room_bytes(folder: Path, most_bytes: int) -> int:
    """Return how many bytes a download may bring: no more than a file may have, or than the disk can take."""
    return min(most_bytes, max(0, shutil.disk_usage(folder).free - RESERVE_BYTES))
