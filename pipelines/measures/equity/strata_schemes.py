"""The same answers under all four stratum schemes, side by side.

What is urban or rural is a matter of definition, and definitions move results: a reader who doubts the
area's scheme sees here what another would have said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from pipelines.demand.strata import strata
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.strata import SCHEMES


def by_scheme(
    times: PlaceTimes,
    measure: Callable[[PlaceTimes], pd.DataFrame],
    schemes: Sequence[str] = SCHEMES,
) -> pd.DataFrame:
    """Return a table by stratum once for each scheme.

    Parameters
    ----------
    times
        Drive times, with the codes of all schemes in `places`.
    measure
        What makes the table from drive times whose `places` carry a stratum.
    schemes
        Which schemes; one in which no place is coded is left out.

    Returns
    -------
    DataFrame
        The tables one below the other, `scheme` in front; empty where no place carries any code.
    """
    tables = []
    for scheme in schemes:
        stratum = strata(times.places, scheme)
        if stratum.notna().any():
            tables.append(measure(times.with_stratum(stratum)))
            tables[-1].insert(0, "scheme", pd.Series(scheme, index=tables[-1].index, dtype="str"))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"scheme": []})


def coverage_by_scheme(times: PlaceTimes, within_min: Sequence[float]) -> pd.DataFrame:
    """Return out.coverage_by_scheme: the rows of `coverage` with `scheme` in front.

    Parameters
    ----------
    times
        Drive times, with the codes of all schemes in `places`.
    within_min
        Thresholds in minutes, inclusive.
    """
    return by_scheme(times, partial(coverage, within_min=within_min))


def times_by_scheme(times: PlaceTimes) -> pd.DataFrame:
    """Return out.times_by_scheme: the rows of `times_by_stratum` with `scheme` in front."""
    return by_scheme(times, times_by_stratum)


def nearness_by_scheme(times: PlaceTimes, nearer_by_min: float) -> pd.DataFrame:
    """Return out.nearness_by_scheme: the rows of `nearness` with `scheme` in front.

    Parameters
    ----------
    times
        Drive times, with the codes of all schemes in `places`.
    nearer_by_min
        Minutes by which a drive must be shorter to count as nearer.
    """
    return by_scheme(times, partial(nearness, nearer_by_min=nearer_by_min))


def office_advantage_by_scheme(times: PlaceTimes) -> pd.DataFrame:
    """Return out.office_advantage_by_scheme: `office_advantage_by_stratum` with `scheme` in front."""
    return by_scheme(times, office_advantage_by_stratum)
