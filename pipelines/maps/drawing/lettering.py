"""Type on a sheet: how wide words are, where lines break, and putting them down in inches."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from pipelines.maps.drawing import style

_MEASURING_DPI = 720.0


@lru_cache(maxsize=1)
def _renderer() -> RendererAgg:
    return RendererAgg(8, 8, _MEASURING_DPI)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def text_width_in(text: str, kind: style.Type) -> float:
    """Return the width of one line of text in inches."""
    font = FontProperties(family=style.RC["font.family"], size=kind.size, weight=kind.weight)
    width, _, _ = _renderer().get_text_width_height_descent(text, font, False)  # type: ignore[no-untyped-call]
    return float(width) / _MEASURING_DPI


def wrap(text: str, kind: style.Type, width_in: float) -> list[str]:
    """Break text into lines that fit a width; a word that is too long alone is broken within.

    Parameters
    ----------
    text
        Any text; runs of white space count as one space.
    kind
        Its type.
    width_in
        Greatest width of a line in inches.

    Returns
    -------
    list of str
        At least one line for a text that is not empty, else none.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width_in(longer, kind) <= width_in:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, kind, width_in)
        lines.extend(full)
    return [*lines, line] if line else lines


def wrap_evenly(text: str, kind: style.Type, width_in: float) -> list[str]:
    """Break text into as few lines as `wrap`, about equally long, so that no last word stands alone."""
    lines = wrap(text, kind, width_in)
    for share in (0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        narrower = wrap(text, kind, width_in * share)
        if len(narrower) == len(lines):
            return narrower
    return lines


def _pieces(word: str, kind: style.Type, width_in: float) -> list[str]:
    """Break a word that is too wide, after a hyphen or slash where it has one; else anywhere."""
    pieces, piece = [], ""
    for letter in word:
        while piece and text_width_in(piece + letter, kind) > width_in:
            end = max(piece.rfind("-"), piece.rfind("/")) + 1 or len(piece)
            pieces.append(piece[:end])
            piece = piece[end:]
        piece += letter
    return [*pieces, piece]


def put_lines(
    figure: Figure,
    lines: list[str],
    kind: style.Type,
    *,
    x_in: float,
    top_in: float,
    gid: str,
    align: str = "left",
) -> None:
    """Put lines of text on a figure.

    Parameters
    ----------
    figure
        The sheet.
    lines, kind
        What to write and how.
    x_in, top_in
        Left edge (or middle, or right edge, as `align` says) and top, inches from the figure's top left.
    gid
        What the text is.
    align
        ``left``, ``center`` or ``right``.

    Notes
    -----
    Each line is a text of its own: matplotlib spaces the lines of one text by their ink, so that lines
    without descenders would stand closer.
    """
    height_in = figure.get_figheight()
    for index, line in enumerate(lines):
        baseline_in = top_in + index * kind.line_in + _BASELINE * kind.size / 72
        figure.text(
            x_in,
            height_in - baseline_in,
            line,
            transform=figure.dpi_scale_trans,
            fontsize=kind.size,
            fontweight=kind.weight,
            color=kind.color,
            va="baseline",
            ha=align,
            gid=gid,
        )


_BASELINE = 1.0
"""Distance from a line's top to its baseline as a multiple of the size: room for accents and capitals."""
