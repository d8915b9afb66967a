"""Numbers as a reader says them: '612,000 people', '23 minutes', '41%'.

Prose rounds to three significant digits; tables give every person. No function returns 'nan' or 'inf': a
number that does not exist is refused, so that the caller says in words why there is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

PROSE_DIGITS = 3
"""Significant digits of counts in prose."""

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}

CLOSE = 2
"""Two figures less than so many minutes or percentage points apart are told with decimals."""

NO_NUMBER = "–"
"""What a table shows where there is no number; the table's note says why."""


def rounded(count: float) -> str:
    """Write a count for prose: exact below 1,000, else three significant digits ('612,000', '4.21 million')."""
    whole = _half_up(_existing(count))
    if whole >= 1_000:
        unit = 10 ** (len(str(whole)) - PROSE_DIGITS)
        whole = _half_up(whole / unit) * unit
    if whole >= 1_000_000:
        return f"{whole / 1_000_000:g} million"
    return f"{whole:,}"


def people(count: float, who: str = "people") -> str:
    """Write how many people: 'no people', '1 person', '612,000 people', '48,200 rural people'."""
    whole = _half_up(_existing(count))
    if whole == 0:
        return f"no {who}"
    if whole == 1 and who.endswith("people"):
        return f"1 {who.removesuffix('people')}person"
    return f"{rounded(count)} {who}"


def have(count: float, who: str = "people") -> str:
    """Write how many people, with the verb: '1 person has', '612,000 people have'."""
    return f"{people(count, who)} {'has' if _half_up(count) == 1 else 'have'}"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """Write a count with its noun: '1 county', '12 counties'."""
    return f"{count:,} {singular if count == 1 else many or singular + 's'}"


def ordinal(number: int) -> str:
    """Write a place in an order: '1st', '12th', '102nd'."""
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return f"{number:,}{ending}"


def minutes(value: float) -> str:
    """Write a drive time: 'under 1 minute', '1 minute', '23 minutes'."""
    whole = _half_up(_existing(value))
    if whole == 0:
        return "under 1 minute"
    return plural(whole, "minute")


def exact_minutes(value: float) -> str:
    """Write minutes with a decimal: '7.4 minutes', 'under 0.1 minutes'."""
    return f"{value:.1f} minutes" if _existing(value) >= 0.05 else "under 0.1 minutes"


def minutes_apart(first: float, second: float) -> tuple[str, str]:
    """Write two drive times that a sentence sets side by side.

    Less than two minutes apart they have a decimal: 5.2 against 5.8 is not '5 against 6'.
    """
    if abs(first - second) >= CLOSE or f"{first:.1f}" == f"{second:.1f}":
        return minutes(first), minutes(second)
    return exact_minutes(first), exact_minutes(second)


def index(value: float) -> str:
    """Write an index between 0 and 1: '0.39', 'under 0.01', '0' where rounding alone keeps it from 0."""
    if abs(_existing(value)) < 1e-9:
        return "0"
    return f"{value:.2f}" if value >= 0.005 else "under 0.01"


def limit(value: float) -> str:
    """Write a threshold without needless decimals: 30.0 is '30', 22.5 is '22.5'."""
    return f"{_existing(value):g}"


def percent(share: float) -> str:
    """Write a share: '41%'; never 0% for somebody nor 100% for not everybody."""
    if share == 0:
        return "0%"
    if share == 1:
        return "100%"
    if share < 0.005:
        return "under 1%"
    if share >= 0.995:
        return "over 99%"
    return f"{_half_up(100 * _existing(share))}%"


def percent_in_tenths(share: float) -> str:
    """Write a share that stands beside a close one: '97.4%'.

    Never 0% for somebody nor 100% for not everybody.
    """
    if 0 < share < 0.0005:
        return "under 0.1%"
    if 0.9995 <= share < 1:
        return "over 99.9%"
    return _exact_percent(share, 1)


def percents_apart(first: float, second: float) -> tuple[str, str]:
    """Write two shares that a sentence sets side by side.

    Less than two points apart they have decimals: 97.4% and 97.6% are not '97%' and '98%'. Shares that differ
    by less than a millionth are told as equal.
    """
    pair = percent(first), percent(second)
    if 100 * abs(first - second) >= CLOSE or abs(first - second) < 1e-6:
        return pair
    for digits in range(1, 5):
        pair = _exact_percent(first, digits), _exact_percent(second, digits)
        if pair[0] != pair[1]:
            break
    return pair


def _exact_percent(share: float, digits: int) -> str:
    return percent(share) if share in (0, 1) else f"{100 * share:.{digits}f}%"


def share_of(share: float, count: float, who: str = "") -> str:
    """Write how many of a group: '77% of rural people (840,000)', 'no rural people', 'all 3 rural people'.

    Without `who` the group was named before: '77% (840,000)', 'none of them', 'all of them'.
    """
    if share == 0:
        return f"no {who}" if who else "none of them"
    if share == 1:
        return f"all {people(count, who)}" if who else "all of them"
    return f"{percent(share)}{f' of {who}' if who else ''} ({rounded(count)})"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: 'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(sentence: str) -> str:
    """Begin a sentence with a capital and leave the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


def _existing(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that a sentence can carry")
    return value
