"""What the page on how centers were found says, against counts made by hand from the fictional centers."""

import html
import re
import shlex
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from flows.folders import AREAS
from pipelines.area import Facilities, NppesSource, Sources
from pipelines.facilities.operators import OPERATOR_KINDS
from pipelines.facilities.rules import rule_table
from pipelines.report.centers.centers_page import centers_page
from pipelines.report.centers.centers_sentences import (
    definition_steps,
    finding_sentences,
    moved_sentences,
    placed_sentences,
    records_sentence,
    stand_in_steps,
    truth_sentences,
    weighing_sentences,
)
from pipelines.report.centers.centers_tables import (
    agreement_table,
    compared_definitions,
    confidence_table,
    counts_table,
    figures_table,
    known_table,
    placed_table,
    records_table,
    truth_table,
)
from pipelines.report.centers.registry_settings import REGISTRY_SETTINGS
from pipelines.report.facts import read_facts
from pipelines.report.index.method import basis_sentence
from pipelines.report.telling.tables import Kind, PeopleShare
from pipelines.report.writing import render_page, report_pages, write_report
from pipelines.vocabulary.centers import ATTRIBUTES, DEFINITIONS, GEOCODE_PRECISIONS, LOOKS_AT
from pipelines.vocabulary.sources import SOURCES
from pipelines.warehouse import read_table
from tests.report.registries import HOSPITALS, OFFICES, PHARMACIES, STAND_ALONE
from tests.report.test_report_page import Page
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def unjudged(tmp_path_factory):
    path = write_world(tmp_path_factory.mktemp("unjudged") / "access.duckdb")
    return path, read_facts(path, fictional_area())


def text_of(warehouse: Path, folder: Path) -> str:
    write_report(read_facts(warehouse, fictional_area()), [], folder)
    return Page((folder / "centers.html").read_text(encoding="utf-8")).text


def test_centers_are_counted_by_definition_and_site(facts):
    assert counts_table(facts).rows == (
        ("Hospital-based", HOSPITALS - 1, HOSPITALS - 1, HOSPITALS - 1),
        ("Office-based", OFFICES + 1, OFFICES, OFFICES),
        ("Pharmacy-based", PHARMACIES, 0, PHARMACIES),
        ("Stand-alone", STAND_ALONE, 0, STAND_ALONE),
        ("All in the area", 48, 39, 47),
        ("Outside, up to 70 miles", 1, 1, 1),
    )


def test_a_definition_without_source_has_no_column_but_a_word(facts):
    counted = facts.tables["out.centers_by_definition"]
    unbilled = with_tables(facts, centers_by_definition=counted[counted["definition"] != "billing"])
    table = counts_table(unbilled)
    assert [column.name for column in table.columns] == [
        "site_of_care",
        "centers_registry",
        "centers_combined",
    ]
    assert "No source of this run tells what Medicare was billed for" in table.note


def test_places_are_counted_by_the_definitions_that_agree(facts):
    assert agreement_table(facts).rows == (
        ("Under every definition", PeopleShare(39, 39 / 48)),
        ("By registration and by all evidence", PeopleShare(8, 8 / 48)),
        ("By registration only", PeopleShare(1, 1 / 48)),
    )


def test_figures_under_each_definition_are_those_of_its_drives(warehouse, facts):
    people = read_table(warehouse, "core.population").set_index("geoid")["population"]
    trips = read_table(warehouse, "out.drive_times").query("site_of_care == 'office_based'")
    minutes = trips.set_index("geoid")["drive_time_min"].reindex(people.index)
    rows = {row[:2]: row[2:] for row in figures_table(facts, Kind.SHARE).rows}
    told = rows["Share within 30 minutes of an office-based center", "Everyone"]
    for factor, share in zip((0.9, 1.2, 1.0), told, strict=True):
        assert share == pytest.approx(people[factor * minutes <= 30].sum() / people.sum())
    drives = {row[:2]: row[2:] for row in figures_table(facts, Kind.MINUTES).rows}
    registry, billing, own = drives[
        "Typical drive to the nearest center of any kind, minutes", "Rural"
    ]
    assert (registry, billing) == pytest.approx((0.9 * own, 1.2 * own))


def under(facts, **figures):
    """Return facts with figures under registry, billing and combined: figure__stratum__site -> values."""
    rows = []
    for key, values in figures.items():
        figure, stratum, site = (*key.split("__"), "all", "any")[:3]
        rows += [
            {
                "definition": definition,
                "stratum": stratum,
                "site_of_care": None if figure == "share_office_nearer" else site,
                "figure": figure,
                "value": value,
                "low": min(values),
                "high": max(values),
                "spread": max(values) - min(values),
                "ratio": max(values) / min(values) - 1,
            }
            for definition, value in zip(("registry", "billing", "combined"), values, strict=True)
        ]
    return with_tables(facts, definition_figures=rows)


def test_a_definition_that_moves_the_answer_is_said_to(facts):
    moved = under(
        facts,
        share_within=(0.95, 0.8, 0.9),
        drive_time_min_median=(10.0, 15.0, 12.0),
        share_office_nearer=(0.6, 0.4, 0.55),
    )
    assert moved_sentences(moved) == [
        (
            "The share of people within 30 minutes of any center is 95.0% by registration alone, 80.0% by what "
            "Medicare was billed for and 90.0% by all evidence."
        ),
        (
            "The typical drive to the nearest center is 10.0 minutes by registration alone, 15.0 minutes by "
            "what Medicare was billed for and 12.0 minutes by all evidence."
        ),
        (
            "Whether an office-based center is the nearer kind, by more than 5 minutes, for most people hangs "
            "on the definition: it is for between 40.0% and 60.0% of them."
        ),
        (
            "In a published study of chemotherapy the definition alone moved the mean drive from 12.2 to 16.1 "
            "minutes, 32% more; here the longest typical drive is 50% longer than the shortest: every figure "
            "of this report is an answer under one definition, and is to be quoted with it."
        ),
    ]


def test_a_definition_that_hardly_moves_it_is_said_to(facts):
    still = under(
        facts,
        share_within=(0.9, 0.9, 0.9),
        drive_time_min_median=(10.0, 10.0, 10.0),
        share_office_nearer=(0.4, 0.4, 0.4),
    )
    *_, nearer, meaning = moved_sentences(still)
    assert nearer == (
        "Under none of them is an office-based center the nearer kind, by more than 5 minutes, for more than "
        "half of the people (40.0%)."
    )
    assert meaning.endswith(
        "here the typical drive is the same under each: for all people together the answer hardly hangs on the "
        "definition."
    )


def test_where_nothing_was_tried_nothing_is_compared(facts):
    figures = facts.tables["out.definition_figures"]
    alone = with_tables(facts, definition_figures=figures[figures["definition"] == "combined"])
    assert compared_definitions(alone) == ()
    assert moved_sentences(alone) == []


def test_centers_stand_in_the_class_of_their_confidence(facts):
    table = confidence_table(facts)
    assert [column.heading for column in table.columns[1:]] == [
        "0.99 and more",
        "0.9 to 0.99",
        "0.7 to 0.9",
        "0.5 to 0.7",
    ]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Pharmacy-based"] == (0, 0, PHARMACIES, 0)
    assert sum(rows["All centers"]) == 48


def test_what_is_known_and_what_is_not_is_counted(facts):
    rows = {row[:2]: row[2:] for row in known_table(facts).rows}
    physicians = HOSPITALS + OFFICES
    assert rows["Who supervises", "Physician"] == (PeopleShare(physicians, 40 / 48), HOSPITALS)
    assert rows["Who supervises", "Nurse"] == (PeopleShare(PHARMACIES, 4 / 48), PHARMACIES)
    assert rows["Who supervises", "Not known"] == (PeopleShare(STAND_ALONE, 4 / 48), None)
    paid = "Yes: Medicare paid for infusions of its clinicians in an office"
    assert rows["Medicare pays", paid] == (PeopleShare(OFFICES, 23 / 48), 0)
    hospitals = "Yes: Medicare pays hospitals' outpatient departments"
    assert rows["Medicare pays", hospitals] == (PeopleShare(HOSPITALS, 17 / 48), HOSPITALS)
    assert rows["Medicare pays", "Not known"] == (PeopleShare(STAND_ALONE, 4 / 48), None)
    assert rows["Who runs it", "Not known"][0] == PeopleShare(PHARMACIES, 4 / 48)
    assert rows["Therapy line", "Cancer and blood"] == (PeopleShare(physicians, 40 / 48), None)
    assert rows["Infusions billed a year", "Known"][0] == PeopleShare(OFFICES, 23 / 48)
    assert rows["Chairs or the like", "Not known"][0] == PeopleShare(48, 1.0)
    assert ("Chairs or the like", "Known") not in rows


def test_records_are_told_from_candidates_to_centers(facts):
    assert records_table(facts).rows == (
        ("Records that may be of a center", None, 379),
        ("Lie nowhere that is known", 1, 378),
        ("Tell of a place that another record tells already", 300, 78),
        ("Are of places that the definition does not count", 30, 48),
        ("Centers", None, 48),
    )
    assert records_sentence(facts) == (
        "379 records of the sources may be of a center. Of them 1 lies nowhere that is known, 300 tell of a "
        "place that another record tells already and 30 are no centers by this definition; 48 centers remain."
    )
    steps = facts.tables["out.records_to_centers"]
    assert records_sentence(with_tables(facts, records_to_centers=steps.head(0))) == ""
    none_lost = steps.assign(records=0, left=1)
    assert records_sentence(with_tables(facts, records_to_centers=none_lost)) == (
        "1 record of the sources may be of a center, and all are: 1 center."
    )


def test_coarsely_placed_centers_are_counted_by_site(facts):
    table = placed_table(facts)
    assert [column.name for column in table.columns[2:]] == [
        "placed_zip",
        "placed_listed",
        "share_coarse",
    ]
    assert table.rows[0] == ("Hospital-based", HOSPITALS, 1, HOSPITALS - 1, 1 / HOSPITALS)
    assert table.rows[-1] == ("All centers", 48, 1, 47, 1 / 48)
    assert placed_sentences(_without_coarse(facts, 0.9, 0.85)) == [
        (
            "1 of 48 centers (2%) is placed only at the middle of a ZIP area or town, which can be miles from "
            "the door."
        ),
        "Without it 85.0% instead of 90.0% of people would live within 30 minutes of any center.",
    ]
    *_, still = placed_sentences(_without_coarse(facts, 0.9, 0.9))
    assert still == (
        "Without it as many people (90.0%) would live within 30 minutes of any center."
    )
    *_, fewer = placed_sentences(_without_coarse(facts, 0.90004, 0.9))
    assert "Without it nearly as many people (90.0%) would live" in fewer
    exact = facts.tables["out.geocoding"].assign(centers_coarse=0)
    assert placed_sentences(with_tables(facts, geocoding=exact)) == [
        "No center is marked as placed only at the middle of a ZIP area or town."
    ]


def _without_coarse(facts, share, share_without):
    key = {"stratum": "all", "site_of_care": "any", "figure": "share_within"}
    figures = [
        key | {"definition": "combined", "value": share},
        key | {"definition": "without_coarse", "value": share_without},
    ]
    return with_tables(facts, definition_figures=figures)


def test_the_truth_is_told_with_what_it_is_worth(facts):
    rows = truth_table(facts).rows
    assert rows[0][:2] == ("By registration", "Hospital-based")
    billing = {row[1]: row for row in rows if row[0] == "By billing"}
    assert billing["Stand-alone"] == ("By billing", "Stand-alone", 4, 0, 0, None, 0.0, None, None)
    assert billing["Any kind"][5:7] == (1.0, pytest.approx(40 / 48))
    scores = facts.tables["core.center_scores"].assign(precision=0.975, recall=0.9999)
    first, _, last = truth_sentences(with_tables(facts, core_center_scores=scores))
    assert first == (
        "This state is invented, so the truth is known: of 48 centers that were found by all evidence, 97.5% "
        "are centers, and of 48 that there are, over 99.9% were found."
    )
    assert "Real registries can be messier" in last


def test_the_finding_counts_the_centers(facts):
    first, second, third = finding_sentences(facts)
    assert first == (
        "48 places in Arboria and up to 70 miles around it count: 17 hospital-based centers, 23 "
        "office-based centers, 4 pharmacy-based centers and 4 stand-alone centers. No public register says "
        "which places infuse, so each was judged by what several registries say of it."
    )
    assert [second, third] == moved_sentences(facts)[::2][:2]


def test_the_people_whom_the_definition_moves_most_are_named(facts):
    moved = under(
        facts,
        share_within=(0.9, 0.85, 0.9),
        share_within__rural__office_based=(0.5, 0.6, 0.625),
    )
    *_, last = finding_sentences(moved)
    assert last == (
        "It moves most for rural people and office-based centers: between 50.0% and 62.5% of them live within "
        "30 minutes of one."
    )


def test_definitions_say_what_this_run_knows(facts):
    told = {step.term: step.meaning for step in definition_steps(facts)}
    assert list(told) == ["By registration", "By billing", "By all evidence (this report)"]
    assert "at least 52 infusions a year" in told["By billing"]
    assert "every general or critical access hospital counts" in told["By billing"]
    odds, weights, wins = weighing_sentences(facts)
    assert "multiplies the odds of a center by 2.7, one of +2.0 by 7.4" in odds
    assert "a chance of 12 in 100" in odds
    assert "judgements, not estimates" in weights
    assert wins == "The list of centers wins wherever it speaks."


def test_the_page_shows_how_to_print_any_center(warehouse, tmp_path):
    text = text_of(warehouse, tmp_path)
    assert "infusion-access show office_based_01 --area arboria" in text
    assert "npidata & more.csv: registered <organization> (row 7)" in text


def test_printed_commands_name_the_area_as_it_was_named(warehouse, tmp_path):
    facts = read_facts(warehouse, fictional_area(), "my areas/arboria.toml")
    pages = {page.file: render_page(page, facts) for page in report_pages(facts, [])}
    commands = re.findall("<code>(infusion-access .*?)</code>", "".join(pages.values()))
    assert len(commands) == 5
    for command in commands:
        assert "my areas/arboria.toml" in shlex.split(html.unescape(command))


def test_without_registries_it_says_that_nothing_was_judged(unjudged, tmp_path):
    warehouse, facts = unjudged
    page = centers_page(facts, [])
    assert [part.anchor for part in page.parts] == [
        "finding",
        "definition",
        "known",
        "placed",
        "registries",
    ]
    assert page.tables["centers_by_site"].rows[-1] == ("All centers", 47, 1)
    assert [column.name for column in page.tables["centers_known"].columns] == [
        "attribute",
        "answer",
        "centers",
    ]
    assert [step.term for step in stand_in_steps(facts)] == ["The list is believed as it is given"]
    text = text_of(warehouse, tmp_path)
    assert "Nothing was judged" in text
    assert "[sources.nppes]" in text
    assert "confidence" not in text
    for name in ("By registration", "weight"):
        assert name not in text


def test_hospitals_that_stand_in_are_called_so(unjudged):
    _, facts = unjudged
    area = facts.area
    hospitals = Sources.model_fields["hospitals"].annotation.__args__[0](
        kind="hifld", files=["raw:h.csv"], publisher="a registry", vintage="2026", licence="none"
    )
    sources = area.sources.model_copy(update={"hospitals": hospitals, "centers": None})
    (step,) = stand_in_steps(replace(facts, area=area.model_copy(update={"sources": sources})))
    assert step.term == "Hospitals stand in"
    assert "a registry lists as “general acute care” or “critical access”" in step.meaning
    assert "is not known" in step.meaning


def test_the_settings_to_add_are_those_of_the_example_area():
    given = tomllib.loads(REGISTRY_SETTINGS)
    delaware = tomllib.loads((AREAS / "delaware.toml").read_text(encoding="utf-8"))
    for name, source in given["sources"].items():
        assert source == delaware["sources"][name]
    assert Facilities.model_validate(given["facilities"]).geocoder == "census"


def test_every_word_that_tables_may_hold_has_a_name():
    assert set(GEOCODE_PRECISIONS.names) == set(GEOCODE_PRECISIONS)
    assert set(DEFINITIONS.headings) == set(DEFINITIONS.names) == set(DEFINITIONS)
    assert set(Sources.model_fields) <= set(SOURCES.headings)
    rules = rule_table()
    speaking = rules[rules["concludes"].eq("is_center") & rules["value"].eq("yes")]
    assert set(speaking["looks_at"]) <= set(LOOKS_AT)
    for question in ("supervision", "place_of_service"):
        answers = set(rules.loc[rules["concludes"].eq(question), "value"])
        assert answers <= set(ATTRIBUTES[question])
    assert set(OPERATOR_KINDS) == set(ATTRIBUTES["operator_kind"])


def test_what_numbers_rest_on_names_the_registries(facts):
    given = tomllib.loads(REGISTRY_SETTINGS)["sources"]
    sources = facts.area.sources.model_copy(
        update={"nppes": NppesSource.model_validate(given["nppes"])}
    )
    area = facts.area.model_copy(update={"sources": sources})
    told = basis_sentence(replace(facts, area=area))
    assert "centers by all that registries, bills and hospital reports tell;" in told
    assert "registered providers (month of the download)" in told
    assert "centers as defined by Arboria Department of Health;" in basis_sentence(facts)
