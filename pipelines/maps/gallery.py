"""All pictures of a study area: drawn from its warehouse and saved as PNG files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
from matplotlib.figure import Figure
from PIL import Image

from pipelines.area import StudyArea
from pipelines.maps.adequacy import draw_adequacy
from pipelines.maps.bands_chart import bands_of, draw_bands
from pipelines.maps.catchments import draw_catchments
from pipelines.maps.coverage_chart import draw_coverage
from pipelines.maps.definitions_chart import draw_definitions, figures_by_definition
from pipelines.maps.distribution_chart import draw_distribution
from pipelines.maps.drawing import style
from pipelines.maps.drawing.ground import Ground, lay_ground
from pipelines.maps.drive_times import draw_drive_time
from pipelines.maps.gains import draw_gains
from pipelines.maps.gaps import draw_gaps
from pipelines.maps.groups_chart import draw_groups, draw_strata_drives
from pipelines.maps.nearness import draw_nearer
from pipelines.maps.sites import draw_sites, sites_of
from pipelines.out_tables import OutTables
from pipelines.vocabulary.center_words import center_words
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.what_if import pictures_of

_COLORS = 255
"""Colours of a saved picture: few enough for one byte a pixel, too many to be seen missing."""


_FOOT_GAP_IN = 0.05


class MapFile(NamedTuple):
    """One saved picture.

    Attributes
    ----------
    name
        Short name, also of the file: ``drive_time_hospital_based``.
    path
        The PNG file.
    title
        The picture's title.
    alt_text
        What it shows, for those who cannot see it.
    foot_px
        Height of what stands beneath the drawing: caveat, notes and sources.
    notes, source
        What stands there.
    """

    name: str
    path: Path
    title: str
    alt_text: str
    foot_px: int = 0
    notes: str = ""
    source: str = ""


def draw_all(tables: OutTables, area: StudyArea, folder: Path) -> list[MapFile]:
    """Draw and save every picture of an area, as `pictures` lists them, into a folder; made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return [draw(name, picture, folder) for name, picture in pictures(tables, area).items()]


def pictures(tables: OutTables, area: StudyArea) -> dict[str, Callable[[], Figure]]:
    """Return what draws each picture of an area, by its name.

    Parameters
    ----------
    tables
        Its warehouse's tables.
    area
        Its settings.

    Returns
    -------
    dict
        In the order of a report: the gaps, who is nearer, drive times, catchments, what-ifs, charts, adequacy,
        drives by stratum and by group, bands, chosen sites, other definitions of a center. What has no centers
        has no map, where hospital-based or office-based centers are missing or the list of them is a sample
        nothing is compared, and where no other definition was tried, or no group is counted apart, there is no
        chart of them.

    Raises
    ------
    WarehouseError
        The warehouse or one of its tables is missing.
    """
    return dict(_pictures(tables, area))


def draw(name: str, picture: Callable[[], Figure], folder: Path) -> MapFile:
    """Draw a picture for the pages, and save it as `NAME.png` in a folder in the place of the one before."""
    figure, path = picture(), folder / f"{name}.png"
    save(figure, path)
    return MapFile(
        name,
        path,
        text_of(figure, "title"),
        alt_text(figure),
        foot_px(figure),
        text_of(figure, "note"),
        text_of(figure, "source"),
    )


def save_map(name: str, figure: Figure, folder: Path) -> MapFile:
    """Save a figure as `NAME.png` in a folder, to be shown alone: with its notes and sources beneath it."""
    path = folder / f"{name}.png"
    save(figure, path)
    return MapFile(name, path, text_of(figure, "title"), alt_text(figure))


def save(figure: Figure, path: Path) -> None:
    """Save a figure as a PNG with a palette: the same bytes for the same figure, no dates, no versions."""
    flat = _pixels(figure).quantize(
        colors=_COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    unfinished = path.with_suffix(".png.part")
    # The last 6 % of size would take seven times as long.
    flat.save(unfinished, format="PNG", compress_level=6, dpi=(style.DPI, style.DPI))
    unfinished.replace(path)


def _pixels(figure: Figure) -> Image.Image:
    """Draw the figure at the resolution of the house."""
    buffer = io.BytesIO()
    with style.house_style():
        figure.savefig(buffer, format="rgba", dpi=style.DPI)
    width, height = (int(inches * style.DPI) for inches in figure.get_size_inches())
    return Image.frombytes("RGBA", (width, height), buffer.getvalue()).convert("RGB")


def foot_px(figure: Figure) -> int:
    """Return the height in pixels of the caveat, notes and sources beneath a drawing; 0 without any."""
    tops_in = [
        text.get_position()[1] + float(text.get_fontsize()) / 72
        for text in figure.texts
        if text.get_gid() in ("caveat", "note", "source")
    ]
    return round((max(tops_in) + _FOOT_GAP_IN) * style.DPI) if tops_in else 0


def text_of(figure: Figure, gid: str) -> str:
    """Return a text of a sheet on one line, empty where the sheet has none."""
    found = [text.get_text() for text in figure.texts if text.get_gid() == gid]
    return " ".join(" ".join(found).split())


def alt_text(figure: Figure) -> str:
    """Say in words what a picture shows: kind, title, key figure, keys of the legend, warning."""
    legend = [text.get_text() for text in figure.texts if text.get_gid() == "legend"]
    keys = "; ".join(" ".join(text.split()) for text in legend)
    kind = "Map" if any(axes.get_gid() == "map" for axes in figure.axes) else "Chart"
    parts = [
        f"{kind}. {text_of(figure, 'title')}.",
        text_of(figure, "subtitle"),
        f"Legend: {keys}." if keys else "",
        text_of(figure, "banner"),
        text_of(figure, "caveat"),
    ]
    return " ".join(part for part in parts if part).replace("?.", "?")


def _pictures(tables: OutTables, area: StudyArea) -> Iterator[tuple[str, Callable[[], Figure]]]:
    ground = lay_ground(
        area,
        gpd.GeoDataFrame(tables["core.counties"]),
        tables["core.population"],
        tables["core.centers"],
    )
    words = center_words(tables.rows("out.center_lists"))
    ground = replace(ground, center_words=words)
    times, coverage = tables["out.drive_times"], tables["out.coverage"]
    yield "gaps", lambda: draw_gaps(tables["out.gaps"], ground)
    known = set(ground.centers["site_of_care"])
    if known.issuperset(COMPARED_SITES) and words.comparable:
        yield "nearer", lambda: draw_nearer(tables["out.gaps"], ground)
    # With centers of one kind the nearest of any kind is the same map again.
    with_centers = known | ({ANY_SITE} if len(known) > 1 else set())
    for site in SITES_OR_ANY:
        if site in with_centers:
            yield (
                f"drive_time_{site}",
                partial(draw_drive_time, times, coverage, ground, site),
            )
    if known & set(tables["out.catchments"]["site_of_care"]):
        yield "catchments", lambda: draw_catchments(tables["out.catchments"], coverage, ground)
    yield from _gains(tables, ground)
    yield "coverage", lambda: draw_coverage(coverage, area, words)
    yield "distribution", lambda: draw_distribution(times, ground)
    yield "adequacy", lambda: draw_adequacy(tables["out.adequacy_findings"], ground)
    by_stratum = tables["out.times_by_stratum"]
    if (by_stratum["population"] > 0).any():
        yield "strata_drives", lambda: draw_strata_drives(by_stratum, area, words)
    by_group = tables["out.times_by_group"]
    if len(by_group):
        yield "groups", lambda: draw_groups(by_group, area, words)
    bands = bands_of(tables["out.sensitivity"])
    if len(bands):
        yield "bands", lambda: draw_bands(bands, area, words)
    sites = sites_of(tables["out.siting_sites"])
    if len(sites):
        yield "sites", lambda: draw_sites(sites, times, ground)
    own = area.facilities.definition
    figures = figures_by_definition(tables["out.sensitivity_values"], own)
    if figures:
        yield "definitions", lambda: draw_definitions(figures, area, words)


def _gains(tables: OutTables, ground: Ground) -> Iterator[tuple[str, Callable[[], Figure]]]:
    counts = tables["out.what_if"]
    if counts.empty:
        return
    places, centers = (tables[f"out.what_if_{name}"] for name in ("places", "centers"))
    for name, what_if in pictures_of(counts["what_if"]).items():
        yield name, partial(draw_gains, what_if, counts, places, centers, ground)
