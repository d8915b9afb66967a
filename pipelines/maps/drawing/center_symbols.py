"""Centers on a map, and how the legend speaks of them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pipelines.maps.drawing import style
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.drawing.legend import Entries, Remark, Section, symbol_look
from pipelines.vocabulary.sites_of_care import infusion_center_of
from pipelines.vocabulary.wording import capital

_SYMBOL_SIZES_PT = ((40, 8.5), (100, 6.8), (250, 5.4), (1_000, 4.0))
"""Size of symbols for up to so many centers; more would hide the land and are not marked."""

_HALF_WIDTH = 0.8
"""Symbols of a half-width map are smaller by this factor."""


def center_section(ground: Ground, sites: tuple[str, ...]) -> Section:
    """Explain the symbols of some sites of care, or say why there are none.

    Parameters
    ----------
    ground
        The land.
    sites
        Sites of care that `draw_centers` is asked for.

    Returns
    -------
    Section
        Of a legend.
    """
    shown = _in_view(ground, sites)
    known = sites_known(ground, sites)
    if not known:
        return Remark("No such center is known in or near the area.")
    if _size_pt(len(shown)) is None:
        return Remark(f"Centers are not marked: there are {len(shown):,}.")
    return Entries(
        "", tuple((style.SITE_SYMBOLS[site], capital(infusion_center_of(site))) for site in known)
    )


def sites_known(ground: Ground, sites: tuple[str, ...]) -> tuple[str, ...]:
    """Return those sites of care that have a center in or near the area."""
    return tuple(site for site in sites if (ground.centers["site_of_care"] == site).any())


def draw_centers(axes: Axes, ground: Ground, sites: tuple[str, ...]) -> None:
    """Mark the centers of some sites of care; smaller the more there are, and not at all beyond a limit.

    Parameters
    ----------
    axes
        A map's axes.
    ground
        The land with its centers.
    sites
        Which sites of care; the later ones lie on top.
    """
    shown = _in_view(ground, sites)
    size_pt = _size_pt(len(shown))
    if size_pt is None:
        return
    if axes.get_position().width < 0.5:
        size_pt *= _HALF_WIDTH
    for site in sites:
        of_site = shown[shown["site_of_care"] == site]
        look = symbol_look(style.SITE_SYMBOLS[site], size_pt)
        axes.plot(of_site["x"], of_site["y"], zorder=6, gid=f"centers_{site}", **look)


def draw_marks(axes: Axes, ground: Ground, points: pd.DataFrame, symbol: style.Symbol) -> None:
    """Mark points, `x` and `y`, with a symbol over all others, sized as `draw_centers` sizes its own."""
    size_pt = _size_pt(max(len(ground.centers), len(points))) or _SYMBOL_SIZES_PT[-1][1]
    look = symbol_look(symbol, size_pt)
    axes.plot(points["x"], points["y"], zorder=7, gid="marks", **look)


def _in_view(ground: Ground, sites: tuple[str, ...]) -> pd.DataFrame:
    shown = ground.centers[ground.centers["site_of_care"].isin(sites)]
    extent = ground.extent
    return shown[
        shown["x"].between(extent.left, extent.right)
        & shown["y"].between(extent.bottom, extent.top)
    ]


def _size_pt(count: int) -> float | None:
    return next((size for limit, size in _SYMBOL_SIZES_PT if count <= limit), None)
