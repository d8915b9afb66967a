"""The scale bar: a round number of miles, true at the middle of the map."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from pyproj import CRS, Geod, Transformer

from pipelines.maps.drawing import style
from pipelines.maps.drawing.lettering import put_lines
from pipelines.units import M_PER_MILE

SCALE_BAR_IN = 0.46
"""Height of the strip that holds the bar and its label."""

_ROUND_MILES = (0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000)
_LONGEST_SHARE = 0.34


class ScaleBar(NamedTuple):
    """A bar of so many miles that is so many inches long."""

    miles: float
    length_in: float


def plan_scale_bar(
    *, middle: tuple[float, float], meters_per_inch: float, map_width_in: float, crs: str
) -> ScaleBar:
    """Choose the bar's miles and find its length on the sheet.

    Parameters
    ----------
    middle
        Coordinates of the map's middle in `crs`, where the bar is true.
    meters_per_inch
        Projected metres in an inch of the sheet.
    map_width_in
        Width of the map in inches; the bar takes at most a third of it.
    crs
        The map's projected CRS in metres.

    Returns
    -------
    ScaleBar
        The longest round number of miles that fits, with its length.
    """
    miles_per_inch = meters_per_inch * _ground_per_map_meter(middle, crs) / M_PER_MILE
    fitting = [
        miles for miles in _ROUND_MILES if miles <= map_width_in * _LONGEST_SHARE * miles_per_inch
    ]
    miles = fitting[-1] if fitting else _ROUND_MILES[0]
    return ScaleBar(miles, miles / miles_per_inch)


def _ground_per_map_meter(middle: tuple[float, float], crs: str) -> float:
    """Return metres on the ellipsoid for one metre to the right on the map."""
    step_m = 10_000.0
    to_degrees = Transformer.from_crs(CRS(crs), "EPSG:4326", always_xy=True)
    west = to_degrees.transform(middle[0] - step_m / 2, middle[1])
    east = to_degrees.transform(middle[0] + step_m / 2, middle[1])
    _, _, ground_m = Geod(ellps="WGS84").inv(*west, *east)
    return float(ground_m) / step_m


def draw_scale_bar(figure: Figure, bar: ScaleBar, *, x_in: float, top_in: float) -> None:
    """Draw the bar with its left end at `x_in` and the strip's top at `top_in`, inches from the top left."""
    base = figure.get_figheight() - top_in - 0.17
    halves = ((0.0, style.OUTLINE), (0.5, "#ffffff"))
    for start, color in halves:
        figure.add_artist(
            Rectangle(
                (x_in + start * bar.length_in, base),
                bar.length_in / 2,
                0.07,
                transform=figure.dpi_scale_trans,
                facecolor=color,
                edgecolor=style.OUTLINE,
                linewidth=0.8,
                gid="scale_bar",
            )
        )
    put_lines(
        figure,
        [scale_label(bar.miles)],
        style.FINE,
        x_in=x_in,
        top_in=top_in + 0.19,
        gid="scale_label",
    )


def scale_label(miles: float) -> str:
    """Return what a bar of so many miles says: '20 miles (32 km)'."""
    decimals = 0 if miles >= 5 else 1
    unit = "mile" if miles == 1 else "miles"
    return f"{miles:,g} {unit} ({miles * M_PER_MILE / 1000:,.{decimals}f} km)"
