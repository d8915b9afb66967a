"""The page of network adequacy and its tables, against the tables of the warehouse."""

import pytest

from pipelines.report.adequacy.adequacy_page import adequacy_page
from pipelines.report.facts import read_facts
from pipelines.vocabulary.adequacy import FINDINGS
from tests.report.test_report_page import no_offices
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return read_facts(
        write_world(tmp_path_factory.mktemp("adequacy") / "access.duckdb"), fictional_area()
    )


def test_the_page_gives_every_count_its_band(facts):
    page = adequacy_page(facts, [])
    assert "assumptions are varied" in page.context["moved"][0]
    assert page.description.endswith(page.context["moved"][0])
    own, slower = page.tables["adequacy_values"].rows
    assert (own[0], slower[0]) == ("As measured", "Driving takes 25% longer")
    assert sum(own[1:]) == sum(slower[1:])
    bands = page.tables["adequacy_bands"].rows
    for column, (_, value, low, high, *_) in enumerate(bands, start=1):
        assert value == own[column]
        assert {low, high} == {own[column], slower[column]}
        assert low <= value <= high
    for row in page.tables["adequacy_by_scenario"].rows:
        ends = [float(part) for part in row[2].split(" to ")] if row[2] else [0.0]
        assert ends[0] <= row[1] <= ends[-1]
    holds = {row[-1] for row in page.tables["adequacy_counties"].rows}
    assert holds <= {"the same", "changes", None}


def test_a_county_has_its_band_beside_it(facts):
    county, name = next(iter(facts.county_names.items()))
    findings = facts.tables["out.adequacy_findings"]
    failing = findings[findings["county_fips"] == county].assign(finding="fails_with_all")
    band = {
        "county_fips": county,
        "holds": False,
        "share_low": 0.4,
        "share_high": 0.9,
    }
    changed = with_tables(facts, adequacy_findings=failing, adequacy_county_bands=[band])
    (row,) = adequacy_page(changed, []).tables["adequacy_failing"].rows
    assert row[0] == name and row[-2:] == ("40% to 90%", "changes")


def test_counties_stand_by_type_and_finding(facts):
    rows = [
        {
            "cms_county_type": county_type,
            "finding": finding,
            "counties": counties,
            "people": people,
            "counties_of_type": of_type,
            "people_gained": 0.0,
            "people_gained_others": 0.0,
            "people_outside": 0.0,
            "counties_steady": 0,
        }
        for county_type, of_type, found in (
            ("all", 4, [(1, 10.0), (1, 20.0), (0, 0.0), (1, 40.0), (3, 70.0)]),
            ("Rural", 3, [(1, 10.0), (1, 20.0), (0, 0.0), (0, 0.0), (2, 30.0)]),
            ("CEAC", 1, [(0, 0.0), (0, 0.0), (0, 0.0), (1, 40.0), (1, 40.0)]),
        )
        for finding, (counties, people) in zip((*FINDINGS, "all"), found, strict=True)
    ]
    page = adequacy_page(with_tables(facts, adequacy_by_type=rows), [])
    assert page.tables["adequacy_by_type"].rows == (
        ("Rural", 3.0, 1.0, 10.0, 1.0, 20.0, 0.0, 0.0, 0.0, 0.0),
        ("CEAC", 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 40.0),
        ("All counties", 4.0, 1.0, 10.0, 1.0, 20.0, 0.0, 0.0, 1.0, 40.0),
    )


def test_without_offices_no_table_speaks_of_them(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    page = adequacy_page(read_facts(warehouse, fictional_area()), [])
    assert not page.tables["adequacy_only_with_offices"].rows
    told = [row[0] for row in page.tables["adequacy_by_scenario"].rows]
    assert "All centers" in told and "Office-based only" not in told
    headings = [column.heading for column in page.tables["adequacy_by_type"].columns]
    assert not any("office" in heading for heading in headings)


def test_every_county_of_the_area_is_judged_and_named(facts):
    page = adequacy_page(facts, [])
    named = {row[0] for row in page.tables["adequacy_counties"].rows}
    assert named == set(facts.county_names.values())
    passing = {row[0]: row[1] for row in page.tables["adequacy_by_scenario"].rows}
    table = facts.tables["out.adequacy"]
    assert passing["All centers"] == table[table["scenario"] == "all"]["adequate"].sum()
    assert passing["Office-based only"] <= passing["Hospital-based and office-based"]
