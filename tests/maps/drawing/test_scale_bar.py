"""The scale bar is as long as it says, on the ground."""

import re

import pytest
from pyproj import CRS, Geod, Transformer

from pipelines.maps.drawing import style
from pipelines.maps.drawing.scale_bar import plan_scale_bar
from pipelines.units import M_PER_MILE
from tests.maps.reading import pieces
from tests.worlds.fictional_land import LOCAL_CRS


def geodesic_m(crs, start, end):
    to_degrees = Transformer.from_crs(CRS(crs), "EPSG:4326", always_xy=True)
    return Geod(ellps="WGS84").inv(*to_degrees.transform(*start), *to_degrees.transform(*end))[2]


@pytest.mark.parametrize("kind", ["drive_time", "catchments", "nearer", "gaps"])
def test_a_drawn_bar_spans_its_miles(figures, kind):
    figure = figures[kind]
    bars = pieces(figure, "scale_bar")
    left = min(bar.get_x() for bar in bars) * style.DPI
    right = max(bar.get_x() + bar.get_width() for bar in bars) * style.DPI
    axes = next(axes for axes in figure.axes if axes.get_gid() == "map")
    meters_per_px = (axes.get_xlim()[1] - axes.get_xlim()[0]) / axes.bbox.width
    x = sum(axes.get_xlim()) / 2
    y = sum(axes.get_ylim()) / 2
    half = (right - left) / 2 * meters_per_px
    label = next(text for text in figure.texts if text.get_gid() == "scale_label").get_text()
    miles = float(re.match(r"([\d,.]+) mile", label)[1].replace(",", ""))
    ground = geodesic_m(LOCAL_CRS, (x - half, y), (x + half, y))
    assert ground == pytest.approx(miles * M_PER_MILE, rel=0.01)


@pytest.mark.parametrize(
    ("middle", "crs"),
    [
        ((600_000.0, 1_900_000.0), "EPSG:5070"),
        ((-1_900_000.0, 3_000_000.0), "EPSG:5070"),
        ((-8_500_000.0, 5_000_000.0), "EPSG:3857"),
    ],
)
@pytest.mark.parametrize("meters_per_inch", [900.0, 40_000.0, 700_000.0])
def test_the_bar_is_true_at_the_middle_in_any_projection(middle, crs, meters_per_inch):
    bar = plan_scale_bar(middle=middle, meters_per_inch=meters_per_inch, map_width_in=6.7, crs=crs)
    assert 0.2 < bar.length_in <= 6.7 * 0.34
    # A short stretch: the bar promises the scale of the middle, not of the whole width.
    stretch = min(bar.length_in * meters_per_inch, 20_000.0)
    start, end = (middle[0] - stretch / 2, middle[1]), (middle[0] + stretch / 2, middle[1])
    ground = geodesic_m(crs, start, end) * (bar.length_in * meters_per_inch / stretch)
    assert ground == pytest.approx(bar.miles * M_PER_MILE, rel=0.01)
