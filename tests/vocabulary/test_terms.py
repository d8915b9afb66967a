import copy
import importlib
import pickle
import pkgutil
from typing import get_args

import pytest

import pipelines.vocabulary
from pipelines.area import Sources
from pipelines.vocabulary.accessibility import SCORES, Score
from pipelines.vocabulary.centers import DEFINITIONS, Definition
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SiteOfCare
from pipelines.vocabulary.sources import SOURCES
from pipelines.vocabulary.strata import SCHEMES, STRATA, Stratum, StratumScheme
from pipelines.vocabulary.terms import Term, Vocabulary

COLORS = Vocabulary(Term("r", "red", "Red"), Term("b", "blue", "Blue"))


def test_a_vocabulary_is_its_codes_in_order_and_knows_their_words():
    assert COLORS == ("r", "b")
    assert COLORS.name("b") == "blue"
    assert COLORS.headings == {"r": "Red", "b": "Blue"}
    assert COLORS.also(Term("g", "green")).names == {"r": "red", "b": "blue", "g": "green"}


def test_an_unknown_code_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match="'x' is none of r, b"):
        COLORS.heading("x")


def test_no_code_stands_twice():
    with pytest.raises(ValueError, match="repeats"):
        Vocabulary(Term("r", "red"), Term("r", "rosy"))


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_keeps_the_words(again):
    assert again(COLORS).terms == COLORS.terms


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (SiteOfCare, SITES_OF_CARE),
        (Stratum, STRATA),
        (StratumScheme, SCHEMES),
        (Definition, DEFINITIONS),
        (Score, SCORES),
    ],
)
def test_settings_take_the_codes_of_the_vocabulary(values, codes):
    assert get_args(values) == codes


def test_every_source_has_a_name():
    assert set(Sources.model_fields) <= set(SOURCES)


def test_no_word_is_missing():
    for module in pkgutil.iter_modules(pipelines.vocabulary.__path__):
        for found in vars(importlib.import_module(f"pipelines.vocabulary.{module.name}")).values():
            if isinstance(found, Vocabulary):
                assert all(found.names.values())
                assert len({bool(heading) for heading in found.headings.values()}) == 1, found
