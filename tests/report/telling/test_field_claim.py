"""The field's claim is told as the data show it, whichever way they point."""

from dataclasses import replace

import pytest

from pipelines.report.telling.field_claim import (
    SMALL_GROUP_PLACES,
    shares_sentence,
    verdict_sentence,
)
from tests.report.telling.test_nearness import group


def test_office_nearer():
    assert verdict_sentence(group(60_000, 20_000, 20_000)) == (
        "Office-based centers are nearer for more rural people than hospital-based ones (60% against 20%): "
        "the typical drive is 20 minutes to an office-based and 40 minutes to a hospital-based center."
    )


def test_hospital_nearer_contradicts_the_claim():
    sentence = verdict_sentence(group(20, 60, 20, medians=(20.0, 40.0)))
    assert sentence.startswith("Office-based centers are not nearer for rural people here")
    assert "(60% against 20%)" in sentence
    assert "40 minutes to an office-based and 20 minutes to a hospital-based" in sentence


def test_alike():
    sentence = verdict_sentence(group(40, 38, 22, medians=(25.0, 25.0)))
    assert sentence.startswith("Neither kind is clearly nearer for rural people")
    assert "the typical drive is 25 minutes to either" in sentence


def test_mixed():
    sentence = verdict_sentence(group(60, 20, 20, medians=(20.0, 40.0)))
    assert sentence.startswith("The data point both ways for rural people")


def test_one_kind_only_and_nobody():
    only = group(80, 0, 0, medians=(None, 20.0), only_office=80)
    assert verdict_sentence(only) == (
        "The only kind that rural people here can be driven to is office-based."
    )
    some = replace(only, population=100.0, neither_reached=20.0)
    assert "80 people of the 100 rural people here" in verdict_sentence(some)
    nobody = group(0, 0, 0, medians=(None, None))
    assert verdict_sentence(nobody).startswith("No road leads rural people here")


def test_a_small_group_gets_counts_and_no_proportions():
    few = replace(group(600, 200, 1), places=SMALL_GROUP_PLACES - 1)
    for sentence in (verdict_sentence(few), shares_sentence(few)):
        assert "%" not in sentence
        assert " in 10" not in sentence
        assert "600 people" in sentence
    assert "9 places with 801 rural people are" in verdict_sentence(few)
    assert "1 place with" in verdict_sentence(replace(few, places=1))


@pytest.mark.parametrize(
    ("counts", "part"),
    [
        ((60, 20, 20), "For 6 in 10 (60%; 60 people) the office-based center is the shorter drive"),
        ((60, 40, 0), "for nobody the two differ by less"),
        ((0, 0, 90), "for all 90 people the two differ by less"),
    ],
)
def test_shares(counts, part):
    assert part in shares_sentence(group(*counts))
