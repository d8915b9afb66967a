"""What the land of a printed map is coloured by: minutes to the nearest center, or what lies near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import minute_classes, minute_edges, minute_labels
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.drive_times import of_site
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.sites_of_care import ANY_SITE, infusion_center_of
from pipelines.vocabulary.wording import limit

GAP_FILLS = {
    "choice": style.Fill("#f3ead9"),
    "office_only": style.Fill("#f0b35a"),
    "hospital_only": style.Fill("#6d9dcb"),
    "none": style.Fill("#4a1530"),
    "unknown": style.UNREACHED,
}
"""Gaps from light to dark, so that they stay apart on grey paper."""


@dataclass(frozen=True)
class LandClasses:
    """How land is coloured.

    Attributes
    ----------
    heading
        What the colours tell.
    of_place : int64 (p,)
        Class of each row of the ground's places.
    fills, labels
        Of each class, in order.
    """

    heading: str
    of_place: npt.NDArray[np.int64]
    fills: tuple[style.Fill, ...]
    labels: tuple[str, ...]


def by_minutes(drive_times: pd.DataFrame, ground: Ground, site: str = ANY_SITE) -> LandClasses:
    """Colour land by the minutes by car to the nearest center of a site of care, as `draw_drive_time` does.

    Parameters
    ----------
    drive_times
        ``out.drive_times``.
    ground
        The land.
    site
        A site of care, or ``any``.
    """
    minutes = of_site(drive_times, ground, site)["drive_time_min"]
    edges = minute_edges(ground.area)
    colors = style.minute_colors(len(edges) + 1)
    return LandClasses(
        f"Minutes by car to the nearest {infusion_center_of(site)}",
        minute_classes(minutes, edges),
        (*map(style.Fill, colors), style.UNREACHED),
        (*minute_labels(edges), "no drive time"),
    )


def by_gap(gaps: pd.DataFrame, ground: Ground) -> LandClasses:
    """Colour land by what lies within reach: both compared kinds of center, one, or neither.

    Parameters
    ----------
    gaps
        ``out.gaps``.
    ground
        The land.
    """
    gap = ground.places.merge(gaps, on="geoid", how="left", validate="one_to_one")["gap"]
    names = list(GAP_FILLS)
    return LandClasses(
        f"Within {limit(ground.area.measures.gap_min)} minutes by car",
        gap.map(names.index).to_numpy(dtype=np.int64),
        tuple(GAP_FILLS.values()),
        tuple(GAPS.heading(name) for name in names),
    )
