"""How exactly the survey itself knows how many people live within reach: its margins of error, carried on.

Counts of the American Community Survey come with a margin of error at 90 % confidence. It is another kind of
uncertainty than that of the bands: it says how much a count could differ because not everybody was asked, and
nothing of roads, speeds or what counts as a center.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.uncertainty.uncertainty import Estimate, share_of, sum_of
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY

Float = npt.NDArray[np.float64]


def margins(
    times: PlaceTimes, within_min: Sequence[float], counted: str, margin: str
) -> pd.DataFrame:
    """Count people within each threshold, with the margin of error of each count and share.

    Parameters
    ----------
    times
        Drive times and people.
    within_min
        Thresholds in minutes, inclusive.
    counted, margin
        Columns of the places: how many people, and the margin of error of that number at 90 % confidence,
        null where unknown.

    Returns
    -------
    DataFrame
        out.margins, a row a stratum (those that occur, 'unclassified' if any, 'all'), site of care or 'any'
        and threshold: people, people_within and share, each with its `_margin` (half-width of the 90 %
        interval; null share where there is nobody), over the places whose count and margin are known;
        places_left_out (the others) and people_left_out (who are counted there).

    Notes
    -----
    Formulas as in `uncertainty`: the margins of places with nobody count once, by the largest.
    """
    people, error = (
        times.places[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in (counted, margin)
    )
    known = ~(np.isnan(people) | np.isnan(error))
    rows = []
    for stratum, member in stratum_groups(times.places).items():
        mine = member & known
        left_out = member & ~known
        whole = sum_of(people[mine], error[mine])
        group = {
            "stratum": stratum,
            "people": whole.value,
            "people_margin": whole.margin,
            "places_left_out": int(left_out.sum()),
            "people_left_out": float(np.nansum(people[left_out])),
        }
        for site in SITES_OR_ANY:
            minutes = times.minutes_to(site)
            for limit in within_min:
                near = mine & (minutes <= limit)
                inside = sum_of(people[near], error[near])
                rows.append(
                    {**group, "site_of_care": site, "within_min": limit, **_within(inside, whole)}
                )
    columns = [
        "stratum",
        "site_of_care",
        "within_min",
        *(f"{what}{of}" for what in ("people", "people_within", "share") for of in ("", "_margin")),
        "places_left_out",
        "people_left_out",
    ]
    return pd.DataFrame(rows, columns=columns).astype({"stratum": "str", "site_of_care": "str"})


def _within(inside: Estimate, whole: Estimate) -> dict[str, float]:
    share = share_of(inside, whole)
    return {
        "people_within": inside.value,
        "people_within_margin": inside.margin,
        "share": share.value,
        "share_margin": share.margin,
    }
