"""What is missing is said, not left out: no centers, nobody unreached, one county."""

import numpy as np
import pytest

from pipelines.maps.distribution_chart import draw_distribution
from pipelines.maps.drive_times import draw_drive_time
from pipelines.maps.gallery import draw_all, text_of
from pipelines.maps.gaps import draw_gaps
from pipelines.maps.nearness import draw_nearer
from pipelines.out_tables import OutTables
from pipelines.warehouse import replace_layers, writing
from tests.maps.conftest import draw_every_kind, ground_of
from tests.maps.reading import outside, overlaps, words
from tests.worlds.answers import fictional_answers, fictional_area
from tests.worlds.naive_tables import coverage_of, gaps_of

WITHIN = (15.0, 30.0, 45.0, 60.0)


def without_office_centers():
    answers = fictional_answers()
    times = answers["out.drive_times"]
    lost = times["site_of_care"] == "office_based"
    times.loc[lost, ["drive_time_min", "distance_mi"]] = np.nan
    times.loc[lost, "center_id"] = None
    times.loc[lost, "unreached_reason"] = "no_center"
    centers = answers["core.centers"]
    answers["core.centers"] = centers[centers["site_of_care"] != "office_based"]
    answers["out.gaps"] = gaps_of(times, 30.0)
    answers["out.coverage"] = coverage_of(answers["core.population"], times, WITHIN)
    catchments = answers["out.catchments"]
    answers["out.catchments"] = catchments[catchments["site_of_care"] != "office_based"]
    return answers


def with_everybody_reached():
    answers = fictional_answers()
    times = answers["out.drive_times"]
    times["drive_time_min"] = times["drive_time_min"].fillna(44.0)
    times["unreached_reason"] = times["unreached_reason"].where(times["drive_time_min"].isna())
    answers["out.gaps"] = gaps_of(times, 30.0)
    answers["out.coverage"] = coverage_of(answers["core.population"], times, WITHIN)
    return answers


@pytest.mark.parametrize(
    "answers_of",
    [
        without_office_centers,
        with_everybody_reached,
        lambda: fictional_answers(counties=1, places=60),
    ],
    ids=["no offices", "nobody unreached", "one county"],
)
def test_every_picture_draws_and_lays_out(coarse, answers_of):
    for kind, figure in draw_every_kind(answers_of()).items():
        figure.canvas.draw()
        assert overlaps(figure) == [], kind
        assert outside(figure) == [], kind


def test_the_lack_of_office_centers_is_said(coarse):
    answers = without_office_centers()
    ground, times = ground_of(answers), answers["out.drive_times"]
    nearer = draw_nearer(answers["out.gaps"], ground)
    assert text_of(nearer, "subtitle").startswith("No office-based center is known")
    curves = draw_distribution(times, ground)
    assert "No office-based center is known: none shown." in text_of(curves, "note")
    assert "Office-based" not in [axes.get_title(loc="left") for axes in curves.axes]
    figure = draw_drive_time(times, answers["out.coverage"], ground, "office_based")
    assert "no place has a drive time" in text_of(figure, "subtitle")
    assert "No drive time: no such center" in words(figure, "legend")


def test_that_every_place_is_reached_is_said(coarse):
    answers = with_everybody_reached()
    times, coverage = answers["out.drive_times"], answers["out.coverage"]
    figure = draw_drive_time(times, coverage, ground_of(answers), "hospital_based")
    assert "Every population point has a drive time." in text_of(figure, "note")
    assert "No drive time" not in words(figure, "legend")


def test_land_without_a_road_in_the_data_is_shown_apart_where_there_is_some(coarse):
    answers = fictional_answers()
    assert (answers["out.gaps"]["gap"] == "unknown").any()
    told = draw_gaps(answers["out.gaps"], ground_of(answers))
    assert "Not known: no road in the data" in words(told, "legend")
    reached = with_everybody_reached()
    everywhere = draw_gaps(reached["out.gaps"], ground_of(reached))
    assert "Not known" not in words(everywhere, "legend")


def test_with_hospitals_alone_the_gaps_speak_of_hospitals_alone(coarse):
    answers = without_office_centers()
    figure = draw_gaps(answers["out.gaps"], ground_of(answers))
    assert text_of(figure, "subtitle").startswith("Dark land has no hospital-based infusion center")
    legend = words(figure, "legend")
    assert "No center" in legend
    assert "ffice" not in legend


def test_nothing_is_compared_and_no_map_is_drawn_twice_with_hospitals_alone(tmp_path, coarse):
    answers = without_office_centers()
    answers["core.centers"] = answers["core.centers"].query("site_of_care == 'hospital_based'")
    path = tmp_path / "access.duckdb"
    with writing(path) as warehouse:
        replace_layers(warehouse, answers)
    names = [file.name for file in draw_all(OutTables(path), fictional_area(), tmp_path / "maps")]
    assert "nearer" not in names
    assert [name for name in names if name.startswith("drive_time_")] == [
        "drive_time_hospital_based"
    ]
