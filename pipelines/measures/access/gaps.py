"""Gaps: what a place has near it, both kinds of center, one kind, neither, or nobody knows.

The comparison is between hospital-based and office-based centers, the two kinds at which Medicare generally
pays; pharmacy-based and stand-alone centers do not fill a gap here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.access.nearness import nearer_kind
from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.access import GAPS

_CHOICE, _HOSPITAL_ONLY, _OFFICE_ONLY, _NONE, _UNKNOWN = GAPS


def gap_of(times: PlaceTimes, gap_min: float) -> pd.Series[str]:
    """Name each place's gap.

    Parameters
    ----------
    times
        Drive times of p places.
    gap_min
        A kind of center within so many minutes (inclusive) counts as near.

    Returns
    -------
    Series of str (p,)
        Codes of `GAPS`: `none` where the roads lead to neither kind in time, or to none at all; `unknown`
        where there is no road within reach and no direct trip, so that nothing tells how far a center is.
    """
    hospital, office = times.minutes_to("hospital_based"), times.minutes_to("office_based")
    near_hospital, near_office = hospital <= gap_min, office <= gap_min
    unknown = ~times.on_road & np.isnan(hospital) & np.isnan(office)
    gap = np.select(
        [near_hospital & near_office, near_hospital, near_office, unknown],
        [_CHOICE, _HOSPITAL_ONLY, _OFFICE_ONLY, _UNKNOWN],
        _NONE,
    )
    return pd.Series(gap, index=times.places.index, dtype="str")


def gaps(times: PlaceTimes, gap_min: float, nearer_by_min: float) -> pd.DataFrame:
    """Tell each place's gap, and which kind of center is nearer by how much.

    Parameters
    ----------
    times
        Drive times and people.
    gap_min
        As in `gap_of`.
    nearer_by_min
        As in `nearness.nearer_kind`.

    Returns
    -------
    DataFrame
        out.gaps in the order of geoid.
    """
    return pd.DataFrame(
        {
            "geoid": times.places["geoid"],
            "gap": gap_of(times, gap_min),
            "hospital_min": times.minutes_to("hospital_based"),
            "office_min": times.minutes_to("office_based"),
            "office_advantage_min": times.office_advantage(),
            "nearer": nearer_kind(times, nearer_by_min),
        }
    )
