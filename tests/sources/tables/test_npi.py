"""Check digits of whole columns of NPIs."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.facilities.centers_list import is_npi
from pipelines.sources.tables.npi import are_npi, check_digits

numbers = st.integers(10**8, 3 * 10**8 - 1)


@given(st.lists(st.one_of(st.integers(0, 10**11).map(str), st.text(max_size=12)), max_size=20))
def test_same_as_one_by_one(values):
    column = pd.Series(values, dtype="str")
    assert are_npi(column).tolist() == [is_npi(value) for value in values]


@given(st.lists(numbers, max_size=20))
def test_check_digit_completes_an_npi(firsts):
    digits = np.array([[int(d) for d in str(first)] for first in firsts]).reshape(-1, 9)
    whole = [f"{first}{last}" for first, last in zip(firsts, check_digits(digits), strict=True)]
    assert are_npi(pd.Series(whole, dtype="str")).all()


def test_known_number_and_what_is_none():
    values = ["1234567893", "1234567890", "123456789", "12345678931", "", None, "1234567893 "]
    assert are_npi(pd.Series(values, dtype="str")).tolist() == [True] + [False] * 6
