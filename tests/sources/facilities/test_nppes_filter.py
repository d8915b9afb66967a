"""Conditions of the filter, tried on single values by DuckDB."""

import duckdb
import pytest

from pipelines.area import NppesSource
from pipelines.sources.facilities.nppes_columns import TAXONOMY
from pipelines.sources.facilities.nppes_filter import (
    FAULTY_NPI,
    SHIFTED,
    asked_in_words,
    near_condition,
    wanted_condition,
)
from tests.sources.nppes_worlds import ABOUT, ANYWHERE, INFUSION_CLINIC, npi

ROW = dict.fromkeys(TAXONOMY, "") | {"npi": npi(1), "state": "IL", "zip": "62301", "country": "US"}


def holds(condition, **values):
    names, given = zip(*(ROW | values).items(), strict=True)
    row = ", ".join(f"? AS {name}" for name in names)
    return duckdb.execute(f"SELECT ({condition}) FROM (SELECT {row})", given).fetchone()[0]


def test_near():
    near = near_condition(NppesSource(states=("IL",), zip_prefixes=("631",), **ABOUT))
    assert holds(near, state="il")
    assert holds(near, state="MO", zip="631019999")
    assert not holds(near, state="MO", zip="640010000")
    assert holds(near_condition(ANYWHERE), state="Ontario", zip="")


def test_asked_in_words():
    both = NppesSource(states=("IL", "MO"), zip_prefixes=("631",), **ABOUT)
    assert asked_in_words(both) == "a practice address in IL, MO or a ZIP code beginning with 631"
    assert asked_in_words(ANYWHERE) == "any practice address"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({"taxonomy_1": INFUSION_CLINIC}, True),
        ({"taxonomy_1": "207R00000X", "taxonomy_15": INFUSION_CLINIC}, True),
        ({"taxonomy_1": "207R00000X"}, False),
        ({}, False),
    ],
)
def test_wanted(codes, expected):
    near = near_condition(NppesSource(states=("IL",), **ABOUT))
    condition = wanted_condition(near, elsewhere=False, also=False)
    assert holds(condition, **codes) is expected
    assert not holds(condition, **codes, state="MO")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, None),
        ({"taxonomy_1": INFUSION_CLINIC}, None),
        ({"country": ""}, None),
        ({"npi": "123"}, "its NPI is not ten digits"),
        ({"npi": "12345678X3"}, "its NPI is not ten digits"),
        ({"country": "2175550100"}, "its country is not two letters"),
        ({"taxonomy_1": "2175550100"}, "its first taxonomy code is not ten characters"),
        ({"taxonomy_1": "X"}, "its first taxonomy code is not ten characters"),
    ],
)
def test_faults(values, fault):
    told = [
        words for words, condition in (FAULTY_NPI | SHIFTED).items() if holds(condition, **values)
    ]
    assert [words for words in told if fault is None or not words.startswith(fault)] == []
    assert bool(told) == (fault is not None)
