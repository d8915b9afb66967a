"""Numbers become words with the right rounding, plural and ends of the scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.vocabulary import wording


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1_004, "1,000"),
        (1_005, "1,010"),
        (48_249, "48,200"),
        (612_345, "612,000"),
        (999_499, "999,000"),
        (999_500, "1 million"),
        (4_213_000, "4.21 million"),
        (248_265_875, "248 million"),
    ],
)
def test_rounded(count, text):
    assert wording.rounded(count) == text


@given(st.integers(0, 10**9))
def test_rounded_is_within_half_of_the_third_digit(count):
    text = wording.rounded(count)
    number = text.removesuffix(" million").replace(",", "")
    value = float(number) * (1_000_000 if text.endswith("million") else 1)
    assert abs(value - count) <= max(0, 0.5 * 10 ** (len(str(count)) - 3)) + 1e-6


@pytest.mark.parametrize(
    ("count", "who", "text"),
    [
        (0, "people", "no people"),
        (1, "people", "1 person"),
        (1, "rural people", "1 rural person"),
        (2, "rural people", "2 rural people"),
        (612_345, "adults aged 20 and over", "612,000 adults aged 20 and over"),
    ],
)
def test_people(count, who, text):
    assert wording.people(count, who) == text


def test_have_agrees_with_its_number():
    assert wording.have(1) == "1 person has"
    assert wording.have(2) == "2 people have"


def test_plural():
    assert wording.plural(1, "county", "counties") == "1 county"
    assert wording.plural(1_200, "county", "counties") == "1,200 counties"
    assert wording.plural(0, "place") == "0 places"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.2, "under 1 minute"), (0.5, "1 minute"), (22.5, "23 minutes"), (30.0, "30 minutes")],
)
def test_minutes(value, text):
    assert wording.minutes(value) == text


def test_minutes_side_by_side_show_a_difference_that_rounding_would_hide():
    assert wording.minutes_apart(23.4, 22.6) == ("23.4 minutes", "22.6 minutes")
    assert wording.minutes_apart(23.01, 23.02) == ("23 minutes", "23 minutes")
    assert wording.minutes_apart(23.0, 41.0) == ("23 minutes", "41 minutes")
    assert wording.minutes_apart(5.2, 5.8) == ("5.2 minutes", "5.8 minutes")
    assert wording.minutes_apart(0.02, 1.8) == ("under 0.1 minutes", "1.8 minutes")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.001, "under 1%"),
        (0.005, "1%"),
        (0.414, "41%"),
        (0.994, "99%"),
        (0.996, "over 99%"),
        (1, "100%"),
    ],
)
def test_percent(share, text):
    assert wording.percent(share) == text


@pytest.mark.parametrize(
    ("first", "second", "pair"),
    [
        (0.4, 0.5, ("40%", "50%")),
        (0.9612, 0.9643, ("96.1%", "96.4%")),
        (0.96121, 0.96124, ("96.121%", "96.124%")),
        (0.974, 0.9757, ("97.4%", "97.6%")),
        (0.974, 0.996, ("97%", "over 99%")),
        (0, 0.004, ("0%", "0.4%")),
        (0.996, 0.9975, ("99.6%", "99.8%")),
        (0.5, 0.5, ("50%", "50%")),
        (1, 1, ("100%", "100%")),
    ],
)
def test_shares_side_by_side_tell_the_difference(first, second, pair):
    assert wording.percents_apart(first, second) == pair


@given(st.floats(0, 1), st.floats(0, 1))
def test_shares_side_by_side_are_alike_only_where_they_are(first, second):
    low, high = wording.percents_apart(first, second)
    assert (low == high) <= (abs(first - second) < 2e-6)


@pytest.mark.parametrize(
    ("share", "count", "who", "text"),
    [
        (0.772, 840_123, "rural people", "77% of rural people (840,000)"),
        (0.772, 840_123, "", "77% (840,000)"),
        (0, 0, "rural people", "no rural people"),
        (0, 0, "", "none of them"),
        (1, 90, "rural people", "all 90 rural people"),
        (1, 90, "", "all of them"),
    ],
)
def test_a_share_has_one_form_and_names_who_is_meant(share, count, who, text):
    assert wording.share_of(share, count, who) == text


@pytest.mark.parametrize(
    ("value", "text"), [(7.44, "7.4 minutes"), (0.04, "under 0.1 minutes"), (1, "1.0 minutes")]
)
def test_exact_minutes(value, text):
    assert wording.exact_minutes(value) == text


def test_listed_and_capital():
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b"]) == "a and b"
    assert wording.listed(["a", "b", "c"], "or") == "a, b or c"
    assert wording.capital("rural NCHS") == "Rural NCHS"


@pytest.mark.parametrize("write", [wording.rounded, wording.people, wording.minutes, wording.limit])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(write, value):
    with pytest.raises(ValueError, match="not a number"):
        write(value)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (102, "102nd"),
        (111, "111th"),
        (1_003, "1,003rd"),
    ],
)
def test_ordinal(number, text):
    assert wording.ordinal(number) == text
