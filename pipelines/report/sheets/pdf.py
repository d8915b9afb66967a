"""Documents as tagged PDF (PDF/UA-1), set by Typst.

Words and numbers reach Typst as data, never as markup: no name can be taken for a command. Fonts are Typst's
own and those that come with matplotlib, so that every machine sets the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import matplotlib
import typst

from pipelines.report.sheets.document import Document

TEMPLATES = Path(__file__).parent / "typst"
SIZES_PT = (10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes of type to try, until a document fits its pages."""


class TooLongError(Exception):
    """A document that does not fit its pages in the smallest type."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(fonts)], ignore_system_fonts=True)


def to_pdf(document: Document, template: str, pages: int) -> bytes:
    """Set a document.

    Parameters
    ----------
    document
        What it holds.
    template
        Name of its template, 'sheet' or 'brief'.
    pages
        How many pages it has at most.

    Returns
    -------
    bytes
        The PDF; the same document gives the same bytes. Its dates are the run's.

    Raises
    ------
    TooLongError
        It does not fit in the smallest of `SIZES_PT`.
    """
    compiler, told = _compiler(), document.to_json()
    for size in SIZES_PT:
        inputs = {"data": told, "size": f"{size:g}pt"}
        pdf = compiler.compile(
            input=str(TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="ua-1",
            timestamp=datetime(*document.date, tzinfo=UTC),
        )
        if not isinstance(pdf, bytes):
            raise TypeError(f"Typst returned {type(pdf).__name__}, no bytes")
        length = json.loads(compiler.query("<pages>", field="value", one=True))
        if length <= pages:
            return pdf
    raise TooLongError(
        f"{document.title}: {length} pages in the smallest type, where {pages} are allowed"
    )
