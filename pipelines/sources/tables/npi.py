"""National Provider Identifiers, checked by the column.

The last of the ten digits is the Luhn check digit of the number with the prefix 80840, which stands for health
applications in the United States (CMS, "Requirements for NPI and NPI check digit", 2004).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

DIGITS = 10

_PREFIX_SUM = 24
"""What the digits of 80840 add to the Luhn sum."""


def are_npi(values: pd.Series) -> npt.NDArray[np.bool_]:
    """Tell which texts are National Provider Identifiers; a missing one is none."""
    # A text that is too long keeps its length, one that is too short is filled up with NUL, which is no digit.
    cut = values.fillna("").str.slice(0, DIGITS + 1).astype(object).to_numpy()
    encoded = np.array([text.encode("ascii", "replace") for text in cut], dtype=f"S{DIGITS + 1}")
    letters = encoded.view(np.uint8).reshape(len(encoded), DIGITS + 1).astype(np.int64)
    digits = letters[:, :DIGITS] - ord("0")
    well_formed = ((digits >= 0) & (digits <= 9)).all(axis=1) & (letters[:, DIGITS] == 0)
    right: npt.NDArray[np.bool_] = well_formed & (_luhn_sum(digits) % 10 == 0)
    return right


def check_digits(first_nine: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the check digit of each row of nine digits, shape (n, 9)."""
    with_zero = np.column_stack([first_nine, np.zeros(len(first_nine), np.int64)])
    return -_luhn_sum(with_zero) % 10


def _luhn_sum(digits: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    doubled = digits[:, 0::2] * 2
    total: npt.NDArray[np.int64] = (
        _PREFIX_SUM + (doubled - 9 * (doubled > 9)).sum(axis=1) + digits[:, 1::2].sum(axis=1)
    )
    return total
