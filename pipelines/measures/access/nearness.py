"""Nearness: which kind of center is the shorter drive, and for how many people.

This is the only meaning of 'nearer' in any table, map or sentence. A modelled drive time errs by some minutes,
so that a kind of center is nearer only by more than a threshold.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.vocabulary.access import NEARER, NEARNESS_FINDINGS

LEAD = 0.05
"""How far the larger side must lead, as a share of the people who reach either kind, to be the finding."""

_OFFICE, _ABOUT_THE_SAME, _HOSPITAL, _ONLY_OFFICE, _ONLY_HOSPITAL, _NEITHER = NEARER
_COUNTED = {
    "office_nearer": (_OFFICE, _ONLY_OFFICE),
    "hospital_nearer": (_HOSPITAL, _ONLY_HOSPITAL),
    "about_the_same": (_ABOUT_THE_SAME,),
    "neither_reached": (_NEITHER,),
}
"""What is counted -> codes of the places that count: each place counts once."""


def nearer_kind(times: PlaceTimes, nearer_by_min: float) -> pd.Series[str]:
    """Name the kind of center that is nearer to each place.

    Parameters
    ----------
    times
        Drive times of p places.
    nearer_by_min
        Minutes by which a drive must be shorter to count as nearer; a difference of exactly so many is about
        the same.

    Returns
    -------
    Series of str (p,)
        Codes of `NEARER`, none null.
    """
    hospital = ~np.isnan(times.minutes_to("hospital_based"))
    office = ~np.isnan(times.minutes_to("office_based"))
    advantage = times.office_advantage()
    code = np.select(
        [
            ~hospital & ~office,
            ~office,
            ~hospital,
            advantage > nearer_by_min,
            advantage < -nearer_by_min,
        ],
        [_NEITHER, _ONLY_HOSPITAL, _ONLY_OFFICE, _OFFICE, _HOSPITAL],
        _ABOUT_THE_SAME,
    )
    return pd.Series(code, index=times.places.index, dtype="str")


def nearness(times: PlaceTimes, nearer_by_min: float) -> pd.DataFrame:
    """Count people by the kind of center that is nearer to them.

    Parameters
    ----------
    times
        Drive times and people.
    nearer_by_min
        As in `nearer_kind`.

    Returns
    -------
    DataFrame
        out.nearness, a row a stratum (those that occur, 'unclassified' if any, 'all'): places and people in
        it, and their share of the area's (null in an area without people); people to whom an office-based or
        a hospital-based center is nearer (or the only one reached), for whom both are about the same, and who
        reach neither, each with its share of the stratum (null without people); of the first two, those who
        reach only that kind; and the finding.
    """
    kind = nearer_kind(times, nearer_by_min)
    rows: list[dict[str, object]] = []
    whole = times.people.sum()
    for stratum, member in stratum_groups(times.places).items():
        people, mine = times.people[member], kind[member]
        everyone = people.sum()
        counts = {name: people[mine.isin(codes)].sum() for name, codes in _COUNTED.items()}
        only = {code: people[mine == code].sum() for code in (_ONLY_OFFICE, _ONLY_HOSPITAL)}
        medians = [
            times.ranked_minutes(site).median(member) for site in ("hospital_based", "office_based")
        ]
        row: dict[str, object] = {
            "stratum": stratum,
            "nearer_by_min": float(nearer_by_min),
            "places": len(mine),
            "population": everyone,
            "share_of_area": everyone / whole if whole > 0 else np.nan,
        }
        for name, count in counts.items():
            row[f"population_{name}"] = count
            row[f"share_{name}"] = count / everyone if everyone > 0 else np.nan
        row |= {f"population_{code}": count for code, count in only.items()}
        row["finding"] = _finding(counts, only, medians[0] - medians[1], nearer_by_min)
        rows.append(row)
    return pd.DataFrame(rows).astype({"stratum": "str", "finding": "str"})


def _finding(
    counts: dict[str, float],
    only: dict[str, float],
    medians_apart_min: float,
    nearer_by_min: float,
) -> str:
    """Decide by counting people; medians that point the other way make it mixed.

    A kind is nearer for the stratum if it is for clearly more people than the other kind (`LEAD`), and if not
    most people have both about as near.
    """
    office, hospital, alike, mixed, only_office, only_hospital, nobody = NEARNESS_FINDINGS
    compared = sum(counts.values()) - counts["neither_reached"]
    if compared == 0:
        return nobody
    if only[_ONLY_OFFICE] == compared:
        return only_office
    if only[_ONLY_HOSPITAL] == compared:
        return only_hospital
    lead = (counts["office_nearer"] - counts["hospital_nearer"]) / compared
    if abs(lead) < LEAD or 2 * counts["about_the_same"] > compared:
        return alike
    # A median is NaN where nobody reaches that kind, and no comparison holds.
    if abs(medians_apart_min) > nearer_by_min and (medians_apart_min > 0) != (lead > 0):
        return mixed
    return office if lead > 0 else hospital
