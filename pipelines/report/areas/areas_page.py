"""The index of areas: one page that links every report of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from uuid import uuid4

from pipelines.report.areas.summary import Summary, read_summary
from pipelines.report.telling.pages import INDEX, Page, Part
from pipelines.report.writing import render

_LINKS = (
    (INDEX, "Report"),
    ("explore/index.html", "Explore the map"),
    ("brief.pdf", "Brief of two pages (PDF)"),
    ("sheets/index.html", "Sheets of counties (PDF)"),
    ("data/*.zip", "Data"),
)
"""What a report's folder may hold, by name or pattern -> what a link to it says."""

_MARK = "<!-- infusion-access: index of areas -->"
"""In the template, and so in a page that this module wrote: another one is not replaced."""


class Entry(NamedTuple):
    """A report of the folder: its summary, and its links as address and words."""

    summary: Summary
    links: list[tuple[str, str]]


def write_areas_page(reports: Path) -> Path | None:
    """Write the index of a folder of reports, by title.

    Parameters
    ----------
    reports
        The folder; each report is a folder in it.

    Returns
    -------
    Path or None
        The page, `index.html`; None where a page of another hand stands there, which is left as it is.
    """
    page = reports / INDEX
    if page.exists() and _MARK not in page.read_text(encoding="utf-8", errors="replace"):
        return None
    entries = sorted(_entries(reports), key=lambda one: (one.summary.title, one.links))
    html = render(_page(entries), _frame(entries), [])
    part = reports / f".{INDEX}.{uuid4().hex}.part"  # several areas may be written at once
    part.write_text(html, encoding="utf-8", newline="\n")
    part.replace(page)
    return page


def _entries(reports: Path) -> Iterator[Entry]:
    for folder in sorted(reports.iterdir()):
        summary = None if folder.name.startswith(".") else read_summary(folder)
        if summary is not None:
            yield Entry(summary, list(_links(folder)))


def _links(folder: Path) -> Iterator[tuple[str, str]]:
    for pattern, words in _LINKS:
        for found in sorted(folder.glob(pattern)):
            yield quote(found.relative_to(folder.parent).as_posix()), words


def _page(entries: list[Entry]) -> Page:
    return Page(
        file=INDEX,
        title="Who can drive to an infusion center",
        subtitle="Every area that was run here, and every comparison of two runs.",
        description="The reports of this folder.",
        parts=(Part("areas", "Reports", "areas.html"),),
        context={"entries": entries},
        tables={},
        pictures=(),
    )


def _frame(entries: list[Entry]) -> dict[str, object]:
    invented = bool(entries) and all(one.summary.fictional for one in entries)
    return {
        "pages": {},
        "home": "",
        "identity": {
            "title": "",
            "caveat": "Every area of this page is invented." if invented else "",
        },
        "center_notes": (),
        "fictional": invented,
        "footnote": "Times are drives to the nearest center: potential access, not where people go.",
    }
