"""What the page of scenarios shows, and that it says nothing of scenarios that were not asked for."""

import pandas as pd

from pipelines.report.facts import read_facts
from pipelines.report.scenarios.scenarios_page import scenarios_page
from pipelines.warehouse import writing
from tests.report.test_report_page import Page, no_offices, published
from tests.report.world import surveyed, write_world
from tests.worlds.answers import fictional_area


def with_margins(tables):
    tables["out.margins"] = pd.DataFrame([surveyed()])


def test_the_page_shows_margins_only_where_there_are_any(tmp_path):
    plain = write_world(tmp_path / "plain.duckdb")
    assert "margins" not in scenarios_page(read_facts(plain, fictional_area())).tables
    warehouse = write_world(tmp_path / "access.duckdb", with_margins)
    page = scenarios_page(read_facts(warehouse, fictional_area()))
    assert len(page.tables["margins"].rows) == 1
    assert page.context["margins"]


def test_without_offices_nothing_compares_the_kinds(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    page = scenarios_page(read_facts(warehouse, fictional_area()))
    assert "cost_people" not in page.tables
    figures = {row[0] for row in page.tables["sensitivity_shares"].rows}
    assert figures and not any("office" in name or "neither" in name for name in figures)


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
