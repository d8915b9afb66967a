"""The source line: publisher and vintage of everything that a picture rests on."""

from __future__ import annotations

from pipelines.area import StudyArea
from pipelines.vocabulary.sources import SOURCES
from pipelines.vocabulary.strata import SOURCES_OF_SCHEME


def source_line(area: StudyArea) -> str:
    """Name the publishers and vintages of an area's sources.

    Parameters
    ----------
    area
        The study area.

    Returns
    -------
    str
        One paragraph; parts of the data that share a source are named together.
    """
    sources = area.sources
    told = [
        "population",
        "counties",
        "roads",
        "hospitals",
        "centers",
        "nppes",
        "physician_puf",
        "provider_of_services",
        "cost_reports",
        *SOURCES_OF_SCHEME.get(area.stratum_scheme or "", ()),
    ]
    named: dict[str, list[str]] = {}
    for name in told:
        source = getattr(sources, name)
        if source is not None:
            named.setdefault(f"{source.publisher} ({source.vintage})", []).append(
                SOURCES.name(name)
            )
    listed = [f"{', '.join(whats)}: {who}" for who, whats in named.items()]
    text = "; ".join(listed)
    return f"Sources: {text}."
