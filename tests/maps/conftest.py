"""The fictional state drawn once for all tests of pictures."""

import pytest

from pipelines.maps.adequacy import draw_adequacy
from pipelines.maps.catchments import draw_catchments
from pipelines.maps.coverage_chart import draw_coverage
from pipelines.maps.distribution_chart import draw_distribution
from pipelines.maps.drawing import style
from pipelines.maps.drawing.ground import lay_ground
from pipelines.maps.drive_times import draw_drive_time
from pipelines.maps.gaps import draw_gaps
from pipelines.maps.groups_chart import draw_strata_drives
from pipelines.maps.nearness import draw_nearer
from tests.worlds.answers import fictional_answers, fictional_area


def ground_of(answers, area=None):
    return lay_ground(
        area or fictional_area(),
        answers["core.counties"],
        answers["core.population"],
        answers["core.centers"],
    )


def draw_every_kind(answers, area=None):
    """One figure a kind of picture."""
    ground = ground_of(answers, area)
    times, coverage = answers["out.drive_times"], answers["out.coverage"]
    return {
        "drive_time": draw_drive_time(times, coverage, ground, "hospital_based"),
        "drive_time_any": draw_drive_time(times, coverage, ground, "any"),
        "catchments": draw_catchments(answers["out.catchments"], coverage, ground),
        "nearer": draw_nearer(answers["out.gaps"], ground),
        "gaps": draw_gaps(answers["out.gaps"], ground),
        "coverage": draw_coverage(coverage, ground.area),
        "distribution": draw_distribution(times, ground),
        "adequacy": draw_adequacy(answers["out.adequacy_findings"], ground),
        "strata_drives": draw_strata_drives(answers["out.times_by_stratum"], ground.area),
    }


@pytest.fixture
def coarse(monkeypatch):
    """Draw with fewer pixels: what a sheet holds, and where, is the same in inches."""
    monkeypatch.setattr(style, "DPI", 96)


@pytest.fixture(scope="session")
def answers():
    return fictional_answers()


@pytest.fixture(scope="session")
def ground(answers):
    return ground_of(answers)


@pytest.fixture(scope="session")
def figures(answers):
    return draw_every_kind(answers)
