"""Published drives to the nearest hospital stand beside ours only where hospitals are what is measured."""

import pytest

from pipelines.area import HospitalsSource
from pipelines.report.facts import read_facts
from pipelines.report.index.comparison import comparison_sentences, comparison_table, is_comparable
from pipelines.report.telling.published import NEAREST_HOSPITAL
from tests.report.test_report_page import Page, no_offices, published
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


def hospitals_only():
    area = fictional_area()
    hospitals = HospitalsSource(
        kind="hifld", files=("hospitals.csv",), vintage="2020", publisher="HIFLD", licence="public"
    )
    sources = area.sources.model_copy(update={"hospitals": hospitals, "centers": None})
    identity = area.area.model_copy(update={"fictional": False, "caveat": ""})
    return area.model_copy(update={"area": identity, "sources": sources})


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("pew") / "access.duckdb", no_offices)
    return read_facts(warehouse, hospitals_only())


def test_means_stand_beside_the_published_ones_stratum_by_stratum(facts):
    rows = {row[0]: row for row in comparison_table(facts).rows}
    for stratum, heading in (("rural", "Rural"), ("urban", "Urban"), ("suburban", "Suburban")):
        drive, row = facts.drive(stratum, "hospital_based"), rows[heading]
        assert (row[2], row[4], row[5], row[7]) == (
            drive["drive_time_min_mean"],
            drive["drive_time_min_median"],
            drive["distance_mi_mean"],
            drive["distance_mi_median"],
        )
        assert (row[3], row[6]) == NEAREST_HOSPITAL[stratum]
    assert rows["Everyone"][3] is None


def test_the_differences_are_computed_and_explained(facts):
    told = comparison_sentences(facts)
    measured = facts.drive("rural", "hospital_based")["drive_time_min_mean"]
    rural = measured - NEAREST_HOSPITAL["rural"][0]
    said = f"{abs(rural):.1f} minutes {'longer' if rural > 0 else 'shorter'}"
    assert f"rural people {said}" in told[0]
    text = " ".join(told)
    for reason in (
        "said themselves",
        "local traffic",
        "small metro",
        "acute-care facilities of 2018",
    ):
        assert reason in text


def test_it_stands_on_the_first_page_of_such_an_area_alone(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, path = published(tmp_path / "a", hospitals_only(), no_offices)
    assert "Beside published figures" in Page(path.read_text(encoding="utf-8")).text
    _, path = published(tmp_path / "b")
    assert "Pew" not in path.read_text(encoding="utf-8")


def test_a_fictional_area_or_a_list_of_centers_is_not_comparable(tmp_path):
    facts = read_facts(write_world(tmp_path / "access.duckdb"), fictional_area())
    assert not is_comparable(facts)
