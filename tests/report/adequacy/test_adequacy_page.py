"""What the page of network adequacy says, against counts made by hand from small tables."""

from dataclasses import replace

import pandas as pd

from pipelines.report.adequacy.adequacy_page import (
    Judged,
    adequacy_finding,
    adequacy_page,
    band_sentences,
    limit_sentence,
    read_judged,
    unjudged_sentence,
)
from pipelines.report.adequacy.adequacy_tables import failing_table, findings_table, scenario_names
from pipelines.report.facts import read_facts
from pipelines.vocabulary.adequacy import FINDINGS
from tests.report.test_report_page import no_offices
from tests.report.world import write_world
from tests.worlds.answers import fictional_area

NAMES = ("Alder", "Birch", "Cedar", "Dogwood")


def county(name, finding, people=1000.0, gained=0.0, outside=0.0):
    return {
        "name": name,
        "county_fips": f"0300{NAMES.index(name)}",
        "cms_county_type": "Rural",
        "finding": finding,
        "people": people,
        "people_gained": gained,
        "people_outside": outside,
    }


def judged(*findings, unjudged=(), counties=None):
    table = pd.DataFrame(counties or [], columns=["county_fips", "limit_source", "customised"])
    return Judged(
        table.astype({"customised": "boolean"}), findings, unjudged, pd.DataFrame(), {}, {}, {}
    )


def banded(*counties, **bands):
    """Return what is told of some counties, each with whether its finding holds, under varied assumptions."""
    rows = {
        ("", name): {"value": value, "low": low, "high": high, "variants": 3}
        for name, (low, value, high) in bands.items()
    }
    findings = [county(name, finding) for name, finding, _ in counties]
    holds = {
        row["county_fips"]: {"holds": holds, "share_low": 0.4, "share_high": 0.9}
        for row, (_, _, holds) in zip(findings, counties, strict=True)
    }
    return replace(judged(*findings), bands=rows, counties=holds)


def test_the_finding_names_who_depends_on_offices_and_who_fails():
    told = adequacy_finding(
        judged(
            county("Alder", "hospitals_suffice"),
            county("Birch", "only_with_offices", 500.0, gained=400.0),
            county("Cedar", "only_with_offices", 600.0, gained=500.0),
            county("Dogwood", "fails_with_both", 700.0, outside=650.0),
        ),
        offices=True,
    )
    assert told == [
        (
            "Of 4 counties, 1 passes Medicare’s rule of network adequacy with hospital-based centers alone, 2 "
            "only because of office-based centers, and 1 fails even with both."
        ),
        (
            "Without their office-based centers Cedar and Birch would fail: 900 of 1,100 people there are "
            "within both limits only thanks to one."
        ),
        "Dogwood fails with both kinds; 650 people there live beyond the limits.",
    ]


def test_the_counts_carry_their_bands():
    told = banded(
        ("Alder", "hospitals_suffice", True),
        ("Birch", "only_with_offices", True),
        ("Cedar", "fails_with_both", False),
        hospitals_suffice=(1, 1, 1),
        only_with_offices=(0, 1, 2),
        fails_with_both=(0, 1, 2),
    )
    assert band_sentences(told, FINDINGS.headings) == [
        (
            "With one assumption varied at a time, 1 pass with hospital-based centers alone, 0 to 2 pass only "
            "because of office-based centers and 0 to 2 fail with both."
        ),
        "In 2 of 3 counties the finding is the same under every one of them.",
    ]
    table = failing_table(
        told.with_finding("fails_with_both"), both_of("03002", 0.5), told.counties
    )
    assert table.rows[0][-2:] == ("40% to 90%", "changes")
    steady = banded(("Alder", "hospitals_suffice", True), hospitals_suffice=(1, 1, 1))
    assert band_sentences(steady, {"hospitals_suffice": "Pass"}) == [
        "No county’s finding changes when one assumption is varied at a time."
    ]


def test_where_nothing_is_varied_no_band_is_told():
    assert band_sentences(judged(county("Alder", "hospitals_suffice")), FINDINGS.headings) == []
    still = banded(("Alder", "hospitals_suffice", True), hospitals_suffice=(1, 1, 1))
    still.bands["", "hospitals_suffice"]["variants"] = 0
    assert band_sentences(still, {"hospitals_suffice": "Pass"}) == []


def both_of(fips, share):
    row = {
        "county_fips": fips,
        "scenario": "hospital_and_office",
        "share_within": share,
        "required_share": 0.85,
        "people_short": 3.0,
    }
    return pd.DataFrame([row])


def test_the_page_gives_every_count_its_band(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb")
    facts = read_facts(warehouse, fictional_area())
    page = adequacy_page(facts, [])
    assert "one assumption" in page.context["moved"][0]
    assert page.description.endswith(page.context["moved"][0])
    own, slower = page.tables["variants"].rows
    assert (own[0], slower[0]) == ("As measured", "Driving takes 25% longer")
    assert sum(own[1:]) == sum(slower[1:])
    for column, (_, value, low, high, *_) in enumerate(page.tables["bands"].rows, start=1):
        assert value == own[column]
        assert {low, high} == {own[column], slower[column]}
    for _, value, low, high, *_ in page.tables["bands"].rows:
        assert low <= value <= high
    for row in page.tables["scenarios"].rows:
        ends = [float(part) for part in row[2].split(" to ")] if row[2] else [0.0]
        assert ends[0] <= row[1] <= ends[-1]
    assert {row[-1] for row in page.tables["every_county"].rows} <= {"the same", "changes", None}


def test_where_all_pass_nobody_is_named():
    told = adequacy_finding(judged(county("Alder", "hospitals_suffice")), offices=True)
    assert told == [
        (
            "The one county passes Medicare’s rule of network adequacy with hospital-based centers alone, none "
            "only because of office-based centers, and none fails even with both."
        )
    ]


def test_without_offices_nothing_is_said_of_them(tmp_path):
    told = adequacy_finding(
        judged(
            county("Alder", "hospitals_suffice"), county("Birch", "fails_with_both", outside=7.0)
        ),
        offices=False,
    )
    assert told == [
        "Of 2 counties, 1 passes Medicare’s rule of network adequacy.",
        "Birch fails; 7 people there live beyond the limits.",
    ]
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    facts = read_facts(warehouse, fictional_area())
    page = adequacy_page(facts, [])
    assert not page.tables["depending"].rows
    assert "office_based" not in scenario_names(facts)
    headings = [column.heading for column in page.tables["findings"].columns]
    assert not any("office" in heading for heading in headings)


def test_counties_without_people_are_no_finding():
    told = adequacy_finding(judged(county("Alder", None, 0.0)), offices=True)
    assert told == ["No county with people could be judged by the rule."]


def test_counties_are_counted_by_type_and_finding():
    table = findings_table(
        [
            county("Alder", "hospitals_suffice", 10.0),
            county("Birch", "only_with_offices", 20.0),
            county("Cedar", None, 0.0),
            county("Dogwood", "fails_with_both", 40.0) | {"cms_county_type": "CEAC"},
        ],
        FINDINGS.headings,
    )
    assert table.rows == (
        ("Rural", 3.0, 1.0, 10.0, 1.0, 20.0, 0.0, 0.0),
        ("CEAC", 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 40.0),
        ("All counties", 4.0, 1.0, 10.0, 1.0, 20.0, 1.0, 40.0),
    )


def test_where_the_limits_come_from_is_said():
    listed = [("03001", "hsd", True), ("03003", "hsd", False), ("03005", "derived", False)]
    told = limit_sentence(judged(counties=listed))
    assert told.startswith(
        "The limits of 2 of 3 counties are those that CMS published for them, 1 of them"
    )
    assert "1 county that the file does not name has the limits of the type" in told
    derived = limit_sentence(judged(counties=[("03001", "derived", False)]))
    assert "follow here from its population and density" in derived
    assert "file" not in derived


def test_counties_that_cannot_be_judged_are_counted():
    assert unjudged_sentence(judged()) == ""
    lost = {"county_fips": "03001", "people": 12.0, "reason": "the county has no CMS type"}
    assert unjudged_sentence(judged(unjudged=(lost,))) == (
        "1 county with 12 people could not be judged: the county has no CMS type."
    )


def test_every_county_of_the_area_is_judged_and_named(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb")
    facts = read_facts(warehouse, fictional_area())
    found = read_judged(facts)
    page = adequacy_page(facts, [])
    assert {row["name"] for row in found.findings} == {one.name for one in facts.counties}
    assert len(page.tables["every_county"].rows) == len(facts.counties)
    passing = {row[0]: row[1] for row in page.tables["scenarios"].rows}
    table = found.by_scenario
    assert passing["All centers"] == table[table["scenario"] == "all"]["adequate"].sum()
    assert passing["Office-based only"] <= passing["Hospital-based and office-based"]
