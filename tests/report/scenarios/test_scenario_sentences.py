"""What is said of bands, margins of error, what-ifs and new sites."""

import pytest

from pipelines.report.facts import read_facts
from pipelines.report.scenarios.scenario_sentences import (
    band_sentences,
    coarseness_sentences,
    margin_sentences,
    siting_sentences,
    what_if_sentences,
)
from pipelines.report.scenarios.scenario_tables import margins_table
from pipelines.vocabulary.what_if import what_if_name
from tests.report.world import surveyed, with_cells, with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("scenarios") / "access.duckdb")
    return read_facts(warehouse, fictional_area())


def test_the_band_of_the_gap_names_the_variant_of_each_end(facts):
    (told,) = band_sentences(facts)
    assert "(as measured) and " in told and told.endswith("(driving takes 25% longer).")
    row = facts.tables.row(
        "out.sensitivity", figure="share_neither", stratum="all", dimension="all"
    )
    assert row["high_variant"] == "time_x1.25"


def test_coarsely_placed_centers_are_counted(facts):
    coarse = {"site_of_care": "any", "centers": 200, "centers_coarse": 50, "share_coarse": 0.25}
    assert band_sentences(with_tables(facts, geocoding=[coarse]))[-1] == (
        "50 of 200 centers (25%) are placed only at the middle of a ZIP area or town, "
        "which can be miles from the door."
    )
    one = coarse | {"centers_coarse": 1, "share_coarse": 0.005}
    assert band_sentences(with_tables(facts, geocoding=[one]))[-1].startswith(
        "1 of 200 centers (1%) is placed only at"
    )


def test_the_share_is_told_from_smaller_and_larger_units(facts):
    shares = {"place": 0.141, "tract": 0.136, "county": 0.092}
    rows = [{"grain": g, "stratum": "rural", "share_none": share} for g, share in shares.items()]
    (told,) = coarseness_sentences(with_tables(facts, coarseness=rows))
    assert told == (
        "Of rural people, the share with neither kind within 30 minutes is 14% if measured from the places "
        "themselves, 14% if measured from the middle of their tract and 9% if measured from the middle of "
        "their county."
    )
    nobody = [row | {"share_none": None} for row in rows]
    assert coarseness_sentences(with_tables(facts, coarseness=nobody)) == []


def test_the_surveys_own_margins_are_told_where_they_are_known(facts):
    assert margin_sentences(facts) == []
    told = margin_sentences(with_tables(facts, margins=[surveyed()]))
    assert "81.2%, give or take 1.3 points" in told[0]
    assert "812, give or take 45." in told[0]
    assert len(told) == 2
    lost = surveyed(places_left_out=2, people_left_out=30.0)
    assert margin_sentences(with_tables(facts, margins=[lost]))[-1] == (
        "2 places with 30 people have no known margin and stand outside these numbers."
    )
    empty = surveyed(people=0.0, people_within=0.0, share=None, share_margin=None)
    assert margin_sentences(with_tables(facts, margins=[empty])) == []
    others = [surveyed(), surveyed(within_min=60.0), surveyed(site_of_care="stand_alone")]
    assert margins_table(with_tables(facts, margins=others)).rows == (
        ("Everyone", "Center of any kind", 812.0, 45.0, 0.812, pytest.approx(1.34)),
    )


def test_closing_makes_longer_and_opening_shorter(facts):
    closing, opening = what_if_sentences(facts)
    assert closing.startswith(
        "General Hospital 1 and Infusion Suite 1 close: the drive to the nearest center gets longer for"
    )
    assert opening.startswith(
        "Opening: a new office: the drive to the nearest center gets shorter for"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"population_longer": 300.0, "population_shorter": 100.0, "change_min_mean": 2.0},
            "gets longer for 300 people and shorter for 100 people; over both it gets longer by 2 minutes",
        ),
        (
            {"population_longer": 100.0, "population_shorter": 1.0, "change_min_mean": -0.5},
            "and shorter for 1 person; over both it gets shorter by 1 minute on average.",
        ),
        ({"population_cut_off": 5.0}, "A slow winter: 5 people reach none any more."),
        (
            {"population_shorter": 7.0, "change_min_mean": -3.0, "population_connected": 1.0},
            "for 7 people, by 3 minutes on average; 1 person reaches one where none was reached before.",
        ),
        ({}, "A slow winter: nobody’s drive to the nearest center changes."),
    ],
)
def test_a_case_that_helps_some_and_harms_others_tells_both(facts, change, said):
    counts = ("longer", "shorter", "moved", "cut_off", "connected")
    row = {"what_if": "case: a slow winter", "stratum": "all", "site_of_care": "any"}
    row |= {f"population_{one}": 0.0 for one in counts} | {"change_min_mean": None} | change
    row["population_moved"] = row["population_longer"] + row["population_shorter"]
    (told,) = what_if_sentences(with_tables(facts, what_if=[row]))
    assert said in told


def test_counties_that_change_are_named_once(facts):
    counties = dict(list(facts.county_names.items())[:2])
    changes = [
        {
            "what_if": "closures",
            "county_fips": fips,
            "scenario": scenario,
            "change": "lost",
        }
        for fips in counties
        for scenario in ("all", "hospital_based")
    ]
    closing, opening = what_if_sentences(with_tables(facts, what_if_adequacy=changes))
    first, second = sorted(counties.values())
    assert closing.endswith(f"; {first} and {second} stop passing Medicare’s rule.")
    assert "passing" not in opening


def test_sites_are_told_with_the_share_before_and_after(facts):
    told = siting_sentences(facts)
    assert told[0].startswith("The best new office-based site would bring")
    first = facts.tables.row("out.siting", problem="mclp")
    assert first["population_within_after"] >= first["population_within_before"]


def test_a_small_gain_is_not_told_as_none(facts):
    shares = {"share_within_before": 0.9612, "share_within_after": 0.9634}
    told = siting_sentences(with_cells(facts, "siting", {"problem": "mclp"}, **shares))
    assert told[0].endswith("minutes of a center: 96.1% of people before, 96.3% after.")
    none = dict.fromkeys(shares, 0.9612)
    told = siting_sentences(with_cells(facts, "siting", {"problem": "mclp"}, **none))
    assert told[0].endswith("minutes of a center: 96% of people before and after.")


def test_at_most_five_closures_are_named(facts):
    many = [f"Clinic {number}" for number in range(7)]
    assert what_if_name("closures", many).endswith("Clinic 4 and 2 more close")
    assert what_if_name("closures", many[:1]) == "Clinic 0 closes"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"status": "out_of_reach", "sites": 0},
            "No choice among the candidates brings 90% of people",
        ),
        (
            {"status": "optimal", "sites": 0},
            "At least 90% of people have a center within 30 minutes already",
        ),
        (
            {"status": "optimal", "sites": 4, "bound": 4.0},
            "It takes at least 4 new sites to bring 90% of people within 30 minutes of a center.",
        ),
        (
            {"status": "bounded", "sites": 4, "bound": 3.0},
            "4 new sites would bring 90% of people within 30 minutes of a center; fewer than 3 cannot.",
        ),
    ],
)
def test_the_fewest_sites_in_each_case(facts, change, said):
    table = facts.tables["out.siting"].copy()
    for name, value in change.items():
        table.loc[table["problem"] == "lscp", name] = value
    assert siting_sentences(with_tables(facts, siting=table))[-2].startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"candidates": 120, "spacing_mi": 0.0},
            "Each of the 120 places where people live could be chosen. No other choice among them is better",
        ),
        (
            {"candidates": 8, "spacing_mi": 5.0},
            "8 of the 120 places where people live could be chosen, at least 5 miles from each other; what",
        ),
    ],
)
def test_pages_tell_which_places_could_be_chosen(facts, change, said):
    table = facts.tables["out.siting"].assign(**change)
    assert siting_sentences(with_tables(facts, siting=table))[-1].startswith(said)


def test_what_is_not_proved_is_told_with_what_may_be_missed(facts):
    table = facts.tables["out.siting"].assign(status="optimal", gap=0.0)
    table.loc[table["problem"] == "p_median", ["status", "gap"]] = ["bounded", 0.04]
    n_open = (table["status"] == "bounded").sum()
    told = siting_sentences(with_tables(facts, siting=table))[-1]
    assert f"For {n_open} of the {len(table)} questions it is not proved" in told
    assert "at most 4% of what is possible is missed" in told
