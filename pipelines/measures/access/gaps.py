"""Gaps: what a place has near it, both kinds of center, one kind, or neither.

The comparison is between hospital-based and office-based centers, the two kinds at which Medicare generally
pays; pharmacy-based and stand-alone centers do not fill a gap here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.vocabulary.access import GAPS

CLOSER = ("hospital", "office", "same")
"""Which kind of center is nearer in time; `same` to the millisecond."""

_CHOICE, _HOSPITAL_ONLY, _OFFICE_ONLY, _NONE = GAPS


def gaps(times: PlaceTimes, gap_min: float) -> pd.DataFrame:
    """Name each place's gap and how much nearer the office is.

    Parameters
    ----------
    times
        Drive times and people.
    gap_min
        A kind of center within so many minutes (inclusive) counts as near.

    Returns
    -------
    DataFrame
        out.gaps in the order of geoid, with `closer` beside the contract's columns: one of `CLOSER`; the
        kind that is reached where only one is; null where neither is.
    """
    hospital, office = times.minutes_to("hospital_based"), times.minutes_to("office_based")
    near_hospital, near_office = hospital <= gap_min, office <= gap_min
    gap = np.select(
        [near_hospital & near_office, near_hospital, near_office],
        [_CHOICE, _HOSPITAL_ONLY, _OFFICE_ONLY],
        _NONE,
    )
    advantage = hospital - office
    nearer_hospital = (advantage < 0) | (np.isnan(office) & ~np.isnan(hospital))
    nearer_office = (advantage > 0) | (np.isnan(hospital) & ~np.isnan(office))
    closer = pd.Series(pd.NA, index=times.places.index, dtype="str")
    for name, where in zip(CLOSER, (nearer_hospital, nearer_office, advantage == 0), strict=True):
        closer[where] = name
    return pd.DataFrame(
        {
            "geoid": times.places["geoid"],
            "gap": pd.Series(gap, dtype="str"),
            "hospital_min": hospital,
            "office_min": office,
            "office_advantage_min": advantage,
            "closer": closer,
        }
    )
