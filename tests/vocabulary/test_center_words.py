"""How a run may speak of its centers: one case a kind of sentence and of list."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from pipelines.vocabulary.center_words import (
    AS_THEY_ARE,
    COMPLETENESS,
    CenterWords,
    Quoted,
    center_words,
)

STAND_IN = CenterWords(hospitals_stand_in=True)
HOSPITALS_ONLY = CenterWords(hospitals_stand_in=True, hospitals_only=True)
SAMPLE = CenterWords(samples=("office_based",))
BOTH = CenterWords(hospitals_stand_in=True, samples=("office_based",))

SENTENCES = [
    (
        "Who can drive to an infusion center in Illinois",
        "Who can drive to a hospital or infusion center in Illinois",
        "Who can drive to an infusion center in Illinois",
    ),
    (
        "minutes to the nearest hospital-based infusion center",
        "minutes to the nearest hospital",
        "minutes to the nearest hospital-based infusion center",
    ),
    (
        "neither a hospital-based nor an office-based infusion center",
        "neither a hospital nor an office-based infusion center",
        "neither a hospital-based nor a listed office-based infusion center",
    ),
    (
        "an office-based center is nearer for 3, the hospital-based one for 4",
        "an office-based center is nearer for 3, the hospital for 4",
        "a listed office-based center is nearer for 3, the hospital-based one for 4",
    ),
    (
        "catchments of hospital-based and office-based infusion centers",
        "catchments of hospitals and office-based infusion centers",
        "catchments of hospital-based and listed office-based infusion centers",
    ),
    (
        "Hospital-based and office-based centers only",
        "Hospitals and office-based centers only",
        "Hospital-based and listed office-based centers only",
    ),
    ("pass with hospital-based centers alone", "pass with hospitals alone", None),
    ("17 hospital-based centers", "17 hospitals", None),
    ("Hospital-based only", "Hospital only", None),
    ("Office-based nearer", None, "Listed office-based nearer"),
    ("The best new office-based site", None, None),
    ("a new infusion center in Elgin", None, None),
    ("Elgin Infusion Center", None, None),
    ("hospital_based and office_based", None, None),
]


@pytest.mark.parametrize(("text", "standing_in", "sampled"), SENTENCES)
def test_each_sentence_with_and_without_evidence_and_as_a_sample(
    text, standing_in, sampled
) -> None:
    assert AS_THEY_ARE.said(text) == text
    assert STAND_IN.said(text) == (standing_in or text)
    assert SAMPLE.said(text) == (sampled or text)


@pytest.mark.parametrize("words", [STAND_IN, HOSPITALS_ONLY, SAMPLE, BOTH])
def test_what_was_said_is_not_said_again(words) -> None:
    for text, *_ in SENTENCES:
        once = words.said(text)
        assert words.said(once) == once


def test_with_hospitals_alone_no_center_is_named() -> None:
    assert HOSPITALS_ONLY.said("Infusion centers") == "Hospitals"
    assert HOSPITALS_ONLY.said("to an infusion center") == "to a hospital"
    assert STAND_IN.said("Infusion centers") == "Hospitals and infusion centers"


def test_whatever_holds_texts_is_said() -> None:
    class Pair(NamedTuple):
        title: str
        number: int

    @dataclass(frozen=True)
    class Card:
        text: str
        pairs: tuple[Pair, ...]

    card = Card("a hospital-based center", (Pair("an infusion center", 3),))
    said = STAND_IN.said({"hospital-based": [card, None]})
    assert said == {
        "hospital-based": [Card("a hospital", (Pair("a hospital or infusion center", 3),)), None]
    }


def test_words_of_others_stay_as_they_are() -> None:
    claim = "Office-based centers are closer than hospital-based centers."
    assert STAND_IN.said(claim) != claim
    assert STAND_IN.said([Quoted(claim)]) == [claim]


def lists(
    hospitals="complete", offices="complete", *, standing_in=0, buffer="complete", counts=(2, 2)
):
    """Rows of out.center_lists."""
    rows = [
        ("hospital_based", hospitals, counts[0], standing_in),
        ("office_based", offices, counts[1], 0),
    ]
    rows += [("pharmacy_based", None, 0, 0), ("stand_alone", None, 0, 0)]
    return [
        {
            "site_of_care": site,
            "completeness": completeness,
            "completeness_in_buffer": completeness and buffer,
            "centers": centers,
            "standing_in": stand_in,
        }
        for site, completeness, centers, stand_in in rows
    ]


@pytest.mark.parametrize("standing_in", [0, 1])
@pytest.mark.parametrize("offices", COMPLETENESS)
def test_what_each_list_allows(offices, standing_in) -> None:
    words = center_words(lists(offices=offices, standing_in=standing_in))
    notes = " ".join(words.notes)
    assert words.comparable == (offices != "sample")
    assert bool(words.reservation) == (offices == "unknown")
    assert ("Hospitals stand in for hospital-based infusion centers" in notes) == bool(standing_in)
    assert ("office-based centers is a sample" in notes) == (offices == "sample")
    assert ("hospital-based" in words.said("a hospital-based center")) == (not standing_in)


def test_a_sample_answers_no_comparison_and_names_what_lacks() -> None:
    words = center_words(lists("sample", "sample"))
    assert "not answerable with this list" in words.unanswerable
    assert "a sample of hospital-based and office-based centers," in words.unanswerable
    assert words.said(words.unanswerable) == words.unanswerable
    assert re.search("hospital-based centers and office-based centers is a sample", words.notes[0])
    both = center_words(lists("sample", "sample", standing_in=1))
    assert "list of hospitals and office-based centers" in both.notes[1]


def test_a_border_is_no_wall_only_where_every_list_covers_the_buffer() -> None:
    assert center_words(lists()).covers_buffer
    assert not center_words(lists(buffer="unknown")).covers_buffer
    assert not center_words(lists(buffer="sample")).covers_buffer


def test_hospitals_alone_are_told_from_hospitals_among_others() -> None:
    assert center_words(lists(counts=(2, 0))).hospitals_only
    assert not center_words(lists()).hospitals_only
