"""The map of network adequacy: counties by finding, told apart without colour, nothing of absent offices."""

from itertools import pairwise

import pandas as pd
from matplotlib.colors import to_rgb

from pipelines.maps.adequacy import FILLS, draw_adequacy
from pipelines.maps.drawing import style
from pipelines.maps.gallery import text_of
from pipelines.vocabulary.adequacy import FINDINGS
from tests.maps.conftest import ground_of
from tests.maps.reading import words
from tests.worlds.answers import fictional_answers


def test_the_legend_counts_the_counties_of_each_finding(coarse, answers, ground):
    findings = answers["out.adequacy_findings"]
    figure = draw_adequacy(findings, ground)
    legend = words(figure, "legend").replace("\n", " ")
    for name, count in findings["finding"].value_counts().items():
        assert f"{FINDINGS.heading(name)} ({count})" in legend
    assert "No verdict" not in legend
    offices = (findings["finding"] == "only_with_offices").sum()
    assert f"only because of office-based centers: {offices}." in text_of(figure, "subtitle")


def test_a_county_without_a_verdict_is_shown_as_such(coarse, answers, ground):
    findings = answers["out.adequacy_findings"].copy()
    findings.loc[0, "finding"] = pd.NA
    legend = words(draw_adequacy(findings, ground), "legend").replace("\n", " ")
    assert "No verdict: no people, or no county type (1)" in legend


def test_where_no_office_is_known_nothing_is_said_of_offices(coarse):
    answers = fictional_answers()
    centers = answers["core.centers"]
    answers["core.centers"] = centers[centers["site_of_care"] == "hospital_based"]
    findings = answers["out.adequacy_findings"]
    findings["finding"] = findings["finding"].replace(
        ["only_with_offices", "only_with_others"], "fails_with_all"
    )
    figure = draw_adequacy(findings, ground_of(answers))
    failing = (findings["finding"] == "fails_with_all").sum()
    assert f"fail with the centers on the list: {failing}." in text_of(figure, "subtitle")
    for kind in ("legend", "subtitle", "note"):
        assert "office" not in words(figure, kind)


def test_findings_differ_in_lightness_or_pattern():
    fills = list(FILLS.values())
    looks = {(round(_lightness(fill), 1), fill.pattern) for fill in fills}
    assert len(looks) == len(fills)
    steps = [_lightness(fill) for fill in fills[:4]]
    assert min(lighter - darker for lighter, darker in pairwise(steps)) > 0.15


def _lightness(fill: style.Fill) -> float:
    red, green, blue = to_rgb(fill.color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
