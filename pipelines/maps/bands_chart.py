"""Chart of how far the two main figures move when what they rest on is varied."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.layout import Box, Words, chart_sheet
from pipelines.maps.drawing.lettering import text_width_in
from pipelines.maps.drawing.row_chart import dress_rows, number_beside
from pipelines.vocabulary.center_words import AS_THEY_ARE, CenterWords
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.strata import STRATUM_GROUPS
from pipelines.vocabulary.wording import percent

SHARE, MINUTES = "share_within", "drive_time_min_median"

_ROW_IN = 0.3
_TITLE_IN = 0.34
_AXIS_IN = 0.42
_MARK_PT = 7.5
_TICK_IN = 0.45
_INK = "#1a1a1a"
_BAND = "#9a9a9a"


def bands_of(sensitivity: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``out.sensitivity`` that the chart shows: over all variants, to any kind of center."""
    shown = (sensitivity["dimension"] == "all") & (sensitivity["site_of_care"] == ANY_SITE)
    known = sensitivity[["value", "low", "high"]].notna().all(axis="columns")
    return sensitivity[shown & known & sensitivity["figure"].isin((SHARE, MINUTES))]


def draw_bands(
    bands: pd.DataFrame, area: StudyArea, center_words: CenterWords = AS_THEY_ARE
) -> Figure:
    """Draw each stratum's share within the threshold and median drive, with the band over all variants.

    Parameters
    ----------
    bands
        From `bands_of`, not empty.
    area
        For the threshold and the words.
    center_words
        How the centers may be spoken of.

    Returns
    -------
    Figure
        Two panels, shares above minutes: a bar from the least to the greatest value, a mark at its own. A
        figure that has no band anywhere, as medians of an area that was put together, has no panel.
    """
    figures = [one for one in (SHARE, MINUTES) if (bands["figure"] == one).any()]
    strata = [name for name in STRATUM_GROUPS if (bands["stratum"] == name).any()]
    labels_in = max(text_width_in(STRATUM_GROUPS.heading(one), style.LABEL) for one in strata) + 0.2
    numbers = [
        _told(*row, share=figure == SHARE)
        for figure, *row in bands[["figure", "value", "low", "high"]].itertuples(index=False)
    ]
    numbers_in = max(text_width_in(one, style.LABEL) for one in numbers) + 0.2
    width_in = style.CONTENT_IN - labels_in - numbers_in
    height_in = len(strata) * _ROW_IN
    panel_in = _TITLE_IN + height_in + _AXIS_IN
    boxes = [
        Box(labels_in, _TITLE_IN + index * panel_in, width_in, height_in)
        for index in range(len(figures))
    ]
    near = f"{area.measures.gap_min:g}"
    titles = {
        SHARE: f"Share of people within {near} minutes of any center",
        MINUTES: "Typical drive to the nearest center, minutes",
    }
    with style.house_style():
        figure, panels = chart_sheet(
            area, _words(area), boxes, len(figures) * panel_in, [], center_words=center_words
        )
        for name, axes in zip(figures, panels, strict=True):
            times = 100.0 if name == SHARE else 1.0
            _panel(axes, bands[bands["figure"] == name], strata, times, width_in)
            _title(axes, titles[name], labels_in, width_in)
    return figure


def _panel(
    axes: Axes, rows: pd.DataFrame, strata: Sequence[str], times: float, width_in: float
) -> None:
    share = times != 1.0
    end = 100.0 if share else float(rows["high"].max() if len(rows) else 1.0)
    ticks = MaxNLocator(
        nbins=_ticks_on(width_in), steps=[1, 2, 2.5, 5, 10], integer=True
    ).tick_values(0, end)
    labels = [f"{tick:g}{'%' if share else ''}" for tick in ticks]
    dress_rows(axes, len(strata) * _ROW_IN, max(end, ticks[-1]), ticks, labels)
    cells = rows.set_index("stratum")[["value", "low", "high"]].astype(float).to_dict("index")
    for index, stratum in enumerate(strata):
        y = (index + 0.5) * _ROW_IN
        axes.annotate(
            STRATUM_GROUPS.heading(stratum),
            (0, y),
            xytext=(-8, 0),
            textcoords="offset points",
            fontsize=style.LABEL.size,
            ha="right",
            va="center",
            gid="stratum",
        )
        cell = cells.get(stratum, dict.fromkeys(("value", "low", "high"), math.nan))
        value, low, high = (cell[name] for name in ("value", "low", "high"))
        if math.isnan(value):
            number_beside(axes, "nobody reached", y, 10)
            continue
        axes.plot([low * times, high * times], [y, y], color=_BAND, linewidth=5, gid="band")
        axes.plot(
            [value * times], [y], "o", color=_INK, markersize=_MARK_PT, clip_on=False, gid="value"
        )
        number_beside(axes, _told(value, low, high, share=share), y, 10)


def _ticks_on(width_in: float) -> int:
    """Return how many steps the scale may have before '75%' and '100%' touch."""
    return 4 if width_in >= 4 * _TICK_IN else 2


def _told(value: float, low: float, high: float, *, share: bool) -> str:
    """Write a figure with its band: '12 · 9 to 31'; the figure alone where nothing moves it visibly."""
    write = percent if share else "{:.0f}".format
    told, least, most = write(value), write(low), write(high)
    return told if least == most else f"{told} · {least} to {most}"


def _title(axes: Axes, words: str, labels_in: float, width_in: float) -> None:
    axes.text(
        -labels_in / width_in,
        1 + 0.1 / (axes.get_ylim()[0] or 1),
        words,
        transform=axes.transAxes,
        fontsize=style.HEADING.size,
        fontweight=style.HEADING.weight,
        va="bottom",
        gid="panel_title",
    )


def _words(area: StudyArea) -> Words:
    return Words(
        f"{area.area.title}: how far the answer moves",
        "Marks: this report. Bars: from the least to the greatest value when an assumption is varied.",
        (
            "Varied are how long driving takes, what counts as a center, both, and how exactly it is placed.",
            "A bar is no confidence interval.",
        ),
    )
