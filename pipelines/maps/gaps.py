"""Map of the gaps: what lies within reach, with rural and suburban places told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from pipelines.maps import style
from pipelines.maps.centers import center_section, draw_centers
from pipelines.maps.classes import POTENTIAL
from pipelines.maps.ground import Ground, draw_classes
from pipelines.maps.layout import Words, map_sheet
from pipelines.maps.legend import Section, Table
from pipelines.maps.sources import SCHEME_NAMES

_GAP_WORDS = {
    "none": "Neither kind",
    "hospital_only": "Hospital-based only",
    "office_only": "Office-based only",
    "choice": "Both kinds",
}
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
            for gap, words in _GAP_WORDS.items()
        ),
    )
    sites = ("hospital_based", "office_based")
    sections: list[Section] = [table, center_section(ground, sites)]
    with rc_context(style.RC):
        figure, (axes,) = map_sheet(ground.area, _words(rows, ground), ground.extent, sections)
        draw_classes(axes, ground, classes, fills)
        draw_centers(axes, ground, sites)
    return figure


def _words(rows: pd.DataFrame, ground: Ground) -> Words:
    area = ground.area
    limit = area.measures.gap_min
    if (rows["gap"] == "none").any():
        subtitle = (
            f"Dark land has neither a hospital-based nor an office-based infusion center within "
            f"{limit:g} minutes by car."
        )
    else:
        subtitle = f"Every place has a center of either kind within {limit:g} minutes by car."
    scheme = SCHEME_NAMES[area.measures.stratum_scheme]
    return Words(
        f"{area.area.title}: where rural and suburban places have no center within {limit:g} minutes",
        subtitle,
        (
            f"Rural and suburban as in {scheme}; other: urban, small metro and unclassified places.",
            "Places without a drive time count as having neither kind.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )
