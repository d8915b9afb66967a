"""States are understood by letters and digits, and a wrong code is answered with the right one."""

import re

import pytest

from pipelines.demo.land import plan
from pipelines.vocabulary.states import (
    FICTIONAL_STATE,
    STATE_NAMES,
    county_title,
    state_fips,
    state_name,
    state_postal,
)


def test_states_are_complete_and_unlike() -> None:
    assert len(STATE_NAMES) == 50 + 1 + 5  # with the District of Columbia and five territories
    letters, digits = zip(*STATE_NAMES, FICTIONAL_STATE, strict=True)
    assert len(set(letters)) == len(set(digits)) == len(set(STATE_NAMES.values())) + 1 == 57
    assert list(digits[:-1]) == sorted(digits[:-1])
    assert all(re.fullmatch("[A-Z]{2}", code) for code in letters)


@pytest.mark.parametrize("code", ["VT", "vt", "50"])
def test_letters_and_digits_are_one_state(code: str) -> None:
    assert (state_fips(code), state_postal(code)) == ("50", "VT")


def test_the_state_of_the_demo_is_none_of_the_real() -> None:
    assert (plan.STATE_POSTAL, plan.STATE_FIPS) == FICTIONAL_STATE
    assert state_fips("03") == "03"
    assert state_postal("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("Vermont", '"VT" or "50"'),
        ("new hampshre", '"NH" or "33"'),
        (5, 'in quotes: "05"'),
        ("99", 'such as "VT"'),
        ("", 'such as "VT"'),
    ],
)
def test_a_wrong_code_is_answered_with_the_one_to_write(code: object, mend: str) -> None:
    with pytest.raises(ValueError, match=re.escape(mend)):
        state_fips(code)


@pytest.mark.parametrize(
    ("name", "fips", "title"),
    [
        ("Adams", "17001", "Adams County"),
        ("Caddo", "22017", "Caddo Parish"),
        ("Fairfax", "51059", "Fairfax County"),
        ("Fairfax", "51600", "Fairfax city"),
        ("District of Columbia", "11001", "District of Columbia"),
        ("Nome Census Area", "02180", "Nome Census Area"),
        ("Cook County", "17031", "Cook County"),
        ("17999", "17999", "17999"),
    ],
)
def test_a_county_is_named_in_full(name, fips, title):
    assert county_title(name, fips) == title


def test_a_state_is_named_by_its_digits():
    assert state_name("17") == "Illinois"
    assert state_name("03") is None
