"""The finding and what it means: sentences that follow the area's numbers."""

from dataclasses import replace

import pandas as pd
import pytest

from pipelines.report.facts import read_facts
from pipelines.report.index.cards import cards
from pipelines.report.index.stratum_sentences import stratum_sentences
from pipelines.report.infusion.claims import claim_answer
from pipelines.report.telling.findings import (
    finding,
    neither_sentence,
    none_near,
    place_name,
    unreached_sentence,
)
from tests.report.test_report_page import no_offices, no_suburbs, nobody
from tests.report.world import with_cells, with_gaps, with_tables, without_bands, write_world
from tests.worlds.answers import fictional_area


def changed(tmp_path, change):
    return read_facts(write_world(tmp_path / "a.duckdb", change), fictional_area())


def test_finding_has_two_to_four_sentences_of_every_subject(arboria):
    told = finding(arboria)
    assert 2 <= len(told) <= 4
    assert told[0].startswith("Of ")
    assert "rural people" in told[1]
    assert "suburban people" in told[2]
    assert "cannot be driven to any center" in told[3]


def test_neither_sentence_counts(arboria):
    left_out = without_bands(with_gaps(arboria, choice=300_000.0, none=100_000.0))
    assert neither_sentence(left_out) == (
        "Of 400,000 people in Arboria, 100,000 (25%) have neither a hospital-based nor an office-based "
        "infusion center within a 30-minute drive of home, among them 100,000 rural and 100,000 suburban "
        "people."
    )


def test_people_without_a_road_in_the_data_are_told_apart_from_those_with_neither(arboria):
    some = without_bands(with_gaps(arboria, choice=300_000.0, none=60_000.0, unknown=40_000.0))
    apart = "; for 40,000 (10%) nobody knows, as the data hold no road near them"
    assert "60,000 (15%) have neither" in neither_sentence(some)
    assert neither_sentence(some).endswith(f"suburban people{apart}.")
    assert f"rural people have neither within 30 minutes{apart}." in " ".join(
        stratum_sentences(some, "rural")
    )
    nobody_left_out = with_gaps(arboria, choice=360_000.0, unknown=40_000.0)
    assert neither_sentence(nobody_left_out) == (
        "Of 400,000 people in Arboria, nobody is known to lack a hospital-based or an office-based infusion "
        f"center within a 30-minute drive of home{apart}."
    )
    told = " ".join(stratum_sentences(nobody_left_out, "rural"))
    assert "No rural people are known to lack at least one of the two within 30 minutes;" in told
    labels = [number.label for number in cards(some)[-1].numbers]
    assert "people, 10%, of whom nobody knows: no road in the data" in labels


def test_neither_sentence_carries_its_band(arboria):
    where = {"stratum": "all", "figure": "share_neither", "dimension": "all"}
    banded = with_cells(arboria, "sensitivity", where, low=0.2, high=0.31)
    told = neither_sentence(with_gaps(banded, choice=300_000.0, none=100_000.0))
    assert "100,000 (25%; 20% to 31% across scenarios) have neither" in told


def test_where_one_kind_is_listed_nothing_is_said_of_the_other(arboria):
    hospitals_only = without_bands(
        with_cells(
            with_gaps(arboria, hospital_only=300_000.0, none=100_000.0),
            "centers_by_site",
            {"site_of_care": "office_based"},
            centers=0,
        )
    )
    assert neither_sentence(hospitals_only).startswith(
        "Of 400,000 people in Arboria, 100,000 (25%) have no hospital-based infusion center within a 30"
    )
    assert none_near(hospitals_only) == "no hospital-based center"
    assert cards(hospitals_only)[-1].heading == "No hospital-based center within 30 minutes"
    assert "have no hospital-based center within 30" in " ".join(
        stratum_sentences(hospitals_only, "rural")
    )
    everyone = with_gaps(hospitals_only, hospital_only=5.0)
    assert "have a hospital-based infusion center" in neither_sentence(everyone)
    assert none_near(arboria) == "neither kind"


def test_nobody_left_out(arboria):
    told = neither_sentence(with_gaps(arboria, choice=300_000.0))
    assert told.startswith("All 300,000 people in Arboria have a hospital-based or an office-based")


def test_who_is_counted_is_named_as_the_source_does(arboria):
    source = arboria.area.sources.population.model_copy(update={"label": "adults aged 20 and over"})
    sources = arboria.area.sources.model_copy(update={"population": source})
    adults = replace(arboria, area=arboria.area.model_copy(update={"sources": sources}))
    assert "adults aged 20 and over in Arboria" in finding(adults)[0]


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ([], "All people here can be driven to at least one center."),
        (
            [("no_path", 1_240.0)],
            (
                "1,240 people cannot be driven to any center (no road leads from there to such a center); "
                "they count as not reached in every share."
            ),
        ),
        (
            [("no_road_near", 2_000.0), ("no_path", 500.0)],
            (
                "2,500 people cannot be driven to any center (for 2,000 no road is near enough to start from "
                "and for 500 no road leads from there to such a center); they count as not reached in every "
                "share."
            ),
        ),
    ],
)
def test_unreached(arboria, lost, told):
    rows = pd.DataFrame(
        [("all", "any", reason, count) for reason, count in lost],
        columns=["stratum", "site_of_care", "unreached_reason", "population"],
    )
    where = {"stratum": "all", "site_of_care": "any"}
    count = sum(count for _, count in lost)
    facts = with_cells(arboria, "times_by_stratum", where, population_unreached=float(count))
    assert unreached_sentence(with_tables(facts, unreached=rows)) == told


def test_no_offices_is_said_once_and_plainly(tmp_path):
    told = finding(changed(tmp_path, no_offices))
    assert len(told) == 3
    assert told[1].startswith("The list of centers holds no office-based center")


def test_a_stratum_without_people_is_not_in_the_finding(tmp_path):
    facts = changed(tmp_path, no_suburbs)
    assert facts.focus == ("rural",)
    assert "suburban" not in " ".join([*finding(facts), claim_answer(facts)])


def test_no_people_at_all(tmp_path):
    facts = changed(tmp_path, nobody)
    assert finding(facts) == ["The sources count no people in Arboria."]
    assert cards(facts) == []
    assert stratum_sentences(facts, "rural") == ["The sources count no rural people here."]


def test_place_name_takes_an_article_where_english_does(arboria):
    titled = arboria.area.area.model_copy(update={"title": "State of Meridia"})
    state = replace(arboria, area=arboria.area.model_copy(update={"area": titled}))
    assert place_name(state) == "the State of Meridia"
    assert place_name(arboria) == "Arboria"
