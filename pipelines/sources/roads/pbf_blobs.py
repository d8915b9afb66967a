"""Is it a PBF file, and is it all there? Found out in a moment, without unpacking anything.

A PBF file is a chain of blobs, each after a header that says how long it is (OpenStreetMap wiki, PBF Format).
The extension that reads the file speaks of null pointers where a download was cut; here it is said in words.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.sources.reading import SourceError

FIRST_BLOB = b"OSMHeader"
MAX_HEADER_BYTES = 64 * 1024
"""Limit of the PBF format."""

BLOB_SIZE_FIELD = 3
"""Number of `datasize` in the message BlobHeader."""

_LOOKS_LIKE = {
    b"<?xml": "an XML file: convert it to .osm.pbf",
    b"<osm": "an OSM XML file: convert it to .osm.pbf",
    b"BZh": "a bzip2 file: convert it to .osm.pbf",
    b"\x1f\x8b": "a gzip file: unpack it",
    b"PK": "a ZIP archive: unpack it",
    b"<!DOC": "a web page: the address did not lead to the file",
    b"<html": "a web page: the address did not lead to the file",
}
_GUESS_BYTES = 16


def check_blobs(path: Path) -> None:
    """Walk the blobs of a PBF file without unpacking them.

    Raises
    ------
    SourceError
        The file is missing, empty, of another format, or ends in the middle of a blob.
    """
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4 + len(FIRST_BLOB) + _GUESS_BYTES)
        if FIRST_BLOB not in start or not 0 < _big_endian(start[:4]) <= MAX_HEADER_BYTES:
            raise _not_pbf(path, start)
        at = 0
        while at < size:
            file.seek(at)
            header_bytes = _big_endian(file.read(4))
            header = file.read(min(header_bytes, MAX_HEADER_BYTES))
            blob_bytes = _varint_field(header, BLOB_SIZE_FIELD)
            whole = 0 < len(header) == header_bytes and blob_bytes is not None
            end = at + 4 + header_bytes + (blob_bytes or 0)
            if not whole or end > size:
                raise SourceError(
                    path,
                    f"is cut off or damaged after its byte {at:,} of {size:,}",
                    mend="delete it and download it again",
                )
            at = end


def _big_endian(number: bytes) -> int:
    return int.from_bytes(number, "big")


def _not_pbf(path: Path, start: bytes) -> SourceError:
    guess = next((text for sign, text in _LOOKS_LIKE.items() if start.startswith(sign)), None)
    return SourceError(
        path,
        "is not an OpenStreetMap PBF file" if start else "is empty",
        mend=f"it looks like {guess}" if guess else "a .osm.pbf is needed",
    )


def _varint_field(message: bytes, number: int) -> int | None:
    """Return an integer field of a protobuf message, None if it is not there."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        if key & 7 == 2:
            length, at = _varint(message, at)
            at += length
        elif key & 7 == 0:
            value, at = _varint(message, at)
            if key >> 3 == number:
                return value
        else:
            return None
    return None


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return a base-128 integer, and where it ends."""
    value = shift = 0
    while at < len(message):
        value |= (message[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not message[at - 1] & 0x80:
            break
    return value, at
