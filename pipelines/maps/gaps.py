"""Map of the gaps: what lies within reach, with rural and suburban places told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Section, Table
from pipelines.maps.drawing.source_line import SCHEME_NAMES

COMPARED = ("hospital_based", "office_based")
"""The two kinds of center that the gaps compare."""

SITE_ADJECTIVES = {"hospital_based": "a hospital-based", "office_based": "an office-based"}

_GAP_WORDS = {
    "none": "Neither kind",
    "hospital_only": "Hospital-based only",
    "office_only": "Office-based only",
    "choice": "Both kinds",
}
_ONE_KIND_WORDS = {
    "hospital_based": {"none": "No center", "hospital_only": "Hospital-based center"},
    "office_based": {"none": "No center", "office_only": "Office-based center"},
}
"""Where the area's sources hold centers of one kind alone, the other is not spoken of."""

_KIND_WORDS = {"rural": "Rural", "suburban": "Suburban", "other": "Other"}
"""Rural and suburban places by name; all others, coded or not, together."""


def draw_gaps(gaps: pd.DataFrame, ground: Ground) -> Figure:
    """Draw what each place has within reach: both kinds of center, one, or neither.

    Parameters
    ----------
    gaps
        ``out.gaps``.
    ground
        The land; its places' strata choose hue and pattern.

    Returns
    -------
    Figure
        The darker, the less there is within reach; brown is rural, striped blue suburban, dotted grey
        everything else.
    """
    rows = ground.places.merge(gaps, on="geoid", how="left", validate="one_to_one")
    sites = _sites_with_centers(ground)
    gap_words = _GAP_WORDS if len(sites) > 1 else _ONE_KIND_WORDS[sites[0]]
    kinds = list(_KIND_WORDS)
    kind = rows["stratum"].where(rows["stratum"].isin(kinds), "other")
    fills = [style.GAP_FILLS[one][gap] for one in kinds for gap in _GAP_WORDS]
    gap_number = rows["gap"].map({gap: index for index, gap in enumerate(_GAP_WORDS)})
    kind_number = kind.map({one: index for index, one in enumerate(kinds)})
    classes = (kind_number * len(_GAP_WORDS) + gap_number).fillna(-1).to_numpy(dtype=np.int64)
    present = [one for one in kinds if (kind == one).any()]
    limit = ground.area.measures.gap_min
    table = Table(
        f"Within {limit:g} minutes by car",
        tuple(_KIND_WORDS[one] for one in present),
        tuple(
            (words, tuple(style.GAP_FILLS[one][gap] for one in present))
            for gap, words in gap_words.items()
        ),
    )
    sections: list[Section] = [table, center_section(ground, sites)]
    with rc_context(style.RC):
        figure, (axes,) = map_sheet(
            ground.area, _words(rows, ground, sites), ground.extent, sections
        )
        draw_classes(axes, ground, classes, fills)
        draw_centers(axes, ground, sites)
    return figure


def _sites_with_centers(ground: Ground) -> tuple[str, ...]:
    """Return which of the compared kinds have centers; both, where neither has."""
    known = set(ground.centers["site_of_care"])
    return tuple(site for site in COMPARED if site in known) or COMPARED


def _words(rows: pd.DataFrame, ground: Ground, sites: tuple[str, ...]) -> Words:
    area = ground.area
    limit = area.measures.gap_min
    both = len(sites) > 1
    kind = SITE_ADJECTIVES[sites[0]]
    if not (rows["gap"] == "none").any():
        near = "a center of either kind" if both else f"{kind} infusion center"
        subtitle = f"Every place has {near} within {limit:g} minutes by car."
    elif both:
        subtitle = (
            f"Dark land has neither a hospital-based nor an office-based infusion center within "
            f"{limit:g} minutes by car."
        )
    else:
        subtitle = (
            f"Dark land has no {kind.split()[-1]} infusion center within {limit:g} minutes by car."
        )
    scheme = SCHEME_NAMES[area.measures.stratum_scheme]
    return Words(
        f"{area.area.title}: where rural and suburban places have no center within {limit:g} minutes",
        subtitle,
        (
            f"Rural and suburban as in {scheme}; other: urban, small metro and unclassified places.",
            f"Places without a drive time count as having {'neither kind' if both else 'none'}.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )
