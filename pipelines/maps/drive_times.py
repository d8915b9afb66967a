"""Map of the minutes to the nearest center of one site of care."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.classes import (
    POTENTIAL,
    minute_classes,
    minute_edges,
    minute_labels,
    share_within,
)
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Ramp, Section
from pipelines.maps.drawing.names import draw_names
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, infusion_center_of
from pipelines.vocabulary.wording import percent


def draw_drive_time(
    drive_times: pd.DataFrame, coverage: pd.DataFrame, ground: Ground, site: str
) -> Figure:
    """Draw the minutes by car from every place to its nearest center of one site of care.

    Parameters
    ----------
    drive_times, coverage
        ``out.drive_times`` and ``out.coverage``.
    ground
        The land.
    site
        A site of care, or ``any``.

    Returns
    -------
    Figure
        Land coloured by the minutes of its nearest place in the same county; unreached places apart.
    """
    times = of_site(drive_times, ground, site)
    edges = minute_edges(ground.area)
    classes = minute_classes(times["drive_time_min"], edges)
    fills = [style.Fill(color) for color in style.minute_colors(len(edges) + 1)]
    reasons = [
        reason for reason in UNREACHED_REASONS if (times["unreached_reason"] == reason).any()
    ]
    sites = SITES_OF_CARE if site == ANY_SITE else (site,)
    sections: list[Section] = [
        Ramp("Minutes by car", tuple(zip(fills, minute_labels(edges), strict=True))),
        center_section(ground, sites),
    ]
    if reasons:
        why = " or ".join(UNREACHED_REASONS.heading(reason).lower() for reason in reasons)
        sections.append(Entries("", ((style.UNREACHED, f"No drive time: {why}"),)))
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area,
            _words(times, coverage, ground, site),
            ground.extent,
            sections,
            center_words=ground.center_words,
        )
        draw_classes(axes, ground, classes, [*fills, style.UNREACHED])
        draw_centers(axes, ground, sites)
        draw_names(axes, ground.towns)
    return figure


def of_site(drive_times: pd.DataFrame, ground: Ground, site: str) -> pd.DataFrame:
    """Return one site of care's rows of ``out.drive_times`` in the order of the ground's places."""
    rows = drive_times[drive_times["site_of_care"] == site]
    return ground.places.merge(rows, on="geoid", how="left", validate="one_to_one")


def _words(times: pd.DataFrame, coverage: pd.DataFrame, ground: Ground, site: str) -> Words:
    area = ground.area
    label, limit = area.sources.population.label, area.measures.gap_min
    nearest = infusion_center_of(site)
    notes = ["Each patch of land takes the time of the nearest population point in its county."]
    share = share_within(coverage, site, limit)
    if times["drive_time_min"].isna().all():
        subtitle = f"No {nearest} can be reached from the area, so no place has a drive time."
    elif share is None:
        subtitle = ""
    else:
        subtitle = f"{percent(share)} of {label} live within {limit:g} minutes of one."
    if times["drive_time_min"].notna().all():
        notes.append("Every population point has a drive time.")
    return Words(
        f"{area.area.title}: minutes by car to the nearest {nearest}",
        subtitle,
        (*notes, POTENTIAL),
    )
