"""The coverage chart shows the table's shares and counts, nothing else."""

import pytest

from pipelines.maps.coverage_chart import draw_coverage
from tests.maps.reading import words
from tests.worlds.answers import fictional_area


def chart_texts(figure, gid):
    return [text.get_text() for text in figure.axes[0].texts if text.get_gid() == gid]


def test_each_mark_stands_at_its_share(answers, figures):
    table = answers["out.coverage"].query("within_min == 30")
    marks = [line for line in figures["coverage"].axes[0].lines if line.get_gid() == "coverage"]
    drawn = sorted(float(mark.get_xdata()[0]) for mark in marks)
    assert drawn == pytest.approx(sorted(100 * table["share"]))


def test_groups_carry_their_people_and_rows_their_counts(answers, figures):
    groups = chart_texts(figures["coverage"], "group")
    everyone = answers["core.population"]["population"].sum()
    assert groups[0] == f"Everyone ({everyone:,.0f} people)"
    assert len(groups) == 5
    reached = answers["out.coverage"].query("within_min == 30")["population_within"]
    numbers = " ".join(chart_texts(figures["coverage"], "number"))
    assert all(f"{count:,.0f}" in numbers for count in reached)


def test_sites_that_nobody_reaches_are_named_not_drawn(answers):
    coverage = answers["out.coverage"].copy()
    absent = coverage["site_of_care"] == "stand_alone"
    coverage.loc[absent, ["population_within", "share"]] = 0.0
    figure = draw_coverage(coverage, fictional_area())
    assert "Stand-alone" not in words(figure, "legend")
    assert "No stand-alone center is within anybody's reach" in words(figure, "note")


def test_of_one_kind_alone_any_kind_is_not_drawn_again(answers):
    kinds = answers["out.coverage"]["site_of_care"].isin(["hospital_based", "any"])
    figure = draw_coverage(answers["out.coverage"][kinds], fictional_area())
    assert "Hospital-based" in words(figure, "legend")
    assert "Any kind" not in words(figure, "legend")


def test_a_threshold_that_the_table_lacks_gives_way_to_the_nearest(answers):
    area = fictional_area()
    measures = area.measures.model_copy(update={"gap_min": 40.0})
    figure = draw_coverage(answers["out.coverage"], area.model_copy(update={"measures": measures}))
    assert "within 45 minutes" in words(figure, "title")
