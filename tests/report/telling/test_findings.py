"""The finding and what it means: sentences that follow the area's numbers."""

import re
from dataclasses import replace

import pytest

from pipelines.report.facts import read_facts
from pipelines.report.index.for_people import claim_answer, stratum_sentences
from pipelines.report.index.method import basis_sentence, method, zip_sentence
from pipelines.report.telling.bands import Band
from pipelines.report.telling.findings import (
    cards,
    finding,
    neither_sentence,
    none_near,
    place_name,
    unreached_sentence,
)
from pipelines.report.telling.groups import GapCount, Unreached
from tests.report.test_report_page import no_offices, no_suburbs, nobody
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return read_facts(
        write_world(tmp_path_factory.mktemp("plain") / "a.duckdb", counties=20, places=300),
        fictional_area(),
    )


def changed(tmp_path, change):
    return read_facts(write_world(tmp_path / "a.duckdb", change), fictional_area())


def with_gaps(facts, **people):
    counts = {"choice": 0.0, "hospital_only": 0.0, "office_only": 0.0, "none": 0.0, **people}
    gap = GapCount(sum(counts.values()), counts)
    return replace(facts, gaps=dict.fromkeys(facts.strata, gap))


def test_finding_has_two_to_four_sentences_of_every_subject(facts):
    told = finding(facts)
    assert 2 <= len(told) <= 4
    assert told[0].startswith("Of ")
    assert "rural people" in told[1]
    assert "suburban people" in told[2]
    assert "cannot be driven to any center" in told[3]


def test_neither_sentence_counts(facts):
    left_out = replace(with_gaps(facts, choice=300_000.0, none=100_000.0), bands={})
    assert neither_sentence(left_out) == (
        "Of 400,000 people in Arboria, 100,000 (25%) have neither a hospital-based nor an office-based "
        "infusion center within a 30-minute drive of home, among them 100,000 rural and 100,000 suburban "
        "people."
    )


def test_neither_sentence_carries_its_band(facts):
    bands = {("all", "", "share_neither"): Band(0.2, 0.31)}
    told = neither_sentence(
        replace(with_gaps(facts, choice=300_000.0, none=100_000.0), bands=bands)
    )
    assert "100,000 (25%; 20% to 31% across scenarios) have neither" in told


def test_where_one_kind_is_listed_nothing_is_said_of_the_other(facts):
    hospitals_only = replace(
        with_gaps(facts, hospital_only=300_000.0, none=100_000.0),
        bands={},
        centers=dict(facts.centers) | {"office_based": 0},
    )
    assert neither_sentence(hospitals_only).startswith(
        "Of 400,000 people in Arboria, 100,000 (25%) have no hospital-based infusion center within a 30"
    )
    assert none_near(hospitals_only) == "no hospital-based center"
    assert cards(hospitals_only)[-1].heading == "No hospital-based center within 30 minutes"
    assert "have no hospital-based center within 30" in " ".join(
        stratum_sentences(hospitals_only, "rural")
    )
    everyone = replace(hospitals_only, gaps=with_gaps(facts, hospital_only=5.0).gaps)
    assert "have a hospital-based infusion center" in neither_sentence(everyone)
    assert none_near(facts) == "neither kind"


def test_nobody_left_out(facts):
    told = neither_sentence(with_gaps(facts, choice=300_000.0))
    assert told.startswith("All 300,000 people in Arboria have a hospital-based or an office-based")


def test_who_is_counted_is_named_as_the_source_does(facts):
    source = facts.area.sources.population.model_copy(update={"label": "adults aged 20 and over"})
    sources = facts.area.sources.model_copy(update={"population": source})
    adults = replace(facts, area=facts.area.model_copy(update={"sources": sources}))
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
def test_unreached(facts, lost, told):
    rows = tuple(Unreached("all", "any", reason, 1, count) for reason, count in lost)
    assert unreached_sentence(replace(facts, unreached=rows)) == told


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


def test_cards_carry_the_medians_and_bars_in_proportion(facts):
    made = cards(facts)
    assert [card.heading for card in made] == [
        "Typical drive of rural people",
        "Typical drive of suburban people",
        "Neither kind within 30 minutes",
    ]
    numbers = [number for card in made[:2] for number in card.numbers]
    medians = [
        facts.drives[stratum, site].median_min
        for stratum in ("rural", "suburban")
        for site in ("office_based", "hospital_based")
    ]
    assert max(number.bar_percent for number in numbers) == 100
    for number, median in zip(numbers, medians, strict=True):
        assert abs(float(number.value.split()[0]) - median) <= 0.5
        assert number.bar_percent == max(1, round(100 * median / max(medians)))


def test_a_small_group_gets_no_card_and_no_proportion(facts):
    few = replace(facts.nearness["rural"], places=3)
    small = replace(facts, nearness={**facts.nearness, "rural": few})
    assert "Typical drive of rural people" not in [card.heading for card in cards(small)]
    told = " ".join(stratum_sentences(small, "rural"))
    assert not re.search(r"%| in 10|One in ten", told)


def test_stratum_sentences_name_the_stratum_and_every_count(facts):
    told = " ".join(stratum_sentences(facts, "rural"))
    assert "One in ten rural people drives longer than" in told
    assert "Within 30 minutes of home" in told
    assert "rural people have neither within 30 minutes" in told
    assert "rural people cannot be driven to any center" in told


def test_place_name_takes_an_article_where_english_does(facts):
    titled = facts.area.area.model_copy(update={"title": "State of Meridia"})
    state = replace(facts, area=facts.area.model_copy(update={"area": titled}))
    assert place_name(state) == "the State of Meridia"
    assert place_name(facts) == "Arboria"


def test_method_carries_the_settings(facts):
    told = {step.term: step.meaning for step in method(facts)}
    assert "farther than 5 miles" in told["From the door to the road"]
    assert "15, 30, 45 and 60 minutes" in told["Within"]
    assert "70 miles" in told["Borders"]
    assert "Arboria Department of Health (2026, invented)" in told["What counts as a center"]
    assert "The speed factor is 1" in told["Time"]


def test_basis_names_definition_scheme_speed_and_vintages(facts):
    assert basis_sentence(facts) == (
        "Behind these numbers: centers as defined by Arboria Department of Health; strata by the NCHS "
        "urban–rural classification of counties; speed factor 1; vintages: people (2026, "
        "invented), roads (2026, invented) and centers (2026, invented)."
    )


def test_method_of_main_roads_and_slower_speeds(facts):
    update = {"snapping": "connectors", "speed_factor": 0.8, "peak_factors": {"urban": 0.7}}
    roads = facts.area.roads.model_copy(update=update)
    slower = replace(facts, area=facts.area.model_copy(update={"roads": roads}))
    told = {step.term: step.meaning for step in method(slower)}
    assert "speed factor of 0.8" in told["Time"]
    assert "urban 0.7" in told["Time"]
    assert "12 nearest points" in told["From the door to the road"]
    assert "1.3 road miles" in told["From the door to the road"]


def test_zip_precision_is_told_only_where_it_occurs(facts):
    assert zip_sentence(facts) == ""
    some = replace(facts, precision={"zip": 30, "rooftop": 90})
    assert zip_sentence(some).startswith("30 centers of 120 (25%) stand at the middle")
