"""The field's claim is told as the data show it, whichever way they point."""

import pytest

from pipelines.report.facts import read_facts
from pipelines.report.telling.nearness import (
    SMALL_GROUP_PLACES,
    nearer_sentence,
    nearness_table,
    shares_sentence,
)
from pipelines.report.telling.tables import PeopleShare
from tests.report.world import with_cells, write_world
from tests.worlds.answers import fictional_area

RURAL = {"stratum": "rural"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return read_facts(write_world(tmp_path_factory.mktemp("near") / "a.duckdb"), fictional_area())


def group(facts, finding, office, hospital, same, *, neither=0.0, medians=(40.0, 20.0), **cells):
    """Facts in which rural people are counted so; the medians are to a hospital and to an office."""
    counts = {"office_nearer": office, "hospital_nearer": hospital, "about_the_same": same}
    counts["neither_reached"] = neither
    population = float(sum(counts.values()))
    row = {"population": population, "places": 50, "finding": finding}
    for name, count in counts.items():
        row |= {f"population_{name}": float(count), f"share_{name}": count / population}
    for site, median in zip(("hospital_based", "office_based"), medians, strict=True):
        where = {**RURAL, "site_of_care": site}
        facts = with_cells(facts, "times_by_stratum", where, drive_time_min_median=median)
    return with_cells(facts, "nearness", RURAL, **row, **cells)


def test_office_nearer(plain):
    assert nearer_sentence(group(plain, "office", 60_000, 20_000, 20_000), "rural") == (
        "Office-based centers are nearer for more rural people than hospital-based ones (60% against 20%): "
        "the typical drive is 20 minutes to an office-based and 40 minutes to a hospital-based center."
    )


def test_hospital_nearer_contradicts_the_claim(plain):
    facts = group(plain, "hospital", 20, 60, 20, medians=(20.0, 40.0))
    sentence = nearer_sentence(facts, "rural")
    assert sentence.startswith("Office-based centers are not nearer for rural people here")
    assert "(60% against 20%)" in sentence
    assert "40 minutes to an office-based and 20 minutes to a hospital-based" in sentence


def test_alike(plain):
    sentence = nearer_sentence(group(plain, "alike", 40, 38, 22, medians=(25.0, 25.0)), "rural")
    assert sentence.startswith("Neither kind is clearly nearer for rural people")
    assert "the typical drive is 25 minutes to either" in sentence


def test_mixed(plain):
    sentence = nearer_sentence(group(plain, "mixed", 60, 20, 20, medians=(20.0, 40.0)), "rural")
    assert sentence.startswith("The data point both ways for rural people")


def test_one_kind_only_and_nobody(plain):
    only = group(plain, "only_office", 80, 0, 0, population_only_office=80.0)
    assert nearer_sentence(only, "rural") == (
        "The only kind that rural people here can be driven to is office-based."
    )
    some = with_cells(only, "nearness", RURAL, population=100.0)
    assert "80 people of the 100 rural people here" in nearer_sentence(some, "rural")
    nobody = group(plain, "nobody", 0, 0, 0, neither=10)
    assert nearer_sentence(nobody, "rural").startswith("No road leads rural people here")


def test_a_small_group_gets_counts_and_no_proportions(plain):
    few = with_cells(
        group(plain, "office", 600, 200, 1), "nearness", RURAL, places=SMALL_GROUP_PLACES - 1
    )
    for sentence in (nearer_sentence(few, "rural"), shares_sentence(few, "rural")):
        assert "%" not in sentence
        assert " in 10" not in sentence
        assert "600 people" in sentence or "600 rural people" in sentence
    assert "9 places with 801 rural people are" in nearer_sentence(few, "rural")
    one = with_cells(few, "nearness", RURAL, places=1)
    assert "1 place with" in nearer_sentence(one, "rural")


@pytest.mark.parametrize(
    ("counts", "part"),
    [
        ((60, 20, 20), "For 60% of rural people (60) the office-based center is the shorter drive"),
        ((0, 90, 0), "For no rural people the office-based center is the shorter drive"),
        ((60, 40, 0), "for none of them the two differ by less"),
        ((0, 0, 90), "for all of them the two differ by less"),
    ],
)
def test_shares(plain, counts, part):
    assert part in shares_sentence(group(plain, "office", *counts), "rural")


def test_the_threshold_is_that_of_the_settings(plain):
    facts = group(plain, "office", 60, 20, 20, neither=20)
    assert "by more than 5 minutes" in shares_sentence(facts, "rural")
    table = nearness_table(facts)
    assert "more than 5 minutes" in table.note
    row = next(row for row in table.rows if row[0] == "Rural")
    assert row[1:3] == (120.0, PeopleShare(60.0, 0.5))
    assert row[-1] == PeopleShare(20.0, pytest.approx(1 / 6))
