"""Legends: ramps of classes, lists of fills, symbols and lines, and a table of fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import put_lines, text_width_in, wrap
from pipelines.maps.drawing.painting import swatch

Key = style.Fill | style.Symbol | Line2D
"""What a legend explains: a fill, a center's symbol, or a line (an unplaced `Line2D` as sample)."""

_SWATCH_IN = (0.3, 0.19)
_STEP_IN = 0.22
_GAP_IN = 0.08
_COLUMN_GAP_IN = 0.22
_ROW_IN = 0.25
_SECTION_GAP_IN = 0.12
_CELL_GAP_IN = 0.04
_SYMBOL_PT = 8.5


@dataclass(frozen=True)
class Entries:
    """Keys with their labels, flowing into columns."""

    heading: str
    entries: tuple[tuple[Key, str], ...]


@dataclass(frozen=True)
class Ramp:
    """Ascending classes side by side, with each class's label beneath it."""

    heading: str
    entries: tuple[tuple[style.Fill, str], ...]


@dataclass(frozen=True)
class Table:
    """Fills in rows and columns: what two properties together look like."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[style.Fill, ...]], ...]


@dataclass(frozen=True)
class Remark:
    """A sentence among the sections."""

    text: str


Section = Entries | Ramp | Table | Remark


@dataclass(frozen=True)
class _Placed:
    """A key (with its size) or lines of text at a distance from the legend's top left, inches."""

    x_in: float
    y_in: float
    what: Key | tuple[str, ...]
    width_in: float = 0.0
    height_in: float = 0.0
    kind: style.Type = style.LABEL
    align: str = "left"


@dataclass(frozen=True)
class Legend:
    """A legend whose every piece has its place.

    Attributes
    ----------
    height_in
        Height in inches.
    pieces
        What is drawn where.
    """

    height_in: float
    pieces: tuple[_Placed, ...]

    def draw(self, figure: Figure, *, x_in: float, top_in: float) -> None:
        """Draw the legend with its top left corner there, inches from the figure's top left."""
        for piece in self.pieces:
            _draw_piece(figure, piece, x_in + piece.x_in, top_in + piece.y_in)


def plan_legend(sections: Sequence[Section], width_in: float) -> Legend:
    """Find the place of every piece of a legend.

    Parameters
    ----------
    sections
        From top to bottom.
    width_in
        The width that it may take; labels wrap to stay within.

    Returns
    -------
    Legend
        Ready to be drawn.
    """
    pieces: list[_Placed] = []
    y_in = 0.0
    for section in sections:
        if y_in:
            y_in += _SECTION_GAP_IN
        if isinstance(section, Remark):
            lines = wrap(section.text, style.LABEL, width_in)
            pieces.append(_Placed(0, y_in, tuple(lines)))
            y_in += len(lines) * style.LABEL.line_in
            continue
        heading = wrap(section.heading, style.HEADING, width_in)
        if heading:
            pieces.append(_Placed(0, y_in, tuple(heading), kind=style.HEADING))
            y_in += len(heading) * style.HEADING.line_in + 0.05
        placed, height_in = _plan_body(section, width_in)
        pieces.extend(
            _Placed(p.x_in, p.y_in + y_in, p.what, p.width_in, p.height_in, p.kind, p.align)
            for p in placed
        )
        y_in += height_in
    return Legend(y_in, tuple(pieces))


def _plan_body(section: Entries | Ramp | Table, width_in: float) -> tuple[list[_Placed], float]:
    if isinstance(section, Table):
        return _plan_table(section, width_in)
    if isinstance(section, Ramp):
        widest = max(text_width_in(label, style.LABEL) for _, label in section.entries) + 0.12
        if widest * len(section.entries) <= width_in:
            return _plan_ramp(section, min(max(widest, 0.85), width_in / len(section.entries)))
        return _plan_stack(section, width_in)
    return _plan_entries(section, width_in)


def _plan_ramp(ramp: Ramp, step_in: float) -> tuple[list[_Placed], float]:
    height_in = _SWATCH_IN[1]
    pieces = []
    for index, (fill, label) in enumerate(ramp.entries):
        x_in = index * step_in
        pieces.append(_Placed(x_in, 0, fill, step_in, height_in))
        middle_in = x_in + step_in / 2
        pieces.append(_Placed(middle_in, height_in + 0.03, (label,), align="center"))
    return pieces, height_in + 0.03 + style.LABEL.line_in


def _plan_stack(ramp: Ramp, width_in: float) -> tuple[list[_Placed], float]:
    """Stack a ramp's classes where they do not fit side by side."""
    swatch_in, y_in = _SWATCH_IN[0], 0.0
    pieces = []
    for fill, label in ramp.entries:
        lines = wrap(label, style.LABEL, width_in - swatch_in - _GAP_IN)
        lines_in = len(lines) * style.LABEL.line_in
        height_in = max(_STEP_IN, lines_in + 0.04)
        pieces.append(_Placed(0, y_in, fill, swatch_in, height_in))
        pieces.append(_Placed(swatch_in + _GAP_IN, y_in + (height_in - lines_in) / 2, tuple(lines)))
        y_in += height_in
    return pieces, y_in


def _plan_entries(section: Entries, width_in: float) -> tuple[list[_Placed], float]:
    offset_in = _SWATCH_IN[0] + _GAP_IN
    widest = max(text_width_in(label, style.LABEL) for _, label in section.entries)
    alone_in = [offset_in + text_width_in(label, style.LABEL) for _, label in section.entries]
    one_row = sum(alone_in) + (len(alone_in) - 1) * _COLUMN_GAP_IN <= width_in
    columns = int((width_in + _COLUMN_GAP_IN) // (offset_in + widest + _COLUMN_GAP_IN))
    columns = len(section.entries) if one_row else max(columns, 1)
    rows = -(-len(section.entries) // columns)
    pieces, y_in = [], 0.0
    for row in range(rows):
        tallest = _ROW_IN
        for column, (key, label) in enumerate(section.entries[row * columns : (row + 1) * columns]):
            steps_in = alone_in[:column] if one_row else [offset_in + widest] * column
            x_in = sum(steps_in) + column * _COLUMN_GAP_IN
            lines = wrap(label, style.LABEL, width_in - offset_in)
            pieces.append(_Placed(x_in, y_in, key, *_SWATCH_IN))
            lift_in = (_SWATCH_IN[1] - style.LABEL.line_in) / 2
            pieces.append(_Placed(x_in + offset_in, y_in + lift_in, tuple(lines)))
            tallest = max(tallest, len(lines) * style.LABEL.line_in + 0.06)
        y_in += tallest
    return pieces, y_in - (_ROW_IN - _SWATCH_IN[1])


def _plan_table(table: Table, width_in: float) -> tuple[list[_Placed], float]:
    label_in = max(text_width_in(label, style.LABEL) for label, _ in table.rows) + 0.14
    columns_in = [max(text_width_in(name, style.LABEL) + 0.14, 0.85) for name in table.columns]
    if label_in + sum(columns_in) > width_in:
        return _plan_lists(table, width_in)
    pieces = []
    for column, name in enumerate(table.columns):
        middle_in = label_in + sum(columns_in[:column]) + (columns_in[column] - _CELL_GAP_IN) / 2
        pieces.append(_Placed(middle_in, 0, (name,), align="center"))
    y_in = style.LABEL.line_in + 0.03
    lift_in = (_ROW_IN - _CELL_GAP_IN - style.LABEL.line_in) / 2
    for label, fills in table.rows:
        pieces.append(_Placed(0, y_in + lift_in, (label,)))
        x_in = label_in
        for fill, one in zip(fills, columns_in, strict=True):
            pieces.append(_Placed(x_in, y_in, fill, one - _CELL_GAP_IN, _ROW_IN - _CELL_GAP_IN))
            x_in += one
        y_in += _ROW_IN
    return pieces, y_in


def _plan_lists(table: Table, width_in: float) -> tuple[list[_Placed], float]:
    """List a table's columns one under the other where they do not fit side by side."""
    sections = [
        Ramp(name, tuple((fills[column], label) for label, fills in table.rows))
        for column, name in enumerate(table.columns)
    ]
    legend = plan_legend(sections, width_in)
    return list(legend.pieces), legend.height_in


def _draw_piece(figure: Figure, piece: _Placed, x_in: float, top_in: float) -> None:
    what = piece.what
    if isinstance(what, tuple):
        put_lines(
            figure,
            list(what),
            piece.kind,
            x_in=x_in,
            top_in=top_in,
            gid="legend",
            align=piece.align,
        )
    elif isinstance(what, style.Fill):
        _draw_fill(figure, what, x_in, top_in, piece.width_in, piece.height_in)
    elif isinstance(what, style.Symbol):
        middle = (x_in + piece.width_in / 2, figure.get_figheight() - top_in - piece.height_in / 2)
        figure.add_artist(
            Line2D(
                [middle[0]],
                [middle[1]],
                transform=figure.dpi_scale_trans,
                gid="legend",
                **symbol_look(what, _SYMBOL_PT),
            )
        )
    else:
        y = figure.get_figheight() - top_in - piece.height_in / 2
        sample = Line2D(
            [x_in, x_in + piece.width_in], [y, y], transform=figure.dpi_scale_trans, gid="legend"
        )
        sample.update_from(what)
        sample.set_transform(figure.dpi_scale_trans)
        figure.add_artist(sample)


def _draw_fill(
    figure: Figure, fill: style.Fill, x_in: float, top_in: float, width_in: float, height_in: float
) -> None:
    bottom_in = figure.get_figheight() - top_in - height_in
    box = (x_in, bottom_in, width_in, height_in)
    whole = (figure.get_figwidth(), figure.get_figheight())
    if fill.pattern != "solid":
        sample = figure.add_axes(
            (box[0] / whole[0], box[1] / whole[1], box[2] / whole[0], box[3] / whole[1]),
            gid="legend_sample",
        )
        pixels = (round(width_in * style.DPI), round(height_in * style.DPI))
        sample.imshow(swatch(fill, *pixels), aspect="auto", interpolation="nearest")
        sample.set_axis_off()
    figure.add_artist(
        Rectangle(
            box[:2],
            width_in,
            height_in,
            transform=figure.dpi_scale_trans,
            facecolor=fill.color if fill.pattern == "solid" else "none",
            edgecolor=style.BORDER,
            linewidth=0.7,
            gid="legend",
            zorder=5,
        )
    )


def symbol_look(symbol: style.Symbol, size_pt: float) -> dict[str, Any]:
    """Return the properties of `Line2D` that draw a symbol at a size."""
    return {
        "marker": symbol.marker,
        "markersize": size_pt * symbol.scale,
        "markerfacecolor": symbol.color,
        "markeredgecolor": symbol.edge,
        "markeredgewidth": min(0.9, size_pt / 8),
        "linestyle": "none",
    }
