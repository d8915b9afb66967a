"""The sheet of a county or state: every number is a cell of a table, and nothing is told that is not there."""

import pandas as pd
import pytest

from pipelines.report.facts import read_facts
from pipelines.report.sheets.local_facts import LocalFacts, Place
from pipelines.report.sheets.local_sentences import (
    adequacy_sentences,
    finding_sentences,
    most_left_out,
    rank_sentences,
)
from pipelines.report.sheets.sheet import centers_table, file_name, kinds_table, sheet
from pipelines.vocabulary.wording import percent
from tests.report.world import with_cells, with_tables, write_world
from tests.worlds.answers import fictional_area


def figure_cells(facts, code, figure, site=None, **cells):
    """Return the facts of units in which one figure has other cells."""
    table = facts.tables["out.local_figures"].copy()
    of_site = table["site_of_care"].isna() if site is None else table["site_of_care"] == site
    mine = (table["code"] == code) & (table["figure"] == figure) & of_site
    assert mine.sum() == 1
    for column, value in cells.items():
        table.loc[mine, column] = value
    return with_tables(facts, local_figures=table)


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


@pytest.fixture
def county(local):
    return local.counties_told()[0]


def test_counties_and_states_are_named(local):
    assert local.counties_told()[0] == Place("county", "03001", "Alder County", "Arboria")
    assert local.states_told() == [Place("state", "03", "Arboria", "Arboria")]
    assert file_name(Place("county", "35013", "Doña Ana County", "")) == "35013-dona-ana-county.pdf"


def test_the_finding_tells_the_cells_with_their_range(arboria, county):
    facts = figure_cells(arboria, county.code, "population", value=48_000.0)
    facts = figure_cells(facts, county.code, "population_neither", value=5_400.0)
    facts = figure_cells(facts, county.code, "share_neither", value=0.1125)
    facts = figure_cells(facts, county.code, "drive_time_min_median", "any", value=12.34)
    bands = facts.tables["out.local_bands"].assign(low=0.08, high=0.23)
    told = " ".join(finding_sentences(LocalFacts(with_tables(facts, local_bands=bands)), county))
    assert (
        "Of 48,000 people in Alder County, 5,400 (11%; 8% to 23% across scenarios) have neither"
        in told
    )
    assert "takes 12.3 minutes (" in told


def test_nobody_left_out_is_told_as_such_with_what_would_change_it(arboria, county):
    facts = figure_cells(arboria, county.code, "population_neither", value=0.0)
    facts = figure_cells(facts, county.code, "share_neither", value=0.0)
    bands = facts.tables["out.local_bands"].assign(low=0.0, high=0.32)
    (first, *_) = finding_sentences(LocalFacts(with_tables(facts, local_bands=bands)), county)
    assert first.startswith("All ")
    assert first.endswith("in the worst variation 32% would not.")


def test_people_of_whom_nothing_is_known_are_told_apart(arboria, county):
    facts = figure_cells(arboria, county.code, "population_unknown", value=70.0)
    (first, *_) = finding_sentences(LocalFacts(facts), county)
    assert "for 70 nobody knows" in first
    assert not first.startswith("All ")


def test_people_who_cannot_be_driven_anywhere_are_told(arboria, county):
    facts = figure_cells(arboria, county.code, "share_unreached", "any", value=0.02)
    assert "2% of people there cannot be driven to any" in " ".join(
        finding_sentences(LocalFacts(facts), county)
    )


def test_a_county_without_people_has_no_figures_and_a_reason(arboria, drawn, county):
    facts = figure_cells(arboria, county.code, "population", value=0.0)
    document = sheet(LocalFacts(facts), county, None)
    assert document.lead == ("The sources count no people in Alder County.",)
    assert document.figures == ()
    assert document.picture == ""


@pytest.mark.parametrize(
    ("rank", "tied", "value", "told"),
    [
        (1, 1, 0.4, "Of 20 counties, it has the largest share of people with neither kind near."),
        (12, 1, 0.2, "it has the 12th largest share of people with neither kind near."),
        (2, 3, 0.2, "the 2nd largest share of people with neither kind near, tied with 2 others."),
        (
            9,
            7,
            0.0,
            "Of 20 counties, 7 counties have no one with neither kind near; this is one of them.",
        ),
    ],
)
def test_ranks_say_of_what_from_which_end_and_with_whom(arboria, county, rank, tied, value, told):
    facts = figure_cells(
        arboria, county.code, "share_neither", rank=rank, tied=tied, ranked=20, value=value
    )
    assert told in " ".join(rank_sentences(LocalFacts(facts), county))


def test_what_is_alone_of_its_kind_has_no_rank(local):
    (state,) = local.states_told()
    assert rank_sentences(local, state) == []


def test_kinds_stand_beside_those_of_the_state(local, county):
    table = kinds_table(local, county)
    rows = texts(table)
    assert [row[0] for row in rows] == [
        "Hospital-based center",
        "Office-based center",
        "Pharmacy-based center",
        "Stand-alone center",
        "Center of any kind",
    ]
    everyone = local.facts.within("all", "any", 30.0)["share"]
    assert rows[-1][-1] == percent(everyone)
    assert table.head[-2:] == ("Arboria: minutes", "Arboria: within 30 minutes")
    (state,) = local.states_told()
    assert len(kinds_table(local, state).head) == 5


def test_centers_are_those_of_their_table_with_town_and_what_lies_outside(arboria, county):
    nearest = arboria.tables["out.local_centers"]
    mine = nearest[(nearest["code"] == county.code) & (nearest["site_of_care"] == "hospital_based")]
    first = mine["center_id"].iloc[0]
    centers = arboria.tables["core.centers"].copy()
    chosen = centers["center_id"] == first
    for column, value in (
        ("name", "A & B"),
        ("city", "SPRINGFIELD"),
        ("state", "MO"),
        ("county_fips", "29077"),
    ):
        centers[column] = centers.get(column, pd.Series(dtype="str"))
        centers.loc[chosen, column] = value
    table = centers_table(LocalFacts(with_tables(arboria, core_centers=centers)), county)
    row = texts(table)[0]
    assert row[:3] == ["Hospital-based", "A & B", "Springfield, MO (outside)"]
    assert row[3] == percent(mine["share"].iloc[0])
    assert row[4] == f"{mine['drive_time_min_median'].iloc[0]:.1f}"


def test_a_kind_that_nobody_reaches_is_named(arboria, county):
    nearest = arboria.tables["out.local_centers"]
    gone = (nearest["code"] == county.code) & (nearest["site_of_care"] == "office_based")
    local = LocalFacts(with_tables(arboria, local_centers=nearest[~gone]))
    assert ["Office-based", "No one here can be driven to one"] in texts(
        centers_table(local, county)
    )


def test_an_area_with_hospitals_alone_speaks_of_no_other_kind(tmp_path):
    def only_hospitals(tables):
        kept = tables["core.centers"]["site_of_care"] == "hospital_based"
        tables["core.centers"] = tables["core.centers"][kept].reset_index(drop=True)
        times = tables["out.drive_times"]
        lost = ~times["site_of_care"].isin(["hospital_based", "any"])
        times.loc[lost, ["drive_time_min", "distance_mi"]] = None
        times.loc[lost, "center_id"] = None
        times.loc[lost, "unreached_reason"] = "no_center"
        hospital = times[times["site_of_care"] == "hospital_based"].set_index("geoid")
        every = times["site_of_care"] == "any"
        for column in ("drive_time_min", "distance_mi", "center_id", "unreached_reason"):
            times.loc[every, column] = (
                hospital[column].reindex(times.loc[every, "geoid"]).to_numpy()
            )

    facts = read_facts(write_world(tmp_path / "one.duckdb", only_hospitals), fictional_area())
    local = LocalFacts(facts)
    county = local.counties_told()[0]
    document = sheet(local, county, None)
    assert texts(document.tables[0])[0][0].startswith("Hospital")
    assert len(document.tables[0].rows) == 1
    told = " ".join((*document.lead, *(one.label for one in document.figures)))
    assert "office" not in told
    assert "no hospital-based center" in told
    assert any("holds no office-based center" in note for note in document.notes)


def test_the_verdict_says_by_which_limits_and_how_sure(arboria, county):
    where = {"county_fips": county.code}
    facts = with_cells(
        arboria,
        "adequacy",
        where | {"scenario": "all"},
        limit_min=75.0,
        limit_mi=60.0,
        share_within=0.722,
        required_share=0.85,
        people_short=1234.0,
        adequate=False,
    )
    facts = with_cells(facts, "adequacy_findings", where, finding="fails_with_all")
    facts = with_cells(
        facts,
        "adequacy_county_bands",
        where,
        holds=False,
        variants=2,
        other_findings="only_with_offices",
    )
    told = adequacy_sentences(LocalFacts(facts), county)
    assert told[0] == "Alder County fails with every center."
    assert "live within both 75 minutes and 60 miles" in told[1]
    assert "the rule asks for 85%" in told[1]
    assert told[2] == "1,230 more would have to, for the county to pass."
    assert told[3].startswith("In 2 variations of speeds")
    assert told[3].endswith("the county passes only because of office-based centers.")


def test_a_county_that_cannot_be_judged_says_why(arboria, county):
    findings = arboria.tables["out.adequacy_findings"]
    facts = with_tables(
        arboria,
        adequacy_findings=findings[findings["county_fips"] != county.code],
        adequacy_unjudged=[{"county_fips": county.code, "people": 0.0, "reason": "no people"}],
    )
    assert adequacy_sentences(LocalFacts(facts), county) == [
        "Alder County cannot be judged by Medicare’s rule of network adequacy: no people."
    ]


def test_a_state_counts_its_counties_and_names_those_with_most_left_out(local):
    (state,) = local.states_told()
    rows = local.facts.tables.rows("out.adequacy_by_state", state_fips="03")
    (told,) = adequacy_sentences(local, state)
    assert f"{rows[0]['counties_judged']} counties that could be judged" in told
    for row in rows:
        if row["counties"] and row["counties"] != row["counties_judged"]:
            assert f"{row['counties']} " in told
    (left_out,) = most_left_out(local, state)
    counties = local.facts.tables.rows("out.counties", rank_none=1)
    assert f"live in {counties[0]['name']} (" in left_out
    assert most_left_out(local, local.counties_told()[0]) == []
