"""What is said of costs and trips, and their tables."""

import pytest

from pipelines.report.facts import read_facts
from pipelines.report.scenarios.burden_sentences import cost_sentences, trip_sentences
from pipelines.report.scenarios.burden_tables import (
    cost_people_table,
    cost_sources_table,
    costs_table,
    gap_burden_table,
)
from pipelines.report.writing import render_page, report_pages
from tests.report.test_report_page import no_offices
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("burden") / "access.duckdb")
    return read_facts(warehouse, fictional_area())


def test_costs_are_a_range_and_a_scenario(facts):
    told = cost_sentences(facts)
    assert " to " in told[0]
    assert "a scenario, no estimate for here" in told[0]
    assert told[1] == (
        "The lower ends rest on Hopson and others, Journal of Medical Economics, 2018, which could not be "
        "confirmed against the publication."
    )
    assert "a hospital-based center is the only one of the two kinds within" in told[2]
    assert "its cost in an office, and the difference from an office or the home, chemo" in told[0]
    confirmed = facts.tables["out.cost_sources"].assign(checked="yes")
    assert len(cost_sentences(with_tables(facts, cost_sources=confirmed))) == len(told) - 1
    table = costs_table(facts)
    assert table.rows[0][3].endswith("(not confirmed)") and "confirmed" not in table.rows[0][5]
    assert "not confirmed" in table.note
    assert costs_table(with_tables(facts, cost_sources=confirmed)).note == ""


def test_money_is_shown_only_where_a_source_tells_how_many_are_treated(facts):
    names = [column.name for column in cost_people_table(facts).columns]
    assert names == ["stratum", "hospital_only", "hospital_nearer"]
    priced = facts.tables["out.cost_people"].assign(
        extra_usd_low_of_stratum=1e6, extra_usd_high_of_stratum=2e6
    )
    table = cost_people_table(with_tables(facts, cost_people=priced))
    assert [column.name for column in table.columns][3:] == ["extra_usd_low", "extra_usd_high"]
    assert table.rows[0][3:] == (1e6, 2e6)


def test_a_gap_costs_hours(facts):
    told = trip_sentences(facts)
    assert told[0].startswith("Infliximab, 6.5 infusions a year")
    band = facts.band("all", "any", "drive_time_min_median")
    visits = facts.tables.row("out.therapy_schedules", therapy="infliximab")["visits_per_year"]
    low, high = (f"{visits * 2 * end / 60:.1f}" for end in band)
    assert f"hours a year ({low} to {high} across scenarios) on the road" in told[0]
    assert "infusions a year: a typical resident, if treated, would spend" in told[0]
    assert "a typical resident, if treated, would drive" in told[1]
    assert told[1].endswith("hours more than where both are.")


def test_published_rates_keep_their_digits_and_say_how_to_be_read(facts):
    table = cost_sources_table(facts)
    cells = [{column.name: cell.text for column, cell in row} for row in table.cells()]
    rates = next(row for row in cells if row["unit"] == "USD" and row["per"] == "mile driven")
    assert (rates["low"], rates["high"]) == ("0.205", "0.725")
    month = next(row for row in cells if row["low"] == "20,965")
    assert "of which the study counts four a year" in month["note"]
    assert month["high"] == "20,965"


def test_the_ranges_say_what_they_compare(facts):
    told = {row[0]: row for row in costs_table(facts).rows}
    fee = next(name for name in told if "off-campus" in name)
    assert told[fee][2] == 0.4
    assert any("an office or the home, chemotherapy included" in name for name in told)
    assert "offices or homes" in costs_table(facts).title


def test_without_offices_no_hours_are_set_against_those_with_both_kinds(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    facts = read_facts(warehouse, fictional_area())
    assert len(cost_sentences(facts)) == 2
    names = [column.name for column in gap_burden_table(facts).columns]
    assert "extra_hours_median" not in names


def test_a_month_of_treatment_is_told_with_how_many_a_year_has(facts):
    page = render_page(report_pages(facts, [])[-1], facts)
    assert "It counts four such months a year." in page
