"""The chart of bands shows each figure with its least and greatest value, and nothing that has none."""

import math

import pandas as pd
import pytest

from pipelines.maps.bands_chart import bands_of, draw_bands
from tests.maps.reading import outside, overlaps
from tests.worlds.answers import fictional_area

COLUMNS = ["stratum", "site_of_care", "figure", "dimension", "value", "low", "high"]


@pytest.fixture
def sensitivity():
    rows = [
        ("rural", "any", "share_within", "all", 0.8, 0.5, 0.9),
        ("all", "any", "share_within", "all", 0.95, 0.9, 1.0),
        ("rural", "any", "drive_time_min_median", "all", 12.0, 9.0, 31.0),
        ("all", "any", "drive_time_min_median", "all", 6.0, 6.0, 6.0),
        ("all", "any", "gini", "all", 0.4, 0.3, 0.5),
        ("all", "office_based", "share_within", "all", 0.1, 0.1, 0.1),
        ("all", "any", "share_within", "speed", 0.1, 0.1, 0.1),
        ("urban", "any", "share_within", "all", math.nan, math.nan, math.nan),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def of(axes, gid):
    return [line.get_xdata() for line in axes.lines if line.get_gid() == gid]


def test_bars_reach_from_least_to_greatest_and_marks_stand_at_the_report_s_own(sensitivity):
    shares, minutes = draw_bands(bands_of(sensitivity), fictional_area()).axes
    assert [list(line) for line in of(shares, "band")] == [[50, 90], [90, 100]]
    assert [line[0] for line in of(shares, "value")] == [80, 95]
    assert [list(line) for line in of(minutes, "band")] == [[9, 31], [6, 6]]
    numbers = [text.get_text() for text in minutes.texts if text.get_gid() == "number"]
    assert numbers == ["12 · 9 to 31", "6"]
    # Any other cap would draw a bar longer than it is.
    assert {line.get_solid_capstyle() for line in shares.lines} == {"butt"}


def test_nothing_overlaps_nor_leaves_the_sheet(sensitivity):
    figure = draw_bands(bands_of(sensitivity), fictional_area())
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_a_figure_without_any_band_has_no_panel_and_is_not_said_to_reach_nobody(sensitivity):
    unadded = sensitivity["figure"] == "drive_time_min_median"
    sensitivity.loc[unadded, ["low", "high"]] = math.nan
    figure = draw_bands(bands_of(sensitivity), fictional_area())
    [shares] = figure.axes
    assert [list(line) for line in of(shares, "band")] == [[50, 90], [90, 100]]
    assert "nobody reached" not in [text.get_text() for text in shares.texts]
    assert overlaps(figure) == []
