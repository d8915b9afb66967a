"""Map of the sites that were chosen for new centers, over the minutes to the nearest center of today."""

from __future__ import annotations

import pandas as pd
from matplotlib import patheffects
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import draw_marks
from pipelines.maps.drawing.classes import POTENTIAL, minute_classes, minute_edges, minute_labels
from pipelines.maps.drawing.ground import Ground, draw_classes, projected
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Ramp
from pipelines.maps.drawing.names import draw_names
from pipelines.maps.drive_times import of_site
from pipelines.vocabulary.sites_of_care import ANY_SITE

MOST_PEOPLE = "mclp"
"""The question whose answer is drawn: which sites bring most people within the threshold."""


def sites_of(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``out.siting_sites`` that the map shows: the most sites that bring people near."""
    if sites.empty:
        return sites
    asked = sites.loc[sites["problem"] == MOST_PEOPLE]
    return pd.DataFrame(asked.loc[asked["sites_asked"] == asked["sites_asked"].max()])


def draw_sites(sites: pd.DataFrame, drive_times: pd.DataFrame, ground: Ground) -> Figure:
    """Draw the chosen sites, numbered in the order in which each adds most.

    Parameters
    ----------
    sites
        From `sites_of`, not empty.
    drive_times
        ``out.drive_times``.
    ground
        The land.

    Returns
    -------
    Figure
        Land coloured by the minutes to the nearest center of any kind, with a numbered star a site.
    """
    times = of_site(drive_times, ground, ANY_SITE)
    edges = minute_edges(ground.area)
    fills = [style.Fill(color) for color in style.minute_colors(len(edges) + 1)]
    points = projected(sites, ["candidate_id", "rank"], ground.area.area.projected_crs)
    keys = ((style.IS_NEW, "Chosen site, in the order in which each adds most"),)
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area,
            _words(sites, ground),
            ground.extent,
            [
                Ramp(
                    "Minutes to a center today",
                    tuple(zip(fills, minute_labels(edges), strict=True)),
                ),
                Entries("", keys),
            ],
            center_words=ground.center_words,
        )
        classes = minute_classes(times["drive_time_min"], edges)
        draw_classes(axes, ground, classes, [*fills, style.UNREACHED])
        marks = [(float(x), float(y)) for x, y in points[["x", "y"]].to_numpy()]
        draw_names(axes, ground.towns, marks=marks)
        draw_marks(axes, ground, points, style.IS_NEW)
        for rank, x, y in points[["rank", "x", "y"]].to_numpy(dtype=float):
            axes.annotate(
                f"{rank:.0f}",
                (x, y),
                xytext=(7, 5),
                textcoords="offset points",
                fontsize=style.HEADING.size,
                fontweight="bold",
                zorder=9,
                gid="rank",
                path_effects=[patheffects.withStroke(linewidth=3, foreground="white")],
            )
    return figure


def _words(sites: pd.DataFrame, ground: Ground) -> Words:
    within = f"{ground.area.scenarios.siting_within_min:g}"
    chosen = "site" if len(sites) == 1 else f"{len(sites)} sites"
    return Words(
        f"{ground.area.area.title}: where new centers would bring most people near",
        f"The {chosen} that bring most people within {within} minutes of a center.",
        (
            "Only the drive counts: rent, staff and the law of the state do not.",
            "Each patch of land takes the time of the nearest population point in its county.",
            POTENTIAL,
        ),
    )
