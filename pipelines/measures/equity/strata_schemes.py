"""The same answers under all stratum schemes, side by side.

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
from pipelines.vocabulary.strata import CARRIED, SCHEMES, UNCODED


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


def unclassified(times: PlaceTimes) -> pd.DataFrame:
    """Count people whose places carry no code, by scheme and reason.

    Parameters
    ----------
    times
        Drive times, with the codes of all schemes in `places`.

    Returns
    -------
    DataFrame
        out.unclassified, a row a scheme that codes some place and a reason that occurs: scheme, reason (one of
        `UNCODED`), places, population and share_of_area (null where nobody lives in the area).
    """
    places, everyone = times.places, float(times.people.sum())
    rows = []
    for scheme in SCHEMES:
        missing = strata(places, scheme).isna()
        if missing.all():
            continue
        of_tract = places["ruca_missing"] if scheme in ("ruca", "hrsa") else None
        reason = of_tract.fillna("not_named") if of_tract is not None else "not_named"
        for why in UNCODED:
            here = (missing & (pd.Series(reason, index=places.index) == why)).to_numpy(dtype=bool)
            people = float(times.people[here].sum())
            if here.any():
                share = people / everyone if everyone > 0 else None
                rows.append((scheme, why, int(here.sum()), people, share))
    columns = ["scheme", "reason", "places", "population", "share_of_area"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"scheme": "str", "reason": "str", "share_of_area": "float64"})


def carried(times: PlaceTimes) -> pd.DataFrame:
    """Count people whose RUCA code was carried to their tract from an older one, by how.

    Parameters
    ----------
    times
        Drive times, with `ruca_carried` in `places`.

    Returns
    -------
    DataFrame
        out.carried_codes, a row each of `CARRIED`: carried, places, population and share_of_area (null where
        nobody lives in the area).
    """
    everyone, rows = float(times.people.sum()), []
    for how in CARRIED:
        here = (times.places["ruca_carried"] == how).fillna(False).to_numpy(dtype=bool)
        people = float(times.people[here].sum())
        rows.append((how, int(here.sum()), people, people / everyone if everyone > 0 else None))
    table = pd.DataFrame(rows, columns=["carried", "places", "population", "share_of_area"])
    return table.astype({"carried": "str", "share_of_area": "float64"})


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
