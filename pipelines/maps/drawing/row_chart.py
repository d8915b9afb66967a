"""What charts with a row a group and kind have in common: headings, numbers at the right, a light grid."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from pipelines.maps.drawing import style


def group_heading(axes: Axes, words: str, y: float) -> None:
    """Write the heading of a group of rows at the left, `y` in data units."""
    axes.text(
        0,
        y,
        words,
        fontsize=style.HEADING.size,
        fontweight=style.HEADING.weight,
        va="center",
        gid="group",
    )


def number_beside(axes: Axes, words: str, y: float, gap_pt: float = 14) -> None:
    """Write the number of a row so many points right of the axes, `y` in data units."""
    axes.annotate(
        words,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(gap_pt, 0),
        textcoords="offset points",
        fontsize=style.LABEL.size,
        va="center",
        gid="number",
    )


def dress_rows(
    axes: Axes,
    height: float,
    end: float,
    ticks: Sequence[float],
    labels: Sequence[str],
    bare: Sequence[str] = ("top", "right", "bottom"),
) -> None:
    """Set the axes of rows that run downwards from 0 to `height`, and values from 0 to `end`.

    Parameters
    ----------
    axes
        To be dressed.
    height, end
        Ends of the two axes, data units.
    ticks, labels
        Of the values.
    bare
        Sides without a line.
    """
    axes.set_xlim(0, end)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.set_xticks(ticks, labels)
    axes.tick_params(axis="x", labelsize=style.LABEL.size, length=0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.8)
    for side in bare:
        axes.spines[side].set_visible(False)
