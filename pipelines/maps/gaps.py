"""Map of the gaps: what lies within reach, with rural and suburban places told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Section, Table
from pipelines.maps.drawing.names import draw_names
from pipelines.vocabulary.access import GAPS, GAPS_OF_ONE_KIND
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, article, infusion_center_of
from pipelines.vocabulary.strata import (
    RURAL,
    RURAL_STRATA,
    SCHEMES,
    STRATA,
)
from pipelines.vocabulary.wording import listed

_DARK_TO_LIGHT = ("none", "hospital_only", "office_only", "choice")

_KINDS = ("rural", "suburban", "other")
"""Rural and suburban places by name; all others, coded or not, together."""


def draw_gaps(gaps: pd.DataFrame, ground: Ground) -> Figure:
    """Draw what each place has within reach: both _KINDS of center, one, or neither.

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
        everything else. Crossed is where the road files hold no road, so that nobody knows.
    """
    rows = ground.places.merge(gaps, on="geoid", how="left", validate="one_to_one")
    sites = _sites_with_centers(ground)
    kind = rows["stratum"].mask(rows["stratum"].isin(RURAL_STRATA), RURAL)
    kind = kind.where(kind.isin(_KINDS), "other")
    fills = [style.GAP_FILLS[one][gap] for one in _KINDS for gap in _DARK_TO_LIGHT]
    gap_number = rows["gap"].map({gap: index for index, gap in enumerate(_DARK_TO_LIGHT)})
    kind_number = kind.map({one: index for index, one in enumerate(_KINDS)})
    numbers = (kind_number * len(_DARK_TO_LIGHT) + gap_number).fillna(-1)
    unknown = rows["gap"] == "unknown"
    classes = numbers.mask(unknown, len(fills)).to_numpy(dtype=np.int64)
    no_road = (("unknown", GAPS.heading("unknown")),) if unknown.any() else ()
    present = [one for one in _KINDS if (kind == one).any()]
    limit = ground.area.measures.gap_min
    table = Table(
        f"Within {limit:g} minutes by car",
        ("",) if present == ["other"] else tuple(one.capitalize() for one in present),
        tuple(
            (words, tuple(style.GAP_FILLS[one].get(gap, style.UNREACHED) for one in present))
            for gap, words in (*_gap_words(sites), *no_road)
        ),
    )
    sections: list[Section] = [table, center_section(ground, sites)]
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area,
            _words(rows, ground, sites),
            ground.extent,
            sections,
            center_words=ground.center_words,
        )
        draw_classes(axes, ground, classes, [*fills, style.UNREACHED])
        draw_centers(axes, ground, sites)
        draw_names(axes, ground.towns)
    return figure


def _gap_words(sites: tuple[str, ...]) -> list[tuple[str, str]]:
    """Name the gaps, from dark to light; where one kind alone has centers, the other is not spoken of."""
    if len(sites) > 1:
        return [(gap, GAPS.heading(gap)) for gap in _DARK_TO_LIGHT]
    only = sites[0].replace("_based", "_only")
    return [(gap, GAPS_OF_ONE_KIND.heading(gap)) for gap in ("none", only)]


def _sites_with_centers(ground: Ground) -> tuple[str, ...]:
    """Return which of the compared _KINDS have centers; both, where neither has."""
    known = set(ground.centers["site_of_care"])
    return tuple(site for site in COMPARED_SITES if site in known) or COMPARED_SITES


def _words(rows: pd.DataFrame, ground: Ground, sites: tuple[str, ...]) -> Words:
    area = ground.area
    limit = area.measures.gap_min
    both = len(sites) > 1
    center = infusion_center_of(sites[0])
    left_out, unknown = ((rows["gap"] == gap).any() for gap in ("none", "unknown"))
    if not left_out:
        near = "a center of either kind" if both else f"{article(center)} {center}"
        every = "Every place with a road in the data" if unknown else "Every place"
        subtitle = f"{every} has {near} within {limit:g} minutes by car."
    elif both:
        subtitle = (
            f"Dark land has neither a hospital-based nor an office-based infusion center within "
            f"{limit:g} minutes by car."
        )
    else:
        subtitle = f"Dark land has no {center} within {limit:g} minutes by car."
    known = set(rows["stratum"].dropna())
    present = [one for one in STRATA if one in known]
    lacking = "neither kind of center" if both else f"no {center}"
    return Words(
        f"{area.area.title}: where {_told_apart(present)}places have {lacking} within {limit:g} minutes",
        subtitle,
        (
            _kinds_of_place(present, area),
            f"A road that leads to no center counts as {'neither' if both else 'none'}.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )


def _told_apart(present: Sequence[str]) -> str:
    """Name the kinds of place that the map tells apart, as an adjective; empty where there is but one."""
    rural = any(one in RURAL_STRATA for one in present)
    kinds = [kind for kind, here in ((RURAL, rural), ("suburban", "suburban" in present)) if here]
    return f"{listed(kinds)} " if kinds else ""


def _kinds_of_place(present: Sequence[str], area: StudyArea) -> str:
    if area.stratum_scheme is None:
        return "No source tells how rural places are."
    parts = [STRATA.name(one) for one in present if one in RURAL_STRATA and one != RURAL]
    means = f" ({', '.join(parts)})" if parts else ""
    others = [STRATA.name(one) for one in present if one not in (*RURAL_STRATA, "suburban")]
    kinds = _told_apart(present).strip().capitalize() or "Kinds of place"
    return (
        f"{kinds}{means} as in {SCHEMES.name(area.stratum_scheme)}; other: "
        f"{listed([*others, 'unclassified'])} places."
    )
