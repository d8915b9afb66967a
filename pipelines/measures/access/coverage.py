"""Coverage: how many people, and which share, can drive to a center within a threshold, by stratum.

The share is of all people of the stratum: those who cannot be reached at all stay in the denominator.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY


def coverage(times: PlaceTimes, within_min: Sequence[float]) -> pd.DataFrame:
    """Count people within each threshold by stratum and site of care.

    Parameters
    ----------
    times
        Drive times and people.
    within_min
        Thresholds in minutes, inclusive: within 30 is <= 30.0.

    Returns
    -------
    DataFrame
        out.coverage: a row for each stratum that occurs, 'unclassified' if some people have no stratum, and
        'all', times the four sites of care and 'any', times the thresholds. `share` is null where a group
        has places but no people.
    """
    people = times.people
    limits = np.asarray(within_min, dtype=np.float64)
    rows: dict[str, list[object]] = {
        name: []
        for name in (
            "stratum",
            "site_of_care",
            "within_min",
            "population",
            "population_within",
            "share",
        )
    }
    for stratum, member in stratum_groups(times.places).items():
        everyone = people[member].sum()
        for site in SITES_OR_ANY:
            minutes = times.minutes_to(site)[member]
            for limit in limits:
                # NaN <= limit is False: the unreached are within nothing.
                within = people[member][minutes <= limit].sum()
                share = within / everyone if everyone > 0 else np.nan
                row = (stratum, site, limit, everyone, within, share)
                for column, value in zip(rows.values(), row, strict=True):
                    column.append(value)
    return pd.DataFrame(rows).astype({"stratum": "str", "site_of_care": "str"})
