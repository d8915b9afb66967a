"""What centers stand on: rules counted, the weightiest evidence, and examples told in full."""

import math
import re

import pytest

from pipelines.report.centers.centers_evidence import (
    examples,
    rule_tables,
    source_rows,
    standing_table,
    sum_sentence,
)
from pipelines.report.telling.tables import PeopleShare
from tests.report.registries import (
    HOSPITALS,
    OFFICES,
    PHARMACIES,
    STAND_ALONE,
    confidence_of,
)
from tests.report.world import with_tables


def test_rules_are_counted_under_the_definitions_in_which_they_count(facts):
    rows = {row[-1]: row for row in rule_tables(facts)["is_center"].rows}
    assert rows["C02"][1:5] == (3.0, HOSPITALS, None, None)
    assert rows["C04"][1:5] == (6.0, None, HOSPITALS, HOSPITALS)
    assert rows["C16"][1:5] == (3.0, OFFICES + 1, None, None)
    assert rows["C15"][1:5] == (1.0, None, None, PHARMACIES)
    assert "C31" not in rows


def test_a_rule_that_speaks_against_is_told_below_zero(facts):
    rules = facts.tables["out.center_rules"]
    against = rules[rules["rule_id"] == "C15"].assign(
        rule_id="C23", value="no", weight=-1.5, explanation="it goes to the patient’s home"
    )
    rows = {
        row[-1]: row
        for row in rule_tables(with_tables(facts, center_rules=against))["is_center"].rows
    }
    assert rows["C23"][:5] == ("It goes to the patient’s home", -1.5, None, None, PHARMACIES)


def test_rules_on_other_questions_are_counted_over_the_centers_that_count(facts):
    tables = rule_tables(facts)
    assert list(tables)[:2] == ["is_center", "site_of_care"]
    rows = {row[-1]: row for row in tables["site_of_care"].rows}
    assert rows["S40"][1:4] == ("Stand-alone", 1.5, STAND_ALONE)
    assert {row[-1] for row in tables["medicare_payable"].rows} == {
        "M03",
        "M04",
        "M05",
        "M06",
        "M07",
    }


def test_each_center_stands_on_its_weightiest_evidence(facts):
    assert standing_table(facts).rows == (
        ("Bills to Medicare", PeopleShare(OFFICES, OFFICES / 48), OFFICES),
        (
            "What the hospital reports of its services and costs",
            PeopleShare(HOSPITALS, HOSPITALS / 48),
            HOSPITALS,
        ),
        ("What it is registered as", PeopleShare(STAND_ALONE, STAND_ALONE / 48), STAND_ALONE),
        ("Its name", PeopleShare(PHARMACIES, PHARMACIES / 48), 0),
    )


def test_an_example_tells_every_rule_and_adds_the_weights_up(facts):
    shown = examples(facts)
    assert [one.center_id for one in shown] == [
        "office_based_01",
        "hospital_based_01",
        "pharmacy_based_01",
    ]
    evidence = facts.tables["core.center_evidence"]
    for one in shown:
        mine = evidence[evidence["center_id"] == one.center_id]
        assert sorted(row[-1] for row in one.table.rows) == sorted(mine["rule_id"])
        told = re.search(
            r"makes? ([+−]\d+\.\d), which is a confidence of (\d\.\d\d)", one.sum_sentence
        )
        total = float(told.group(1).replace("−", "-"))
        assert 1 / (1 + math.exp(-total)) == pytest.approx(float(told.group(2)), abs=0.005)
    pharmacy = facts.tables.row("out.center_examples", center_id="pharmacy_based_01")
    assert sum_sentence(facts, pharmacy) == (
        "By all evidence it starts, as every place does, at −2.0; +1.0 and +2.0 make +1.0, which is a "
        "confidence of 0.73."
    )
    assert confidence_of(("C14", "C15", "C20"), "combined") == pytest.approx(0.731, abs=5e-4)


def test_what_is_not_known_of_an_example_is_said(facts):
    told = dict(examples(facts)[0].facts)
    assert told["Kind"] == "office-based center"
    assert told["Operator"] == "not known"
    assert told["Infusions billed to Medicare a year"] == "480"
    assert told["Brought together from"] == "2 records"


def test_source_rows_name_each_file_once():
    told_by = "office [a b.csv row 3]; person [n.zip row 9]; office [a b.csv row 5]; [odd] [a b.csv row 7]"
    assert source_rows(told_by) == (
        "a b.csv: office (rows 3 and 5), [odd] (row 7); n.zip: person (row 9)"
    )
    assert source_rows("a note without a row") == "a note without a row"
    assert source_rows("") == ""
