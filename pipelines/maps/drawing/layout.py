"""The sheet of every picture: banner, title, panels, scale bar, legend; beneath them caveat, notes and sources.

A page shows the sheet down to the legend and tells the rest once; who takes a picture away has all of it.
Everything is measured in inches from the top before the figure exists, so that nothing can overlap and
the height follows from the words. Artists carry a `gid` that says what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pipelines.area import StudyArea
from pipelines.maps.drawing import style
from pipelines.maps.drawing.legend import Section, plan_legend
from pipelines.maps.drawing.lettering import put_lines, wrap, wrap_evenly
from pipelines.maps.drawing.scale_bar import SCALE_BAR_IN, draw_scale_bar, plan_scale_bar
from pipelines.maps.drawing.source_line import source_line
from pipelines.vocabulary.center_words import CenterWords

FICTIONAL = "Fictional state: no real place, person or center is shown."

_BESIDE_ASPECT = 1.12
"""From this height per width on, a map leaves room for its legend at its side."""

_SIDE_LEGEND_IN = 1.72
_GUTTER_IN = 0.14
_STACK_ASPECT = 0.75
"""Below this height per width, two maps stand one above the other."""


@dataclass(frozen=True)
class Words:
    """What a picture says.

    Attributes
    ----------
    title
        What is shown.
    subtitle
        The key figure, or what is missing.
    notes
        How to read it, and what it does not say.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extent:
    """What a map shows, in projected metres."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def aspect(self) -> float:
        """Height per width."""
        return (self.top - self.bottom) / (self.right - self.left)

    @property
    def middle(self) -> tuple[float, float]:
        """Coordinates of the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet: left and top from the body's top left corner, inches."""

    x_in: float
    y_in: float
    width_in: float
    height_in: float


_Draw = Callable[[Figure, float], None]
_Block = tuple[float, _Draw]
"""Height of a block in inches, and what draws it at a distance from the sheet's top."""


def map_sheet(
    area: StudyArea,
    words: Words,
    extent: Extent,
    sections: Sequence[Section],
    panel_titles: tuple[str, ...] = ("",),
    *,
    center_words: CenterWords,
) -> tuple[Figure, tuple[Axes, ...]]:
    """Lay out a sheet with one map or several of the same extent.

    Parameters
    ----------
    area
        For banner, sources and the CRS of the scale bar.
    words
        Title, subtitle and notes.
    extent
        What each map shows.
    sections
        The legend, from top to bottom.
    panel_titles
        One a map; empty for no title.
    center_words
        How centers may be spoken of: all words go through it, and its notes stand beside the others.

    Returns
    -------
    tuple of Figure and Axes
        The axes lie on whole pixels, show the extent (a pixel more at most) and have no decoration.
    """
    words, sections, panel_titles = center_words.said((words, tuple(sections), panel_titles))
    boxes, maps_in = _panel_boxes(extent.aspect, panel_titles)
    beside = len(panel_titles) == 1 and extent.aspect >= _BESIDE_ASPECT
    width_in = _SIDE_LEGEND_IN if beside else style.CONTENT_IN
    legend = plan_legend(sections, width_in)
    bar = plan_scale_bar(
        middle=extent.middle,
        meters_per_inch=(extent.right - extent.left) / boxes[0].width_in,
        map_width_in=boxes[0].width_in,
        crs=area.area.projected_crs,
    )
    axes: list[Axes] = []

    def draw_maps(figure: Figure, top_in: float) -> None:
        for box, title in zip(boxes, panel_titles, strict=True):
            lines = wrap(title, style.HEADING, box.width_in)
            put_lines(
                figure,
                lines,
                style.HEADING,
                x_in=style.MARGIN_IN + box.x_in,
                top_in=top_in + box.y_in - len(lines) * style.HEADING.line_in - 0.04,
                gid="panel_title",
            )
            axes.append(_map_axes(figure, box, top_in, extent))
        draw_scale_bar(figure, bar, x_in=style.MARGIN_IN, top_in=top_in + maps_in + 0.03)
        if beside:
            x_in = style.MARGIN_IN + style.CONTENT_IN - _SIDE_LEGEND_IN
            legend.draw(figure, x_in=x_in, top_in=top_in)

    maps_and_bar_in = maps_in + SCALE_BAR_IN
    blocks: list[_Block] = [
        (max(maps_and_bar_in, legend.height_in + 0.1) if beside else maps_and_bar_in, draw_maps)
    ]
    if not beside and sections:
        blocks.append((0.12, _nothing))
        blocks.append(
            (
                legend.height_in,
                lambda figure, top_in: legend.draw(figure, x_in=style.MARGIN_IN, top_in=top_in),
            )
        )
    return _sheet(area, words, center_words.notes, blocks), tuple(axes)


def chart_sheet(
    area: StudyArea,
    words: Words,
    boxes: Sequence[Box],
    height_in: float,
    sections: Sequence[Section],
    *,
    center_words: CenterWords,
) -> tuple[Figure, tuple[Axes, ...]]:
    """Lay out a sheet with charts, the legend above them.

    Parameters
    ----------
    area, words, sections, center_words
        As in `map_sheet`.
    boxes
        Where each chart's plotting area lies within the body; the caller leaves room for labels.
    height_in
        Height of the body.

    Returns
    -------
    tuple of Figure and Axes
        Plain axes, one a box.
    """
    words, sections = center_words.said((words, tuple(sections)))
    legend = plan_legend(sections, style.CONTENT_IN)
    axes: list[Axes] = []

    def draw_charts(figure: Figure, top_in: float) -> None:
        axes.extend(_axes(figure, box, top_in, gid="chart") for box in boxes)

    blocks: list[_Block] = [
        (
            legend.height_in + 0.12,
            lambda figure, top_in: legend.draw(figure, x_in=style.MARGIN_IN, top_in=top_in),
        ),
        (height_in, draw_charts),
    ]
    return _sheet(area, words, center_words.notes, blocks), tuple(axes)


def single_map_pixels(extent: Extent) -> tuple[int, int]:
    """Return width and height in pixels of the map on a sheet with one map."""
    boxes, _ = _panel_boxes(extent.aspect, ("",))
    return round(boxes[0].width_in * style.DPI), round(boxes[0].height_in * style.DPI)


def _panel_boxes(aspect: float, titles: tuple[str, ...]) -> tuple[list[Box], float]:
    """Return each map's box and the height of them all."""
    stacked = len(titles) > 1 and aspect < _STACK_ASPECT
    columns = 1 if stacked else len(titles)
    if len(titles) == 1 and aspect >= _BESIDE_ASPECT:
        width_in = style.CONTENT_IN - _SIDE_LEGEND_IN - _GUTTER_IN
    else:
        width_in = (style.CONTENT_IN - (columns - 1) * _GUTTER_IN) / columns
    width_in = _whole_pixels(width_in)
    height_in = _whole_pixels(width_in * aspect)
    lines = max(len(wrap(title, style.HEADING, width_in)) for title in titles)
    title_in = lines * style.HEADING.line_in + 0.06 if lines else 0.0
    boxes = []
    for index in range(len(titles)):
        column, row = index % columns, index // columns
        y_in = _whole_pixels(title_in + row * (title_in + height_in + _GUTTER_IN))
        x_in = _whole_pixels(column * (width_in + _GUTTER_IN))
        boxes.append(Box(x_in, y_in, width_in, height_in))
    return boxes, boxes[-1].y_in + height_in


def _whole_pixels(length_in: float) -> float:
    return round(length_in * style.DPI) / style.DPI


def _sheet(
    area: StudyArea, words: Words, more_notes: tuple[str, ...], body: list[_Block]
) -> Figure:
    blocks = [
        *_banner_blocks(area),
        *_text_blocks(words.title, style.TITLE, "title", 0.06),
        *_text_blocks(words.subtitle, style.SUBTITLE, "subtitle", 0.14),
        *body,
        (0.16, _nothing),
        *_text_blocks(area.area.caveat, style.CAVEAT, "caveat", 0.05),
        *_text_blocks(" ".join((*more_notes, *words.notes)), style.FINE, "note", 0.08),
        *_text_blocks(source_line(area), style.FINE, "source", 0.0),
    ]
    total_in = sum(height for height, _ in blocks) + 2 * style.MARGIN_IN
    # A whole even number of pixels: every viewer halves it without a seam.
    height_px = 2 * -(-round(total_in * style.DPI) // 2)
    figure = Figure(
        figsize=(style.WIDTH_IN, height_px / style.DPI), dpi=style.DPI, facecolor="white"
    )
    FigureCanvasAgg(figure)
    top_in = style.MARGIN_IN
    for height, draw in blocks:
        draw(figure, _whole_pixels(top_in))
        top_in += height
    return figure


def _nothing(figure: Figure, top_in: float) -> None:
    """Leave a gap."""


def _text_blocks(text: str, kind: style.Type, gid: str, gap_in: float) -> list[_Block]:
    even = kind in (style.TITLE, style.SUBTITLE)
    lines = (wrap_evenly if even else wrap)(text, kind, style.CONTENT_IN)
    if not lines:
        return []

    def draw(figure: Figure, top_in: float) -> None:
        put_lines(figure, lines, kind, x_in=style.MARGIN_IN, top_in=top_in, gid=gid)

    return [(len(lines) * kind.line_in + gap_in, draw)]


def _banner_blocks(area: StudyArea) -> list[_Block]:
    """Return the strip that says that nothing here is real."""
    if not area.area.fictional:
        return []
    lines = wrap(FICTIONAL, style.BANNER, style.CONTENT_IN - 0.24)
    height_in = len(lines) * style.BANNER.line_in + 0.12

    def draw(figure: Figure, top_in: float) -> None:
        figure.add_artist(
            Rectangle(
                (style.MARGIN_IN, figure.get_figheight() - top_in - height_in),
                style.CONTENT_IN,
                height_in,
                transform=figure.dpi_scale_trans,
                facecolor=style.BANNER_GROUND,
                edgecolor=style.BANNER_EDGE,
                linewidth=1.0,
                gid="banner_box",
            )
        )
        put_lines(
            figure,
            lines,
            style.BANNER,
            x_in=style.MARGIN_IN + 0.12,
            top_in=top_in + 0.06,
            gid="banner",
        )

    return [(height_in + 0.12, draw)]


def _axes(figure: Figure, box: Box, top_in: float, gid: str) -> Axes:
    width_in, height_in = figure.get_figwidth(), figure.get_figheight()
    left_in = style.MARGIN_IN + box.x_in
    bottom_in = height_in - top_in - box.y_in - box.height_in
    return figure.add_axes(
        (
            left_in / width_in,
            bottom_in / height_in,
            box.width_in / width_in,
            box.height_in / height_in,
        ),
        gid=gid,
    )


def _map_axes(figure: Figure, box: Box, top_in: float, extent: Extent) -> Axes:
    axes = _axes(figure, box, top_in, gid="map")
    axes.set_xlim(extent.left, extent.right)
    # One scale for both directions: what rounding to pixels takes or adds, the height gives or takes.
    height = (extent.right - extent.left) * box.height_in / box.width_in
    axes.set_ylim(extent.middle[1] - height / 2, extent.middle[1] + height / 2)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_edgecolor("#bdbdbd")
    return axes
