"""The pages of a report: what each is called, what it shows, and how the frames behind it are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipelines.report.telling.captions import Picture
from pipelines.report.telling.tables import Table

INDEX, ADEQUACY, EQUITY, SCENARIOS, CENTERS, INFUSION = (
    "index.html",
    "adequacy.html",
    "equity.html",
    "scenarios.html",
    "centers.html",
    "infusion_101.html",
)

PAGE_NAMES = {
    INDEX: "Who can drive there",
    ADEQUACY: "Does each county pass the rule?",
    EQUITY: "Who is worse off?",
    SCENARIOS: "What would change it?",
    CENTERS: "How centers were found",
    INFUSION: "Infusion 101",
}
"""File -> what the links to it say, in the order of the report."""

PRODUCTS = {
    "explore/index.html": "Explore the map",
    "brief.pdf": "Brief of two pages (PDF)",
    f"{INDEX}#data": "Data (CSV)",
}
"""Where the answers are in another form than pages -> what the links to it say, in the header of every page."""


class Part(NamedTuple):
    """One section: its anchor, its name in the list of contents, and its template."""

    anchor: str
    heading: str
    template: str


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes
    ----------
    file
        Its name in the report's folder.
    title, subtitle
        Heading, and what the page is about; without a subtitle the finding follows at once.
    description
        Its finding in one sentence, for who finds the page elsewhere.
    parts
        Its sections from top to bottom.
    context
        What its templates need beside what all pages share.
    tables
        Its tables, by the name that the templates give them.
    pictures
        Its maps, in order.
    """

    file: str
    title: str
    subtitle: str
    description: str
    parts: tuple[Part, ...]
    context: Mapping[str, Any]
    tables: Mapping[str, Table]
    pictures: Sequence[Picture] = field(default=())


def by_name(*tables: Table) -> dict[str, Table]:
    """Return a page's tables by their names, as its templates call them."""
    return {table.name: table for table in tables}
