"""The source line: publisher and vintage of everything that a picture rests on."""

from __future__ import annotations

from pipelines.area import StudyArea

SCHEME_NAMES = {
    "nchs": "NCHS urban-rural codes",
    "ruca": "RUCA codes",
    "rucc": "USDA rural-urban continuum codes",
    "cms": "CMS county types",
}
"""The stratum schemes as notes and source lines name them."""


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
    scheme = {"nchs": sources.nchs, "ruca": sources.ruca, "rucc": sources.rucc}
    parts = [
        ("people", sources.population),
        ("boundaries", sources.counties),
        ("roads", sources.roads),
        ("hospitals", sources.hospitals),
        ("centers", sources.centers),
        ("registered providers", sources.nppes),
        ("payments of Medicare", sources.physician_puf),
        ("services of hospitals", sources.provider_of_services),
        ("cost reports of hospitals", sources.cost_reports),
        (SCHEME_NAMES[area.measures.stratum_scheme], scheme.get(area.measures.stratum_scheme)),
    ]
    named: dict[str, list[str]] = {}
    for what, source in parts:
        if source is not None:
            named.setdefault(f"{source.publisher} ({source.vintage})", []).append(what)
    listed = [f"{', '.join(whats)}: {who}" for who, whats in named.items()]
    text = "; ".join(listed)
    return f"Sources: {text}."
