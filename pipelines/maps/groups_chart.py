"""Charts of the drives of strata and of groups: the median, and between which minutes the middle half lies."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.layout import Box, Words, chart_sheet
from pipelines.maps.drawing.legend import Entries, Key, symbol_look
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.drawing.row_chart import dress_rows, group_heading, number_beside
from pipelines.vocabulary.center_words import AS_THEY_ARE, CenterWords
from pipelines.vocabulary.equity import counts_households, group_term
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS, scheme_name

_ROW_IN = 0.27
_GROUP_IN = 0.36
_AXIS_IN = 0.55
_SYMBOL_PT = 9.0


def draw_groups(
    times: pd.DataFrame, area: StudyArea, center_words: CenterWords = AS_THEY_ARE
) -> Figure:
    """Draw, for everyone and each group, the median drive to each kind of center and the middle half.

    Parameters
    ----------
    times
        ``out.times_by_group``.
    area
        For the words.
    center_words
        How the centers may be spoken of.

    Returns
    -------
    Figure
        A row a group that anybody belongs to and a kind that anybody reaches: hospital-based and office-based,
        or any kind where there is neither.
    """
    label = area.sources.population.label

    def heading(group: str, count: float) -> str:
        who = "households" if counts_households(group) else "people"
        return f"{group_term(group, label).heading} ({count:,.0f} {who})"

    rows = times[times["stratum"] == ALL_STRATA].rename(columns={"group": "row"})
    overlap = "Each group is counted where it lives; groups overlap."
    return _draw(rows, heading, area, _words(area, "who drives longer", overlap), center_words)


def draw_strata_drives(
    times: pd.DataFrame, area: StudyArea, center_words: CenterWords = AS_THEY_ARE
) -> Figure:
    """Draw, for each kind of place and everyone, the median drive to each kind of center and the middle half.

    Parameters
    ----------
    times
        ``out.times_by_stratum``.
    area, center_words
        As in `draw_groups`.

    Returns
    -------
    Figure
        As of `draw_groups`, a row a stratum in which people are counted, densest first.
    """
    order = {stratum: place for place, stratum in enumerate(STRATUM_GROUPS)}
    rows = times.sort_values("stratum", key=lambda one: one.map(order), kind="stable")
    kinds = f"Kinds of place: {scheme_name(area.stratum_scheme)}."
    label = area.sources.population.label
    return _draw(
        rows.rename(columns={"stratum": "row"}),
        lambda stratum, count: f"{STRATUM_GROUPS.heading(stratum)} ({count:,.0f} {label})",
        area,
        _words(area, "where people drive longer", kinds),
        center_words,
    )


def _draw(
    rows: pd.DataFrame,
    heading: Callable[[str, float], str],
    area: StudyArea,
    words: Words,
    center_words: CenterWords,
) -> Figure:
    """Draw the drives of each `row` of people, headed by what `heading` says of it and its count."""
    rows = rows[rows["population"] > 0]
    reached = set(rows.loc[rows["drive_time_min_median"].notna(), "site_of_care"])
    sites = [site for site in COMPARED_SITES if site in reached] or [ANY_SITE]
    names = list(dict.fromkeys(rows["row"]))
    cells = rows.set_index(["row", "site_of_care"]).to_dict("index")
    numbers_in = text_width_in("999 min · 999 to 999", style.LABEL)
    group_in = _GROUP_IN + _ROW_IN * len(sites)
    height_in = group_in * len(names)
    box = Box(0.12, 0.05, style.CONTENT_IN - numbers_in - 0.2, height_in)
    keys: list[tuple[Key, str]] = [
        (style.SITE_SYMBOLS[site], SITES_OR_ANY.heading(site)) for site in sites
    ]
    far = rows.loc[rows["site_of_care"].isin(sites), "drive_time_min_p75"].max()
    with style.house_style():
        figure, (axes,) = chart_sheet(
            area,
            words,
            [box],
            height_in + _AXIS_IN,
            [Entries("Infusion centers", tuple(keys))],
            center_words=center_words,
        )
        _dress(axes, height_in, 1.0 if math.isnan(far) else float(far))
        for index, name in enumerate(names):
            top = index * group_in
            told = heading(name, cells[name, sites[0]]["population"])
            group_heading(axes, told, top + 0.62 * _GROUP_IN)
            for number, site in enumerate(sites):
                y = top + _GROUP_IN + (number + 0.5) * _ROW_IN
                _draw_drive(axes, cells[name, site], site, y)
    return figure


def _draw_drive(axes: Axes, row: dict[Any, Any], site: str, y: float) -> None:
    low, middle, high = (row[f"drive_time_min_{name}"] for name in ("p25", "median", "p75"))
    words = "nobody reached"
    if not math.isnan(middle):
        words = f"{middle:.0f} min · {low:.0f} to {high:.0f}"
        axes.plot([low, high], [y, y], color="#9a9a9a", linewidth=4, zorder=3, gid="middle half")
        look = symbol_look(style.SITE_SYMBOLS[site], _SYMBOL_PT)
        axes.plot([middle], [y], zorder=4, clip_on=False, gid="median", **look)
    number_beside(axes, words, y)


def _dress(axes: Axes, height_in: float, far_min: float) -> None:
    ticks = MaxNLocator(nbins=5, steps=[1, 2, 3, 6, 10], integer=True).tick_values(0, far_min)
    dress_rows(axes, height_in, max(far_min, ticks[-1]), ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlabel("minutes by car", fontsize=style.LABEL.size)


def _words(area: StudyArea, what: str, note: str) -> Words:
    return Words(
        f"{area.area.title}: {what} to the nearest infusion center",
        "Marks: the typical drive (median). Bars: the middle half; a quarter drives less and a quarter more.",
        (note, "Who cannot be driven there is in no median.", POTENTIAL),
    )
