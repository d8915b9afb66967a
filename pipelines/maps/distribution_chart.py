"""Chart of how drive times are spread over people, by stratum: cumulative curves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import POTENTIAL, minute_edges
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.drawing.layout import Box, Words, chart_sheet
from pipelines.maps.drawing.legend import Entries, Key
from pipelines.maps.drive_times import of_site
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import NO_STRATUM, STRATA, STRATUM_GROUPS, scheme_name

FloatArray = npt.NDArray[np.float64]

SITES = ("hospital_based", "office_based")
"""The sites of care that are compared."""

_PANEL_IN = 2.75
_TICK_LABELS_IN = 0.5
_TITLE_IN = 0.32
_AXIS_IN = 0.55


def draw_distribution(drive_times: pd.DataFrame, ground: Ground) -> Figure:
    """Draw the share of people within any number of minutes, one curve a stratum.

    Parameters
    ----------
    drive_times
        ``out.drive_times``.
    ground
        Its places carry population and stratum.

    Returns
    -------
    Figure
        One panel a site of care that has centers. People without a drive time belong to the 100 %, so a curve
        may end below.
    """
    strata = ground.places["stratum"].fillna(NO_STRATUM)
    present = [stratum for stratum in (*STRATA, NO_STRATUM) if (strata == stratum).any()]
    end_min = minute_edges(ground.area)[-1] * 4 / 3
    keys: list[tuple[Key, str]] = [
        (_line(stratum), STRATUM_GROUPS.heading(stratum)) for stratum in present
    ]
    known = set(ground.centers["site_of_care"])
    sites = [site for site in SITES if site in known] or list(SITES)
    width_in = (style.CONTENT_IN - len(sites) * _TICK_LABELS_IN - 0.35) / len(sites)
    boxes = [
        Box(
            _TICK_LABELS_IN + index * (width_in + _TICK_LABELS_IN + 0.2),
            _TITLE_IN,
            width_in,
            _PANEL_IN,
        )
        for index in range(len(sites))
    ]
    height_in = _TITLE_IN + _PANEL_IN + _AXIS_IN
    with style.house_style():
        figure, panels = chart_sheet(
            ground.area,
            _words(ground, sites),
            boxes,
            height_in,
            [Entries("Kind of place", tuple(keys))],
            center_words=ground.center_words,
        )
        for axes, site in zip(panels, sites, strict=True):
            times = of_site(drive_times, ground, site)
            _dress(axes, ground.center_words.said(SITES_OR_ANY.heading(site)), end_min)
            if times["drive_time_min"].isna().all():
                axes.text(
                    0.5,
                    0.5,
                    "No center\ncan be reached",
                    transform=axes.transAxes,
                    ha="center",
                    va="center",
                    fontsize=style.LABEL.size,
                    gid="remark",
                )
                continue
            for stratum in present:
                own = times[(strata == stratum).to_numpy()]
                minutes, share = cumulative_share(own["drive_time_min"], own["population"])
                line = _line(stratum)
                line.set_data(minutes, 100 * share)
                line.set_gid("curve")
                axes.add_line(line)
    return figure


def cumulative_share(
    minutes: pd.Series[float], people: pd.Series[float]
) -> tuple[FloatArray, FloatArray]:
    """Return the steps of a cumulative curve of people over minutes.

    Parameters
    ----------
    minutes
        Drive time of each place; null: no drive time, which no step counts.
    people
        People of each place; together they are 1.

    Returns
    -------
    tuple of ndarray
        Ascending minutes and the share of people within them, starting at (0, 0) and drawn level to the
        end; empty where nobody lives.
    """
    everyone = float(people.sum())
    if everyone == 0:
        return np.empty(0), np.empty(0)
    reached = minutes.notna().to_numpy()
    order = np.argsort(minutes.to_numpy()[reached], kind="stable")
    x = minutes.to_numpy(dtype=float)[reached][order]
    y = np.cumsum(people.to_numpy(dtype=float)[reached][order]) / everyone
    far = max(float(x[-1]) if len(x) else 0.0, 1e4)
    last = float(y[-1]) if len(y) else 0.0
    return np.concatenate([[0.0], x, [far]]), np.concatenate([[0.0], y, [last]])


def _line(stratum: str) -> Line2D:
    color, dashes = style.STRATUM_LINES[stratum]
    return Line2D([], [], color=color, linestyle=dashes, linewidth=2.4)


def _dress(axes: Axes, title: str, end_min: float) -> None:
    axes.set_xlim(0, end_min)
    axes.set_ylim(0, 101)
    axes.set_xticks(np.arange(0, end_min + 1, 30))
    axes.set_yticks(range(0, 101, 25), [f"{tick}%" for tick in range(0, 101, 25)])
    axes.tick_params(labelsize=style.LABEL.size, length=0)
    axes.set_xlabel("minutes by car", fontsize=style.LABEL.size)
    axes.grid(color="#dddddd", linewidth=0.8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_title(
        title,
        fontsize=style.HEADING.size,
        fontweight=style.HEADING.weight,
        loc="left",
        pad=7,
        gid="panel_title",
    )


def _words(ground: Ground, sites: list[str]) -> Words:
    area = ground.area
    label = area.sources.population.label
    unknown = [
        f"No {SITES_OR_ANY.name(site)} center is known: none shown."
        for site in SITES
        if site not in sites
    ]
    return Words(
        f"{area.area.title}: share of {label} by minutes to the nearest infusion center",
        "Share within so many minutes by car, by kind of place. "
        "The higher the curve, the nearer the centers.",
        (
            f"Kinds of place: {scheme_name(area.stratum_scheme)}.",
            "People without a drive time belong to the 100%.",
            *unknown,
            POTENTIAL,
        ),
    )
