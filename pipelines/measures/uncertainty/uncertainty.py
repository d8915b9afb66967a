"""Margins of error of counts from the American Community Survey, carried through sums, shares and ratios.

Formulas of the Census Bureau: 'Understanding and Using American Community Survey Data: What All Data Users
Need to Know' (2020), chapter 8, and the Instructions for Applying Statistical Testing to ACS 5-year data.
Margins are at 90 % confidence. They are approximations: estimates are taken as independent, which block
groups of one tract are not, so that a margin of a large sum tends to be too wide or too narrow by an
unknown amount.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """An estimate with its margin of error.

    Attributes
    ----------
    value
        NaN where undefined.
    margin
        Half-width of the 90 % interval, not negative; NaN where the value is undefined.
    """

    value: float
    margin: float


def sum_of(value: Float, margin: Float) -> Estimate:
    """Add up estimates.

    The margin of a sum is the root of the summed squares, but an estimate of zero has a margin that says
    only how small a count the survey can miss; of those only the largest is counted, once.

    Parameters
    ----------
    value, margin : float64 (n,)
        Estimates and their margins of error; NaN is refused, for a sum would hide it.

    Raises
    ------
    ValueError
        The columns differ in length, a number is unknown, or a margin is negative.
    """
    _check(value, margin)
    zero = value == 0
    squares = float(np.square(np.sort(margin[~zero])).sum())
    once = float(margin[zero].max()) if zero.any() else 0.0
    return Estimate(float(value.sum()), float(np.sqrt(squares + once**2)))


def share_of(part: Estimate, whole: Estimate) -> Estimate:
    """Divide a part by the whole that contains it.

    margin = sqrt(m_part^2 - share^2 m_whole^2) / whole; where that root does not exist, that of a ratio
    stands in, as the Census Bureau says.

    Returns
    -------
    Estimate
        NaN where the whole is 0.
    """
    if whole.value == 0:
        return Estimate(np.nan, np.nan)
    share = part.value / whole.value
    square = part.margin**2 - (share * whole.margin) ** 2
    if square < 0:
        return ratio_of(part, whole)
    return Estimate(share, float(np.sqrt(square)) / abs(whole.value))


def ratio_of(upper: Estimate, lower: Estimate) -> Estimate:
    """Divide an estimate by another that does not contain it.

    margin = sqrt(m_upper^2 + ratio^2 m_lower^2) / lower.

    Returns
    -------
    Estimate
        NaN where the lower is 0.
    """
    if lower.value == 0:
        return Estimate(np.nan, np.nan)
    ratio = upper.value / lower.value
    square = upper.margin**2 + (ratio * lower.margin) ** 2
    return Estimate(ratio, float(np.sqrt(square)) / abs(lower.value))


def share_within(value: Float, margin: Float, within: npt.NDArray[np.bool_]) -> Estimate:
    """Return the share of people at some of the places, such as those within 30 minutes.

    Parameters
    ----------
    value, margin : float64 (n,)
        People at each place and their margins of error.
    within : bool (n,)
        Which places.
    """
    return share_of(sum_of(value[within], margin[within]), sum_of(value, margin))


def _check(value: Float, margin: Float) -> None:
    if value.shape != margin.shape or value.ndim != 1:
        raise ValueError(f"values of shape {value.shape} with margins of shape {margin.shape}")
    if not (np.isfinite(value).all() and np.isfinite(margin).all()):
        raise ValueError("an estimate or a margin is unknown; leave the place out and count it")
    if (margin < 0).any():
        raise ValueError(f"a margin is {margin.min():g}: a code of the Census Bureau, not a margin")
