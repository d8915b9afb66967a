"""Chart of the headline figures under each definition of a center."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.layout import Box, Words, chart_sheet
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.drawing.row_chart import dress_rows, number_beside
from pipelines.vocabulary.center_words import AS_THEY_ARE, CenterWords
from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, noun_of
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.wording import capital, percent

SITES = (ANY_SITE, *COMPARED_SITES)
"""The nearest of any kind, then the kinds that are compared."""

SHARE, MINUTES = "share_within", "drive_time_min_median"

_ROW_IN = 0.25
_GROUP_IN = 0.36
_TITLE_IN = 0.34
_AXIS_IN = 0.4
_MARK_PT = 9.0
_INK = "#1a1a1a"


def figures_by_definition(values: pd.DataFrame, own: str) -> dict[tuple[str, str, str], float]:
    """Take everyone's figures under each definition from the table of variants.

    Parameters
    ----------
    values
        ``out.sensitivity_values``; its base is the area's own definition.
    own
        Name of that definition.

    Returns
    -------
    dict
        (definition, site of care, figure) -> value, for the sites of care and figures of the chart; NaN where
        the definition knows no such center. Empty where no other definition was tried.
    """
    everyone = values[values["stratum"] == ALL_STRATA]
    found: dict[tuple[str, str, str], float] = {}
    for row in everyone.to_dict("records"):
        if row["dimension"] == "base":
            definition = own
        elif row["dimension"] == "definition":
            definition = row["variant"]
        else:
            continue
        key = (definition, row["site_of_care"], row["figure"])
        if definition in DEFINITIONS and key[1] in SITES and key[2] in (SHARE, MINUTES):
            found[key] = float(row["value"])
    return found if len({definition for definition, *_ in found}) > 1 else {}


def draw_definitions(
    figures: dict[tuple[str, str, str], float],
    area: StudyArea,
    center_words: CenterWords = AS_THEY_ARE,
) -> Figure:
    """Draw the share of people within reach and the typical drive under each definition of a center.

    Parameters
    ----------
    figures
        From `figures_by_definition`, not empty.
    area
        For the definition that the report uses (a full mark), the threshold and the words.
    center_words
        How the centers may be spoken of.

    Returns
    -------
    Figure
        Two panels, shares above minutes, with a row for each site of care and definition.
    """
    names = [name for name in DEFINITIONS if any(key[0] == name for key in figures)]
    own = area.facilities.definition
    labels_in = (
        max(text_width_in(DEFINITIONS.heading(name), style.HEADING) for name in names) + 0.15
    )
    numbers_in = text_width_in("under 1%", style.LABEL) + 0.16
    width_in = style.CONTENT_IN - labels_in - numbers_in
    height_in = len(SITES) * (_GROUP_IN + len(names) * _ROW_IN)
    boxes = [
        Box(labels_in, _TITLE_IN, width_in, height_in),
        Box(labels_in, 2 * _TITLE_IN + height_in + _AXIS_IN, width_in, height_in),
    ]
    with style.house_style():
        figure, (shares, minutes) = chart_sheet(
            area,
            _words(area),
            boxes,
            2 * (_TITLE_IN + height_in + _AXIS_IN),
            [],
            center_words=center_words,
        )
        longest = max(
            (
                value
                for (_, _, name), value in figures.items()
                if name == MINUTES and value == value
            ),
            default=1.0,
        )
        near = f"{area.measures.gap_min:g}"
        _dress(shares, f"Within {near} minutes", 100.0, height_in, "%")
        _dress(minutes, "Typical drive, minutes", max(longest, 1.0), height_in, "")
        for index, site in enumerate(SITES):
            top_in = index * (_GROUP_IN + len(names) * _ROW_IN)
            for axes in (shares, minutes):
                words = center_words.said(capital(noun_of(site)))
                _heading(axes, words, top_in, labels_in, width_in)
            for row, name in enumerate(names):
                y_in = top_in + _GROUP_IN + (row + 0.5) * _ROW_IN
                for axes in (shares, minutes):
                    _label(axes, DEFINITIONS.heading(name), y_in, bold=name == own)
                share = figures.get((name, site, SHARE), math.nan)
                words = "" if math.isnan(share) else percent(share)
                _mark(shares, 100 * share, y_in, words, own=name == own)
                drive = figures.get((name, site, MINUTES), math.nan)
                _mark(minutes, drive, y_in, f"{drive:.1f}", own=name == own)
    return figure


def _heading(axes: Axes, words: str, top_in: float, labels_in: float, width_in: float) -> None:
    axes.text(
        -labels_in / width_in,
        top_in + 0.6 * _GROUP_IN,
        words,
        transform=axes.get_yaxis_transform(),
        fontsize=style.HEADING.size,
        fontweight=style.HEADING.weight,
        va="center",
        zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.0},
        gid="group",
    )


def _label(axes: Axes, words: str, y_in: float, *, bold: bool) -> None:
    axes.annotate(
        words,
        (0, y_in),
        xycoords=("axes fraction", "data"),
        xytext=(-8, 0),
        textcoords="offset points",
        fontsize=style.LABEL.size,
        fontweight="bold" if bold else "normal",
        ha="right",
        va="center",
        gid="definition",
    )


def _mark(axes: Axes, value: float, y_in: float, words: str, *, own: bool) -> None:
    """Draw one value with its number; where there is none, say so."""
    if math.isnan(value):
        words = "none"
    else:
        axes.plot([0, value], [y_in, y_in], color="#9a9a9a", linewidth=1.6, zorder=3)
        axes.plot(
            [value],
            [y_in],
            marker="o",
            markersize=_MARK_PT,
            markerfacecolor=_INK if own else "#ffffff",
            markeredgecolor=_INK,
            markeredgewidth=1.6,
            zorder=4,
            clip_on=False,
            gid="mark",
        )
    number_beside(axes, words, y_in, 12)


def _dress(axes: Axes, title: str, end: float, height_in: float, unit: str) -> None:
    ticks = MaxNLocator(nbins=3, steps=[1, 2, 5, 10], integer=True).tick_values(0, end)
    labels = [f"{tick:g}{unit}" for tick in ticks]
    bare = ("top", "right", "bottom", "left")
    dress_rows(axes, height_in, max(end, ticks[-1]), ticks, labels, bare)
    axes.set_title(
        title,
        fontsize=style.HEADING.size,
        fontweight=style.HEADING.weight,
        loc="left",
        pad=7,
        gid="panel_title",
    )


def _words(area: StudyArea) -> Words:
    own = DEFINITIONS.name(area.facilities.definition)
    return Words(
        f"{area.area.title}: three definitions of an infusion center, three answers",
        f"Share of {area.sources.population.label} within {area.measures.gap_min:g} minutes by car, and the "
        "typical drive, by what decides that a place is a center.",
        (
            f"Full marks: the definition of the report, {own}.",
            "Typical: half live closer, half farther.",
            POTENTIAL,
        ),
    )
