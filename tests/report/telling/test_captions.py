"""Captions say what to see, with the area's own numbers."""

from pathlib import Path

import pandas as pd
import pytest

from pipelines.maps.gallery import MapFile
from pipelines.report.facts import read_facts
from pipelines.report.telling.captions import caption
from pipelines.vocabulary.sites_of_care import center_of
from pipelines.vocabulary.wording import minutes, people
from tests.report.test_report_page import no_offices, nobody
from tests.report.world import with_cells, with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return read_facts(write_world(tmp_path_factory.mktemp("plain") / "a.duckdb"), fictional_area())


def told(name, facts):
    return caption(MapFile(name, Path(f"{name}.png"), "Its title", "alt"), facts)


def test_drive_time(facts):
    drive = facts.drive("all", "office_based")
    text = told("drive_time_office_based", facts)
    assert (
        "The typical drive to the nearest office-based center is "
        f"{drive['drive_time_min_median']:.1f} minutes;" in text
    )
    assert f"longer than {drive['drive_time_min_p90']:.1f} minutes" in text
    assert "half" not in text.lower()
    assert people(drive["population_unreached"]) in text


def test_gaps_name_the_counties_with_most_people(facts):
    worst = max(facts.tables.rows("out.counties"), key=lambda row: row["population_none"])
    text = told("gaps", facts)
    assert worst["name"] in text
    assert people(facts.gaps("rural")["population_none"], "rural people") in text


def test_gaps_do_not_say_that_most_people_live_in_the_worst_counties(facts):
    assert "Most of them" not in told("gaps", facts)
    assert "Counted over all people, the count" in told("gaps", facts)


def test_coverage_speaks_of_shares_as_the_chart_does(facts):
    assert "the drive gets longer" not in told("coverage", facts)


def test_distribution_speaks_of_the_kinds_of_its_panels(facts):
    text = told("distribution", facts)
    for site in ("hospital_based", "office_based"):
        median = facts.drive("rural", site)["drive_time_min_median"]
        assert f"{minutes(median)} to {center_of(site)}" in text
    assert "any center" not in text


def test_catchments(facts):
    within = facts.within("all", "hospital_based", 60.0)["population_within"]
    wanted = f"{people(within)} live within 60 minutes of a hospital-based center"
    assert wanted in told("catchments", facts)


@pytest.mark.parametrize("name", ["nearer", "coverage", "distribution"])
def test_other_captions_are_sentences(name, facts):
    text = told(name, facts)
    assert text.endswith(".")
    assert any(letter.isdigit() for letter in text)


def with_adequacy(facts, counts):
    found = [name for name, count in counts.items() for _ in range(count)]
    return with_tables(facts, adequacy_findings=pd.DataFrame({"finding": found}))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"hospitals_suffice": 3}, ["Every county passes with its hospital-based centers alone."]),
        ({"only_with_offices": 1}, ["Striped counties would fail without"]),
        ({"only_with_others": 1}, ["Crossed counties would fail without"]),
        ({"fails_with_all": 1}, ["In the dark counties too few people"]),
        (
            {"only_with_offices": 1, "fails_with_all": 2},
            ["Striped counties", "In the dark counties"],
        ),
    ],
)
def test_adequacy_speaks_of_the_findings_that_occur(facts, counts, said):
    text = told("adequacy", with_adequacy(facts, counts))
    assert all(words in text for words in said)
    assert ("Striped" in text) == ("only_with_offices" in counts)
    assert ("dark" in text) == ("fails_with_all" in counts)


def test_of_a_sample_no_county_is_said_to_hang_on_offices(facts):
    counts = {"only_with_offices": 1, "only_with_others": 1, "fails_with_all": 1}
    sample = with_cells(with_adequacy(facts, counts), "center_lists", completeness="sample")
    text = told("adequacy", sample)
    assert "would fail" not in text
    assert "any center" not in text
    assert "Striped counties pass once office-based centers count too." in text


def test_a_what_if_counts_by_stratum_whose_drive_changes(facts):
    rows = facts.tables.rows("out.what_if", what_if="opening: a new office", site_of_care="any")
    by_stratum = {row["stratum"]: row["population_shorter"] for row in rows}
    text = told("what_if_2", facts)
    assert text.startswith("Opening: a new office. ")
    assert f"{people(by_stratum['all'])} drive less (" in text
    for stratum in ("urban", "suburban", "rural"):
        assert people(by_stratum[stratum], f"{stratum} people") in text
    assert "longer" not in text


def test_a_picture_of_another_kind_goes_by_its_title(facts):
    assert told("another", facts) == "Its title"


def test_where_a_kind_has_no_center(tmp_path):
    facts = read_facts(write_world(tmp_path / "a.duckdb", no_offices), fictional_area())
    assert told("drive_time_office_based", facts) == (
        "Nobody can be driven to an office-based center."
    )
    assert "holds no office-based center" in told("nearer", facts)
    assert "office-based" not in told("catchments", facts)


def test_where_nobody_lives(tmp_path):
    facts = read_facts(write_world(tmp_path / "a.duckdb", nobody), fictional_area())
    assert told("gaps", facts) == "Its title"
