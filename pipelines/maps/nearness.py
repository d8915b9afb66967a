"""Map of which site of care is nearer: the hospital-based center, the office-based one, or neither."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Key, Section
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

SAME_WITHIN_MIN = 5.0
"""Drive times that differ by no more count as about the same: the error of a modelled drive time."""

CLASSES: dict[str, tuple[style.Fill, str]] = {
    "office": (style.OFFICE_NEARER, "Office-based nearer"),
    "same": (style.SAME, "About the same"),
    "hospital": (style.HOSPITAL_NEARER, "Hospital-based nearer"),
    "office_only": (style.OFFICE_ONLY, "Only an office-based one can be reached"),
    "hospital_only": (style.HOSPITAL_ONLY, "Only a hospital-based one can be reached"),
    "neither": (style.UNREACHED, "Neither can be reached"),
}
"""Fill and words of each class, in the order of the legend."""

_ALWAYS = ("office", "same", "hospital")


def nearer_classes(gaps: pd.DataFrame) -> npt.NDArray[np.str_]:
    """Name each place's class in `CLASSES`.

    Parameters
    ----------
    gaps
        Rows of ``out.gaps``.

    Returns
    -------
    ndarray of str
        One a row. A difference of exactly `SAME_WITHIN_MIN` is about the same.
    """
    hospital, office = gaps["hospital_min"].notna(), gaps["office_min"].notna()
    advantage = gaps["office_advantage_min"]
    conditions = [
        ~hospital & ~office,
        ~office,
        ~hospital,
        advantage > SAME_WITHIN_MIN,
        advantage < -SAME_WITHIN_MIN,
    ]
    names = ["neither", "hospital_only", "office_only", "office", "hospital"]
    return np.select(conditions, names, default="same")


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
    classes = nearer_classes(rows)
    names = list(CLASSES)
    numbers = np.array([names.index(name) for name in classes], dtype=np.int64)
    sites = ("hospital_based", "office_based")
    shown = [name for name in names if name in _ALWAYS or (classes == name).any()]
    keys: list[tuple[Key, str]] = [CLASSES[name] for name in shown]
    sections: list[Section] = [
        Entries("Which center is nearer by car", tuple(keys)),
        center_section(ground, sites),
    ]
    with rc_context(style.RC):
        figure, (axes,) = map_sheet(ground.area, _words(ground), ground.extent, sections)
        draw_classes(axes, ground, numbers, [fill for fill, _ in CLASSES.values()])
        draw_centers(axes, ground, sites)
    return figure


def _words(ground: Ground) -> Words:
    known = set(ground.centers["site_of_care"])
    missing = [
        SITES_OR_ANY.name(site) for site in ("hospital_based", "office_based") if site not in known
    ]
    subtitle = f"“About the same”: the drives differ by at most {SAME_WITHIN_MIN:g} minutes."
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
