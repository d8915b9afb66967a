"""Reading a drawn sheet back: its texts by kind, and the boxes that things take up."""

from __future__ import annotations

from itertools import combinations

from matplotlib.artist import Artist
from matplotlib.figure import Figure

MAY_OVERLAP = {
    frozenset(pair)
    for pair in (("banner", "banner_box"), ("caveat", "banner_box"), ("legend", "legend_sample"))
}
"""Kinds of things of which one is the ground of the other."""


def words(figure: Figure, gid: str) -> str:
    """Return the texts of one kind as one line."""
    return " ".join(text.get_text() for text in figure.texts if text.get_gid() == gid)


def boxes(figure: Figure) -> list[tuple[str, object]]:
    """Return kind and pixel box of all that stands on the sheet: texts, legend keys, bar, panels."""
    renderer = figure.canvas.get_renderer()
    artists = [*figure.texts, *figure.artists]
    found = [
        (artist.get_gid(), artist.get_window_extent(renderer))
        for artist in artists
        if artist.get_gid() is not None
    ]
    for axes in figure.axes:
        # Of a chart, all that it holds: tick labels, numbers beside it, its title.
        extent = axes.get_tightbbox(renderer) if axes.get_gid() == "chart" else axes.bbox
        found.append((axes.get_gid(), extent))
    return found


def overlaps(figure: Figure, slack_px: float = 1.0) -> list[tuple[str, str]]:
    """Return the pairs of things that overlap though neither is the other's ground."""
    found = []
    for (one, a), (other, b) in combinations(boxes(figure), 2):
        if frozenset((one, other)) in MAY_OVERLAP or {one, other} == {"legend_sample"}:
            continue
        if (
            min(a.x1, b.x1) - max(a.x0, b.x0) > slack_px
            and min(a.y1, b.y1) - max(a.y0, b.y0) > slack_px
        ):
            found.append((one, other))
    return found


def pieces(figure: Figure, gid: str) -> list[Artist]:
    """Return the shapes of one kind that stand on the sheet itself."""
    return [artist for artist in figure.artists if artist.get_gid() == gid]


def outside(figure: Figure) -> list[str]:
    """Return the kinds of things that the edge of the sheet cuts."""
    whole = figure.bbox
    return [
        gid
        for gid, box in boxes(figure)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > whole.x1 + 0.5 or box.y1 > whole.y1 + 0.5
    ]
