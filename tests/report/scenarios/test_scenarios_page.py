"""What the page of scenarios says, and that it says nothing of scenarios that were not asked for."""

import pandas as pd
import pytest

from pipelines.report.facts import read_facts
from pipelines.report.scenarios.burden_tables import costs_table, gap_burden_table
from pipelines.report.scenarios.scenario_sentences import (
    band_sentences,
    cost_sentences,
    margin_sentences,
    siting_sentences,
    trip_sentences,
    what_if_sentences,
)
from pipelines.report.scenarios.scenario_tables import margins_table
from pipelines.report.scenarios.scenarios_page import TABLES, scenarios_page
from pipelines.report.telling.pages import read_frames
from pipelines.vocabulary.uncertainty import variant_name
from pipelines.vocabulary.what_if import what_if_name
from pipelines.warehouse import writing
from tests.report.test_report_page import Page, no_offices, published
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("scenarios") / "access.duckdb")
    facts = read_facts(warehouse, fictional_area())
    return read_frames(facts.tables, TABLES), facts


def test_the_band_of_the_gap_names_what_moves_it_most(world):
    frames, facts = world
    table = frames["sensitivity"]
    row = table[
        (table["figure"] == "share_neither")
        & (table["stratum"] == "all")
        & (table["dimension"] == "all")
    ].iloc[0]
    (told,) = band_sentences(frames, facts)
    assert told.endswith("; it moves most if driving takes 25% longer.")
    assert row["high_variant"] == "time_x1.25"


def test_coarsely_placed_centers_are_counted(world):
    frames, facts = world
    coarse = pd.DataFrame(
        [{"site_of_care": "any", "centers": 200, "centers_coarse": 50, "share_coarse": 0.25}]
    )
    told = band_sentences({**frames, "geocoding": coarse}, facts)
    assert (
        told[-1] == "50 of 200 centers (25%) are placed only at the middle of a ZIP area or town."
    )
    *_, one = band_sentences(
        {**frames, "geocoding": coarse.assign(centers_coarse=1, share_coarse=0.005)}, facts
    )
    assert one.startswith("1 of 200 centers (1%) is placed only at")


def surveyed(**changes):
    row = {
        "stratum": "all",
        "site_of_care": "any",
        "within_min": 30.0,
        "people": 1000.0,
        "people_margin": 50.0,
        "people_within": 812.0,
        "people_within_margin": 45.0,
        "share": 0.812,
        "share_margin": 0.0134,
        "places_left_out": 0,
        "people_left_out": 0.0,
    }
    return pd.DataFrame([row | changes])


def with_margins(tables):
    tables["out.margins"] = surveyed()


def test_the_surveys_own_margins_are_told_where_they_are_known(world):
    frames, facts = world
    assert margin_sentences(frames, facts) == []
    told = margin_sentences({**frames, "margins": surveyed()}, facts)
    assert "81.2%, give or take 1.3 points" in told[0]
    assert "812, give or take 45." in told[0]
    assert len(told) == 2
    lost = surveyed(places_left_out=2, people_left_out=30.0)
    assert margin_sentences({**frames, "margins": lost}, facts)[-1] == (
        "2 places with 30 people have no known margin and stand outside these numbers."
    )
    empty = surveyed(people=0.0, people_within=0.0, share=None, share_margin=None)
    assert margin_sentences({**frames, "margins": empty}, facts) == []
    other = pd.concat([surveyed(), surveyed(within_min=60.0), surveyed(site_of_care="stand_alone")])
    assert margins_table(other, facts).rows == (
        ("Everyone", "Center of any kind", 812.0, 45.0, 0.812, pytest.approx(1.34)),
    )


def test_the_page_shows_margins_only_where_there_are_any(tmp_path):
    plain = write_world(tmp_path / "plain.duckdb")
    assert "margins" not in scenarios_page(read_facts(plain, fictional_area())).tables
    warehouse = write_world(tmp_path / "access.duckdb", with_margins)
    page = scenarios_page(read_facts(warehouse, fictional_area()))
    assert len(page.tables["margins"].rows) == 1
    assert page.context["margins"]


def test_closing_makes_longer_and_opening_shorter(world):
    frames, facts = world
    closing, opening = what_if_sentences(frames, facts)
    assert closing.startswith(
        "The listed centers close: the drive to the nearest center gets longer for"
    )
    assert opening.startswith(
        "Opening: a new office: the drive to the nearest center gets shorter for"
    )


def test_counties_that_change_are_named_once(world):
    frames, facts = world
    names = list(facts.counties[:2])
    changes = pd.DataFrame(
        [
            {
                "what_if": "closures",
                "county_fips": one.county_fips,
                "scenario": scenario,
                "change": "lost",
            }
            for one in names
            for scenario in ("all", "hospital_based")
        ]
    )
    closing, opening = what_if_sentences({**frames, "what_if_adequacy": changes}, facts)
    first, second = sorted(one.name for one in names)
    assert closing.endswith(f"; {first} and {second} stop passing Medicare’s rule.")
    assert "passing" not in opening


def test_sites_are_told_with_the_share_before_and_after(world):
    frames, facts = world
    told = siting_sentences(frames, facts)
    assert told[0].startswith("The best new office-based site would bring")
    first = frames["siting"][frames["siting"]["problem"] == "mclp"].iloc[0]
    assert first["population_within_after"] >= first["population_within_before"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"status": "out_of_reach", "sites": 0},
            "No choice among the candidates brings 90% of people",
        ),
        ({"status": "optimal", "sites": 0}, "Existing centers already have 90% of people"),
        ({"status": "optimal", "sites": 4}, "At least 4 new sites would bring 90% within reach."),
    ],
)
def test_the_fewest_sites_in_each_case(world, change, said):
    frames, facts = world
    table = frames["siting"].copy()
    for name, value in change.items():
        table.loc[table["problem"] == "lscp", name] = value
    assert siting_sentences({**frames, "siting": table}, facts)[-1].startswith(said)


def test_costs_are_a_range_and_a_scenario(world):
    frames, facts = world
    told = cost_sentences(frames, facts)
    assert " to " in told[0]
    assert "a scenario, no estimate for here" in told[0]
    assert told[1] == (
        "The lower ends rest on Hopson and others, Journal of Medical Economics, 2018, which could not be "
        "confirmed against the publication."
    )
    assert "a hospital is the only of the two kinds" in told[2]
    confirmed = frames["cost_sources"].assign(checked="yes")
    assert len(cost_sentences({**frames, "cost_sources": confirmed}, facts)) == len(told) - 1
    publishers = costs_table(frames["cost_ranges"], frames["cost_sources"]).rows[0]
    assert publishers[3].endswith("(not confirmed)") and "confirmed" not in publishers[5]


def test_a_gap_costs_hours(world):
    frames, facts = world
    told = trip_sentences(frames, facts)
    assert told[0].startswith("Infliximab, 6.5 infusions a year")
    band = facts.bands["all", "any", "drive_time_min_median"]
    visits = frames["therapy_schedules"].set_index("therapy").loc["infliximab", "visits_per_year"]
    low, high = (f"{visits * 2 * end / 60:.1f}" for end in band)
    assert f"hours a year ({low} to {high} across scenarios) on the road" in told[0]
    assert "hours a year more than where both are" in told[1]


def test_without_offices_nothing_compares_the_kinds(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    facts = read_facts(warehouse, fictional_area())
    page = scenarios_page(facts)
    assert "cost_people" not in page.tables
    assert len(page.context["costs"]) == 2
    frames = read_frames(facts.tables, TABLES)
    names = [column.name for column in gap_burden_table(frames["gap_burden"], facts).columns]
    assert "extra_hours_median" not in names


def test_scenarios_that_were_not_asked_for_are_not_spoken_of(tmp_path):
    warehouse, _ = published(tmp_path)
    with writing(warehouse) as open_warehouse:
        for table in ("what_if", "what_if_adequacy", "siting", "siting_sites"):
            open_warehouse.execute(f"DROP TABLE out.{table}")
    page = scenarios_page(read_facts(warehouse, fictional_area()))
    assert [part.anchor for part in page.parts] == ["bands", "cost", "trips"]
    assert not {"what_if", "siting"} & set(page.tables)


def test_the_page_calls_a_band_no_confidence_interval(tmp_path):
    _, path = published(tmp_path)
    text = Page((path.parent / "scenarios.html").read_text(encoding="utf-8")).text
    assert "A band is no confidence interval" in text


def test_variants_and_what_ifs_have_names():
    assert variant_name("time_x0.8") == "driving takes 20% less"
    assert variant_name("larger_hospitals") == "without hospitals of 25 beds or fewer"
    assert what_if_name("opening: x") == "Opening: x"
