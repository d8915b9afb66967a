"""Text and archives whose bytes depend on nothing but their content."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FIXED_DATE = (2026, 2, 9, 0, 0, 0)
"""Date of every member of an archive, so that the same state is the same file."""


def csv_text(
    header: Sequence[str] | None, rows: Iterable[Sequence[object]], *, quoted: bool = False
) -> str:
    """Return rows as CSV, below a header if there is one; `quoted` puts every field in quotation marks."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    if header is not None:
        writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def archived(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of members, name -> content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, member in members.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, member)
    return content.getvalue()


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a ZIP archive of members, name -> content."""
    path.write_bytes(archived(members))
