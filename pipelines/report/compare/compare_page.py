"""The page on what changed between two runs, written with its tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.report.areas.summary import Summary
from pipelines.report.compare.compare_sentences import (
    comparability_sentences,
    finding_sentences,
    map_caption,
)
from pipelines.report.compare.compare_tables import (
    center_counts_table,
    centers_table,
    counties_table,
    drives_table,
    findings_table,
    settings_table,
    sources_table,
    strata_table,
    summary_table,
    tables_table,
)
from pipelines.report.compare.compared import Compared, Side
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.pages import INDEX, Page, Part, by_name
from pipelines.report.telling.tables import harmless
from pipelines.report.writing import TABLES_FOLDER, embedded, render
from pipelines.vocabulary.wording import listed

_PARTS = (
    Part("changed", "What changed", "compare_finding.html"),
    Part("strata-changed", "By stratum", "compare_strata.html"),
    Part("centers-changed", "Centers", "compare_centers.html"),
    Part("counties-changed", "Counties and findings", "compare_counties.html"),
    Part("sources-changed", "Sources and settings", "compare_sources.html"),
    Part("tables-changed", "Every table", "compare_tables.html"),
)
_OF_RUNS = ("sources-changed", "tables-changed")
"""Parts that tell nothing of two cases of one run."""


def compare_page(compared: Compared) -> Page:
    """Put the page together."""
    a, b = compared.a, compared.b
    titles = a.title if a.title == b.title else f"{a.title} and {b.title}"
    finding = finding_sentences(compared)
    return Page(
        file=INDEX,
        title=f"What changed: {titles}",
        subtitle=f"From {a.called}, to {b.called}.",
        description=finding[0],
        parts=tuple(part for part in _PARTS if not (compared.of_cases and part.anchor in _OF_RUNS)),
        context={
            "comparability": comparability_sentences(compared),
            "finding": finding,
            "nothing": compared.nothing_changed,
        },
        tables=by_name(
            summary_table(compared),
            strata_table(compared),
            drives_table(compared),
            center_counts_table(compared),
            centers_table(compared),
            counties_table(compared),
            findings_table(compared),
            sources_table(compared),
            settings_table(compared),
            tables_table(compared),
        ),
    )


def _invented(a: Side, b: Side) -> str:
    """Name the areas whose people, roads and centers are invented."""
    titles = dict.fromkeys(one.title for one in (a, b) if one.fictional)
    return f"People, roads and centers of {listed(list(titles))} are invented." if titles else ""


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def write_comparison(compared: Compared, folder: Path, pictures: Sequence[Picture] = ()) -> Path:
    """Write the page, and every table as CSV whole and with its declared columns.

    Parameters
    ----------
    compared
        What it tells.
    folder
        Where the page goes; made if missing.
    pictures
        The map of who gains and who loses, where both are about the same land.

    Returns
    -------
    Path
        The page.
    """
    tables = folder / TABLES_FOLDER
    tables.mkdir(parents=True, exist_ok=True)
    for name, frame in compared.tables.items():
        path = tables / f"{name.removeprefix('compare.')}.csv"
        text = frame.select_dtypes(["object", "str"]).columns
        told = frame.assign(**{column: frame[column].map(_cell) for column in text})
        told.to_csv(path, index=False, lineterminator="\n")
    page = compare_page(compared)
    a, b = compared.a, compared.b
    fictional = a.fictional or b.fictional
    shared = {
        "pages": {},
        "home": "",
        "identity": {"title": b.title, "caveat": _invented(a, b)},
        "center_notes": (),
        "fictional": fictional,
        "footnote": "Times are drives to the nearest center: potential access, not where people go. "
        "Numbers are the same where they differ by less than a billionth.",
    }
    shown = [embedded(picture, map_caption(compared)) for picture in pictures]
    html = render(page, shared, shown)
    (folder / page.file).write_text(html, encoding="utf-8", newline="\n")
    Summary(page.title, page.description, fictional=fictional, caveat=page.subtitle).write(folder)
    return folder / page.file
