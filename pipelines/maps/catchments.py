"""Maps of the catchments: what lies within so many minutes of a center, one site of care beside the other."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers, sites_known
from pipelines.maps.drawing.classes import (
    POTENTIAL,
    minute_edges,
    minute_labels,
    share_within,
)
from pipelines.maps.drawing.ground import (
    Ground,
    draw_borders,
    draw_land,
    outline_of,
    outline_of_shape,
)
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Ramp, Section
from pipelines.maps.drawing.names import draw_names
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.wording import percent


def draw_catchments(catchments: gpd.GeoDataFrame, coverage: pd.DataFrame, ground: Ground) -> Figure:
    """Draw the bands of drive time around the centers of each site of care that has catchments.

    Parameters
    ----------
    catchments, coverage
        ``out.catchments`` and ``out.coverage``.
    ground
        The land.

    Returns
    -------
    Figure
        One map a site of care, side by side (one above the other in a wide area), in the same colours as
        the maps of drive time.
    """
    area = ground.area
    limits = sorted(catchments["within_min"].unique())
    sites = [site for site in style.SITE_SYMBOLS if (catchments["site_of_care"] == site).any()]
    colors = style.minute_colors(len(minute_edges(area)) + 1)
    bands = (*colors[: len(limits)], colors[-1])
    labels = minute_labels(limits)
    ramp = tuple((style.Fill(color), label) for color, label in zip(bands, labels, strict=True))
    sections: list[Section] = [
        Ramp("Minutes by car", ramp),
        center_section(ground, tuple(sites)),
    ]
    titles = tuple(_panel_title(coverage, ground, site) for site in sites)
    with style.house_style():
        figure, panels = map_sheet(
            area,
            _words(ground, sites),
            ground.extent,
            sections,
            titles,
            center_words=ground.center_words,
        )
        for axes, site in zip(panels, sites, strict=True):
            draw_land(axes, ground)
            rows = catchments[catchments["site_of_care"] == site].sort_values("within_min")
            _draw_bands(axes, ground, rows, bands)
            draw_borders(axes, ground)
            draw_centers(axes, ground, (site,))
            draw_names(axes, ground.towns)
    return figure


def _draw_bands(
    axes: Axes, ground: Ground, rows: gpd.GeoDataFrame, colors: tuple[str, ...]
) -> None:
    """Paint the area in the last colour, then the nested catchments over it, largest first."""
    home = outline_of(ground, axes)
    tolerance = (ground.extent.right - ground.extent.left) / (style.WIDTH_IN * style.DPI) / 2
    shapes = rows.geometry.to_crs(ground.area.area.projected_crs)
    layers = [(home, colors[-1])]
    for shape, color in reversed(list(zip(shapes, colors, strict=False))):
        layers.append((outline_of_shape(shapely.simplify(shape, tolerance)), color))
    for order, (outline, color) in enumerate(layers):
        collection = PathCollection(
            [outline],
            facecolors=color,
            edgecolors="none",
            transform=axes.transData,
            zorder=2 + order / 100,
        )
        axes.add_collection(collection, autolim=False)
        collection.set_clip_path(home, axes.transData)


def _panel_title(coverage: pd.DataFrame, ground: Ground, site: str) -> str:
    name = SITES_OR_ANY.heading(site)
    if not sites_known(ground, (site,)):
        return f"{name}: no center known"
    limit, label = ground.area.measures.gap_min, ground.area.sources.population.label
    share = share_within(coverage, site, limit)
    if share is None:
        return name
    return f"{name}: {percent(share)} of {label} within {limit:g} minutes"


def _words(ground: Ground, sites: list[str]) -> Words:
    area = ground.area
    named = " and ".join(SITES_OR_ANY.name(site) for site in sites)
    return Words(
        f"{area.area.title}: catchments of {named} infusion centers",
        "Bands of land by the minutes of driving to the nearest center.",
        (POTENTIAL,),
    )
