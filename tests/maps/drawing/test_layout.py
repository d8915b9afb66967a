"""Every sheet says what it must, and nothing on it covers anything else."""

import pytest

from pipelines.maps.coverage_chart import draw_coverage
from pipelines.maps.drawing.layout import FICTIONAL
from tests.maps.conftest import draw_every_kind
from tests.maps.reading import outside, overlaps, pieces, words
from tests.worlds.answers import fictional_answers, fictional_area

MAPS = ("drive_time", "drive_time_any", "catchments", "nearer", "gaps")
KINDS = (*MAPS, "coverage", "distribution")
LONG_TITLE = "The Greater Northern Counties of the Commonwealth of Arboria and its Outlying Isles"


@pytest.mark.parametrize("kind", KINDS)
def test_says_what_it_is_and_where_it_comes_from(figures, kind):
    figure = figures[kind]
    assert "Arboria" in words(figure, "title")
    assert words(figure, "legend")
    assert words(figure, "banner") == FICTIONAL
    assert words(figure, "caveat") == "Centers are invented and stand for no real place."
    source = words(figure, "source")
    assert "OpenStreetMap contributors (2026, invented)" in source
    assert "Arboria Census Office (2026, invented)" in source
    assert "Potential access" in words(figure, "note")


@pytest.mark.parametrize("kind", MAPS)
def test_maps_carry_a_scale_bar(figures, kind):
    assert "miles" in words(figures[kind], "scale_label")
    assert len(pieces(figures[kind], "scale_bar")) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_overlaps_or_is_cut(figures, kind):
    assert overlaps(figures[kind]) == []
    assert outside(figures[kind]) == []


@pytest.mark.parametrize(("width_km", "height_km"), [(190, 390), (640, 190)], ids=["tall", "wide"])
def test_tall_and_wide_states_with_long_names_lay_out(coarse, width_km, height_km):
    area = fictional_area()
    named = area.area.model_copy(update={"title": LONG_TITLE})
    answers = fictional_answers(5, width_km=width_km, height_km=height_km)
    for kind, figure in draw_every_kind(answers, area.model_copy(update={"area": named})).items():
        assert overlaps(figure) == [], kind
        assert outside(figure) == [], kind
        assert LONG_TITLE in words(figure, "title")


def test_no_banner_where_nothing_is_fictional(answers):
    area = fictional_area()
    real = area.area.model_copy(update={"fictional": False, "caveat": ""})
    figure = draw_coverage(answers["out.coverage"], area.model_copy(update={"area": real}))
    assert words(figure, "banner") == ""
    assert pieces(figure, "banner_box") == []


def test_a_real_area_with_a_caveat_says_it_without_calling_itself_fictional(answers):
    area = fictional_area()
    real = area.area.model_copy(update={"fictional": False, "caveat": "Illustrative list."})
    figure = draw_coverage(answers["out.coverage"], area.model_copy(update={"area": real}))
    assert words(figure, "banner") == ""
    assert words(figure, "caveat") == "Illustrative list."
    assert pieces(figure, "banner_box") == []


def test_an_overlap_would_be_found(answers):
    figure = draw_coverage(answers["out.coverage"], fictional_area())
    title = next(text for text in figure.texts if text.get_gid() == "title")
    legend = next(text for text in figure.texts if text.get_gid() == "legend")
    legend.set_position(title.get_position())
    assert ("title", "legend") in overlaps(figure)
    legend.set_position((-1, 1))
    assert "legend" in outside(figure)


def test_maps_show_all_directions_at_one_scale(figures):
    for kind in MAPS:
        for axes in figures[kind].axes:
            if axes.get_gid() != "map":
                continue
            across = (axes.get_xlim()[1] - axes.get_xlim()[0]) / axes.bbox.width
            upward = (axes.get_ylim()[1] - axes.get_ylim()[0]) / axes.bbox.height
            assert upward == pytest.approx(across, rel=1e-9)
