"""The chart of definitions shows each definition's figures, and marks the report's own."""

import math

import pandas as pd
import pytest

from pipelines.maps.definitions_chart import draw_definitions, figures_by_definition
from pipelines.maps.gallery import alt_text
from tests.maps.reading import outside, overlaps, words
from tests.worlds.answers import fictional_area

SITES = ("any", "hospital_based", "office_based")


def values(**shares):
    """Rows of out.sensitivity_values: variant -> share; minutes are forty times what is missing of it."""
    rows = []
    for variant, share in shares.items():
        dimension = "base" if variant == "base" else "definition"
        for site in (*SITES, "stand_alone"):
            for figure, value in (
                ("share_within", share),
                ("drive_time_min_median", 40 * (1 - share)),
            ):
                rows.append((dimension, variant, "all", site, figure, value))
                rows.append((dimension, variant, "rural", site, figure, 0.0))
    rows.append(("speed", "time_x2", "all", "any", "share_within", 0.1))
    names = ["dimension", "variant", "stratum", "site_of_care", "figure", "value"]
    return pd.DataFrame(rows, columns=names)


def marks(axes):
    return [float(line.get_xdata()[0]) for line in axes.lines if line.get_gid() == "mark"]


def test_the_base_is_the_areas_own_definition():
    figures = figures_by_definition(values(base=0.9, registry=0.95, sure=0.2), "combined")
    assert {key[0] for key in figures} == {"combined", "registry"}
    assert {key[1] for key in figures} == set(SITES)
    assert figures["combined", "any", "share_within"] == 0.9
    assert figures_by_definition(values(base=0.9, sure=0.2), "combined") == {}


def test_each_mark_stands_at_its_figure():
    figures = figures_by_definition(values(base=0.9, registry=0.95, billing=0.5), "combined")
    figure = draw_definitions(figures, fictional_area())
    shares, minutes = figure.axes
    assert marks(shares) == pytest.approx([95, 50, 90] * 3)
    assert marks(minutes) == pytest.approx([2, 20, 4] * 3)
    full = [line for line in shares.lines if line.get_markerfacecolor() == "#1a1a1a"]
    assert [float(line.get_xdata()[0]) for line in full] == pytest.approx([90] * 3)
    assert "by all evidence" in words(figure, "note")
    assert alt_text(figure).startswith("Chart. Arboria: three definitions")


def test_a_definition_without_such_a_center_says_none():
    figures = figures_by_definition(values(base=0.9, billing=0.5), "combined")
    figures["billing", "office_based", "share_within"] = math.nan
    figures["billing", "office_based", "drive_time_min_median"] = math.nan
    figure = draw_definitions(figures, fictional_area())
    shares, minutes = figure.axes
    assert len(marks(shares)) == len(marks(minutes)) == 5
    numbers = [text.get_text() for text in shares.texts if text.get_gid() == "number"]
    assert numbers.count("none") == 1


def test_nothing_overlaps_nor_leaves_the_sheet():
    figures = figures_by_definition(values(base=0.001, registry=1.0, billing=0.0), "registry")
    figure = draw_definitions(figures, fictional_area())
    assert overlaps(figure) == []
    assert outside(figure) == []
