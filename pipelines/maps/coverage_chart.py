"""Chart of the share of people within reach, by stratum and site of care."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.layout import Box, Words, chart_sheet
from pipelines.maps.drawing.legend import Entries, Key, symbol_look
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.drawing.row_chart import dress_rows, group_heading, number_beside
from pipelines.vocabulary.center_words import AS_THEY_ARE, CenterWords
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, STRATA, STRATUM_GROUPS, scheme_name
from pipelines.vocabulary.wording import percent

_ROW_IN = 0.27
_GROUP_IN = 0.38
_AXIS_IN = 0.5
_SYMBOL_PT = 9.0


def draw_coverage(
    coverage: pd.DataFrame, area: StudyArea, center_words: CenterWords = AS_THEY_ARE
) -> Figure:
    """Draw, for each stratum, the share of people within reach of each site of care.

    Parameters
    ----------
    coverage
        ``out.coverage``.
    area
        For the threshold (`measures.gap_min`, or the nearest one that the table has) and the words.
    center_words
        How the centers may be spoken of.

    Returns
    -------
    Figure
        One row a stratum and site of care, with share and number of people. Sites of care that nobody
        reaches in any time are left out and named below; of one kind alone, any kind is not shown beside it.
    """
    limits = coverage["within_min"].unique()
    limit = min(limits, key=lambda one: (abs(one - area.measures.gap_min), one))
    rows = coverage[coverage["within_min"] == limit].set_index(["stratum", "site_of_care"])
    reached = coverage.groupby("site_of_care")["population_within"].sum()
    sites = [site for site in SITES_OR_ANY if reached.get(site, 0) > 0]
    if len(sites) == 2 and ANY_SITE in sites:
        sites.remove(ANY_SITE)  # the same again
    absent = [site for site in SITES_OF_CARE if site not in sites]
    strata = [
        stratum
        for stratum in (ALL_STRATA, *STRATA, NO_STRATUM)
        if (coverage["stratum"] == stratum).any()
    ]
    numbers_in = text_width_in("under 1% · 999,999,999", style.LABEL)
    group_in = _GROUP_IN + _ROW_IN * len(sites)
    height_in = group_in * len(strata)
    box = Box(0.12, 0.05, style.CONTENT_IN - numbers_in - 0.2, height_in)
    keys: list[tuple[Key, str]] = [(style.SITE_SYMBOLS[site], _site_label(site)) for site in sites]
    sections = [Entries("Infusion centers", tuple(keys))] if keys else []
    with style.house_style():
        figure, (axes,) = chart_sheet(
            area,
            _words(area, limit, absent),
            [box],
            height_in + _AXIS_IN,
            sections,
            center_words=center_words,
        )
        ticks = range(0, 101, 25)
        dress_rows(axes, height_in, 100, ticks, [f"{tick}%" for tick in ticks])
        for index, stratum in enumerate(strata):
            top = index * group_in
            _draw_group(axes, rows.loc[stratum], stratum, sites, top, area.sources.population.label)
    return figure


def _site_label(site: str) -> str:
    return SITES_OR_ANY.heading(site)


def _draw_group(
    axes: Axes, rows: pd.DataFrame, stratum: str, sites: list[str], top: float, label: str
) -> None:
    people = rows["population"].iloc[0] if len(rows) else 0.0
    heading = f"{STRATUM_GROUPS.heading(stratum)} ({people:,.0f} {label})"
    group_heading(axes, heading, top + 0.62 * _GROUP_IN)
    shares = dict(zip(rows.index, rows["share"].to_numpy(dtype=float), strict=True))
    reached = dict(zip(rows.index, rows["population_within"].to_numpy(dtype=float), strict=True))
    for index, site in enumerate(sites):
        y = top + _GROUP_IN + (index + 0.5) * _ROW_IN
        share, within = shares[site], reached[site]
        if np.isnan(share):
            words = "nobody lives here"
        else:
            words = f"{percent(share)} · {within:,.0f}"
            look = symbol_look(style.SITE_SYMBOLS[site], _SYMBOL_PT)
            axes.plot([0, 100 * share], [y, y], color="#9a9a9a", linewidth=1.6, zorder=3)
            axes.plot([100 * share], [y], zorder=4, clip_on=False, gid="coverage", **look)
        number_beside(axes, words, y)


def _words(area: StudyArea, limit: float, absent: list[str]) -> Words:
    notes = [
        f"Kinds of place: {scheme_name(area.stratum_scheme)}.",
        "Places without a drive time count as not within reach.",
    ]
    if absent:
        named = " or ".join(SITES_OR_ANY.name(site) for site in absent)
        notes.append(f"No {named} center is within anybody's reach: none shown.")
    return Words(
        f"{area.area.title}: who lives within {limit:g} minutes by car of an infusion center",
        f"Share and number of {area.sources.population.label}, by kind of place and kind of center.",
        (*notes, POTENTIAL),
    )
