"""Map of which site of care is nearer: the hospital-based center, the office-based one, or neither."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Key, Section
from pipelines.maps.drawing.names import draw_names
from pipelines.vocabulary.access import NEARER
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

FILLS: dict[str, style.Fill] = {
    "office": style.OFFICE_NEARER,
    "about_the_same": style.SAME,
    "hospital": style.HOSPITAL_NEARER,
    "only_office": style.OFFICE_ONLY,
    "only_hospital": style.HOSPITAL_ONLY,
    "neither": style.UNREACHED,
}
"""Code of `nearer` in out.gaps -> fill."""

_ALWAYS = ("office", "about_the_same", "hospital")


def draw_nearer(gaps: pd.DataFrame, ground: Ground) -> Figure:
    """Draw which of the two sites of care each place is nearer to.

    Parameters
    ----------
    gaps
        ``out.gaps``.
    ground
        The land.

    Returns
    -------
    Figure
        Land coloured by the class of its nearest place, with both kinds of center.
    """
    rows = ground.places.merge(gaps, on="geoid", how="left", validate="one_to_one")
    numbers = pd.Index(NEARER).get_indexer(pd.Index(rows["nearer"])).astype(np.int64)
    sites = ("hospital_based", "office_based")
    shown = [name for name in NEARER if name in _ALWAYS or (rows["nearer"] == name).any()]
    keys: list[tuple[Key, str]] = [(FILLS[name], NEARER.heading(name)) for name in shown]
    sections: list[Section] = [
        Entries("Which center is nearer by car", tuple(keys)),
        center_section(ground, sites),
    ]
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area, _words(ground), ground.extent, sections, center_words=ground.center_words
        )
        draw_classes(axes, ground, numbers, [FILLS[name] for name in NEARER])
        draw_centers(axes, ground, sites)
        draw_names(axes, ground.towns)
    return figure


def _words(ground: Ground) -> Words:
    known = set(ground.centers["site_of_care"])
    missing = [
        SITES_OR_ANY.name(site) for site in ("hospital_based", "office_based") if site not in known
    ]
    apart_min = ground.area.measures.nearer_by_min
    subtitle = f"“About the same”: the drives differ by at most {apart_min:g} minutes."
    if missing:
        subtitle = f"No {' and no '.join(missing)} center is known in or near the area."
    return Words(
        f"{ground.area.area.title}: which is nearer, a hospital-based or an office-based center?",
        subtitle,
        (
            "Nearer does not mean near.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )
