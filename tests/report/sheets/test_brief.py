"""The brief of an area: its finding, its numbers and its counties, as the report tells them."""

from pipelines.report.sheets.brief import brief, counties_table, strata_table
from pipelines.report.telling.findings import finding
from pipelines.vocabulary.wording import percent
from tests.report.world import with_cells, with_tables


def test_the_box_on_the_first_page_says_what_stands_in_and_what_is_a_sample(arboria, drawn):
    rows = [("hospital_based", {"standing_in": 3}), ("office_based", {"completeness": "sample"})]
    for site, change in rows:
        arboria = with_cells(arboria, "center_lists", {"site_of_care": site}, **change)
    document = brief(arboria, drawn("Arboria"))
    assert "Hospitals stand in" in document.banner
    assert "office-based centers is a sample" in document.banner


def test_the_brief_tells_the_finding_of_the_report(arboria, drawn):
    document = brief(arboria, drawn("Arboria"))
    assert document.lead == tuple(finding(arboria))
    assert document.banner.startswith("Fictional area")
    assert len(document.figures) == 3
    assert document.figures[0].label.startswith("Neither kind within 30 minutes")
    assert "Arboria Census Office (2026, invented)" in document.sources


def test_strata_are_told_with_their_ranges(arboria):
    table = strata_table(arboria)
    last = [cell.text for cell in table.rows[-1]]
    everyone = arboria.gaps("all")
    assert last[:3] == [
        "Everyone",
        f"{everyone['population']:,.0f}",
        percent(everyone["share_none"]),
    ]
    assert len(last) == len(table.head) == len(table.widths) == len(table.numeric)


def test_counties_are_in_the_order_of_their_rank(arboria):
    ranked = [row for row in arboria.tables.rows("out.counties") if row["rank_none"] is not None]
    ranked.sort(key=lambda row: row["rank_none"])
    rows = counties_table(arboria).rows
    assert [row[1].text for row in rows] == [
        f"{row['population_none']:,.0f}" for row in ranked[:10]
    ]


def test_where_no_one_is_left_out_no_county_is_named(arboria, drawn):
    counties = arboria.tables["out.counties"].assign(population_none=0.0, rank_none=None)
    document = brief(with_tables(arboria, counties=counties), drawn("Arboria"))
    assert [table.title for table in document.tables] == [
        "Who lives near, and how long the typical drive is"
    ]


def test_an_area_without_people_is_told_without_numbers(arboria, drawn):
    facts = with_cells(arboria, "nearness", population=0.0)
    document = brief(facts, drawn("Arboria"))
    assert document.lead[0].startswith("The sources count no people")
    assert document.figures == ()
    assert document.tables == ()
