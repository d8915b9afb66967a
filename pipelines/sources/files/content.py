"""What is in a text file: unpacked, complete, and in UTF-8 whatever it came in."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipelines.sources.files.bombs import MOST_HELD_BYTES, check_archive, read_bounded
from pipelines.sources.reading import SourceError

_MARK = b"\xef\xbb\xbf"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v"))
_CONTROL_TO_BLANK = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
_MAX_STRAY_SHARE = (
    0.001  # HIFLD has a few separators (0x1e) within names; a binary file has a tenth
)

_DAMAGE = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    struct.error,
    RuntimeError,  # a password, or a way of packing that zipfile does not know: a flipped bit asks for either
    ValueError,  # a place before the beginning of the file
)


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a file is opened or unpacked into a `SourceError` that names it."""
    try:
        yield
    except SourceError:
        raise
    except FileNotFoundError as error:
        raise SourceError(path, "there is no such file", mend="check the path") from error
    except _DAMAGE as error:
        raise SourceError(
            path,
            f"cannot be unpacked: {error}",
            mend="fetch it again: it is damaged or was cut short",
        ) from error
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror or error}") from error


def unpacked(path: Path) -> bytes:
    """Return a file's content, unpacked if it is gzipped or a zip archive with one member.

    Raises
    ------
    SourceError
        The file is missing, empty, cut short or made to fill the memory (`bombs`), or the archive holds several
        members.
    """
    with unpacking(path):
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(raw)) as stream:
                raw = read_bounded(path, cast(BinaryIO, stream), len(raw))
        elif raw[:4] == b"PK\x03\x04":
            check_archive(path, MOST_HELD_BYTES)
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                members = [name for name in archive.namelist() if not name.endswith("/")]
                if len(members) != 1:
                    raise SourceError(
                        path,
                        f"is an archive (or a workbook) of {len(members)} files, not one table",
                        mend="save the one table in it as CSV",
                    )
                raw = archive.read(members[0])
    if not raw.removeprefix(_MARK).strip():
        raise SourceError(path, "the file is empty", mend="fetch it again")
    return raw


def refuse_binary(path: Path, content: bytes) -> None:
    """Refuse what is no text in an encoding of one byte a letter, judged by its control characters.

    Raises
    ------
    SourceError
        The content is encoded in UTF-16, or is not text.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(path, "is encoded in UTF-16", mend="save it as UTF-8 (CSV)")
    strays = stray_bytes(content)
    if b"\0" in content or strays > _MAX_STRAY_SHARE * len(content):
        first = min(at for byte in _CONTROL if (at := content.find(byte)) >= 0)
        raise SourceError(
            path,
            f"holds {strays} bytes that are not text (the first is {content[first]:#04x})",
            row=content.count(b"\n", 0, first) or None,
            mend="it is no text table, or it is damaged: fetch it again",
        )


def stray_bytes(content: bytes) -> int:
    """Count the control characters that are neither blanks nor line ends."""
    return len(content) - len(content.translate(None, _CONTROL))


def as_utf8(path: Path, content: bytes, encodings: Sequence[str]) -> bytes:
    """Return text as UTF-8 without a mark, whichever of the encodings it came in.

    Parameters
    ----------
    path
        The file, for messages.
    content
        Its unpacked content.
    encodings
        Tried in this order, each strictly.

    Raises
    ------
    SourceError
        No encoding fits, or the content is not text.
    """
    refuse_binary(path, content)
    if stray_bytes(content):
        content = content.translate(_CONTROL_TO_BLANK)
    failures = []
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, error.start)
            failures.append(f"not {encoding} (row {row}, byte {content[error.start]:#04x})")
            continue
        if encoding in ("utf-8", "utf-8-sig"):
            return content.removeprefix(_MARK)
        return text.encode("utf-8")
    raise SourceError(
        path, f"its encoding is unknown: {'; '.join(failures)}", mend="save it as UTF-8"
    )


def mended(record: bytes, encodings: Sequence[str]) -> str | None:
    """Return one record as text, control characters blanked; None where no encoding fits.

    A file that many hands write may change its encoding from one row to the next.
    """
    for encoding in encodings:
        try:
            text = record.translate(_CONTROL_TO_BLANK).decode(encoding)
        except UnicodeDecodeError:
            continue
        return text
    return None
