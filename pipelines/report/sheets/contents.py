"""The page that links the sheets of an area."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.facts import Facts
from pipelines.report.sheets.document import POTENTIAL
from pipelines.report.sheets.local_facts import Place
from pipelines.report.sheets.sheet import file_name
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import INDEX, Page, Part
from pipelines.report.writing import render

_HEADINGS = {"state": "States", "county": "Counties"}


def contents(facts: Facts, places: Sequence[Place]) -> str:
    """Return the page that links the sheets of places, as HTML.

    Parameters
    ----------
    facts
        The area's facts.
    places
        Those that have a sheet beside the page.
    """
    groups = [
        (
            heading,
            sorted(
                ((file_name(place), place.name) for place in places if place.unit == unit),
                key=lambda link: link[1],
            ),
        )
        for unit, heading in _HEADINGS.items()
    ]
    page = Page(
        file=INDEX,
        title=f"Sheets of {place_name(facts)}",
        subtitle="One page each, as PDF, to print and hand out.",
        description=f"The sheets of {place_name(facts)}.",
        parts=(Part("sheets", "Sheets", "sheets.html"),),
        context={"groups": groups},
        tables={},
        pictures=(),
    )
    identity = facts.area.area
    shared = {
        "pages": {},
        "home": f"../{INDEX}",
        "identity": identity,
        "center_notes": facts.words.notes,
        "fictional": identity.fictional,
        "footnote": facts.words.said(POTENTIAL),
    }
    return render(page, shared, [])
